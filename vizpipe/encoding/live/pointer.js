"use strict";
// What lies under a pointer: the nearest dot or corner of a line in its panel, told in units of the data.
Film.prototype.under = function under(sheet, { tick, share }, x, y, reach) {
  const plot = sheet.plots.find(([, [left, bottom, right, top], limits]) => limits && left <= x && x <= right && bottom <= y && y <= top);
  if (!plot) return "";
  let best = reach, place = null;
  for (const number of sheet.order[tick]) {
    const track = sheet.tracks[number];
    if (track.plot !== plot || (track.kind !== "dots" && track.kind !== "lines")) continue;
    const stroke = this.stroke(sheet, track, tick, share, 0);
    for (let at = 0; at < stroke.x.length; at += 1) {
      const far = Math.hypot(stroke.x[at] - x, stroke.y[at] - y);
      if (far < best) {
        best = far;
        place = [stroke.x[at], stroke.y[at]];
      }
    }
  }
  return place ? told(plot, ...place) : "";
};

function told([, [left, bottom, right, top], limits, isLog, names], x, y) {
  const value = (share, low, high, log) => (log ? low * (high / low) ** share : low + (high - low) * share);
  const values = [value((x - left) / (right - left), limits[0], limits[1], isLog[0]),
    value((y - bottom) / (top - bottom), limits[2], limits[3], isLog[1])];
  return values.map((each, at) => `${names[at] || "xy"[at]} = ${rounded(each, Math.abs(limits[2 * at + 1] - limits[2 * at]))}`).join(", ");
}

// As many digits as a thousandth of the axis has.
function rounded(value, span) {
  const digits = Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(span || 1))));
  return value.toFixed(digits).replace("-", "\u2212");
}
