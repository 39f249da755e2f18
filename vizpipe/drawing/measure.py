"""How wide texts are, and where they break, before anything is drawn.

matplotlib's own layout is asked, once and large: advances without hinting grow in proportion to the size, so that a
width holds at every size. Kerning and ligatures count within a word, not across the spaces between words. Widths agree
with what is drawn if ``text.hinting`` is ``none``; hinted advances wander by 4 %.
"""

import functools
import re
import unicodedata
from typing import NamedTuple

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import LoadFlags

from vizpipe.drawing import fonts, mathematics
from vizpipe.drawing.breaking import balanced
from vizpipe.drawing.needs import Word
from vizpipe.errors import UsageError
from vizpipe.parameters.mathematics import freed, held

_EM = 1000.0
"""Pixels of the type that is measured."""
_PIXEL = 64.0
"""FreeType's units in one."""
_SPACES = re.compile(r"([ \t\r\n]+)")
"""Where a line may break; no-break spaces are none of these."""
_NEVER_FIRST = frozenset("、。，．・：；？！）」』】〉》〕］｝ー々…％)]},.:;?!%")
_NEVER_LAST = frozenset("（「『【〈《〔［｛([{")
"""Signs that Chinese and Japanese don't begin or end a line with (JIS X 4051)."""
_HANGUL = range(0xAC00, 0xD7A4)
"""Korean is written with spaces, and breaks there."""


class Face(NamedTuple):
    """What a text is set in."""

    font: str = fonts.DEFAULT
    bold: bool = False
    lang: str = "en"
    has_formulas: bool = False


@functools.lru_cache(maxsize=4096)
def _ems(text: str, face: Face) -> float:
    """The width of a text in units of its size, in a font as large as that is set."""
    weight = "bold" if face.bold else "normal"
    if face.has_formulas and "$" in text:
        return fonts.adjusted(face.font) * mathematics.ems(text, face.font, weight)
    families = fonts.families(face.font, face.lang)
    files = [font_manager.findfont(FontProperties(family=[family], weight=weight)) for family in families]
    font = font_manager.get_font(files)
    font.set_size(_EM, 72.0)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return fonts.adjusted(face.font) * float(font.get_width_height()[0]) / _PIXEL / _EM


def width(text: str, size: float, face: Face = Face()) -> float:  # noqa: B008 - a tuple
    """The width in pixels of a text on one line, at type of ``size`` pixels."""
    return size * _ems(text, face) if text else 0.0


def pieces(text: str, *, has_formulas: bool = False) -> list[tuple[str, bool]]:
    """What a text can be broken into, and whether a space follows: words, and the signs of Chinese and Japanese.

    Formulas stay whole.
    """
    if has_formulas:
        return [(freed(piece), spaced) for piece, spaced in pieces(held(text))]
    found: list[tuple[str, bool]] = []
    parts = _SPACES.split(text.strip(" \t\r\n"))
    for word, space in zip(parts[::2], [*parts[1::2], ""], strict=True):
        start = 0
        for index in range(1, len(word)):
            if _may_break(word[index - 1], word[index]):
                found.append((word[start:index], False))
                start = index
        if word:
            found.append((word[start:], bool(space)))
    return found


def _may_break(one: str, other: str) -> bool:
    """Whether a line may break between two signs that no space parts."""
    wide = any(unicodedata.east_asian_width(each) in "WF" and ord(each) not in _HANGUL for each in (one, other))
    return wide and one not in _NEVER_LAST and other not in _NEVER_FIRST


def words(text: str, size: float, face: Face = Face()) -> tuple[Word, ...]:  # noqa: B008 - a tuple
    """The widths in pixels of a text's pieces, and of the spaces after them, as a page's needs have them.

    The last has a space too: another sentence may follow, and at the end of a line it does not count.
    """
    space, split = width(" ", size, face), pieces(text, has_formulas=face.has_formulas)
    return tuple(
        (width(piece, size, face), space if spaced or index == len(split) - 1 else 0.0)
        for index, (piece, spaced) in enumerate(split)
    )


def lines(text: str, room: float, size: float, face: Face = Face()) -> list[str]:  # noqa: B008 - a tuple
    """The lines of a text in ``room`` pixels: as few as can be, and as even as so few can be.

    Raises UsageError naming a word that is wider than the room.
    """
    measured = words(text, size, face)
    starts = balanced(measured, room)
    split = pieces(text, has_formulas=face.has_formulas)
    if not split:
        return []
    if starts is None:
        widest = max(range(len(split)), key=lambda index: measured[index][0])
        raise UsageError(f"“{split[widest][0]}” is {measured[widest][0]:.0f} px wide, but a line {room:.0f} px")
    ends = [*starts[1:], len(split)]
    return [
        "".join(piece + " " * spaced for piece, spaced in split[start:end]).rstrip(" ")
        for start, end in zip(starts, ends, strict=True)
    ]
