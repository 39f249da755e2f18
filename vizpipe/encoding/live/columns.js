"use strict";
// What a number is guessed to be, from its row, the row before, and the one before that: encoding/columns.py in turn.
function guessed(way, row, before, earlier, at) {
  const left = at ? row[at - 1] : 0;
  if (way === 0) return before[at];
  if (way === 1) return at < earlier.length ? 2 * before[at] - earlier[at] : before[at];
  return way === 2 ? left : before[at] + (at ? left - before[at - 1] : 0);
}
const NONE = new Int32Array(0);

// Columns of whole numbers, as encoding/columns.py packs them: how many rows, how they are guessed, then each row, its length first.
// A row that is as the one before is that very row, so that what stands is told by one comparison.
function readColumns(bytes) {
  let at = 0;
  const number = () => {
    let part = bytes[at++];
    if (part < 128) return (part >> 1) ^ -(part & 1);  // most are small
    let value = part & 127, scale = 128;
    do {
      part = bytes[at++];
      value += (part & 127) * scale;
      scale *= 128;
    } while (part & 128);
    return value % 2 ? -(value + 1) / 2 : value / 2;
  };
  const columns = [];
  while (at < bytes.length) {
    const rows = [], count = number(), way = number();
    for (let row = 0; row < count; row += 1) {
      const length = number(), told = new Int32Array(length), before = rows[row - 1] || NONE, earlier = rows[row - 2] || NONE;
      const known = Math.min(before.length, length);
      let isOther = before.length !== length;
      for (let place = 0; place < known; place += 1) {
        const value = guessed(way, told, before, earlier, place) + number();
        told[place] = value;
        if (value !== before[place]) isOther = true;
      }
      for (let place = known; place < length; place += 1) told[place] = (place ? told[place - 1] : 0) + number();
      rows.push(isOther || !row ? told : before);
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
