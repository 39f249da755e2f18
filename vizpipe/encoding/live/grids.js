"use strict";
// Parts on a grid, and where everything stands in it: drawing/arrange.py, line by line. One axis after the other is worked out:
// `before` a plot box (at its left, above it), its `size`, and `after` it (at its right, below it).
const grids = (() => {
  const UNIT = 1024;  // scales are whole numbers, so that every language rounds them alike
  const APART = 3, BELOW = 4;
  const LEAST = { both: UNIT, across: UNIT, down: UNIT };

  // A stack whose rows and columns are decided; its cells stand row by row.
  const gridOf = (columns, cells, stack) => ({ columns, cells, stack });
  const rowsOf = (grid) => Math.ceil(grid.cells.length / grid.columns);
  const parts = (node) => (node.cells ? node.cells.flatMap(parts) : [node]);
  const rounded = (number) => Math.trunc(number + 0.5);

  // Whether all parts are of a fixed aspect, and grow.
  const isPlane = (node) => (node.cells ? node.cells.every(isPlane) : node.grows && node.aspect !== null);
  // Whether some part can use more room along one axis alone.
  const isElastic = (node) => (node.cells ? node.cells.some(isElastic) : node.grows && node.aspect === null);
  // Whether a cell may end where its column's margins end, not where plot boxes do.
  const isFree = (node) => Boolean(node.cells) || isPlane(node);

  function scaled(part, scale) {
    if (!part.grows) return [part.width, part.height];
    if (part.aspect === null) return [Math.floor(part.width * scale.across / UNIT), Math.floor(part.height * scale.down / UNIT)];
    const width = Math.floor(part.width * scale.both / UNIT);
    return [width, rounded(width / part.aspect)];
  }

  const spanOf = (before, size, after, title) => ({ before, size, after, title, whole: before + Math.max(size + after, title) });

  // What a part or a grid takes along an axis.
  function span(node, scale, isAcross) {
    if (!node.cells) {
      const [width, height] = scaled(node, scale), [left, bottom, right, top] = node.margins;
      return isAcross ? spanOf(left, width, right, node.title) : spanOf(top, height, bottom, 0);
    }
    const { gap, head, title } = node.stack, tracks = tracksOf(node, scale, isAcross), last = tracks[tracks.length - 1];
    let { size } = tracks[0];
    for (let at = 1; at < tracks.length; at += 1) size += tracks[at - 1].after + gap + tracks[at].before + tracks[at].size;
    return spanOf(tracks[0].before + (isAcross ? 0 : head), size, last.after, isAcross ? title : 0);
  }

  // The columns of a grid, or its rows: plot boxes in a column begin at one line, whatever their margins. Those that stretch, and
  // may share an axis, end at one line too; others reach as far as the widest margin.
  function tracksOf({ columns, cells }, scale, isAcross) {
    const tracks = [], count = isAcross ? columns : Math.ceil(cells.length / columns);
    for (let track = 0; track < count; track += 1) {
      let before = 0, title = 0, freeSize = 0, freeWhole = 0, after = 0, size = -1;
      const from = isAcross ? track : track * columns, to = isAcross ? cells.length : Math.min(from + columns, cells.length);
      for (let at = from; at < to; at += isAcross ? columns : 1) {
        const cell = cells[at], own = span(cell, scale, isAcross);
        before = Math.max(before, own.before);
        title = Math.max(title, own.title);
        if (isAcross && isFree(cell)) {
          freeSize = Math.max(freeSize, own.size);
          freeWhole = Math.max(freeWhole, own.size + own.after);
        } else {
          size = Math.max(size, own.size);
          after = Math.max(after, own.after);
        }
      }
      if (size < 0) size = freeSize;
      tracks.push(spanOf(before, size, Math.max(title, freeWhole, size + after) - size, 0));
    }
    return tracks;
  }

  // Where every cell stands along an axis, by name, into `places`: the first plot box begins at `start`, the last ends `room` later.
  // Room that is left goes to columns with parts that stretch, else between the columns; a short last row stands in the middle.
  function place(node, start, room, scale, isAcross, places = new Map(), isInner = false) {
    if (!node.cells) return places.set(node.name, [start, room]);
    const { cells, columns, stack } = node, tracks = tracksOf(node, scale, isAcross), own = span(node, scale, isAcross);
    const extra = room - own.size, trackOf = (at) => (isAcross ? at % columns : Math.floor(at / columns));
    const elastic = tracks.map((_, track) => cells.some((cell, at) => trackOf(at) === track && isElastic(cell)));
    const total = tracks.reduce((sum, track, at) => sum + (elastic[at] ? track.size : 0), 0);
    const sizes = tracks.map(({ size }, at) => size + (elastic[at] ? Math.floor(extra * size / total) : 0));
    let { gap } = stack;
    if (tracks.length > 1 && !total) {  // what stands together in a stack of its own stays together
      const most = Math.floor(Math.max(...sizes) / (isAcross ? APART : BELOW));
      gap += Math.min(Math.floor(extra / (tracks.length - 1)), isInner && isAcross ? gap : most);
    }
    const starts = [start];
    for (let at = 1; at < tracks.length; at += 1) starts.push(starts[at - 1] + sizes[at - 1] + tracks[at - 1].after + gap + tracks[at].before);
    if (stack.head) places.set(stack.name, isAcross ? [start, room] : [start - own.before, stack.head]);
    cells.forEach((cell, at) => {
      const track = trackOf(at);
      let begins = starts[track], size = sizes[track];
      if (isAcross && isFree(cell)) size += tracks[track].after - span(cell, scale, true).after;
      if (isAcross && isPlane(cell) && isAboveRows(node)) {
        const aside = Math.floor((size - span(cell, scale, true).size) / 2);
        begins += aside;
        size -= 2 * aside;
      } else if (isAcross && at >= columns * (rowsOf(node) - 1)) begins += middle(node, tracks, starts, sizes);
      place(cell, begins, size, scale, isAcross, places, true);
    });
    return places;
  }

  // How far a last row with fewer cells stands from where it would begin.
  function middle(grid, tracks, starts, sizes) {
    const lacking = rowsOf(grid) * grid.columns - grid.cells.length, last = tracks.length - 1, at = last - lacking;
    if (!lacking) return 0;
    const left = starts[last] + sizes[last] - starts[at] - sizes[at];
    return Math.max(Math.min(Math.floor(left / 2), left + tracks[last].after - tracks[at].after), 0);
  }

  // Whether all but one of its cells are rows of several: that one stands in their middle.
  function isAboveRows(grid) {
    const rows = grid.cells.filter((cell) => cell.cells && cell.columns > 1).length;
    return grid.columns === 1 && rows === grid.cells.length - 1 && rows > 0;
  }

  return { UNIT, LEAST, gridOf, rowsOf, parts, rounded, isPlane, isElastic, span, place };
})();
