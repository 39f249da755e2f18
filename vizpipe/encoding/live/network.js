"use strict";
// What a network's layers make of points: the steps of encoding's passages, worked out here from their weights.
const ACTIVATIONS = {
  step: (row) => row.forEach((value, at) => { row[at] = value > 0 ? 1 : 0; }),
  sigmoid: (row) => row.forEach((value, at) => { row[at] = 1 / (1 + Math.exp(-value)); }),
  tanh: (row) => row.forEach((value, at) => { row[at] = Math.tanh(value); }),
  relu: (row) => row.forEach((value, at) => { row[at] = value > 0 ? value : 0; }),
  identity: () => {},
  softmax: (row) => {
    const most = Math.max(...row);
    let sum = 0;
    row.forEach((value, at) => { row[at] = Math.exp(value - most); sum += row[at]; });
    row.forEach((value, at) => { row[at] = value / sum; });
  },
};

function follow(steps, weights, point) {
  let row = Float64Array.from(point), at = 0;
  for (const step of steps) {
    if (typeof step === "string") {
      ACTIVATIONS[step](row);
      continue;
    }
    const [into, out] = step, next = new Float64Array(out);
    for (let unit = 0; unit < out; unit += 1) {
      let sum = weights[at + into * out + unit];
      for (let input = 0; input < into; input += 1) sum += row[input] * weights[at + input * out + unit];
      next[unit] = sum;
    }
    at += (into + 1) * out;
    row = next;
  }
  return row;
}
