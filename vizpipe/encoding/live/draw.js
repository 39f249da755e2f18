"use strict";
// Strokes on a canvas, one function a kind, and what they need: colours, clips, pixels.
function table(stops) {
  const colours = stops.map((text) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16)));
  const made = new Uint8ClampedArray(256 * 4), last = colours.length - 1;
  for (let at = 0; at < 256; at += 1) {
    const place = at / 255 * last, low = Math.min(Math.floor(place), last - 1 < 0 ? 0 : last - 1), share = place - low;
    const high = Math.min(low + 1, last);
    for (let part = 0; part < 3; part += 1) made[4 * at + part] = colours[low][part] + share * (colours[high][part] - colours[low][part]);
    made[4 * at + 3] = 255;
  }
  return made;
}

function paint(colours, number) {
  const at = 4 * (colours.length > 4 ? number : 0);
  return `rgba(${Math.round(colours[at])},${Math.round(colours[at + 1])},${Math.round(colours[at + 2])},${+(colours[at + 3] / 255).toFixed(3)})`;
}

// A colour as one number.
function tone(colours, number) {
  const at = 4 * number;
  return Math.round(colours[at]) * 2 ** 24 + Math.round(colours[at + 1]) * 2 ** 16 + Math.round(colours[at + 2]) * 256 + Math.round(colours[at + 3]);
}

const pick = (values, number) => values[values.length > 1 ? number : 0];

function cut(paper, [x, y], tall) {
  paper.beginPath();
  if (x.length === 2) paper.rect(x[0], tall - y[1], x[1] - x[0], y[1] - y[0]);
  else {
    x.forEach((each, at) => (at ? paper.lineTo(each, tall - y[at]) : paper.moveTo(each, tall - y[at])));
    paper.closePath();
  }
  paper.clip();
}

// Upright and level lines stand on whole pixels of the screen, or they are two grey ones.
function snapper(x, y, from, to, width, scale) {
  for (let at = from + 1; at < to; at += 1) {
    if (Math.abs(x[at] - x[at - 1]) > 0.02 && Math.abs(y[at] - y[at - 1]) > 0.02) return (value) => value;
  }
  const half = Math.ceil(width * scale - 0.01) % 2 / 2;
  return (value) => (Math.floor(value * scale + 0.5) + half) / scale;
}

const DRAW = {
  lines(paper, { look, x, y, counts, sizes, fills, edges }, { tall, scale, isQuick }) {
    const [dashes, cap, join] = look;
    paper.lineCap = cap === "projecting" ? "square" : cap;
    paper.lineJoin = join;
    const inks = [fills, edges].map((colours) => colours && colours.length <= 4 && paint(colours, 0));
    const near = isQuick ? 1.5 / scale : 0;
    paper.setLineDash(dashes);
    let from = 0;
    counts.forEach((count, number) => {
      const to = from + count, told = sizes.length ? pick(sizes, number) : 0;
      const width = isQuick && count > 50 && told * scale < 1.3 ? Math.min(told, 1 / scale) : told;  // lines of one pixel are drawn fastest
      const snap = to - from > 1000 ? (value) => value : snapper(x, y, from, to, edges ? width : 0, scale);
      paper.beginPath();
      paper.moveTo(snap(x[from]), snap(tall - y[from]));
      for (let at = from + 1, last = from; at < to; at += 1) {
        if (near && at < to - 1 && Math.abs(x[at] - x[last]) < near && Math.abs(y[at] - y[last]) < near) continue;
        paper.lineTo(snap(x[at]), snap(tall - y[at]));
        last = at;
      }
      if (Math.abs(x[from] - x[to - 1]) < 0.02 && Math.abs(y[from] - y[to - 1]) < 0.02 && count > 2) paper.closePath();
      if (fills) {
        paper.fillStyle = inks[0] || paint(fills, number);
        paper.fill();
      }
      if (edges && width) {
        paper.lineWidth = width;
        paper.strokeStyle = inks[1] || paint(edges, number);
        paper.stroke();
      }
      from = to;
    });
  },
  // Of many dots that move each look is drawn once, and its pixels are put where the dots are.
  dots(paper, { look: [shape, width, shapes, which], x, y, sizes, fills, edges }, how) {
    const { tall, scale } = how, shapeAt = (at) => which ? shapes[which[at]] : shape;
    const dotAt = (at) => ({ shape: shapeAt(at), width, reach: pick(sizes, at), fill: fills && paint(fills, at), edge: edges && paint(edges, at) });
    const isOneSize = sizes.length <= 1 && (!edges || edges.length <= 4);
    const lookAt = isOneSize ? (at) => (fills && fills.length > 4 ? tone(fills, at) : 0) * 64 + (which ? which[at] : 0) : null;
    if (how.isQuick && x.length > (how.isFirst ? MANY : FEW)) scattered(paper, x, y, dotAt, lookAt, how);
    else for (let at = 0; at < x.length; at += 1) drawDot(paper, x[at], tall - y[at], dotAt(at), scale);
  },
  text(paper, { text, x, y, sizes, fills }, { tall, film }) {
    const size = sizes[0] / 1000, letters = text[1];
    paper.fillStyle = paint(fills, 0);
    paper.translate(x[0], tall - y[0]);
    paper.scale(size, -size);
    let before = 0;
    for (let at = 0; at < letters.length; at += 2) {
      paper.translate(letters[at + 1] - before, 0);
      before = letters[at + 1];
      paper.fill(film.glyph(letters[at]));
    }
  },
  field(paper, stroke, { tall, scale, sheet, theme, isQuick, film }) {
    const { x, y, weights, way, look, plot } = stroke, lut = film.lut(sheet, theme);
    const side = isQuick ? coarse(weights, (x[1] - x[0]) * scale) : 160, [rows, columns] = weights ? [side, side] : way;
    const { values, wide } = weights ? follow(way, weights, film.grid(plot, side), 2, isQuick) : { values: stroke.values, wide: 1 };
    const image = scratch(columns, rows), dots = new Uint32Array(image.data.buffer), shades = new Uint32Array(lut.buffer);
    for (let row = 0; row < rows; row += 1) {
      const from = row * columns, to = (rows - 1 - row) * columns;
      for (let column = 0; column < columns; column += 1) {
        const value = values[(from + column) * wide];
        dots[to + column] = shades[Math.max(0, Math.min(255, Math.floor(value * 256)))];
      }
    }
    const across = (x[1] - x[0]) / (columns - 1), up = (y[1] - y[0]) / (rows - 1);
    paper.beginPath();
    paper.rect(x[0], tall - y[1], x[1] - x[0], y[1] - y[0]);
    paper.clip();
    blit(paper, image, [x[0] - across / 2, tall - y[1] - up / 2, across * columns, up * rows], look[0], isQuick);
    if (look[1]) hatch(paper, stroke, tall, HATCHED, (column, row) => {
      const at = (place, from, to, count) => Math.max(0, Math.min(count - 1, Math.round((place - from) / (to - from) * (count - 1))));
      return values[(at(row, y[0], y[1], rows) * columns + at(column, x[0], x[1], columns)) * wide];
    });
  },
  cells(paper, stroke, { tall, scale }) {
    const { x, y, way, cells, colours, look, values } = stroke;
    const [rows, columns] = way, image = scratch(columns, rows);
    const dots = new Uint32Array(image.data.buffer), tones = new Uint32Array(Uint8Array.from(colours).buffer);
    for (let at = 0; at < cells.length; at += 1) dots[at] = tones[cells[at]];
    const across = (x[1] - x[0]) * scale / columns;  // large cells stay cells, as in matplotlib
    const isSmooth = look[0] && across < 3 && across !== 1 && across !== 2;
    blit(paper, image, [x[0], tall - y[1], x[1] - x[0], y[1] - y[0]], isSmooth);
    const at = (place, from, to, count) => Math.max(0, Math.min(count - 1, Math.floor((place - from) / (to - from) * count)));
    if (look[1]) hatch(paper, stroke, tall, 1, (column, row) => values[at(row, y[1], y[0], rows) * columns + at(column, x[0], x[1], columns)]);
  },
};

function drawDot(paper, x, y, { shape, width, reach, fill, edge }, scale) {
  paper.beginPath();
  if (!shape.length) paper.arc(x, y, reach, 0, 2 * Math.PI);
  else {
    const [px, py] = [x, y].map((each) => (Math.floor(each * scale) + 0.5) / scale);
    for (let corner = 0; corner < shape.length; corner += 2) {
      const to = [px + shape[corner] * reach, py - shape[corner + 1] * reach];
      if (corner) paper.lineTo(...to); else paper.moveTo(...to);
    }
    if (shape.length > 4) paper.closePath();
  }
  if (fill) {
    paper.fillStyle = fill;
    paper.fill();
  }
  if (edge) {
    paper.lineWidth = width;
    paper.strokeStyle = edge;
    paper.stroke();
  }
}

const FEW = 20;
const MANY = 1000;

// A dot's pixels: the square from `half` left of and above the pixel that holds its middle, which is moved by halves of a pixel.
function stamped(dot, scale, across, up) {
  const half = Math.ceil((dot.reach * 1.5 + (dot.edge ? dot.width : 0)) * scale) + 1, side = 2 * half + 1;
  const paper = Object.assign(document.createElement("canvas"), { width: side, height: side }).getContext("2d", { willReadFrequently: true });
  paper.scale(scale, scale);
  drawDot(paper, (half + across / 2) / scale, (half + up / 2) / scale, dot, scale);
  return { half, side, dots: new Uint32Array(paper.getImageData(0, 0, side, side).data.buffer) };
}

function scattered(paper, x, y, dotAt, lookAt, { tall, scale, film, shift }) {
  const stamps = [], known = new Map(), places = [];
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < x.length; at += 1) {
    const px = Math.floor(2 * (x[at] * scale - shift[0])), py = Math.floor(2 * ((tall - y[at]) * scale - shift[1]));
    const phase = 2 * (py & 1) + (px & 1), look = lookAt && 4 * lookAt(at) + phase;
    let stamp = lookAt && known.get(look);
    if (!stamp) {
      stamp = film.stamp(dotAt(at), scale, px & 1, py & 1);
      if (lookAt) known.set(look, stamp);
    }
    const from = (px >> 1) - stamp.half, over = (py >> 1) - stamp.half;
    if (from >= paper.canvas.width || over >= paper.canvas.height || from + stamp.side <= 0 || over + stamp.side <= 0) continue;
    stamps.push(stamp);
    places.push(from, over);
    left = Math.min(left, from); right = Math.max(right, from + stamp.side);
    top = Math.min(top, over); bottom = Math.max(bottom, over + stamp.side);
  }
  if (!stamps.length) return;
  const image = scratch(right - left, bottom - top), dots = new Uint32Array(image.data.buffer);
  stamps.forEach((stamp, at) => over(dots, image.width, stamp, places[2 * at] - left, places[2 * at + 1] - top));
  paper.setTransform(1, 0, 0, 1, 0, 0);
  blit(paper, image, [left, top, image.width, image.height], false);
}

// A stamp over pixels, as a canvas would draw it.
function over(dots, wide, { side, dots: stamp }, left, top) {
  for (let row = 0, from = 0; row < side; row += 1) {
    for (let to = (top + row) * wide + left, end = to + side; to < end; to += 1, from += 1) {
      const one = stamp[from], alpha = one >>> 24, under = dots[to];
      if (!alpha) continue;
      if (alpha === 255 || !under) {
        dots[to] = one;
        continue;
      }
      const rest = (under >>> 24) * (255 - alpha) / 255, whole = alpha + rest;
      const part = (bits) => ((one >>> bits & 255) * alpha + (under >>> bits & 255) * rest) / whole << bits;
      dots[to] = whole << 24 | part(16) | part(8) | part(0);
    }
  }
}

// Points across a field while it moves: fewer, the more there is to reckon for each, and the smaller it is.
const coarse = (weights, wide) => (weights ? Math.round(Math.max(24, Math.min(48, 600 / Math.sqrt(weights.length), wide / 10))) : 0);

let pixels = new ArrayBuffer(0);
// An image to fill, of pixels that are used again.
function scratch(wide, tall) {
  if (pixels.byteLength < 4 * wide * tall) pixels = new ArrayBuffer(4 * wide * tall);
  const part = new Uint8ClampedArray(pixels, 0, 4 * wide * tall);
  return new ImageData(part.fill(0), wide, tall);
}

const HATCHED = 149 / 256;  // the first of 256 shades that is, as in drawing/marks/tint.py: what is undecided is of no class
// Slanting lines where a field is well above its middle, or a cell below 0, for those who see no colours; fixed to the picture.
function hatch(paper, { look, x, y, fills }, tall, least, value) {
  const period = look[1], width = Math.max(Math.floor(period / 6), 1);
  const [left, right, bottom, top] = [Math.floor(x[0]), Math.ceil(x[1]), Math.floor(y[0]), Math.ceil(y[1])];
  const image = scratch(right - left, top - bottom);
  for (let row = bottom; row < top; row += 1) {
    for (let column = left; column < right; column += 1) {
      if ((row + column) % period >= width || value(column + 0.5, row + 0.5) < least) continue;
      const at = 4 * ((top - 1 - row) * (right - left) + column - left);
      for (let part = 0; part < 4; part += 1) image.data[at + part] = fills[part];
    }
  }
  blit(paper, image, [left, tall - top, right - left, top - bottom], false);
}

const held = typeof document === "undefined" ? null : document.createElement("canvas");
function blit(paper, image, box, isSmooth, isQuick = false) {
  if (held.width !== image.width || held.height !== image.height) Object.assign(held, { width: image.width, height: image.height });
  held.getContext("2d", { willReadFrequently: true }).putImageData(image, 0, 0);
  paper.imageSmoothingEnabled = isSmooth;
  paper.imageSmoothingQuality = isQuick ? "low" : "high";
  paper.drawImage(held, ...box);
}
