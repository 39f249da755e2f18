"""What built-in recipes show of planes: fields and samples, worked out from a frame's numbers with numpy alone."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from expected import FLAT, Dots, Plane, Values, answers, sides
from replays.folds import moved
from replays.networks import FUNCTIONS, Shape, layers, sigmoid
from vizpipe.drawing.theme import Theme

Array = npt.NDArray[np.float64]

CASES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
AND, NAND, OR, XOR = (np.array(each) for each in ((0, 0, 0, 1), (1, 1, 1, 0), (0, 1, 1, 1), (0, 1, 1, 0)))
BENT = Shape((2, 2, 1), ("tanh", "sigmoid"))
FAR = 50.0
"""Beyond all weighted sums."""


def deep_or_wide(frame: Any, _: Theme) -> list[Plane]:
    """A wide and a deep network."""
    dots = (Dots(frame.samples, frame.labels, 8.0),)
    shapes = ((2, 54, 1), (2, 9, 9, 9, 1))
    return [Plane(answers(each, *shape), 110, dots) for each, shape in zip(frame.parameters, shapes, strict=True)]


def gates(frame: Any, _: Theme) -> list[Plane]:
    """Three neurons, their stack in the plane of the inputs, and its last neuron in the plane of what it gets."""
    single = [sides(*each) for each in zip(frame.weights, frame.biases, strict=True)]

    def stacked(x: Array) -> Array:
        between = np.stack([single[1](x), single[2](x)], axis=1)
        return np.where(np.isnan(between).any(axis=1), np.nan, single[0](between))

    planes = [(values, CASES, gate) for values, gate in zip(single, (AND, NAND, OR), strict=True)]
    planes += [(stacked, CASES, XOR), (single[0], np.stack([NAND, OR], axis=1).astype(float), XOR)]
    return [Plane(values, 240, (Dots(points, gate, 26.0),)) for values, points, gate in planes]


def hidden_mapping(frame: Any, _: Theme) -> list[Plane]:
    """The plane of inputs, of weighted sums, of activations."""
    bend = FUNCTIONS[str(frame.activations[0])]
    (matrix, shift), (weights, bias) = layers(BENT, frame.parameters)
    sums = frame.samples @ matrix + shift

    def of_activations(a: Array) -> Array:
        return np.asarray(sigmoid(a @ weights + bias)[:, 0])

    values = (lambda x: of_activations(bend(x @ matrix + shift))), (lambda z: of_activations(bend(z))), of_activations
    places = frame.samples, sums, bend(sums)
    told = zip((values[0] if frame.epoch else None, *values[1:]), places, (8.0, 5.0, 8.0), (0.0, 0.0, 0.4), strict=True)
    return [Plane(each, 160, (Dots(at, frame.labels, size),), faint=faint) for each, at, size, faint in told]


def hyperparameters(frame: Any, _: Theme) -> list[Plane]:
    """Networks of three hidden units and of one; samples alone while the knobs are turned."""
    four = zip((frame.first, frame.second, frame.third, frame.fourth), (3, 1, 3, 3), strict=True)
    dots = (Dots(frame.samples, frame.labels, 6.0),)
    if frame.turned < 1.0:
        return [Plane(None, 0, dots)] * 4
    return [Plane(answers(vector, 2, units, 1), 80, dots) for vector, units in four]


def layers_in_the_plane(frame: Any, _: Theme) -> list[Plane]:
    """The same samples as they are, and in the plane of each layer."""
    return [Plane(None, 0, (Dots(places, frame.labels, 9.0),)) for places in frame.places]


def learning_rates(frame: Any, _: Theme) -> list[Plane]:
    """All four networks, the first, whose borders are sharp, as it was at the last fifth epoch."""
    dots = (Dots(frame.samples, frame.labels, 7.0),)
    four = zip((frame.held, *frame.parameters[1:]), (200, 90, 90, 90), strict=True)
    return [Plane(answers(each, 2, 2, 1, hidden=frame.activation), cells, dots) for each, cells in four]


def linear_stack(frame: Any, _: Theme) -> list[Plane]:
    """Samples after so many linear layers, the last of them in part; after all of them; through a layer with tanh.

    There a field at last, of what the output unit makes of that layer's plane.
    """
    x = end = frame.samples
    for number, (matrix, bias) in enumerate(zip(frame.matrices, frame.biases, strict=True)):
        x = x + np.clip(frame.depth - number, 0.0, 1.0) * (x @ matrix + bias - x)
        end = end @ matrix + bias
    (matrix, shift), (weights, offset) = layers(BENT, frame.parameters)
    bent = (1.0 - frame.bend) * frame.samples / 2.6 + frame.bend * np.tanh(frame.samples @ matrix + shift)

    def cut(a: Array) -> Array:
        return np.asarray(sigmoid(a @ weights + offset)[:, 0])

    shown, cells = (cut, 100) if frame.bend == 1.0 else (None, 0)
    return [
        Plane(None, 0, (Dots(x, frame.labels, 7.0),)),
        Plane(None, 0, (Dots(end, frame.labels, 7.0),)),
        Plane(shown, cells, (Dots(bent, frame.labels, 7.0),)),
    ]


def neuron(frame: Any, _: Theme) -> list[Plane]:
    """Samples over their weighted sums, as high as their class."""
    sums = frame.samples @ frame.weights + frame.bias
    return [Plane(None, 0, (Dots(np.stack([sums, frame.labels], axis=1), frame.labels),))]


def nine_seeds(frame: Any, _: Theme) -> list[Plane]:
    """Nine networks, and what they learn from."""
    dots = (Dots(frame.samples, frame.labels, 7.0),)
    nine = [Plane(answers(each, 2, 2, 1, hidden=frame.activation), 90, dots) for each in frame.parameters]
    return [*nine, Plane(None, 0, dots)]


def overfitting(frame: Any, _: Theme) -> list[Plane]:
    """A network left to itself, and one with weight decay, over the samples that they learn from."""
    dots = (Dots(frame.samples, frame.labels, 9.0),)
    return [Plane(answers(frame.parameters[way], 2, 32, 1), 90, dots) for way in (0, 3)]


def perceptron_rule(frame: Any, _: Theme) -> list[Plane]:
    """Four neurons."""
    neurons = zip(frame.weights, frame.biases, (AND, NAND, OR, XOR), strict=True)
    return [Plane(_beside(weights, bias, 0.5), 100, (Dots(CASES, gate, 28.0),)) for weights, bias, gate in neurons]


def _beside(normal: Array, bias: float, reach: float) -> Values:
    """Both sides of a neuron's line, which fade to ½ at a distance."""

    def values(x: Array) -> Array:
        away = (x @ normal + bias) / (np.hypot(*normal) or 1.0)
        is_near = np.any(normal) & (np.abs(away) < FLAT)
        return np.where(is_near, np.nan, 0.5 + 0.5 * np.sign(away) * np.maximum(1.0 - abs(away) / reach, 0))

    return values


def plane_folds(frame: Any, _: Theme) -> list[Plane]:
    """The plane at its depth, and small at each of three depths that it has reached; last what each sample answers."""
    (matrix, bias), _output = layers(BENT, frame.parameters)
    corners = 3.0 * np.array([[-1, -1], [-1, 1], [1, 1], [1, -1]])
    views = 3.3, 1.1 * np.abs(corners @ matrix + bias).max(), 1.25
    tints = [frame.parted * np.clip(depth + 1.0 - frame.depth, 0.0, 1.0) for depth in range(3)]
    small = [
        _fold(frame._replace(parted=tint), depth, view, 80, 7.0)
        for depth, (view, tint) in enumerate(zip(views, tints, strict=True))
        if frame.reached >= depth
    ]
    shown = answers(frame.parameters, 2, 2, 1)(frame.samples)
    heights = np.modf(0.618 * np.arange(len(shown)))[0]
    dots = Dots(np.stack([1.9 * shown - 0.95, 0.7 * heights - 0.35], axis=1), frame.labels, 7.0)
    last = Plane(lambda x: np.clip(0.5 + frame.parted * ((x[:, 0] + 0.95) / 1.9 - 0.5), 0.0, 1.0), 80, (dots,))
    return [_fold(frame, frame.depth, frame.camera, 160, 10.0), *small, *([last] if frame.parted else [])]


def _fold(frame: Any, depth: float, camera: float, cells: int, size: float) -> Plane:
    """The plane at a depth, half of it ``camera`` wide: a field of what its points were at first."""
    (matrix, bias), _output = layers(BENT, frame.parameters)
    share, squash = min(depth, 1.0), max(depth - 1.0, 0.0)
    corner, *ends = moved(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]), share, matrix, bias)

    def values(places: Array) -> Array:
        if not frame.parted:
            return np.full(len(places), 0.5)
        y = places * camera
        low, high = np.full_like(y, -FAR), np.full_like(y, FAR)
        for _ in range(60):  # halves what may be the weighted sums
            middle = 0.5 * (low + high)
            is_low = (1.0 - squash) * middle + squash * np.tanh(middle) < y
            low, high = np.where(is_low, middle, low), np.where(is_low, high, middle)
        x = np.linalg.solve((ends - corner).T, (low - corner).T).T
        is_seen, found = (np.abs(x) < 3.0).all(axis=1), np.full(len(x), np.nan)
        found[is_seen] = answers(frame.parameters, 2, 2, 1)(x[is_seen])
        return np.asarray(0.5 + frame.parted * (found - 0.5))

    places = moved(frame.samples, depth, matrix, bias) / camera
    return Plane(values, cells, (Dots(places, frame.labels, size),), off=1e-4)  # the recipe looks tanh up in a table


def rates_and_activations(frame: Any, _: Theme) -> list[Plane]:
    """A tanh network for each of three rates, then a ReLU network for each."""
    dots = (Dots(frame.samples, frame.labels, 6.0),)
    vectors = zip(frame.parameters, 3 * ["tanh"] + 3 * ["relu"], strict=True)
    return [Plane(answers(vector, 2, 2, 1, hidden=hidden), 90, dots) for vector, hidden in vectors]


def sigmoid_to_step(frame: Any, _: Theme) -> list[Plane]:
    """The neuron where it comes to rest: a threshold to the right of −2.6, for that is where the loss falls."""

    def slope(place: float) -> float:
        h = 1e-5
        above, below = (((sigmoid(frame.steepness * (frame.samples - each)) - frame.labels) ** 2).mean() / 2.0
                        for each in (place + h, place - h))  # fmt: skip
        return float(above - below) / (2.0 * h)

    rest = next(place for place in -2.6 + 0.01 * np.arange(760) if slope(place) > -1e-3)
    points = np.stack([frame.samples, frame.labels], axis=1).astype(float)
    values: Values = lambda x: sigmoid(frame.steepness * (x[:, 0] - rest))  # noqa: E731
    return [Plane(values, 240, (Dots(points, frame.labels, 13.0),))]


def weights_and_bias(frame: Any, _: Theme) -> list[Plane]:
    """A neuron, and the four cases as it answers them."""
    gate = (CASES @ frame.weights + frame.bias > 0.0).astype(np.int64)
    return [Plane(sides(frame.weights, frame.bias), 100, (Dots(CASES, gate, 28.0),))]


def xor_duel(frame: Any, _: Theme) -> list[Plane]:
    """A neuron, a network, and the same network in the plane of its hidden units."""
    (matrix, shift), (weights, offset) = layers(BENT, frame.parameters)

    def bent(a: Array) -> Array:
        return np.asarray(sigmoid(a @ weights + offset)[:, 0])

    return [
        Plane(_beside(frame.neuron[:2], frame.neuron[2], 0.15), 100, (Dots(CASES, XOR, 32.0),)),
        Plane(answers(frame.parameters, 2, 2, 1), 90, (Dots(CASES, XOR, 32.0),)),
        Plane(bent, 100, (Dots(np.tanh(CASES @ matrix + shift), XOR, 26.0),)),
    ]


TABLE: dict[str, Callable[[Any, Theme], list[Plane]]] = {
    each.__name__.replace("_", "-"): each
    for each in (
        deep_or_wide, gates, hidden_mapping, hyperparameters, layers_in_the_plane, learning_rates, linear_stack, neuron,
        nine_seeds, overfitting, perceptron_rule, plane_folds, rates_and_activations, sigmoid_to_step,
        weights_and_bias, xor_duel,
    )
}  # fmt: skip
"""The planes that a frame of each recipe asks for, in the order of their panels; a recipe without a line has none."""
