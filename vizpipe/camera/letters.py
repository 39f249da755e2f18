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
_COMMANDS = {Path.MOVETO: ("M", 1), Path.LINETO: ("L", 1), Path.CURVE3: ("Q", 2), Path.CURVE4: ("C", 3)}


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
        font = _font(tuple(families), weight)
        font.set_size(TextToPath.FONT_SCALE, TextToPath.DPI)  # whoever else draws with it has set another
        places, glyphs, _ = TextToPath().get_glyphs_with_font(font, text)
        told: list[int] = []
        for glyph, x, *_ in places:
            if glyph not in glyphs or not len(glyphs[glyph][0]):
                continue
            told += [self._number(f"{glyph} {weight}", *glyphs[glyph]), round(x * EM / TextToPath.FONT_SCALE)]
        return told

    def _number(self, name: str, corners: Any, codes: Any) -> int:  # noqa: ANN401 - matplotlib's
        if name not in self._numbers:
            self._numbers[name] = len(self.outlines)
            self.outlines.append(_outline(np.asarray(corners) * EM / TextToPath.FONT_SCALE, codes))
        return self._numbers[name]


@lru_cache
def _font(families: tuple[str, ...], weight: str) -> Any:  # noqa: ANN401 - matplotlib's
    files = [font_manager.findfont(FontProperties(family=[family], weight=weight)) for family in families]
    return font_manager.get_font(files)


def _outline(corners: Any, codes: Any) -> str:  # noqa: ANN401 - matplotlib's
    """An outline as the text of an SVG's path."""
    parts, at = [], 0
    while at < len(codes):
        letter, count = _COMMANDS.get(codes[at], ("Z", 0))
        numbers = " ".join(str(round(float(each))) for each in np.ravel(corners[at : at + count]))
        parts.append(letter + numbers)
        at += max(count, 1)
    return "".join(parts)
