"""How much of a page is used, measured: pages and panels that hold little, and large places that hold nothing."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from vizpipe.camera.recorder import Mark
from vizpipe.camera.remark import Remark
from vizpipe.camera.sight import Sight
from vizpipe.camera.traces import coarse
from vizpipe.drawing.theme import contrast

Squares = npt.NDArray[np.bool_]
_EMPTY = 0.25
"""The share of a page that may hold nothing."""
_NEAR, _STEPS = 0.06, 3
"""How far from the next ink, in lengths of the page's shorter side and in squares, a place is nothing."""
_LARGE = 0.05
"""The share of a page from which a panel should hold something."""
_REACHED = 0.1
_FINE = 0.025
"""The side of the squares of which an empty place is made, in lengths of the page's shorter side."""
_PLACE = 0.15
"""The share of a page, without its margins, that one empty place may be."""
_BIG, _HALF = 0.12, 0.5
"""The share of a page from which a panel is large, and the share of it that one empty place may be."""
_SEEN = 1.3
"""The contrast with a panel's ground from which something is there."""
_ALL, _ALIKE = 0.99, 1.02
"""The share of a panel's height and width from which a shape fills it, and up to which contrast it has a colour."""
_SIDE = 0.1
"""How much more a page may leave free at one side than at the other, as a share of its width."""
_CROWD, _LITTLE = 8, 0.3
"""Dots that are a cloud, and the share of a field's height or width that they should fill."""
_BAND, _BANDS = 3, 0.25
"""How many squares tall a band across the page is missed, and the share of its height that all of them may fill."""


def held(sight: Sight) -> Squares:
    """Which squares of the page hold something, or lie near it: ink, or a panel with data."""
    side = max(round(min(sight.width, sight.height) * _NEAR / _STEPS), 1)
    found = _inked(sight.picture, side)
    for number, panel in enumerate(sight.panels):
        box = panel.box
        if panel.is_framed and _holds(sight, number):
            rows = slice(max(int((sight.height - box.y1) // side), 0), int((sight.height - box.y0) // side) + 1)
            found[rows, max(int(box.x0 // side), 0) : int(box.x1 // side) + 1] = True
    steps = range(-_STEPS, _STEPS + 1)
    padded, (tall, wide) = np.pad(found, _STEPS), found.shape
    around = [(down, across) for down in steps for across in steps if np.hypot(down, across) < _STEPS + 0.5]
    near = [padded[_STEPS + y : _STEPS + y + tall, _STEPS + x : _STEPS + x + wide] for y, x in around]
    return np.asarray(np.logical_or.reduce(near), dtype=bool)


def of_page(squares: Squares) -> list[Remark]:
    """How much of the page holds nothing; of a film, in none of its pictures."""
    share = float(1.0 - squares.mean())
    told = f"{share:.0%} of the page hold nothing, most of it {_most(~squares)}"
    return [Remark("empty", told)] if share > _EMPTY else []


def panels(sight: Sight) -> list[Remark]:
    """Panels of some size that hold no data."""
    least = _LARGE * sight.width * sight.height
    return [
        Remark("empty", f"{panel.name}: it holds nothing")
        for number, panel in enumerate(sight.panels)
        if panel.is_framed and panel.box.width * panel.box.height > least and not _holds(sight, number)
    ]


def places(sight: Sight) -> Iterator[Remark]:
    """A large place without any ink, in a panel, between panels or beside them; a side, and bands across the page.

    Of a film they are looked for in its last picture: until then something may come there.
    """
    side = max(round(min(sight.width, sight.height) * _FINE), 1)
    held = _inked(sight.picture, side)
    rows, columns = (np.flatnonzero(held.any(axis=way)) for way in (1, 0))
    if not len(rows):
        return
    tall, wide = held.shape
    margin = min(rows[0], columns[0], tall - 1 - rows[-1], wide - 1 - columns[-1])
    void = ~held[margin : tall - margin, margin : wide - margin]
    (left, top), (across, down) = _largest(void)
    share = across * down / void.size
    if share > _PLACE:
        across, down, left, top = (side * each for each in (across, down, left + margin, top + margin))
        yield Remark("empty", f"{across} × {down} px hold nothing, {share:.0%} of the page, from ({left}, {top}) on")
    yield from _of_panels(sight)
    yield from _of_fields(sight)
    first, last = columns[0], wide - 1 - columns[-1]
    if abs(last - first) > _SIDE * wide:
        told = f"{side * first} px are free at the left, and {side * last} at the right"
        yield Remark("empty", told)
    bands = [size for size in np.diff(rows) - 1 if size >= _BAND]
    if sum(bands) > _BANDS * (rows[-1] - rows[0]):
        told = f"{sum(bands) / (rows[-1] - rows[0]):.0%} of its height are bands across it that hold nothing"
        yield Remark("empty", told)


def _of_panels(sight: Sight) -> Iterator[Remark]:
    """Large panels of which one place, half of it, has nothing but its ground; a field says something everywhere."""
    for number, panel in enumerate(sight.panels):
        box = panel.box
        if not panel.is_framed or box.width * box.height < _BIG * sight.width * sight.height:
            continue
        left, right = (int(np.clip(edge, 0, sight.width)) for edge in (box.x0, box.x1))
        top, bottom = (int(np.clip(sight.height - edge, 0, sight.height)) for edge in (box.y1, box.y0))
        part = sight.picture[top:bottom, left:right]
        colours, of_panel = coarse(part), [mark for mark in sight.marks if mark.panel == number]
        has_field = any(mark.kind == "image" and len(mark.colours) != 1 for mark in of_panel)  # 0 where it is hatched
        usual = np.median(part[colours == np.bincount(colours.ravel()).argmax()], axis=0)
        is_filled = any(_is_amount(mark, sight, usual / 255.0) for mark in of_panel)
        ground = sight.picture[0, 0] if has_field or is_filled else usual
        side = max(round(min(part.shape[:2]) * _NEAR), 1)
        void = ~_squares(contrast(part / 255.0, ground / 255.0) >= _SEEN, side)
        _, (across, down) = _largest(void)
        if across * down > _HALF * void.size:
            yield Remark("empty", f"{panel.name}: {across * down / void.size:.0%} of it, in one place, hold nothing")


def _is_amount(mark: Mark, sight: Sight, colour: npt.NDArray[np.float64]) -> bool:
    """Whether a mark fills a part of its panel with a colour, as a bar or the area below a curve does: no ground.

    What fills all of its panel is one.
    """
    if mark.kind != "shape" or not mark.is_data or len(mark.points) < 3:  # noqa: PLR2004 - corners
        return False
    box = sight.panels[mark.panel].box
    inside = np.ptp(np.clip(mark.points, box.min, box.max), axis=0) / np.array([box.width, box.height])
    return bool((inside < _ALL).any()) and any(contrast(np.array(told[:3]), colour) < _ALIKE for told in mark.colours)


def _of_fields(sight: Sight) -> Iterator[Remark]:
    """Large fields whose dots all stand in a small part of them: the plane is stretched to fill a box."""
    for number, panel in enumerate(sight.panels):
        box = panel.box
        of_panel = [mark for mark in sight.marks if mark.panel == number and mark.is_data]
        dots = [mark.points for mark in of_panel if mark.kind == "dots" and len(mark.points) >= _CROWD]
        is_large = box.width * box.height > _LARGE * sight.width * sight.height
        if not (dots and is_large and any(mark.kind == "image" for mark in of_panel)):
            continue
        points = np.concatenate(dots)
        spans = np.ptp(points[np.isfinite(points).all(axis=1)], axis=0) / (box.width, box.height)
        if spans.min() < _LITTLE:
            told = f"its dots stand in {spans.min():.0%} of its {('width', 'height')[int(spans.argmin())]}"
            yield Remark("empty", f"{panel.name}: {told}")


def _largest(void: Squares) -> tuple[tuple[int, int], tuple[int, int]]:
    """The largest rectangle of a grid that is void throughout: its upper left corner, and how many squares it is."""
    best, found = 0, ((0, 0), (0, 0))
    heights = np.zeros(void.shape[1], dtype=int)
    for row, line in enumerate(void):
        heights = np.where(line, heights + 1, 0)
        open_: list[tuple[int, int]] = []  # where a rectangle begins, and how tall it is
        for column, height in enumerate([*heights.tolist(), 0]):
            start = column
            while open_ and open_[-1][1] >= height:
                start, tall = open_.pop()
                if tall * (column - start) > best:
                    best, found = tall * (column - start), ((start, row + 1 - tall), (column - start, tall))
            open_.append((start, height))
    return found


def _inked(picture: npt.NDArray[np.uint8], side: int) -> Squares:
    """Which squares of a page hold ink."""
    ink = np.any(np.abs(picture.astype(np.int16) - picture[0, 0]) > 12, axis=-1)  # noqa: PLR2004 - a twentieth of a byte
    return _squares(ink, side)


def _squares(ink: npt.NDArray[np.bool_], side: int) -> Squares:
    """In which squares, so many pixels wide, there is ink."""
    tall, wide = ink.shape
    padded = np.zeros((-(-tall // side) * side, -(-wide // side) * side), dtype=bool)
    padded[:tall, :wide] = ink
    squares = padded.reshape(len(padded) // side, side, -1, side)
    return np.asarray(squares.any(axis=(1, 3)), dtype=bool)


def _holds(sight: Sight, number: int) -> bool:
    """Whether a panel's data reach over a tenth of it, in one of its directions."""
    box = sight.panels[number].box
    of_panel = [mark for mark in sight.marks if mark.panel == number and mark.is_data and len(mark.points)]
    parts = [mark.points for mark in of_panel if mark.kind != "line" or len(mark.points) > 1]  # one point draws none
    points = np.concatenate(parts) if parts else np.zeros((0, 2))
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        return False
    shown = np.clip(points, box.min, box.max)
    size = np.ptp(shown, axis=0) / np.array([max(box.width, 1.0), max(box.height, 1.0)])
    return bool((size > _REACHED).any())


def _most(void: Squares) -> str:
    """Where most of what is empty lies."""
    ways = [("at the upper left", "above", "at the upper right"), ("at the left", "in the middle", "at the right")]
    ways += [("at the lower left", "below", "at the lower right")]
    shares = {
        name: float(part.mean())
        for names, band in zip(ways, np.array_split(void, 3, axis=0), strict=True)
        for name, part in zip(names, np.array_split(band, 3, axis=1), strict=True)
    }
    return max(shares, key=lambda name: shares[name])
