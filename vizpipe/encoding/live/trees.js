"use strict";
// The parts of a stack, or of a grid: which belong together, which go first. drawing/tree.py.
const trees = (() => {
  const PART = { aspect: null, grows: true, margins: [0, 0, 0, 0], bare: null, axes: ["", ""], title: 0, rank: null, family: "" };
  const STACK = { kind: "free", gap: 0, each: false, shared: false, name: "", head: 0, title: 0 };

  // A part or a stack with what is usual.
  const read = (node) => (node.parts ? { ...STACK, ...node, parts: node.parts.map(read) } : { ...PART, ...node });
  const leaves = (node) => (node.parts ? node.parts.flatMap(leaves) : [node]);
  // The same with other parts.
  const mapped = (node, change) => (node.parts ? { ...node, parts: node.parts.map((part) => mapped(part, change)) } : change(node));
  // The keys of all boxes.
  const named = (node) => (node.parts ? [...(node.head ? [node.name] : []), ...node.parts.flatMap(named)] : [node.name]);

  // The parts that take one place in the pictures of an `each` stack, together; every other part alone.
  function groups(node) {
    if (!node.parts) return [[node]];
    const inner = node.parts.map(groups);
    return node.each ? transposed(inner).map((group) => group.flat()) : inner.flat();
  }

  function transposed(lists) {
    if (lists.some((list) => list.length !== lists[0].length)) throw new Error("the parts of an each stack differ in form");
    return lists[0].map((_, at) => lists.map((list) => list[at]));
  }

  // The stack without some parts; nothing if none is left.
  function without(node, names) {
    if (!node.parts) return names.includes(node.name) ? null : node;
    const parts = node.parts.map((part) => without(part, names)).filter(Boolean);
    return parts.length ? { ...node, parts } : null;
  }

  const largest = (lists) => transposed(lists).map((sides) => Math.max(...sides));

  // The stack with parts that can be told apart by their names alone where they have to be equal: those at one place of an `each`
  // stack have the largest margins and the widest name among them, and are a family; those of a family have the largest least box.
  function evened(node) {
    const parts = {}, families = new Map();
    for (const group of groups(node)) {
      const margins = largest(group.map((part) => part.margins)), bare = largest(group.map((part) => part.bare || part.margins));
      const title = Math.max(...group.map((part) => part.title)), family = group[0].family || (group[1] ? group[0].name : "");
      const members = group.map((part) => ({ ...part, margins, bare: part.bare && bare, title, family }));
      families.set(family, [...(families.get(family) || []), ...members]);
    }
    for (const [name, family] of families) {
      const [{ aspect, grows }] = family, most = largest(family.map((part) => [part.width, part.height]));
      if (name && family.some((part) => part.aspect !== aspect || part.grows !== grows)) {
        throw new Error(`family ${name} has parts of several aspects`);
      }
      for (const part of family) {
        const [width, height] = name ? most : [part.width, part.height];
        parts[part.name] = { ...part, width: Math.max(width, Math.ceil(height * part.aspect)), height };  // a least box of its aspect
      }
    }
    return mapped(node, (part) => parts[part.name]);
  }

  return { read, leaves, mapped, named, groups, transposed, without, evened };
})();
