"""A neuron weighs its inputs, adds them up and squashes the sum; with a sigmoid that is logistic regression."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import marks, name_panel, page, panel, paper, signed, split
from vizpipe.recipe import Canvas, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

BEATS = 4
SHOWN = 15
GIVEN = 2
"""Decimals of inputs, weights and bias."""
FOUND = 2 * GIVEN
"""Decimals of products and sums, so that all of them are drawn, and what is drawn adds up."""


class Beat(NamedTuple):
    """One sample on its way through the neuron."""

    sample: int
    beat: int
    """0 the inputs, 1 times their weights, 2 the sum with the bias, 3 the activation."""
    x: Array
    """The sample, shape (2,)."""
    label: int
    weights: Array
    """Shape (2,), learned and then rounded to as many decimals as are drawn."""
    bias: float
    """Rounded too."""
    samples: Array
    """All samples, shape (samples, 2)."""
    labels: npt.NDArray[np.int64]

    @property
    def products(self) -> Array:
        """Each input times its weight, shape (2,)."""
        return self.x * self.weights

    @property
    def total(self) -> float:
        """The weighted sum b + w·x."""
        return float(self.products.sum() + self.bias)

    @property
    def output(self) -> float:
        """What the neuron says: the probability of class 1."""
        return float(nn.sigmoid.forward(np.array([self.total]))[0])


@recipe(
    title="What a neuron does",
    chapter="Perceptron and gates",
    ideas=(
        "A neuron: from the cell to inputs × weights + bias → activation, its parts named",
        "A sigmoid neuron is a logistic regression",
    ),
)
def neuron(
    *,
    samples: Annotated[int, Meta(ge=2), "Samples to learn from"] = 80,
    learning_rate: Annotated[Rate, Meta(le=100.0), "Step size of gradient descent"] = 1.0,
    steps: Annotated[Count, "Steps of gradient descent over all samples"] = 2000,
    seed: Seed = 4,
) -> Iterator[Beat]:
    """Fit one sigmoid neuron to two clouds by gradient descent, then send some samples through it beat by beat."""
    rng = np.random.default_rng(seed)
    points, labels = datasets.clouds(rng, samples, np.array([[-0.7, -0.4], [0.7, 0.4]]), spread=0.8)
    points = points.round(GIVEN)
    network = nn.Network((2, 1), ("sigmoid",))
    vector = np.zeros(network.parameter_count)
    rule = nn.SGD(learning_rate)
    for _ in range(steps):
        _, gradient = network.gradient(vector, points, labels[:, None].astype(float), nn.binary_cross_entropy)
        vector, _ = rule.update(vector, gradient, None)
    vector = vector.round(GIVEN)
    for sample in range(min(SHOWN, samples)):
        for beat in range(BEATS):
            yield Beat(sample, beat, points[sample], int(labels[sample]), vector[:2], float(vector[2]), points, labels)


class Panels(NamedTuple):
    """The stage."""

    paper: marks.Axes
    width: float
    height: float
    curve: marks.Axes
    words: marks.Mark
    canvas: Canvas


@neuron.stage
def stage(canvas: Canvas, film: Film[Beat]) -> Panels:
    """The neuron at the left, all samples on its sigmoid at the right."""
    style, say, frame = canvas.style, canvas.say, film[0]
    laid = page(canvas)
    left, right = (
        split(laid.body, rows=(1.0, 0.9), gap=style.px(10.0))
        if style.tall
        else split(laid.body, columns=(1.5, 1.0), gap=style.px(40.0))
    )
    blank, curve = paper(canvas, left), panel(canvas, right)
    marks.heading(
        blank, style, (0.0, left.height - style.px(27.0)), say("A neuron, and what the parts of a cell are called")
    )
    inputs, body, axon = _shares(tall=style.tall)
    names = (
        (inputs, say("inputs"), say("(dendrites)")),
        ((inputs + body) / 2.0, say("weights"), say("(synapses)")),
        (body, say("sum + bias"), say("(cell body)")),
        (axon, say("activation"), say("(axon)")),
    )
    for share, name, cell in names:
        at = share * left.width
        marks.label(
            blank,
            style,
            (at, style.px(58.0)),
            name,
            size=16.0 if style.tall else 19.0,
            shift=(0.0, 0.0),
            align="center",
        )
        marks.label(
            blank, style, (at, style.px(30.0)), cell, shift=(0.0, 0.0), align="center", colour=style.theme.quiet
        )
    _cell(canvas, blank, left.width, left.height)
    sums = frame.samples @ frame.weights + frame.bias
    reach = film.span(lambda frame: np.abs(frame.samples @ frame.weights + frame.bias).max())[1] * 1.06 or 1.0
    curve.set_xlim(-reach, reach)
    curve.set_ylim(-0.07, 1.07)
    name_panel(canvas, curve, say("All samples: the sum, and what the neuron makes of it"), say("weighted sum z"))
    line = np.linspace(-reach, reach, 300)
    marks.guide(curve, style, x=0.0, y=0.5)
    marks.stroke(curve, style, line, nn.sigmoid.forward(line), width=3.0)
    points = np.stack([sums, frame.labels.astype(float)], axis=1)
    marks.samples(curve, style, points, frame.labels, size=12.0)(points)
    widest = [say("Sample {n}", n=SHOWN), say("the neuron says {share:.0f}\u00a0% class 1", share=100.0)]
    return Panels(blank, left.width, left.height, curve, marks.readout(laid.header, style, widest), canvas)


def _shares(*, tall: bool) -> tuple[float, float, float]:
    """Where inputs, body and axon stand, in shares of the width."""
    return (0.17, 0.66, 0.89) if tall else (0.08, 0.62, 0.90)


def _cell(canvas: Canvas, blank: marks.Axes, width: float, height: float) -> None:
    """A nerve cell behind the diagram, pale: dendrites that branch, a body, an axon with its ends."""
    style = canvas.style
    flesh = style.theme.mix(style.theme.accent, 0.16)
    left, body, axon = (share * width for share in _shares(tall=style.tall))
    middle = 0.53 * height
    turns = np.linspace(0.0, 2.0 * np.pi, 121)
    radius = style.px(84.0) * (1.0 + 0.16 * np.cos(5.0 * turns + 0.6) + 0.06 * np.sin(9.0 * turns))
    blank.fill(body + radius * np.cos(turns), middle + radius * np.sin(turns), color=flesh, linewidth=0.0, zorder=0.2)
    along = np.linspace(0.0, 1.0, 40)
    limbs, widths = [], []
    for end in (middle + 0.26 * height, middle, middle - 0.26 * height):
        for side in (-1.0, 0.0, 1.0):
            bend = style.px(26.0) * side * np.clip(along - 0.55, 0.0, 1.0) ** 1.5 * 3.0
            wave = style.px(7.0) * np.sin(7.0 * along + end)
            limbs.append(
                np.stack([body + along * (left - body), middle + along * (end - middle) + bend + wave], axis=1)
            )
            widths.append(22.0 if not side else 11.0)
    limbs.append(np.array([[body, middle], [axon, middle]]))
    widths.append(40.0)
    for side in (-1.0, 1.0):
        limbs.append(np.stack([axon + along * 0.06 * width, middle + side * along**1.4 * style.px(70.0)], axis=1))
        widths.append(14.0)
    marks.lines(blank, style, limbs, [flesh] * len(limbs), width=widths, order=0.2)


@stage.draw
def draw(frame: Beat, panels: Panels) -> None:
    """The sample, as far as it has come."""
    style, say, blank = panels.canvas.style, panels.canvas.say, panels.paper
    theme = style.theme
    middle = 0.53 * panels.height
    rows = (middle + 0.26 * panels.height, middle, middle - 0.26 * panels.height)
    names, signals = ("x₁", "x₂", ""), (*frame.x, 1.0)
    weights = (*frame.weights, frame.bias)
    left, body, axon = (share * panels.width for share in _shares(tall=style.tall))
    largest = max(*(abs(weight) for weight in weights), 1e-300)
    for row, (top, name, signal, weight) in enumerate(zip(rows, names, signals, weights, strict=True)):
        sign = theme.positive if weight > 0.0 else theme.negative
        strong = frame.beat >= 1 if row < 2 else frame.beat >= 2
        marks.lines(
            blank,
            style,
            [np.array([[left, top], [body, middle]])],
            [sign if strong else theme.mix(sign, 0.35)],
            width=3.0 + 11.0 * abs(weight) / largest,
        )
        _node(panels, (left, top), signed(signal, GIVEN) if row < 2 else "1", bold=frame.beat == 0)
        marks.label(blank, style, (left, top), name, size=20.0, shift=(-50.0, 0.0), align="right", colour=theme.quiet)
        along = 0.5 if style.tall else 0.42
        at = (left + along * (body - left), top + along * (middle - top))
        text = f"× {signed(weight, GIVEN)}" if row < 2 else f"b = {signed(weight, GIVEN)}"
        if row < 2 and frame.beat >= 1:
            text += f" = {signed(signal * weight, FOUND)}"
        size = 13.0 if style.tall else 20.0
        marks.label(blank, style, at, text, size=size, shift=(0.0, 0.0), align="center", weight="bold", pad=True)
    marks.lines(blank, style, [np.array([[body, middle], [axon, middle]])], [theme.ink], width=4.0)
    _node(panels, (body, middle), signed(frame.total, FOUND) if frame.beat >= 2 else "Σ", bold=frame.beat == 2)
    _node(panels, (axon, middle), f"{frame.output:.2f}" if frame.beat >= 3 else "σ", bold=frame.beat == 3)
    marks.label(
        blank, style, (axon, middle), say("truth: class {n}", n=frame.label), shift=(0.0, -66.0), align="center"
    )
    if frame.beat >= 2:
        marks.lines(
            panels.curve,
            style,
            [np.array([[frame.total, -0.07], [frame.total, frame.output]])],
            [theme.quiet],
            width=2.0,
        )
    if frame.beat >= 3:
        marks.dots(
            panels.curve,
            style,
            np.array([[frame.total, frame.output]]),
            theme.classes[frame.label],
            size=20.0,
            order=3.0,
        )
    sentence = say("the neuron says {share:.0f}\u00a0% class 1", share=100.0 * frame.output) if frame.beat >= 3 else ""
    panels.words(say("Sample {n}", n=frame.sample + 1), sentence)


def _node(panels: Panels, at: tuple[float, float], text: str, *, bold: bool) -> None:
    """A circle with a text in it."""
    style = panels.canvas.style
    theme = style.theme
    wide = style.px(74.0 if style.tall else 86.0)
    panels.paper.add_patch(marks.circle(at, wide / 2.0, theme.background, theme.ink, style.pt(5.0 if bold else 2.0)))
    size = 18.0 if style.tall else 21.0
    marks.label(
        panels.paper,
        style,
        at,
        text,
        size=min(size, 1.3 * wide / style.px(1.0) / max(len(text), 1)),
        shift=(0.0, 0.0),
        align="center",
        weight="bold",
    )


@neuron.words
def words(film: Film[Beat], say: Say) -> Words:
    """What it does, and how often it is right."""
    frame = film[0]
    right = np.mean((frame.samples @ frame.weights + frame.bias > 0.0) == frame.labels)
    caption = say(
        "Each input is multiplied by its weight, the products and the bias are added, the sigmoid turns the sum into a "
        "probability: a logistic regression. This one, its numbers rounded to two decimals, puts {share:.0f}\u00a0% of "
        "{n:,|sample|samples} on the right side.",
        share=100.0 * float(right),
        n=len(frame.samples),
    )
    shows = say("A neuron as a diagram with numbers that flow from left to right, and a sigmoid with samples on it.")
    return Words(say("What a neuron does"), caption, f"{shows} {caption}")
