"use strict";
// The largest boxes that some parts can have in a rectangle, and the best way for them to stand: drawing/fill.py, line by line.
const filling = (() => {
  const { UNIT, LEAST, parts, rounded, isPlane, isElastic, span, place } = grids;
  const NOTICED = 1.04;  // so many times larger has a later arrangement to be
  const WIDER = 4, TALLER = 2, MAIN = 2;
  const HIGHEST = 2 ** 20;

  // What is larger than all before it by so much that the eye sees it.
  const isLarger = (laid, found) => laid !== null && (found === null || laid.size > NOTICED * found.size);

  // The arrangement with the largest plot boxes, the first of equals; nothing if none meets all least sizes.
  function best(node, width, height) {
    let found = null;
    for (const tree of stances.arrangements(node)) {
      const laid = largest(tree, width, height);
      if (isLarger(laid, found)) found = laid;
    }
    return found;
  }

  const isFitting = (tree, width, height, scale = LEAST) => span(tree, scale, true).whole <= width && span(tree, scale, false).whole <= height;

  // One arrangement with its boxes as large as they can be: all grow in proportion until one direction is full, then those that
  // stretch give way to those of a fixed aspect by a fifth, since they alone can use what is left.
  function largest(tree, width, height) {
    if (!isFitting(tree, width, height)) return null;
    let scale = raised(tree, width, height, LEAST, ["both", "across", "down"]);
    if (isElastic(tree)) {
      const less = Math.max(Math.floor(scale.both * 4 / 5), UNIT);
      scale = { both: scale.both, across: less, down: less };
      for (const number of ["both", "across", "down"]) scale = raised(tree, width, height, scale, [number]);
    }
    return layOut(withMain(tree, width, height, scale), width, height, scale);
  }

  // The tree with its main part in the room that is left: the one plane whose least box is wider than any other.
  function withMain(tree, width, height, scale) {
    const planes = parts(tree).filter(isPlane), widest = Math.max(0, ...planes.map((part) => part.width));
    const main = planes.filter((part) => part.width === widest);
    if (main.length !== 1 || planes.length === 1) return tree;
    const enlarged = (node, units) => {
      if (node.cells) return { ...node, cells: node.cells.map((cell) => enlarged(cell, units)) };
      return node.name === main[0].name ? stances.enlarged(node, units) : node;
    };
    return enlarged(tree, mostOf(UNIT, MAIN * UNIT, (units) => isFitting(enlarged(tree, units), width, height, scale)));
  }

  // The largest scale that has room, from one that has, by raising some of its numbers, which are equal.
  function raised(tree, width, height, scale, numbers) {
    const at = (number) => ({ ...scale, ...Object.fromEntries(numbers.map((name) => [name, number])) });
    const tooLarge = Math.min(HIGHEST, ...parts(tree).flatMap((part) => limits(part, width, height, numbers)));
    return at(mostOf(scale[numbers[0]], tooLarge, (number) => isFitting(tree, width, height, at(number))));
  }

  // Scales at which a part alone is wider or taller than the rectangle: none that large needs to be tried.
  function limits(part, width, height, numbers) {
    const across = [part.aspect === null ? "across" : "both", part.width, width];
    const sides = part.aspect === null ? [across, ["down", part.height, height]] : [across];
    return sides.filter(([number, least]) => part.grows && least && numbers.includes(number))
      .map(([, least, room]) => Math.ceil((room + 1) * UNIT / least));
  }

  // The largest number that has room, from one that has, below one that is too large.
  function mostOf(enough, tooLarge, hasRoom) {
    let low = enough, high = tooLarge;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (hasRoom(middle)) low = middle; else high = middle;
    }
    return low;
  }

  // Where everything stands at a scale: plot boxes from the lower left corner of the rectangle, of named stacks the line above.
  function layOut(tree, width, height, scale) {
    const left = span(tree, scale, true), top = span(tree, scale, false), drawn = parts(tree);
    const across = place(tree, left.before, width - left.before - left.after, scale, true);
    const down = place(tree, top.before, height - top.before - top.after, scale, false);
    const sizes = familiar(drawn, new Map(drawn.map((part) => [part.name, largestIn(part, across.get(part.name)[1], down.get(part.name)[1])])));
    const boxes = new Map();
    for (const [name, [start, room]] of across) {
      const [begin, tall] = down.get(name), [wide, high] = sizes.get(name) || [room, tall];
      boxes.set(name, [start, height - begin - high, wide, high]);
    }
    return { boxes, size: drawn.reduce((sum, part) => sum + counted(part, ...sizes.get(part.name)), 0), parts: drawn, width };
  }

  // Pixels that are left below all of it, and at its right.
  const spare = ({ boxes, parts: drawn }) => Math.min(...drawn.map((part) => boxes.get(part.name)[1] - part.margins[1]));
  function aside({ boxes, parts: drawn, width }) {
    const ends = [...boxes.values()].map(([left, , wide]) => left + wide);
    for (const part of drawn) {
      const [left, , wide] = boxes.get(part.name);
      ends.push(left + Math.max(wide + part.margins[2], part.title));
    }
    return Math.max(width - Math.max(...ends), 0);
  }

  // How large a plot box counts: the side of a square with the area of what of it is no longer than the least box.
  function counted(part, width, height) {
    if (!part.grows) return 0;
    const [wide, tall] = part.aspect === null ? within(part, width, height, 1, 1) : [width, height];
    return Math.sqrt(wide * tall);
  }

  // The plot box of a part in a cell.
  function largestIn(part, width, height) {
    if (!part.grows) return [part.width, part.height];
    if (part.aspect === null) return within(part, width, height, WIDER, TALLER);
    let wide = Math.min(width, Math.trunc((height + 0.5) * part.aspect));
    if (rounded(wide / part.aspect) > height) wide -= 1;
    return [wide, rounded(wide / part.aspect)];
  }

  // What of a box is at most so many times wider, or taller, in ratio than the part's least box.
  const within = (part, width, height, wider, taller) => [
    Math.min(width, Math.trunc(wider * height * part.width / part.height)),
    Math.min(height, Math.trunc(taller * width * part.height / part.width)),
  ];

  // The sizes with those of a family as its smallest.
  function familiar(drawn, sizes) {
    const smallest = new Map();
    for (const { name, family } of drawn) {
      const size = sizes.get(name), least = smallest.get(family) || size;
      smallest.set(family, size.map((side, at) => Math.min(side, least[at])));
    }
    return new Map(drawn.map(({ name, family }) => [name, family ? smallest.get(family) : sizes.get(name)]));
  }

  return { isLarger, best, isFitting, largest, spare, aside };
})();
