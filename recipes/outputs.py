"""The task chooses the output: identity for numbers, one sigmoid for two classes, a softmax over K nodes for K."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import Box, marks, name_panel, page, panel, paper, split
from vizpipe.recipe import Canvas, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

CLASSES = 3
REACH = 3.0
CELLS = 120
REGRESSION = nn.Network((1, 12, 1), ("tanh", "identity"))
BINARY = nn.Network((2, 6, 1), ("tanh", "sigmoid"))
SEVERAL = nn.Network((2, 8, CLASSES), ("tanh", "softmax"))


class Three(NamedTuple):
    """Three networks after the same number of epochs, each with the output that its task needs."""

    epoch: int
    regression: Array
    """Parameters of 1-12-1 with an identity output."""
    binary: Array
    """Parameters of 2-6-1 with a sigmoid output."""
    several: Array
    """Parameters of 2-8-3 with a softmax output."""
    x: Array
    """Inputs of the regression, shape (samples, 1)."""
    t: Array
    """Its targets, shape (samples, 1)."""
    points: Array
    """Samples of both classifiers, shape (samples, 2)."""
    labels: Labels
    """Which of three classes, shape (samples,); the binary task tells class 2 from the others."""


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
    samples: Annotated[int, Meta(ge=3, le=3000), "Samples of each task"] = 150,
    epochs: Annotated[Count, "How often every sample is seen"] = 59,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.02,
    seed: Seed = 1,
) -> Iterator[Three]:
    """Train three small networks side by side: a curve, two classes, three classes."""
    rng = np.random.default_rng(seed)
    x, t = datasets.noisy_curve(
        rng, samples, lambda x: np.sin(1.7 * x) + 0.3 * x, reach=REACH, noise=0.15, ordered=True
    )
    angles = 2.0 * np.pi * np.arange(CLASSES) / CLASSES + 0.5
    centres = 1.35 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    points, labels = datasets.clouds(rng, samples, centres, spread=0.55)
    two = (labels == CLASSES - 1)[:, None].astype(float)
    tasks = (
        (REGRESSION, x, t, nn.sum_of_squared_errors),
        (BINARY, points, two, nn.binary_cross_entropy),
        (SEVERAL, points, labels, nn.sparse_categorical_cross_entropy),
    )
    vectors = [network.initial(rng, nn.initializers.xavier) for network, *_ in tasks]
    runs = [
        nn.descend(network, vector, inputs, wanted, loss=loss, optimizer=nn.Adam(learning_rate), batch_size=16, rng=rng)
        for (network, inputs, wanted, loss), vector in zip(tasks, vectors, strict=True)
    ]
    for epoch in range(epochs + 1):
        yield Three(epoch, vectors[0], vectors[1], vectors[2], x, t, points, labels)
        vectors = [next(run)[0] for run in runs]


class Panels(NamedTuple):
    """The stage."""

    axes: list[marks.Axes]
    papers: list[marks.Axes]
    plane: marks.Mark
    words: marks.Mark
    canvas: Canvas


@outputs.stage
def stage(canvas: Canvas, film: Film[Three]) -> Panels:
    """Above the data, below what comes out for one sample and what it should be."""
    style, say, first = canvas.style, canvas.say, film[0]
    theme = style.theme
    laid = page(canvas)
    if style.tall:
        cells = split(laid.body, rows=(1.5, 0.7) * 3)
        tops, bottoms = cells[::2], cells[1::2]
    else:
        cells = split(laid.body, rows=(1.6, 0.75), columns=(1.0,) * 3, gap=style.px(26.0))
        tops, bottoms = cells[:3], cells[3:]
    names = (
        (say("A number: identity, squared error"), "x", "y"),
        (say("Two classes: one sigmoid, binary cross-entropy"), "x₁", "x₂"),
        (say("Three classes: softmax, categorical cross-entropy"), "x₁", "x₂"),
    )
    axes = []
    for cell, words in zip(tops, names, strict=True):
        each = panel(canvas, cell, left=60.0)
        each.set_xlim(-REACH, REACH)
        each.set_ylim(-REACH, REACH)
        name_panel(canvas, each, *words, away=40.0)
        axes.append(each)
    marks.dots(axes[0], style, np.concatenate([first.x, first.t], axis=1), theme.mix(theme.quiet, 0.6), size=9.0)
    return Panels(
        axes,
        [paper(canvas, cell) for cell in bottoms],
        marks.decision(axes[1], style, (-REACH, REACH, -REACH, REACH), CELLS),
        marks.readout(laid.header, style, [say("Epoch {n}", n=film[-1].epoch)]),
        canvas,
    )


@stage.draw
def draw(frame: Three, panels: Panels) -> None:
    """The three networks, and what they say of one sample each."""
    style, say, theme = panels.canvas.style, panels.canvas.say, panels.canvas.style.theme
    line = np.linspace(-REACH, REACH, 200)[:, None]
    curve = REGRESSION.predict(frame.regression, line)
    marks.stroke(panels.axes[0], style, line[:, 0], curve[:, 0], colour=theme.ink, width=4.0)
    extent = (-REACH, REACH, -REACH, REACH)
    grid = marks.grid(extent, CELLS)
    panels.plane(BINARY, frame.binary)
    two = (frame.labels == CLASSES - 1).astype(int)
    marks.dots(panels.axes[1], style, frame.points, [theme.classes[label] for label in two], size=9.0)
    shares = SEVERAL.predict(frame.several, grid)
    colours = np.array([_rgb(theme.palette[k]) for k in range(CLASSES)])
    ground = np.array(theme.mix(theme.middle, 1.0))
    strength = np.clip((shares.max(axis=1) - 1.0 / CLASSES) * 1.5, 0.0, 1.0)[:, None] * 0.42
    shade = strength * colours[shares.argmax(axis=1)] + (1.0 - strength) * ground
    panels.axes[2].add_image(marks.colours(panels.axes[2], shade.reshape(CELLS, CELLS, 3), extent))
    marks.dots(panels.axes[2], style, frame.points, [theme.palette[label] for label in frame.labels], size=9.0)
    sample = _lonely(frame)
    marks.dots(panels.axes[0], style, np.array([[frame.x[sample, 0], frame.t[sample, 0]]]), theme.ink, size=20.0)
    for axes in panels.axes[1:]:
        marks.dots(axes, style, frame.points[[sample]], theme.background, size=22.0, edge=theme.ink, order=2.3)
    says = (
        (REGRESSION.predict(frame.regression, frame.x[[sample]])[0], frame.t[sample], say("target: the number itself")),
        (BINARY.predict(frame.binary, frame.points[[sample]])[0], two[[sample]], say("target: 0 or 1")),
        (
            SEVERAL.predict(frame.several, frame.points[[sample]])[0],
            np.eye(CLASSES)[frame.labels[sample]],
            say("target: class {n} of 0, 1, 2, one-hot", n=int(frame.labels[sample])),
        ),
    )
    for blank, (y, t, target) in zip(panels.papers, says, strict=True):
        _rows(blank, panels.canvas, y, t, target)
    panels.words(say("Epoch {n}", n=frame.epoch))


def _lonely(frame: Three) -> int:
    """The sample of class 2 that is furthest from its neighbours, so that its ring is seen."""
    apart = np.hypot(*(frame.points[:, None] - frame.points).transpose(2, 0, 1)) + 1e9 * np.eye(len(frame.points))
    return int(np.argmax(np.where(frame.labels == CLASSES - 1, apart.min(axis=1), -1.0)))


def _rgb(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255.0 for at in (1, 3, 5)]


def _rows(blank: marks.Axes, canvas: Canvas, y: Array, t: Array, target: str) -> None:
    """The outputs of the ringed sample above, what they should be below."""
    style, theme = canvas.style, canvas.style.theme
    height = blank.get_ylim()[1]
    wide, tall = style.px(76.0), min(style.px(44.0), 0.36 * height)
    left = style.px(60.0)
    for row, (values, text, places) in enumerate(
        (
            (y, canvas.say("output"), 2),
            (np.asarray(t, dtype=float), target, 2 if len(t) == 1 and t.dtype.kind == "f" else 0),
        )
    ):
        bottom = height - (row + 1) * (tall + style.px(10.0))
        shares = [theme.mix(theme.ink, 0.08 + 0.3 * float(np.clip(value, 0.0, 1.0))) for value in values]
        box = Box(left, bottom, wide * len(values), tall)
        marks.cells(blank, style, values[None].astype(float), box, colours=shares, places=places, size=18.0)
        at = (left + box.width + style.px(14.0), bottom + tall / 2.0)
        room = blank.get_xlim()[1] - at[0]
        marks.label(blank, style, at, text, size=16.0, shift=(0.0, 0.0), colour=theme.quiet, room=room)


@outputs.words
def words(film: Film[Three], say: Say) -> Words:
    """How well each does."""
    last = film[-1]
    error = float(np.sqrt(np.mean((REGRESSION.predict(last.regression, last.x) - last.t) ** 2)))
    two = nn.accuracy(BINARY.predict(last.binary, last.points), (last.labels == CLASSES - 1).astype(np.int64))
    three = nn.accuracy(SEVERAL.predict(last.several, last.points), last.labels)
    caption = say(
        "As many output nodes as numbers are wanted; one sigmoid for two classes; one softmax node a class. After "
        "{epochs:|epoch|epochs} the curve is typically {error:.2f} off, {two:.0f}\u00a0% and {three:.0f}\u00a0% of the "
        "samples are in the right class.",
        epochs=last.epoch,
        error=error,
        two=100.0 * two,
        three=100.0 * three,
    )
    shows = say("Three panels: a curve through dots, a plane of two colours, a plane of three, and outputs below each.")
    return Words(say("Which output for which task"), caption, f"{shows} {caption}")
