"""A picture and a film → a stage: axes in their boxes, what never moves drawn once, and a drawer for what does."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.drawing.canvas import Canvas
from vizpipe.drawing.layout import Box, paper, plot
from vizpipe.drawing.picture.artists import Artists, in_points
from vizpipe.drawing.picture.channels import Moment, Words
from vizpipe.drawing.picture.compose import HEAD, Composer, Way, family_of, panels_with_paths, sentences
from vizpipe.drawing.picture.furniture import furnish, set_lines, spread, write_caption
from vizpipe.drawing.picture.mark import Mark, Room
from vizpipe.drawing.picture.parts import Limits, Panel, Picture, titles_of
from vizpipe.drawing.picture.shapes import Group, Shape
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film

_ROOM = 0.08
"""What limits leave free above data that start at 0, as a share of them."""
_SIDE = 0.02


class Placed(NamedTuple):
    """A panel on the page."""

    path: Way
    panel: Panel[Any]
    artists: Artists
    room: Room
    moving: tuple[Mark[Any], ...]


class Staged:
    """What a picture's stage hands to its drawer."""

    def __init__(self, picture: Picture[Any], film: Film[Any], canvas: Canvas) -> None:
        """Set the stage: everything that stands still is drawn here. Raises UsageError if the page is too small."""
        self.picture, self.film, self.canvas = picture, film, canvas
        self._columns: dict[Any, Any] = {}
        start = self.moment(0, film[0])
        limits = shared_limits(picture, start)
        composer = Composer(picture, canvas, start, limits)
        words, is_small = canvas.words, canvas.style.compact
        caption = [] if is_small else sentences(words.caption)
        headlines = [] if is_small else [words.title]
        self._counted = [*([lambda _: words.title] if is_small else []), *map(_teller, picture.counter)]
        page = composer.page(headlines, caption, has_kicker=bool(self._counted))
        self.page = page
        self._set_header(composer, headlines)
        write_caption(
            canvas,
            page,
            composer.lines(" ".join(caption[: page.sentences]), page.caption.width, is_headline=False)
            if page.sentences
            else [],
        )
        for path, title in titles_of(picture.body):
            if path in page.titles:
                sheet = paper(canvas, Box(*page.titles[path]))
                sheet.text(
                    0.0,
                    0.35 * page.type.name,
                    start.said(title),
                    fontsize=in_points(page.type.name),
                    color=canvas.style.theme.ink,
                    parse_math=False,
                )
        self.placed = [
            self._place(path, panel, Box(*page.boxes[path]), limits.get(path), start)
            for path, panel in panels_with_paths(picture)
            if path in page.boxes
        ]

    def _set_header(self, composer: Composer, headlines: list[str]) -> None:
        """The paper for headline and counter; what never changes is written."""
        style, page, kind = self.canvas.style, self.page, self.page.type
        box = page.headline
        across = style.width - 2 * box.left if page.kicker else box.width
        self._header = paper(self.canvas, Box(box.left, box.bottom, max(across, 1), max(box.height + page.kicker, 1)))
        self._level = box.height + 0.8 * kind.small
        moments = [self.moment(number, frame) for number, frame in enumerate(self.film)]
        widest = [max((said(moment) for moment in moments), key=len) for said in self._counted]
        self._starts = spread(self._header, widest, kind)
        if headlines:
            lines = composer.lines(headlines[0], box.width, is_headline=True)
            look = {"color": style.theme.ink, "fontweight": "bold"}
            set_lines(self._header, lines, box.height, kind.headline, look, HEAD * kind.headline)

    def moment(self, index: int, frame: Any, share: float = 0.0) -> Moment[Any]:  # noqa: ANN401 - the recipe's own type
        """What is asked for a frame."""
        return Moment(self.film, index, frame, share, say=self.canvas.say, columns=self._columns)

    def draw(self, moment: Moment[Any]) -> None:
        """Add what a moment shows."""
        for placed in self.placed:
            seen = moment if placed.panel.of is None else moment.through(placed.panel.of)
            for mark in placed.moving:
                placed.artists.add(mark.shapes(seen, placed.room))
        size, colour = in_points(self.page.type.small), self.canvas.style.theme.quiet
        for left, said in zip(self._starts, self._counted, strict=True):
            self._header.text(
                left, self._level, said(moment), fontsize=size, color=colour, zorder=3.0, parse_math=False
            )

    def shapes(self, moment: Moment[Any]) -> dict[str, list[Shape]]:
        """All that a moment shows, by panel: to compare and to print."""
        shown: dict[str, list[Shape]] = {}
        for path, panel, _, room, _ in self.placed:
            seen = moment if panel.of is None else moment.through(panel.of)
            name = "/".join(map(str, path))
            shown[name] = [Group(list(mark.shapes(seen, room)), type(mark).__name__) for mark in panel.marks]
        return shown

    def _place(self, path: Way, panel: Panel[Any], box: Box, limits: Limits | None, start: Moment[Any]) -> Placed:
        """A panel's axes, with all in it that never moves."""
        canvas, style, kind = self.canvas, self.canvas.style, self.page.type
        axes = paper(canvas, box) if panel.is_paper else plot(canvas, box)
        wide, tall = box.width / style.scale, box.height / style.scale
        if panel.is_paper:
            four: Limits = (0.0, wide, 0.0, tall)
            if panel.title and not style.compact:
                above = box.height + 0.4 * kind.name
                axes.text(
                    0.0,
                    above,
                    start.said(panel.title),
                    fontsize=in_points(kind.name),
                    color=style.theme.ink,
                    parse_math=False,
                )
        else:
            four = furnish(axes, canvas, path, panel, limits, start, self.page)
        room = Room(wide, tall, four, ("x" in panel.log, "y" in panel.log), kind.small / style.scale)
        artists, moving = Artists(axes, style, kind), []
        seen = start if panel.of is None else start.through(panel.of)
        for mark in panel.marks:
            shapes = checked(mark, mark.shapes(seen, room))
            if mark.is_fixed(self.film, panel.of):
                artists.add(shapes)
            else:
                artists.prepare(shapes)
                moving.append(mark)
        return Placed(path, panel, artists, room, tuple(moving))


def _teller(words: Words) -> Callable[[Moment[Any]], str]:
    return lambda moment: moment.said(words)


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


def shared_limits(picture: Picture[Any], start: Moment[Any]) -> dict[Way, Limits]:
    """The limits of each panel: its own, or all that it draws, and in a family all that its like draw."""
    found: dict[Way, npt.NDArray[np.float64]] = {}
    groups: dict[Way, object] = {}
    known: dict[Way, Limits] = {}
    for path, panel in panels_with_paths(picture):
        if panel.limits is not None or panel.reach is not None:
            reach = panel.reach or 0.0
            known[path] = panel.limits or (-reach, reach, -reach, reach)
        if panel.is_paper or path in known:
            continue
        seen = start if panel.of is None else start.through(panel.of)
        points = [mark.extent(seen) for mark in panel.marks]
        held = [each for each in points if len(each)]
        if not held:
            raise RecipeError(
                f"line {panel.line}: panel: nothing in it says how far it reaches; give it limits or reach"
            )
        found[path] = np.concatenate(held)
        groups[path] = family_of(picture, path)
    together: dict[Any, list[Any]] = {}
    for path, group in groups.items():
        together.setdefault(group, []).append(found[path])
    return known | {path: _limits(np.concatenate(together[group])) for path, group in groups.items()}


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
