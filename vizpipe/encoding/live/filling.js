"use strict";
// The largest boxes that some parts can have in a rectangle, and the best way for them to stand: drawing/fill.py.
const filling = (() => {
  const { UNIT, LEAST, rounded, isPlane, isElastic, span, place } = grids;
  const NOTICED = 1.04;  // so many times larger has a later arrangement to be
  const WIDER = 4, TALLER = 2, MAIN = 2;
  const HIGHEST = 2 ** 20;
  const BOTH = "both", ACROSS = "across", DOWN = "down";

  // The one with the largest plot boxes, the first of those that the eye sees as equals; nothing if there is none.
  const bestOf = (tried) => tried.reduce((found, one) => (one && (!found || one.size > NOTICED * found.size) ? one : found), null);
  const best = (node, width, height) => bestOf(stances.arrangements(node).map((tree) => largest(tree, width, height)));
  const isFitting = (tree, width, height, scale = LEAST) => (
    span(tree, scale, true).whole <= width && span(tree, scale, false).whole <= height);

  // One arrangement with its boxes as large as they can be: all grow in proportion until one direction is full, then those that
  // stretch give way to those of a fixed aspect by a fifth, since they alone can use what is left.
  function largest(tree, width, height) {
    if (!isFitting(tree, width, height)) return null;
    let scale = LEAST;
    const raise = (...names) => {
      const at = (number) => ({ ...scale, ...Object.fromEntries(names.map((name) => [name, number])) });
      scale = at(mostOf(scale[names[0]], HIGHEST, (number) => isFitting(tree, width, height, at(number))));
    };
    raise(BOTH, ACROSS, DOWN);
    if (isElastic(tree)) {
      const less = Math.max(Math.floor(scale.both * 4 / 5), UNIT);
      scale = { both: scale.both, across: less, down: less };
      [BOTH, ACROSS, DOWN].forEach((name) => raise(name));
    }
    return layOut(withMain(tree, width, height, scale), width, height, scale);
  }

  // The tree with its main part in the room that is left: the one plane whose least box is wider than any other.
  function withMain(tree, width, height, scale) {
    const planes = trees.leaves(tree).filter(isPlane), widest = Math.max(...planes.map((part) => part.width));
    const [main, other] = planes.filter((part) => part.width === widest);
    if (other || planes.length < 2) return tree;
    const enlarged = (units) => stances.enlarged(tree, units, main.name);
    return enlarged(mostOf(UNIT, MAIN * UNIT, (units) => isFitting(enlarged(units), width, height, scale)));
  }

  // The largest number that has room, from one that has, below one that is too large: in Python that is sooner found, by what one
  // part alone may take, but it is the same.
  function mostOf(enough, tooLarge, hasRoom) {
    if (tooLarge - enough <= 1) return enough;
    const middle = Math.floor((enough + tooLarge) / 2);
    return hasRoom(middle) ? mostOf(middle, tooLarge, hasRoom) : mostOf(enough, middle, hasRoom);
  }

  // Where everything stands at a scale: plot boxes from the lower left corner of the rectangle, of named stacks the line above; how
  // large the plot boxes are together; the parts as they are drawn; pixels that are left at the right of all of it, and below.
  function layOut(tree, width, height, scale) {
    const parts = trees.leaves(tree), boxes = {};
    const [across, down] = [true, false].map((isAcross) => {
      const { before, after } = span(tree, scale, isAcross);
      return place(tree, before, (isAcross ? width : height) - before - after, scale, isAcross);
    });
    const own = (part) => largestIn(part, across.get(part.name)[1], down.get(part.name)[1]);
    const sizes = new Map(parts.map((part) => {
      const kin = part.family ? parts.filter(({ family }) => family === part.family) : [part];
      return [part.name, trees.transposed(kin.map(own)).map((sides) => Math.min(...sides))];
    }));
    for (const [name, [left, room]] of across) {
      const [top, tall] = down.get(name), [wide, high] = sizes.get(name) || [room, tall];
      boxes[name] = [left, height - top - high, wide, high];
    }
    const ends = parts.map(({ name, margins, title }) => boxes[name][0] + Math.max(boxes[name][2] + margins[2], title));
    const right = Math.max(...ends, ...Object.values(boxes).map(([left, , wide]) => left + wide));
    const below = Math.min(...parts.map(({ name, margins }) => boxes[name][1] - margins[1]));
    const size = parts.reduce((sum, part) => sum + counted(part, sizes.get(part.name)), 0);
    return { boxes, size, parts, spare: [Math.max(width - right, 0), below] };
  }

  // How large a plot box counts: the side of a square with the area of what of it is no longer than the least box.
  function counted(part, [width, height]) {
    const [wide, tall] = part.aspect === null ? within(part, width, height, 1, 1) : [width, height];
    return part.grows ? Math.sqrt(wide * tall) : 0;
  }

  // The plot box of a part in a cell.
  function largestIn(part, width, height) {
    const { aspect } = part;
    if (!part.grows) return [part.width, part.height];
    if (aspect === null) return within(part, width, height, WIDER, TALLER);
    const most = Math.min(width, Math.trunc((height + 0.5) * aspect)), wide = rounded(most / aspect) > height ? most - 1 : most;
    return [wide, rounded(wide / aspect)];
  }

  // What of a box is at most so many times wider, or taller, in ratio than the part's least box.
  const within = (part, width, height, wider, taller) => [
    Math.min(width, Math.trunc(wider * height * part.width / part.height)),
    Math.min(height, Math.trunc(taller * width * part.height / part.width)),
  ];

  return { bestOf, best, isFitting, largest };
})();
