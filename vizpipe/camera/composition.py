"""Where things stand in a picture, measured: data that are cut, planes out of shape, texts on marks."""

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from matplotlib.transforms import Bbox

from vizpipe.camera.reading import MANY, short
from vizpipe.camera.recorder import Mark
from vizpipe.camera.remark import Remark
from vizpipe.camera.sight import Panel, Sight
from vizpipe.camera.traces import STEP, along, is_rule
from vizpipe.drawing.reader import Text
from vizpipe.drawing.theme import contrast

Array = npt.NDArray[np.float64]
_SLACK = 2.0
"""Pixels by which a mark may leave its room: a line's half width, a dot's rim."""
_HALF = 0.2
"""The share of a dot's reach that may be cut."""
_RIM = 0.02
"""The share of a shape that may be."""
_ALONG = 0.1
"""As long a stretch of a line on an edge is seen, as a share of the edge."""
_BOTH, _ASIDE, _SAME = 4, (-80, -30, -10, 10, 30, 80), 12
"""Pixels to both sides of an edge, and aside of a line that it cuts, where it would be seen, by so much of a byte."""
_EQUAL = 0.1
"""How far a unit may differ along both axes of a plane."""
_OBLONG = 3.0
"""The longest side of a panel of dots, the shorter being 1."""
_CLOUD = 8
"""Dots that are a scatter."""
_SEEN = 1.5
"""The contrast from which a mark under a text is one that the eye meets."""
_CROSSED = 0.7
"""Pixels of such a mark under a text, in heights of its type squared over ten."""
_LIKE = re.compile(r"[^\W\d_]+[₀-₉]")


def outside(sight: Sight) -> list[Remark]:
    """Data beyond the limits or the picture, half dots at an edge, lines that an edge cuts."""
    found = []
    for mark in sight.marks:
        if not mark.is_data or mark.kind == "image" or not len(mark.points):
            continue
        cut = _cut_dots(mark) if mark.kind == "dots" else _cut_line(mark) if mark.kind == "line" else _cut_shape(mark)
        is_bare = mark.panel >= 0 and not sight.panels[mark.panel].is_framed
        if not cut and is_bare and mark.kind == "line" and _ends_in_the_air(sight, mark):
            cut = "a line is cut where nothing shows an edge"
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
    if _runs_along(mark):
        return "a box on its edge is cut to half its line's width"
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


def _ends_in_the_air(sight: Sight, mark: Mark) -> bool:
    """Whether a line is cut where nothing shows an edge: no axes, no image, no frame."""
    points = along(mark.points)
    within = _beyond(points, mark.room) < 0.0
    if is_rule(points) or within.all() or STEP * within.sum() < _ALONG * min(mark.room.width, mark.room.height):
        return False
    cuts = np.flatnonzero(within[1:] != within[:-1])
    return any(_is_plain(sight, mark.room, points[at]) for at in cuts)


def _is_plain(sight: Sight, room: Bbox, point: Array) -> bool:
    """Whether the picture is of one colour on both sides of a room's edge, on both sides of a point on it."""
    ends = np.concatenate([room.min, room.max])
    way = int(np.abs(ends - np.tile(point, 2)).argmin())
    across = np.arange(-_BOTH, _BOTH + 1)
    other = 1 - way % 2
    along_edge = np.clip(point[other] + np.array(_ASIDE), room.min[other], room.max[other])
    places = np.empty((len(_ASIDE), len(across), 2))
    places[..., way % 2] = ends[way] + across
    places[..., other] = along_edge[:, None]
    columns, rows = np.floor(places[..., 0]).astype(int), sight.height - 1 - np.floor(places[..., 1]).astype(int)
    if not ((columns >= 0) & (columns < sight.width) & (rows >= 0) & (rows < sight.height)).all():
        return False
    return bool((np.ptp(sight.bare[rows, columns].astype(int), axis=1) <= _SAME).all())


def _runs_along(mark: Mark) -> bool:
    """Whether a stretch of a closed line, such as a box, lies on the edge of its room: half of its width is cut.

    A curve may run along an axis.
    """
    if mark.reach < 1.0 or not np.allclose(mark.points[0], mark.points[-1]):
        return False
    for way in (0, 1):
        ahead = np.abs(np.diff(mark.points[:, 1 - way]))
        for edge in (mark.room.min[way], mark.room.max[way]):
            on = np.abs(mark.points[:, way] - edge) < 0.5 * mark.reach
            side = (mark.room.width, mark.room.height)[1 - way]
            if np.nansum(ahead[on[:-1] & on[1:]]) > _ALONG * side:
                return True
    return False


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
    return "a shape is cut by its edge" if (shown < size * (1.0 - _RIM) - _SLACK).any() else ""


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


def measured(sight: Sight) -> Iterator[Remark]:
    """All that is to be remarked about where things stand."""
    for measure in (outside, aspect, crossed):
        yield from measure(sight)
