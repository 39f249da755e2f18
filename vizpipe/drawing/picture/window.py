"""A panel's window that moves over the data: shapes are brought into the axes, which stay, and ticks say the truth.

The axes keep the limits of the first frame. What a frame shows is moved, as a value, from where its own window has it
to there, and its ticks are drawn with it: so nothing of the stage changes, and every renderer shows the same.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes

from vizpipe.drawing import ticks
from vizpipe.drawing.picture.channels import Moment, asked, refused
from vizpipe.drawing.picture.mark import Array, Room
from vizpipe.drawing.picture.parts import Limits, Panel
from vizpipe.drawing.picture.shapes import Group, Image, Path, Points, Shape, Text

_LENGTH, _AWAY = 5.0, 10.0
"""Pixels of a tick, and from its axis to its label."""
_SLACK = 1e-9


class Moving(NamedTuple):
    """How a panel's window moves: which axes do, how many ticks each has at most, what of these is drawn."""

    panel: Panel[Any]
    base: Limits
    axes: tuple[bool, bool]
    counts: tuple[int, int] = (ticks.MOST, ticks.MOST)
    marked: bool = True
    labelled: tuple[bool, bool] = (True, True)

    def at(self, moment: Moment[Any], room: Room) -> Limits:
        """The window at a moment that was seen through the panel's lens. Raises RecipeError for one that is none."""
        (window,) = checked(self.panel, [asked(self.panel, lambda: moment.read(self.panel.window), "limits")])
        return squared(window, room.width, room.height) if self.panel.is_equal else window

    def brought(self, shapes: Iterable[Shape], window: Limits) -> list[Shape]:
        """The shapes as the axes show them; what is not cut off where these end is left out beyond them."""
        return [each for shape in shapes if (each := self._brought(shape, window)) is not None]

    def draw(self, axes: Axes, add: Any, window: Limits, room: Room) -> None:  # noqa: ANN401 - adds shapes to the axes
        """Draw the ticks of a window. Each tells its artists whose they are: a tick never becomes another."""
        for tick in self.ticks(window, room) if self.marked else ():
            known = {id(each) for each in axes.get_children()}
            add([tick])
            for artist in axes.get_children():
                if id(artist) not in known:
                    artist.whole = tick.name  # type: ignore[attr-defined]

    def ticks(self, window: Limits, room: Room) -> Iterator[Group]:
        """The ticks of a window, each with its label: on both axes, as far as they move."""
        for axis in (0, 1):
            if not self.axes[axis]:
                continue
            low, high = window[2 * axis : 2 * axis + 2]
            values, labels = told(self.panel, axis, low, high, self.counts[axis])
            run = room._replace(limits=window).run if axis == 0 else room._replace(limits=window).rise
            for value, label in zip(values, labels, strict=True):
                at = float(run(value))
                ends = [[at, 0.0], [at, -_LENGTH]] if axis == 0 else [[0.0, at], [-_LENGTH, at]]
                shapes: list[Shape] = [Path([np.array(ends)], "line", 1.2, unit="paper", clip=False)]
                if self.labelled[axis]:
                    where = ((at, -_AWAY), "center", "top") if axis == 0 else ((-_AWAY, at), "right", "center_baseline")
                    place, align, stand = where
                    shapes.append(Text(place, label, "small", "quiet", False, align, stand, unit="paper", part="tick"))  # type: ignore[arg-type]  # noqa: FBT003 - a tuple's fields
                yield Group(shapes, f"tick {'xy'[axis]} {value:.9g}")

    def _brought(self, shape: Shape, window: Limits) -> Shape | None:
        if isinstance(shape, Group):
            return shape._replace(shapes=self.brought(shape.shapes, window))
        if shape.unit != "data":
            return shape
        match shape:
            case Path():
                return shape._replace(
                    lines=[self._places(line, window) for line in shape.lines], clip=True, passage=None
                )
            case Points():
                places = self._places(shape.places, window)
                is_within = bool(self._within(places).all())
                return shape._replace(places=places, clip=shape.clip or not is_within, passage=None)
            case Image():
                left, right, bottom, top = shape.extent
                corners = self._places(np.array([[left, bottom], [right, top]]), window)
                outline = None if shape.outline is None else self._places(shape.outline, window)
                extent = (corners[0, 0], corners[1, 0], corners[0, 1], corners[1, 1])
                return shape._replace(extent=extent, outline=outline, passage=None)
        place = self._places(np.array([shape.place], dtype=float), window)
        return shape._replace(place=(float(place[0, 0]), float(place[0, 1]))) if self._within(place).all() else None

    def _places(self, points: Array, window: Limits) -> Array:
        """Points (n, 2) of the data, as the axes' own units have them."""
        brought = np.array(points, dtype=float)
        for axis in (0, 1):
            if not self.axes[axis]:
                continue
            is_log = "xy"[axis] in self.panel.log
            values, ends = brought[:, axis], np.array([*window[2 * axis :][:2], *self.base[2 * axis :][:2]])
            if is_log:
                values, ends = np.log10(np.maximum(values, np.finfo(float).tiny)), np.log10(ends)
            low, high, first, last = ends
            moved = first + (values - low) / (high - low) * (last - first)
            brought[:, axis] = 10.0 ** np.clip(moved, -300.0, 300.0) if is_log else moved
        return brought

    def _within(self, points: Array) -> Any:  # noqa: ANN401 - which of them, (n,)
        """Whether points in the axes' own units lie within them; on an axis that stands still all do."""
        inside = np.ones(len(points), dtype=bool)
        for axis in (0, 1):
            low, high = sorted(self.base[2 * axis : 2 * axis + 2])
            slack = _SLACK * (high - low)
            if self.axes[axis]:
                inside &= (points[:, axis] >= low - slack) & (points[:, axis] <= high + slack)
        return inside


def windows(panel: Panel[Any], start: Moment[Any]) -> list[Limits]:
    """A panel's window in every state of a film. Raises RecipeError naming its line."""
    seen = start.through(panel.of)
    return checked(panel, asked(panel, lambda: seen.column(panel.window), "limits"))


def moving_axes(sides: list[Limits]) -> tuple[bool, bool]:
    """Which axes of a window move."""
    whole = np.array(sides)
    moves = (whole != whole[0]).any(axis=0)
    return bool(moves[:2].any()), bool(moves[2:].any())


def checked(panel: Panel[Any], sides: Any) -> list[Limits]:  # noqa: ANN401 - whatever a channel gives
    """Windows (n, 4). Raises RecipeError if they are none."""
    given = np.ma.filled(np.ma.asarray(sides), np.nan)
    if given.dtype.kind not in "fiu" or given.ndim != 2 or given.shape[1] != 4:  # noqa: PLR2004 - left, right, bottom, top
        raise refused(panel, f"limits give shape {given.shape[1:]} a frame, and needs (4,): left, right, bottom, top")
    values = given.astype(float)
    if not np.isfinite(values).all():
        raise refused(panel, "limits give a number that is not finite")
    if (values[:, 0] == values[:, 1]).any() or (values[:, 2] == values[:, 3]).any():
        raise refused(panel, "limits give a window without extent")
    for axis in (0, 1):
        if "xy"[axis] in panel.log and (values[:, 2 * axis : 2 * axis + 2] <= 0.0).any():
            raise refused(panel, "limits give a side at or below 0 on a logarithmic axis")
    return [(float(left), float(right), float(bottom), float(top)) for left, right, bottom, top in values]


def told(panel: Panel[Any], axis: int, low: float, high: float, count: int) -> tuple[list[float], list[str]]:
    """Where the ticks of a window stand, at most so many unless they were given, and what stands beside them."""
    given, is_log = panel.ticks[axis], "xy"[axis] in panel.log
    names = ticks.names_of(given)
    places = range(len(names)) if names else given
    values = ticks.places(low, high, count, is_log=is_log) if places is None else [float(each) for each in places]
    least, most = min(low, high), max(low, high)
    slack = _SLACK * (most - least)
    kept = [at for at, value in enumerate(values) if least - slack <= value <= most + slack]
    if panel.is_positive:
        kept = [at for at in kept if values[at] >= 0.0]
    values = [values[at] for at in kept]
    return values, [names[at] for at in kept] if names else ticks.texts(values, is_log=is_log, is_alone=True)


def widest(panel: Panel[Any], sides: Iterable[Limits], axis: int, count: int = ticks.MOST) -> list[str]:
    """All labels that an axis has in any window, the longest last."""
    spans = {window[2 * axis : 2 * axis + 2] for window in sides}
    return sorted(
        {label for low, high in spans for label in told(panel, axis, low, high, count)[1]},
        key=lambda label: (len(label), label),
    )


def squared(window: Limits, wide: float, tall: float) -> Limits:
    """A window about the same middle, of one scale across and up."""
    left, right, bottom, top = window
    across, up = (left + right) / 2.0, (bottom + top) / 2.0
    reach = max(abs(right - left), abs(top - bottom)) / 2.0
    x, y = reach * max(wide / tall, 1.0), reach * max(tall / wide, 1.0)
    return across - x, across + x, up - y, up + y
