"use strict";
// A film: strokes as encoding/take.py tells them, drawn at any moment, at any size, in light or dark.
class Film {
  constructor(data) {
    this.told = data;
    this.ms = data.ms;
    this.ends = [];
    let end = 0;
    for (const each of this.ms) this.ends.push(end += each);
    this.length = end;
    this.glyphs = [];
    this.grids = {};
  }

  async load() {
    const [told, columns] = await Promise.all([this.told.told, this.told.columns].map(inflated));
    this.data = JSON.parse(new TextDecoder().decode(told));
    this.columns = readColumns(columns);
    this.sheets = this.data.sheets.map((sheet) => {
      const order = [];
      sheet.order.forEach((each, at) => order.push(each === 0 ? order[at - 1] : each));
      const tracks = sheet.tracks.map(([kind, plot, look, spans, columns, way]) => (
        { kind, plot: sheet.plots[plot], look: this.data.looks[look], spans, columns, way }));
      return { ...sheet, order, tracks, luts: [0, 1].map((theme) => table(sheet.shades[theme])) };
    });
    return this;
  }

  // The tick that is shown at a time, and how far it is on the way to the next.
  at(time) {
    let low = 0, high = this.ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle] > time) high = middle; else low = middle + 1;
    }
    const way = Math.min(this.ms[low], MOVE), left = this.ends[low] - time;
    return { tick: low, share: low < this.ends.length - 1 && left < way ? 1 - Math.max(left, 0) / way : 0 };
  }

  begins(tick) {
    return tick ? this.ends[tick - 1] : 0;
  }

  // Whether what a reader sees should be composed for a narrow page.
  sheetFor(width, isTall = width < NARROW) {
    const fits = this.sheets.filter((sheet) => (sheet.size[1] > sheet.size[0]) === isTall);
    return fits[0] || this.sheets[0];
  }

  draw(paper, sheet, { tick, share }, theme, scale, isQuick = false) {
    const [wide, tall] = sheet.size;
    paper.setTransform(scale, 0, 0, scale, 0, 0);
    paper.fillStyle = sheet.ground[theme][0];
    paper.fillRect(0, 0, wide, tall);
    for (const number of sheet.order[tick]) {
      const stroke = this.stroke(sheet, sheet.tracks[number], tick, share, theme);
      paper.save();
      if (stroke.clip) cut(paper, stroke.clip, tall);
      DRAW[stroke.kind](paper, stroke, { tall, scale, film: this, sheet, theme, isQuick });
      paper.restore();
    }
  }

  // A track at a moment: numbers in pixels of the sheet, y upwards.
  stroke(sheet, track, tick, share, theme) {
    const row = rowOf(track.spans, tick), comes = share ? rowOf(track.spans, tick + 1) : -1;
    // where other lines come, nothing is on the way from the one to the other
    const after = comes >= 0 && "counts" in track.columns && !this.sameCounts(track, row, comes) ? -1 : comes;
    const read = (name, scale) => {
      if (!(name in track.columns)) return null;
      const rows = this.columns[track.columns[name]];
      return mixed(rows[Math.min(row, rows.length - 1)], after < 0 ? null : rows[Math.min(after, rows.length - 1)], share, scale);
    };
    const now = (name) => {
      const rows = this.columns[track.columns[name]];
      return rows && rows[Math.min(row, rows.length - 1)];
    };
    const [, [left, bottom, right, top], limits] = track.plot;
    const { grain, fine, weight } = this.data, dark = theme ? "dark " : "";
    const stroke = { kind: track.kind, look: track.look, way: track.way, plot: track.plot };
    const across = (values) => values.map((value) => left + (right - left) * value / grain);
    const up = (values) => values.map((value) => bottom + (top - bottom) * value / grain);
    stroke.weights = read("weights", 1 / weight);
    const grows = comes >= 0 && track.kind === "lines" && "x" in track.columns;
    if (stroke.weights && "base" in track.columns) {
      const base = now("base"), x = new Float64Array(base.length / 2), y = new Float64Array(base.length / 2);
      const { values, wide } = follow(track.way, stroke.weights, mixed(base, null, 0, 1 / weight), 2);
      for (let at = 0; at < x.length; at += 1) {
        x[at] = left + (right - left) * (values[at * wide] - limits[0]) / (limits[1] - limits[0]);
        y[at] = bottom + (top - bottom) * (values[at * wide + 1] - limits[2]) / (limits[3] - limits[2]);
      }
      stroke.x = x; stroke.y = y;
    } else if (stroke.weights) {
      stroke.x = [left, right]; stroke.y = [bottom, top];
    } else {
      stroke.x = across(read("x", 1)); stroke.y = up(read("y", 1));
    }
    stroke.counts = now("counts");
    if (grows && stroke.counts.length === 1) this.grow(stroke, track, row, comes, share);
    stroke.sizes = read("sizes", 1 / fine);
    stroke.fills = read(dark + "fills", 1);
    stroke.edges = read(dark + "edges", 1);
    if ("values" in track.columns) stroke.values = read("values", 1 / this.data.levels);
    if ("cells" in track.columns) {
      stroke.cells = now("cells");
      stroke.colours = now(theme ? "dark" : "light");
    }
    if ("text" in track.columns) stroke.text = this.data.texts[now("text")[0]];
    if ("clip x" in track.columns) stroke.clip = [across(read("clip x", 1)), up(read("clip y", 1))];
    return stroke;
  }

  sameCounts(track, row, after) {
    const rows = this.columns[track.columns.counts], one = rows[Math.min(row, rows.length - 1)];
    const other = rows[Math.min(after, rows.length - 1)];
    return one === other || (one.length === other.length && one.every((count, at) => count === other[at]));
  }

  // A line that is longer at the next tick: its end is on the way there.
  grow(stroke, track, row, after, share) {
    const [xs, ys] = ["x", "y"].map((name) => this.columns[track.columns[name]]);
    const longer = xs[after] || [], shorter = xs[row] || [], begin = shorter.length - 1;
    if (xs.length === 1 || longer.length <= shorter.length || begin < 1) return;
    const [, [left, bottom, right, top]] = track.plot, { grain } = this.data;
    const x = Array.from(longer.slice(begin), (value) => left + (right - left) * value / grain);
    const y = Array.from(ys[after].slice(begin), (value) => bottom + (top - bottom) * value / grain);
    x.unshift(stroke.x[begin]);
    y.unshift(stroke.y[begin]);
    const lengths = x.slice(1).map((value, at) => Math.hypot(value - x[at], y[at + 1] - y[at]));
    let left_ = share * lengths.reduce((sum, each) => sum + each, 0);
    const more = [[], []];
    for (let at = 0; at < lengths.length && left_ > 0; at += 1) {
      const part = lengths[at] ? Math.min(left_ / lengths[at], 1) : 1;
      more[0].push(x[at] + (x[at + 1] - x[at]) * part);
      more[1].push(y[at] + (y[at + 1] - y[at]) * part);
      left_ -= lengths[at];
    }
    stroke.x = Float64Array.from([...stroke.x, ...more[0]]);
    stroke.y = Float64Array.from([...stroke.y, ...more[1]]);
    stroke.counts = [stroke.x.length];
  }

  glyph(number) {
    return this.glyphs[number] ||= new Path2D(this.data.glyphs[number]);
  }

  // Points all over a panel, row by row from the bottom, the outermost on its edges.
  grid(plot, side) {
    const [name, , [left, right, bottom, top]] = plot, key = `${name} ${side} ${plot[2]}`;
    return this.grids[key] ||= Float64Array.from({ length: 2 * side * side }, (_, at) => {
      const point = at >> 1, column = point % side, row = Math.floor(point / side);
      return at % 2 ? bottom + (top - bottom) * row / (side - 1) : left + (right - left) * column / (side - 1);
    });
  }
}

// A way between two pictures takes as long as one of them at seven a second; what stands longer stands still first.
const MOVE = 160;
const NARROW = 600;

function rowOf(spans, tick) {
  let row = 0;
  for (let at = 0; at < spans.length; at += 2) {
    if (tick < spans[at]) return -1;
    if (tick < spans[at + 1]) return row + tick - spans[at];
    row += spans[at + 1] - spans[at];
  }
  return -1;
}

function mixed(row, after, share, scale) {
  const told = Float64Array.from(row);
  if (after && after !== row && after.length === row.length) {
    for (let at = 0; at < told.length; at += 1) told[at] += (after[at] - row[at]) * share;
  }
  if (scale !== 1) for (let at = 0; at < told.length; at += 1) told[at] *= scale;
  return told;
}

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
        paper.fillStyle = paint(fills, number);
        paper.fill();
      }
      if (edges && width) {
        paper.setLineDash(dashes);
        paper.lineWidth = width;
        paper.strokeStyle = paint(edges, number);
        paper.stroke();
      }
      from = to;
    });
  },
  dots(paper, { look, x, y, sizes, fills, edges }, { tall, scale }) {
    const [shape, width] = look;
    for (let at = 0; at < x.length; at += 1) {
      const reach = pick(sizes, at);
      let px = x[at], py = tall - y[at];
      paper.beginPath();
      if (!shape.length) paper.arc(px, py, reach, 0, 2 * Math.PI);
      else {
        px = (Math.floor(px * scale) + 0.5) / scale;
        py = (Math.floor(py * scale) + 0.5) / scale;
        for (let corner = 0; corner < shape.length; corner += 2) {
          const to = [px + shape[corner] * reach, py - shape[corner + 1] * reach];
          if (corner) paper.lineTo(...to); else paper.moveTo(...to);
        }
        if (shape.length > 4) paper.closePath();
      }
      if (fills) {
        paper.fillStyle = paint(fills, at);
        paper.fill();
      }
      if (edges) {
        paper.lineWidth = width;
        paper.strokeStyle = paint(edges, at);
        paper.stroke();
      }
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
    const side = isQuick ? 64 : 160, [rows, columns] = weights ? [side, side] : way;
    const { values, wide } = weights ? follow(way, weights, film.grid(plot, side), 2) : { values: stroke.values, wide: 1 };
    const image = scratch(columns, rows), pixels = image.data;
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const value = values[(row * columns + column) * wide];
        const from = 4 * Math.max(0, Math.min(255, Math.floor(value * 256)));
        const to = 4 * ((rows - 1 - row) * columns + column);
        for (let part = 0; part < 4; part += 1) pixels[to + part] = lut[from + part];
      }
    }
    const across = (x[1] - x[0]) / (columns - 1), up = (y[1] - y[0]) / (rows - 1);
    paper.beginPath();
    paper.rect(x[0], tall - y[1], x[1] - x[0], y[1] - y[0]);
    paper.clip();
    blit(paper, image, [x[0] - across / 2, tall - y[1] - up / 2, across * columns, up * rows], look[0]);
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
function blit(paper, image, box, isSmooth) {
  held.width = image.width;
  held.height = image.height;
  held.getContext("2d").putImageData(image, 0, 0);
  paper.imageSmoothingEnabled = isSmooth;
  paper.imageSmoothingQuality = "high";
  paper.drawImage(held, ...box);
}
