"""The plane as a grid of dots, each where a map takes it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from vizpipe.drawing.picture.channels import Moment, asked, channel, refused
from vizpipe.drawing.picture.decisions import plane_points
from vizpipe.drawing.picture.mark import Array, F, Mark, Room
from vizpipe.drawing.picture.planes import FIELD
from vizpipe.drawing.picture.shapes import Hues, Points, Shape


@dataclass(frozen=True)
class Grid(Mark[F]):
    """A square of the plane as dots on an even grid, each where a map takes it, in the tint of its probability.

    It can mislead where the plane is folded: the dot that lies on top is the one that comes last, row by row. Where
    it is stretched, the gaps between dots look like something.
    """

    place: Callable[[F, Array], Array] = channel()
    """From a frame and points (n, 2) of the plane to where they are drawn."""
    of: Callable[[F, Array], Array] = channel()
    """From a frame and points (n, 2) of the plane to values (n,) from 0 to 1."""
    square: Sequence[float] | Array = (-1.0, 1.0, -1.0, 1.0)
    """The part of the plane that is shown: left, right, bottom, top."""
    cells: int = 200
    """How many dots stand along each side."""
    size: float = 4.0
    hues: Hues | None = None
    """Of both classes, in place of the theme's colours."""

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """The dots."""
        del room
        left, right, bottom, top = map(float, self.square)
        points = plane_points((left, right, bottom, top), self.cells)
        placed = np.asarray(asked(self, lambda: self.place(moment.frame, points), "place"), dtype=float)
        values = np.asarray(asked(self, lambda: self.of(moment.frame, points), "of"), dtype=float)
        if placed.shape != points.shape or values.shape != points.shape[:1]:
            shown = f"{placed.shape} and {values.shape}"
            raise refused(self, f"place and of give {shown} for {len(points):,} points: each needs a place and a value")
        if not (np.isfinite(placed).all() and np.isfinite(values).all()):
            raise refused(self, "place and of give numbers that are none (nan or infinite)")
        yield Points(placed, size=self.size, order=FIELD, values=values, hues=self.hues)
