"""Where the parts of a picture stand on a page: what each needs, measured, and the boxes that it gets."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from vizpipe.drawing import measure, needs
from vizpipe.drawing.canvas import Canvas
from vizpipe.drawing.measure import Face
from vizpipe.drawing.picture import ticks
from vizpipe.drawing.picture.channels import Moment, Words
from vizpipe.drawing.picture.curves import Trail
from vizpipe.drawing.picture.labels import Corner, Key
from vizpipe.drawing.picture.mark import Need
from vizpipe.drawing.picture.parts import Limits, Panel, Part, Picture, Stack, panels_of
from vizpipe.drawing.solve import solve
from vizpipe.drawing.typography import Typography, typography
from vizpipe.errors import UsageError

ASIDE = -1
"""The first number of the way to a panel beside the headline."""
Way = tuple[int, ...]
LINE, HEAD, KICK = 1.45, 1.2, 1.9
"""From one line to the next: of small type, of a headline, and of what stands above it."""
_PANEL, _PLANE, _SMALL = Need(7.0, 3.6), Need(6.5, 6.5), Need(8.0, 2.8)
"""The least plot boxes: of a panel, of one with equal axes, of one beside the headline."""
_TITLE = 1.75
_THUMB = 640
"""Pixels across below which a page is a glimpse."""
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
    bare: tuple[frozenset[Way], frozenset[Way]]
    """Panels without tick labels, at the left and below."""


def panels_with_paths(picture: Picture[Any]) -> Iterator[tuple[Way, Panel[Any]]]:
    """All panels, those beside the headline last."""
    yield from panels_of(picture.body)
    for number, aside in enumerate(picture.aside):
        yield (ASIDE, number), aside


def family_of(picture: Picture[Any], way: Way) -> Way:
    """What panels that share their limits have in common: the outermost family, and their place in each of it."""
    part: Part[Any] = picture.body
    if way[:1] == (ASIDE,):
        return way
    for depth, number in enumerate(way):
        if isinstance(part, Stack):
            if part.is_family:
                return (*way[:depth], -2, *way[depth + 1 :])
            part = part.parts[number]
    return way


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
            small = max(style.type(15.0) * 100.0 / 72.0, 11.0)
            sizes = Typography(small, small, small, min(small, 14.0))
        self.type = Typography(*(size * style.larger for size in sizes))
        self.is_small = style.compact or (style.width < _THUMB and not style.tall)
        self._face = Face(style.theme.font, lang=style.lang)

    def page(self, headlines: Sequence[str], caption: Sequence[str], *, has_kicker: bool) -> Composed:
        """Compose; raises UsageError with the least size of this ratio if there is too little room."""
        style, kind = self._canvas.style, self.type
        edge, gap = (0.4, 0.8) if style.compact else (1.0, 0.9) if self.is_small else (_EDGE, _GAP)
        kicker = math.ceil(KICK * kind.small) if has_kicker else 0
        bold = self._face._replace(bold=True)
        versions = tuple(measure.words(text, kind.headline, bold) for text in headlines)
        aside = [self._panel((ASIDE, number), panel, _SMALL) for number, panel in enumerate(self._picture.aside)]
        whole = needs.Page(
            self._part(self._picture.body, ()),
            needs.Headline(versions, math.ceil(HEAD * kind.headline), 3 if style.tall else 2),
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
            least = boxes.width, boxes.height + kicker
            raise UsageError(f"this picture needs at least {least[0]} × {least[1]} pixels, and more for larger type")
        ways = {_name(way): way for way, _ in panels_with_paths(self._picture)}
        return Composed(
            {ways[name]: box for name, box in boxes.parts.items() if name in ways},
            {_way(name[1:]): box for name, box in boxes.parts.items() if name.startswith("=")},
            boxes.headline,
            kicker,
            boxes.caption,
            boxes.sentences,
            kind,
            self.is_small,
            (frozenset(ways[name] for name in boxes.bare_left), frozenset(ways[name] for name in boxes.bare_bottom)),
        )

    def _part(self, part: Part[Any], way: Way) -> needs.Part | needs.Stack:
        if isinstance(part, Panel):
            return self._panel(way, part, _PLANE if part.is_equal else _PANEL)
        inner = tuple(self._part(each, (*way, number)) for number, each in enumerate(part.parts))
        title = "" if self.is_small else self._said(part.title)
        return needs.Stack(
            inner,
            part.kind,
            round((0.9 if self.is_small else _GAP) * self.type.small),
            part.is_family,
            name=f"={_name(way)}" if title else "",
            head=math.ceil(_TITLE * self.type.name) if title else 0,
            title=self._wide(title, self.type.name),
        )

    def _panel(self, way: Way, panel: Panel[Any], least: Need) -> needs.Part:
        asked = [need for mark in panel.marks if (need := mark.need(self._start)) is not None]
        need = asked[0] if asked else least
        small = self.type.small
        title = "" if self.is_small else self._said(panel.title)
        return needs.Part(
            _name(way),
            math.ceil(need.width * small * panel.weight[0]),
            math.ceil(need.height * small * panel.weight[1]),
            panel.weight[0] / panel.weight[1] * need.width / need.height if panel.is_equal or need.keeps else None,
            need.grows and way[0] != ASIDE,
            self._margins(panel, self._limits.get(way), title),
            title=self._wide(title, self.type.name) + self._corner(panel),
            rank=1 if panel.rank is None and way[0] == ASIDE else panel.rank,
            family=_name(family_of(self._picture, way)),
        )

    def _corner(self, panel: Panel[Any]) -> int:
        """How much the words above a panel's right end take, with what parts them from its title."""
        corners = [mark for mark in panel.marks if isinstance(mark, Corner) and not mark.is_inside]
        bold = self._face._replace(bold=True)
        texts = [moment.said(mark.text) for mark in corners for moment in self._ends]
        return max((math.ceil(measure.width(f"{text}   ", self.type.name, bold)) for text in texts), default=0)

    def _margins(self, panel: Panel[Any], limits: Limits | None, title: str) -> needs.Margins:
        """Room for tick labels, the axes' names, the panel's name above, and the names of curves at their ends."""
        small, px = self.type.small, self._canvas.style.px
        top = math.ceil(_TITLE * self.type.name) if title or self._corner(panel) else 0
        names = [name for mark in panel.marks if isinstance(mark, Trail) and not mark.is_inside for name in mark.names]
        right = max((self._wide(name, small) + math.ceil(px(16.0)) for name in names), default=0)
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
        is_log = "xy"[axis] in panel.log
        low, high = limits[2 * axis : 2 * axis + 2]
        values = ticks.places(low, high, ticks.MOST, is_log=is_log) if given is None else list(given)
        return ticks.texts(values, is_log=is_log)

    def _said(self, words: Words) -> str:
        return self._start.said(words) if words else ""

    def _wide(self, text: str, size: float) -> int:
        return math.ceil(measure.width(text, size, self._face))

    def lines(self, text: str, room: float, *, is_headline: bool) -> list[str]:
        """A text in lines."""
        face = self._face._replace(bold=is_headline)
        return measure.lines(text, room, self.type.headline if is_headline else self.type.small, face)


def sentences(text: str) -> list[str]:
    """The sentences of a caption."""
    return [each for each in re.split(r"(?<=[.!?])\s+(?=[A-ZÄÖÜÀ-Þ\d])", text.strip()) if each]


def _name(way: Way) -> str:
    return "/".join(map(str, way)) or "/"


def _way(name: str) -> Way:
    return tuple(map(int, name.split("/"))) if name != "/" else ()


Said = Callable[[Words], str]
