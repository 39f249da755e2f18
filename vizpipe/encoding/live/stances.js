"use strict";
// Which grids a stack of parts can be: drawing/stands.py.
const stances = (() => {
  const { UNIT, gridOf, isPlane } = grids, { mapped } = trees;
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
    if (!known.has(node)) known.set(node, node.parts ? arranged(node) : [node]);
    return known.get(node);
  }

  function arranged(node) {
    const inner = node.parts.map(arrangements), together = node.each ? trees.transposed(inner) : product(inner);
    const found = shapes(inner.length, node.kind).flatMap((columns) => (
      together.flatMap((cells) => [gridOf(columns, cells, node), ...emphatic(columns, cells, node)])));
    return node.shared ? found.map(shared) : found;
  }

  // One of each, the last changing first.
  const product = (lists) => lists.reduce((found, list) => found.flatMap((one) => list.map((each) => [...one, each])).slice(0, MOST), [[]]);

  // The same with a last row that isn't full in boxes so large that it is; one part also beside a column of others.
  function emphatic(columns, cells, stack) {
    const count = cells.length % columns, full = cells.slice(0, -count), rest = cells.slice(-count);
    if (stack.kind !== "free" || stack.each || !count || !rest.every(isPlane)) return [];
    const inner = { ...stack, name: "", head: 0, title: 0 };
    const larger = rest.map((cell) => enlarged(cell, Math.floor(UNIT * columns / count)));
    const found = [gridOf(1, [gridOf(columns, full, inner), count === 1 ? larger[0] : gridOf(count, larger, inner)], stack)];
    if (count === 1 && full.length === columns) found.push(gridOf(2, [gridOf(1, full, inner), larger[0]], stack));
    return found;
  }

  // The same with least boxes so many times as large, in units of a scale: of all parts, or of one.
  function enlarged(node, units, name = null) {
    const times = (side) => Math.floor(side * units / UNIT);
    const larger = (part) => ({ ...part, width: times(part.width), height: times(part.height) });
    return mapped(node, (part) => (name === null || part.name === name ? larger(part) : part));
  }

  // The grid with tick labels only in the first column, and in rows that have not all their cells below them. A column keeps its own
  // if one of its cells has another axis than its neighbour, and so does a row.
  function shared(grid) {
    const { columns, parts } = grid, column = (at) => at % columns, row = (at) => Math.floor(at / columns);
    const hasOther = (at, track, isAlike) => parts.some((cell, other) => track(other) === track(at) && !isAlike(cell, other));
    const isLeftAlike = (cell, at) => column(at) && isColumn(cell) && axes(cell, 1) === axes(parts[at - 1], 1);
    const isBelowAlike = (cell, at) => parts[at + columns] && axes(cell, 0) === axes(parts[at + columns], 0);
    const bare = (cell, at) => bared(cell, !hasOther(at, column, isLeftAlike), !hasOther(at, row, isBelowAlike));
    return { ...grid, parts: parts.map(bare) };
  }

  // Whether all parts stand in one column, so that none is between.
  const isColumn = (node) => !node.parts || (node.columns === 1 && node.parts.every(isColumn));
  const axes = (node, axis) => JSON.stringify(trees.leaves(node).map((part) => part.axes[axis]));

  const bared = (node, isLeft, isBelow) => mapped(node, (part) => {
    const [left, bottom, right, top] = part.margins, bare = part.bare || part.margins;
    return { ...part, margins: [isLeft ? bare[0] : left, isBelow ? bare[1] : bottom, right, top] };
  });

  return { arrangements, enlarged };
})();
