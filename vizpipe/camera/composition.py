"""Where things stand in a picture, measured: data that are cut, planes out of shape, texts on marks, empty pages."""

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from matplotlib.transforms import Bbox

from vizpipe.camera.reading import MANY, short
from vizpipe.camera.recorder import Mark
from vizpipe.camera.remark import Remark
from vizpipe.camera.sight import Panel, Sight
from vizpipe.drawing.reader import Text
from vizpipe.drawing.theme import contrast

Array = npt.NDArray[np.float64]
_SLACK = 2.0
"""Pixels by which a mark may leave its room: a line's half width, a dot's rim."""
_HALF = 0.25
"""The share of a dot's or a shape's reach that may be cut."""
_EQUAL = 0.1
"""How far a unit may differ along both axes of a plane."""
_OBLONG = 3.0
"""The longest side of a panel of dots, the shorter being 1."""
_CLOUD = 8
"""Dots that are a scatter."""
_SEEN = 1.5
"""The contrast from which a mark under a text is one that the eye meets."""
_CROSSED = 0.8
"""Pixels of such a mark under a text, in heights of its type squared over ten."""
_EMPTY = 0.4
"""The share of a page that may hold nothing."""
_NEAR = 0.06
"""How far from the next ink, in lengths of the page's shorter side, a place is nothing."""
_LARGE = 0.05
"""The share of a page from which a panel should hold something."""
_REACHED = 0.1
_LIKE = re.compile(r"[^\W\d_]+[₀-₉]")


def outside(sight: Sight) -> list[Remark]:
    """Data beyond the limits or the picture, half dots at an edge, lines that an edge cuts."""
    found = []
    for mark in sight.marks:
        if not mark.is_data or mark.kind == "image" or not len(mark.points):
            continue
        cut = _cut_dots(mark) if mark.kind == "dots" else _cut_line(mark) if mark.kind == "line" else _cut_shape(mark)
        if cut:
            place = sight.panels[mark.panel].name if mark.panel >= 0 else "the page"
            found.append(Remark("outside", f"{place}: {cut}"))
    return list(dict.fromkeys(found))


def _beyond(points: Array, room: Bbox) -> Array:
    """How far points lie outside a room, below 0 inside."""
    low, high = np.array([room.x0, room.y0]), np.array([room.x1, room.y1])
    far: Array = np.maximum(low - points, points - high).max(axis=1)
    return far


def _cut_dots(mark: Mark) -> str:
    far = _beyond(mark.points[np.isfinite(mark.points).all(axis=1)], mark.room)
    gone = int((far > mark.reach + _SLACK).sum())
    if gone:
        return f"{gone:,} of {len(far):,} dots lie beyond its limits"
    half = int((far > -mark.reach * (1.0 - 2.0 * _HALF)).sum()) if mark.reach > _SLACK else 0
    return f"{half:,} of {len(far):,} dots are cut by its edge" if half else ""


def _cut_line(mark: Mark) -> str:
    """A line that leaves its room and comes back, or ends outside; one that crosses or surrounds the room may."""
    far = _beyond(mark.points[np.isfinite(mark.points).all(axis=1)], mark.room)
    within = far <= _SLACK
    inside = np.flatnonzero(within & (far < -_SLACK))
    if not len(inside) or within.all():
        return ""
    if np.allclose(mark.points[0], mark.points[-1]) and (np.nanmax(mark.points, 0) > mark.room.max).any():
        return ""
    between = within[inside[0] : inside[-1] + 1]
    if not between.all():
        return "a line leaves it and comes back"
    if within[0] != within[-1]:
        return "a line that begins in it ends beyond its limits"
    return ""


def _cut_shape(mark: Mark) -> str:
    corners = mark.points[np.isfinite(mark.points).all(axis=1)]
    if not len(corners):
        return ""
    low, high = corners.min(axis=0), corners.max(axis=0)
    size = high - low
    if (size > 0.5 * np.array([mark.room.width, mark.room.height])).any() or (size < _SLACK).any():
        return ""  # a bar, or an area, which may begin below its axis
    shown = np.minimum(high, mark.room.max) - np.maximum(low, mark.room.min)
    if (shown <= 0.0).any():
        return ""
    return "a shape is cut by its edge" if (shown < size * (1.0 - _HALF) - _SLACK).any() else ""


def aspect(sight: Sight) -> list[Remark]:
    """Planes of like variables whose units differ, and panels of dots that are too long."""
    found = []
    for number, panel in enumerate(sight.panels):
        wide, tall = panel.box.width, panel.box.height
        if not (wide > 1.0 and tall > 1.0 and panel.is_linear):
            continue
        of_panel = [mark for mark in sight.marks if mark.panel == number]
        dots = max((len(mark.points) for mark in of_panel if mark.kind == "dots"), default=0)
        is_shown = panel.is_framed or any(mark.kind == "image" for mark in of_panel)
        across, up = wide / panel.spans[0], tall / panel.spans[1]
        if _is_plane(sight, number, panel, dots) and abs(across / up - 1.0) > _EQUAL:
            told = f"{panel.name}: a unit is {across:.0f} px across and {up:.0f} px up, and both axes are alike"
            found.append(Remark("aspect", told))
        elif is_shown and dots >= _CLOUD and max(wide / tall, tall / wide) > _OBLONG:
            found.append(Remark("aspect", f"{panel.name}: {wide:.0f} × {tall:.0f} px are too oblong for dots"))
    return found


def _is_plane(sight: Sight, number: int, panel: Panel, dots: int) -> bool:
    """Whether both axes show the like: by their names, or, of a panel that holds dots or an image, by their limits."""
    first, second = (_LIKE.match(name.strip()) for name in panel.names)
    if first and second:
        return first.group()[:-1] == second.group()[:-1]
    if any(name.strip() for name in panel.names):
        return False
    (left, right), (low, high) = panel.limits
    is_alike = np.isclose(panel.spans[0], panel.spans[1], rtol=0.01) and np.isclose(
        left, low, atol=0.02 * (right - left)
    )
    is_usual = (left, right) == (0.0, 1.0)
    holds = dots or any(mark.panel == number and mark.kind == "image" for mark in sight.marks)
    return bool(is_alike and holds and not is_usual and high > low)


def crossed(sight: Sight) -> list[Remark]:
    """Texts that stand on a line, a dot, a bar's edge or another panel's drawing."""
    lone = sum(len(text.words.strip()) == 1 for text in sight.texts)
    found = []
    for text, owner in zip(sight.texts, sight.owners, strict=True):
        if len(text.words.strip()) == 1 and lone >= MANY:
            continue
        count = _ground(sight, text)
        if count > _CROSSED * text.pixels:
            told = f"{sight.within(owner)}{short(text.words)} stands on a line or a mark"
            found.append(Remark("crossed", told))
    return list(dict.fromkeys(found))


def _ground(sight: Sight, text: Text) -> int:
    """How many pixels behind and next to a text's letters are not of its ground."""
    tall, wide = sight.picture.shape[:2]
    left, right = (int(np.clip(edge, 0, wide)) for edge in (text.box.x0 - 2, np.ceil(text.box.x1) + 2))
    top, bottom = (int(np.clip(edge, 0, tall)) for edge in (tall - text.box.y1 - 2, np.ceil(tall - text.box.y0) + 2))
    shown, ground = (each[top:bottom, left:right].astype(int) for each in (sight.picture, sight.bare))
    ink = (np.abs(shown - ground) > 24).any(axis=-1)  # noqa: PLR2004 - a tenth of a byte
    near = _grown(ink)
    behind = ground[near]
    if not len(behind):
        return 0
    coarse = (behind // 16) @ np.array([256, 16, 1])
    usual = np.median(behind[coarse == np.bincount(coarse).argmax()], axis=0)
    return int((contrast(behind / 255.0, usual / 255.0) >= _SEEN).sum())


def _grown(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """A mask, and what lies next to it."""
    grown = mask.copy()
    for axis in (0, 1):
        for way in (-1, 1):
            grown |= np.roll(mask, way, axis)
    return grown


def empty(sight: Sight) -> list[Remark]:
    """How much of the page holds nothing: no panel with data, no ink, and none near it; and panels without data."""
    side = max(round(min(sight.width, sight.height) * _NEAR), 1)
    held = _held(sight.picture, side)
    found = []
    for number, panel in enumerate(sight.panels):
        if not panel.is_framed:
            continue
        box = panel.box
        rows = slice(max(int((sight.height - box.y1) // side), 0), int((sight.height - box.y0) // side) + 1)
        columns = slice(max(int(box.x0 // side), 0), int(box.x1 // side) + 1)
        if _holds(sight, number):
            held[rows, columns] = True
        elif box.width * box.height > _LARGE * sight.width * sight.height:
            found.append(Remark("empty", f"{panel.name}: it holds nothing"))
    share = float(1.0 - held.mean())
    told = f"{share:.0%} of the page hold nothing, most of it {_most(~held)}"
    return [*found, *([Remark("empty", told)] if share > _EMPTY else [])]


def _held(picture: npt.NDArray[np.uint8], side: int) -> npt.NDArray[np.bool_]:
    """Which squares of a page hold ink."""
    ink = np.any(np.abs(picture.astype(np.int16) - picture[0, 0]) > 12, axis=-1)  # noqa: PLR2004 - a twentieth of a byte
    tall, wide = ink.shape
    padded = np.zeros((-(-tall // side) * side, -(-wide // side) * side), dtype=bool)
    padded[:tall, :wide] = ink
    squares = padded.reshape(len(padded) // side, side, -1, side)
    return np.asarray(squares.any(axis=(1, 3)), dtype=bool)


def _holds(sight: Sight, number: int) -> bool:
    """Whether a panel's data reach over a tenth of it, in one of its directions."""
    box = sight.panels[number].box
    parts = [mark.points for mark in sight.marks if mark.panel == number and mark.is_data and len(mark.points)]
    points = np.concatenate(parts) if parts else np.zeros((0, 2))
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        return False
    shown = np.clip(points, box.min, box.max)
    size = np.ptp(shown, axis=0) / np.array([max(box.width, 1.0), max(box.height, 1.0)])
    return bool((size > _REACHED).any())


def _most(void: npt.NDArray[np.bool_]) -> str:
    """Where most of what is empty lies."""
    ways = [("at the upper left", "above", "at the upper right"), ("at the left", "in the middle", "at the right")]
    ways += [("at the lower left", "below", "at the lower right")]
    shares = {
        name: float(part.mean())
        for names, band in zip(ways, np.array_split(void, 3, axis=0), strict=True)
        for name, part in zip(names, np.array_split(band, 3, axis=1), strict=True)
    }
    return max(shares, key=lambda name: shares[name])


def measured(sight: Sight) -> Iterator[Remark]:
    """All that is to be remarked about where things stand."""
    for measure in (outside, aspect, crossed, empty):
        yield from measure(sight)
