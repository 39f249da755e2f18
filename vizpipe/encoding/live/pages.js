"use strict";
// A page composed by its content: headline, aside and caption in every way that they can stand, and the body in the room that is
// left. drawing/solve.py, surround.py and breaking.py; boxes are left, bottom, width, height.
const pages = (() => {
  const { LEAST, span } = grids, { best, bestOf, largest, isFitting } = filling;
  const { read, leaves, named, groups, without, evened } = trees;
  const CAPTION = "caption";
  const LARGEST = 2 ** 20;  // pixels of a page's longer side; none needs more
  const MOST = 2;  // lines, unless somebody says

  // Where everything on a page of so many pixels stands, or how large it would have to be.
  function solve(needs, width, height) {
    const page = whole(needs);
    const names = [CAPTION, ...rootsOf(page).flatMap(named)];
    if (new Set(names).size < names.length) throw new Error(`parts share a name: ${names.sort().join(", ")}`);
    for (const [kept, dropped] of attempts(page)) {
      for (const sentences of counts(kept)) {
        const found = composed(kept, sentences, width, height);
        if (found) return dropped.length ? { ...found, dropped } : found;
      }
    }
    return { refused: least([...attempts(page)].map(([kept]) => kept), width, height) };
  }

  // The same where all of it stands; nothing if it doesn't.
  function standing(needs, width, height) {
    const [[page]] = attempts(whole(needs));
    return composed(page, page.caption.sentences.length, width, height);
  }

  // A page with what is usual.
  function whole({ edge = 0, gap = 0, ...needs }) {
    const headline = { versions: [], step: 0, most: MOST, ...needs.headline };
    const caption = { sentences: [], step: 0, most: MOST, rank: null, ...needs.caption };
    return { edge, gap, headline, caption, body: read(needs.body), aside: needs.aside ? read(needs.aside) : null };
  }

  const rootsOf = ({ body, aside }) => (aside ? [body, aside] : [body]);

  // The page, then with ever fewer parts, each with the names of those that are gone. One of the body remains.
  function* attempts(asked) {
    let page = asked, gone = [];
    for (;;) {
      const { body, aside, caption } = page;
      yield [{ ...page, body: evened(body), aside: aside && evened(aside) }, gone];
      const [data, ...beside] = rootsOf(page).map(unitsOf);
      const units = [...(data.length > 1 ? data : []), ...beside.flat(), [caption.sentences.length ? caption.rank : null, [CAPTION]]];
      const ranked = units.filter(([rank]) => rank !== null), highest = Math.max(...ranked.map(([rank]) => rank));
      if (!ranked.length) return;
      const [, names] = ranked.findLast(([rank]) => rank === highest);
      gone = [...gone, ...names];
      if (names[0] === CAPTION) page = { ...page, caption: { ...caption, sentences: [] } };
      else page = { ...page, body: without(body, names) || body, aside: aside && without(aside, names) };
    }
  }

  // The ranks and names of what is dropped together: one place of an `each` stack, and a family of one rank.
  function unitsOf(node) {
    const units = new Map();
    for (const group of groups(node)) {
      const [{ family, rank }] = group, names = group.map((part) => part.name), key = JSON.stringify(family ? [family, rank] : names);
      units.set(key, [rank, [...(units.get(key)?.[1] || []), ...names]]);
    }
    return [...units.values()];
  }

  // How many sentences of the caption are tried: all, then fewer, but at least one if there are any.
  const counts = ({ caption: { sentences } }) => (sentences.length ? [...sentences.keys()].map((at) => sentences.length - at) : [0]);

  // The page with so many sentences and every part, its plot boxes as large as can be; nothing if it doesn't fit.
  function composed(page, sentences, width, height) {
    const found = bestOf(surrounds(page, sentences, width, height).map((surround) => {
      const laid = best(page.body, surround.body[2], surround.body[3]);
      return laid && { ...surround, ...laid };
    }));
    if (!found) return null;
    const { body: [left, bottom], tree, place, headline, lines, caption } = found, beside = tree && largest(tree, place[2], place[3]);
    const boxes = moved(found.boxes, left + Math.floor(found.spare[0] / 2), bottom - Math.floor(found.spare[1] / 2));
    if (beside) Object.assign(boxes, moved(beside.boxes, place[0], place[1]));
    const asked = new Map(rootsOf(page).flatMap(leaves).map((part) => [part.name, part.margins]));
    const result = { boxes, headline, lines, caption, sentences };
    ["bare_left", "bare_bottom"].forEach((name, side) => {
      const bare = [...found.parts, ...(beside ? beside.parts : [])].filter((part) => part.margins[side] !== asked.get(part.name)[side]);
      if (bare.length) result[name] = bare.map((part) => part.name);
    });
    return result;
  }

  const moved = (boxes, right, up) => (
    Object.fromEntries(Object.entries(boxes).map(([name, [left, bottom, ...size]]) => [name, [left + right, bottom + up, ...size]])));

  // The least page of the same ratio on which one of these fits, by halving what its longer side can be.
  function least(tried, width, height) {
    const longest = Math.max(width, height), sides = (longer) => [width, height].map((side) => Math.ceil(longer * side / longest));
    const isEnough = (longer) => tried.some((page) => counts(page).some((sentences) => (
      surrounds(page, sentences, ...sides(longer)).some(({ body }) => (
        stances.arrangements(page.body).some((tree) => isFitting(tree, body[2], body[3])))))));
    let tooSmall = 0, enough = longest;
    while (enough < LARGEST && !isEnough(enough)) [tooSmall, enough] = [enough, 2 * enough];
    while (enough - tooSmall > 1) {
      const middle = Math.floor((tooSmall + enough) / 2);
      if (isEnough(middle)) enough = middle; else tooSmall = middle;
    }
    return sides(enough);
  }

  // Every way to set a page with so many sentences of its caption: its aside beside the headline, or below.
  function surrounds({ edge, gap, headline, caption, aside }, sentences, width, height) {
    const across = width - 2 * edge, top = height - edge, withGap = (size) => size && size + gap;
    const rows = linesOf([caption.sentences.slice(0, sentences).flat()], across), foot = [edge, edge, across, rows * caption.step];
    const ways = aside ? stances.arrangements(aside).flatMap((tree) => [[tree, false], [tree, true]]) : [[null, false]];
    return rows > caption.most ? [] : ways.flatMap(([tree, isBelow]) => {
      const [taken, tall] = [true, false].map((isAcross) => (tree ? span(tree, LEAST, isAcross).whole : 0));
      const room = isBelow ? across : across - withGap(taken), lines = linesOf(headline.versions, room);
      if (taken > across || lines > headline.most) return [];
      const text = lines * headline.step, head = isBelow ? withGap(text) + tall : Math.max(text, tall), bottom = edge + withGap(foot[3]);
      const place = isBelow ? [edge, top - head, across, tall] : [edge + across - taken, top - head, taken, head];
      const body = [edge, bottom, across, top - withGap(head) - bottom];
      return [{ body, headline: [edge, top - text, room, text], lines, tree, place, caption: foot }];
    });
  }

  // The most lines that one of these texts takes; no number does for a word that is wider than the room.
  const linesOf = (texts, room) => Math.max(0, ...texts.map((words) => (starts(words, room) || { length: Infinity }).length));

  // The number of each line's first word, as few lines as the room allows; nothing if a word is wider.
  function starts(words, room) {
    const found = [];
    let used = Infinity;
    for (const [at, [width, space]] of words.entries()) {
      if (width > room) return null;
      if (used + width > room) {
        found.push(at);
        used = 0;
      }
      used = used + width + space;  // in this order, as a sum of broken numbers depends on it
    }
    return found;
  }

  // The same with lines as even as so many lines can be: no last line of one word.
  function balanced(words, room) {
    const least = starts(words, room);
    if (!least) return null;
    let tooNarrow = 0, wide = room;
    while (wide - tooNarrow > 1) {
      const middle = (tooNarrow + wide) / 2, tried = starts(words, middle);
      if (tried && tried.length === least.length) wide = middle; else tooNarrow = middle;
    }
    return starts(words, wide);
  }

  return { solve, standing, balanced };
})();
