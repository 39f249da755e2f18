"""Where the parts of a picture stand on a page: what each needs, measured, and the boxes that it gets."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from vizpipe.drawing import measure, needs
from vizpipe.drawing.canvas import Canvas
from vizpipe.drawing.measure import Face
from vizpipe.drawing.picture import ticks
from vizpipe.drawing.picture.channels import Moment, Words
from vizpipe.drawing.picture.curves import Trail
from vizpipe.drawing.picture.labels import Corner, Key
from vizpipe.drawing.picture.mark import Need
from vizpipe.drawing.picture.parts import Limits, Panel, Part, Picture
from vizpipe.drawing.picture.ways import ASIDE, Way, family_of, panels_with_paths, way_name, way_of
from vizpipe.drawing.solve import CAPTION, solve
from vizpipe.drawing.typography import Typography, typography
from vizpipe.errors import TooSmallError

LINE, HEAD, KICK = 1.45, 1.2, 1.9
"""From one line to the next: of small type, of a headline, and of what stands above it."""
_PANEL, _PLANE, _SMALL = Need(7.0, 3.6), Need(6.5, 6.5), Need(8.0, 2.8)
"""The least plot boxes: of a panel, of one with equal axes, of one beside the headline."""
_GLIMPSE = 0.7
"""How much smaller they may be where nothing is read off them, or nothing else fits."""
_TITLE = 1.75
_THUMB = 640
"""Pixels across up to which a page is a glimpse."""
_TICK = 10.0
"""Pixels from an axis to its tick labels."""
_EDGE, _GAP = 1.9, 1.6
"""What is free around a page, and between its parts, in units of small type."""


class Composed(NamedTuple):
    """A page, in pixels from its lower left corner."""

    boxes: dict[Way, needs.Box]
    """The plot box of every panel that is drawn."""
    titles: dict[Way, needs.Box]
    """Lines above stacks."""
    headline: needs.Box
    kicker: float
    """How high the line above the headline is."""
    caption: needs.Box
    sentences: int
    type: Typography
    is_small: bool
    """Whether it is one of several, or a thumbnail: then axes have neither ticks nor names."""
    is_brief: bool
    """Whether titles end at their colons."""
    is_lacking: bool
    """Whether parts were left out."""
    bare: tuple[frozenset[Way], frozenset[Way]]
    """Panels without tick labels, at the left and below."""


class Composer:
    """What a page needs, for a canvas."""

    def __init__(
        self, picture: Picture[Any], canvas: Canvas, ends: Sequence[Moment[Any]], limits: Mapping[Way, Limits]
    ) -> None:
        """Take a picture with the limits of its panels, and the first and last moment of its film."""
        self._picture, self._canvas, self._limits = picture, canvas, limits
        self._ends, self._start = ends, ends[0]
        style = canvas.style
        sizes = typography(style.width, style.height)
        if style.compact:
            small = max(style.legible(15.0), 11.0)
            sizes = Typography(small, small, small, min(small, 14.0))
        self.type = Typography(*(size * style.larger for size in sizes))
        self.is_small = style.compact or (style.width <= _THUMB and not style.tall)
        self._face = Face(style.theme.font, lang=style.lang)
        self._is_brief = self._is_tight = False

    def page(self, headlines: Sequence[str], caption: Sequence[str], *, has_kicker: bool) -> Composed:
        """Compose, with titles cut at their colons if more can be shown then.

        Where nothing fits, plots are smaller, edges narrower, and nothing stands above the headline. Raises
        TooSmallError with the least size of this ratio if there is too little room.
        """
        whole = self._page(headlines, caption, has_kicker=has_kicker)
        if whole is not None and not whole.is_lacking:
            return whole
        self._is_brief = True
        brief = self._page(headlines, caption, has_kicker=has_kicker)
        composed = brief if brief is not None and (whole is None or len(brief.boxes) > len(whole.boxes)) else whole
        if composed is None:
            self._is_tight = True
            composed = self._page(headlines, caption, has_kicker=has_kicker and self._canvas.style.compact)
        if composed is None:
            raise TooSmallError(self._least)
        return composed

    def _page(self, headlines: Sequence[str], caption: Sequence[str], *, has_kicker: bool) -> Composed | None:
        style, kind = self._canvas.style, self.type
        edge, gap = (0.4, 0.8) if style.compact else (1.0, 0.9) if self._is_close else (_EDGE, _GAP)
        kicker = math.ceil(KICK * self.counter) if has_kicker else 0
        bold = self._face._replace(bold=True)
        versions = tuple(measure.words(text, kind.headline, bold) for text in headlines)
        aside = [self._panel((ASIDE, number), panel, _SMALL) for number, panel in enumerate(self._picture.aside)]
        whole = needs.Page(
            self._part(self._picture.body, ()),
            needs.Headline(versions, math.ceil(HEAD * kind.headline), 3 if style.tall or self._is_close else 2),
            needs.Caption(
                tuple(measure.words(f"{sentence} ", kind.small, self._face) for sentence in caption),
                math.ceil(LINE * kind.small),
                4 if style.tall else 2,
                0,
            ),
            needs.Stack(tuple(aside), "row", round(2 * kind.small)) if aside else None,
            round(edge * kind.small),
            round(gap * kind.small),
        )
        boxes = solve(whole, style.width, style.height - kicker)
        if isinstance(boxes, needs.Refused):
            self._least = boxes.width, boxes.height + kicker
            return None
        ways = {way_name(way): way for way, _ in panels_with_paths(self._picture)}
        return Composed(
            {ways[name]: box for name, box in boxes.parts.items() if name in ways},
            {way_of(name[1:]): box for name, box in boxes.parts.items() if name.startswith("=")},
            boxes.headline,
            kicker,
            boxes.caption,
            boxes.sentences,
            kind,
            self.is_small,
            self._is_brief,
            set(boxes.dropped) > {CAPTION},
            (frozenset(ways[name] for name in boxes.bare_left), frozenset(ways[name] for name in boxes.bare_bottom)),
        )

    @property
    def counter(self) -> float:
        """How large the numbers above the headline are; where they say all, as large as panels' names."""
        return self.type.small if self._picture.has_words else self.type.name

    @property
    def _is_close(self) -> bool:
        """Whether things stand close together."""
        return self.is_small or self._is_tight

    def _part(self, part: Part[Any], way: Way) -> needs.Part | needs.Stack:
        if isinstance(part, Panel):
            return self._panel(way, part, _PLANE if part.is_equal else _PANEL)
        inner = tuple(self._part(each, (*way, number)) for number, each in enumerate(part.parts))
        title = self._title(part)
        return needs.Stack(
            inner,
            part.kind,
            round((0.9 if self._is_close else _GAP) * self.type.small),
            part.is_family,
            name=f"={way_name(way)}" if title else "",
            head=math.ceil(_TITLE * self.type.name) if title else 0,
            title=self._wide(title, self.type.name),
        )

    def _panel(self, way: Way, panel: Panel[Any], least: Need) -> needs.Part:
        start = self._start.through(panel.of)
        asked = [need for mark in panel.marks if (need := mark.need(start)) is not None]
        need = asked[0] if asked else least
        small_too = not asked or not need.has_text
        shrunk = _GLIMPSE ** ((self.is_small and not asked) + (self._is_tight and small_too))
        small = self.type.small
        title = self._title(panel)
        return needs.Part(
            way_name(way),
            math.ceil(need.width * small * panel.weight[0] * shrunk),
            math.ceil(need.height * small * panel.weight[1] * shrunk),
            panel.weight[0] / panel.weight[1] * need.width / need.height if panel.is_equal or need.is_rigid else None,
            need.grows and way[:1] != (ASIDE,),
            self._margins(panel, self._limits.get(way), title),
            title=self._wide(title, self.type.name) + self._corner(panel),
            rank=1 if panel.rank is None and way[:1] == (ASIDE,) else panel.rank,
            family=panel.family or way_name(family_of(self._picture, way)),
        )

    def _corner(self, panel: Panel[Any]) -> int:
        """How much the words above a panel's right end take, with what parts them from its title."""
        corners = [mark for mark in panel.marks if isinstance(mark, Corner) and not mark.is_inside]
        bold = self._face._replace(bold=True)
        texts = [moment.through(panel.of).said(mark.text) for mark in corners for moment in self._ends]
        return max((math.ceil(measure.width(f"{text}   ", self.type.name, bold)) for text in texts), default=0)

    def _margins(self, panel: Panel[Any], limits: Limits | None, title: str) -> needs.Margins:
        """Room for tick labels, the axes' names, the panel's name above, and the names of curves at their ends."""
        small, px = self.type.small, self._canvas.style.px
        top = math.ceil(_TITLE * self.type.name) if title or self._corner(panel) else 0
        names = [name for mark in panel.marks if isinstance(mark, Trail) and not mark.is_inside for name in mark.names]
        right = max((self._wide(self._said(name), small) + math.ceil(px(16.0)) for name in names), default=0)
        if panel.is_paper or limits is None or self.is_small:
            key = math.ceil(2.2 * small) if any(isinstance(mark, Key) for mark in panel.marks) else 0
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
        title = titled(self._said(part.title), is_brief=self._is_brief)
        return "" if self.is_small else title

    def _said(self, words: Words) -> str:
        return self._start.said(words) if words else ""

    def _wide(self, text: str, size: float) -> int:
        return math.ceil(measure.width(text, size, self._face))

    def lines(self, text: str, room: float, *, is_headline: bool) -> list[str]:
        """A text in lines."""
        face = self._face._replace(bold=is_headline)
        return measure.lines(text, room, self.type.headline if is_headline else self.type.small, face)


def titled(text: str, *, is_brief: bool) -> str:
    """A title, or what stands before its colon."""
    return text.partition(": ")[0] if is_brief else text


def sentences(text: str) -> list[str]:
    """The sentences of a caption."""
    return [each for each in re.split(r"(?<=[.!?])\s+(?=[A-ZÄÖÜÀ-Þ\d])", text.strip()) if each]
