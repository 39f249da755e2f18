"use strict";
// Where the telling of a film stops, and which frames are drawn between: film/stops.py.
const stops = (() => {
  const { range, total, spreadBy } = sharing;
  const START = 1, END = 2, STEP = 0.5;
  const SETTLED = 0.98, QUANTA = 1e9;

  const stopAt = (frame, stand, beat = "", glide = false, stays = true) => ({ frame, stand, beat, glide, stays });
  const last = (values) => values[values.length - 1];
  const movedAt = (change, frame) => change[Math.min(frame, change.length - 1)];
  // Each stop with the next.
  const pairs = (path) => path.slice(1).map((following, at) => [path[at], following]);

  // How far the data of all films have moved at each frame, in billionths of the whole; a shorter film waits.
  function wholeChange(changes) {
    const frames = range(Math.max(...changes.map((change) => change.length)));
    const moved = frames.map((frame) => total(changes.map((change) => movedAt(change, frame)))), whole = last(moved);
    return moved.map((value) => (whole > 0 ? Math.trunc(value / whole * QUANTA + 0.5) : 0));
  }

  // The first frame from which no film has more than the last 2 % of its change before it.
  function settled(changes, frames) {
    const found = changes.map((change) => {
      const moved = frames.map((frame) => movedAt(change, frame) - movedAt(change, frames[0])), whole = last(moved);
      return whole > 0 ? moved.findIndex((value) => value >= SETTLED * whole) : -1;
    });
    return frames[Math.max(...found)] ?? last(frames);
  }

  // The stops, in order.
  function path(changes, cues, pace, frames) {
    let found = cues[0]?.frame === frames[0] ? [] : [stopAt(frames[0], START)];
    cues.forEach((cue, at) => {
      const stand = cue.each ? Math.max(cue.stand, STEP) : cue.stand, end = cues[at + 1]?.frame;
      found.push(stopAt(cue.frame, stand, cue.name, cue.glide));
      const isStep = (frame) => frame > cue.frame && !(end >= cue.frame && frame >= end);
      if (cue.each && !cue.end) found.push(...frames.filter(isStep).map((frame) => stopAt(frame, stand, cue.name)));
    });
    const story = last(cues);
    if (!story?.end) found = ended(found, story, changes, pace, frames);
    if (pace.hold !== null && last(found).frame === story?.frame) last(found).stand = pace.hold;
    for (const [number, seconds] of pace.pauses) pause(found, frameAt(number, frames), seconds);
    return found;
  }

  // The stops to where all has settled and all is told, or where a film that loops meets its beginning.
  function ended(found, story, changes, pace, frames) {
    const [rest, usual] = pace.loops ? [last(frames), 0] : [settled(changes, frames), END], stand = pace.hold ?? usual, stop = last(found);
    const end = Math.max(rest, stop.frame, ...pace.pauses.map(([number]) => frameAt(number, frames)));
    if (end > stop.frame) return [...found, stopAt(end, stand, stop.beat)];
    if (stop.frame !== story?.frame) stop.stand = Math.max(stop.stand, stand);  // else the last beat says how long it stands
    return found;
  }

  // The frame at which a pause is: the first from there on that is told.
  function frameAt(number, frames) {
    if (number >= frames[0] && number <= last(frames)) return frames.find((frame) => frame >= number);
    throw new Error(`pause is at frame ${number}, but the film shows frames ${frames[0]} to ${last(frames)}`);
  }

  // One more stop, without words, where the film first comes by.
  function pause(found, frame, seconds) {
    const at = found.findIndex((stop, from) => stop.frame === frame || (found[from + 1] && way(stop, found[from + 1], [frame]).length));
    if (at < 0) throw new Error(`pause is at frame ${frame}, but the film ends at ${last(found).frame}`);
    const stop = found[at];
    if (stop.frame === frame) stop.stand = Math.max(stop.stand, seconds);
    else found.splice(at + 1, 0, stopAt(frame, seconds, stop.beat, found[at + 1].glide));
  }

  // Whether there is a way between two stops: none to the same frame, and back only if it glides.
  const isLeading = (stop, following) => following.frame > stop.frame || (following.frame < stop.frame && following.glide);

  // The frames on the way between two stops, in the order in which they are passed.
  function way(stop, following, frames) {
    if (!isLeading(stop, following)) return [];
    const isOnward = following.frame > stop.frame, [low, high] = isOnward ? [stop.frame, following.frame] : [following.frame, stop.frame];
    const passed = frames.filter((frame) => frame > low && frame < high);
    return isOnward ? passed : passed.reverse();
  }

  // The stops, and of the frames between them at most so many, each as far from the next as can be.
  function filled(found, change, frames, most) {
    const runs = pairs(found).map(([stop, following]) => [stop.frame, ...way(stop, following, frames), following.frame]);
    const moved = runs.map((run) => run.map((frame) => Math.abs(change[frame] - change[run[0]])));
    const counts = shares(moved.map(last), runs.map((run) => run.length - 2), most);
    return [found[0], ...pairs(found).flatMap(([stop, following], at) => {
      const kept = spreadBy(moved[at], counts[at] + 2).slice(1, -1);
      return [...kept.map((place) => stopAt(runs[at][place], 0, stop.beat, following.glide, false)), following];
    })];
  }

  // How many frames each way gets: one after the other to where the steps are widest.
  function shares(far, room, most) {
    if (most >= total(room)) return room;
    const counts = far.map(() => 0), step = (lengths, at) => lengths[at] / (counts[at] + 1);
    for (let left = most; left > 0; left -= 1) {
      const open = range(far.length).filter((at) => counts[at] < room[at]);
      counts[open.sort((one, other) => step(far, other) - step(far, one) || step(room, other) - step(room, one))[0]] += 1;
    }
    return counts;
  }

  return { path, pairs, isLeading, way, filled, wholeChange };
})();
