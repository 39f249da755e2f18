"""Where marks are looked for once all is drawn, and how much of them is found."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.path import Path

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Picture = npt.NDArray[np.uint8]
Colour = tuple[float, float, float]
STEP = 2.0
"""Pixels from one point of a line at which it is looked for to the next."""
_SAME = 64
"""Of a byte, how far a colour may be from a mark's where that is in sight."""
_INNER = 0.45
"""How far across and up from a dot's centre it is looked for, of its reach: an axis that crosses it is no cover."""
_STAR = (0, 0), (1, 1), (-1, 1), (-1, -1), (1, -1)
POINTS = len(_STAR)
"""At so many points."""
_CROWD = 8
"""Dots that share one number to its last digit: a line on which they have been laid."""
_BY_TURNS = 0.05
"""How far apart the middles of colours may be in the order of drawing, as a share of all dots."""
_LONGEST = 20_000.0
"""Pixels of a line that are looked at."""
_EDGE = 24
"""Of a byte, how far colours differ at an edge: more than two shades of a field."""
_SLANTED = 20
"""Steps that make stairs."""
_BORDER = 0.25
"""The most of a column that borders of areas meet."""
_MANY = 8
"""Edges that a column or a row meets in images that are made of small ones; borders of areas are fewer."""

_FINE = 200
"""Rows and columns of an image that are enough to see its colours."""
_FILLS = 0.01
_HATCHED = 0.003
"""The share of an image that thin strokes fill if it is hatched."""
_REACHES = (2, 4)
"""How far beside a stroke one looks, in pixels: on a small page the next stroke may be 4 away."""


class Share(NamedTuple):
    """How much of something is in sight."""

    before: int
    """Points at which it was, when it had been drawn."""
    after: int
    """Those at which it still is, when all is drawn."""
    asked: int
    """Points at which it would be if nothing lay on it."""
    gap: int = 0
    """The most of them, one after another, at which it no longer is."""
    taken: int = 0
    """Those that have another colour of the same mark, of ``loose`` ones."""
    loose: int = 0
    """Those that are not in dots which data have laid on a line."""


class Trace(NamedTuple):
    """Points at which one colour of a mark is looked for."""

    mark: int
    """Its number."""
    rows: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int64]
    colour: Colour
    is_loose: Flags
    """Which of them are in dots that no data have laid on a line."""
    before: Any = None
    """At which of them it was, when it had been drawn; None before that."""

    def shows(self, picture: Picture, colour: Colour) -> npt.NDArray[np.bool_]:
        """At which points a picture (height, width, 3) has a colour."""
        off = np.abs(picture[self.rows, self.columns] - 255.0 * np.array(colour))
        return np.asarray((off < _SAME).all(axis=-1))

    def share(self, picture: Picture, others: Sequence[Colour]) -> Share:
        """How much is in sight in a picture, and how much has ``others`` instead."""
        own = self.shows(picture, self.colour)
        after = self.before & own
        taken = sum(int((self.shows(picture, each) & ~own & self.is_loose).sum()) for each in others)
        ends = np.flatnonzero(np.diff(np.concatenate([[False], self.before & ~after, [False]]).astype(np.int8)))
        gap = int((ends[1::2] - ends[::2]).max(initial=0))
        return Share(int(self.before.sum()), int(after.sum()), len(after), gap, taken, int(self.is_loose.sum()))


def along(points: Array, step: float = STEP) -> Array:
    """Points (n, 2) of a line, so many pixels apart."""
    there = points[np.isfinite(points).all(axis=1)]
    if len(there) < 2:  # noqa: PLR2004 - no line
        return there
    way = np.append(0.0, np.hypot(*np.diff(there, axis=0).T).cumsum())
    stops = np.arange(0.0, min(way[-1], _LONGEST), step)
    return np.stack([np.interp(stops, way, there[:, 0]), np.interp(stops, way, there[:, 1])], axis=1)


def is_rule(points: Array) -> bool:
    """Whether a line (n, 2) is straight and level or upright, or isn't there at all."""
    there = points[np.isfinite(points).all(axis=1)]
    return len(there) == 0 or bool((np.ptp(there, axis=0) < 1.0).any())


def coarse(pixels: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.int64]:
    """A number for the colour of each of the pixels (…, 3) in sixteen steps a channel, below 4,096."""
    return np.asarray((pixels // 16).astype(np.int64) @ np.array([256, 16, 1]))


def cell(image: npt.NDArray[np.uint8]) -> float:
    """How long the flat cells are, in pixels, of which edges in an image are made; 0 where edges are smooth or few.

    Edges that hardly ever meet a column are borders of areas; images whose every square differs are meant so, and so
    are walls of small ones, where a column meets many edges.
    """
    sizes = []
    for way in (image, image.swapaxes(0, 1)):
        steps = np.abs(np.diff(way[..., :3].astype(np.int16), axis=1)).max(axis=-1) >= _EDGE
        at = np.flatnonzero(steps.any(axis=0))
        if len(at) < _SLANTED or steps[:, at].mean() > _BORDER:
            return 0.0
        begin = steps[1:, at] & ~steps[:-1, at]
        if np.median(begin.sum(axis=0)) > _MANY:
            return 0.0
        sizes.append(float(np.percentile(np.diff(at), 10)))
    return max(sizes)


def tints(image: npt.NDArray[np.uint8]) -> tuple[Colour, ...]:
    """The colours that fill a hundredth of an image (height, width, 4) or more; none of one that is hatched."""
    thin = np.asarray(image)[:: max(len(image) // _FINE, 1), :, :3].astype(np.int16)
    if any(_stroked(thin, reach) > _HATCHED for reach in _REACHES):
        return ()
    pixels = thin[:, :: max(thin.shape[1] // _FINE, 1)].reshape(-1, 3)
    which = coarse(pixels)
    counts = np.bincount(which, minlength=4096)
    often = np.flatnonzero(counts >= max(_FILLS * len(pixels), 1.0))
    found = [np.median(pixels[which == each], axis=0) / 255.0 for each in often]
    return tuple((round(float(red), 3), round(float(green), 3), round(float(blue), 3)) for red, green, blue in found)


def _stroked(rows: npt.NDArray[np.int16], reach: int) -> float:
    """The share of an image that differs from both of its sides, which are alike, so many pixels away."""
    width = max(rows.shape[1] - 2 * reach, 0)
    left, here, right = (rows[:, start : start + width] for start in (0, reach, 2 * reach))
    found = _differ(left, here) & _differ(here, right) & ~_differ(left, right)
    return float(found.mean()) if here.size else 0.0


def _differ(one: npt.NDArray[np.int16], other: npt.NDArray[np.int16]) -> npt.NDArray[np.bool_]:
    """Where colours differ so that it is seen."""
    return np.asarray((np.abs(one - other) >= _EDGE // 2).any(axis=-1))


def is_in_turn(of: npt.NDArray[np.integer[Any]]) -> bool:
    """Whether dots are drawn by turns; ``of`` (n,) is the number of each one's colour, in the order of drawing."""
    turns = [float(np.flatnonzero(of == number).mean()) for number in np.unique(of)]
    return bool(turns) and max(turns) - min(turns) <= _BY_TURNS * len(of)


def laid(places: Array) -> Flags:
    """Which dots at ``places`` (n, 2) data have laid on a level or upright line, where no order of drawing shows all.

    Such as ReLU does: one number is the same for a crowd of them, to its last digit.
    """
    crowds = (np.unique(each, return_inverse=True, return_counts=True) for each in places.T)
    return np.asarray(np.logical_or.reduce([counts[which.reshape(-1)] >= _CROWD for _, which, counts in crowds]))


def within(places: Array, reach: float, outlines: Sequence[Path]) -> tuple[Array, Flags]:
    """Points within dots at ``places`` (n, 2), shape (n, POINTS, 2), and which lie in each one's own outline, in turn.

    Beside a triangle is the ground, which would pass for a white dot; strokes, in which nothing lies, are all taken.
    """
    star = _INNER * reach * np.array(_STAR)
    inside = np.array([each.contains_points(star) for each in outlines])
    inside |= ~inside.any(axis=1, keepdims=True)
    return places[:, None] + star, inside[np.arange(len(places)) % len(inside)]
