"use strict";
// What a number is guessed to be, from its row, the row before, and the one before that: encoding/columns.py in turn.
const GUESSES = [
  (row, before, earlier, at) => before[at],
  (row, before, earlier, at) => (at < earlier.length ? 2 * before[at] - earlier[at] : before[at]),
  (row, before, earlier, at) => (at ? row[at - 1] : 0),
  (row, before, earlier, at) => before[at] + (at ? row[at - 1] - before[at - 1] : 0),
];

// Columns of whole numbers, as encoding/columns.py packs them: how many rows, how they are guessed, then each row, its length first.
function readColumns(bytes) {
  let at = 0;
  const number = () => {
    let value = 0, scale = 1, part;
    do {
      part = bytes[at++];
      value += (part & 127) * scale;
      scale *= 128;
    } while (part & 128);
    return value % 2 ? -(value + 1) / 2 : value / 2;
  };
  const columns = [];
  while (at < bytes.length) {
    const rows = [], count = number(), guess = GUESSES[number()];
    for (let row = 0; row < count; row += 1) {
      const length = number(), told = new Int32Array(length), before = rows[row - 1] || [], earlier = rows[row - 2] || [];
      const known = Math.min(before.length, length);
      for (let place = 0; place < length; place += 1) {
        told[place] = (place < known ? guess : GUESSES[2])(told, before, earlier, place) + number();
      }
      rows.push(told);
    }
    columns.push(rows);
  }
  return columns;
}

async function inflated(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
