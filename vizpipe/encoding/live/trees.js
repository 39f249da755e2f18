"use strict";
// The parts of a stack, which belong together, which go first: drawing/tree.py, line by line.
const trees = (() => {
  const PART = { aspect: null, grows: true, margins: [0, 0, 0, 0], bare: null, axes: ["", ""], title: 0, rank: null, family: "" };
  const STACK = { kind: "free", gap: 0, each: false, shared: false, name: "", head: 0, title: 0 };

  // A part or a stack with what is usual.
  const read = (node) => (node.parts ? { ...STACK, ...node, parts: node.parts.map(read) } : { ...PART, ...node });

  const leaves = (node) => (node.parts ? node.parts.flatMap(leaves) : [node]);

  // The keys of all boxes.
  const named = (node) => (node.parts ? [...(node.head ? [node.name] : []), ...node.parts.flatMap(named)] : [node.name]);

  // The parts that take one place in the pictures of an `each` stack, together; every other part alone.
  function groups(node) {
    if (!node.parts) return [[node]];
    const inner = node.parts.map(groups);
    if (!node.each) return inner.flat();
    return transposed(inner).map((together) => together.flat());
  }

  function transposed(lists) {
    if (lists.some((list) => list.length !== lists[0].length)) throw new Error("the parts of an each stack differ in form");
    return lists[0].map((_, at) => lists.map((list) => list[at]));
  }

  // The names of the last unit of the highest rank; none if all have to stay.
  function firstToGo(units) {
    let highest = null, names = [];
    for (const [rank, unit] of units) if (rank !== null && (highest === null || rank >= highest)) [highest, names] = [rank, unit];
    return names;
  }

  // The stack without some parts; nothing if none is left.
  function without(node, names) {
    if (!node.parts) return names.includes(node.name) ? null : node;
    const parts = node.parts.map((part) => without(part, names)).filter(Boolean);
    return parts.length ? { ...node, parts } : null;
  }

  // The stack with parts that can be told apart by their names alone where they have to be equal: those at one place of an `each`
  // stack have the largest margins and the widest name among them, and are a family; those of a family have the largest least box.
  function evened(node) {
    const parts = new Map(), families = new Map();
    for (const group of groups(node)) {
      for (const part of group) {
        parts.set(part.name, group.length === 1 ? part : {
          ...part,
          margins: largest(group.map((each) => each.margins)),
          bare: part.bare && largest(group.map((each) => each.bare || each.margins)),
          title: Math.max(...group.map((each) => each.title)),
          family: group[0].family || group[0].name,
        });
      }
    }
    for (const part of parts.values()) if (part.family) families.set(part.family, [...(families.get(part.family) || []), part]);
    for (const [name, family] of families) {
      const [{ aspect, grows }] = family, [width, height] = ["width", "height"].map((side) => Math.max(...family.map((each) => each[side])));
      if (family.some((each) => each.aspect !== aspect || each.grows !== grows)) throw new Error(`family ${name} has parts of several aspects`);
      for (const part of family) parts.set(part.name, { ...part, width, height });
    }
    const replaced = (each) => (each.parts ? { ...each, parts: each.parts.map(replaced) } : whole(parts.get(each.name)));
    return replaced(node);
  }

  const largest = (margins) => margins[0].map((_, side) => Math.max(...margins.map((each) => each[side])));

  // The part with a least box of its aspect.
  const whole = (part) => (part.aspect === null ? part : { ...part, width: Math.max(part.width, Math.ceil(part.height * part.aspect)) });

  return { read, leaves, named, groups, transposed, firstToGo, without, evened };
})();
