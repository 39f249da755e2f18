"""A hidden layer of two units bends the plane, for most seeds until one straight line parts what none could before."""

from collections.abc import Callable, Iterator
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import given, limits_of, moved, straight_line, zero_lines
from vizpipe.drawing.picture import (
    Corner,
    Edge,
    Field,
    Grid,
    Mark,
    Mesh,
    Network,
    Panel,
    Phrase,
    Picture,
    Samples,
    Trail,
    once,
    output,
    panel,
    paper,
    phrase,
    rim,
    stack,
    through,
)
from vizpipe.nn import Snapshot
from vizpipe.recipe import Beat, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]
Place = Callable[[Snapshot, Array], Array]  # from a frame and points (n, 2) to where they are drawn, or to values

SIZES = (2, 2, 1)
BATCH = 32
CELLS = 160
LINES = 17
PARTED = 0.8
"""The accuracy from which the line can be said to part the classes; no line in the input plane gets there."""
NODES = (("x₁", "x₂"), ("a₁", "a₂"), ("y",))
EPOCH = phrase("Epoch {n}", n=lambda frame: frame.epoch)
HUES = (220.0, 20.0)  # of the article's colours
DEAD = (
    "One of the two hidden units is dead: it answers 0 to every sample, and so gets no gradient.",
    "Both hidden units are dead: they answer 0 to every sample, and so get no gradient.",
)
FOLDED = "ReLU folds all that is below zero onto the axes, and after that one straight line parts the classes."
NAMES = {"tanh": "tanh", "relu": "ReLU"}
BEFORE = "Before the activation: W·x + b"


@recipe(
    title="A hidden layer bends the plane",
    chapter="A hidden layer bends the plane",
    ideas=("A 2-2-1 network epoch by epoch: the input plane, after the affine map, after the activation",),
    variants={
        f"{activation}-{speed}": {"activation": activation, "learning_rate": rate}
        for activation in ("tanh", "relu")
        for speed, rate in (("fast", 0.1), ("medium", 0.01), ("slow", 0.001))
    },
)
def hidden_mapping(  # noqa: PLR0913 - what can be asked for
    *,
    activation: Annotated[Literal["tanh", "relu"], "What the two hidden units do with their weighted sums"] = "tanh",
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.01,
    max_epochs: Annotated[Count, "Stop after so many epochs"] = 200,
    target_loss: Annotated[Rate | None, "Stop when the loss has fallen to this"] = 0.263,
    samples: Annotated[int, Meta(ge=2), "Points to learn from, half of each class"] = 400,
    seed: Seed = 50,
    as_published: Annotated[bool, "Draw it as the article did: the plane as 200 × 200 dots in three panels"] = False,
) -> Iterator[Snapshot]:
    """Train a 2-2-1 network on three clouds with Adam and binary cross-entropy: a frame for each epoch."""
    del as_published  # a matter of the picture
    rng = np.random.default_rng(seed)
    points, labels = datasets.three_clouds(rng, samples)
    network = nn.Network(SIZES, (activation, "sigmoid"))
    start = network.initial(rng, nn.initializers.glorot_uniform)
    run = nn.train(
        network,
        start,
        points,
        labels,
        loss=nn.binary_cross_entropy,
        optimizer=nn.Adam(learning_rate),
        batch_size=BATCH,
        rng=rng,
    )
    for snapshot in run:
        yield snapshot
        if snapshot.epoch >= max_epochs or (target_loss is not None and snapshot.loss <= target_loss):
            return


def dead_units(frame: Snapshot) -> frozenset[tuple[int, int]]:
    """Hidden units that answer 0 to every sample, as (layer, node)."""
    after = frame.forward(frame.samples)[0][1]
    silent = frame.activations[0] == "relu"
    return frozenset((1, unit) for unit in range(SIZES[1]) if silent and not after[:, unit].any())


@hidden_mapping.picture
def picture(film: Film[Snapshot]) -> Picture[Snapshot]:
    """The plane, the plane after the affine map, and after the activation; beside them the network and its loss."""
    if film.parameters["as_published"]:
        return _published(film)
    square = film.square
    edges: Callable[[Snapshot], list[Array]] = once(
        lambda frame: zero_lines(lambda x: output(0, is_score=True)(frame, x), square)
    )
    name = phrase("After the activation: {name}", name=NAMES[str(film[0].activations[0])])
    before, after = through(1, is_before=True), through(1)
    limits = _around(film, after)
    cut: Edge[Snapshot] = Edge(lambda frame: [_line(frame, limits)], 1.6, is_dashed=True)
    epochs, losses = max(film.span("epoch")[1], 1.0) * 1.04, film.span("loss")[1] * 1.12
    curve: tuple[Mark[Snapshot], ...] = (Corner("loss", is_inside=True), Trail("epoch", "loss"))
    return Picture(
        stack(
            _plane("Input", "x₁x₂", square, square, lambda _, x: x, output(0), edges),
            _plane(BEFORE, "z₁z₂", square, _around(film, before), before, _of_sums, edges),
            _plane(name, "a₁a₂", square, limits, after, output(1), edges, cut),
        ),
        aside=(
            paper(Network(_weights, NODES, dead=dead_units if film[0].activations[0] == "relu" else frozenset())),
            panel(*curve, limits=(0.0, epochs, 0.0, losses), ticks=((), ())),
        ),
        counter=(
            EPOCH,
            phrase("loss {loss:.3f}", loss=lambda frame: frame.loss),
            phrase("accuracy {share:.0f}\u00a0%", share=lambda frame: 100.0 * frame.accuracy),
        ),
    )


def _plane(  # noqa: PLR0913, PLR0917 - a plane has this much to show
    title: str | Phrase,
    axes: str,
    square: Array,
    limits: Array,
    place: Place,
    field: Place,
    edges: Callable[[Snapshot], list[Array]],
    *marks: Mark[Snapshot],
) -> Panel[Snapshot]:
    """The plane as one map leaves it: its field, its mesh, the boundary, the samples."""
    edge = None if title == "Input" else (lambda frame: place(frame, rim(square)))
    return panel(
        Field(field, edge, CELLS),
        Mesh(place, square, LINES, 60 if marks else 2),
        Edge(lambda frame: [place(frame, line) for line in edges(frame)]),
        Samples(lambda frame: place(frame, frame.samples)),
        *marks,
        title=title,
        x=axes[:2],
        y=axes[2:],
        limits=limits,
        equal=True,
    )


def _published(film: Film[Snapshot]) -> Picture[Snapshot]:
    """The article's own: samples over a grid of dots in its colours, the same before the activation and after it."""
    names = "Input layer", "Hidden layer", "Activation"
    maps: tuple[Place, ...] = (lambda _, x: x), through(1, is_before=True), through(1)
    planes = [_dots(film, *step) for step in zip(names, maps, strict=True)]
    said = phrase("Accuracy {a:.2f} – Loss {b:.3f}", a=lambda frame: frame.accuracy, b=lambda frame: frame.loss)
    return Picture(stack(*planes), counter=(EPOCH, said), has_words=False)


def _dots(film: Film[Snapshot], title: str, place: Place) -> Panel[Snapshot]:
    """The plane where one map puts it, as 200 × 200 dots, and the samples."""
    grid = Grid[Snapshot](place, output(0), film.square, hues=HUES)
    samples = Samples[Snapshot](lambda frame: place(frame, frame.samples), hues=HUES)
    return panel(grid, samples, title=title, limits=_around(film, place), equal=True)


def _of_sums(frame: Snapshot, z: Array) -> Array:
    """What the network answers where its hidden units have these weighted sums."""
    return output(1)(frame, nn.ACTIVATIONS[str(frame.activations[0])].forward(z))


@hidden_mapping.story
def story(film: Film[Snapshot]) -> list[Beat[Snapshot]]:
    """A question, the turn at which a line will do, and where it comes to rest; the article's own says nothing."""
    if film.parameters["as_published"]:
        return [Beat("rest", -1, "", 2.0)]
    parted = film[-1].accuracy >= PARTED
    rest = "One straight line after the hidden layer is a bent one before it"
    return [
        Beat("start", 0, "Which straight line parts the middle from both sides? None", 1.8),
        Beat("bending", 1, "So the hidden layer moves the points …", 0.6),
        Beat("parted", lambda frame: parted and frame.accuracy >= PARTED, "… until one straight line will do", 1.8),
        Beat("rest", -1, rest if parted else "In this run the line does not part them yet", 2.0),
    ]


@hidden_mapping.words
def words(film: Film[Snapshot], say: Say) -> Words:
    """What happened to this network."""
    first, last = film[0], film[-1]
    activation = NAMES[str(last.activations[0])]
    title = say(
        "A hidden layer bends the plane: two {name} units, learning rate {rate}",
        name=activation,
        rate=given(float(str(film.parameters["learning_rate"]))),
    )
    story = say(
        "Loss {moved} in {epochs:|epoch|epochs}; {share:.0f}\u00a0% of the samples end on the right side.",
        moved=moved(say, first.loss, last.loss),
        epochs=last.epoch,
        share=100.0 * last.accuracy,
    )
    story += " " + say(_fate(last))
    shows = say(
        "Three panels: the samples of two classes in the plane, after the hidden layer's affine map, and after {name}.",
        name=activation,
    )
    return Words(title, story, f"{shows} {story}")


def _fate(last: Snapshot) -> str:
    """What became of it."""
    dead, parted = len(dead_units(last)), last.accuracy >= PARTED
    if dead:
        return DEAD[dead - 1]
    if not parted:
        return "The straight line does not part the classes yet, not even after the activation."
    return FOLDED if last.activations[0] == "relu" else "After the activation one straight line parts the classes."


def _line(frame: Snapshot, limits: Array) -> Array:
    """The line w·a + b = 0, by which the output unit parts the classes, long enough to cross a panel, shape (2, 2)."""
    layer = list(frame.network.layers(frame.parameters))[1]
    middle, reach = limits.reshape(2, 2).mean(axis=1), 2.0 * float(np.hypot(*np.diff(limits)[::2]))
    return straight_line(layer.weights[:, 0], float(layer.bias[0]), middle, reach)


def _weights(frame: Snapshot) -> list[Array]:
    return [layer.weights for layer in frame.network.layers(frame.parameters)]


def _around(film: Film[Snapshot], place: Place) -> Array:
    """Left, right, bottom and top that hold the plane wherever a map takes it in any frame."""
    edge = rim(film.square)
    return limits_of(film, lambda frame: place(frame, edge))
