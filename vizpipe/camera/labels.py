"""Texts and the lines beside them, measured: whether a label cuts what it does not name, or seems to name another."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt

from vizpipe.camera.reading import short
from vizpipe.camera.recorder import Mark
from vizpipe.camera.remark import Remark
from vizpipe.camera.sight import Sight
from vizpipe.camera.traces import along, is_rule
from vizpipe.drawing.reader import Text

Array = npt.NDArray[np.float64]
_CORE = 0.25
"""The share of a text's height, above and below, that no letter without ascenders fills."""
_ACROSS = 0.9
"""The share of a panel's width from which a level line goes across it."""
_ALIKE = 0.6
"""How long the shorter part of such a line may be, of the longer, if what stands between them is its name."""
_BESIDE = 8
"""Pixels to both sides of a text in which a rule goes on."""
_SAME, _OTHER = 48, 64
"""Of a byte, how far apart two colours are that are one, and two that are not."""
_AT = 1.0
"""As far from a line, in heights of its type, a text stands at it."""
_LEADING = 0.3
"""The gap between two lines of a paragraph, in heights of type."""
_FINE = 1.0
"""Pixels from one point of a line to the next."""


def broken(sight: Sight) -> Iterator[Remark]:
    """Rules and axes that go on at both sides of a text whose ground hides them: it stands on what it does not name.

    A name in the middle of its line, or in its colour, parts it as well, and is well.
    """
    rules = [mark for mark in sight.marks if mark.kind == "line" and mark.colours and _is_across(sight, mark)]
    for text, owner in zip(sight.texts, sight.owners, strict=True):
        x0, y0, x1, y1 = text.box.extents
        core = y0 + _CORE * (y1 - y0), y1 - _CORE * (y1 - y0)
        for mark in rules:
            (left, low), (right, _) = mark.points.min(axis=0), mark.points.max(axis=0)
            if mark.panel != owner or not core[0] < low < core[1]:
                continue
            parts = sorted([x0 - left, right - x1])  # of a line with its name in the middle they are alike
            if _BESIDE < parts[0] < _ALIKE * parts[1] and _is_cut(sight, mark, text):
                yield Remark("crossed", f"{sight.within(owner)}{short(text.words)} stands on a line, and hides it")
                break


def _is_across(sight: Sight, mark: Mark) -> bool:
    """Whether it is a level line across its panel: an axis, or a value to compare with."""
    if mark.panel < 0 or len(mark.points) < 2 or not np.isfinite(mark.points).all():  # noqa: PLR2004 - a line
        return False
    wide, tall = np.ptp(mark.points, axis=0)
    return bool(tall < 1.0 and wide > _ACROSS * sight.panels[mark.panel].box.width)


def _is_cut(sight: Sight, mark: Mark, text: Text) -> bool:
    """Whether a level line is in sight at both sides of a text of another colour, and not behind it."""
    row = sight.height - 1 - int(mark.points[0, 1])
    if not 1 <= row < sight.height - 1:
        return False
    colour = 255.0 * np.array(mark.colours[0])
    band = np.abs(sight.bare[row - 1 : row + 2].astype(float) - colour).max(axis=-1).min(axis=0) < _OTHER
    (x0, _, x1, _), wide = np.array(text.box.extents).astype(int), _BESIDE
    if not (band[max(x0 - wide, 0) : x0].any() and band[x1 : x1 + wide].any()) or band[x0:x1].mean() > _CORE:
        return False
    return float(np.abs(_ink(sight, text) - colour).max()) > _SAME


def _ink(sight: Sight, text: Text) -> Array:
    """The colour of a text: that of the pixels in its box which are farthest from what lies behind it."""
    left, low, right, high = np.array(text.box.extents).astype(int)
    rows = slice(max(sight.height - high, 0), max(sight.height - low, 0))
    columns = slice(max(left, 0), max(right, 0))
    shown, ground = (each[rows, columns].reshape(-1, 3).astype(float) for each in (sight.picture, sight.bare))
    if not len(shown):
        return np.zeros(3)
    ink: Array = shown[int(np.abs(shown - ground).sum(axis=1).argmax())]
    return ink


def astray(sight: Sight) -> Iterator[Remark]:
    """Texts that stand along one line, and nearer than to it to the text of another."""
    lines = [_seen(mark) for mark in sight.marks if _may_be_named(mark)]
    for one, other in combinations(sight.texts, 2):
        gap = max(one.box.y0, other.box.y0) - min(one.box.y1, other.box.y1)
        aside = max(one.box.x0, other.box.x0) - min(one.box.x1, other.box.x1)
        if not (0.0 < gap < _AT * min(one.pixels, other.pixels) and aside < 0.0):
            continue
        (line, far), (beside, near) = _nearest(one, lines), _nearest(other, lines)
        if min(line, beside) < 0 or line == beside or max(far, near) <= gap:
            continue
        text, follower = (one, other) if far > near else (other, one)
        yield Remark("near", f"{short(text.words)} stands nearer to {short(follower.words)} than to its line")


def _may_be_named(mark: Mark) -> bool:
    """Whether a mark is an open line that leads somewhere, no rule."""
    is_line = mark.kind == "line" and mark.is_data and len(mark.points) > 1 and not is_rule(mark.points)
    return is_line and not np.allclose(mark.points[0], mark.points[-1])


def _seen(mark: Mark) -> Array:
    """The points along a line that its room shows: it may go on far beyond it."""
    points = along(mark.points, _FINE)
    return points[((points >= mark.room.min) & (points <= mark.room.max)).all(axis=1)]


def _nearest(text: Text, lines: list[Array]) -> tuple[int, float]:
    """The line that passes above or below a text and is nearest to it, and how far it is; −1 if none is near."""
    x0, y0, x1, y1 = text.box.extents
    best, found = _AT * text.pixels, -1
    for number, points in enumerate(lines):
        over = points[(points[:, 0] >= x0) & (points[:, 0] <= x1)]
        if len(over) and np.ptp(over[:, 0]) > 0.5 * (x1 - x0):
            far = float(np.maximum(over[:, 1] - y1, y0 - over[:, 1]).min())
            if 0.0 <= far < best:
                best, found = far, number
    return found, best


def beside(sight: Sight) -> Iterator[Remark]:
    """Texts outside a box that is drawn around others, and nearer to it than lines of a paragraph are to each other."""
    for mark in sight.marks:
        if mark.kind != "line" or not mark.is_data or not _is_box(mark.points) or not len(_seen(mark)):
            continue
        low, high = mark.points.min(axis=0) - mark.reach, mark.points.max(axis=0) + mark.reach
        for text in sight.texts:
            gaps = np.maximum(text.box.min - high, low - text.box.max)
            if gaps.min() < 0.0 <= gaps.max() < _LEADING * text.pixels:
                yield Remark("near", f"{short(text.words)} nearly touches a box that does not hold it")


def _is_box(points: Array) -> bool:
    """Whether a line is closed, and each of its corners one of an upright rectangle."""
    if len(points) < 5 or not np.isfinite(points).all() or not np.allclose(points[0], points[-1]):  # noqa: PLR2004 - corners
        return False
    ends = np.minimum(np.abs(points - points.min(axis=0)), np.abs(points - points.max(axis=0)))
    return bool((ends < 1.0).all() and (np.ptp(points, axis=0) > 1.0).all())


def measured(sight: Sight) -> Iterator[Remark]:
    """All that is to be remarked about labels and lines."""
    for measure in (broken, astray, beside):
        yield from dict.fromkeys(measure(sight))
