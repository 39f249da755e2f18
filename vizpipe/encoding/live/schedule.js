"use strict";
// What is shown when, as pictures and milliseconds: film/schedule.py, line by line.
const schedules = (() => {
  const { range, bisectRight, spread } = sharing;
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
    const path = stops.path(changes, cues, pace, frames), count = path.length, most = pace.frames, isPaused = pace.pauses.length > 0;
    if (most === null || most >= count) return path;
    if (most === 1 && !isPaused && !cues.some((cue) => cue.name)) return path.slice(-1);
    if (pace.may_skip && !isPaused) return spread(count, most).map((at) => path[at]);
    const isFirst = (stop, at) => at === 0 || at === count - 1 || stop.beat !== path[at - 1].beat;
    const others = path.filter((stop, at) => !isFirst(stop, at)), room = most - (count - others.length);
    if (!isPaused && room >= 0) {  // of a beat that stands at each of its frames some may go
      const kept = room ? spread(others.length, room).map((at) => others[at]) : [];
      return path.filter((stop, at) => isFirst(stop, at) || kept.includes(stop));
    }
    throw new Error(`frames is ${most}, but the film stops at ${count}: that is the least`);
  }

  // The frame and the share at a part of the way between two stops: as far along as the data move evenly.
  function between(change, { frame: begin }, { frame: end }, part, parts) {
    const low = Math.min(begin, end), high = Math.max(begin, end);
    let at, share;
    if (change[low] === change[high]) {
      const place = begin + (end - begin) * part / parts;
      at = Math.floor(place);
      share = place - at;
    } else {
      const reached = change[begin] + (change[end] - change[begin]) * part / parts;
      at = bisectRight(change, reached, low, high) - 1;
      share = (reached - change[at]) / (change[at + 1] - change[at]);
    }
    const places = Math.floor(share * SHARES + 0.5);
    return places < SHARES ? [at, places / SHARES] : [at + 1, 0];
  }

  return { schedule };
})();
