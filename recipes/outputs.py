"""The task chooses the output: an identity node for each number, one sigmoid for two classes, K softmax nodes for K."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.recipe import Array, Beat, Count, Film, Integers, Rate, Say, Seed, Words, recipe

CLASSES, HIDDEN, REACH = 3, 6, 3.0
NETWORK = nn.Network((2, HIDDEN, 3 + CLASSES), ("tanh", "identity"))
"""One body with the sums of three heads: two numbers, a yes or no, one of three."""
HEADS = (slice(0, 2), nn.identity), (slice(2, 3), nn.sigmoid), (slice(3, 6), nn.softmax)
ANGLES = 2.0 * np.pi * np.arange(CLASSES) / CLASSES + 0.5
CENTRES = 1.35 * np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1)
FREE = np.array([(1.25, -0.55), (-2.4, -0.95), (1.25, -2.1)])
NAMES = ("y₁", "y₂", "p", "p₀", "p₁", "p₂")
ASKED = ("x₁ + x₂", "x₁ − x₂", "class 2", "class 0", "class 1", "class 2")
PAINTS = ["line", "line", "series 0", "quiet", "series 1", "series 0"]
"""Where names of classes stand, if it is free; each output node, what it is asked, and the colour of its class."""
NEAR = 0.2
"""How far an answer may be off, a number in its unit or a probability."""


def answered(sums: Array) -> Array:
    """What the three heads make of their sums, shape (samples, 6)."""
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
    """Of 2-6-6, shape (60,)."""
    points: Array
    """Shape (samples, 2)."""
    labels: Integers
    """Which of three classes, shape (samples,)."""

    @property
    def target(self) -> Array:
        """What they should answer: x₁ + x₂, x₁ − x₂, whether it is class 2, and the class as one-hot, shape (6,)."""
        return np.asarray(wanted(self.points, self.labels)[self.sample])

    @property
    def answers(self) -> Array:
        """What the three heads answer for the point, shape (6,)."""
        return np.asarray(answered(NETWORK.predict(self.parameters, self.points[[self.sample]]))[0])

    @property
    def off(self) -> float:
        """How far the worst of the six answers is off."""
        return float(np.abs(self.answers - self.target).max())


def wanted(points: Array, labels: Integers) -> Array:
    """The targets of all three heads."""
    return np.column_stack([points @ [[1.0, 1.0], [1.0, -1.0]], labels == CLASSES - 1, np.eye(CLASSES)[labels]])


@recipe(
    title="Which output for which task",
    size=(1920, 900),
    chapter="Activations and outputs",
    ideas=(
        "Which output for which task: identity, as many nodes as targets; one sigmoid; K softmax nodes",
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
    """Train one hidden layer with three heads at once, then ask about a point of each other class."""
    rng = np.random.default_rng(seed)
    points, labels = datasets.clouds(rng, samples, CENTRES, spread=0.55)
    points = points.round(2)  # as they are told, so that their sums close
    vector = NETWORK.initial(rng, nn.initializers.xavier)
    adam, targets = nn.Adam(learning_rate), wanted(points, labels)
    run = nn.descend(NETWORK, vector, points, targets, loss=LOSS, optimizer=adam, batch_size=16, rng=rng)
    first, *others = (int(np.argmin(np.hypot(*(points - CENTRES[k]).T) + 9e9 * (labels != k))) for k in (1, 0, 2))
    for epoch in range(epochs + 1):
        yield Asked(epoch, first, vector, points, labels)
        vector = next(run)[0] if epoch < epochs else vector
    for sample in others:
        yield Asked(epochs, sample, vector, points, labels)


@dataclass(frozen=True)
class Heads(vp.Mark[Asked]):
    """The network on paper: a pale body, a box for each head, and those nodes filled that say yes."""

    def need(self, moment: vp.Moment[Asked]) -> vp.Need:
        """Six rows of nodes with room for the names of the boxes."""
        del moment
        return vp.Need(15.0, 17.0)

    def shapes(self, moment: vp.Moment[Asked], room: vp.Room) -> Iterable[vp.Path | vp.Points | vp.Text]:
        """Pale edges, nodes, boxes with their names and those of their nodes."""
        rows, em = len(NAMES) + 1.3 * len(HEADS) + 0.4, room.em
        step, right, left = room.height / rows, room.width - 1.5 * em, room.width - 6.8 * em
        radius, middle, boxes, heights = min(0.4 * step, 1.5 * em), 0.5 * (left + right), [], []
        for number, (nodes, activation) in enumerate(HEADS):
            high, low = (
                room.height - step * (0.4 + 1.3 * more + node)
                for more, node in ((number, nodes.start), (number + 1, nodes.stop))
            )
            high, low = high - 0.1 * step, low + 0.1 * step
            boxes.append(np.array([(left, low), (right, low), (right, high), (left, high), (left, low)]))
            heights += [low + step * (nodes.stop - node - 0.4) for node in range(nodes.start, nodes.stop)]
            name, place = moment.said(activation.name), (middle, high - 0.6 * step)
            yield vp.Text(place, name, "small", is_bold=True, align="center", stand="center_baseline", unit="paper")
        yield vp.Path(boxes, "quiet", 2.0, order=0.9, unit="paper")
        inputs = np.array([(radius + 2.0, room.height * share) for share in (0.65, 0.35)])
        hidden = np.array([(0.42 * room.width, room.height * (1.0 - (n + 0.5) / HIDDEN)) for n in range(HIDDEN)])
        ways = (inputs, hidden), (hidden, np.array([(left, height) for height in heights]))
        yield vp.Path(
            [np.stack([a, b]) for ends in ways for a in ends[0] for b in ends[1]], "line", 1.0, order=0.6, unit="paper"
        )
        yield vp.Points(hidden, "background", 1.2 * radius, "quiet", 1.6, order=0.95, unit="paper")
        named = np.concatenate([inputs, [(middle, height) for height in heights]])
        says = zip(PAINTS[2:], moment.frame.answers[2:] >= 0.5, strict=True)
        fills: list[vp.Paint] = [vp.Mix(paint, 0.5) if is_yes else "background" for paint, is_yes in says]
        yield vp.Points(named, ["background"] * 4 + fills, 2.0 * radius, "ink", 1.6, order=0.95, unit="paper")
        for (x, y), name in zip(named, ("x₁", "x₂", *NAMES), strict=True):
            where = (float(x), float(y))
            yield vp.Text(where, name, 0.9 * radius, align="center", stand="center_baseline", unit="paper")


@outputs.picture
def picture(film: Film[Asked]) -> vp.Picture[Asked]:
    """The point, the body with its six output nodes, and what each of them answers and should."""
    asked = vp.Dots[Asked](lambda frame: frame.points[[frame.sample]], "ink", 20.0)
    clouds = (vp.Dots[Asked](_cloud(k), PAINTS[3 + k], 8.0) for k in range(CLASSES))
    free = (_free(film[0].points, place) for place in FREE)
    names = (
        vp.Label[Asked](place, ASKED[3 + k], vp.Legible(PAINTS[3 + k]), is_bold=True) for k, place in enumerate(free)
    )
    x1, x2 = (lambda f: f.points[f.sample, 0]), (lambda f: f.points[f.sample, 1])
    place = vp.Corner[Asked](vp.phrase("x = ({x1:.2f}, {x2:.2f})", x1=x1, x2=x2))
    marks = *clouds, *names, asked, place
    plane = vp.panel(*marks, title="Asked: black point", x="x₁", y="x₂", reach=2.85, bare=True, rank=1)
    body = vp.paper(Heads(), title="One body, three heads", rank=2)
    numbers = vp.phrase("targets {a:.2f}, {b:.2f}", a=lambda frame: frame.target[0], b=lambda frame: frame.target[1])
    kind, hot = (lambda f: int(f.labels[f.sample])), (lambda f: ", ".join(f"{each:.0f}" for each in f.target[3:]))
    heads = (
        _head(0, "Two numbers: identity", numbers, (-REACH, REACH)),
        _head(1, "Class 2 or not: sigmoid", vp.phrase("target {t:.0f}", t=lambda f: f.target[2]), (-0.05, 1.1)),
        _head(2, "Which class: softmax", vp.phrase("class {n}: ({hot})", n=kind, hot=hot), (-0.05, 1.1)),
    )
    parts = vp.stack(vp.stack(plane, body), vp.column(*heads))
    return vp.Picture(parts, counter=(vp.phrase("Epoch {n:,}", n=lambda f: f.epoch),), thumb=vp.row(plane, heads[1]))


def _free(points: Array, place: Array) -> Array:
    """The place next to one at which the name of a class stands on none of the points, shape (2,)."""
    ways = np.stack(np.meshgrid(np.arange(-15, 16), np.arange(-15, 16)), axis=-1).reshape(-1, 2) * 0.1
    away = np.abs(points - place - ways[:, None] - [0.9, 0.0])  # from the middle of the words
    is_taken = (away < [0.9, 0.2]).all(axis=2).any(axis=1)
    return np.asarray(place + ways[np.argmin(np.hypot(*ways.T) + 9e9 * is_taken)])


def _cloud(label: int) -> Callable[[Asked], Array]:
    return lambda frame: frame.points[frame.labels == label]


def _head(number: int, title: str, target: vp.Phrase, ends: tuple[float, float]) -> vp.Panel[Asked]:
    """The nodes of one head as bars, the first on top, with a mark across each where it should end."""
    nodes = HEADS[number][0]
    names = [f"{name}: {asked}" for name, asked in zip(NAMES[nodes], ASKED[nodes], strict=True)][::-1]
    rows = np.arange(float(len(names)))[::-1]
    bars = vp.Bars[Asked](rows, lambda frame: frame.answers[nodes], PAINTS[nodes], 0.5, is_upright=False)
    across = np.array([[0.0, -0.38], [0.0, 0.38]])
    targets = vp.Edge[Asked](lambda frame: np.column_stack([frame.target[nodes], rows])[:, None] + across, 5.0)
    zero, ticks = vp.Rule[Asked](x=0.0), ((-3, 0, 3) if number == 0 else (0, 1), names)
    limits, weight = (*ends, -0.6, len(names) - 0.4), (1.0, 0.7 + 0.5 * len(names))
    return vp.panel(zero, bars, targets, vp.Corner(target), title=title, limits=limits, ticks=ticks, weight=weight)


@outputs.story
def story(film: Film[Asked]) -> list[Beat[Asked]]:
    """Before training, once the point's answers stay right, and two other points."""
    end, first = film[-1].epoch, film[0].sample
    near = 1 + max((at for at in range(end + 1) if film[at].off >= NEAR), default=0)
    right = "The bars have come to their targets: each stays within {near} of its target"
    return [
        Beat("start", 0, "One point, three questions: bars are the answers, black lines the targets", 2.0),
        Beat("training", min(1, end), "Training moves the bars of all three heads to their targets", 0.5),
        *([Beat[Asked]("right", near, right, 2.0, values={"near": NEAR})] if near <= end else []),
        Beat("other", lambda f: f.epoch == end and f.sample != first, "Another point, other targets", 2.0, each=True),
        Beat("rest", -1, "Identity for numbers, one sigmoid for two classes, a softmax for three", 3.0, end=True),
    ]


@outputs.words
def words(film: Film[Asked], say: Say) -> Words:
    """How well each does."""
    last = film[-1]
    answers, targets = answered(NETWORK.predict(last.parameters, last.points)), wanted(last.points, last.labels)
    caption = say(
        "After {epochs:|epoch|epochs} the sum and the difference are typically {error:.2f} off; the sigmoid is right "
        "for {two:.0f}\u00a0% of the points, the softmax for {three:.0f}\u00a0%. Regression takes one identity node "
        "per target; K classes take K softmax nodes, whose outputs add up to 1.",
        epochs=last.epoch,
        error=float(np.sqrt(np.mean((answers[:, :2] - targets[:, :2]) ** 2))),
        two=100.0 * nn.accuracy(answers[:, 2:3], targets[:, 2].astype(np.int64)),
        three=100.0 * nn.accuracy(answers[:, 3:], last.labels),
    )
    shows = say("A point among three clouds, a network with six output nodes, and bars of what these answer.")
    return Words(
        say("Which output nodes belong to which task: numbers, two classes, or three"), caption, f"{shows} {caption}"
    )
