"use strict";
// What is shown when, as pictures and milliseconds: film/schedule.py.
const schedules = (() => {
  const { range, spread } = sharing;
  const SHARES = 10000;  // between two states there are so many places
  const CUE = { name: "", stand: 0, each: false, glide: false, end: false };
  const PACE = { seconds: null, frames: null, fps: null, is_calm: true, hold: null, pauses: [], loops: false };
  const MEDIUM = { rate: 50, tweens: false };

  // The pictures of a film, or of films side by side: ticks of a frame, the share of the way to the next, milliseconds and the beat.
  function schedule(changes, story = [], asked = {}, medium = {}, frames = null) {
    const cues = story.map((cue) => ({ ...CUE, ...cue })), pace = { ...PACE, ...asked }, { rate, tweens } = { ...MEDIUM, ...medium };
    const change = stops.wholeChange(changes), told = frames || range(change.length);
    const step = pace.fps ? Math.max(Math.ceil(rate / pace.fps), 1) : 1;
    const least = changes.length > 1 && pacing.isFree(pace) ? Math.max(Math.ceil(rate / pacing.ABREAST), step) : step;
    const timed = pacing.paced(musts(changes, cues, pace, told), change, pace, [rate, least], told);
    let shown = [], ends = [], stays = [], reached = 0;
    timed.path.forEach((stop, at) => {
      if (stop.stays) stays.push(shown.length);
      const following = timed.path[at + 1] || stop, units = timed.ways[at];
      const isTweened = stops.isLeading(stop, following) && (tweens || following.glide);
      const count = isTweened ? Math.max(Math.floor(units / step), 1) : 1;
      for (let part = 0; part < count; part += 1) {
        shown.push([...(part ? between(change, stop, following, part, count) : [stop.frame, 0]), stop.beat]);
        ends.push(reached + timed.stands[at] + Math.floor((2 * units * (part + 1) + count) / (2 * count)));
      }
      reached += timed.stands[at] + units;
    });
    if (pace.result_first && shown.length > 1) {
      shown = [shown[shown.length - 1], ...shown];
      stays = [0, ...stays.map((at) => at + 1)];
      ends = [1, ...ends.map((end) => end + 1)];
    }
    const moments = [0, ...ends.map((end) => Math.floor((2000 * end + rate) / (2 * rate)))];  // each end is rounded, not each length
    const ticks = shown.map(([index, share, beat], at) => [index, share, moments[at + 1] - moments[at], beat]);
    return { ticks, stays, remark: timed.remark };
  }

  // The stops, if there may be so many; where nothing is said the last one alone, if one is all.
  function musts(changes, cues, pace, frames) {
    const path = stops.path(changes, cues, pace, frames), count = path.length, most = pace.frames;
    if (most === null || most >= count) return path;
    if (!pace.pauses.length) {
      if (most === 1 && !cues.some((cue) => cue.name)) return path.slice(-1);
      const isFirst = (stop, at) => !at || at === count - 1 || stop.beat !== path[at - 1].beat;
      const others = pace.may_skip ? path : path.filter((stop, at) => !isFirst(stop, at)), room = most - count + others.length;
      // of a beat that stands at each of its frames some may go
      const gone = new Set(others);
      if (room > 0) for (const at of spread(others.length, room)) gone.delete(others[at]);
      if (room >= 0) return path.filter((stop) => !gone.has(stop));
    }
    throw new Error(`frames is ${most}, but the film stops at ${count}: that is the least`);
  }

  // The frame and the share at a part of the way between two stops: as far along as the data move evenly.
  function between(change, { frame: begin }, { frame: end }, part, parts) {
    const reached = (from, to) => from + (to - from) * part / parts, moved = reached(change[begin], change[end]);
    let at = Math.min(begin, end), share;
    if (change[begin] === change[end]) {
      const place = reached(begin, end);
      at = Math.floor(place);
      share = place - at;
    } else {
      while (change[at + 1] <= moved && at + 1 < Math.max(begin, end)) at += 1;
      share = (moved - change[at]) / (change[at + 1] - change[at]);
    }
    const places = Math.floor(share * SHARES + 0.5);
    return places < SHARES ? [at, places / SHARES] : [at + 1, 0];
  }

  return { schedule };
})();
