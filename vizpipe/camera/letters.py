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
_NEAR = 1.0
"""Parts of its size by which a letter may stand beside where it belongs: the thirtieth of a pixel in a headline."""
_COMMANDS = {Path.MOVETO: ("m", 1), Path.LINETO: ("l", 1), Path.CURVE3: ("q", 2), Path.CURVE4: ("c", 3)}


_OUTLINES: dict[tuple[str, tuple[str, ...], str], str] = {}
"""Those of the glyphs that were ever needed: there are no more than the fonts have."""


class Letters:
    """Sets texts, and keeps the outlines that they need."""

    def __init__(self) -> None:
        """No glyph is needed yet."""
        self.outlines: list[str] = []
        """As in an SVG's path, y upwards."""
        self.alphabets: list[dict[str, list[float]]] = []
        """For each look its signs: the number of the glyph, −1 for a blank, and how far it is to the next."""
        self._numbers: dict[str, int] = {}
        self._looks: dict[tuple[Any, ...], int] = {}

    def spelt(self, text: str, look: tuple[Any, ...]) -> list[Any]:
        """A text with the number of its alphabet, and where letters are pushed aside: by how much from which one on.

        Where its letters are not those of its signs, one by one, it comes as ``set`` has it instead.
        """
        letters = self.set(text, look)
        number = self._looks.setdefault(look, len(self.alphabets))
        if number == len(self.alphabets):
            self.alphabets.append({})
        pushed = _pushed(text, letters, [self._sign(sign, look, self.alphabets[number]) for sign in text])
        return [text, letters] if pushed is None else [text, number, pushed] if pushed else [text, number]

    def _sign(self, sign: str, look: tuple[Any, ...], known: dict[str, list[float]]) -> list[float]:
        """A sign's glyph, and how far it is from its beginning to that of another one behind it."""
        if sign not in known:
            families, weight = look
            laid = _laid(f"n{sign}n", tuple(families), weight)
            first = _laid("nn", tuple(families), weight)[1][1]
            name, _, outline = laid[1]
            is_blank = len(laid) == len("nn")
            known[sign] = [-1 if is_blank else self._number(name, outline), round(laid[-1][1] - first, 2)]
        return known[sign]

    def set(self, text: str, look: tuple[Any, ...]) -> list[int]:
        """The number of each glyph and where it begins, one after the other. ``look``: families and weight."""
        families, weight = look
        laid = _laid(text, tuple(families), weight)
        return [number for name, x, outline in laid for number in (self._number(name, outline), round(x))]

    def _number(self, name: str, outline: str) -> int:
        if name not in self._numbers:
            self._numbers[name] = len(self.outlines)
            self.outlines.append(outline)
        return self._numbers[name]


def _pushed(text: str, letters: list[int], signs: list[list[float]]) -> list[int] | None:
    """Pairs: the number of a letter, and how far all from there on are pushed aside; None if letters are others."""
    seen = [(int(glyph), advance) for glyph, advance in signs]
    if [glyph for glyph, _ in seen if glyph >= 0] != letters[::2] or len(signs) != len(text):
        return None
    pushed: list[int] = []
    reached, number = 0.0, 0
    for glyph, advance in seen:
        if glyph >= 0:
            off = letters[2 * number + 1] - reached
            if abs(off) > _NEAR:
                pushed += [number, round(off)]
                reached += round(off)
            number += 1
        reached += advance
    return pushed if len(pushed) < number else None


@lru_cache(maxsize=4096)
def _laid(text: str, families: tuple[str, ...], weight: str) -> list[tuple[str, float, str]]:
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
        (f"{glyph} {weight}", float(x) * EM / TextToPath.FONT_SCALE, outlines[glyph])
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
    parts: list[str] = []
    begin, before, bent, at = (0, 0), (0, 0), (0, 0), 0
    while at < len(codes):
        letter, count = _COMMANDS.get(codes[at], ("z", 0))
        if letter == "z":
            before = begin
        else:
            steps = (places[at : at + count] - before).ravel().tolist()
            before = tuple(places[at + count - 1].tolist())
            begin = before if letter == "m" else begin
            letter, steps, bent = _shortest(letter, steps, bent)
            letter += "".join(f"{' ' * (number > 0 and step >= 0)}{step}" for number, step in enumerate(steps))
        parts.append(letter)
        at += max(count, 1)
    return "".join(parts)


def _shortest(letter: str, steps: list[int], bent: tuple[int, int]) -> tuple[str, list[int], tuple[int, int]]:
    """A command in as few numbers as it takes; ``bent`` is where a curve that goes on evenly is drawn to.

    A level or upright line has one number; a curve that goes on as the one before it began needs its end alone. Comes
    with where the next one is drawn to.
    """
    if letter == "l" and 0 in steps:
        return ("v", steps[1:], (0, 0)) if steps[0] == 0 else ("h", steps[:1], (0, 0))
    if letter != "q":
        return letter, steps, (0, 0)
    across, up, *end = steps
    is_even = bent != (0, 0) and max(abs(across - bent[0]), abs(up - bent[1])) <= _NEAR
    across, up = bent if is_even else (across, up)
    return ("t", end, (end[0] - across, end[1] - up)) if is_even else (letter, steps, (end[0] - across, end[1] - up))
