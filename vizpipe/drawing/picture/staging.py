"""A picture and a film → a stage: axes in their boxes, what never moves drawn once, and a drawer for what does."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.drawing import measure
from vizpipe.drawing.canvas import Canvas
from vizpipe.drawing.layout import Box, paper, plot
from vizpipe.drawing.picture.artists import Artists
from vizpipe.drawing.picture.channels import Moment, Words
from vizpipe.drawing.picture.compose import GLIMPSE, Composer, sentences
from vizpipe.drawing.picture.furniture import furnish, name
from vizpipe.drawing.picture.header import Header
from vizpipe.drawing.picture.mark import Mark, Room
from vizpipe.drawing.picture.notes import Note
from vizpipe.drawing.picture.parts import Limits, Panel, Picture, named_in, refuse_moving
from vizpipe.drawing.picture.regions import around, keyed
from vizpipe.drawing.picture.shapes import Group, Shape
from vizpipe.drawing.picture.views import back_of, veil
from vizpipe.drawing.picture.wants import titled
from vizpipe.drawing.picture.ways import Way, family_of, panels_with_paths, stack_name, way_name
from vizpipe.drawing.picture.window import Moving, windows
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film
from vizpipe.film.reel import beside
from vizpipe.film.story import Cue

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
    window: Moving | None = None
    """How its limits move, if they do."""

    def look(self, moment: Moment[Any]) -> tuple[Moment[Any], Room]:
        """A moment as its marks see it, and where they draw."""
        seen = moment.through(self.panel.of)
        return seen, self.room if self.window is None else self.room._replace(limits=self.window.at(seen, self.room))

    def draw(self, moment: Moment[Any], *, is_smooth: bool) -> None:
        """Add what its marks show, and its ticks if they move."""
        (seen, room), window = self.look(moment), self.window
        for mark in self.moving:
            shapes = mark.moving(seen, room) if window is None else window.brought(mark.shapes(seen, room), room.limits)
            self.artists.add(shapes, is_smooth=is_smooth)
        if window is not None:
            window.draw(self.artists.axes, self.artists.add, room.limits, room)


class Staged:
    """What a picture's stage hands to its drawer."""

    def __init__(self, picture: Picture[Any], film: Film[Any], canvas: Canvas, cues: Sequence[Cue] = ()) -> None:
        """Set the stage: everything that stands still is drawn here. Raises TooSmallError if the page is."""
        self.film, self.canvas, self._cues = film, canvas, cues
        self._columns: dict[Any, Any] = {}
        picture = keyed(picture, film)
        self._back = back_of(picture, cues)
        start, is_small = self.moment(0, film[0]), canvas.style.compact
        is_thumb = is_small and canvas.is_whole
        if is_thumb or (is_small and not canvas.moment and canvas.style.width <= GLIMPSE):
            picture, self._back = picture.glimpsed(is_whole=is_thumb), [frozenset() for _ in cues]
        self.picture = picture
        if len(film) > 1:
            refuse_moving(picture)
        limits = shared_limits(picture, start)
        composer = Composer(picture, canvas, [start, self.moment(len(film) - 1, film[-1])], limits)
        caption = [] if is_small else sentences(canvas.words.caption, has_formulas=canvas.style.has_formulas)
        title = canvas.words.title
        self._told: list[str] = []
        for cue in cues:
            before = self._told[-1] if self._told else title
            self._told.append(canvas.say(cue.say, **cue.values) if cue.say else before)
        told = [title, *self._told] if not cues or cues[0].frame else self._told
        if is_small:
            told = [titled(title, is_brief=True)] if is_thumb else []
        headlines = [text for text in told if text]
        # on a strip numbers say which moment it is
        is_named = is_small and not is_thumb and not (canvas.moment and picture.counter)
        self._counted = [*([lambda _: title] if is_named else []), *map(_teller, picture.counter)]
        self.page = page = composer.page(headlines, caption, has_kicker=bool(self._counted))
        self.header = Header(canvas, page, composer, headlines, caption)
        self.header.place(self._counted, [self.moment(number, frame) for number, frame in enumerate(film)])
        self._is_told = len(cues) > 1 and not is_small
        self._is_titled = len(set(headlines)) == 1  # one headline never changes
        if self._is_titled:
            self.header.say(headlines[0])
        if not self._is_told:
            self.header.caption()
        self.papers = self.header.papers()
        for path, stack in named_in(picture.body):
            if path in page.titles:
                named = titled(start.said(stack.title), is_brief=page.is_brief)
                self.papers[stack_name(path)] = line = paper(canvas, Box(*page.titles[path]))
                name(line, canvas, page, named, 0.35 * page.type.name)
        self.placed = [
            self._place(path, panel, Box(*page.boxes[path]), limits.get(path), start)
            for path, panel in panels_with_paths(picture)
            if path in page.boxes
        ]

    def moment(self, index: int, frame: Any, share: float = 0.0, beat: str = "") -> Moment[Any]:  # noqa: ANN401 - the recipe's own type
        """What is asked for a frame."""
        return Moment(self.film, index, frame, share, beat, say=self.canvas.say, columns=self._columns)

    def draw(self, moment: Moment[Any], *, is_smooth: bool = False) -> None:
        """Add what a moment shows, tints in steps or smooth. Raises RecipeError naming recipe, frame, line and mark."""
        number = self._reached(moment)
        back = self._back[number] if number >= 0 else ()
        try:
            for placed in self.placed:
                placed.draw(moment, is_smooth=is_smooth)
                if placed.path in back:
                    placed.artists.add([veil(placed.room)], is_smooth=is_smooth)
        except RecipeError as error:
            raise RecipeError(f"{self.film.recipe}: frame {moment.index}: {error}", error.details) from error
        if self.page.kicker:
            self.header.count([said(moment) for said in self._counted])
        if self._is_told:
            if not self._is_titled:
                self.header.say(self._told[number] if number >= 0 else self.canvas.words.title)
            if number == len(self._cues) - 1:
                self.header.caption()

    def _reached(self, moment: Moment[Any]) -> int:
        """The number of the beat that is told; −1 before the first."""
        if moment.beat:
            return [cue.name for cue in self._cues].index(moment.beat)
        return max((number for number, cue in enumerate(self._cues) if cue.frame <= moment.index), default=-1)

    def shapes(self, moment: Moment[Any]) -> dict[str, list[Shape]]:
        """All that a moment shows, by panel: to compare and to print."""
        shown: dict[str, list[Shape]] = {}
        for placed in self.placed:
            seen, room = placed.look(moment)
            marks = [Group(list(mark.shapes(seen, room)), type(mark).__name__) for mark in placed.panel.marks]
            shown[way_name(placed.path)] = [*marks, *(placed.window.ticks(room.limits, room) if placed.window else ())]
        return shown

    def _place(self, path: Way, panel: Panel[Any], box: Box, limits: Limits | None, start: Moment[Any]) -> Placed:
        """A panel's axes, with all in it that never moves."""
        canvas, style, kind = self.canvas, self.canvas.style, self.page.type
        is_named = self.page.is_named and (panel.is_equal or not self.page.is_small)
        title = titled(start.said(panel.title), is_brief=self.page.is_brief) if is_named else ""
        axes = paper(canvas, box) if panel.is_paper else plot(canvas, box)
        wide, tall, window = box.width / style.scale, box.height / style.scale, None
        if panel.is_paper:
            four: Limits = (0.0, wide, 0.0, tall)
            if title:
                name(axes, canvas, self.page, title, box.height + 0.4 * kind.name)
        else:
            four, window = furnish(axes, canvas, path, replace(panel, title=title), limits, start, self.page)
        em, named = kind.small / style.scale, kind.name / style.scale
        face = style.face
        reach = measure.width(f"{title}   ", named, face) if title else 0.0
        room = Room(wide, tall, four, ("x" in panel.log, "y" in panel.log), em, named, reach, face)
        artists, moving = Artists(axes, style, kind), []
        seen = start.through(panel.of)
        is_alone = len(beside(self.film)) == 1
        for mark in panel.marks:
            if isinstance(mark, Note) and not is_alone:  # a sheet has room for pictures alone
                continue
            shapes = checked(mark, mark.shapes(seen, room))
            if window is None and mark.is_fixed(self.film, panel.of):
                artists.add(shapes, is_smooth=len(self.film) == 1)
            else:
                artists.add(mark.still(seen, room) if window is None else ())
                moving.append(mark)
        return Placed(path, panel, artists, room, tuple(moving), window)


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
    """The limits of each panel: its own, or all that it draws, and in a family all that its like draw.

    On a sheet, that is what they draw in any of its films.
    """
    found: dict[Way, npt.NDArray[np.float64]] = {}
    groups: dict[Way, object] = {}
    known: dict[Way, Limits] = {}
    films = beside(start.film)
    starts = [Moment(film, 0, film[0], say=start.say) for film in films] if len(films) > 1 else [start]
    for path, panel in panels_with_paths(picture):
        if panel.window is not None:
            known[path] = windows(panel, start)[0]
        elif panel.limits is not None:
            known[path] = panel.limits
        elif panel.reach is not None:
            known[path] = around(panel, panel.reach, [each.through(panel.of) for each in starts])
        if panel.is_paper or path in known:
            continue
        seen = [each.through(panel.of) for each in starts]
        points = [mark.extent(moment) for moment in seen for mark in panel.marks]
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
