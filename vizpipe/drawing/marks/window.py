"""A window that moves over the data of a drawing of one's own: the axes stand still, and the ticks say the truth."""

from collections.abc import Callable, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import NullLocator
from matplotlib.transforms import Bbox, BboxTransformFrom, CompositeGenericTransform, Transform

from vizpipe.drawing import ticks
from vizpipe.drawing.style import DPI, POINTS_PER_INCH, Style
from vizpipe.errors import RecipeError

Ends = Sequence[float]
_PER_TICK = (75.0, 55.0)
"""Pixels at the reference size that a tick has for itself, along x and along y."""
_FEWEST = 2


class Shown(CompositeGenericTransform):
    """From data to where a window shows them."""


def window(axes: Axes, style: Style, *, x: bool = True, y: bool = False) -> Callable[..., Transform]:
    """A window whose ``x`` or ``y`` limits move; call the mark with those of the frame: ``x=(left, right)``.

    It takes the axes' own ticks away, draws the frame's, and gives the transform for all that the data place:
    ``axes.plot(…, transform=shown)``. The axes have their scales and the limits that stay; words want ``clip_on=True``.
    Raises RecipeError for limits that are none, or those of an axis that was not said to move.
    """
    moving = [way for way, moves in zip("xy", (x, y), strict=True) if moves]
    looks = {way: _Look(axes, style, way) for way in moving}

    def draw(**ends: Ends) -> Transform:
        if sorted(ends) != moving:
            raise RecipeError(
                f"window: it moves along {' and '.join(moving) or 'no axis'}, not {', '.join(sorted(ends))}"
            )
        given = {way: looks[way].checked(pair) for way, pair in ends.items()}
        sides = {"x": axes.get_xlim(), "y": axes.get_ylim()} | given
        scale: Any = axes.transScale.frozen()  # matplotlib's stubs know it as a node alone
        corners = scale.transform(np.array([sides["x"], sides["y"]], dtype=float).T)
        shown = Shown(scale + BboxTransformFrom(Bbox(corners)), axes.transAxes)
        for way, pair in given.items():
            looks[way].draw(shown, pair)
        return shown

    return draw


class _Look:
    """How the ticks of one axis look."""

    def __init__(self, axes: Axes, style: Style, way: str) -> None:
        """Take the ticks off the axis."""
        self._axes, self._way, self._index = axes, way, "xy".index(way)
        axis = (axes.xaxis, axes.yaxis)[self._index]
        axis.set_major_locator(NullLocator())
        axis.set_minor_locator(NullLocator())
        self._is_log = axis.get_scale() == "log"
        room = (axes.bbox.width, axes.bbox.height)[self._index] / style.px(_PER_TICK[self._index])
        self._count = max(min(int(room), ticks.MOST), _FEWEST)
        self._is_marked = not style.compact
        settings: Any = mpl.rcParams  # whose names are not worked out for matplotlib's stubs
        tick = {name: settings[f"{way}tick.{name}"] for name in ("color", "labelcolor", "labelsize")}
        self._colour, self._size = tick["color"], tick["labelsize"]
        self._ink = tick["color"] if tick["labelcolor"] == "inherit" else tick["labelcolor"]
        self._width = settings[f"{way}tick.major.width"]
        length, pad = (settings[f"{way}tick.major.{name}"] for name in ("size", "pad"))
        across = (axes.bbox.height, axes.bbox.width)[self._index]
        self._length, self._away = (each * DPI / POINTS_PER_INCH / across for each in (length, length + pad))

    def checked(self, ends: Ends) -> tuple[float, float]:
        """The two ends of the axis."""
        pair = np.asarray(ends, dtype=float)
        if pair.shape != (2,) or not np.isfinite(pair).all() or pair[0] == pair[1]:
            raise RecipeError(f"window: {self._way} needs two finite numbers that differ, its two ends")
        if self._is_log and (pair <= 0.0).any():
            raise RecipeError(f"window: {self._way} is logarithmic, and its ends must be above 0")
        return float(pair[0]), float(pair[1])

    def draw(self, shown: Transform, ends: tuple[float, float]) -> None:
        """Draw the ticks that lie between the ends, each with its label."""
        if not self._is_marked:
            return
        values = ticks.places(*ends, self._count, is_log=self._is_log)
        for value, label in zip(values, ticks.texts(values, is_log=self._is_log, is_alone=True), strict=True):
            data = np.array([value, value])
            data[1 - self._index] = (self._axes.get_ylim, self._axes.get_xlim)[self._index]()[0]
            at = float(self._axes.transAxes.inverted().transform(shown.transform(data))[self._index])
            place, foot = (at, -self._away), ([at, at], [0.0, -self._length])
            align, stand = ("center", "top") if self._way == "x" else ("right", "center")
            if self._way == "y":
                place, foot = (-self._away, at), ([0.0, -self._length], [at, at])
            unit, colour = self._axes.transAxes, self._colour
            line = Line2D(*foot, color=colour, linewidth=self._width, transform=unit, clip_on=False, zorder=2.0)
            self._axes.add_line(line)
            self._axes.text(*place, label, transform=unit, fontsize=self._size, color=self._ink, ha=align, va=stand)
