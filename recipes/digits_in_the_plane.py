"""A hidden layer of two units gives handwritten digits a place in the plane, where digits of a kind come together."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe import datasets, nn
from vizpipe.drawing import Box, equal, marks, name_panel, page, panel, split
from vizpipe.recipe import Canvas, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

NETWORK = nn.Network((64, 32, 2, 10), ("tanh", "identity", "softmax"))
TEST = 297
CELLS = 200
GATHERED = 0.5
"""Kinds have gathered when they scatter by less than this share of how widely they did at first."""


class Epoch(NamedTuple):
    """A network with a waist of two units after so many epochs."""

    epoch: int
    parameters: Array
    """Shape (parameter_count,)."""
    accuracy: float
    """Share of unseen digits that are read right."""
    images: Array
    """Digits that it has never seen, shape (297, 64), 0 paper to 1 ink."""
    labels: Labels
    """Which digit each is, shape (297,)."""

    @property
    def places(self) -> Array:
        """Where the two hidden units put each digit, shape (297, 2)."""
        return np.asarray(NETWORK.forward(self.parameters, self.images)[1][1])

    def answers(self, places: Array) -> Labels:
        """Which digit the output layer sees at places (n, 2)."""
        layer = list(NETWORK.layers(self.parameters))[2]
        return np.asarray(layer(places).argmax(axis=1))

    @property
    def spread(self) -> float:
        """How wide digits of a kind scatter, as a share of how wide all do."""
        places = self.places
        within = np.concatenate([places[self.labels == d] - places[self.labels == d].mean(axis=0) for d in range(10)])
        return float(within.std() / max(float((places - places.mean(axis=0)).std()), 1e-12))


@recipe(
    title="Digits find their places",
    size=(1600, 900),
    chapter="Training",
    ideas=("The hidden layer as new features of real digits: two numbers a digit, and kinds come together",),
)
def digits_in_the_plane(
    *,
    epochs: Annotated[Count, "How often every digit is seen"] = 59,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.005,
    seed: Seed = 1,
) -> Iterator[Epoch]:
    """Train 64-32-2-10 on digits; look at the waist of two units."""
    rng = np.random.default_rng(seed)
    images, labels = datasets.digits()
    data = datasets.split(rng, images, labels, TEST)
    vector = NETWORK.initial(rng, nn.initializers.xavier)
    run = nn.descend(
        NETWORK,
        vector,
        data.train_samples,
        data.train_labels,
        loss=nn.sparse_categorical_cross_entropy,
        optimizer=nn.Adam(learning_rate),
        batch_size=50,
        rng=rng,
        watch=False,
    )
    for epoch in range(epochs + 1):
        share = nn.accuracy(NETWORK.predict(vector, data.test_samples), data.test_labels)
        yield Epoch(epoch, vector, share, data.test_samples, data.test_labels)
        vector, _ = next(run)


class Panels(NamedTuple):
    """The stage."""

    plane: marks.Axes
    limits: tuple[float, float, float, float]
    curve: marks.Mark
    words: marks.Mark
    canvas: Canvas


@digits_in_the_plane.stage
def stage(canvas: Canvas, film: Film[Epoch]) -> Panels:
    """The plane of the two units; a few of the digits; the accuracy."""
    style, say, first = canvas.style, canvas.say, film[0]
    laid = page(canvas)
    if style.tall:
        left, right = split(laid.body, rows=(1.5, 1.0))
    else:
        left, right = split(laid.body, columns=(1.7, 1.0), gap=style.px(40.0))
    plane = panel(canvas, left, left=60.0)
    limits = equal(plane, (0.0, 0.0), 1.05 * film.span(lambda frame: np.abs(frame.places).max())[1])
    name_panel(canvas, plane, say("Where two hidden units put each unseen digit"), "a₁", "a₂", away=40.0)
    above, below = split(right, rows=(0.5, 1.0), gap=style.px(16.0))
    cells = split(above.within(top=style.px(10.0)), rows=(1.0, 1.0), columns=(1.0,) * 5, gap=style.px(8.0))
    for digit, cell in enumerate(cells):
        if (first.labels == digit).any():
            image = first.images[first.labels == digit][0].reshape(8, 8)
            marks.picture(canvas, Box(*cell), image)
    share = panel(canvas, below)
    epochs = film.column("epoch").astype(float)
    share.set_xlim(0.0, max(film.span("epoch")[1], 1.0) * 1.02)
    share.set_ylim(0.0, 1.04)
    name_panel(canvas, share, say("Unseen digits read right"), say("epoch"))
    share.yaxis.set_major_formatter(lambda value, _: f"{100.0 * value:.0f}\u00a0%")
    widest = [say("Epoch {n}", n=film[-1].epoch), say("{share:.0f}\u00a0% read right", share=100.0)]
    return Panels(
        plane,
        limits,
        marks.curve(share, style, epochs, film.column("accuracy")),
        marks.readout(laid.header, style, widest),
        canvas,
    )


@stage.draw
def draw(frame: Epoch, panels: Panels) -> None:
    """Every digit at its place, over the regions that the output layer parts."""
    style, say = panels.canvas.style, panels.canvas.say
    theme = style.theme
    answers = frame.answers(marks.grid(panels.limits, CELLS)).reshape(CELLS, CELLS)
    tints = np.array([theme.mix(theme.palette[d % len(theme.palette)], 0.16 if d < 8 else 0.34) for d in range(10)])
    panels.plane.add_image(marks.colours(panels.plane, tints[answers], panels.limits))
    for (x, y), digit in zip(frame.places, frame.labels, strict=True):
        panels.plane.text(
            x,
            y,
            str(digit),
            fontsize=style.em(15.0),
            fontweight="bold",
            color=theme.ink,
            ha="center",
            va="center",
            clip_on=True,
            zorder=2.0,
            parse_math=False,
        )
    panels.curve(frame.epoch + 1)
    panels.words(say("Epoch {n}", n=frame.epoch), say("{share:.0f}\u00a0% read right", share=100.0 * frame.accuracy))


@digits_in_the_plane.words
def words(film: Film[Epoch], say: Say) -> Words:
    """How far the kinds came apart."""
    first, last = film[0], film[-1]
    caption = say(
        "Sixty-four pixels become two numbers. Digits of a kind scatter {before:.2f} times as widely as all digits at "
        "first, {after:.2f} times in the end; {share:.0f}\u00a0% of digits that it has never seen are read right from "
        "these two numbers alone.",
        before=first.spread,
        after=last.spread,
        share=100.0 * last.accuracy,
    )
    shows = say("Digits as characters in a plane, each at the place that two hidden units give it.")
    if last.spread < GATHERED * first.spread:
        shows = say("Digits as characters in a plane: mixed at first, they gather in groups of a kind.")
    return Words(say("Digits find their places in a hidden layer"), caption, f"{shows} {caption}")
