"use strict";
// How long a film stands at each stop, and how long it is on the way to the next: film/pacing.py, line by line.
const pacing = (() => {
  const { total, shared } = sharing;
  const SHORTEST = 6, LONGEST = 14, CALM = 7, ABREAST = 2, GLIDE = 1;
  const LEAST_SHARE = [2, 5], MOST_SHARE = 4;

  const units = (seconds, rate) => Math.floor(seconds * rate + 0.5);
  const isFree = (pace) => pace.is_calm && pace.fps === null;
  const tenths = (value) => (value % 1 === 0.25 ? value - 0.01 : value).toFixed(1);  // halves go to the even digit, as in Python

  // Every stop with its time, and between them as many frames as there is room and time for.
  function paced(path, change, pace, [rate, step], frames) {
    const end = path[path.length - 1].frame, wraps = pace.loops && frames[0] < end && end === frames[frames.length - 1];
    const onward = [...stops.pairs(path).map((pair) => stops.isLeading(...pair)), wraps];
    let stands = path.map((stop, at) => Math.max(units(stop.stand, rate), onward[at] ? 0 : step));
    const fixed = total(stands), ways = onward.filter(Boolean).length;
    let room = total(stops.pairs(path).map((pair) => stops.way(...pair, frames).length));
    if (pace.frames !== null) room = Math.min(room, pace.frames - path.length);
    const glides = stops.pairs(path).filter(([, following], at) => onward[at] && following.glide).length;
    const asked = askedUnits(pace, fixed + glides * GLIDE * rate, ways ? ways + room : 0, [rate, step]);
    const whole = Math.max(asked, fixed + ways * step), rest = whole - fixed;
    const said = () => `it takes ${tenths(whole / rate)} seconds, not ${+(asked / rate).toPrecision(6)}: it stops that long`;
    const remark = whole === asked ? "" : said();
    if (!ways) {
      stands[stands.length - 1] += rest;
      return { path, stands, ways: path.map(() => 0), remark };
    }
    const most = Math.min(Math.floor(rest / step), isFree(pace) ? Math.floor(rest * CALM / rate) : whole);
    const full = stops.filled(path, change, frames, Math.max(Math.min(room, most - ways), 0)), given = stands.values();
    stands = full.map((stop) => (stop.stays ? given.next().value : 0));
    return { path: full, stands, ways: shareWays(full, change, rest, [glides * GLIDE * rate, step], wraps), remark };
  }

  // How long the film should be, in units.
  function askedUnits(pace, fixed, ways, [rate, step]) {
    if (pace.seconds !== null) return units(pace.seconds, rate);
    const natural = fixed + Math.max(Math.ceil(ways * rate / CALM), ways * step);
    return ways ? Math.min(Math.max(natural, SHORTEST * rate), LONGEST * rate) : fixed;
  }

  // The rest of the time among the ways; the least is for all glides if there is room, and for any way.
  function shareWays(path, change, rest, [asked, step], wraps) {
    const pairs = stops.pairs(path), onward = [...pairs.map((pair) => stops.isLeading(...pair)), wraps];
    const far = pairs.map(([stop, following]) => Math.abs(change[following.frame] - change[stop.frame]));
    far.push(Math.floor(total(far) / Math.max(far.length, 1)));  // nobody knows how far it is to the beginning: as far as others are
    const going = [...far.keys()].filter((at) => onward[at]);
    const isGliding = (at) => at < pairs.length && path[at + 1].glide;
    const gliding = going.filter(isGliding), plain = going.filter((at) => !isGliding(at)), parts = far.map(() => 0);
    const share = (whole, among) => {
      const least = Math.max(Math.ceil(LEAST_SHARE[0] * whole / (LEAST_SHARE[1] * among.length)), step);
      const most = Math.floor(MOST_SHARE * whole / among.length);
      shared(whole, among.map((at) => far[at]), least, most).forEach((part, at) => { parts[among[at]] = part; });
    };
    share(rest, going);
    const slow = Math.max(Math.min(asked, Math.floor(rest / 2), rest - step * plain.length), step * gliding.length);
    if (plain.length && total(gliding.map((at) => parts[at])) < slow) {
      share(slow, gliding);
      share(rest - slow, plain);
    }
    return parts;
  }

  return { paced, isFree, ABREAST };
})();
