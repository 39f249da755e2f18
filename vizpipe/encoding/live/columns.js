"use strict";
// What a number is guessed to be, from its row, the row before, and the one before that: encoding/columns.py in turn.
function guessed(way, row, before, earlier, at) {
  const left = at ? row[at - 1] : 0;
  if (way === 0) return before[at];
  if (way === 1) return at < earlier.length ? 2 * before[at] - earlier[at] : before[at];
  return way === 2 ? left : before[at] + (at ? left - before[at - 1] : 0);
}
const NONE = new Int32Array(0);

// Whole numbers, one after another.
class Numbers {
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }

  next() {
    let part = this.bytes[this.at++];
    if (part < 128) return (part >> 1) ^ -(part & 1);  // most are small
    let value = part & 127, scale = 128;
    do {
      part = this.bytes[this.at++];
      value += (part & 127) * scale;
      scale *= 128;
    } while (part & 128);
    return value % 2 ? -(value + 1) / 2 : value / 2;
  }

  pass(count) {
    let { at } = this;
    for (let left = count; left > 0; at += 1) if (this.bytes[at] < 128) left -= 1;
    this.at = at;
  }
}

// A column as encoding/columns.py packs it: how many rows, how they are guessed, then each row, its length first. A row is worked
// out when it is first asked for; one that is as the one before is that very row, so that what stands is told by one comparison.
class Column {
  constructor(numbers) {
    this.length = numbers.next();
    this.way = numbers.next();
    this.numbers = new Numbers(numbers.bytes, numbers.at);
    this.rows = [];
    for (let row = 0; row < this.length; row += 1) numbers.pass(numbers.next());
  }

  // The row of a number; behind the last it stays the last.
  row(number) {
    const { rows } = this, at = Math.min(number, this.length - 1);
    while (rows.length <= at) rows.push(this.next(rows[rows.length - 1] || NONE, rows[rows.length - 2] || NONE));
    return rows[at];
  }

  next(before, earlier) {
    const { way, numbers } = this, length = numbers.next(), told = new Int32Array(length), known = Math.min(before.length, length);
    let isOther = before.length !== length || !this.rows.length;
    for (let place = 0; place < known; place += 1) {
      const value = guessed(way, told, before, earlier, place) + numbers.next();
      told[place] = value;
      if (value !== before[place]) isOther = true;
    }
    for (let place = known; place < length; place += 1) told[place] = (place ? told[place - 1] : 0) + numbers.next();
    return isOther ? told : before;
  }
}

function readColumns(bytes) {
  const numbers = new Numbers(bytes, 0), columns = [];
  while (numbers.at < bytes.length) columns.push(new Column(numbers));
  return columns;
}

function bytesOf(letters) {
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return bytes;
}

async function inflated(text) {
  const bytes = Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : bytesOf(atob(text)), stream = new DecompressionStream("deflate-raw");
  const writer = stream.writable.getWriter();
  writer.write(bytes).catch(() => {});  // whoever reads is told
  writer.close().catch(() => {});
  return new Uint8Array(await new Response(stream.readable).arrayBuffer());
}
