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
  lines(paper, { look, x, y, counts, sizes, fills, edges }, { tall, scale }) {
    const [dashes, cap, join] = look;
    paper.lineCap = cap === "projecting" ? "square" : cap;
    paper.lineJoin = join;
    const inks = [fills, edges].map((colours) => colours && colours.length <= 4 && paint(colours, 0));
    let from = 0;
    counts.forEach((count, number) => {
      const to = from + count, width = sizes.length ? pick(sizes, number) : 0;
      const snap = to - from > 1000 ? (value) => value : snapper(x, y, from, to, edges ? width : 0, scale);
      paper.beginPath();
      for (let at = from; at < to; at += 1) {
        const px = snap(x[at]), py = snap(tall - y[at]);
        if (at === from) paper.moveTo(px, py); else paper.lineTo(px, py);
      }
      if (Math.abs(x[from] - x[to - 1]) < 0.02 && Math.abs(y[from] - y[to - 1]) < 0.02 && count > 2) paper.closePath();
      if (fills) {
        paper.fillStyle = inks[0] || paint(fills, number);
        paper.fill();
      }
      if (edges && width) {
        paper.setLineDash(dashes);
        paper.lineWidth = width;
        paper.strokeStyle = inks[1] || paint(edges, number);
        paper.stroke();
      }
      from = to;
    });
  },
  // Dots that move are drawn once for each look and put where they are; those that stand are drawn as they are.
  dots(paper, { look: [shape, width, shapes, which], x, y, sizes, fills, edges }, { tall, scale, film, isQuick }) {
    const shapeAt = (at) => which ? shapes[which[at]] : shape;
    const dotAt = (at) => ({ shape: shapeAt(at), width, reach: pick(sizes, at), fill: fills && paint(fills, at), edge: edges && paint(edges, at) });
    const isOneLook = !which && sizes.length <= 1 && (!edges || edges.length <= 4), seen = new Map();
    for (let at = 0; at < x.length; at += 1) {
      if (!isQuick) {
        drawDot(paper, x[at], tall - y[at], dotAt(at), scale);
        continue;
      }
      const colour = fills && fills.length > 4 ? tone(fills, at) : 0, known = isOneLook && seen.get(colour);
      const stamp = known || film.stamp(dotAt(at), scale), half = stamp.width / scale / 2;
      if (!known) seen.set(colour, stamp);
      paper.drawImage(stamp, x[at] - half, tall - y[at] - half, 2 * half, 2 * half);
    }
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
  field(paper, stroke, { tall, sheet, theme, isQuick, film }) {
    const { x, y, weights, way, look, plot } = stroke, lut = sheet.luts[theme];
    const side = isQuick ? 48 : 160, [rows, columns] = weights ? [side, side] : way;
    const { values, wide } = weights ? follow(way, weights, film.grid(plot, side), 2) : { values: stroke.values, wide: 1 };
    const image = scratch(columns, rows), pixels = new Uint32Array(image.data.buffer), shades = new Uint32Array(lut.buffer);
    for (let row = 0; row < rows; row += 1) {
      const from = row * columns, to = (rows - 1 - row) * columns;
      for (let column = 0; column < columns; column += 1) {
        const value = values[(from + column) * wide];
        pixels[to + column] = shades[Math.max(0, Math.min(255, Math.floor(value * 256)))];
      }
    }
    const across = (x[1] - x[0]) / (columns - 1), up = (y[1] - y[0]) / (rows - 1);
    paper.beginPath();
    paper.rect(x[0], tall - y[1], x[1] - x[0], y[1] - y[0]);
    paper.clip();
    blit(paper, image, [x[0] - across / 2, tall - y[1] - up / 2, across * columns, up * rows], look[0], isQuick);
    if (look[1]) hatch(paper, stroke, tall, (column, row) => {
      const at = (place, from, to, count) => Math.max(0, Math.min(count - 1, Math.round((place - from) / (to - from) * (count - 1))));
      return values[(at(row, y[0], y[1], rows) * columns + at(column, x[0], x[1], columns)) * wide];
    });
  },
  cells(paper, { x, y, way, cells, colours, look }, { tall, scale }) {
    const [rows, columns] = way, image = scratch(columns, rows);
    cells.forEach((number, at) => { image.data.set(colours.subarray(4 * number, 4 * number + 4), 4 * at); });
    const across = (x[1] - x[0]) * scale / columns;  // large cells stay cells, as in matplotlib
    const isSmooth = look[0] && across < 3 && across !== 1 && across !== 2;
    blit(paper, image, [x[0], tall - y[1], x[1] - x[0], y[1] - y[0]], isSmooth);
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

// A dot on a canvas of its own.
function stamped(dot, scale) {
  const canvas = document.createElement("canvas"), half = Math.ceil((dot.reach + (dot.edge ? dot.width : 0)) * scale) + 1;
  canvas.width = canvas.height = 2 * half;
  const paper = canvas.getContext("2d");
  paper.scale(scale, scale);
  drawDot(paper, half / scale, half / scale, dot, scale);
  return canvas;
}

function scratch(wide, tall) {
  return new ImageData(wide, tall);
}

// Slanting lines over the upper half of a field, for those who see no colours; fixed to the picture.
function hatch(paper, { look, x, y, fills }, tall, value) {
  const period = look[1], width = Math.max(Math.floor(period / 6), 1);
  const [left, right, bottom, top] = [Math.floor(x[0]), Math.ceil(x[1]), Math.floor(y[0]), Math.ceil(y[1])];
  const image = scratch(right - left, top - bottom);
  for (let row = bottom; row < top; row += 1) {
    for (let column = left; column < right; column += 1) {
      if ((row + column) % period >= width || value(column + 0.5, row + 0.5) < 0.5) continue;
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
