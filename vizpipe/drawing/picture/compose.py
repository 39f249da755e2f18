"""Where the parts of a picture stand on a page: what each needs, measured, and the boxes that it gets."""

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from vizpipe.drawing import measure, needs
from vizpipe.drawing.canvas import Canvas
from vizpipe.drawing.picture.channels import Moment
from vizpipe.drawing.picture.mark import Need
from vizpipe.drawing.picture.parts import Limits, Picture
from vizpipe.drawing.picture.wants import LINE, Wants
from vizpipe.drawing.picture.ways import ASIDE, Way, panels_with_paths, way_name, way_of
from vizpipe.drawing.solve import CAPTION, solve
from vizpipe.drawing.style import Style
from vizpipe.drawing.typography import Typography, typography
from vizpipe.errors import TooSmallError
from vizpipe.parameters.mathematics import freed, held

HEAD, KICK = 1.2, 1.9
"""From one line to the next: of a headline, and of what stands above it."""
_SMALL = Need(8.0, 2.8)
"""The least plot box beside the headline."""
_NAMED = 2.0 / 3.0
"""Of its parts, what a thumbnail keeps at least for their names."""
_LARGER = 1.2
"""How much wider planes of a tall page have to be without ticks, and without what stands aside, to do without."""
GLIMPSE = 640
"""Pixels across up to which a page is a glimpse."""
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
    is_named: bool
    """Whether panels and stacks have their titles."""
    is_brief: bool
    """Whether titles end at their colons."""
    is_plain: bool
    """Whether planes have neither ticks nor names at their axes, and nothing stands aside."""
    is_lacking: bool
    """Whether parts were left out."""
    bare: tuple[frozenset[Way], frozenset[Way]]
    """Panels without tick labels, at the left and below."""
    needs: needs.Page
    """What was asked for."""


class Composer:
    """What a page needs, for a canvas."""

    def __init__(
        self, picture: Picture[Any], canvas: Canvas, ends: Sequence[Moment[Any]], limits: Mapping[Way, Limits]
    ) -> None:
        """Take a picture with the limits of its panels, and the first and last moment of its film."""
        self._picture, self._canvas = picture, canvas
        style = canvas.style
        self._face, self.type = style.face, _type(style)
        is_small = style.compact or (style.width <= GLIMPSE and not style.tall)
        self._wants = Wants(picture, canvas, limits, ends, self.type, self._face, is_small, is_named=True)

    def page(self, headlines: Sequence[str], caption: Sequence[str], *, has_kicker: bool) -> Composed:
        """Compose, with titles cut at their colons if more can be shown then.

        Where nothing fits, plots are smaller, edges narrower, and nothing stands above the headline; then type is that
        of the widest phones, if it is for phones. Raises TooSmallError with the least size if there is too little room.
        """
        composed = self._either(headlines, caption, has_kicker=has_kicker)
        if composed is None:
            raise TooSmallError(self._enough(headlines, caption, has_kicker=has_kicker))
        return composed

    def _either(self, headlines: Sequence[str], caption: Sequence[str], *, has_kicker: bool) -> Composed | None:
        """The page with type as it should be, or as it may be."""
        page = partial(self._page, headlines=headlines, caption=caption, has_kicker=has_kicker)
        composed, close = self._composed(page), _type(self._canvas.style, is_close=True)
        if composed is None and close != self.type:
            self.type, self._wants = close, replace(self._wants, type=close)
            composed = self._composed(page)
        return composed

    def _composed(self, page: Callable[..., Composed | None]) -> Composed | None:
        """The page at one size of type, or None."""
        style = self._canvas.style

        full = self._wants
        short = replace(full, is_brief=True)
        if full.is_small:
            whole = _roomy(page(short), page(replace(full, is_named=False)))
            is_done = whole is not None
        else:
            whole = page(full)
            is_done = whole is not None and not whole.is_lacking
        brief = None if is_done else page(short)
        composed = brief if brief is not None and (whole is None or len(brief.boxes) > len(whole.boxes)) else whole
        names = (True, False) if full.is_small else (True,)
        for is_named in names if composed is None else ():
            tight = replace(short, is_tight=True, is_named=is_named)
            composed = composed or page(tight, **({} if style.compact else {"has_kicker": False}))
        if composed is None:
            return None
        planes = [way for way, panel in panels_with_paths(self._picture) if panel.is_equal] if style.tall else []
        ways = [(True, True)] if composed.is_brief else [(False, True), (True, False), (True, True)]
        for is_plain, is_brief in ways if planes else ():
            other = page(replace(full, is_brief=is_brief, is_plain=is_plain))
            if other is not None and _widest(other, planes) >= _LARGER * _widest(composed, planes):
                composed = other
        return composed

    def _enough(self, headlines: Sequence[str], caption: Sequence[str], *, has_kicker: bool) -> tuple[int, int]:
        """The least page of the same ratio; of the same width where type grows with that."""
        style, least = self._canvas.style, self._least
        if style.compact or _type(style) == _type(replace(style, width=least[0], height=least[1])):
            return least

        def fits(height: int) -> int:
            other = replace(self._canvas, style=replace(style, height=height))
            composer = Composer(self._picture, other, self._wants.ends, self._wants.limits)
            return int(composer._either(headlines, caption, has_kicker=has_kicker) is not None)

        taller = range(style.height + 1, 16 * style.height if style.tall else style.width + 1)
        at = bisect_left(taller, 1, key=fits)
        return (style.width, taller[at]) if at < len(taller) else least

    def _page(
        self,
        wants: Wants,
        *,
        headlines: Sequence[str],
        caption: Sequence[str],
        has_kicker: bool,
    ) -> Composed | None:
        style, kind = self._canvas.style, self.type
        edge, gap = (0.4, 0.8) if style.compact else (1.0, 0.9) if wants.is_close else (_EDGE, _GAP)
        kicker = math.ceil(KICK * self.counter) if has_kicker else 0
        bold = self._face._replace(bold=True)
        versions = tuple(measure.words(text, kind.headline, bold) for text in headlines)
        beside = () if wants.is_plain else self._picture.aside
        aside = [wants.panel((ASIDE, number), panel, _SMALL) for number, panel in enumerate(beside)]
        whole = needs.Page(
            wants.part(self._picture.body, ()),
            needs.Headline(versions, math.ceil(HEAD * kind.headline), 3 if style.tall or wants.is_close else 2),
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
            wants.is_small,
            wants.is_named,
            wants.is_brief,
            wants.is_plain,
            bool(set(boxes.dropped) - {CAPTION}),
            (frozenset(ways[name] for name in boxes.bare_left), frozenset(ways[name] for name in boxes.bare_bottom)),
            whole,
        )

    @property
    def counter(self) -> float:
        """How large the numbers above the headline are; where they say all, as large as panels' names."""
        return self.type.small if self._picture.has_words else self.type.name

    def lines(self, text: str, room: float, *, is_headline: bool) -> list[str]:
        """A text in lines."""
        face = self._face._replace(bold=is_headline)
        return measure.lines(text, room, self.type.headline if is_headline else self.type.small, face)


def _type(style: Style, *, is_close: bool = False) -> Typography:
    """The sizes of type on a page, by where it is seen."""
    sizes = typography(style.width, style.height, is_close=is_close)
    if style.compact:
        small = max(style.legible(15.0), 11.0)
        sizes = Typography(small, small, small, min(small, 14.0))
    larger = style.larger if style.compact else style.larger * style.font  # small type has grown already
    return Typography(*(size * larger for size in sizes))


def _roomy(named: Composed | None, bare: Composed | None) -> Composed | None:
    """A thumbnail with titles, unless more than a third of its parts would go for them, or of their width."""
    if named is None or bare is None:
        return named or bare
    widths = [sum(box.width for box in each.boxes.values()) / len(each.boxes) for each in (named, bare)]
    is_enough = len(named.boxes) >= _NAMED * len(bare.boxes) and widths[0] >= _NAMED * widths[1]
    return named if is_enough else bare


def _widest(composed: Composed, ways: Sequence[Way]) -> int:
    return max((composed.boxes[way].width for way in ways if way in composed.boxes), default=0)


def sentences(text: str, *, has_formulas: bool = False) -> list[str]:
    """The sentences of a caption; none ends within a formula."""
    whole = held(text) if has_formulas else text
    return [freed(each) for each in re.split(r"(?<=[.!?])\s+(?=[A-ZÄÖÜÀ-Þ\d])", whole.strip()) if each]
