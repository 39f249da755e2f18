"""What captions claim of their films, worked out again from the frames alone.

A claim is a pattern with a group for each number, and what these must be. A recipe that rewords its caption rewords
its claims: a pattern that matches at none of many settings is a failure of the sweep.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from sweeps.sentences import NUMBER, read
from vizpipe import nn
from vizpipe.film.film import Film

N = f"({NUMBER})"
Claim = Callable[[Film[Any]], Sequence[float]]


def of(recipe: str) -> list[str]:
    """The claims that a recipe makes, as patterns."""
    return list(CLAIMS.get(recipe, {}))


def denied(recipe: str, film: Film[Any], text: str, heard: set[str]) -> Iterator[str]:
    """Claims of a text that its film denies; adds those that it makes to ``heard``."""
    for pattern, claim in CLAIMS.get(recipe, {}).items():
        for found in re.finditer(pattern, text):
            heard.add(pattern)
            for said, true in zip(found.groups(), claim(film), strict=True):
                if not _agree(said, float(true)):
                    yield f"it says {found[0]!r}, and by its film that is {true:g}"


def _agree(said: str, true: float) -> bool:
    """Whether a number is said to as many digits as are given."""
    digits = re.sub(r"·?10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+$", "", said).partition(".")[2]
    scale = abs(read(said)) / max(abs(read(said.partition("·")[0])), 1e-300) if "·" in said else 1.0
    return bool(np.isclose(read(said), true, rtol=1e-6, atol=0.501 * scale * 10.0 ** -len(digits)))


def _right(network: nn.Network, vector: Any, samples: Any, labels: Any) -> float:
    """Per cent of two classes on the right side."""
    return 100.0 * float(np.mean((network.predict(vector, samples)[:, 0] > 0.5) == labels))


def _plateau(film: Film[Any]) -> list[float]:
    """The first epoch from which on the loss is a tenth below that of guessing."""
    high = [frame.epoch for frame in film if frame.loss >= 0.9 * np.log(5.0)]
    return [max(high) + 1]


def _spreads(frame: Any) -> list[float]:
    """How widely digits of a kind scatter, as a share of how widely all do."""
    places, labels = frame.places, frame.labels
    own = np.stack([places[labels == label].mean(axis=0) for label in labels])
    return [float((places - own).std() / (places - places.mean(axis=0)).std())]


def _product(frame: Any) -> list[float]:
    """What a network answers, layer by layer, number by number."""
    signal, start = list(frame.x), 0
    for layer, (inputs, units) in enumerate(zip(frame.sizes[:-1], frame.sizes[1:], strict=True)):
        weights = frame.parameters[start : start + inputs * units].reshape(inputs, units)
        bias = frame.parameters[start + inputs * units : start + inputs * units + units]
        start += inputs * units + units
        sums = [sum(signal[i] * weights[i, k] for i in range(inputs)) + bias[k] for k in range(units)]
        signal = [1.0 / (1.0 + np.exp(-z)) if frame.activations[layer] == "sigmoid" else z for z in sums]
    return [float(value) for value in signal]


def _slopes(film: Film[Any]) -> list[float]:
    """∂L by both weights, by differences."""
    x1, w1, x2, w2, b, t = (float(value) for value in film[0].leaves)

    def loss(w1: float, w2: float) -> float:
        return 0.5 * (1.0 / (1.0 + math.exp(-(w1 * x1 + w2 * x2 + b))) - t) ** 2

    h = 1e-6
    return [(loss(w1 + h, w2) - loss(w1 - h, w2)) / (2 * h), (loss(w1, w2 + h) - loss(w1, w2 - h)) / (2 * h)]


def _descended(number: int) -> Claim:
    """How far from the bottom one of three descents ended."""
    return lambda film: [float(np.sqrt((film[-1].places[number] ** 2).sum()))]


def _scatter(film: Film[Any]) -> list[float]:
    first, last = film[0].losses, film[-1].losses
    return [first.std(), 1, last.std(), first.std() / last.std()]


def _first_right(film: Film[Any], number: int) -> list[float]:
    return [next(frame.epoch for frame in film if frame.accuracies[number] >= 0.8)]


def _since(film: Film[Any]) -> list[float]:
    """The tick after the last at which the network had not all four cases."""
    return [max((frame.tick for frame in film if frame.right[1] < 4), default=-1) + 1]


CLAIMS: dict[str, dict[str, Claim]] = {
    "activations": {rf"the sigmoid's is at most {N};": lambda film: [film[0].derivatives[1].max()]},
    "backpropagation": {rf"∂L/∂w₁ = {N}, ∂L/∂w₂ = {N};": _slopes},
    "batch-loss": {rf"deviation is {N} with {N} sample and {N} with 256: {N} times less": _scatter},
    "classifier": {
        rf"After {N} epochs?, {N}\u00a0% of the training samples and {N}\u00a0% of": lambda film: [
            film[-1].epoch, 100 * film[-1].train_accuracy, 100 * film[-1].test_accuracy,
        ],
        rf"leaves its plateau at epoch {N}\.": _plateau,
        rf"The loss ends at {N}: that is more": lambda film: [film[-1].loss],
    },
    "deep-or-wide": {
        rf"Both have {N} parameters": lambda film: [film[-1].parameters.shape[1]],
        rf"After {N} epochs? the wide network's loss on unseen points is {N}, the deep one's {N}\.": lambda film: [
            film[-1].epoch, *film[-1].unseen_losses,
        ],
    },
    "depth-and-error": {
        rf"{N} to {N} networks": lambda film: [film[0].ensembles.min(), film[0].ensembles.max()],
    },
    "digits-in-the-plane": {
        rf"scatter {N} times as widely as all digits at first, {N} times": lambda film: [
            *_spreads(film[0]), *_spreads(film[-1]),
        ],
        rf"{N}\u00a0% of digits that it has never": lambda film: [100 * film[-1].accuracy],
    },
    "features": {
        rf"{N}\u00a0% by three rules, {N}\u00a0% by a neuron on five hand-made features, {N}\u00a0% by": lambda film: (
            100 * film[-1].scores
        ),
    },
    "forward-pass": {
        rf"goes in, \({N}, {N}\) comes out": lambda film: _product(film[0]),
        rf"zeros give \({N}, {N}\)": lambda film: _product(film[-1]),
    },
    "generalization": {
        rf"lowest after {N} steps?: {N}\.": lambda film: [film[-1].best_step, film[-1].best_loss],
        rf"the training loss is below {N}, which noise": lambda _: [0.35**2 / 2],
    },
    "gradient-descent": {
        rf"^.*? from the bottom: rate {NUMBER} (?:falls to|grows to|stays at) {N};": _descended(0),
        rf"^.*? from the bottom: [^;]*; rate {NUMBER} (?:falls to|grows to|stays at) {N};": _descended(1),
        rf"^.*? from the bottom: [^;]*;[^;]*; rate {NUMBER} (?:falls to|grows to|stays at) {N}\.": _descended(2),
    },
    "hidden-mapping": {
        rf"Loss (?:falls|rises) from {N} to {N} in {N} epochs?; {N}\u00a0%": lambda film: [
            film[0].loss, film[-1].loss, film[-1].epoch,
            _right(film[-1].network, film[-1].parameters, film[-1].samples, film[-1].labels),
        ],
        rf"Loss stays at {N} in {N} epochs?": lambda film: [film[-1].loss, film[-1].epoch],
    },
    "hyperparameters": {
        rf"After {N} epochs?, {N}\u00a0%, {N}\u00a0%, {N}\u00a0%, {N}\u00a0% of": lambda film: [
            film[-1].epoch, *(100 * film[-1].accuracies),
        ],
    },
    "initial-weights": {
        rf"from {N} in layer 1 to {N} in layer 5 with N\(0, 0.01²\), from {N} to {N} with Xavier, from {N} to {N}": (
            lambda film: [film[0].spreads[way, layer] for way in (1, 3, 5) for layer in (0, 4)]
        ),
    },
    "it-is-a-two": {
        rf"{N} mini-batch(?:es)? the network is {N}\u00a0% sure of the {N}\. It reads {N}\u00a0% of 297": lambda film: [
            film[-1].iteration, 100 * film[-1].confidences[film[-1].label], film[-1].label, 100 * film[-1].accuracy,
        ],
    },
    "layers-in-the-plane": {
        rf"which hold {N}\u00a0%, {N}\u00a0% and {N}\u00a0% of its variance": lambda film: 100 * film[-1].held[1:],
    },
    "learning-curves": {
        rf"from {N} to {N} from epoch {N} to epoch {N}\.": lambda film: [
            film[0].metrics[0], film[-1].metrics[0], film[0].epoch, film[-1].epoch,
        ],
        rf"it is lowest in epoch {N}, with {N}, and ends at {N}\.": lambda film: [
            film.column("metrics")[:, 2].argmin(), film.column("metrics")[:, 2].min(), film[-1].metrics[2],
        ],
    },
    "learning-rates": {
        rf"After {N} epochs? the losses are {N}, {N} and {N}": lambda film: [film[-1].epoch, *film[-1].losses[1:]],
        rf"at rate 0\.1 in epoch {N}": lambda film: _first_right(film, 1),
        rf"at rate 0\.01 in epoch {N}": lambda film: _first_right(film, 2),
    },
    "logged-images": {rf"off by {N} at first and by {N} after {N} epoch": lambda film: [*(
        np.abs(f.images[:, :, :8] / 255 - f.images[:, :, 9:] / 255).mean() for f in (film[0], film[-1])), film[-1][0]]},
    "loss-curves": {
        rf"Loss (?:falls|rises) from {N} to {N} in {N} iterations?": lambda film: [
            film[0].losses.mean(), film[-1].losses.mean(), film[-1].epoch * film[-1].losses.size,
        ],
        rf"reads {N}\u00a0% of the 1,500 digits it learned from and {N}\u00a0%": lambda film: [
            100 * film[-1].train_accuracy, 100 * film[-1].test_accuracy,
        ],
    },
    "neuron": {
        rf"classifies {N}\u00a0% of {N} samples": lambda film: [
            100 * np.mean((film[0].samples @ film[0].weights + film[0].bias > 0) == film[0].labels),
            len(film[0].samples),
        ],
    },
    "neurons-draw": {
        rf"error falls from {N} to {N}\u00a0% of the height with {N} neurons?": lambda film: [
            *(100 * np.sqrt(np.mean((frame.curve - frame.target) ** 2)) for frame in (film[0], film[-1])),
            film[-1].neurons,
        ],
    },
    "nine-seeds": {
        rf"After {N} epochs? {N} of 9 separate": lambda film: [film[-1].epoch, sum(film[-1].accuracies >= 0.8)],
        rf"the lowest loss is {N}, the highest {N}\.": lambda film: [film[-1].losses.min(), film[-1].losses.max()],
    },
    "overfitting": {
        rf"is {N} for the network left to itself and at most {N} with a remedy": lambda film: [
            film[-1].validation[0], max(film[-1].validation[1:]),
        ],
        rf"goes back to epoch {N}, ": lambda film: [film[-1].restored],
    },
    "perceptron-rule": {
        rf"XOR was changed {N} times? in {N} cases?": lambda film: [
            sum(np.diff(film.column("biases")[:, 3]) != 0), film[-1].tick,
        ],
    },
    "plane-folds": {rf"activation: {N}\u00a0% of the samples": lambda film: [100 * film[-1].accuracy]},
    "rates-and-activations": {
        rf"After {N} epochs? at least {N}\u00a0% are classified correctly": lambda film: [film[-1].epoch, 80],
        rf"In {N} of the ReLU networks a unit is dead": lambda film: [
            sum((np.maximum(film[-1].samples @ v[:4].reshape(2, 2) + v[4:6], 0).max(axis=0) == 0).any()
                for v in film[-1].parameters[3:]),
        ],
    },
    "structure": {
        rf"A convolution with {N} parameters reads {N}\u00a0%": lambda film: [
            film[-1].numbers[-1], 100 * film[-1].right[-1],
        ],
        rf"connected networks read {N}\u00a0% with {N} and {N}\u00a0% with {N}\.": lambda film: [
            *(value for n in (2, 3) for value in (100 * film[-1].right[n], film[-1].numbers[n])),
        ],
    },
    "three-steps": {
        rf"their losses range from {N} to {N}\.": lambda film: [
            min(film[0].losses), max(film[0].losses),
        ],
    },
    "xor-duel": {
        rf"this neuron had at most {N}, ": lambda film: [max(frame.right[0] for frame in film)],
        rf"The network has all 4 from update {N} on": _since,
    },
}  # fmt: skip
