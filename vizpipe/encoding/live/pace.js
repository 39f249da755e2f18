"use strict";
// A film told slower or faster: all of it takes another time. Slower, it needs more states between its stops, as a video has.
const paces = (() => {
  const MEDIUM = { rate: 30, tweens: true };

  // Milliseconds of each tick, and its place among the ticks that were drawn; null if those are no schedule.
  function told({ story, film: { ms } }, pace) {
    if (pace >= 1) return { ms: ms.map((each) => each / pace), places: [...ms.keys()] };
    const { steps, cues, pace: asked, frames } = story;
    let reached = 0;
    const change = [steps.map((step) => reached += step)], seconds = ms.reduce((whole, each) => whole + each, 0) / 1000 / pace;
    const drawn = schedules.schedule(change, cues, asked, {}, frames), hold = asked.hold ? asked.hold / pace : null;
    const slower = cues.map((cue) => ({ ...cue, stand: (cue.stand || 0) / pace }));
    const other = schedules.schedule(change, slower, { ...asked, hold, seconds }, MEDIUM, frames);
    if (drawn.ticks.length !== ms.length || drawn.stays.length !== other.stays.length) return null;
    const places = [];
    other.ticks.forEach((tick, at) => {
      const stay = Math.max(other.stays.findLastIndex((place) => place <= at), 0), from = drawn.stays[stay], to = drawn.stays[stay + 1];
      places.push(other.stays[stay] === at || to === undefined ? from : placed(drawn.ticks.slice(from, to + 1), tick) + from);
    });
    return { ms: other.ticks.map(([, , span]) => span), places };
  }

  // Where a state lies among those that lead from one stop to the next.
  function placed(ticks, [index, share]) {
    const values = ticks.map((tick) => tick[0] + tick[1]), value = index + share;
    const rises = values[values.length - 1] >= values[0];
    const next = values.findIndex((each) => (rises ? each >= value : each <= value));
    if (next <= 0) return next < 0 ? values.length - 1 : 0;
    return next - (values[next] - value) / (values[next] - values[next - 1]);
  }

  return { told };
})();
