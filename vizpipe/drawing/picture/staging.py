"""A picture and a film → a stage: axes in their boxes, what never moves drawn once, and a drawer for what does."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from vizpipe.drawing.canvas import Canvas
from vizpipe.drawing.layout import Box, equal, name_panel, paper, plot
from vizpipe.drawing.marks.words import heading, readout
from vizpipe.drawing.picture import compose
from vizpipe.drawing.picture.artists import Artists
from vizpipe.drawing.picture.channels import Moment
from vizpipe.drawing.picture.mark import Mark, Room
from vizpipe.drawing.picture.parts import Limits, Panel, Picture, titles_of
from vizpipe.drawing.picture.shapes import Group, Shape
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film

_ROOM = 0.08
"""What limits leave free above data that start at 0, as a share of them."""
_SIDE = 0.02
_ABOVE = 8.0
"""Pixels between a paper and its title."""


class Placed(NamedTuple):
    """A panel on the page."""

    path: compose.Way
    panel: Panel[Any]
    artists: Artists
    room: Room
    moving: tuple[Mark[Any], ...]


class Staged:
    """What a picture's stage hands to its drawer."""

    def __init__(self, picture: Picture[Any], film: Film[Any], canvas: Canvas) -> None:
        """Set the stage: everything that stands still is drawn here."""
        self.picture, self.film, self.canvas = picture, film, canvas
        self._columns: dict[Any, Any] = {}
        start = self.moment(0, film[0])
        page = compose.page_of(picture, canvas, self.widest(start))
        where = page.boxes
        self._headline = readout(page.header, canvas.style, self.widest(start)) if picture.headline else None
        limits = shared_limits(picture, start)
        self.placed = [
            self._place(path, panel, where[path], limits.get(path), start)
            for path, panel in compose.panels_with_paths(picture)
        ]

        for path, title in titles_of(picture.body):
            sheet = paper(canvas, where[*path, compose.TITLE])
            heading(sheet, canvas.style, (0.0, canvas.style.px(10.0)), start.said(title))

    def moment(self, index: int, frame: Any, share: float = 0.0) -> Moment[Any]:  # noqa: ANN401 - the recipe's own type
        """What is asked for a frame."""
        return Moment(self.film, index, frame, share, say=self.canvas.say, columns=self._columns)

    def widest(self, start: Moment[Any]) -> list[str]:
        """The longest that each text of the headline becomes, to keep its place."""
        frames = [start, self.moment(len(self.film) - 1, self.film[-1])]
        return [max((moment.said(words) for moment in frames), key=len) for words in self.picture.headline]

    def draw(self, moment: Moment[Any]) -> None:
        """Add what a moment shows."""
        for placed in self.placed:
            seen = moment if placed.panel.of is None else moment.through(placed.panel.of)
            for mark in placed.moving:
                placed.artists.add(mark.shapes(seen, placed.room))
        if self._headline is not None:
            self._headline(*(moment.said(words) for words in self.picture.headline))

    def shapes(self, moment: Moment[Any]) -> dict[str, list[Shape]]:
        """All that a moment shows, by panel: to compare and to print."""
        shown: dict[str, list[Shape]] = {}
        for path, panel, _, room, _ in self.placed:
            seen = moment if panel.of is None else moment.through(panel.of)
            name = "/".join(map(str, path))
            shown[name] = [Group(list(mark.shapes(seen, room)), type(mark).__name__) for mark in panel.marks]
        return shown

    def _place(
        self, path: compose.Way, panel: Panel[Any], box: Box, limits: Limits | None, start: Moment[Any]
    ) -> Placed:
        """A panel's axes, with all in it that never moves."""
        canvas, style = self.canvas, self.canvas.style
        axes = paper(canvas, box) if panel.is_paper else plot(canvas, box)
        wide, tall = box.width / style.scale, box.height / style.scale
        if panel.is_paper:
            four = (0.0, wide, 0.0, tall)
            if panel.title:
                heading(axes, style, (0.0, box.height + style.px(_ABOVE)), start.said(panel.title))
        else:
            four = furnished(axes, canvas, panel, limits, start)
        room = Room(wide, tall, four, ("x" in panel.log, "y" in panel.log), style.compact)
        artists, moving = Artists(axes, style), []
        seen = start if panel.of is None else start.through(panel.of)
        for mark in panel.marks:
            shapes = checked(mark, mark.shapes(seen, room))
            if mark.is_fixed(self.film, panel.of):
                artists.add(shapes)
            else:
                artists.prepare(shapes)
                moving.append(mark)
        return Placed(path, panel, artists, room, tuple(moving))


def furnished(axes: Axes, canvas: Canvas, panel: Panel[Any], limits: Limits | None, start: Moment[Any]) -> Limits:
    """Give axes their scales, limits, ticks and names; gives the limits: left, right, bottom, top."""
    if "x" in panel.log:
        axes.set_xscale("log")
    if "y" in panel.log:
        axes.set_yscale("log")
    four = panel.limits or limits or (0.0, 1.0, 0.0, 1.0)
    if panel.reach is not None:
        four = equal(axes, (0.0, 0.0), panel.reach)
    else:
        axes.set_xlim(four[0], four[1])
        axes.set_ylim(four[2], four[3])
    name_panel(canvas, axes, start.said(panel.title), start.said(panel.x), start.said(panel.y))
    ends = (four[:2], four[2:])
    for axis, ticks, (low, high) in zip((axes.xaxis, axes.yaxis), panel.ticks, ends, strict=True):
        if ticks is not None or panel.is_bare:
            axis.set_ticks([] if ticks is None else list(ticks))
        elif panel.is_positive:
            places = axis.get_major_locator().tick_values(low, high)
            axis.set_ticks([tick for tick in places if 0.0 <= tick <= high])
    if panel.is_bare:
        axes.spines[["left", "bottom"]].set_visible(False)
    return four


def checked(mark: Mark[Any], shapes: Any) -> list[Shape]:  # noqa: ANN401 - whatever an author's own mark gives
    """The shapes of a mark. Raises RecipeError naming the mark and its line if they are none."""
    try:
        listed = list(shapes)
    except TypeError:
        listed = [shapes]
    for shape in listed:
        if not isinstance(shape, Shape):
            kind, name = type(shape).__name__, type(mark).__name__
            raise RecipeError(f"line {mark.line}: {name}: its shapes gave {kind}, which is no shape")
    return listed


def shared_limits(picture: Picture[Any], start: Moment[Any]) -> dict[compose.Way, Limits]:
    """The limits of each panel that has none of its own: all that it draws, and in a family all that its like draw."""
    found: dict[compose.Way, npt.NDArray[np.float64]] = {}
    groups: dict[compose.Way, object] = {}
    for path, panel in compose.panels_with_paths(picture):
        if panel.is_paper or panel.limits is not None or panel.reach is not None:
            continue
        seen = start if panel.of is None else start.through(panel.of)
        points = [mark.extent(seen) for mark in panel.marks]
        held = [each for each in points if len(each)]
        if not held:
            raise RecipeError(
                f"line {panel.line}: panel: nothing in it says how far it reaches; give it limits or reach"
            )
        found[path] = np.concatenate(held)
        groups[path] = compose.family_of(picture, path)
    together: dict[Any, list[Any]] = {}
    for path, group in groups.items():
        together.setdefault(group, []).append(found[path])
    return {path: _limits(np.concatenate(together[group])) for path, group in groups.items()}


def _limits(points: npt.NDArray[np.float64]) -> Limits:
    """Left, right, bottom, top that hold these points, with a little room."""
    low, high = np.nanmin(points, axis=0), np.nanmax(points, axis=0)
    (left, right), (bottom, top) = (
        _wider(*ends, share) for ends, share in zip(zip(low, high, strict=True), (_SIDE, _ROOM), strict=True)
    )
    return left, right, bottom, top


def _wider(low: float, high: float, share: float) -> tuple[float, float]:
    """From 0 where data start near it, and a little above the highest."""
    if 0.0 <= low <= 0.5 * high or low == high == 0.0:
        return 0.0, max(high, 1.0 if high == 0.0 else high) * (1.0 + share)
    room = share * (high - low) or 0.5 * abs(high)
    return float(low - room), float(high + room)
