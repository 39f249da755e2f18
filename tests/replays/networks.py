"""Networks, losses and update rules a second time, as textbooks write them; nothing of vizpipe is used.

A network is a vector of numbers, layer by layer the weights row by row, then the biases, with its ``Shape``.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Targets = npt.NDArray[Any]
"""One row or one class number a sample."""
Step = Callable[[Array, Array], Array]
"""Weights and their gradient → new weights; what a rule remembers between steps it keeps itself."""
TINY = 1e-7
"""Added to what a logarithm is taken of."""


class Shape(NamedTuple):
    """Units of each layer, the input first, and an activation for each layer but the input."""

    units: tuple[int, ...]
    names: tuple[str, ...]

    @property
    def numbers(self) -> int:
        """How many numbers the network has."""
        return sum((above + 1) * below for above, below in pairwise(self.units))


def sigmoid(z: Array) -> Array:
    """1 / (1 + e⁻ᶻ)."""
    return np.asarray(np.exp(-np.logaddexp(0.0, -z)))  # of large z too


def softmax(z: Array) -> Array:
    """Powers of e over their sum, row by row."""
    powers = np.exp(z)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "sigmoid": sigmoid,
    "softmax": softmax,
    "tanh": np.tanh,
    "relu": lambda z: np.where(z > 0.0, z, 0.0),
    "identity": lambda z: z,
}
SLOPES: dict[str, Callable[[Array], Array]] = {
    "sigmoid": lambda z: sigmoid(z) * sigmoid(-z),
    "tanh": lambda z: 1.0 - np.tanh(z) ** 2,
    "relu": lambda z: np.where(z > 0.0, 1.0, 0.0),
    "identity": np.ones_like,
}


def layers(shape: Shape, vector: Array) -> list[tuple[Array, Array]]:
    """Weights (inputs, units) and biases (units,) of each layer."""
    found, rest = [], vector
    for inputs, units in pairwise(shape.units):
        weights, biases, rest = np.split(rest, [inputs * units, (inputs + 1) * units])
        found.append((weights.reshape(inputs, units), biases))
    return found


def passed(shape: Shape, vector: Array, x: Array, masks: Sequence[Array] = ()) -> tuple[list[Array], list[Array]]:
    """Weighted sums of each layer, and what each layer answers, the input before them."""
    sums, answers = [], [x]
    for index, ((weights, biases), name) in enumerate(zip(layers(shape, vector), shape.names, strict=True)):
        sums.append(answers[-1] @ weights + biases)
        answer = FUNCTIONS[name](sums[-1])
        answers.append(answer * masks[index] if index < len(masks) else answer)
    return sums, answers


def outputs(shape: Shape, vector: Array, x: Array) -> Array:
    """What the last layer answers."""
    return passed(shape, vector, x)[1][-1]


def costs(kind: str, y: Array, t: Targets) -> Array:
    """Each row's loss: ``squares``, ``binary`` cross-entropy, or cross-entropy of ``classes`` by number, (rows,)."""
    if kind == "squares":
        return np.asarray(((y - t) ** 2).sum(axis=1) / 2.0)
    if kind == "binary":
        return np.asarray(-np.where(t, np.log(y + TINY), np.log(1.0 - y + TINY)).sum(axis=1))
    return np.asarray([-np.log(row[label] + TINY) for row, label in zip(y, t, strict=True)])


def cost(kind: str, y: Array, t: Targets) -> float:
    """The mean of the rows' losses."""
    return float(costs(kind, y, t).mean())


def share_right(y: Array, labels: npt.NDArray[np.int64]) -> float:
    """The share of rows whose class is right."""
    chosen = np.rint(y[:, 0]) if y.shape[1] == 1 else np.argmax(y, axis=1)
    return sum(int(mine) == int(true) for mine, true in zip(chosen, labels, strict=True)) / len(labels)


def gradient(shape: Shape, vector: Array, x: Array, t: Targets, kind: str, masks: Sequence[Array] = ()) -> Array:
    """How the mean loss changes with each number of the network, by the chain rule."""
    sums, answers = passed(shape, vector, x, masks)
    y = answers[-1]
    if kind == "squares":
        back = (y - t) / len(x)
    elif kind == "binary":
        back = np.where(t, -1.0 / (y + TINY), 1.0 / (1.0 - y + TINY)) / len(x)
    else:
        back = -np.eye(y.shape[1])[t.astype(int)] / (y + TINY) / len(x)
    parts: list[Array] = []
    for index in reversed(range(len(shape.names))):
        if shape.names[index] == "softmax":
            back = y * back - y * (y * back).sum(axis=1, keepdims=True)
        else:
            back = back * SLOPES[shape.names[index]](sums[index])
        parts = [(answers[index].T @ back).ravel(), back.sum(axis=0), *parts]
        back = back @ layers(shape, vector)[index][0].T
        if 0 < index <= len(masks):
            back = back * masks[index - 1]
    return np.concatenate(parts)


def sgd(rate: float) -> Step:
    """W − η∇L."""
    return lambda w, g: w - rate * g


def momentum(rate: float) -> Step:
    """V ← 0.9v − η∇L, w + v."""
    v: Array | float = 0.0

    def step(w: Array, g: Array) -> Array:
        nonlocal v
        v = 0.9 * v - rate * g
        return w + v

    return step


def adagrad(rate: float) -> Step:
    """H ← h + ∇L², w − η∇L / (√h + 10⁻⁷)."""
    h: Array | float = 0.0

    def step(w: Array, g: Array) -> Array:
        nonlocal h
        h = h + g**2
        return np.asarray(w - rate * g / (np.sqrt(h) + TINY))

    return step


def rmsprop(rate: float) -> Step:
    """H ← 0.99h + 0.01∇L², w − η∇L / (√h + 10⁻⁷)."""
    h: Array | float = 0.0

    def step(w: Array, g: Array) -> Array:
        nonlocal h
        h = 0.99 * h + 0.01 * g**2
        return np.asarray(w - rate * g / (np.sqrt(h) + TINY))

    return step


def adam(rate: float) -> Step:
    """Kingma and Ba's algorithm 1, line by line."""
    steps = 0
    m: Array | float = 0.0
    v: Array | float = 0.0

    def step(w: Array, g: Array) -> Array:
        nonlocal steps, m, v
        steps += 1
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        return np.asarray(w - rate * (m / (1.0 - 0.9**steps)) / (np.sqrt(v / (1.0 - 0.999**steps)) + 1e-8))

    return step


class Remedy(NamedTuple):
    """What each step does against overfitting."""

    dropout: float = 0.0
    decay: float = 0.0
    longest: float = np.inf

    def shortened(self, shape: Shape, vector: Array) -> Array:
        """Weights into each unit not longer than allowed."""
        parts = []
        for weights, biases in layers(shape, vector):
            lengths = np.linalg.norm(weights, axis=0)
            parts += [(weights * np.where(lengths > self.longest, self.longest / lengths, 1.0)).ravel(), biases]
        return np.concatenate(parts)


def only_weights(shape: Shape, vector: Array) -> Array:
    """The vector with 0 for biases."""
    return np.concatenate([part for w, b in layers(shape, vector) for part in (w.ravel(), 0.0 * b)])


class Task(NamedTuple):
    """What is learned, from what."""

    x: Array
    t: Targets
    kind: str
    batch: int


def epochs(
    shape: Shape, vector: Array, task: Task, step: Step, rng: np.random.Generator, remedy: Remedy | None = None
) -> Iterator[tuple[Array, list[float]]]:
    """After each epoch of mini-batches in a new order the network, and each mini-batch's loss before its step."""
    while True:
        order, told = rng.permutation(len(task.x)), []
        for rows in np.split(order, range(task.batch, len(order), task.batch)):
            x, t, masks = task.x[rows], task.t[rows], []
            if remedy and remedy.dropout:
                kept = [rng.random((len(rows), units)) >= remedy.dropout for units in shape.units[1:-1]]
                masks = [each / (1.0 - remedy.dropout) for each in kept]
            told.append(cost(task.kind, passed(shape, vector, x, masks)[1][-1], t))
            slope = gradient(shape, vector, x, t, task.kind, masks)
            if remedy:
                slope = slope + remedy.decay * only_weights(shape, vector)
            vector = step(vector, slope)
            if remedy:
                vector = remedy.shortened(shape, vector)
        yield vector, told
