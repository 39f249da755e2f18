"use strict";
// What a network's layers make of points: the steps of encoding's passages, worked out here from their weights.
const each = (change) => (values) => { for (let at = 0; at < values.length; at += 1) values[at] = change(values[at]); };
const ACTIVATIONS = {
  step: each((value) => (value > 0 ? 1 : 0)),
  sigmoid: each((value) => 1 / (1 + Math.exp(-value))),
  tanh: each(Math.tanh),
  relu: each((value) => (value > 0 ? value : 0)),
  identity: () => {},
  softmax: (values, wide) => {
    for (let from = 0; from < values.length; from += wide) {
      const row = values.subarray(from, from + wide), most = Math.max(...row);
      let sum = 0;
      for (let at = 0; at < wide; at += 1) sum += row[at] = Math.exp(row[at] - most);
      for (let at = 0; at < wide; at += 1) row[at] /= sum;
    }
  },
};

// The same while things move, off by a thousandth at most, in a fifth of the time.
const near = (value) => {
  if (Math.abs(value) > 4.9) return Math.sign(value);
  const square = value * value;
  return value * (135135 + square * (17325 + square * (378 + square))) / (135135 + square * (62370 + square * (3150 + square * 28)));
};
const NEARLY = { ...ACTIVATIONS, tanh: each(near), sigmoid: each((value) => 0.5 + 0.5 * near(value / 2)) };

// All points at once, row by row, `wide` numbers each: a step makes one array, whatever the number of points.
function follow(steps, weights, points, wide, isQuick = false) {
  let values = Float64Array.from(points), at = 0;
  for (const step of steps) {
    if (typeof step === "string") {
      (isQuick ? NEARLY : ACTIVATIONS)[step](values, wide);
      continue;
    }
    const [into, out] = step, count = values.length / into, next = new Float64Array(count * out), bias = at + into * out;
    for (let point = 0, to = 0; point < count; point += 1) {
      const from = point * into;
      for (let unit = 0; unit < out; unit += 1, to += 1) {
        let sum = weights[bias + unit];
        for (let input = 0, weight = at + unit; input < into; input += 1, weight += out) sum += values[from + input] * weights[weight];
        next[to] = sum;
      }
    }
    at += (into + 1) * out;
    values = next;
    wide = out;
  }
  return { values, wide };
}
