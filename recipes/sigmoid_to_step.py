"""The steeper a sigmoid, the more its loss is a staircase: flat where learning starts, with no slope to follow."""

from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import nn
from vizpipe.drawing import given, signed
from vizpipe.recipe import Array, Beat, Count, Film, Flags, Integers, Rate, Say, Seed, Words, recipe

REACH = 5.0
X = np.linspace(-REACH, REACH, 1001)
"""Inputs and thresholds that are looked at."""
HERE = -2.6
"""The threshold that learning starts from, far from the best one."""
FLAT = 1e-3
"""A loss with a slope below this is too flat to learn by."""
BENT, STEP = 2.0, 50.0
"""The steepness from which the loss is seen to bend towards stairs, and from which a sigmoid is as good as a step."""


class Steeper(NamedTuple):
    """A neuron σ(k(x − θ)) of one input, and samples whose class it should tell."""

    doublings: float
    """log₂ k, so that as much time passes while k doubles from 1 as from 50."""
    samples: Array
    """Shape (samples,)."""
    labels: Integers

    @property
    def steepness(self) -> float:
        """k; the step is its limit."""
        return float(2.0**self.doublings)

    def answer(self, x: Array, threshold: Array | float = 0.0) -> Array:
        """What the neuron answers to inputs of any shape."""
        return nn.sigmoid.forward(self.steepness * (x - threshold))

    def loss(self, thresholds: Array) -> Array:
        """Half the mean squared error for thresholds (n,), shape (n,)."""
        answers = self.answer(self.samples, thresholds[:, None])
        return np.asarray(0.5 * ((answers - self.labels) ** 2).mean(axis=1))

    def slope(self, thresholds: Array) -> Array:
        """∂loss/∂θ for thresholds (n,), shape (n,)."""
        y = self.answer(self.samples, thresholds[:, None])
        return np.asarray(((y - self.labels) * y * (1.0 - y) * -self.steepness).mean(axis=1))

    @property
    def rest(self) -> float:
        """Where learning stops: downhill from its start, the first threshold where the loss is flat or turns up."""
        down = -np.sign(self.slope(np.array([HERE]))[0])
        way = np.arange(HERE, down * REACH, 0.01 * down) if down else np.array([HERE])
        is_done = -down * self.slope(way) < FLAT
        return float(way[is_done.argmax() if is_done.any() else -1])

    @property
    def way(self) -> Array:
        """From the start to where learning stops: thresholds and their losses, shape (200, 2)."""
        thresholds = np.linspace(HERE, self.rest, 200)
        return np.stack([thresholds, self.loss(thresholds)], axis=1)

    @property
    def untrodden(self) -> Array:
        """The loss for thresholds X, nan where the way is."""
        return np.where((X - HERE) * (X - self.rest) < 0.0, np.nan, self.loss(X))

    @property
    def errors(self) -> Array:
        """From each sample's rim to what the neuron answers where learning stops, shape (samples, 2, 2)."""
        x, answers = self.samples, self.answer(self.samples, self.rest)
        rims = np.clip(answers, self.labels - 0.025, self.labels + 0.025)
        return np.stack([np.stack([x, y], axis=1) for y in (rims, answers)], axis=1)

    @property
    def wrong(self) -> Flags:
        """Which samples lie on the wrong side of where learning stops, shape (samples,)."""
        return np.asarray((self.samples > self.rest) != self.labels)

    def is_stuck(self) -> bool:
        """Whether learning stops where it starts."""
        return abs(self.rest - HERE) < 0.1

    def gets_far(self) -> bool:
        """Whether the loss where learning stops is close to the least one."""
        return bool(self.way[-1, 1] - self.loss(X).min() <= 0.01)


def staircase(samples: Array, labels: Integers, thresholds: Array) -> Array:
    """The loss of a neuron with a step, for thresholds (n,), shape (n,)."""
    answers = nn.step.forward(samples - thresholds[:, None])
    return np.asarray(0.5 * ((answers - labels) ** 2).mean(axis=1))


@recipe(
    title="From the sigmoid to the step",
    chapter="Activations and outputs",
    ideas=("Step against sigmoid: a steeper sigmoid tends to the step; smoothness is what makes learning possible",),
)
def sigmoid_to_step(
    *,
    steepest: Annotated[Rate, Meta(le=10000.0), "The steepness k of the last frame"] = 100.0,
    samples: Annotated[Count, "Samples of one input, from −5 to 5"] = 24,
    steps: Annotated[int, Meta(ge=2, le=2000), "Frames"] = 60,
    seed: Seed = 2,
) -> Iterator[Steeper]:
    """Make a sigmoid steeper and steeper; its threshold should part samples whose classes overlap a little."""
    rng = np.random.default_rng(seed)
    points = np.sort(rng.uniform(-REACH, REACH, samples))
    labels = (points + rng.normal(0.0, 0.8, samples) > 1.0).astype(np.int64)
    for doublings in np.log2(np.geomspace(min(0.5, 0.5 * steepest), steepest, steps)):
        yield Steeper(float(doublings), points, labels)


@sigmoid_to_step.picture
def picture(film: Film[Steeper]) -> vp.Picture[Steeper]:
    """The neuron where learning stops, with its errors, beside its loss and the way down."""
    labels = film[0].labels
    cases = np.stack([film[0].samples, labels], axis=1)
    right = vp.phrase("{n}/{all} right", n=lambda frame: int((~frame.wrong).sum()), all=len(labels))
    marks = (
        vp.Field[Steeper](lambda frame, points: frame.answer(points[:, 0], frame.rest), cells=240),
        vp.Edge[Steeper]("errors", 2.0),
        vp.Line[Steeper](1.05 * X, lambda frame: frame.answer(1.05 * X, frame.rest), width=3.5),
        vp.Samples[Steeper](cases, labels, 13.0),
        vp.Crosses[Steeper](cases, "wrong", 9.0, 2.5),
        vp.Label[Steeper](np.array([REACH, 0.12]), "× wrong", shift=(0.0, 0.0), has_ground=True, align="right"),
        vp.Corner[Steeper](vp.phrase("steepness k = {k:.1f}", k=lambda frame: frame.steepness)),
        *_error(labels),
    )
    limits = (-REACH - 0.25, REACH + 0.25, -0.16, 1.16)
    neuron = vp.panel(*marks, title="The neuron after learning", x="x", limits=limits, ticks=(None, (0, 1)))
    return vp.Picture(vp.stack(neuron, _loss(film)), counter=(right,), thumb=neuron)


def _error(labels: Integers) -> tuple[vp.When[Steeper], ...]:
    """The name of an error, where no other line is: left of all of class 1, or right of all of class 0."""
    first, last = int(labels.argmax()), int(len(labels) - 1 - labels[::-1].argmin())
    return _named(first, last, "right"), _named(last, first, "left")


def _named(sample: int, other: int, align: Literal["left", "right"]) -> vp.When[Steeper]:
    """The name of a sample's error, where it is longer than the other's, and not short."""

    def length(frame: Steeper, number: int) -> float:
        rim, answer = frame.errors[number, :, 1]
        return float(abs(answer - rim))

    shift = (-9.0 if align == "right" else 9.0, 0.0)
    name = vp.Label[Steeper](
        lambda f: f.errors[sample].mean(axis=0), "error", shift=shift, has_ground=True, align=align
    )
    return vp.When(lambda f: length(f, sample) > max(0.2, length(f, other)), (name,))


def _loss(film: Film[Steeper]) -> vp.Panel[Steeper]:
    """The loss, broken where learning goes down it, over the stairs of the step in grey."""
    first, stairs = film[0], staircase(film[0].samples, film[0].labels, X)
    name = vp.phrase("the way at k = {k:.1f}", k=first.steepness)
    gentle = (
        vp.Line[Steeper](first.way[:, 0], first.way[:, 1], "gradient", 3.0, dashes=(3.0, 2.0)),
        vp.Label[Steeper](first.way[90], name, "gradient", shift=(-8.0, -22.0), align="right"),
    )
    marks = (
        vp.Rule[Steeper](lambda frame: X[frame.loss(X).argmin()]),
        vp.Label[Steeper](lambda f: (X[f.loss(X).argmin()], stairs.max()), "lowest loss", shift=(10.0, 0.0)),
        vp.Line[Steeper](X, stairs, "line", 6.0, jump=1e-9),
        vp.Line[Steeper](X, "untrodden", width=3.5),
        *([vp.When[Steeper](Steeper.is_stuck, gentle)] if first.gets_far() else []),
        vp.Line[Steeper](lambda frame: frame.way[:, 0], lambda frame: frame.way[:, 1], "gradient", 7.0),
        vp.Dots[Steeper](lambda frame: frame.way[:1], "background", 34.0, "gradient"),
        vp.Dots[Steeper](lambda frame: frame.way[-1:], "gradient", 18.0),
        vp.Label[Steeper](lambda frame: frame.way[0], "start", "gradient", shift=(-24.0, -30.0), align="right"),
        vp.Label[Steeper](np.array([REACH, stairs[-1]]), "loss of a step", "quiet", shift=(0.0, 22.0), align="right"),
    )
    limits = (-REACH - 0.25, REACH + 0.25, -0.02, 1.08 * max(stairs.max(), first.loss(X).max()) + 0.01)
    return vp.panel(*marks, title="Its loss, and the way learning goes down", x="threshold θ", limits=limits)


@sigmoid_to_step.story
def story(film: Film[Steeper]) -> list[Beat[Steeper]]:
    """How far learning gets while the sigmoid becomes a step."""

    def is_bent(frame: Steeper) -> bool:
        return frame.steepness >= BENT and frame.gets_far()

    is_step = film[0].gets_far() and film[-1].is_stuck() and film[-1].steepness >= STEP
    smooth = "A smooth sigmoid: its loss slopes down, almost to where it is lowest"
    far = "How far does the slope of its loss lead a neuron?"
    short = "Steeper: learning stops on flat ground before the lowest loss"
    both = "A sigmoid's loss leads down; a step's has no slope, so it learns nothing"
    return [
        Beat("start", 0, smooth if film[0].gets_far() else far, 2.0),
        Beat("bent", is_bent, "Steeper: the loss bends towards the staircase of a step", 1.0),
        Beat("short", lambda frame: not (frame.is_stuck() or frame.gets_far()), short, 2.0),
        Beat("stuck", Steeper.is_stuck, "The loss is flat where learning starts: no slope, no learning", 1.0),
        Beat("end", -1, both if is_step else "", 2.5),
    ]


@sigmoid_to_step.words
def words(film: Film[Steeper], say: Say) -> Words:
    """What is lost on the way."""
    first, last, share = film[0], film[-1], 100.0 * float((np.abs(film[-1].slope(X)) < FLAT).mean())
    told = "below 0.001 for {flat:.0f}\u00a0% of all thresholds, too little to learn by"
    flat = say(told if share >= 0.5 else "0.001 or more for nearly every threshold", flat=share)
    caption = say(
        "The loss of a step is a staircase. Learning goes down from θ = {here:g} until the slope is "
        "below 0.001: to θ = {first} at k = {k1}, to {last} at k = {k2}. At k = {k2} the slope is {flat}.",
        here=HERE,
        first=signed(first.rest, 2),
        last=signed(last.rest, 2),
        flat=flat,
        k1=given(round(first.steepness, 3) or first.steepness),
        k2=given(round(last.steepness, 3) or last.steepness),
    )
    shows = say("A sigmoid that becomes steeper, and the way that learning takes down its loss, over a step's stairs.")
    return Words(say("From the sigmoid to the step: no slope, no learning"), caption, f"{shows} {caption}")
