"""Letters as outlines: each glyph that a film's texts need once, so that a page needs no font."""

from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextToPath

EM = 1000
"""In so many parts of a text's size outlines and places are counted."""
_COMMANDS = {Path.MOVETO: ("m", 1), Path.LINETO: ("l", 1), Path.CURVE3: ("q", 2), Path.CURVE4: ("c", 3)}


_OUTLINES: dict[tuple[str, tuple[str, ...], str], str] = {}
"""Those of the glyphs that were ever needed: there are no more than the fonts have."""


class Letters:
    """Sets texts, and keeps the outlines that they need."""

    def __init__(self) -> None:
        """No glyph is needed yet."""
        self.outlines: list[str] = []
        """As in an SVG's path, y upwards."""
        self._numbers: dict[str, int] = {}

    def set(self, text: str, look: tuple[Any, ...]) -> list[int]:
        """The number of each glyph and where it begins, one after the other. ``look``: families and weight."""
        families, weight = look
        laid = _laid(text, tuple(families), weight)
        return [number for name, x, outline in laid for number in (self._number(name, outline), x)]

    def _number(self, name: str, outline: str) -> int:
        if name not in self._numbers:
            self._numbers[name] = len(self.outlines)
            self.outlines.append(outline)
        return self._numbers[name]


@lru_cache(maxsize=4096)
def _laid(text: str, families: tuple[str, ...], weight: str) -> list[tuple[str, int, str]]:
    """Each glyph's name, where it begins, and its outline; one text comes again at many moments and on many pages."""
    font = _font(families, weight)
    font.set_size(TextToPath.FONT_SCALE, TextToPath.DPI)  # whoever else draws with it has set another
    places, glyphs, _ = TextToPath().get_glyphs_with_font(font, text)
    outlines = {
        glyph: _known_outline((glyph, families, weight), corners, codes)
        for glyph, (corners, codes) in glyphs.items()
        if len(corners)
    }
    return [
        (f"{glyph} {weight}", round(x * EM / TextToPath.FONT_SCALE), outlines[glyph])
        for glyph, x, *_ in places
        if glyph in outlines
    ]


@lru_cache
def _font(families: tuple[str, ...], weight: str) -> Any:  # noqa: ANN401 - matplotlib's
    files = [font_manager.findfont(FontProperties(family=[family], weight=weight)) for family in families]
    return font_manager.get_font(files)


def _known_outline(key: tuple[str, tuple[str, ...], str], corners: Any, codes: Any) -> str:  # noqa: ANN401 - matplotlib's
    """A glyph's outline, by its name in a font, in thousandths: most letters of a text were in others."""
    if key not in _OUTLINES:
        _OUTLINES[key] = _outline(np.asarray(corners) * EM / TextToPath.FONT_SCALE, codes)
    return _OUTLINES[key]


def _outline(corners: Any, codes: Any) -> str:  # noqa: ANN401 - matplotlib's
    """An outline as the text of an SVG's path, each place told from the one before: small numbers pack better."""
    places = np.rint(corners).astype(int)
    parts, begin, before, at = [], (0, 0), (0, 0), 0
    while at < len(codes):
        letter, count = _COMMANDS.get(codes[at], ("z", 0))
        if letter == "z":
            before = begin
        else:
            steps = (places[at : at + count] - before).ravel().tolist()
            before = tuple(places[at + count - 1].tolist())
            begin = before if letter == "m" else begin
            letter, steps = _shortest(letter, steps)
            letter += "".join(f"{' ' * (number > 0 and step >= 0)}{step}" for number, step in enumerate(steps))
        parts.append(letter)
        at += max(count, 1)
    return "".join(parts)


def _shortest(letter: str, steps: list[int]) -> tuple[str, list[int]]:
    """A command; of a line that is level or upright, the one of a single number."""
    if letter == "l" and 0 in steps:
        return ("v", steps[1:]) if steps[0] == 0 else ("h", steps[:1])
    return letter, steps
