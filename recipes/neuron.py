"""A neuron weighs its inputs, adds them up and squashes the sum; with a sigmoid that is logistic regression."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.recipe import Array, Beat, Count, Film, Integers, Rate, Say, Seed, Words, recipe

MOVES = 16
"""Frames from one part of the neuron to the next."""
LATER = 3
"""After how many of them it is told what happens there: then it is seen."""
GIVEN = 2
"""Decimals of inputs, weights and bias."""


class Flow(NamedTuple):
    """One sample on its way through the neuron."""

    sample: int
    progress: float
    """0 the inputs, 1 times their weights, 2 the sum with the bias, 3 the activation."""
    x: Array
    """The sample, shape (2,)."""
    label: int
    weights: Array
    """Shape (2,), learned and then rounded to as many decimals as are drawn; so is the bias."""
    bias: float
    samples: Array
    """All samples, shape (samples, 2)."""
    labels: Integers

    @property
    def parts(self) -> Array:
        """Each input times its weight, and the bias, shape (3,)."""
        return np.append(self.x * self.weights, self.bias)

    @property
    def output(self) -> float:
        """What the neuron says: the probability of class 1."""
        return float(nn.sigmoid.forward(self.parts.sum(keepdims=True))[0])

    @property
    def sums(self) -> Array:
        """The weighted sums b + w·x of all samples, shape (samples,)."""
        return self.samples @ self.weights + self.bias

    @property
    def right(self) -> float:
        """How many in a hundred samples have a sum on the side of their class."""
        return 100.0 * float(np.mean((self.sums > 0.0) == self.labels))

    @property
    def judged(self) -> Array:
        """The sample among the others, shape (1, 2), once its sum is known."""
        return np.array([[self.parts.sum() if self.progress >= 2.0 else np.nan, self.label]])

    @property
    def asked(self) -> Array:
        """From below the sum up to the curve, as far as the sample has come, shape (2, 2); nan before there is one."""
        height = self.output * min(self.progress - 2.0, 1.0) if self.progress > 2.0 else np.nan
        return np.array([[self.parts.sum(), -0.42], [self.parts.sum(), height]])


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
) -> Iterator[Flow]:
    """Fit one sigmoid neuron to two clouds by gradient descent, then send a sample through it, and others after it."""
    centres = np.array([[-0.7, -0.4], [0.7, 0.4]])
    points, labels = datasets.clouds(np.random.default_rng(seed), samples, centres, spread=0.8)
    points, targets = points.round(GIVEN), labels[:, None].astype(float)
    network = nn.Network((2, 1), ("sigmoid",))

    def gradient(vector: Array) -> Array:
        return network.gradient(vector, points, targets, nn.binary_cross_entropy)[1]

    way = nn.downhill(nn.SGD(learning_rate), np.zeros(network.parameter_count), gradient)
    vector = next(islice(way, steps, None)).round(GIVEN)
    moves = [(0, move / MOVES) for move in range(3 * MOVES)]
    for sample, progress in [*moves, *((sample, 3.0) for sample in range(min(8, samples)))]:
        yield Flow(sample, progress, points[sample], int(labels[sample]), vector[:2], float(vector[2]), points, labels)


@neuron.picture
def picture(film: Film[Flow]) -> vp.Picture[Flow]:
    """The neuron; below a sigmoid, what it adds, laid end to end: where that ends, the curve is asked."""
    reach = film.span(lambda frame: np.abs(frame.sums).max())[1] * 1.06 or 1.0
    z = np.linspace(-reach, reach, 300)
    curve: vp.Panel[Flow] = vp.panel(
        vp.Rule(x=0.0, y=0.5),
        vp.Line(z, nn.sigmoid.forward(z), width=3.0),
        vp.Waterfall("parts", ("w₁x₁", "w₂x₂", "b"), lambda frame: 3.0 * frame.progress - 3.0, top=-0.14),
        vp.Samples(lambda frame: np.stack([frame.sums, frame.labels.astype(float)], axis=1)),
        vp.Dots("judged", vp.Mix("ink", 0.0, ""), 22.0, "ink"),
        vp.Edge(lambda frame: [frame.asked], 2.0),
        vp.Dots(lambda frame: frame.asked[1:], size=13.0),
        vp.Label(np.array([-reach, 1.0]), "truly class 1", "quiet", shift=(6.0, -16.0)),
        vp.Label(np.array([-reach, 0.0]), "truly class 0", "quiet", shift=(6.0, 20.0)),
        title="Probability of class 1",
        x="weighted sum z",
        limits=(-reach, reach, -0.46, 1.08),
        ticks=(None, (0.0, 0.5, 1.0)),
        weight=(2.2, 4.0),
        rank=0,
    )
    cell = vp.Neuron[Flow]("x", lambda frame: np.append(frame.weights, frame.bias), "output", "progress", GIVEN)
    signs = vp.Key[Flow]((("above 0", "positive"), ("below 0", "negative")))
    sample = vp.phrase("Sample {n}", n=lambda frame: frame.sample + 1)
    few = (replace(mark, names=()) if isinstance(mark, vp.Waterfall) else mark for mark in curve.marks[:-3])
    small = vp.stack(vp.paper(cell), replace(curve, marks=tuple(few)))  # without words, and no dot upon a sample
    return vp.Picture(vp.stack(vp.paper(cell, signs), curve), counter=(sample,), thumb=small)


@neuron.story
def story(film: Film[Flow]) -> list[Beat[Flow]]:
    """One sample, step by step; then others, each where the curve sends it."""
    rest = "Weigh, add, squash: that is logistic regression, here {share:.0f}\u00a0% right"
    return [
        Beat("inputs", 0, "Two numbers reach a neuron: class 0 or class 1?", 1.4),
        Beat("weights", LATER, "Each number is multiplied by its weight", 0.4),
        Beat("products", MOVES, "", 1.0),
        Beat("addition", MOVES + LATER, "The products and the bias are added up", 0.4),
        Beat("sum", 2 * MOVES, "", 1.0),
        Beat("activation", 2 * MOVES + LATER, "The sigmoid squashes the sum into a probability of class 1", 0.4),
        Beat("output", 3 * MOVES, "", 1.0),
        Beat("others", 3 * MOVES + 1, "Whatever comes in: one sum, one place on the curve", 0.5, each=True),
        Beat("rest", -1, rest, 2.4, end=True, values={"share": film[0].right}),
    ]


@neuron.words
def words(film: Film[Flow], say: Say) -> Words:
    """What it does, and how often it is right."""
    caption = say(
        "Each input is multiplied by its weight, the products and the bias are added, the sigmoid turns the sum into a "
        "probability: a logistic regression. This one, its numbers rounded to two decimals, classifies "
        "{share:.0f}\u00a0% of {n:,|sample|samples} correctly.",
        share=film[0].right,
        n=len(film[0].samples),
    )
    shows = say(
        "A neuron drawn as a nerve cell in which numbers flow from left to right; beside it the sigmoid with all "
        "samples, and below it the products and the bias as bars laid end to end, up to the sum."
    )
    return Words(say("What a neuron does"), caption, f"{shows} {caption}")
