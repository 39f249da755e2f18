"use strict";
// Which places stand for all, and a whole shared out by weights: film/spread.py and film/sharing.py, line by line.
const sharing = (() => {
  const range = (count) => Array.from({ length: count }, (_, at) => at);
  const total = (values) => values.reduce((sum, each) => sum + each, 0);
  const ascending = (values) => [...new Set(values)].sort((one, other) => one - other);

  // The first place, of ascending values, at which something no longer holds.
  function bisected(values, isBefore, low = 0, high = values.length) {
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(values[middle])) low = middle + 1; else high = middle;
    }
    return low;
  }
  const bisectLeft = (values, value) => bisected(values, (each) => each < value);
  const bisectRight = (values, value, low, high) => bisected(values, (each) => each <= value, low, high);

  // The nearest whole number, the even one of two.
  function evenRounded(value) {
    const low = Math.floor(value), rest = value - low;
    return rest > 0.5 || (rest === 0.5 && low % 2) ? low + 1 : low;
  }

  // At most so many of `count` positions, evenly, the first and the last among them.
  function spread(count, most) {
    if (count <= most) return range(count);
    return most === 1 ? [count - 1] : range(most).map((step) => evenRounded(step * (count - 1) / (most - 1)));
  }

  // The same by how far the data have moved at each position: equally far from one to the next.
  function spreadBy(change, most) {
    const count = change.length, whole = change[count - 1];
    if (count <= most || most === 1 || !(whole > 0)) return spread(count, most);
    const found = range(most).map((step) => Math.min(bisectLeft(change, whole * step / (most - 1)), count - 1));
    found[0] = 0;
    found[most - 1] = count - 1;
    let kept = ascending(found);
    // where the data leap, several fall on one position: the widest gaps take the rest
    while (kept.length < most) {
      let wide = 0, from = 0;
      kept.forEach((place, at) => {
        if (at && place - kept[at - 1] >= wide) [wide, from] = [place - kept[at - 1], kept[at - 1]];
      });
      kept = ascending([...kept, from + Math.floor(wide / 2)]);
    }
    return kept;
  }

  // A whole in whole parts as the weights are, each from `least` to `most`; products of long films and billionths need large numbers.
  function shared(whole, weights, least, most) {
    const count = weights.length;
    if (least * count > whole || whole > most * count) throw new Error(`${whole} can't be ${count} parts from ${least} to ${most}`);
    const [low, high] = [least, most].map(BigInt), fixed = new Array(count).fill(null);
    for (;;) {
      const free = range(count).filter((at) => fixed[at] === null);
      const rest = BigInt(whole - total(fixed)), given = total(free.map((at) => weights[at]));
      const weight = (at) => BigInt(given ? weights[at] : 1), sum = BigInt(given || free.length);
      const short = free.filter((at) => rest * weight(at) < low * sum), long = free.filter((at) => rest * weight(at) > high * sum);
      if (!short.length && !long.length) {
        let reached = 0n, end = 0;
        for (const at of free) {
          const begin = end;
          reached += weight(at);
          end = Number((2n * rest * reached + sum) / (2n * sum));
          fixed[at] = end - begin;
        }
        return fixed;
      }
      let excess = 0n;
      for (const at of short) excess += low * sum - rest * weight(at);
      for (const at of long) excess -= rest * weight(at) - high * sum;
      for (const at of excess >= 0n ? short : long) fixed[at] = excess >= 0n ? least : most;
    }
  }

  return { range, total, bisectLeft, bisectRight, spread, spreadBy, shared };
})();
