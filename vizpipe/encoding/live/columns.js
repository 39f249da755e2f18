"use strict";
// Columns of whole numbers, as encoding/columns.py packs them: how many rows, then each row, its length first.
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
    const rows = [], count = number();
    for (let row = 0; row < count; row += 1) {
      const length = number(), told = new Int32Array(length), last = rows[row - 1];
      const known = last ? Math.min(last.length, length) : 0;
      for (let place = 0; place < length; place += 1) {
        const before = place < known ? last[place] : place ? told[place - 1] : 0;
        told[place] = before + number();
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
