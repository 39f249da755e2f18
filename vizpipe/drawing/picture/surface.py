"""A function of two variables as a surface seen obliquely, and balls that roll on it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import contourpy
import numpy as np

from vizpipe.drawing import measure
from vizpipe.drawing.picture.channels import Channel, Moment, Words, channel, refused
from vizpipe.drawing.picture.curves import apart
from vizpipe.drawing.picture.mark import Array, F, Mark, Need, Room
from vizpipe.drawing.picture.parts import Limits
from vizpipe.drawing.picture.shapes import Legible, Mix, Paint, Path, Points, Shape, Text

_WIDE = 12.5
"""The least width of a surface, in units of small type."""
_STEP = 1e-4
_CELLS = 161
_CROWN = 0.6
"""The share of its height above which a surface bears no arrows: there is room for names."""
_RIDGE = 0.5
"""Nor where it is seen so obliquely: an arrow there would straddle its outline."""
_FAR = 1e6
"""Nothing is drawn further away, so that no square overflows."""
_JUMP = (2.2, 1.6)
"""Dashes of a way that leaves the panel: it jumps, and nothing rolls."""
_WIDER = 1.6
"""How much wider the way of each ball is than that of the next."""
_FAINT = 0.35
"""How strong the oldest steps still are: a way that zigzagged is to be seen when it is at its end."""
_POINTS = 120
"""Points on a way as long as the panel is wide."""


class View(NamedTuple):
    """From where a surface is seen: points (n, 2) of the plane → where they are drawn, on a parallel projection."""

    of: Callable[[Array], Array]
    """From points (n, 2) to heights (n,)."""
    tilt: float
    """How long a unit of depth looks: 1 from above, 0 from the side."""
    lift: float
    """How long a unit of height looks."""

    def show(self, points: Array) -> Array:
        """Shape (n, 2)."""
        far = np.maximum(np.hypot(points[:, 0], points[:, 1]), 1e-300)[:, None]
        x, y = near = (points * np.minimum(1.0, _FAR / far)).T
        return np.stack([x, self.tilt * y + self.lift * self.of(near.T)], axis=1)


@dataclass(frozen=True)
class Surface(Mark[F]):
    """A surface as glass, in rings of equal height, with arrows downhill as long as it is steep.

    It can mislead where the wall in front hides nothing: what lies behind it is seen through it.
    """

    view: View
    square: Limits
    """The part of the plane over which it is seen: left, right, bottom, top."""
    levels: Sequence[float]
    """Heights of the rings; the highest is the rim."""
    limits: Limits
    """The panel's, whose ratio it keeps."""
    arrows: tuple[int, int] = (9, 9)
    """How many stand across, and how many up."""
    longest: float = 1.0
    """The longest arrow, in units of the plane."""

    def need(self, moment: Moment[F]) -> Need:
        """A box in which a unit across and one up are of one length."""
        del moment
        left, right, bottom, top = self.limits
        return Need(_WIDE, _WIDE * (top - bottom) / (right - left), is_rigid=True)

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Areas from the rim down, their edges, arrows."""
        del moment, room
        return self._shown

    @cached_property
    def _shown(self) -> list[Shape]:
        """At every moment it is the same, though a mark around it may come and go."""
        return [*self._rings(), Path(self._arrows(), Mix("quiet", 0.75), 1.2, order=0.7)]

    def _rings(self) -> Iterator[Shape]:
        for number, level in enumerate(sorted(self.levels, reverse=True)):
            shown = [self.view.show(area) for area in _below(self.view, self.square, level)]
            shade = 0.1 + 0.3 * number / max(len(self.levels) - 1, 1)
            yield Path(shown, Mix("line", 0.75), 1.6 if number == 0 else 0.9, fill=Mix("line", shade), order=0.5)

    def _arrows(self) -> list[Array]:
        left, right, bottom, top = self.square
        across, up = (
            np.linspace(low, high, count + 2)[1:-1]
            for low, high, count in ((left, right, self.arrows[0]), (bottom, top, self.arrows[1]))
        )
        spots = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
        spots = spots[self.view.of(spots) < _CROWN * max(self.levels)]
        steps = _STEP * np.eye(2)
        slopes = [(self.view.of(spots + step) - self.view.of(spots - step)) / (2.0 * _STEP) for step in steps]
        downhill = -np.stack(slopes, axis=1)
        is_inside = self.view.tilt + self.view.lift * slopes[1] > _RIDGE * self.view.tilt
        spots, downhill = spots[is_inside], downhill[is_inside]
        downhill *= self.longest / float(np.hypot(*downhill.T).max(initial=1e-300))
        begin, end = self.view.show(spots), self.view.show(spots + downhill)
        return [_arrow(*ends) for ends in zip(begin, end, strict=True) if np.hypot(*(ends[1] - ends[0])) > 0.0]


@dataclass(frozen=True)
class Balls(Mark[F]):
    """Balls on a surface, each with the steps that it came by and its name; one that has left says where.

    The way of the first is the widest and below the others, so that two that go the same way are seen both.

    It can mislead where steps are long: between two of them nothing rolls, the way along the surface is drawn in.
    """

    view: View
    places: Channel[F] = channel()
    """In the plane, shape (balls, 2)."""
    names: Sequence[Words] = ()
    paints: Sequence[Paint] = ()
    tail: int = 12
    """In so many steps they fade, until they are only just to be seen."""

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Ways, balls and names; the first ball on top."""
        places = np.asarray(self.until(moment, "places"), dtype=float)
        if places.ndim != 3 or places.shape[1:] != (len(self.names), 2) or np.isnan(places).any():  # noqa: PLR2004
            raise refused(
                self, f"places have shape {places.shape[1:]} a frame: it needs ({len(self.names)}, 2), all there"
            )
        ways = [self._way(places[:, ball], room) for ball in range(len(self.names))]
        ends = np.array([steps[-1][-1] for steps, _ in ways])
        lifts = apart(room, ends[:, 1])
        for number in reversed(range(len(ways))):
            (steps, is_gone), paint, end = ways[number], self.paints[number], ends[number]
            ages = np.maximum(1.0 - np.arange(len(steps))[::-1] / self.tail, _FAINT)
            shades: list[Paint] = [Mix(paint, float(age), "") for age in ages]  # type: ignore[arg-type]
            later, dashes = len(ways) - 1 - number, _JUMP if is_gone else ()
            yield Path(steps, shades, 2.2 + _WIDER * later, dashes=dashes, order=2.0 - 0.01 * later)
            yield Points(
                np.array([step[0] for step in steps]).reshape(-1, 2), shades, 7.0, "background", 0.8, order=2.1
            )
            if not is_gone:
                yield Points(end[None], paint, 20.0, "background", 1.6, order=2.4, clip=False)
            name = moment.said(self.names[number])
            text = f"{name} ↑" if is_gone else name
            look = Legible(paint) if isinstance(paint, str) else paint
            left, right = room.limits[:2]
            beside = (right - end[0]) / (right - left) * room.width - 16.0
            is_tight = measure.width(text, room.name, room.face._replace(bold=True)) > beside
            align: Literal["left", "right"] = "right" if is_tight else "left"
            shift = (-16.0 if is_tight else 16.0, -0.8 * room.em if is_gone else lifts[number])
            yield Text(
                (float(end[0]), float(end[1])),
                text,
                "name",
                look,
                align=align,
                shift=shift,
                has_ground=True,
                part="label",
            )

    def is_fixed(self, *_: object) -> bool:
        """They leave their steps behind."""
        return False

    def _way(self, places: Array, room: Room) -> tuple[list[Array], bool]:
        """The steps of a ball as they are drawn, up to where it left the panel; and whether it did."""
        left, right, bottom, top = room.limits
        steps: list[Array] = []
        for begin, end in zip([places[0], *places], places, strict=False):
            count = int(
                np.clip(np.hypot(*np.clip(end - begin, -_FAR, _FAR)) / (right - left) * _POINTS, 2, 50 * _POINTS)
            )
            way = self.view.show(begin + np.linspace(0.0, 1.0, count)[:, None] * (end - begin))
            outside = (way < (left, bottom)).any(axis=1) | (way > (right, top)).any(axis=1)
            if outside.any():
                inside = int(np.argmax(outside))
                return [*steps, way[:inside]] if inside else steps, True
            steps.append(way)
        return steps, False


def _below(view: View, square: Limits, level: float) -> list[Array]:
    """The areas of the plane where the surface is not above a level, as corners (n, 2)."""
    left, right, bottom, top = square
    across, up = np.linspace(left, right, _CELLS), np.linspace(bottom, top, _CELLS)
    heights = view.of(np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)).reshape(_CELLS, _CELLS)
    lines = contourpy.contour_generator(across, up, heights, fill_type="OuterCode")
    return [np.asarray(area, dtype=float) for area in lines.filled(float(heights.min()) - 1.0, level)[0]]


def _arrow(begin: Array, end: Array) -> Array:
    """A line with a head, in one stroke, shape (5, 2)."""
    back = 0.32 * (begin - end)
    sides = [
        end + np.array([back[0] * 0.88 - turn * back[1] * 0.48, back[1] * 0.88 + turn * back[0] * 0.48])
        for turn in (-1.0, 1.0)
    ]
    return np.stack([begin, end, sides[0], end, sides[1]])
