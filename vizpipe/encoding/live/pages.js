"use strict";
// A page composed by its content: headline, aside and caption in every way that they can stand, and the body in the room that is
// left. drawing/solve.py, surround.py and breaking.py, line by line; boxes are left, bottom, width, height.
const pages = (() => {
  const { LEAST, span } = grids;
  const { read, leaves, named, groups, firstToGo, without, evened } = trees;
  const CAPTION = "caption";
  const LARGEST = 2 ** 20;  // pixels of a page's longer side; none needs more
  const USUAL = { edge: 0, gap: 0 };
  const HEADLINE = { versions: [], step: 0, most: 2 };
  const FOOT = { sentences: [], step: 0, most: 2, rank: null };

  // Where everything on a page of so many pixels stands, or how large it would have to be.
  function solve(needs, width, height) {
    const page = { ...USUAL, ...needs, body: read(needs.body), aside: needs.aside ? read(needs.aside) : null };
    page.headline = { ...HEADLINE, ...needs.headline };
    page.caption = { ...FOOT, ...needs.caption };
    const names = [CAPTION, ...named(page.body), ...(page.aside ? named(page.aside) : [])];
    if (new Set(names).size < names.length) throw new Error(`parts share a name: ${names.sort().join(", ")}`);
    for (const [kept, dropped] of attempts(page)) {
      for (const sentences of counts(kept)) {
        const boxes = composed(kept, sentences, width, height);
        if (boxes) return { ...boxes, ...filledOnly({ dropped }) };
      }
    }
    return { refused: least(page, width, height) };
  }

  const filledOnly = (lists) => Object.fromEntries(Object.entries(lists).filter(([, values]) => values.length));

  // The page, then with ever fewer parts, each with the names of those that are gone. One of the body remains.
  function* attempts(whole) {
    let page = whole, gone = [];
    for (;;) {
      yield [{ ...page, body: evened(page.body), aside: page.aside && evened(page.aside) }, gone];
      const data = unitsOf(page.body), units = [...(data.length > 1 ? data : []), ...(page.aside ? unitsOf(page.aside) : [])];
      if (page.caption.sentences.length) units.push([page.caption.rank, [CAPTION]]);
      const names = firstToGo(units);
      if (!names.length) return;
      gone = [...gone, ...names];
      if (names[0] === CAPTION) page = { ...page, caption: { ...page.caption, sentences: [] } };
      else page = { ...page, body: without(page.body, names) || page.body, aside: page.aside && without(page.aside, names) };
    }
  }

  // The ranks and names of what is dropped together: one place of an `each` stack, and a family of one rank.
  function unitsOf(node) {
    const units = new Map();
    for (const group of groups(node)) {
      const { family, rank } = group[0], names = group.map((part) => part.name), key = JSON.stringify(family ? [family, rank] : names);
      units.set(key, [rank, [...(units.has(key) ? units.get(key)[1] : []), ...names]]);
    }
    return [...units.values()];
  }

  // How many sentences of the caption are tried: all, then fewer, but at least one if there are any.
  function counts({ caption: { sentences: { length } } }) {
    return length ? Array.from({ length }, (_, at) => length - at) : [0];
  }

  // The page with so many sentences and every part, its plot boxes as large as can be; nothing if it doesn't fit.
  function composed(page, sentences, width, height) {
    let surround = null, laid = null;
    for (const each of surrounds(page, sentences, width, height)) {
      const tried = filling.best(page.body, each.body[2], each.body[3]);
      if (filling.isLarger(tried, laid)) [surround, laid] = [each, tried];
    }
    if (!laid) return null;
    const [left, bottom] = surround.body, { aside, place } = surround;
    const boxes = moved(laid.boxes, left + Math.floor(filling.aside(laid) / 2), bottom - Math.floor(filling.spare(laid) / 2));
    const beside = aside && filling.largest(aside, place[2], place[3]);
    if (beside) Object.assign(boxes, moved(beside.boxes, place[0], place[1]));
    const drawn = beside ? [...laid.parts, ...beside.parts] : laid.parts;
    const asked = new Map([page.body, ...(beside ? [page.aside] : [])].flatMap(leaves).map((part) => [part.name, part.margins]));
    const bare = (side) => drawn.filter((part) => part.margins[side] !== asked.get(part.name)[side]).map((part) => part.name);
    const { headline, lines, caption } = surround;
    return { boxes, headline, lines, caption, sentences, ...filledOnly({ bare_left: bare(0), bare_bottom: bare(1) }) };
  }

  const moved = (boxes, right, up) => (
    Object.fromEntries([...boxes].map(([name, [left, bottom, width, height]]) => [name, [left + right, bottom + up, width, height]])));

  // The least page of the same ratio that isn't refused, by halving what its longer side can be.
  function least(page, width, height) {
    const tried = [...attempts(page)].map(([kept]) => kept);
    const sides = (longer) => (width >= height ? [longer, Math.ceil(longer * height / width)] : [Math.ceil(longer * width / height), longer]);
    const isEnough = (longer) => tried.some((kept) => counts(kept).some((sentences) => (
      surrounds(kept, sentences, ...sides(longer)).some(({ body }) => (
        stances.arrangements(kept.body).some((tree) => filling.isFitting(tree, body[2], body[3])))))));
    let tooSmall = 0, enough = Math.max(width, height);
    while (enough < LARGEST && !isEnough(enough)) [tooSmall, enough] = [enough, 2 * enough];
    while (enough - tooSmall > 1) {
      const middle = Math.floor((tooSmall + enough) / 2);
      if (isEnough(middle)) enough = middle; else tooSmall = middle;
    }
    return sides(enough);
  }

  // Every way to set a page with so many sentences of its caption: its aside beside the headline, or below.
  function surrounds({ edge, gap, headline, caption, aside }, sentences, width, height) {
    const across = width - 2 * edge, rows = linesOf([caption.sentences.slice(0, sentences).flat()], across), found = [];
    if (rows === null || rows > caption.most) return found;
    const foot = [edge, edge, across, rows * caption.step], withGap = (size) => (size ? size + gap : 0);
    const bottom = edge + withGap(foot[3]), top = height - edge;
    const ways = aside ? stances.arrangements(aside).flatMap((tree) => [[tree, false], [tree, true]]) : [[null, false]];
    for (const [tree, isBelow] of ways) {
      const [taken, tall] = [true, false].map((isAcross) => (tree ? span(tree, LEAST, isAcross).whole : 0));
      const room = isBelow ? across : across - withGap(taken), lines = linesOf(headline.versions, room);
      if (taken > across || lines === null || lines > headline.most) continue;
      const text = lines * headline.step, head = isBelow ? withGap(text) + tall : Math.max(text, tall);
      const place = isBelow ? [edge, top - head, across, tall] : [edge + across - taken, top - head, taken, head];
      const body = [edge, bottom, across, top - withGap(head) - bottom];
      found.push({ body, headline: [edge, top - text, room, text], lines, aside: tree, place, caption: foot });
    }
    return found;
  }

  // The most lines that one of these texts takes; nothing if a word is wider than the room.
  function linesOf(texts, room) {
    const counted = texts.map((words) => starts(words, room));
    return counted.includes(null) ? null : Math.max(0, ...counted.map((lines) => lines.length));
  }

  // The index of each line's first word, as few lines as the room allows; nothing if a word alone is wider.
  function starts(words, room) {
    const lines = [];
    let used = 0;
    for (let at = 0; at < words.length; at += 1) {
      const [width] = words[at], before = at ? used + words[at - 1][1] : 0;
      if (width > room) return null;
      if (!at || before + width > room) lines.push(at);
      used = lines[lines.length - 1] === at ? width : before + width;
    }
    return lines;
  }

  return { solve };
})();
