"""The loss of a mini-batch scatters around the total loss, half as widely for every fourfold batch."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import marks, name_panel, page, panel, split
from vizpipe.recipe import Canvas, Film, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

SIZES = tuple(int(size) for size in np.unique(np.rint(np.geomspace(1.0, 256.0, 41))))
SHOWN = (1, 4, 16, 64, 256)
"""Batch sizes that the axis names."""
BINS = 60


class Draws(NamedTuple):
    """The losses of many mini-batches of one size."""

    size: int
    losses: Array
    """Shape (draws,): the mean loss of each mini-batch, drawn with replacement."""
    total: float
    """The loss over all samples."""
    deviation: float
    """Standard deviation of the loss of a single sample."""

    @property
    def spread(self) -> float:
        """Standard deviation of the mini-batches' losses."""
        return float(self.losses.std())


@recipe(
    title="The loss of a mini-batch",
    chapter="Loss and gradient",
    ideas=("A mini-batch's loss approximates the total loss; its spread falls as one over the root of the batch size",),
)
def batch_loss(
    *,
    draws: Annotated[int, Meta(ge=10, le=20000), "Mini-batches of each size"] = 2000,
    seed: Seed = 0,
) -> Iterator[Draws]:
    """Train a small network on digits for a moment, then measure its loss on mini-batches of growing size."""
    rng = np.random.default_rng(seed)
    images, labels = datasets.digits()
    network = nn.Network((64, 20, 10), ("sigmoid", "softmax"))
    loss = nn.sparse_categorical_cross_entropy
    run = nn.descend(
        network,
        network.initial(rng, nn.initializers.normal(0.1)),
        images,
        labels,
        loss=loss,
        optimizer=nn.SGD(0.5),
        batch_size=100,
        rng=rng,
    )
    vector = next(vector for epoch, (vector, _) in enumerate(run) if epoch == 9)
    outputs = network.predict(vector, images)
    single = -np.log(outputs[np.arange(len(labels)), labels] + nn.EPSILON)
    for size in SIZES:
        losses = single[rng.integers(0, len(single), (draws, size))].mean(axis=1)
        yield Draws(size, losses, float(single.mean()), float(single.std()))


class Panels(NamedTuple):
    """The stage."""

    left: marks.Axes
    right: marks.Axes
    edges: Array
    known: list[tuple[int, float]]
    words: marks.Mark
    canvas: Canvas


@batch_loss.stage
def stage(canvas: Canvas, film: Film[Draws]) -> Panels:
    """The histogram at the left, the spread against the size at the right."""
    style, say, first = canvas.style, canvas.say, film[0]
    laid = page(canvas)
    left, right = (
        split(laid.body, rows=(1.0, 1.0)) if style.tall else split(laid.body, columns=(1.5, 1.0), gap=style.px(40.0))
    )
    histogram, spread = panel(canvas, left), panel(canvas, right)
    edges = np.linspace(0.0, film.span(lambda frame: frame.total + 3.2 * frame.deviation)[1], BINS + 1)
    histogram.set_xlim(0.0, edges[-1])
    histogram.set_ylim(0.0, 1.08)
    name_panel(canvas, histogram, say("Losses of mini-batches of this size, drawn to one height"), say("loss"))
    histogram.set_yticks([])
    histogram.spines["left"].set_visible(False)
    marks.guide(histogram, style, x=first.total)
    marks.label(
        histogram,
        style,
        (first.total, 1.04),
        say("total loss {loss:.3f}", loss=first.total),
        shift=(8.0, 0.0),
        weight="bold",
    )
    spread.set_xscale("log", base=2)
    spread.set_yscale("log")
    spread.set_xlim(0.8, 330.0)
    sizes = np.array(SIZES, dtype=float)
    spread.set_ylim(0.5 * first.deviation / 16.0, 2.0 * first.deviation)
    name_panel(canvas, spread, say("Their spread, and one over the root of the size"), say("batch size"))
    spread.set_xticks(SHOWN, [str(size) for size in SHOWN])
    marks.stroke(spread, style, sizes, first.deviation / np.sqrt(sizes), colour=style.theme.line, width=2.0)
    spreads = {frame.size: frame.spread for frame in film}
    widest = [say("Batch size {n}", n=256), say("spread {spread:.3f}", spread=0.0)]
    return Panels(histogram, spread, edges, list(spreads.items()), marks.readout(laid.header, style, widest), canvas)


@stage.draw
def draw(frame: Draws, panels: Panels) -> None:
    """As many losses as have been drawn."""
    style, say, theme = panels.canvas.style, panels.canvas.say, panels.canvas.style.theme
    counts, _ = np.histogram(frame.losses, panels.edges)
    marks.histogram(panels.left, style, panels.edges, counts / counts.max(), theme.ink, share=0.35)
    done = [(size, spread) for size, spread in panels.known if size <= frame.size]
    marks.dots(panels.right, style, np.array(done, dtype=float), theme.ink, size=11.0)
    marks.dots(panels.right, style, np.array(done[-1:], dtype=float), theme.ink, size=20.0, order=3.0)
    panels.words(say("Batch size {n}", n=frame.size), say("spread {spread:.3f}", spread=frame.spread))


@batch_loss.words
def words(film: Film[Draws], say: Say) -> Words:
    """The two ends."""
    first, last = film[0], film[-1]
    caption = say(
        "Each mini-batch, drawn with replacement, guesses the total loss of {total:.3f}. Guesses from "
        "{small:|sample|samples} scatter by {wide:.2f}, from {large} by {narrow:.3f}: {ratio:.1f} times less, and the "
        "root of {large} is {root:g}.",
        total=first.total,
        small=first.size,
        large=last.size,
        wide=first.spread,
        narrow=last.spread,
        ratio=first.spread / last.spread,
        root=float(np.sqrt(last.size)),
    )
    shows = say("A histogram that gets narrower as the batch grows, and dots close to a falling straight line.")
    return Words(say("A mini-batch guesses the total loss"), caption, f"{shows} {caption}")
