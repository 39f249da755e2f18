"""A recipe that draws for itself: a field with samples, placed by hand."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from expected import Dots, Plane, answers
from vizpipe import datasets, nn
from vizpipe.drawing import marks, page, plot
from vizpipe.drawing.theme import Theme
from vizpipe.recipe import Canvas, Film, recipe

Array = npt.NDArray[np.float64]
NETWORK = nn.Network((2, 3, 1), ("tanh", "sigmoid"))
REACH = 2.9


class Learned(NamedTuple):
    """A network after an epoch."""

    parameters: Array
    samples: Array
    labels: npt.NDArray[np.int64]


@recipe(title="By hand", size=(900, 900))
def by_hand(*, epochs: int = 2) -> Iterator[Learned]:
    """Train on three clouds."""
    points, labels = datasets.three_clouds(np.random.default_rng(3), 40)
    rng = np.random.default_rng(1)
    start, loss = NETWORK.initial(rng, nn.initializers.xavier), nn.binary_cross_entropy
    run = nn.train(NETWORK, start, points, labels, loss=loss, optimizer=nn.Adam(0.05), batch_size=8, rng=rng)
    for _ in range(epochs + 1):
        yield Learned(next(run).parameters, points, labels)


class Panels(NamedTuple):
    """The stage."""

    region: marks.Mark
    dots: marks.Mark


@by_hand.stage
def stage(canvas: Canvas, film: Film[Learned]) -> Panels:
    """One plane."""
    body, style, first = page(canvas).body, canvas.style, film[0]
    side = min(body.width, body.height)
    plane = plot(canvas, body._replace(width=side, height=side))
    plane.set_axis_off()
    plane.set_xlim(-REACH, REACH)
    plane.set_ylim(-REACH, REACH)
    region = marks.decision(plane, style, (-REACH, REACH, -REACH, REACH), 80)
    return Panels(region, marks.samples(plane, style, first.samples, first.labels, size=6.0))


@stage.draw
def draw(frame: Learned, panels: Panels) -> None:
    """What the network answers, and the samples."""
    panels.region(NETWORK, frame.parameters)
    panels.dots(frame.samples)


def planes(frame: Any, _: Theme) -> list[Plane]:
    """What a frame asks for."""
    return [Plane(answers(frame.parameters, 2, 3, 1), 80, (Dots(frame.samples, frame.labels, 6.0),))]
