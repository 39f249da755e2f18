"""Marks for curves: one that grows, a whole one, a value to compare with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from itertools import repeat

import numpy as np

from vizpipe.drawing import measure
from vizpipe.drawing.picture.channels import Channel, Moment, Words, channel, refused
from vizpipe.drawing.picture.mark import Array, F, Mark, Room
from vizpipe.drawing.picture.shapes import Mix, Paint, Path, Points, Shape, Text

_AWAY = 12.0
_ABOVE = 1.3
"""From a curve to the middle of the name above it, in units of small type."""
BETWEEN = 1.35
"""Between the middles of two labels, at least, in units of small type."""
_SWAP = 0.15
"""The share of that, about a curve's width, from which on labels stand as their ends do."""


@dataclass(frozen=True)
class Trail(Mark[F]):
    """A curve up to now, or several that grow together; a dot marks the newest point, and the name stands at it.

    On the way to the next state it waits: nothing was measured there.

    It can mislead where few points are joined by long straight lines: between them nothing was measured.
    """

    x: Channel[F] = channel()
    """A number a frame."""
    y: Channel[F] = channel()
    """A number a frame, or (curves,). A number that isn't there (nan or masked) is a gap."""
    names: Sequence[Words] = ()
    paint: Paint | Sequence[Paint] = "ink"
    width: float = 2.5
    dot: Paint | None = ""
    """The newest point's colour; the curve's own if empty, and no dot if None."""
    is_inside: bool = False
    """Whether names keep within the panel, a little above the newest points; so they ask for no room beside it."""

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Each curve, its newest point, its name; one that has left the panel says so."""
        x, rows = self._rows(*(self.column(moment, name)[: moment.index + 1] for name in ("x", "y")))
        top = max(room.limits[2:])
        ends = np.minimum(rows[:, -1], top)
        paints = [self.paint] * len(rows) if isinstance(self.paint, str | tuple) else list(self.paint)
        named = [number for number, name in enumerate(self.names) if name]
        ranks = self._ranks(moment)
        lifted = apart(room, ends[named], [ranks[number] for number in named]) if len(named) > 1 else []
        lifts = dict(zip(named, lifted, strict=False))
        for number, (row, paint, name) in enumerate(zip(rows, paints, self.names or repeat(""), strict=False)):
            is_gone, line = bool(row[-1] > top), np.stack([x, row], axis=1)
            if is_gone:
                line = _left(line, top, is_log=room.is_log[1])
            end = (float(line[-1, 0]), float(line[-1, 1]))
            yield Path([line], paint, self.width, is_round=True)
            if self.dot is not None and not is_gone and not np.isnan(row[-1]):
                yield Points(np.array([end]), self.dot or paint, 9.0, "background", 1.2, order=2.2, clip=False)
            if said := moment.said(name):
                lift = lifts.get(number, 0.0)
                shade = Mix(paint, 0.75, "ink") if isinstance(paint, str) else paint
                text = f"{said} ↑" if is_gone else said
                if self.is_inside:
                    free = room.width - float(room.run(end[0])) - measure.width(text, room.em, room.face)
                    shift = (min(_AWAY, free), lift + _ABOVE * room.em)
                    yield Text(end, text, paint=shade, shift=shift, part="label")
                    continue
                yield Text(end, text, paint=shade, shift=(_AWAY, lift), has_ground=True, part="label")

    def extent(self, moment: Moment[F]) -> Array:
        """All points of all frames."""
        x, rows = self._rows(self.column(moment, "x"), self.column(moment, "y"))
        return np.concatenate([np.stack([x, row], axis=1) for row in rows])

    def is_fixed(self, *_: object) -> bool:
        """It grows."""
        return False

    def _ranks(self, moment: Moment[F]) -> list[int]:
        """Of each curve which place it has where all end, from the lowest on: where they meet, names stand so."""
        _, rows = self._rows(*(self.column(moment, name) for name in ("x", "y")))
        order: list[int] = np.argsort(rows[:, -1], kind="stable").tolist()
        return [order.index(number) for number in range(len(order))]

    def _rows(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Positions (frames,) and curves (curves, frames)."""
        if x.ndim != 1 or y.ndim > 2:  # noqa: PLR2004 - frames, and curves
            raise refused(self, f"x has shape {x.shape[1:]} a frame and y {y.shape[1:]}: a number, and () or (curves,)")
        rows = np.ma.filled(y.astype(float), np.nan)
        rows = rows[None] if rows.ndim == 1 else rows.T
        if self.names and len(self.names) != len(rows):
            raise refused(self, f"{len(self.names)} names for {len(rows)} curves")
        return np.ma.filled(x.astype(float), np.nan), rows


def _left(line: Array, top: float, *, is_log: bool) -> Array:
    """A curve (n, 2) up to where it left the panel for good, which is its last point."""
    inside = np.flatnonzero(~(line[:, 1] > top))
    if not len(inside):
        return np.array([[line[0, 0], top]])
    (x, y), (beyond, above) = line[inside[-1] : inside[-1] + 2]
    low, edge, high = (np.log([y, top, above]) if is_log else (y, top, above)) if not np.isnan(y) else (0.0, 1.0, 1.0)
    left = np.array([[x + (edge - low) / (high - low) * (beyond - x), top]])
    return np.concatenate([line[: inside[-1] + 1], left])


def apart(room: Room, ends: Array, ranks: Sequence[int] | None = None) -> list[float]:
    """How far to lift the labels at curves' ends (n,), in data units, so that no two overlap: pixels.

    Labels of ends that nearly meet keep one order, that of their ``ranks`` (n,) or of the curves, so that they do not
    change places from frame to frame.
    """
    rank = range(len(ends)) if ranks is None else ranks
    places, between = np.asarray(room.rise(ends), dtype=float), BETWEEN * room.em

    def above(one: int, other: int) -> int:
        distance = float(places[one] - places[other])
        if abs(distance) <= _SWAP * between:
            return rank[one] - rank[other]
        return 1 if distance > 0.0 else -1

    order = sorted(range(len(places)), key=cmp_to_key(above))
    lifted = places[order]
    for number in range(1, len(lifted)):
        lifted[number] = max(lifted[number], lifted[number - 1] + between)
    highest = room.height - 0.6 * between  # the panel's name stands above
    for number in reversed(range(len(lifted))):
        lifted[number] = min(lifted[number], highest)
        highest = lifted[number] - between
    lifts = np.empty(len(ends))
    lifts[order] = lifted - places[order]
    return [float(lift) for lift in lifts]


@dataclass(frozen=True)
class Line(Mark[F]):
    """A whole curve. Where a value isn't there (nan or masked) it has a gap, so that no jump pretends to be a slope.

    It can mislead where few points are joined by long straight lines, or a jump by a steep one: see ``jump``.
    """

    x: Channel[F] = channel()
    """Shape (points,)."""
    y: Channel[F] = channel()
    """Shape (points,)."""
    paint: Paint = "ink"
    width: float = 2.5
    jump: float | None = None
    """From which step between two neighbours on the curve is broken; what comes after goes on from where it broke."""
    dashes: tuple[float, ...] = ()

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """The curve."""
        del room
        points = self._points(moment)
        yield Path([points], self.paint, self.width, dashes=self.dashes, is_round=True)

    def extent(self, moment: Moment[F]) -> Array:
        """All points."""
        return self._points(moment)

    def _points(self, moment: Moment[F]) -> Array:
        both: list[Array] = [np.ma.asarray(self.read(moment, name), dtype=float) for name in ("x", "y")]
        x, y = (np.ma.filled(each, np.nan) for each in both)
        if x.shape != y.shape or x.ndim != 1:
            raise refused(self, f"x has shape {x.shape} and y {y.shape}, and both must have (points,)")
        points = np.stack([x, y], axis=1)
        if self.jump is None:
            return points
        jumps = np.flatnonzero(np.abs(np.diff(y)) > self.jump)
        landings = np.stack([np.full((len(jumps), 2), np.nan), np.stack([x[jumps], y[jumps + 1]], axis=1)], axis=1)
        return np.insert(points, np.repeat(jumps + 1, 2), landings.reshape(-1, 2), axis=0)


@dataclass(frozen=True)
class Area(Line[F]):
    """A whole curve with the area between it and ``base`` filled: how much there is of something, or where it may lie.

    It can mislead where limits cut off the base: an area is compared as a whole.
    """

    base: Channel[F] = channel(0.0)
    """A number, or a curve of its own, shape (points,)."""
    share: float = 0.4
    """How strong the filling is."""

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """The area, and the curve above it."""
        points = self._points(moment)
        base = np.asarray(self.read(moment, "base"), dtype=float)
        if base.ndim and base.shape != points[:, 0].shape:
            raise refused(self, f"base has shape {base.shape}, and must be a number or have (points,): {len(points)}")
        is_there = ~np.isnan(points).any(axis=1)
        here = points[is_there]
        if len(here):
            back = here[::-1, 0] if base.ndim else here[[-1, 0], 0]
            below = np.stack([back, base[is_there][::-1] if base.ndim else np.full(2, base)], axis=1)
            yield Path([np.concatenate([here, below])], None, fill=Mix(self.paint, self.share), order=1.5)  # type: ignore[arg-type]
        yield from super().shapes(moment, room)


@dataclass(frozen=True)
class Rule(Mark[F]):
    """A thin line through the whole panel at a value worth comparing with.

    It can mislead beyond the limits: it asks for no room, and is not seen if the panel does not reach so far.
    """

    x: Channel[F] | None = channel(None)
    y: Channel[F] | None = channel(None)
    paint: Paint = "line"
    width: float = 1.0

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """One line or two."""
        left, right, bottom, top = room.limits
        if self.x is not None:
            at = float(self.read(moment, "x"))
            yield Path([np.array([[at, bottom], [at, top]])], self.paint, self.width, is_round=True, order=0.6)
        if self.y is not None:
            at = float(self.read(moment, "y"))
            yield Path([np.array([[left, at], [right, at]])], self.paint, self.width, is_round=True, order=0.6)
