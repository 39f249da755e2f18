"""Changing a weight turns a neuron's line, changing the bias slides it."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np

import vizpipe.drawing.picture as vp
from vizpipe import nn
from vizpipe.recipe import Array, Beat, Count, Film, Flags, Integers, Say, Words, recipe

CASES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
PLACES = 2
"""Decimals of the three numbers."""
AND = (0.5, 0.5, -0.7)
GATES = {(0, 0, 0, 1): "AND", (0, 1, 1, 1): "OR", (0, 1, 0, 1): "copies x₁", (0, 0, 0, 0): "never"}
"""What the answers to the four cases are called."""
TOURS = ((0, (0.5, 1.0, -0.1, 0.5)), (2, (-0.7, -0.2, -1.1, -0.7)))
"""Which of w₁, w₂ and b moves, and between which values."""
EVERY, KEPT = 3, 9
"""Of how many lines one leaves a trace, and for how many frames."""


class Moved(NamedTuple):
    """A neuron with one of its three numbers on the move."""

    number: int
    turning: int
    """0 while a weight moves, 1 while the bias moves."""
    weights: Array
    """Shape (2,)."""
    bias: float

    def fires(self, points: Array) -> Integers:
        """1 where b + w·x > 0, for points (n, 2)."""
        return nn.step.forward(points @ self.weights + self.bias).astype(np.int64)

    @property
    def neuron(self) -> Array:
        """w₁, w₂ and b, shape (3,)."""
        return np.array([*self.weights, self.bias])

    @property
    def threshold(self) -> float:
        """θ = −b: the neuron fires where w·x > θ."""
        return -self.bias

    @property
    def foot(self) -> Array:
        """The point of the line that is nearest to the origin, shape (2,)."""
        return np.asarray(-self.bias * self.weights / (self.weights @ self.weights))

    @property
    def table(self) -> Integers:
        """The four cases and the answers to them, shape (4, 3)."""
        return np.column_stack([CASES.astype(np.int64), self.fires(CASES)])

    @property
    def gate(self) -> str:
        """What its answers are called, if they have a name."""
        return GATES.get(tuple(self.fires(CASES).tolist()), "")


@recipe(
    title="Weights turn, the bias slides",
    loops=True,
    chapter="Perceptron and gates",
    ideas=(
        "AND with a threshold: w·x > θ, and θ = −b",
        "Weights against bias: sweep a weight and the line turns, sweep the bias and it slides",
    ),
)
def weights_and_bias(*, frames_each: Annotated[Count, "Frames of each of the two sweeps"] = 30) -> Iterator[Moved]:
    """Start from AND; move w₁ there and back, then b."""
    for turning, (which, values) in enumerate(TOURS):
        for at, stop in enumerate(np.linspace(0.0, len(values) - 1.0, frames_each + 1)[:-1]):
            leg = int(stop)
            share = stop - leg
            share = share * share * (3.0 - 2.0 * share)
            moved = np.array(AND)
            moved[which] = round(values[leg] + share * (values[leg + 1] - values[leg]), PLACES)
            yield Moved(turning * frames_each + at, turning, moved[:2], float(moved[2]))


@weights_and_bias.picture
def picture(film: Film[Moved]) -> vp.Picture[Moved]:
    """The plane with the line and its traces, the three numbers as bars, and the answers."""
    traces = [_trace(frame) for frame in film if frame.number % EVERY == 0]
    key, square = np.array([[-0.66, -0.6], [-0.49, -0.6]]), (-0.7, 1.7, -0.7, 1.7)
    marks = (
        vp.Field[Moved](vp.sides("neuron")),
        *traces,
        vp.Edge[Moved](lambda frame: np.stack([[np.zeros(2), frame.foot], key]), 2.0, is_dashed=True),
        vp.Label[Moved](key[1], "distance from 0", shift=(6.0, 0.0)),
        vp.Straight[Moved]("neuron"),
        vp.Samples[Moved](CASES, lambda frame: frame.fires(CASES), 28.0),
    )
    ticks, title = ((0, 1), (0, 1)), "Where the neuron fires"
    plane = vp.panel(*marks, title=title, x="x₁", y="x₂", limits=square, ticks=ticks, equal=True)
    bars = [
        vp.Bars[Moved](np.arange(3.0), lambda frame: np.where(_moves(frame), frame.neuron, 0.0), "ink", 0.5),
        vp.Bars[Moved](np.arange(3.0), lambda frame: np.where(_moves(frame), 0.0, frame.neuron), "quiet", 0.5),
    ]
    limits, names = (-0.6, 2.6, -1.2, 1.2), (("w₁", "w₂", "b"), (-1, 0, 1))
    three = vp.panel(vp.Rule[Moved](y=0.0), *bars, title="Its numbers", limits=limits, ticks=names, weight=(0.6, 1.0))
    answers = vp.Truth[Moved](("x₁", "x₂", "y"), "table"), vp.Corner[Moved](vp.phrase("{gate}", gate=lambda f: f.gate))
    table = vp.paper(*answers, title="Its answers", rank=1)
    rule = vp.phrase(
        "fires where {a:.2f}·x₁ + {b:.2f}·x₂ − {theta:.2f} > 0",
        a=lambda frame: frame.weights[0],
        b=lambda frame: frame.weights[1],
        theta=lambda frame: frame.threshold,
    )
    return vp.Picture(vp.stack(plane, three, table), counter=(rule,), thumb=vp.row(plane, table))


def _moves(frame: Moved) -> Flags:
    """Which of its numbers is on the move, shape (3,)."""
    return np.asarray(np.arange(3) == TOURS[frame.turning][0])


def _trace(past: Moved) -> vp.When[Moved]:
    """The line of an earlier frame, seen for a while in the same sweep."""
    line = vp.Straight[Moved](past.neuron, width=1.0, paint="quiet")
    return vp.When(lambda frame: frame.turning == past.turning and 0 < frame.number - past.number <= KEPT, (line,))


@weights_and_bias.story
def story(film: Film[Moved]) -> list[Beat[Moved]]:
    """A weight turns the line, the bias slides it, and so the answers change."""
    last_or = max((frame.number for frame in film if frame.gate == "OR"), default=len(film))
    return [
        Beat("start", 0, "AND: the neuron fires only where both inputs are 1", 1.5),
        Beat("turn", 1, "Change the weight w₁, and the line turns", 0.5),
        Beat("first", lambda frame: frame.gate == GATES[0, 1, 0, 1], "", 0.7),
        Beat("slide", lambda frame: frame.turning == 1, "Change the bias b, and the line slides in parallel", 1.0),
        Beat("or", lambda frame: frame.gate == "OR", "With a higher bias it fires more easily: AND becomes OR", 1.0),
        Beat("less", lambda frame: frame.number > last_or, "The lower the bias, the less easily it fires", 0.5),
        Beat("never", lambda frame: frame.gate == "never", "With so low a bias it never fires", 0.7),
        Beat("both", -1, "A weight turns the line, the bias slides it", 1.0),
    ]


@weights_and_bias.words
def words(film: Film[Moved], say: Say) -> Words:
    """What to look for."""
    caption = say(
        "It starts as AND: w = (0.5, 0.5), b = {b:g}. A weight says how much an input matters, the bias how easily the "
        "neuron fires; θ = −b is its threshold. The line's distance from 0 is |b| / ‖w‖.",
        b=film[0].bias,
    )
    shows = say("A plane cut by a straight line that first turns and then slides, and the truth table that follows.")
    return Words(say("Weights turn the line, the bias slides it"), caption, f"{shows} {caption}")
