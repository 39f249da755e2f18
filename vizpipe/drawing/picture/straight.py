"""The straight line of a neuron of two inputs, where w·x + b = 0, and its two sides."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from vizpipe.drawing.marks.plane import straight_line
from vizpipe.drawing.picture.channels import Channel, Moment, channel, reading, refused
from vizpipe.drawing.picture.mark import Array, F, Mark, Room
from vizpipe.drawing.picture.shapes import Paint, Path, Shape

_EDGE = 0.88
"""Where a line beyond the panel is shown, as a share of the way from the middle to where it would leave the panel."""
_DASHES = (4.0, 3.0)
_FAINT, _FLAT = 0.3, 1e-9
_NEURON = 3


@dataclass(frozen=True)
class Straight(Mark[F]):
    """The line w·x + b = 0 across a panel; none where both weights are 0.

    ``is_kept`` in view, a line that lies beyond the panel is shown dashed at its edge, on the side where it is: how far
    away it lies can't be seen then. It can mislead as all that a neuron says: how fast it changes across the
    line is not shown.
    """

    of: Channel[F] = channel()
    """w₁, w₂ and b, shape (3,)."""
    share: Channel[F] = channel(1.0)
    """How much of it is drawn, from the middle outwards, 0 to 1."""
    width: float = 4.0
    paint: Paint = "ink"
    is_kept: bool = False
    has_past: bool = False
    """Whether the lines of earlier states are seen too, faint, each once."""

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """The line, and before it those that were."""
        if self.has_past:
            past = [line for neuron in self._past(moment) for line in _across(neuron, room)]
            yield Path(past, "quiet", 0.4 * self.width, alpha=_FAINT, order=1.3)
        neuron = np.asarray(self.read(moment, "of"), dtype=float)
        if neuron.shape != (_NEURON,) or not np.isfinite(neuron).all():
            raise refused(self, f"of has shape {neuron.shape}: it needs two weights and a bias")
        lines = _across(neuron, room, float(self.read(moment, "share")))
        yield Path(lines, self.paint, self.width, order=1.4)
        if self.is_kept and not lines:
            kept = _across(neuron, room, is_kept=True)
            yield Path(kept, "quiet", 0.75 * self.width, dashes=_DASHES, order=1.4)

    def is_fixed(self, film: object, lens: object = None) -> bool:
        """Not if it leaves traces."""
        return not self.has_past and super().is_fixed(film, lens)  # type: ignore[arg-type]

    def _past(self, moment: Moment[F]) -> list[Array]:
        """The neuron in all earlier states."""
        key = "past", id(self)
        if key not in moment.columns:
            lens = moment.lens or (lambda frame: frame)
            moment.columns[key] = [np.asarray(reading(self.of, lens(frame)), dtype=float) for frame in moment.film]
        *past, now = moment.columns[key][: moment.index + 1]
        earlier = {tuple(neuron.round(9)): neuron for neuron in past}
        earlier.pop(tuple(now.round(9)), None)
        return list(earlier.values())


@dataclass(frozen=True)
class sides:  # noqa: N801 - reads like a function in a recipe
    """Points → on which side of a neuron's line they lie: 1 where it fires, 0 on the other side, ½ on the line."""

    of: Channel[Any] = channel()
    """w₁, w₂ and b, shape (3,)."""
    reach: float = math.inf
    """So far from the line, in units of the plane, both sides have faded to ½."""

    def __call__(self, frame: object, points: Array) -> Array:
        """Shape (n,) for points (n, 2)."""
        neuron = np.asarray(reading(self.of, frame), dtype=float)
        away = (points @ neuron[:2] + neuron[2]) / (float(np.hypot(*neuron[:2])) or 1.0)
        values: Array = 0.5 + 0.5 * np.sign(away) * np.maximum(1.0 - np.abs(away) / self.reach, 0.0)
        return values


def _across(neuron: Array, room: Room, share: float = 1.0, *, is_kept: bool = False) -> list[Array]:
    """The line as two points beyond the panel's edges, if it crosses the panel; at the edge, if it is to be kept."""
    normal, length = neuron[:2], float(np.hypot(*neuron[:2]))
    if length < _FLAT or share <= 0.0:
        return []
    left, right, bottom, top = room.limits
    middle, half = np.array([left + right, bottom + top]) / 2.0, np.array([right - left, top - bottom]) / 2.0
    away = float(normal @ middle + neuron[2]) / length
    farthest = float(np.abs(normal) @ half) / length  # where the line touches a corner
    if abs(away) >= farthest and not is_kept:
        return []
    nearest = _EDGE * farthest if is_kept else farthest
    bias = float(np.clip(away, -nearest, nearest)) * length - float(normal @ middle)
    return [straight_line(normal, bias, middle, share * 2.0 * float(np.hypot(*half)))]
