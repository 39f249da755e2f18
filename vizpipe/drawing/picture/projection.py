"""Layers of many units in a plane: a view that is fitted once and stands still through the film."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from vizpipe.drawing.picture.channels import Channel
from vizpipe.drawing.picture.mark import Array
from vizpipe.drawing.picture.networks import Placed, Trained, through
from vizpipe.drawing.picture.passage import Affine, Step
from vizpipe.film.film import Film
from vizpipe.film.spread import spread
from vizpipe.nn.view import principal

_FITTED = 24
"""Frames that a view is fitted to: more change nothing that is seen."""
_PLANE = 2


@dataclass(frozen=True)
class Projection:
    """What a layer makes of points, seen in a plane."""

    place: through
    axes: Affine | None
    """From the layer's units to the plane; None where there are two."""
    share: float
    """Of the variance of all samples in all frames, what the plane holds."""

    def __call__(self, frame: Trained, points: Array) -> Array:
        """Shape (n, 2)."""
        units = self.place(frame, points)
        return units if self.axes is None else units @ self.axes.weights + self.axes.bias

    def steps(self, frame: Trained) -> tuple[Step, ...]:
        """The same as steps that anything can follow."""
        last: Iterable[Step] = () if self.axes is None else (self.axes,)
        return (*self.place.steps(frame), *last)

    def of(self, points: Channel[Any]) -> Placed:
        """A channel: where points of the input plane, such as ``"samples"``, come to lie."""
        return Placed(self, points)


def projected(film: Film[Any], layer: int) -> Projection:
    """A layer of two units as it is; of more through the two axes along which samples vary most over all frames.

    (Pearson, 1901.) A layer of one unit lies on a line.
    """
    place = through(layer)
    seen = np.concatenate([place(film[at], film[at].samples) for at in spread(len(film), _FITTED)])
    if seen.shape[1] == _PLANE:
        return Projection(place, None, 1.0)
    found = principal(seen)
    return Projection(place, Affine(found.axes, -found.mean @ found.axes), sum(found.shares))
