"use strict";
// What stands while other things move is drawn once and kept: together below all that moves, or, above it, as a picture of its own.
const STOOD = 6;  // after so many pictures a stroke is taken to stand

Object.assign(Film.prototype, {
  draw(paper, sheet, moment, theme, scale, isQuick = false) {
    const isFirst = !this.drawn;  // the first picture makes nothing for those that follow: so it is there sooner
    const how = { tall: sheet.size[1], scale, film: this, sheet, theme, isQuick, isFirst, shift: [0, 0] };
    const seen = sheet.order[moment.tick].map((number) => this.seen(sheet, sheet.tracks[number], moment, theme));
    if (sheet.written) seen.push(...sheet.written.at(moment.tick, theme));
    const isStill = !isQuick && !moment.share;  // who looks at one picture sees all of it drawn, in order
    const [below, above] = isStill || isFirst ? [[], seen] : parted(seen, how, paper.canvas);
    if (below.length) {
      paper.setTransform(1, 0, 0, 1, 0, 0);
      paper.drawImage(this.standing(paper.canvas, below, how), 0, 0);
    } else this.ground(paper, how);
    for (const each of above) {
      if (isQuick && !isFirst && each.times >= (each.stroke.kind === "text" ? 1 : STOOD) && isMuch(each.stroke)) this.picture(paper, each, how);
      else this.put(paper, each.stroke, how);
    }
    this.drawn = true;
  },

  ground(paper, { scale, sheet, theme }) {
    paper.setTransform(scale, 0, 0, scale, 0, 0);
    paper.fillStyle = sheet.ground[theme][0];
    paper.fillRect(0, 0, ...sheet.size);
  },

  put(paper, stroke, how) {
    const { scale, shift: [left, top] } = how;
    paper.save();
    paper.setTransform(scale, 0, 0, scale, -left, -top);
    if (stroke.clip) cut(paper, stroke.clip, how.tall);
    DRAW[stroke.kind](paper, stroke, how);
    paper.restore();
  },

  // A track's stroke at a moment, the same thing as long as it stands, and for how many pictures it did.
  seen(sheet, track, { tick, share }, theme) {
    const row = rowOf(track.spans, tick), comes = share > 0 ? rowOf(track.spans, tick + 1) : -1, { all, kept } = track;
    const moves = comes >= 0 && all.some((column) => column.row(row) !== column.row(comes));
    if (kept && !moves && kept.theme === theme && kept.rows.length && all.every((column, at) => column.row(row) === kept.rows[at])) {
      kept.times += 1;
      return kept;
    }
    const rows = moves ? [] : all.map((column) => column.row(row)), times = all.every((column) => column.length === 1) ? STOOD - 1 : 0;
    return track.kept = { rows, theme, times, stroke: this.stroke(sheet, track, tick, moves ? share : 0, theme) };
  },

  standing({ width, height }, below, how) {
    const kept = this.below, key = [this.sheets.indexOf(how.sheet), how.scale, how.isQuick].join();
    if (kept.key === key && kept.of.length === below.length && below.every((each, at) => each === kept.of[at])) return kept.canvas;
    Object.assign(kept, { key, of: below });
    if (kept.canvas.width !== width || kept.canvas.height !== height) Object.assign(kept.canvas, { width, height });
    const under = kept.canvas.getContext("2d");
    this.ground(under, how);
    for (const each of below) this.put(under, each.stroke, how);
    return kept.canvas;
  },

  picture(paper, each, how) {
    const [left, top, right, bottom] = each.box;
    if (right <= left || bottom <= top) return;
    if (each.pictured !== how.scale) {
      each.picture = Object.assign(document.createElement("canvas"), { width: right - left, height: bottom - top });
      each.pictured = how.scale;
      this.put(each.picture.getContext("2d"), each.stroke, { ...how, shift: [left, top] });
    }
    paper.setTransform(1, 0, 0, 1, 0, 0);
    paper.drawImage(each.picture, left, top);
  },
});

const stands = (each) => each.times >= STOOD;
const isMuch = ({ kind, x }) => (kind !== "lines" && kind !== "dots") || x.length > 20;

// What stands below all that moves, and the rest in order: what stands goes below if it meets nothing of the rest before it.
function parted(seen, how, canvas) {
  const below = [], above = [];
  for (const each of seen) {
    if (each.scale !== how.scale) Object.assign(each, { box: boxOf(each.stroke, how, canvas), scale: how.scale });
    (stands(each) && !above.some((other) => meet(other.box, each.box)) ? below : above).push(each);
  }
  return [below, above];
}

const meet = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

function extent(values) {
  let low = Infinity, high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

// Pixels of the screen that a stroke may reach: left, top, right, bottom.
function boxOf({ kind, look, x, y, sizes, text, clip }, { tall, scale }, { width, height }) {
  let [[left, right], [bottom, top]] = [extent(x), extent(y)];
  const most = sizes && sizes.length ? extent(sizes)[1] : 0, letters = text ? text[1] : [0, 0];
  const far = kind === "dots" ? 2 * (most + look[1]) : kind === "lines" ? 6 * most : 2 * most;
  right += letters[letters.length - 1] * most / 1000;
  [left, right, bottom, top] = [left - far, right + far, bottom - far, top + far];
  if (clip) {
    const [[west, east], [south, north]] = clip.map(extent);
    [left, right, bottom, top] = [Math.max(left, west), Math.min(right, east), Math.max(bottom, south), Math.min(top, north)];
  }
  return [Math.max(0, Math.floor(left * scale) - 1), Math.max(0, Math.floor((tall - top) * scale) - 1),
    Math.min(width, Math.ceil(right * scale) + 1), Math.min(height, Math.ceil((tall - bottom) * scale) + 1)];
}
