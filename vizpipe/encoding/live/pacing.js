"use strict";
// How long a film stands at each stop, and how long it is on the way to the next: film/pacing.py.
const pacing = (() => {
  const { range, total, shared } = sharing, { pairs, isLeading } = stops;
  const SHORTEST = 6, LONGEST = 14, CALM = 7, ABREAST = 2, GLIDE = 1;
  const LEAST_SHARE = [2, 5], MOST_SHARE = 4;

  const units = (seconds, rate) => Math.floor(seconds * rate + 0.5);
  const isFree = (pace) => pace.is_calm && pace.fps === null;
  const tenths = (value) => (value % 1 === 0.25 ? value - 0.01 : value).toFixed(1);  // halves go to the even digit, as in Python
  // Whether a way leads on from each stop; from the last one, to the beginning of a loop.
  const onwards = (path, wraps) => [...pairs(path).map((pair) => isLeading(...pair)), wraps];

  // Every stop with its time, and between them as many frames as there is room and time for.
  function paced(path, change, pace, [rate, step], frames) {
    const end = path[path.length - 1].frame, wraps = pace.loops && frames[0] < end && end === frames[frames.length - 1];
    const onward = onwards(path, wraps), stands = path.map((stop, at) => Math.max(units(stop.stand, rate), onward[at] ? 0 : step));
    const fixed = total(stands), ways = total(onward), passed = total(pairs(path).map((pair) => stops.way(...pair, frames).length));
    const room = Math.min(passed, pace.frames === null ? passed : pace.frames - path.length);
    const slow = total(pairs(path).map(([, following], at) => onward[at] && following.glide)) * GLIDE * rate;
    const asked = askedUnits(pace, fixed + slow, ways && ways + room, rate, step);
    const whole = Math.max(asked, fixed + ways * step), rest = whole - fixed;
    const says = `it takes ${tenths(whole / rate)} seconds, not ${+(asked / rate).toPrecision(6)}: it stops that long`;
    const remark = whole === asked ? "" : says;
    if (!ways) {
      stands[stands.length - 1] += rest;
      return { path, stands, ways: path.map(() => 0), remark };
    }
    const most = Math.min(Math.floor(rest / step), isFree(pace) ? Math.floor(rest * CALM / rate) : whole);
    const full = stops.filled(path, change, frames, Math.max(Math.min(room, most - ways), 0));
    const all = full.map((stop) => (stop.stays ? stands.shift() : 0));
    return { path: full, stands: all, ways: shareWays(full, change, rest, slow, step, wraps), remark };
  }

  // How long the film should be, in units.
  function askedUnits(pace, fixed, ways, rate, step) {
    if (pace.seconds !== null) return units(pace.seconds, rate);
    const natural = fixed + Math.max(Math.ceil(ways * rate / CALM), ways * step);
    return ways ? Math.min(Math.max(natural, SHORTEST * rate), LONGEST * rate) : fixed;
  }

  // The rest of the time among the ways; `asked` is the least for all glides if there is room, `step` for any way.
  function shareWays(path, change, rest, asked, step, wraps) {
    const onward = onwards(path, wraps);
    const far = pairs(path).map(([stop, following]) => Math.abs(change[following.frame] - change[stop.frame]));
    far.push(Math.floor(total(far) / Math.max(far.length, 1)));  // nobody knows how far it is to the beginning: as far as others are
    const going = range(far.length).filter((at) => onward[at]), parts = far.map(() => 0);
    const gliding = going.filter((at) => path[at + 1]?.glide), plain = going.filter((at) => !path[at + 1]?.glide);
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
