"""As a sigmoid tends to the step, its loss tends to stairs: flat almost everywhere, with no slope to follow."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import nn
from vizpipe.drawing import given, marks, name_panel, page, panels, short
from vizpipe.recipe import Canvas, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

REACH = 5.0
HERE = -2.6
"""Where learning stands: the neuron's threshold, far from the best one."""


class Steeper(NamedTuple):
    """A neuron σ(k(x − θ)) of one input, and samples whose class it should tell."""

    steepness: float
    """k; the step is its limit."""
    samples: Array
    """Shape (samples,)."""
    labels: npt.NDArray[np.int64]

    def answer(self, x: Array, threshold: float = 0.0) -> Array:
        """What the neuron answers to inputs of any shape."""
        return nn.sigmoid.forward(self.steepness * (x - threshold))

    def loss(self, thresholds: Array) -> Array:
        """Half the mean squared error for thresholds (n,), shape (n,)."""
        answers = self.answer(self.samples - thresholds[:, None])
        return np.asarray(0.5 * ((answers - self.labels) ** 2).mean(axis=1))

    def flat_share(self) -> float:
        """The share of thresholds from −5 to 5 at which the loss has a slope below 1/1000."""
        slopes = np.array([self.slope(float(threshold)) for threshold in np.linspace(-REACH, REACH, 2001)])
        return float((np.abs(slopes) < 1e-3).mean())

    def slope(self, threshold: float) -> float:
        """∂loss/∂θ."""
        y = self.answer(self.samples, threshold)
        return float(((y - self.labels) * y * (1.0 - y) * -self.steepness).mean())


def staircase(samples: Array, labels: npt.NDArray[np.int64], thresholds: Array) -> Array:
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
    for steepness in np.geomspace(min(0.5, 0.5 * steepest), steepest, steps):
        yield Steeper(float(steepness), points, labels)


class Panels(NamedTuple):
    """The stage."""

    left: marks.Axes
    right: marks.Axes
    x: Array
    words: marks.Mark
    canvas: Canvas


@sigmoid_to_step.stage
def stage(canvas: Canvas, film: Film[Steeper]) -> Panels:
    """The curve at the left, the loss over thresholds at the right; the step's own quietly in both."""
    style, say, first = canvas.style, canvas.say, film[0]
    laid = page(canvas)
    left, right = panels(canvas, laid.body, 2)
    x = np.linspace(-REACH, REACH, 2001)
    quiet = style.theme.mix(style.theme.quiet, 0.55)
    left.set_xlim(-REACH, REACH)
    left.set_ylim(-0.08, 1.12)
    name_panel(canvas, left, say("The neuron σ(kx), and the step"), "x")
    marks.lines(
        left, style, [np.array([[-REACH, 0.0], [0.0, 0.0]]), np.array([[0.0, 1.0], [REACH, 1.0]])], [quiet], width=6.0
    )
    right.set_xlim(-REACH, REACH)
    stairs = staircase(first.samples, first.labels, x)
    right.set_ylim(
        -0.02,
        1.12 * film.span(lambda frame: max(staircase(frame.samples, frame.labels, x).max(), frame.loss(x).max()))[1],
    )
    name_panel(canvas, right, say("The loss for each threshold θ"), "θ")
    jumps = np.flatnonzero(np.diff(stairs))
    for start, end in zip([0, *(jumps + 1)], [*(jumps + 1), len(x)], strict=True):
        marks.lines(right, style, [np.stack([x[start:end], stairs[start:end]], axis=1)], [quiet], width=6.0)
    floor = np.full(len(first.samples), -0.0)
    marks.samples(right, style, np.stack([first.samples, floor], axis=1), first.labels, size=11.0)(
        np.stack([first.samples, floor], axis=1)
    )
    widest = [
        say("k = {k:,.1f}", k=film[-1].steepness),
        say("slope of the loss at θ = {at:g}: {slope:.6f}", at=HERE, slope=-0.1),
    ]
    return Panels(left, right, x, marks.readout(laid.header, style, widest), canvas)


@stage.draw
def draw(frame: Steeper, panels: Panels) -> None:
    """The curve, the loss, and the slope where learning stands."""
    style, say, theme = panels.canvas.style, panels.canvas.say, panels.canvas.style.theme
    marks.stroke(panels.left, style, panels.x, frame.answer(panels.x), width=3.5)
    marks.stroke(panels.right, style, panels.x, frame.loss(panels.x), width=3.5)
    here = float(frame.loss(np.array([HERE]))[0])
    slope = frame.slope(HERE)
    tangent = np.array([-1.6, 1.6])
    marks.lines(
        panels.right,
        style,
        [np.stack([HERE + tangent, here + slope * tangent], axis=1)],
        [theme.gradient],
        width=4.0,
        order=2.5,
    )
    marks.dots(panels.right, style, np.array([[HERE, here]]), theme.gradient, size=18.0, order=2.6)
    sentence = say("slope of the loss at θ = {at:g}: {slope:.6f}", at=HERE, slope=slope)
    panels.words(say("k = {k:,.1f}", k=frame.steepness), sentence)


@sigmoid_to_step.words
def words(film: Film[Steeper], say: Say) -> Words:
    """What is lost on the way."""
    first, last = film[0], film[-1]
    share = 100.0 * last.flat_share()
    flat = say("below 0.001 for {flat:.0f}\u00a0% of all thresholds, too little to learn by", flat=share)
    if share < 0.5:
        flat = say("0.001 or more for nearly every threshold")
    caption = say(
        "In grey the step and its loss: stairs. At k = {k2} the slope of the loss is {flat}. At the dot it is {first} "
        "at k = {k1} and {last} at k = {k2}.",
        first=short(first.slope(HERE)),
        last=short(last.slope(HERE)),
        flat=flat,
        k1=given(round(first.steepness, 3) or first.steepness),
        k2=given(round(last.steepness, 3) or last.steepness),
    )
    shows = say(
        "A sigmoid that becomes steeper, over the step, and its loss for each threshold, over the step's stairs."
    )
    return Words(say("A sigmoid on its way to the step"), caption, f"{shows} {caption}")
