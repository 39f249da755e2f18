"""With as many parameters, a deep network winds around two spirals more closely than a wide, shallow one."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import Box, equal, marks, name_panel, page, panel, paper, split
from vizpipe.recipe import Canvas, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

NETWORKS = (
    nn.Network((2, 54, 1), ("tanh", "sigmoid")),
    nn.Network((2, 9, 9, 9, 1), ("tanh", "tanh", "tanh", "sigmoid")),
)
FRAMES = 59
REACH = 1.25
CELLS = 110


class Fit(NamedTuple):
    """A wide and a deep network after the same number of epochs."""

    epoch: int
    parameters: Array
    """Of the wide and the deep one, which have equally many, shape (2, parameter_count)."""
    losses: Array
    """Mean over the samples, shape (2,)."""
    accuracies: Array
    """Share of samples on the right side, shape (2,)."""
    samples: Array
    """Shape (samples, 2)."""
    labels: Labels


@recipe(
    title="Deep or wide",
    chapter="Training",
    ideas=("Deep or wide: as many parameters, deep against wide",),
)
def deep_or_wide(
    *,
    samples: Annotated[int, Meta(ge=2, le=5000), "Points to learn from, half of each class"] = 400,
    turns: Annotated[float, Meta(gt=0.0, le=3.0), "How often each spiral winds around the middle"] = 2.0,
    epochs: Annotated[Count, "How often every point is seen"] = 590,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.01,
    seed: Seed = 0,
) -> Iterator[Fit]:
    """Train two tanh networks of 217 parameters each, one with a hidden layer of 54, one with three of 9."""
    rng = np.random.default_rng(seed)
    points, labels = datasets.spirals(rng, samples, turns)
    targets = labels[:, None].astype(float)
    vectors = [network.initial(rng, nn.initializers.xavier) for network in NETWORKS]
    runs = [
        nn.descend(
            network,
            vector,
            points,
            targets,
            loss=nn.binary_cross_entropy,
            optimizer=nn.Adam(learning_rate),
            batch_size=100,
            rng=np.random.default_rng([seed, 1]),
            watch=False,
        )
        for network, vector in zip(NETWORKS, vectors, strict=True)
    ]
    drawn_epochs = set(np.unique(np.linspace(0, epochs, FRAMES + 1).astype(int)).tolist())
    for epoch in range(epochs + 1):
        if epoch in drawn_epochs:
            outputs = [network.predict(vector, points) for network, vector in zip(NETWORKS, vectors, strict=True)]
            losses = np.array([nn.binary_cross_entropy.value(each, targets) for each in outputs])
            scores = np.array([nn.accuracy(each, labels) for each in outputs])
            yield Fit(epoch, np.stack(vectors), losses, scores, points, labels)
        vectors = [next(run)[0] for run in runs]


class Panels(NamedTuple):
    """The stage."""

    planes: list[marks.Mark]
    dots: list[marks.Mark]
    diagrams: list[marks.Mark]
    curves: marks.Mark
    epochs: list[int]
    words: marks.Mark
    canvas: Canvas


@deep_or_wide.stage
def stage(canvas: Canvas, film: Film[Fit]) -> Panels:
    """Both planes with their networks' shapes, and the losses."""
    style, say, first = canvas.style, canvas.say, film[0]
    theme = style.theme
    laid = page(canvas)
    if style.tall:
        left, middle, right = split(laid.body, rows=(1.0, 1.0, 0.8))
    else:
        left, middle, right = split(laid.body, columns=(1.0, 1.0, 0.8), gap=style.px(30.0))
    count = NETWORKS[0].parameter_count
    names = (say("Wide: 2-54-1, {n} parameters", n=count), say("Deep: 2-9-9-9-1, {n} parameters", n=count))
    planes, dots, diagrams = [], [], []
    largest = max(abs(end) for end in film.span("parameters"))
    for cell, name, network in zip((left, middle), names, NETWORKS, strict=True):
        place, shape = split(cell, columns=(1.0, 0.3), gap=style.px(14.0))
        axes = panel(canvas, place, left=8.0, bottom=10.0)
        limits = equal(axes, (0.0, 0.0), REACH)
        name_panel(canvas, axes, name)
        axes.set_axis_off()
        planes.append(marks.decision(axes, style, limits, CELLS))
        dots.append(marks.samples(axes, style, first.samples, first.labels, size=8.0))
        diagrams.append(_diagram(canvas, shape, network, largest))
    axes = panel(canvas, right)
    epochs, losses = film.column("epoch"), film.column("losses")
    axes.set_xlim(0.0, max(film.span("epoch")[1], 1.0) * 1.25)
    axes.set_ylim(0.0, 1.08 * film.span("losses")[1])
    name_panel(canvas, axes, say("Loss"), say("epoch"))
    names = (say("wide"), say("deep"))
    curves = marks.curves(canvas, axes, epochs.astype(float), losses.T, colours=(theme.quiet, theme.ink), names=names)
    return Panels(
        planes,
        dots,
        diagrams,
        curves,
        [int(epoch) for epoch in epochs],
        marks.readout(laid.header, style, [say("Epoch {n}", n=int(epochs[-1])), _told(say, np.ones(2))]),
        canvas,
    )


def _told(say: Say, shares: Array) -> str:
    return say("right: wide {a:.0f}\u00a0%, deep {b:.0f}\u00a0%", a=100.0 * shares[0], b=100.0 * shares[1])


def _diagram(canvas: Canvas, cell: Box, network: nn.Network, largest: float) -> marks.Mark:
    """A network as a diagram, upright in the middle of its cell."""
    px = canvas.style.px
    box = Box(px(6.0), px(10.0), cell.width - px(12.0), cell.height - px(50.0))
    return marks.network_diagram(paper(canvas, cell), canvas.style, box, network.sizes, largest, radius=9.0, widest=2.5)


@stage.draw
def draw(frame: Fit, panels: Panels) -> None:
    """Both after this epoch."""
    for which, (network, vector) in enumerate(zip(NETWORKS, frame.parameters, strict=True)):
        panels.planes[which](network, vector)
        panels.dots[which](frame.samples)
        panels.diagrams[which]([layer.weights for layer in network.layers(vector)])
    panels.curves(panels.epochs.index(frame.epoch) + 1)
    say = panels.canvas.say
    panels.words(say("Epoch {n}", n=frame.epoch), _told(say, frame.accuracies))


@deep_or_wide.words
def words(film: Film[Fit], say: Say) -> Words:
    """Who came closer."""
    last = film[-1]
    caption = say(
        "Both have {n} parameters. One wide layer must piece the spirals together from soft steps; three narrow "
        "layers bend what the one before has bent. After {epochs:|epoch|epochs} the wide network's loss is "
        "{wide:.3f}, the deep one's {deep:.3f}.",
        n=NETWORKS[0].parameter_count,
        epochs=last.epoch,
        wide=last.losses[0],
        deep=last.losses[1],
    )
    shows = say("Two spirals of two classes, and the regions that a wide and a deep network learn for them.")
    return Words(say("Deep or wide, with as many parameters"), caption, f"{shows} {caption}")
