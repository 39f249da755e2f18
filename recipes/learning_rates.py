"""For most seeds a larger learning rate gets the loss down sooner; at 0.001 it stays above 0.35 for 59 epochs."""

from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import equal, marks, name_panel, page, panel, split
from vizpipe.recipe import Canvas, Count, Film, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

RATES = (0.1, 0.01, 0.001)
REACH = 2.7
CELLS = 90


class Epoch(NamedTuple):
    """Three networks after the same number of epochs, from the same weights."""

    epoch: int
    parameters: Array
    """Shape (3, 9)."""
    losses: Array
    """Shape (3,)."""
    accuracies: Array
    """Share of samples on the right side, shape (3,)."""
    activation: str
    samples: Array
    """Shape (samples, 2)."""
    labels: npt.NDArray[np.int64]

    @property
    def network(self) -> nn.Network:
        """The shape that all three share."""
        return nn.Network((2, 2, 1), (self.activation, "sigmoid"))


@recipe(
    title="Learning rates",
    size=(1920, 900),
    variants={"relu": {"activation": "relu", "seed": 3}},
    chapter="Training",
    ideas=("Learning rates 0.1, 0.01 and 0.001 side by side",),
)
def learning_rates(
    *,
    activation: Annotated[Literal["tanh", "relu"], "What the two hidden units do with their weighted sums"] = "tanh",
    epochs: Annotated[Count, "How often every sample is seen"] = 59,
    samples: Annotated[int, Meta(ge=2), "Points to learn from, half of each class"] = 400,
    seed: Seed = 50,
) -> Iterator[Epoch]:
    """Train one 2-2-1 network on three clouds with Adam at three rates."""
    points, labels = datasets.three_clouds(np.random.default_rng(seed), samples)
    network = nn.Network((2, 2, 1), (activation, "sigmoid"))
    start = network.initial(np.random.default_rng([seed, 1]), nn.initializers.glorot_uniform)
    runs = [
        nn.train(
            network,
            start,
            points,
            labels,
            loss=nn.binary_cross_entropy,
            optimizer=nn.Adam(rate),
            batch_size=32,
            rng=np.random.default_rng([seed, 2]),
        )
        for rate in RATES
    ]
    for _ in range(epochs + 1):
        three = [next(run) for run in runs]
        yield Epoch(
            three[0].epoch,
            np.stack([each.parameters for each in three]),
            np.array([each.loss for each in three]),
            np.array([each.accuracy for each in three]),
            activation,
            points,
            labels,
        )


class Panels(NamedTuple):
    """The stage."""

    axes: list[marks.Axes]
    planes: list[marks.Mark]
    dots: list[marks.Mark]
    curves: list[marks.Mark]
    words: marks.Mark
    canvas: Canvas


@learning_rates.stage
def stage(canvas: Canvas, film: Film[Epoch]) -> Panels:
    """A plane for each rate, its loss below it, all on one scale."""
    style, say, first = canvas.style, canvas.say, film[0]
    laid = page(canvas)
    if style.tall:
        cells = split(laid.body, rows=(1.2, 0.7) * 3)
        tops, bottoms = cells[::2], cells[1::2]
    else:
        cells = split(laid.body, rows=(1.5, 0.9), columns=(1.0,) * 3, gap=style.px(24.0))
        tops, bottoms = cells[:3], cells[3:]
    epochs = film.column("epoch").astype(float)
    losses = film.column("losses")
    planes, limits, curves = [], [], []
    for number, (top, bottom, rate) in enumerate(zip(tops, bottoms, RATES, strict=True)):
        plane, loss = panel(canvas, top, left=60.0, bottom=20.0), panel(canvas, bottom, left=60.0)
        limits.append(equal(plane, (0.0, 0.0), REACH))
        name_panel(canvas, plane, say("learning rate {rate:g}", rate=rate))
        plane.set_xticks([])
        plane.set_yticks([])
        plane.spines[["left", "bottom"]].set_visible(False)
        planes.append(plane)
        loss.set_xlim(0.0, max(film.span("epoch")[1], 1.0) * 1.02)
        loss.set_ylim(0.0, 1.08 * film.span("losses")[1])
        name_panel(canvas, loss, say("loss"), say("epoch"))
        curves.append(marks.curve(loss, style, epochs, losses[:, number], dot=style.theme.accent))
    return Panels(
        planes,
        [marks.decision(plane, style, limit, CELLS) for plane, limit in zip(planes, limits, strict=True)],
        [marks.samples(plane, style, first.samples, first.labels) for plane in planes],
        curves,
        marks.readout(laid.header, style, [say("Epoch {n}", n=film[-1].epoch)]),
        canvas,
    )


@stage.draw
def draw(frame: Epoch, panels: Panels) -> None:
    """All three after this epoch."""
    network = frame.network
    for number, vector in enumerate(frame.parameters):
        panels.planes[number](network, vector)
        panels.dots[number](frame.samples)
        axes, style = panels.axes[number], panels.canvas.style
        axes.text(
            1.0,
            1.02,
            panels.canvas.say("{share:.0f}\u00a0% right", share=100.0 * frame.accuracies[number]),
            transform=axes.transAxes,
            ha="right",
            va="bottom",
            fontsize=style.pt(17.0),
            fontweight="bold",
            color=style.theme.ink,
            parse_math=False,
        )
        panels.curves[number](frame.epoch + 1)
    say = panels.canvas.say
    panels.words(say("Epoch {n}", n=frame.epoch))


@learning_rates.words
def words(film: Film[Epoch], say: Say) -> Words:
    """How far each got."""
    last = film[-1]
    losses = film.column("losses")
    good = [np.flatnonzero(losses[:, number] < 0.35) for number in range(len(RATES))]
    when = [
        say("at rate {rate:g} in epoch {n}", rate=rate, n=int(each[0]))
        if len(each)
        else say("at rate {rate:g} not by epoch {n}", rate=rate, n=last.epoch)
        for rate, each in zip(RATES, good, strict=True)
    ]
    caption = say(
        "The same network, the same weights to start from, the same samples. When the loss first falls below 0.35: "
        "{a}, {b}, {c}. After {epochs:|epoch|epochs} the losses are {x:.2f}, {y:.2f} and {z:.2f}.",
        a=when[0],
        b=when[1],
        c=when[2],
        epochs=last.epoch,
        x=last.losses[0],
        y=last.losses[1],
        z=last.losses[2],
    )
    shows = say(
        "Three planes with the regions of three networks, how many samples each gets right, and its loss curve."
    )
    return Words(say("Three learning rates, one network"), caption, f"{shows} {caption}")
