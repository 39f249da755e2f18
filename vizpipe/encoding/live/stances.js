"use strict";
// Which grids a stack of parts can be: drawing/stands.py, line by line.
const stances = (() => {
  const { UNIT, gridOf, rowsOf, isPlane } = grids;
  const MOST = 32;  // so many ways of the stacks inside a stack to stand together are tried

  // The numbers of columns that so many parts can stand in: those that leave no hole first, then by fewest rows.
  function shapes(count, kind) {
    if (kind !== "free") return [kind === "row" ? count : 1];
    const columns = [...new Set(Array.from({ length: count }, (_, at) => Math.ceil(count / (at + 1))))];
    return [...columns.filter((each) => count % each === 0), ...columns.filter((each) => count % each)];
  }

  const known = new WeakMap();
  // Every way in which a stack and the stacks in it can stand, the outer stack first; kept, since a page is tried at many sizes.
  function arrangements(node) {
    if (!node.parts) return [node];
    if (!known.has(node)) known.set(node, arranged(node));
    return known.get(node);
  }

  function arranged(node) {
    const inner = node.parts.map(arrangements), found = [];
    const together = node.each ? trees.transposed(inner) : product(inner);
    for (const columns of shapes(node.parts.length, node.kind)) {
      for (const cells of together) {
        for (const grid of [gridOf(columns, cells, node), ...emphatic(columns, cells, node)]) found.push(node.shared ? shared(grid) : grid);
      }
    }
    return found;
  }

  // One of each, the last changing first.
  const product = (lists) => lists.reduce((found, list) => found.flatMap((one) => list.map((each) => [...one, each])).slice(0, MOST), [[]]);

  // The same with a last row that isn't full in boxes so large that it is; one part also beside a column of others.
  function emphatic(columns, cells, stack) {
    const lacking = Math.ceil(cells.length / columns) * columns - cells.length, count = columns - lacking;
    const full = cells.slice(0, -count), rest = cells.slice(-count);
    if (stack.kind !== "free" || stack.each || !lacking || !rest.every(isPlane)) return [];
    const inner = { ...stack, name: "", head: 0, title: 0 };
    const larger = rest.map((cell) => enlarged(cell, Math.floor(UNIT * columns / count)));
    const found = [gridOf(1, [gridOf(columns, full, inner), count === 1 ? larger[0] : gridOf(count, larger, inner)], stack)];
    if (count === 1 && full.length === columns) found.push(gridOf(2, [gridOf(1, full, inner), larger[0]], stack));
    return found;
  }

  // All with least boxes so many times as large, in units of a scale.
  function enlarged(node, units) {
    if (node.cells) return { ...node, cells: node.cells.map((cell) => enlarged(cell, units)) };
    return { ...node, width: Math.floor(node.width * units / UNIT), height: Math.floor(node.height * units / UNIT) };
  }

  // The grid with tick labels only in the first column, and in rows that have not all their cells below them. A column keeps its own
  // if one of its cells has another axis than its neighbour, and so does a row.
  function shared(grid) {
    const { columns, cells } = grid, row = (at) => Math.floor(at / columns);
    const left = cells.map((cell, at) => at % columns > 0 && isAlike(cell, cells[at - 1], 1));
    const below = cells.map((cell, at) => at + columns < cells.length && isAlike(cell, cells[at + columns], 0));
    const isLeftShared = (at) => left.every((is, other) => is || other % columns !== at % columns);
    const isBelowShared = (at) => row(at) + 2 <= Math.floor(cells.length / columns) && below.every((is, other) => is || row(other) !== row(at));
    return { ...grid, cells: cells.map((cell, at) => bared(cell, isLeftShared(at), isBelowShared(at))) };
  }

  // Whether two cells have the same axis: of y, if all their parts stand in one column, so that none is between.
  const isAlike = (one, other, axis) => (axis === 0 || isColumn(one)) && axes(one, axis).join("\n") === axes(other, axis).join("\n");
  const isColumn = (node) => !node.cells || (node.columns === 1 && node.cells.every(isColumn));
  const axes = (node, axis) => grids.parts(node).map((part) => part.axes[axis]);

  function bared(node, isLeft, isBelow) {
    if (node.cells) return { ...node, cells: node.cells.map((cell) => bared(cell, isLeft, isBelow)) };
    if (!node.bare) return node;
    const [left, bottom, right, top] = node.margins;
    return { ...node, margins: [isLeft ? node.bare[0] : left, isBelow ? node.bare[1] : bottom, right, top] };
  }

  return { arrangements, enlarged };
})();
