"""How a picture of an asset looks: size, theme, layout, words."""

import math
import re
from collections.abc import Collection
from typing import Any, NamedTuple

from vizpipe.encoding.formats import LARGEST_SIDE, MOST_PIXELS, SMALLEST_SIDE
from vizpipe.errors import UsageError, nearest
from vizpipe.film.stops import chosen
from vizpipe.parameters.parameter import Value
from vizpipe.parameters.settings import Settings
from vizpipe.project.themes import is_clear, lines_of, text_of
from vizpipe.registry.card import Card

_LONGEST = 24


def parse_size(text: str, names: Collection[str] = ()) -> tuple[int, int]:
    """Read ``1800x600``; raises UsageError for anything that can't be drawn or held by a GIF."""
    wide, cross, tall = text.lower().partition("x")
    if not (cross and wide.isascii() and wide.isdigit() and tall.isascii() and tall.isdigit() and len(text) < _LONGEST):
        others = f", or one of {', '.join(names)}{nearest(text, names)}" if names else ""
        raise UsageError(f"size is {text[:40]}, but must be WIDTHxHEIGHT in pixels, such as 1920x760{others}")
    size = int(wide), int(tall)
    if min(size) < SMALLEST_SIDE:
        raise UsageError(f"size is {text}, but each side must be at least {SMALLEST_SIDE} pixels")
    if max(size) > LARGEST_SIDE:
        raise UsageError(f"size is {text}, but each side may be at most {LARGEST_SIDE:,} pixels")
    if size[0] * size[1] > MOST_PIXELS:
        raise UsageError(f"size is {text}, but {MOST_PIXELS // 1_000_000} million pixels is the most that is drawn")
    return size


class Look(NamedTuple):
    """All that decides how a film is drawn, but for its code."""

    width: int
    height: int
    theme: str = "light"
    labels: tuple[str, ...] = ()
    """Of small multiples, one each."""
    columns: int = 0
    """How many of them stand side by side; 0 leaves that to the sheet."""
    type: float = 1.0
    """How large type is, beside what the size asks for."""
    compact: bool = False
    """Too small for furniture and captions."""
    layout: str = ""
    theme_text: str = ""
    """What stands in the file of a theme of one's own."""
    background: str = ""
    """The colour that a transparent picture is to lie on."""
    open: bool = False
    """Whether that colour is left out where nothing is drawn, though there is one."""
    lang: str = "en"
    title: str | None = None
    """Instead of the film's own; none if empty."""
    caption: bool = True
    words: tuple[tuple[str, str], ...] = ()
    """What is drawn instead of other words."""
    every: int = 1
    """One frame of so many is told, and the last."""
    first: int = 0
    """The frame that the telling begins with, and that it ends with; from the end if negative."""
    last: int = -1
    font: float = 1.0
    """How many times larger somebody wants type."""
    foot: str | None = None
    """The caption, instead of the film's own."""
    alternative: str | None = None
    """The alternative text, instead of the film's own."""
    headlines: tuple[tuple[str, str], ...] = ()
    """Instead of a story's own, by its beats."""
    catalogue: tuple[tuple[str, str], ...] = ()
    """What a language says instead of other words."""

    formulas: tuple[str, ...] = ()
    """What of its words is set as mathematics, with the dollars around it."""

    @property
    def is_clear(self) -> bool:
        """Whether its theme draws nothing where there is nothing."""
        return is_clear(self.theme, self.theme_text)

    @property
    def opened(self) -> "Look":
        """The same, to be seen through if it is clear: made for its background, and without it."""
        return self._replace(open=True) if self.background and self.is_clear else self

    @property
    def span(self) -> tuple[int, int, int]:
        """Which frames are told: one of so many, from one to another."""
        return self.every, self.first, self.last

    def told(self, count: int, *, is_part: bool = False) -> list[int]:
        """The frames that are told of a film of so many; as part of a sheet it may be shorter than that.

        Raises UsageError for frames that are not there.
        """
        first, last = (max(min(each, count - 1), -count) if is_part else each for each in self.span[1:])
        return chosen(count, self.every, first, last)

    def said(self) -> dict[str, Value]:
        """Its parts by name; but for size and theme, only those that are not as usual."""
        usual = self._field_defaults
        parts = {name: value for name, value in self._asdict().items() if value != usual.get(name) or name == "theme"}
        lines = lines_of(str(parts.pop("theme_text", "")))
        return {name: _plain(value) for name, value in parts.items()} | {f"sheet {key}": lines[key] for key in lines}


_SIZES = {
    "slide": Look(1920, 1080, type=1.15),
    "blog": Look(1280, 600),
    "square": Look(1080, 1080, type=1.2),
    "social": Look(1200, 630, type=1.1),
    "thumb": Look(480, 270, compact=True),
}
"""Sizes by name, with how large type is there: on a wall it is seen from afar."""


COLUMN = 760, 1800
"""The size of a picture for phones."""


def look_of(card: Card, settings: Settings, count: int, columns: int, root: str) -> Look:
    """How an asset of so many films looks."""
    size, layout = settings.text("size"), settings.text("layout") or ""
    if size in _SIZES:
        look = _SIZES[size]
    elif size is not None:
        look = Look(*parse_size(size, list(_SIZES)))
    elif count:
        look = Look(*_sheet_size(card.size, count, columns))
    else:
        look = Look(*(COLUMN if layout == "column" and card.size[0] > card.size[1] else card.size))
    if layout == "column" and look.width > look.height:
        raise UsageError(f"layout is column, but {look.width}x{look.height} is wider than tall; leave the size out")
    theme = settings.text("theme") or "light"
    background = settings.text("background") or ""
    if background and not re.fullmatch("#[0-9a-fA-F]{6}", background):
        raise UsageError(f"background is {background[:40]}, but must be a colour such as #ffffff")
    return look._replace(
        theme=theme,
        theme_text=text_of(theme, root),
        layout="" if (layout == "column") == (look.height > look.width) else layout,
        background=background,
        lang=settings.text("lang") or "en",
        title="" if settings["no_title"] else settings.text("title"),
        caption=not settings["no_caption"],
        font=float(settings["font"] or 1.0),
        foot=settings.text("caption"),
        alternative=settings.text("alt"),
        headlines=tuple(sorted(settings.headlines.items())),
        **(_span(settings) if card.kind == "animation" else {}),
    )


def _span(settings: Settings) -> dict[str, Any]:
    """Which frames are told."""
    return {name: int(settings[key] or 0) for name, key in (("every", "every"), ("first", "from_"), ("last", "to"))}


def _sheet_size(natural: tuple[int, int], count: int, columns: int) -> tuple[int, int]:
    """The size of a sheet for so many of a recipe's pictures: as wide as one, each place 16:9 or taller."""
    columns = columns or math.ceil(math.sqrt(count))
    tall = max(natural[1] / natural[0], 9.0 / 16.0) * natural[0] / columns
    return natural[0], round(tall * math.ceil(count / columns) + 84.0)


def strip(look: Look, count: int) -> Look:
    """The look of so many key frames in rows of three."""
    columns = min(count, 3)
    width, height = _sheet_size((look.width, look.height), count, columns)
    return look._replace(width=width, height=height, columns=columns, labels=(), layout="row", compact=False, type=1.0)


def _plain(value: object) -> Value:
    """A part of a look as a key takes it."""
    if isinstance(value, tuple):
        return ", ".join(" → ".join(each) if isinstance(each, tuple) else str(each) for each in value)
    return value  # type: ignore[return-value]  # all others are plain
