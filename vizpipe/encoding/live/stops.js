"use strict";
// Where the telling of a film stops, and which frames are drawn between: film/stops.py, line by line.
const stops = (() => {
  const { range, total, bisectLeft, bisectRight, spreadBy } = sharing;
  const START = 1, END = 2, STEP = 0.5;
  const SETTLED = 0.98, QUANTA = 1e9;

  const stopAt = (frame, stand, beat = "", glide = false, stays = true) => ({ frame, stand, beat, glide, stays });
  const last = (values) => values[values.length - 1];
  const pairs = (path) => path.slice(1).map((following, at) => [path[at], following]);
  const movedAt = (change, frame) => change[Math.min(frame, change.length - 1)];

  // How far the data of all films have moved at each frame, in billionths of the whole; a shorter film waits.
  function wholeChange(changes) {
    const moved = new Array(Math.max(...changes.map((change) => change.length))).fill(0);
    for (const change of changes) for (let frame = 0; frame < moved.length; frame += 1) moved[frame] += movedAt(change, frame);
    const whole = last(moved);
    return moved.map((value) => (whole > 0 ? Math.trunc(value / whole * QUANTA + 0.5) : 0));
  }

  // The first frame from which no film has more than the last 2 % of its change before it.
  function settled(changes, frames) {
    let found = -1;
    for (const change of changes) {
      const moved = frames.map((frame) => movedAt(change, frame) - movedAt(change, frames[0])), whole = last(moved);
      if (whole > 0) found = Math.max(found, moved.findIndex((value) => value >= SETTLED * whole));
    }
    return found < 0 ? last(frames) : frames[found];
  }

  // The stops, in order.
  function path(changes, cues, pace, frames) {
    let found = cues.length && cues[0].frame === frames[0] ? [] : [stopAt(frames[0], START)];
    cues.forEach((cue, at) => {
      const stand = cue.each ? Math.max(cue.stand, STEP) : cue.stand, following = cues[at + 1];
      found.push(stopAt(cue.frame, stand, cue.name, cue.glide));
      if (!cue.each || cue.end) return;
      const end = following && following.frame >= cue.frame ? following.frame : last(frames) + 1;
      const steps = frames.slice(bisectRight(frames, cue.frame), bisectLeft(frames, end));
      found.push(...steps.map((frame) => stopAt(frame, stand, cue.name)));
    });
    if (!cues.length || !last(cues).end) found = ended(found, cues, changes, pace, frames);
    if (cues.length && pace.hold !== null && last(found).frame === last(cues).frame) last(found).stand = pace.hold;
    for (const [number, seconds] of pace.pauses) found = paused(found, frameAt(number, frames), seconds);
    return found;
  }

  // The stops to where all has settled and all is told, or where a film that loops meets its beginning.
  function ended(found, story, changes, pace, frames) {
    const [rest, usual] = pace.loops ? [last(frames), 0] : [settled(changes, frames), END], stand = pace.hold ?? usual, stop = last(found);
    const end = Math.max(rest, stop.frame, ...pace.pauses.map(([number]) => frameAt(number, frames)));
    if (end > stop.frame) return [...found, stopAt(end, stand, stop.beat)];
    if (story.length && stop.frame === last(story).frame) return found;  // the last beat says how long it stands
    return [...found.slice(0, -1), { ...stop, stand: Math.max(stop.stand, stand) }];
  }

  // The frame at which a pause is: the first from there on that is told.
  function frameAt(number, frames) {
    if (number >= frames[0] && number <= last(frames)) return frames[bisectLeft(frames, number)];
    throw new Error(`pause is at frame ${number}, but the film shows frames ${frames[0]} to ${last(frames)}`);
  }

  // The stops with one more, without words, where the film first comes by.
  function paused(found, frame, seconds) {
    for (let at = 0; at < found.length; at += 1) {
      const stop = found[at], following = found[at + 1];
      if (stop.frame === frame) stop.stand = Math.max(stop.stand, seconds);
      else if (following && way(stop, following, [frame]).length) {
        found.splice(at + 1, 0, stopAt(frame, seconds, stop.beat, following.glide));
      } else continue;
      return found;
    }
    throw new Error(`pause is at frame ${frame}, but the film ends at ${last(found).frame}`);
  }

  // Whether there is a way between two stops: none to the same frame, and back only if it glides.
  const isLeading = (stop, following) => following.frame > stop.frame || (following.frame < stop.frame && following.glide);

  // The frames on the way between two stops, in the order in which they are passed.
  function way(stop, following, frames) {
    if (!isLeading(stop, following)) return [];
    const [low, high] = [Math.min(stop.frame, following.frame), Math.max(stop.frame, following.frame)];
    const passed = frames.slice(bisectRight(frames, low), bisectLeft(frames, high));
    return following.frame > stop.frame ? passed : passed.reverse();
  }

  // The stops, and of the frames between them at most so many, each as far from the next as can be.
  function filled(found, change, frames, most) {
    const ways = pairs(found).map(([stop, following]) => way(stop, following, frames));
    const far = pairs(found).map(([stop, following]) => Math.abs(change[following.frame] - change[stop.frame]));
    const counts = shares(far, ways.map((passed) => passed.length), most), full = [found[0]];
    pairs(found).forEach(([stop, following], at) => {
      const run = [stop.frame, ...ways[at], following.frame], moved = run.map((frame) => Math.abs(change[frame] - change[stop.frame]));
      for (const place of spreadBy(moved, counts[at] + 2).slice(1, -1)) full.push(stopAt(run[place], 0, stop.beat, following.glide, false));
      full.push(following);
    });
    return full;
  }

  // How many frames each way gets: one after the other to where the steps are widest.
  function shares(far, room, most) {
    if (most >= total(room)) return room;
    const counts = far.map(() => 0);
    const isWider = (one, other) => {
      const parts = counts[one] + 1, others = counts[other] + 1, wider = far[one] / parts - far[other] / others;
      return wider > 0 || (wider === 0 && room[one] / parts > room[other] / others);
    };
    for (let left = most; left > 0; left -= 1) {
      const open = range(far.length).filter((at) => counts[at] < room[at]);
      counts[open.reduce((widest, at) => (isWider(at, widest) ? at : widest))] += 1;
    }
    return counts;
  }

  return { path, pairs, isLeading, way, filled, wholeChange };
})();
