"""Letters as outlines: what a page's script fills is what the font draws."""

import re

import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextToPath

from vizpipe.camera.letters import EM, Letters
from vizpipe.drawing import fonts

_NUMBERS = {"m": 2, "l": 2, "q": 4, "t": 2, "c": 6, "h": 1, "v": 1}
_PLAIN = ("DejaVu Sans",), "normal"


def corners(outline: str) -> list[tuple[int, int]]:
    """Every place that an outline names, one after another, those that a curve is drawn to among them."""
    found: list[tuple[int, int]] = []
    begin = (0, 0)
    for letter, told in re.findall(r"([a-z])([^a-z]*)", outline):
        if letter == "z":
            found.append(begin)
            continue
        numbers = [int(each) for each in re.findall(r"-?\d+", told)]
        assert len(numbers) == _NUMBERS[letter]
        x, y = found[-1] if found else (0, 0)
        if letter == "t":
            numbers = [x - found[-2][0], y - found[-2][1], *numbers]
        pairs = {"h": [*numbers, 0], "v": [0, *numbers]}.get(letter, numbers)
        found += [(x + across, y + up) for across, up in zip(pairs[::2], pairs[1::2], strict=True)]
        begin = found[-1] if letter == "m" else begin
    return found


def placed(letters: Letters, spelt: list[object]) -> list[int]:
    """Glyphs and where they begin, as a page's script finds them for a text that is spelt."""
    text, number, *more = spelt
    assert isinstance(text, str)
    assert isinstance(number, int)
    pushed = dict(zip(more[0][::2], more[0][1::2], strict=True)) if more else {}  # type: ignore[index]
    found: list[int] = []
    reached = 0.0
    for sign in text:
        glyph, advance = letters.alphabets[number][sign]
        if glyph >= 0:
            reached += pushed.get(len(found) // 2, 0)
            found += [int(glyph), round(reached)]
        reached += advance
    return found


@pytest.mark.parametrize("letter", ["g", "8", "Ä", "%", "∂", "l", "−"])
@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_an_outline_leads_through_the_corners_that_the_font_has(letter: str, weight: str) -> None:
    """Step by step an outline comes to every corner of the glyph, or is a thousandth of its size beside it."""
    font = font_manager.get_font([font_manager.findfont(FontProperties(family=["DejaVu Sans"], weight=weight))])
    font.set_size(TextToPath.FONT_SCALE, TextToPath.DPI)
    (drawn,) = TextToPath().get_glyphs_with_font(font, letter)[1].values()
    places, codes = np.asarray(drawn[0]) * EM / TextToPath.FONT_SCALE, np.asarray(drawn[1])
    letters = Letters()
    letters.set(letter, (("DejaVu Sans",), weight))
    found = corners(letters.outlines[0])
    assert len(found) == len(places)
    off = np.abs(np.array(found) - places)[codes != Path.CLOSEPOLY]
    assert off.max() <= 1.5
    assert off[codes[codes != Path.CLOSEPOLY] == Path.MOVETO].max() <= 0.5


@pytest.mark.parametrize(
    "text", ["Epoch 12", "AVATAR: Tea, 11.7 %", "w₁x₁ + b", "of  two blanks", "Größe √2 ≈ 1.41", "… a 2 × 2 square"]
)
@pytest.mark.parametrize("families", [("DejaVu Sans",), tuple(fonts.families(fonts.DEFAULT, "en"))])
def test_a_spelt_text_has_its_letters_where_they_were(text: str, families: tuple[str, ...]) -> None:
    """From its alphabet a text gets the glyphs that it has, each within a thousandth of its size of where it stands."""
    letters = Letters()
    look = families, "bold"
    whole, spelt = letters.set(text, look), letters.spelt(text, look)
    found = placed(letters, spelt)
    assert found[::2] == whole[::2]
    assert np.abs(np.array(found[1::2]) - whole[1::2]).max() <= 2


def test_an_alphabet_knows_what_is_between_two_words() -> None:
    """A blank has no glyph, and takes as much room as the font gives it."""
    letters = Letters()
    assert letters.spelt("a b", _PLAIN) == ["a b", 0]
    assert letters.alphabets[0][" "][0] == -1
    assert 250 < letters.alphabets[0][" "][1] < 400


@pytest.mark.parametrize("text", ["e\u0301\u0301\u0301", "\u05d0\u05d1\u05d2 ab", "fi fl ffi"])
def test_what_is_no_row_of_signs_keeps_its_letters(text: str) -> None:
    """Signs above a letter, letters from right to left, two letters as one glyph: each glyph has its place."""
    letters = Letters()
    whole, spelt = letters.set(text, _PLAIN), letters.spelt(text, _PLAIN)
    found = spelt[1] if isinstance(spelt[1], list) else placed(letters, spelt)
    assert found[::2] == whole[::2]
    assert np.abs(np.array(found[1::2]) - whole[1::2]).max() <= 2
