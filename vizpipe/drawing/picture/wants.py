"""What each part of a picture needs on a page, measured in its own type."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vizpipe.drawing import measure, needs, ticks
from vizpipe.drawing.canvas import Canvas
from vizpipe.drawing.measure import Face
from vizpipe.drawing.picture import window
from vizpipe.drawing.picture.channels import Moment, Words
from vizpipe.drawing.picture.curves import BETWEEN, Trail
from vizpipe.drawing.picture.labels import Corner, Key
from vizpipe.drawing.picture.mark import Need
from vizpipe.drawing.picture.parts import Limits, Panel, Part, Picture
from vizpipe.drawing.picture.ways import ASIDE, Way, family_of, stack_name, way_name
from vizpipe.drawing.typography import Typography

LINE = 1.45
"""From one line of small type to the next."""
_PANEL, _PLANE = Need(7.0, 3.6), Need(6.5, 6.5)
"""The least plot boxes: of a panel, of one with equal axes."""
_GLIMPSE = 0.7
"""How much smaller they may be where nothing is read off them, or nothing else fits."""
_TITLE = 1.75
_TICK = 10.0
"""Pixels from an axis to its tick labels."""
_GAP = 1.6
"""What is free between the parts of a page, in units of small type."""


@dataclass(frozen=True)
class Wants:
    """What the parts of a picture ask for in one manner of drawing them."""

    picture: Picture[Any]
    canvas: Canvas
    limits: Mapping[Way, Limits]
    ends: Sequence[Moment[Any]]
    """The first and last moment of the film."""
    type: Typography
    face: Face
    is_small: bool
    """Whether axes have neither ticks nor names."""
    is_named: bool
    """Whether panels and stacks have their titles."""
    is_brief: bool = False
    """Whether titles end at their colons."""
    is_tight: bool = False
    """Whether plots are smaller, and things stand close together."""
    is_plain: bool = False
    """Whether planes have neither ticks nor names at their axes."""

    @property
    def start(self) -> Moment[Any]:
        """The first moment."""
        return self.ends[0]

    @property
    def is_close(self) -> bool:
        """Whether things stand close together."""
        return self.is_small or self.is_tight

    def part(self, part: Part[Any], way: Way) -> needs.Part | needs.Stack:
        """A part with all that is in it."""
        if isinstance(part, Panel):
            return self.panel(way, part, _PLANE if part.is_equal else _PANEL)
        inner = tuple(self.part(each, (*way, number)) for number, each in enumerate(part.parts))
        title = self._title(part)
        return needs.Stack(
            inner,
            part.kind,
            round((0.9 if self.is_close else _GAP) * self.type.small),
            part.is_family,
            shared=True,
            name=stack_name(way) if title else "",
            head=math.ceil(_TITLE * self.type.name) if title else 0,
            title=self._wide(title, self.type.name),
        )

    def panel(self, way: Way, panel: Panel[Any], least: Need) -> needs.Part:
        """A panel, and the least box for its plot unless its marks ask for another."""
        start = self.start.through(panel.of)
        asked = [need for mark in panel.marks if (need := mark.need(start)) is not None]
        need = asked[0] if asked else least
        small_too = not asked or not need.has_text
        shrunk = _GLIMPSE ** ((self.is_small and not asked) + (self.is_tight and small_too))
        small, named = self.type.small, max((sum(map(bool, trail.names)) for trail in _trails(panel)), default=0)
        title = self._title(panel)
        margins = self._margins(panel, limits := self.limits.get(way), title)
        return needs.Part(
            way_name(way),
            math.ceil(need.width * small * panel.weight[0] * shrunk),
            math.ceil(max(need.height * panel.weight[1] * shrunk, BETWEEN * named if self.is_small else 0.0) * small),
            panel.weight[0] / panel.weight[1] * need.width / need.height if panel.is_equal or need.is_rigid else None,
            need.grows and way[:1] != (ASIDE,),
            margins,
            margins._replace(left=0, bottom=0) if limits and not panel.is_paper else None,
            self._axes(panel, limits, way),
            title=self._wide(title, self.type.name) + self._corner(panel),
            rank=1 if panel.rank is None and way[:1] == (ASIDE,) else panel.rank,
            family=panel.family or way_name(family_of(self.picture, way)),
        )

    def _axes(self, panel: Panel[Any], limits: Limits | None, way: Way) -> tuple[str, str]:
        """What the axes of a panel are; one without a name is shared by what the same line of the recipe makes.

        A window that moves has its own.
        """
        told = []
        for axis, words in enumerate((panel.x, panel.y)):
            span: tuple[float, ...] = limits[2 * axis : 2 * axis + 2] if limits else ()
            span = span if panel.window is None else way
            told.append(repr((self._said(words) or panel.line, span, panel.ticks[axis], "xy"[axis] in panel.log)))
        return told[0], told[1]

    def _corner(self, panel: Panel[Any]) -> int:
        """How much the words above a panel's right end take, with what parts them from its title."""
        corners = [mark for mark in panel.seen if isinstance(mark, Corner) and not mark.is_inside]
        bold = self.face._replace(bold=True)
        texts = [moment.through(panel.of).said(mark.text) for mark in corners for moment in self.ends]
        return max((math.ceil(measure.width(f"{text}   ", self.type.name, bold)) for text in texts), default=0)

    def _margins(self, panel: Panel[Any], limits: Limits | None, title: str) -> needs.Margins:
        """Room for tick labels, the axes' names, the panel's name above, and the names of curves at their ends."""
        small, px = self.type.small, self.canvas.style.px
        top = math.ceil(_TITLE * self.type.name) if title or self._corner(panel) else 0
        names = [name for trail in _trails(panel) for name in trail.names]
        right = max((self._wide(self._said(name), small) + math.ceil(px(16.0)) for name in names), default=0)
        if panel.is_paper or limits is None or self.is_small or (self.is_plain and has_ticks(panel)):
            key = math.ceil(2.2 * small) if any(isinstance(mark, Key) for mark in panel.seen) else 0
            return needs.Margins(0, key, right, top)
        left = bottom = 0
        across, up = (self.labels(panel, limits, axis) for axis in (0, 1))
        if across:
            bottom = math.ceil(px(_TICK) + 1.2 * small)
            right = max(right, math.ceil(self._wide(across[-1], small) / 2.0))
        if up:
            left = math.ceil(px(_TICK) + max(self._wide(label, small) for label in up))
        if panel.x:
            bottom += math.ceil(LINE * small)
        if panel.y:
            left += math.ceil(px(_TICK)) + self._wide(self._said(panel.y), small)
        return needs.Margins(left, bottom, right, top)

    def labels(self, panel: Panel[Any], limits: Limits, axis: int) -> list[str]:
        """The texts beside an axis' ticks, as many as there can be."""
        if panel.is_bare:
            return []
        if panel.window is not None:
            return window.widest(panel, window.windows(panel, self.start), axis)
        given = panel.ticks[axis]
        if names := ticks.names_of(given):
            return [self._said(name) for name in names]
        is_log = "xy"[axis] in panel.log
        low, high = limits[2 * axis : 2 * axis + 2]
        values = (
            ticks.places(low, high, ticks.MOST, is_log=is_log) if given is None else [float(each) for each in given]
        )
        return ticks.texts(values, is_log=is_log)

    def _title(self, part: Part[Any]) -> str:
        """What stands above a part; asked for even where there is no room, so that no label seems to be unused."""
        title = titled(self._said(part.title), is_brief=self.is_brief)
        is_curve = isinstance(part, Panel) and not part.is_equal
        return title if self.is_named and not (self.is_small and is_curve) else ""

    def _said(self, words: Words) -> str:
        return self.start.said(words) if words else ""

    def _wide(self, text: str, size: float) -> int:
        return math.ceil(measure.width(text, size, self.face))


def _trails(panel: Panel[Any]) -> list[Trail[Any]]:
    """The curves of a panel whose names stand at their ends."""
    return [mark for mark in panel.seen if isinstance(mark, Trail) and not mark.is_inside]


def has_ticks(panel: Panel[Any]) -> bool:
    """Whether it is a plane with ticks at its axes."""
    return panel.is_equal and not panel.is_bare


def titled(text: str, *, is_brief: bool) -> str:
    """A title, or what stands before its colon."""
    return text.partition(": ")[0] if is_brief else text
