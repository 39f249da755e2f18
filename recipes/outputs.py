"""The question chooses the output: identity for a number, one sigmoid for yes or no, K softmax nodes for one of K."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.recipe import Array, Beat, Count, Film, Integers, Rate, Say, Seed, Words, recipe

CLASSES, HIDDEN, REACH = 3, 6, 3.0
NETWORK = nn.Network((2, HIDDEN, 2 + CLASSES), ("tanh", "identity"))
"""One body with the sums of three heads: a number, a yes or no, one of three."""
HEADS = (slice(0, 1), nn.identity), (slice(1, 2), nn.sigmoid), (slice(2, 5), nn.softmax)
ANGLES = 2.0 * np.pi * np.arange(CLASSES) / CLASSES + 0.5
CENTRES = 1.35 * np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1)
FREE = np.array([(2.0, 1.75), (-1.5, -0.65), (1.75, -2.1)])
"""Places at the rims of the three clouds, for their names."""
NAMES = ("y", "p", "p₀", "p₁", "p₂")
NEAR = 0.2
"""How far an answer may be off, a number in its unit or a probability."""


def answered(sums: Array) -> Array:
    """What the three heads make of their sums, shape (samples, 5)."""
    return np.concatenate([activation.forward(sums[:, nodes]) for nodes, activation in HEADS], axis=1)


def _losses(sums: Array, targets: Array | Integers) -> float:
    """The three losses together: half the squared error, binary and categorical cross-entropy."""
    kinds = nn.sum_of_squared_errors, nn.binary_cross_entropy, nn.categorical_cross_entropy
    answers, targets = answered(sums), targets.astype(float)
    parts = (kind.value(answers[:, nodes], targets[:, nodes]) for kind, (nodes, _) in zip(kinds, HEADS, strict=True))
    return float(sum(parts))


LOSS = nn.Loss("three heads", _losses, lambda sums, targets: np.asarray((answered(sums) - targets) / len(sums)))
"""By each head's sums the gradient is the same: answer less target."""


class Asked(NamedTuple):
    """A network with three heads after some epochs, and the point that it is asked about."""

    epoch: int
    sample: int
    parameters: Array
    """Of 2-6-5, shape (53,)."""
    points: Array
    """Shape (samples, 2)."""
    labels: Integers
    """Which of three classes, shape (samples,)."""

    @property
    def targets(self) -> Array:
        """x₁ + x₂, whether it is class 2, and the class as one-hot, shape (samples, 5)."""
        return wanted(self.points, self.labels)

    @property
    def weights(self) -> list[Array]:
        """One (fan_in, fan_out) array a layer."""
        return [layer.weights for layer in NETWORK.layers(self.parameters)]

    @property
    def answers(self) -> Array:
        """What the three heads answer for the point, shape (5,)."""
        return np.asarray(answered(NETWORK.predict(self.parameters, self.points[[self.sample]]))[0])

    @property
    def off(self) -> float:
        """How far the worst of the five answers is off."""
        return float(np.abs(self.answers - self.targets[self.sample]).max())


def wanted(points: Array, labels: Integers) -> Array:
    """The targets of all three heads."""
    return np.column_stack([points.sum(axis=1), labels == CLASSES - 1, np.eye(CLASSES)[labels]])


@recipe(
    title="Which output for which task",
    size=(1920, 900),
    chapter="Activations and outputs",
    ideas=(
        "Which output for which task: identity, one sigmoid, K softmax nodes",
        "Labels as integers and one-hot",
    ),
)
def outputs(
    *,
    samples: Annotated[int, Meta(ge=3, le=3000), "Points to learn from, in three classes"] = 150,
    epochs: Annotated[Count, "How often every point is seen"] = 59,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.02,
    seed: Seed = 1,
) -> Iterator[Asked]:
    """Train one hidden layer with three heads at once, then ask about a point of each class."""
    rng = np.random.default_rng(seed)
    points, labels = datasets.clouds(rng, samples, CENTRES, spread=0.55)
    vector = NETWORK.initial(rng, nn.initializers.xavier)
    adam, targets = nn.Adam(learning_rate), wanted(points, labels)
    run = nn.descend(NETWORK, vector, points, targets, loss=LOSS, optimizer=adam, batch_size=16, rng=rng)
    first, *others = (int(np.argmin(np.hypot(*(points - CENTRES[k]).T) + 9e9 * (labels != k))) for k in (2, 0, 1, 2))
    for epoch in range(epochs + 1):
        yield Asked(epoch, first, vector, points, labels)
        vector = next(run)[0] if epoch < epochs else vector
    for sample in others:
        yield Asked(epochs, sample, vector, points, labels)


@outputs.picture
def picture(_: Film[Asked]) -> vp.Picture[Asked]:
    """The point, the body with its five output nodes, and what each of them answers and should."""
    asked = vp.Dots[Asked](lambda frame: frame.points[[frame.sample]], "ink", 20.0)
    samples = vp.Dots[Asked]("points", "line", 8.0)
    names = (vp.Label[Asked](place, f"class {k}", shift=(0.0, 0.0), align="center") for k, place in enumerate(FREE))
    plane = vp.panel(samples, *names, asked, title="One point", x="x₁", y="x₂", reach=REACH, bare=True, rank=1)
    layers = vp.Network[Asked]("weights", (("x₁", "x₂"), ("",) * HIDDEN, NAMES))
    body = vp.paper(layers, title="One body, three heads", rank=2)
    number = vp.phrase("target {t:.2f}", t=lambda frame: frame.targets[frame.sample, 0])
    yes = vp.phrase("label {t:.0f}", t=lambda frame: frame.targets[frame.sample, 1])
    hot = vp.phrase("{n} = one-hot {hot}", n=lambda frame: int(frame.labels[frame.sample]), hot=_hot)
    heads = (
        _head(0, "x₁ + x₂? Identity", number, (-REACH, REACH)),
        _head(1, "Class 2? Sigmoid", yes, (-0.05, 1.1)),
        _head(2, "Which class? Softmax", hot, (-0.05, 1.1)),
    )
    epoch = vp.phrase("Epoch {n}", n=lambda frame: frame.epoch)
    parts = vp.stack(plane, body, vp.column(*heads, weight=(1.4, 1.0)))
    alone = replace(heads[1], title="", limits=(-0.05, 1.1, -0.35, 0.35))
    return vp.Picture(parts, counter=(epoch,), thumb=vp.row(plane, vp.named(heads[1].title, vp.row(alone))))


def _hot(frame: Asked) -> str:
    return " ".join(f"{each:.0f}" for each in frame.targets[frame.sample, 2:])


def _head(number: int, title: str, target: vp.Phrase, ends: tuple[float, float]) -> vp.Panel[Asked]:
    """The nodes of one head as bars, the first on top, with dots where they should end."""
    nodes = HEADS[number][0]
    names = NAMES[nodes][::-1]
    rows = np.arange(float(len(names)))[::-1]
    bars = vp.Bars[Asked](rows, lambda frame: frame.answers[nodes], "series 4", 0.5, is_upright=False)
    dots = vp.Dots[Asked](lambda frame: np.column_stack([frame.targets[frame.sample, nodes], rows]), "ink", 14.0)
    zero, ticks = vp.Rule[Asked](x=0.0), ((-3, 0, 3) if number == 0 else (0, 1), names)
    limits, weight = (*ends, -0.6, len(names) - 0.4), (1.0, 0.8 + 0.4 * len(names))
    return vp.panel(zero, bars, dots, vp.Corner(target), title=title, limits=limits, ticks=ticks, weight=weight)


@outputs.story
def story(film: Film[Asked]) -> list[Beat[Asked]]:
    """Before training, once the point's answers stay right, and two other points."""
    end, first = film[-1].epoch, film[0].sample
    near = 1 + max((at for at in range(end + 1) if film[at].off >= NEAR), default=0)
    right = "The bars have come to their targets: each stays within {near} of its dot"
    rest = "A number takes one identity node, yes or no a sigmoid, one of three a softmax"
    return [
        Beat("start", 0, "One point, three questions: bars are the answers, dots the targets", 2.0),
        *([Beat[Asked]("right", near, right, 2.0, values={"near": NEAR})] if near <= end else []),
        Beat("other", lambda f: f.epoch == end and f.sample != first, "Another point, the same nodes", 2.0, each=True),
        Beat("rest", -1, rest, 3.0, end=True),
    ]


@outputs.words
def words(film: Film[Asked], say: Say) -> Words:
    """How well each does."""
    last = film[-1]
    answers = answered(NETWORK.predict(last.parameters, last.points))
    told = (
        "As many output nodes as numbers are wanted; one sigmoid for two classes; one softmax node a class, and these "
        "add up to 1. After {epochs:|epoch|epochs} x₁ + x₂ is typically {error:.2f} off, and {two:.0f}\u00a0% and "
        "{three:.0f}\u00a0% of the points are in the right class."
    )
    caption = say(
        told,
        epochs=last.epoch,
        error=float(np.sqrt(np.mean((answers[:, 0] - last.targets[:, 0]) ** 2))),
        two=100.0 * nn.accuracy(answers[:, 1:2], (last.labels == CLASSES - 1).astype(np.int64)),
        three=100.0 * nn.accuracy(answers[:, 2:], last.labels),
    )
    shows = say("A point among three clouds, a network with five output nodes, and bars of what these answer.")
    return Words(say("Which output for which task: number, yes or no, one of three"), caption, f"{shows} {caption}")
