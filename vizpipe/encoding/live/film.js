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
    this.stamps = new Map();
    this.layers = [0, 1].map(() => ({ key: "", canvas: document.createElement("canvas") }));
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
      return { ...sheet, order, tracks, parts: [], luts: [0, 1].map((theme) => table(sheet.shades[theme])) };
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

  // What stands while other things move is drawn once, below them and above them.
  draw(paper, sheet, moment, theme, scale, isQuick = false) {
    const [below, between, above] = this.parted(sheet, moment), how = [sheet, moment, theme, scale, isQuick];
    paper.setTransform(scale, 0, 0, scale, 0, 0);
    if (!between.length) {
      this.ground(paper, sheet, theme);
      this.strokes(paper, [...below, ...above], ...how);
      return;
    }
    const layers = [below, above].map((numbers, at) => this.layer(at, paper, numbers, ...how));
    paper.setTransform(1, 0, 0, 1, 0, 0);
    paper.drawImage(layers[0], 0, 0);
    paper.setTransform(scale, 0, 0, scale, 0, 0);
    this.strokes(paper, between, ...how);
    paper.setTransform(1, 0, 0, 1, 0, 0);
    if (above.length) paper.drawImage(layers[1], 0, 0);
  }

  ground(paper, sheet, theme) {
    paper.fillStyle = sheet.ground[theme][0];
    paper.fillRect(0, 0, ...sheet.size);
  }

  strokes(paper, numbers, sheet, { tick, share }, theme, scale, isQuick) {
    for (const number of numbers) {
      const stroke = this.stroke(sheet, sheet.tracks[number], tick, share, theme);
      paper.save();
      if (stroke.clip) cut(paper, stroke.clip, sheet.size[1]);
      DRAW[stroke.kind](paper, stroke, { tall: sheet.size[1], scale, film: this, sheet, theme, isQuick });
      paper.restore();
    }
  }

  // The strokes below all that move at a moment, those from the first to the last that moves, and those above.
  parted(sheet, { tick, share }) {
    const numbers = sheet.order[tick];
    return share > 0 ? sheet.parts[tick] ||= this.moved(sheet, numbers, tick) : [numbers, [], []];
  }

  moved(sheet, numbers, tick) {
    const moves = numbers.map((number) => this.moves(sheet.tracks[number], tick));
    const first = moves.indexOf(true), end = moves.lastIndexOf(true) + 1;
    return first < 0 ? [numbers, [], []] : [numbers.slice(0, first), numbers.slice(first, end), numbers.slice(end)];
  }

  // Whether anything of a track is other at the next tick.
  moves(track, tick) {
    const row = rowOf(track.spans, tick), comes = rowOf(track.spans, tick + 1);
    if (comes < 0) return false;
    return Object.values(track.columns).some((column) => {
      const rows = this.columns[column];
      return rows.length > 1 && !same(rows[Math.min(row, rows.length - 1)], rows[Math.min(comes, rows.length - 1)]);
    });
  }

  // Strokes that stand, on a canvas that is kept until others do.
  layer(at, paper, numbers, sheet, moment, theme, scale, isQuick) {
    const { width, height } = paper.canvas, kept = this.layers[at];
    const key = [this.sheets.indexOf(sheet), theme, scale, isQuick, this.standing(sheet, numbers, moment.tick)].join("|");
    if (kept.key === key) return kept.canvas;
    Object.assign(kept.canvas, { width, height });  // which clears it
    kept.key = key;
    const under = kept.canvas.getContext("2d");
    under.setTransform(scale, 0, 0, scale, 0, 0);
    if (at === 0) this.ground(under, sheet, theme);
    this.strokes(under, numbers, sheet, { tick: moment.tick, share: 0 }, theme, scale, isQuick);
    return kept.canvas;
  }

  // Which strokes stand, and since when: at ticks with one answer they are the same.
  standing(sheet, numbers, tick) {
    const known = sheet.stands ||= new Map(), name = `${tick} ${numbers.length} ${numbers[0]}`;
    if (!known.has(name)) known.set(name, numbers.map((number) => {
      const { spans, columns } = sheet.tracks[number], row = rowOf(spans, tick);
      return [number, ...Object.values(columns).map((column) => {
        const rows = this.columns[column];
        return rows.indexOf(rows[Math.min(row, rows.length - 1)]);
      })].join();
    }).join(" "));
    return known.get(name);
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
    const rows = this.columns[track.columns.counts], last = rows.length - 1;
    return same(rows[Math.min(row, last)], rows[Math.min(after, last)]);
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

  // A dot as a picture, kept; sizes that change all the time would fill the memory.
  stamp(dot, scale) {
    const key = Object.values(dot).join(" ") + scale;
    if (this.stamps.size > 500) this.stamps.clear();
    if (!this.stamps.has(key)) this.stamps.set(key, stamped(dot, scale));
    return this.stamps.get(key);
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

function same(one, other) {
  return one === other || (one.length === other.length && one.every((value, at) => value === other[at]));
}

function mixed(row, after, share, scale) {
  const told = Float64Array.from(row);
  if (after && after !== row && after.length === row.length) {
    for (let at = 0; at < told.length; at += 1) told[at] += (after[at] - row[at]) * share;
  }
  if (scale !== 1) for (let at = 0; at < told.length; at += 1) told[at] *= scale;
  return told;
}
