"use strict";
// A film: strokes as encoding/take.py tells them, drawn at any moment, at any size, in light or dark.
class Film {
  constructor(data) {
    this.told = data;
    this.tell({ ms: data.ms, places: [...data.ms.keys()] });
    this.glyphs = [];
    this.grids = {};
    this.stamps = new Map();
    this.below = { of: [], key: "", canvas: document.createElement("canvas") };
  }

  async load() {
    const [told, columns] = await Promise.all([this.told.told, this.told.columns].map(inflated));
    this.data = JSON.parse(new TextDecoder().decode(told));
    this.columns = readColumns(columns);
    this.sheets = this.data.sheets.map((sheet) => {
      const order = [];
      sheet.order.forEach((each, at) => order.push(each === 0 ? order[at - 1] : each));
      const tracks = sheet.tracks.map(([kind, plot, look, spans, columns, way]) => (
        { kind, plot: sheet.plots[plot], look: this.data.looks[look], spans, columns, way, all: Object.values(columns).map((column) => this.columns[column]) }));
      return { ...sheet, order, tracks, luts: [] };
    });
    return this;
  }

  // How long it stands at each place: the ticks that were drawn, or between two of them.
  tell({ ms, places }) {
    let end = 0;
    Object.assign(this, { ms, places, ends: ms.map((each) => end += each), length: end });
  }

  // The tick that is shown at a time, and how far it is on the way to the next.
  at(time) {
    let low = 0, high = this.ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle] > time) high = middle; else low = middle + 1;
    }
    const way = Math.min(this.ms[low], MOVE), left = this.ends[low] - time, place = this.places[low];
    const share = low < this.ends.length - 1 && left < way ? 1 - Math.max(left, 0) / way : 0;
    const reached = share ? place + (this.places[low + 1] - place) * share : place, tick = Math.floor(reached);
    return { tick, share: reached - tick };
  }

  // How many ticks were drawn.
  get count() {
    return this.told.ms.length;
  }

  // When a tick is shown first.
  begins(tick) {
    const at = this.places.findIndex((place) => place >= tick);
    return at > 0 ? this.ends[at - 1] : 0;
  }

  // When a place between two ticks is passed: while the one before is on its way, if it is not that very place.
  reaches(place) {
    const at = this.places.findLastIndex((each) => each <= place), share = (place - this.places[at]) / (this.places[at + 1] - this.places[at] || 1);
    return share ? this.ends[at] - (1 - share) * Math.min(this.ms[at], MOVE) : this.begins(place);
  }

  // The sheet that is composed for such a page, or for a room that high, if things are larger there; a free one need not be filled.
  sheetFor(width, isTall = width < NARROW, height = 0, isFree = false) {
    const fits = this.sheets.filter((sheet) => (sheet.size[1] > sheet.size[0]) === isTall), sheet = fits[0] || this.sheets[0];
    if (!height || !sheet.needs || typeof recomposing === "undefined") return sheet;
    const room = [width, height, isFree].join();
    if (this.room !== room) Object.assign(this, { room, anew: recomposing.recomposed(this, sheet, width, height, isFree) });
    return this.anew || sheet;
  }

  // A track at a moment: numbers in pixels of the sheet, y upwards.
  stroke(sheet, track, tick, share, theme) {
    const row = rowOf(track.spans, tick), comes = share ? rowOf(track.spans, tick + 1) : -1;
    const now = (name) => name in track.columns ? this.columns[track.columns[name]].row(row) : null;
    const then = (name) => this.columns[track.columns[name]].row(comes);
    // where other lines come, nothing is on the way from the one to the other
    const isOther = comes >= 0 && "counts" in track.columns && !same(now("counts"), then("counts"));
    const read = (name, scale, from = 0, span = 1) => (
      name in track.columns ? mixed(now(name), comes < 0 || isOther ? null : then(name), share, scale, from, span) : null);
    const [, [left, bottom, right, top], limits] = track.plot;
    const { grain, fine, weight } = this.data, dark = theme ? "dark " : "";
    const stroke = { kind: track.kind, look: track.look, way: track.way, plot: track.plot };
    stroke.weights = read("weights", weight);
    if (stroke.weights && "base" in track.columns) {
      const base = now("base"), x = new Float64Array(base.length / 2), y = new Float64Array(base.length / 2);
      const { values, wide } = follow(track.way, stroke.weights, mixed(base, null, 0, weight, 0, 1), 2);
      for (let at = 0; at < x.length; at += 1) {
        x[at] = left + (right - left) * (values[at * wide] - limits[0]) / (limits[1] - limits[0]);
        y[at] = bottom + (top - bottom) * (values[at * wide + 1] - limits[2]) / (limits[3] - limits[2]);
      }
      stroke.x = x; stroke.y = y;
    } else if (stroke.weights) {
      stroke.x = [left, right]; stroke.y = [bottom, top];
    } else {
      stroke.x = read("x", grain, left, right - left); stroke.y = read("y", grain, bottom, top - bottom);
    }
    stroke.counts = now("counts");
    const grows = comes >= 0 && track.kind === "lines" && "x" in track.columns;
    if (grows && stroke.counts.length === 1) this.grow(stroke, track, row, comes, share);
    stroke.sizes = read("sizes", fine);
    stroke.fills = read(dark + "fills", 1);
    stroke.edges = read(dark + "edges", 1);
    stroke.values = read("values", this.data.levels);
    if ("cells" in track.columns) {
      stroke.cells = now("cells");
      stroke.colours = now(theme ? "dark" : "light");
    }
    if ("text" in track.columns) stroke.text = this.text(now("text")[0]);
    if ("clip x" in track.columns) stroke.clip = [read("clip x", grain, left, right - left), read("clip y", grain, bottom, top - bottom)];
    return stroke;
  }

  // A line that is longer at the next tick: its end is on the way there.
  grow(stroke, track, row, after, share) {
    const [xs, ys] = ["x", "y"].map((name) => this.columns[track.columns[name]]);
    const longer = xs.row(after), shorter = xs.row(row), begin = shorter.length - 1;
    if (longer.length <= shorter.length || begin < 1) return;
    const [, [left, bottom, right, top]] = track.plot, { grain } = this.data;
    const x = Array.from(longer.slice(begin), (value) => left + (right - left) * value / grain);
    const y = Array.from(ys.row(after).slice(begin), (value) => bottom + (top - bottom) * value / grain);
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

  // A text and its letters: each glyph and where it begins, from its alphabet where it is spelt with that.
  text(number) {
    const told = this.data.texts[number], [text, alphabet, pushed = []] = told;
    if (typeof alphabet !== "number") return told;
    const letters = [];
    let reached = 0, at = 0;
    for (const sign of text) {
      const [glyph, advance] = this.data.alphabets[alphabet][sign];
      if (glyph >= 0) {
        if (pushed[2 * at] === letters.length / 2) reached += pushed[2 * at++ + 1];
        letters.push(glyph, Math.round(reached));
      }
      reached += advance;
    }
    return this.data.texts[number] = [text, letters];
  }

  glyph(number) {
    return this.glyphs[number] ||= new Path2D(this.data.glyphs[number]);
  }

  // A dot's pixels, kept; sizes that change all the time would fill the memory.
  stamp(dot, scale, across, up) {
    const key = Object.values(dot).join(" ") + [scale, across, up];
    if (this.stamps.size > 500) this.stamps.clear();
    if (!this.stamps.has(key)) this.stamps.set(key, stamped(dot, scale, across, up));
    return this.stamps.get(key);
  }

  lut(sheet, theme) {
    return sheet.luts[theme] ||= table(sheet.shades[theme]);
  }

  // Points all over a panel, row by row from the bottom, the outermost on its edges.
  grid(plot, side) {
    const [name, , [left, right, bottom, top]] = plot, key = `${name} ${side} ${plot[2]}`;
    if (this.grids[key]) return this.grids[key];
    const points = this.grids[key] = new Float64Array(2 * side * side);
    for (let row = 0, at = 0; row < side; row += 1) {
      for (let column = 0; column < side; column += 1) {
        points[at++] = left + (right - left) * column / (side - 1);
        points[at++] = bottom + (top - bottom) * row / (side - 1);
      }
    }
    return points;
  }
}

// A way between two pictures takes as long as one of them at seven a second; what stands longer stands still first.
const MOVE = 160;
const NARROW = 600;
const WIDE = 960;

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

// Numbers of a row on the way to those of another: parts of a span.
function mixed(row, after, share, parts, from, span) {
  const told = new Float64Array(row.length), moves = after && after !== row && after.length === row.length;
  for (let at = 0; at < told.length; at += 1) {
    const value = moves ? row[at] + (after[at] - row[at]) * share : row[at];
    told[at] = from + span * value / parts;
  }
  return told;
}
