"use strict";
// Which places stand for all, and a whole shared out by weights: film/spread.py and film/sharing.py.
const sharing = (() => {
  const range = (count) => [...Array(count).keys()];
  const total = (values) => values.reduce((sum, each) => sum + each, 0);
  const ascending = (values) => [...new Set(values)].sort((one, other) => one - other);

  // The nearest whole number, the even one of two.
  function evenRounded(value) {
    const near = Math.round(value);
    return near - value === 0.5 && near % 2 ? near - 1 : near;
  }

  // At most so many of `count` positions, evenly, the first and the last among them.
  function spread(count, most) {
    if (count <= most) return range(count);
    return most === 1 ? [count - 1] : range(most).map((step) => evenRounded(step * (count - 1) / (most - 1)));
  }

  // The same by how far the data have moved at each position: equally far from one to the next.
  function spreadBy(change, most) {
    const last = change.length - 1, whole = change[last];
    if (last < most || most === 1 || !(whole > 0)) return spread(last + 1, most);
    const inner = range(most - 2).map((step) => change.findIndex((each) => each >= whole * (step + 1) / (most - 1)));
    let kept = ascending([0, ...inner, last]);
    // where the data leap, several fall on one position: the widest gaps take the rest
    while (kept.length < most) {
      const gaps = kept.slice(1).map((place, at) => place - kept[at]), wide = Math.max(...gaps);
      kept = ascending([...kept, kept[gaps.lastIndexOf(wide)] + Math.floor(wide / 2)]);
    }
    return kept;
  }

  // A whole in whole parts as the weights are, each from `least` to `most`: who would get too little or too much gets the limit.
  function shared(whole, weights, least, most) {
    const count = weights.length, parts = Array(count).fill(null);
    if (least * count > whole || whole > most * count) throw new Error(`${whole} can't be ${count} parts from ${least} to ${most}`);
    for (;;) {
      const free = range(count).filter((at) => parts[at] === null), sum = total(free.map((at) => weights[at]));
      const rest = BigInt(whole - total(parts)), all = BigInt(sum || free.length);  // in long films products are large
      const weight = (at) => BigInt(sum ? weights[at] : 1), over = (at, limit) => rest * weight(at) - BigInt(limit) * all;
      const short = free.filter((at) => over(at, least) < 0), long = free.filter((at) => over(at, most) > 0);
      if (!short.length && !long.length) {
        let reached = 0n, end = 0;
        for (const at of free) {
          reached += weight(at);
          parts[at] = Number((2n * rest * reached + all) / (2n * all)) - end;
          end += parts[at];
        }
        return parts;
      }
      const excess = [...short.map((at) => over(at, least)), ...long.map((at) => over(at, most))].reduce((one, other) => one + other);
      for (const at of excess > 0 ? long : short) parts[at] = excess > 0 ? most : least;
    }
  }

  return { range, total, spread, spreadBy, shared };
})();
