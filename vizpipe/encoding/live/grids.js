"use strict";
// Parts on a grid, and where everything stands in it: drawing/arrange.py. One axis after the other is worked out: `before` a plot box
// (at its left, above it), its `size`, and `after` it (at its right, below it).
const grids = (() => {
  const UNIT = 1024;  // scales are whole numbers, so that every language rounds them alike
  const APART = 3, BELOW = 4;
  const LEAST = { both: UNIT, across: UNIT, down: UNIT };

  // A stack whose rows and columns are decided; its parts stand row by row.
  const gridOf = (columns, parts, stack) => ({ columns, parts, stack });
  const rowsOf = (grid) => Math.ceil(grid.parts.length / grid.columns);
  const trackOf = (grid, at, isAcross) => (isAcross ? at % grid.columns : Math.floor(at / grid.columns));
  const rounded = (number) => Math.trunc(number + 0.5);

  // Whether all parts are of a fixed aspect, and grow.
  const isPlane = (node) => (node.parts ? node.parts.every(isPlane) : node.grows && node.aspect !== null);
  // Whether some part can use more room along one axis alone.
  const isElastic = (node) => (node.parts ? node.parts.some(isElastic) : node.grows && node.aspect === null);
  // Whether a cell may end where its column's margins end, not where plot boxes do.
  const isFree = (node) => node.parts || isPlane(node);

  function scaled({ width, height, grows, aspect }, { both, across, down }) {
    const times = (side, scale) => Math.floor(side * scale / UNIT), wide = times(width, both);
    if (!grows) return [width, height];
    return aspect === null ? [times(width, across), times(height, down)] : [wide, rounded(wide / aspect)];
  }

  const spanOf = (before, size, after, title) => ({ before, size, after, title, whole: before + Math.max(size + after, title) });

  // What a part or a grid takes along an axis.
  function span(node, scale, isAcross) {
    if (!node.parts) {
      const [width, height] = scaled(node, scale), [left, bottom, right, top] = node.margins;
      return isAcross ? spanOf(left, width, right, node.title) : spanOf(top, height, bottom, 0);
    }
    const { gap, head, title } = node.stack, tracks = tracksOf(node, scale, isAcross), last = tracks[tracks.length - 1];
    const [{ before }] = tracks, size = tracks.reduce((sum, track) => sum + track.whole + gap, 0) - gap - before - last.after;
    return spanOf(before + (isAcross ? 0 : head), size, last.after, isAcross ? title : 0);
  }

  // The columns of a grid, or its rows: plot boxes in a column begin at one line, whatever their margins. Those that stretch, and
  // may share an axis, end at one line too; others reach as far as the widest margin.
  function tracksOf(grid, scale, isAcross) {
    const tracks = [];
    grid.parts.forEach((cell, at) => {
      const own = span(cell, scale, isAcross), isLoose = isAcross && isFree(cell);
      const track = tracks[trackOf(grid, at, isAcross)] ||= { before: 0, size: -1, free: 0, after: 0, end: 0 };
      const widen = (name, value) => { track[name] = Math.max(track[name], value); };
      widen("before", own.before);
      widen("end", isLoose ? Math.max(own.title, own.size + own.after) : own.title);
      widen(isLoose ? "free" : "size", own.size);
      if (!isLoose) widen("after", own.after);
    });
    return tracks.map(({ before, size, free, after, end }) => {
      const most = size < 0 ? free : size;
      return spanOf(before, most, Math.max(end, most + after) - most, 0);
    });
  }

  // Where every cell stands along an axis, by name, into `places`: the first plot box begins at `start`, the last ends `room` later.
  // Room that is left goes to columns with parts that stretch, else between the columns; a short last row stands in the middle.
  function place(node, start, room, scale, isAcross, places = new Map(), isInner = false) {
    if (!node.parts) return places.set(node.name, [start, room]);
    const { parts, columns, stack } = node, own = span(node, scale, isAcross);
    const tracks = tracksOf(node, scale, isAcross), count = tracks.length;
    const elastic = new Set([...parts.keys()].filter((at) => isElastic(parts[at])).map((at) => trackOf(node, at, isAcross)));
    const extra = room - own.size, total = tracks.reduce((sum, { size }, at) => sum + (elastic.has(at) ? size : 0), 0);
    const sizes = tracks.map(({ size }, at) => size + (elastic.has(at) ? Math.floor(extra * size / total) : 0)), starts = [start];
    let { gap } = stack;
    if (count > 1 && !total) {  // what stands together in a stack of its own stays together
      const most = Math.floor(Math.max(...sizes) / (isAcross ? APART : BELOW));
      gap += Math.min(Math.floor(extra / (count - 1)), isInner && isAcross ? gap : most);
    }
    for (let at = 1; at < count; at += 1) starts.push(starts[at - 1] + sizes[at - 1] + tracks[at - 1].after + gap + tracks[at].before);
    if (stack.head) places.set(stack.name, isAcross ? [start, room] : [start - own.before, stack.head]);
    parts.forEach((cell, at) => {
      const track = trackOf(node, at, isAcross), taken = span(cell, scale, true);
      let begins = starts[track], size = sizes[track];
      if (isAcross) {
        if (isFree(cell)) size += tracks[track].after - taken.after;
        if (isPlane(cell) && isAboveRows(node)) {
          const aside = Math.floor((size - taken.size) / 2);
          begins += aside;
          size -= 2 * aside;
        } else if (at >= columns * (rowsOf(node) - 1)) begins += middle(node, tracks, starts, sizes);
      }
      place(cell, begins, size, scale, isAcross, places, true);
    });
    return places;
  }

  // How far a last row with fewer cells stands from where it would begin.
  function middle(grid, tracks, starts, sizes) {
    const last = tracks.length - 1, at = (grid.parts.length - 1) % grid.columns;
    const left = starts[last] + sizes[last] - starts[at] - sizes[at];
    return Math.max(Math.min(Math.floor(left / 2), left + tracks[last].after - tracks[at].after), 0);
  }

  // Whether all but one of its cells are rows of several: that one stands in their middle.
  function isAboveRows({ columns, parts }) {
    const rows = parts.filter((cell) => cell.columns > 1).length;
    return columns === 1 && rows === parts.length - 1 && rows > 0;
  }

  return { UNIT, LEAST, gridOf, rounded, isPlane, isElastic, span, place };
})();
