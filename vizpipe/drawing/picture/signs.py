"""Signs at places in a plane: crosses at what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from vizpipe.drawing.picture.channels import Channel, Moment, channel, refused
from vizpipe.drawing.picture.mark import F, Mark, Room
from vizpipe.drawing.picture.shapes import Path, Shape

_RIM = 2.2


@dataclass(frozen=True)
class Crosses(Mark[F]):
    """A cross at each of some points: a wrong answer, whatever its colour.

    It can mislead in a crowd: a cross is larger than a dot, so that few mistakes look like many.
    """

    points: Channel[F] = channel()
    """Shape (n, 2)."""
    where: Channel[F] = channel()
    """Which of the points have one, shape (n,)."""
    size: float = 16.0
    """How far a stroke reaches across and up, in pixels at the reference size."""
    width: float = 4.0

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Two strokes each, on a rim of background, so that they are seen on any dot."""
        points, where = self.planes(moment, "points"), np.asarray(self.read(moment, "where"), dtype=bool)
        if where.shape != points.shape[:1]:
            raise refused(self, f"{len(points)} points and {where.shape} truths don't go together")
        left, right, bottom, top = room.limits
        half = self.size / 2.0 * np.array([(right - left) / room.width, (top - bottom) / room.height])
        strokes = [half * np.array([[-1.0, -1.0], [1.0, 1.0]]), half * np.array([[-1.0, 1.0], [1.0, -1.0]])]
        lines = [place + stroke for place in points[where] for stroke in strokes]
        yield Path(lines, "background", _RIM * self.width, is_round=True, order=2.6)
        yield Path(lines, "ink", self.width, is_round=True, order=2.7)
