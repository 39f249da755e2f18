"""Letters as outlines: what a page's script fills is what the font draws."""

import re

import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

from vizpipe.camera.letters import EM, Letters

_STEPS = {"m": 2, "l": 2, "q": 4, "c": 6, "h": 1, "v": 1}


def corners(outline: str) -> list[tuple[int, int]]:
    """Every place that an outline names, one after another."""
    found: list[tuple[int, int]] = []
    begin = (0, 0)
    for letter, told in re.findall(r"([a-z])([^a-z]*)", outline):
        if letter == "z":
            found.append(begin)
            continue
        numbers = [int(each) for each in re.findall(r"-?\d+", told)]
        assert len(numbers) == _STEPS[letter]
        pairs = {"h": [*numbers, 0], "v": [0, *numbers]}.get(letter, numbers)
        x, y = found[-1] if found else (0, 0)
        found += [(x + across, y + up) for across, up in zip(pairs[::2], pairs[1::2], strict=True)]
        begin = found[-1] if letter == "m" else begin
    return found


@pytest.mark.parametrize("letter", ["g", "8", "Ä", "%", "∂", "l", "−"])
@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_an_outline_leads_through_the_corners_that_the_font_has(letter: str, weight: str) -> None:
    """Step by step an outline comes to every corner of the glyph, in thousandths of its size."""
    font = font_manager.get_font([font_manager.findfont(FontProperties(family=["DejaVu Sans"], weight=weight))])
    font.set_size(TextToPath.FONT_SCALE, TextToPath.DPI)
    (drawn,) = TextToPath().get_glyphs_with_font(font, letter)[1].values()
    places, codes = np.rint(np.asarray(drawn[0]) * EM / TextToPath.FONT_SCALE).astype(int), np.asarray(drawn[1])
    letters = Letters()
    letters.set(letter, (("DejaVu Sans",), weight))
    found = corners(letters.outlines[0])
    assert len(found) == len(places)
    for place, code, seen in zip(places.tolist(), codes, found, strict=True):
        assert seen == tuple(place) or code == 79  # where a part closes, it is at its beginning
