"""A hidden layer of two units bends the plane, for most seeds until one straight line parts what none could before."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import Box, given, marks, moved, name_panel, page, panels, paper, plot, zero_lines
from vizpipe.nn import Snapshot
from vizpipe.recipe import Canvas, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

SIZES = (2, 2, 1)
BATCH = 32
MARGIN = 0.35
"""How far the grid reaches beyond the samples, in units of the data."""
CELLS = 160
LINES = 17
PARTED = 0.8
"""The accuracy from which the line can be said to part the classes; no line in the input plane gets there."""
NODES = (("x₁", "x₂"), ("a₁", "a₂"), ("y",))
BAND = 0.2
"""How wide the band is in which ReLU's folded half planes are shown, as a share of the panel's axis."""


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
def hidden_mapping(
    *,
    activation: Annotated[Literal["tanh", "relu"], "What the two hidden units do with their weighted sums"] = "tanh",
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.01,
    max_epochs: Annotated[Count, "Stop after so many epochs"] = 200,
    target_loss: Annotated[Rate | None, "Stop when the loss has fallen to this"] = 0.263,
    samples: Annotated[int, Meta(ge=2), "Points to learn from, half of each class"] = 400,
    seed: Seed = 50,
) -> Iterator[Snapshot]:
    """Train a 2-2-1 network on three clouds with Adam and binary cross-entropy: a frame for each epoch."""
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


class View(NamedTuple):
    """How the hidden layer's two coordinates are shown in the third panel.

    tanh is shown as it is. Of ReLU's plane, what is folded onto an axis is shown in a band outside it, where the
    distance from the axis says how far below zero the weighted sum was.
    """

    folds: bool
    squeeze: float
    """How much narrower what is below zero is shown."""

    def show(self, z: Array) -> Array:
        """Where weighted sums (n, 2) are drawn in the third panel."""
        if not self.folds:
            return np.tanh(z)
        return np.where(z > 0.0, z, z * self.squeeze)


class Panels(NamedTuple):
    """The marks of the stage, and what they need of the whole film."""

    square: Array
    """Left, right, bottom and top of the grid in the input plane."""
    view: View
    limits: Array
    """Of the second and third panel: left, right, bottom, top, shape (2, 4)."""
    grids: tuple[Array, ...]
    """The points at which each panel's field is worked out, (CELLS², 2) each."""
    lines_straight: Array
    lines_bent: Array
    """The mesh's lines, by their ends and by many points."""
    fields: tuple[marks.Mark, ...]
    meshes: tuple[marks.Mark, ...]
    dots: tuple[marks.Mark, ...]
    lines: tuple[marks.Mark, ...]
    cut: marks.Mark
    words: marks.Mark
    curve: marks.Mark
    diagram: marks.Mark
    say: Say


def square_of(film: Film[Snapshot]) -> Array:
    """The part of the input plane that is shown: left, right, bottom, top."""
    lowest, highest = film.span("samples")
    low, high = lowest - MARGIN, highest + MARGIN
    return np.array([low, high, low, high])


def outline(square: Array, points: int = 60) -> Array:
    """The rim of the square as a closed path, shape (4·points, 2)."""
    left, right, bottom, top = square
    corners = np.array([[left, bottom], [right, bottom], [right, top], [left, top], [left, bottom]])
    steps = np.linspace(0.0, 1.0, points, endpoint=False)[:, None]
    return np.concatenate([a + steps * (b - a) for a, b in pairwise(corners)])


def dead_units(frame: Snapshot) -> frozenset[tuple[int, int]]:
    """Hidden units that answer 0 to every sample, as (layer, node)."""
    after = frame.forward(frame.samples)[0][1]
    silent = frame.activations[0] == "relu"
    return frozenset((1, unit) for unit in range(SIZES[1]) if silent and not after[:, unit].any())


@hidden_mapping.stage
def stage(canvas: Canvas, film: Film[Snapshot]) -> Panels:
    """Three panels with limits that hold for the whole film, the loss curve, the network."""
    style, say = canvas.style, canvas.say
    laid = page(canvas, corners=(190.0, 430.0))
    planes = panels(canvas, laid.body, 3)
    square = square_of(film)
    rim = outline(square)
    view = _view(film, rim)
    limits = np.array(
        [
            _limits(film, lambda frame: hidden_sums(frame, rim)),
            _limits(film, lambda frame: view.show(hidden_sums(frame, rim))),
        ]
    )
    activation = str(film[0].activations[0])
    names = (
        (say("Input"), "x₁", "x₂"),
        (say("Before the activation: W·x + b"), "z₁", "z₂"),
        (say("After the activation: {name}", name=_NAMES[activation]), "a₁", "a₂"),
    )
    for axes, limit, words in zip(planes, (square, *limits), names, strict=True):
        axes.set_xlim(limit[0], limit[1])
        axes.set_ylim(limit[2], limit[3])
        name_panel(canvas, axes, *words)
    if view.folds:
        marks.band(planes[2], style)
        for axis, low in ((planes[2].xaxis, 0), (planes[2].yaxis, 2)):
            ticks = axis.get_major_locator().tick_values(*limits[1][low : low + 2])
            axis.set_ticks([tick for tick in ticks if 0.0 <= tick <= limits[1][low + 1]])
    first = film[0]
    epochs, losses = film.column("epoch"), film.column("loss")
    spark = plot(canvas, laid.corners[1])
    spark.set_xlim(0.0, max(film.span("epoch")[1], 1.0) * 1.04)
    spark.set_ylim(0.0, film.span("loss")[1] * 1.12)
    spark.set_xticks([])
    spark.set_yticks([])
    marks.corner_label(spark, style, say("loss"))
    diagram = paper(canvas, laid.corners[0])
    largest = film.span(lambda frame: max(np.abs(weights).max() for weights in _weights(frame)))[1]
    last = int(epochs[-1])
    return Panels(
        square=square,
        view=view,
        limits=limits,
        grids=tuple(marks.grid(extent, CELLS) for extent in (square, *limits)),
        lines_straight=marks.mesh_lines(square, LINES, 2),
        lines_bent=marks.mesh_lines(square, LINES, 60),
        fields=tuple(marks.field(axes, style) for axes in planes),
        meshes=tuple(marks.mesh(axes, style) for axes in planes),
        dots=tuple(marks.samples(axes, style, first.samples, first.labels) for axes in planes),
        lines=tuple(marks.boundary(axes, style) for axes in planes),
        cut=marks.boundary(planes[2], style, 3.0 if view.folds else 1.6, dashed=not view.folds),
        words=marks.readout(
            laid.header,
            style,
            [
                say("Epoch {n}", n=last),
                say("loss {loss:.3f}", loss=0.0),
                say("accuracy {share:.0f}\u00a0%", share=100.0),
            ],
        ),
        curve=marks.curve(spark, style, epochs.astype(float), losses, dot=style.theme.accent),
        diagram=marks.network_diagram(diagram, style, Box(0.0, 0.0, *laid.corners[0][2:]), SIZES, largest, names=NODES),
        say=say,
    )


@stage.draw
def draw(frame: Snapshot, panels: Panels) -> None:
    """One epoch."""
    square, view = panels.square, panels.view
    rim = outline(square)
    maps: tuple[Callable[[Array], Array], ...] = (
        lambda x: x,
        lambda x: hidden_sums(frame, x),
        lambda x: view.show(hidden_sums(frame, x)),
    )
    whole, before, after = panels.grids
    shares = (
        frame.predict(whole)[:, 0],
        output(frame, activate(frame, before)),
        output(frame, np.maximum(after, 0.0) if view.folds else after),
    )
    extents = (square, *panels.limits)
    for number, (field, share, extent) in enumerate(zip(panels.fields, shares, extents, strict=True)):
        field(share.reshape(CELLS, CELLS), tuple(extent), maps[number](rim) if number else None)
    weights, bias = output_line(frame)
    edges = zero_lines(lambda x: activate(frame, hidden_sums(frame, x)) @ weights + bias, square)
    for number, place in enumerate(maps):
        # an affine map keeps lines straight: only the last panel needs more than their ends
        lines = panels.lines_bent if number == len(maps) - 1 else panels.lines_straight
        panels.meshes[number](place(lines.reshape(-1, 2)).reshape(lines.shape))
        panels.lines[number]([place(each) for each in edges])
        panels.dots[number](place(frame.samples))
    panels.cut([straight_line(frame, panels.limits[1], folds=view.folds)])
    say = panels.say
    panels.words(
        say("Epoch {n}", n=frame.epoch),
        say("loss {loss:.3f}", loss=frame.loss),
        say("accuracy {share:.0f}\u00a0%", share=100.0 * frame.accuracy),
    )
    panels.curve(frame.epoch + 1)
    panels.diagram(_weights(frame), dead=dead_units(frame))


@hidden_mapping.words
def words(film: Film[Snapshot], say: Say) -> Words:
    """What happened to this network."""
    first, last = film[0], film[-1]
    activation = _NAMES[str(last.activations[0])]
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
    dead = len(dead_units(last))
    if dead == 1:
        story += " " + say(
            "One of the two hidden units is dead: it answers 0 to every sample, and so gets no gradient."
        )
    elif dead:
        story += " " + say("Both hidden units are dead: they answer 0 to every sample, and so get no gradient.")
    elif activation == "ReLU" and last.accuracy >= PARTED:
        story += " " + say(
            "ReLU folds all that is below zero onto the axes; the grey strips outside them show what lies folded there."
        )
    elif last.accuracy >= PARTED:
        story += " " + say("After the activation one straight line parts the classes.")
    else:
        story += " " + say("The straight line does not part the classes yet, not even after the activation.")
    shows = say(
        "Three panels: the samples of two classes in the plane, after the hidden layer's affine map, and after {name}.",
        name=activation,
    )
    return Words(title, story, f"{shows} {story}")


_NAMES = {"tanh": "tanh", "relu": "ReLU"}


def hidden_sums(frame: Snapshot, x: Array) -> Array:
    """Weighted sums of the hidden layer before the activation, shape (n, 2)."""
    return frame.forward(x)[0][0]


def activate(frame: Snapshot, z: Array) -> Array:
    """The hidden layer's activation of sums (n, 2)."""
    return nn.ACTIVATIONS[str(frame.activations[0])].forward(z)


def output(frame: Snapshot, a: Array) -> Array:
    """The probability of class 1 at activations (n, 2) of the hidden layer, shape (n,)."""
    weights, bias = output_line(frame)
    return nn.sigmoid.forward(a @ weights + bias)


def output_line(frame: Snapshot) -> tuple[Array, float]:
    """The output unit's weights (2,) and bias: w·a + b = 0 is the straight line that parts the classes."""
    layer = list(frame.network.layers(frame.parameters))[1]
    return layer.weights[:, 0], float(layer.bias[0])


def straight_line(frame: Snapshot, limits: Array, *, folds: bool = False) -> Array:
    """The line w·a + b = 0, long enough to cross a panel with these limits, shape (points, 2).

    Where the activation folds, only the part that lies where activations can be, at zero or above.
    """
    weights, bias = output_line(frame)
    length = float(np.hypot(*weights)) or 1.0
    normal = weights / length
    middle = np.array([limits[:2].mean(), limits[2:].mean()])
    foot = middle - (normal @ middle + bias / length) * normal
    reach = float(np.hypot(limits[1] - limits[0], limits[3] - limits[2]))
    along = np.array([-normal[1], normal[0]])
    line: Array = foot + np.linspace(-reach, reach, 800)[:, None] * along
    return line[(line >= 0.0).all(axis=1)] if folds else line[[0, -1]]


def _weights(frame: Snapshot) -> list[Array]:
    return [layer.weights for layer in frame.network.layers(frame.parameters)]


def _limits(film: Film[Snapshot], place: Callable[[Snapshot], Array], margin: float = 0.06) -> Array:
    """Left, right, bottom and top that hold all points of all frames, with room at the edge."""
    across, up = (film.span(lambda frame, k=k: place(frame)[:, k]) for k in (0, 1))  # type: ignore[misc]
    (left, right), (bottom, top) = (_wider(*ends, margin) for ends in (across, up))
    return np.array([left, right, bottom, top])


def _wider(low: float, high: float, margin: float) -> tuple[float, float]:
    room = margin * max(high - low, 1e-6)
    return low - room, high + room


def _view(film: Film[Snapshot], rim: Array) -> View:
    """How the third panel shows this film's activation."""
    folds = str(film[0].activations[0]) == "relu"
    lowest, highest = film.span(lambda frame: hidden_sums(frame, rim))
    return View(folds, BAND * max(0.1, highest) / max(0.1, -lowest))
