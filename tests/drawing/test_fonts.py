import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from vizpipe.drawing import fonts, measure
from vizpipe.drawing.measure import Face
from vizpipe.drawing.style import DPI, POINTS_PER_INCH, Style
from vizpipe.drawing.theme import LIGHT, THEMES
from vizpipe.errors import MachineError, UsageError

FRESH = """
import warnings
warnings.simplefilter("error")
from matplotlib import font_manager, rcParams
before = dict(rcParams)
from vizpipe.drawing import fonts
first = fonts.families()[0]
for weight in ("normal", "bold"):
    print(font_manager.findfont(font_manager.FontProperties(family=[first], weight=weight)))
assert dict(rcParams) == before
"""


def test_both_weights_are_found_without_a_word() -> None:
    """A fresh process finds the regular and the bold cut in the package, warns of nothing and changes no setting."""
    done = subprocess.run([sys.executable, "-c", FRESH], capture_output=True, text=True, check=True)
    found = [Path(line) for line in done.stdout.splitlines()]
    assert [path.name for path in found] == ["SourceSansPro-Regular.ttf", "SourceSansPro-Bold.ttf"]
    assert {path.parent.parent.name for path in found} == {"font_source_sans_pro"}
    assert not done.stderr


def test_a_font_of_the_same_name_on_the_machine_changes_nothing() -> None:
    """Of two fonts of a name the package's is taken, whichever the machine had before."""
    fonts.families()
    name = font_manager.FontProperties(family=[fonts.DEFAULT])
    ours = font_manager.findfont(name)
    other = font_manager.FontEntry(fname=font_manager.findfont("DejaVu Sans"), name=fonts.DEFAULT)
    font_manager.fontManager.ttflist.append(other)
    try:
        font_manager.fontManager._findfont_cached.cache_clear()  # type: ignore[attr-defined]
        assert font_manager.findfont(name) == ours
    finally:
        font_manager.fontManager.ttflist.remove(other)


@pytest.mark.parametrize("bold", [False, True])
def test_numbers_stand_still(bold: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Every digit is as wide as every other, and so is the minus, whatever stands beside it."""
    widths = {measure.width(f"{one}{other}", 100.0, Face(bold=bold)) for one in "0123456789−" for other in "17"}
    assert max(widths) - min(widths) < 0.1


@pytest.mark.parametrize("family", [fonts.DEFAULT, "DejaVu Sans"])
def test_letters_are_as_tall_in_every_font(family: str) -> None:
    """An x of 100 pixels of type is 55 pixels tall in any font, as a picture draws it."""
    style = Style(replace(LIGHT, font=family), 1920, 760)
    outline = TextPath((0.0, 0.0), "x", size=style.em(100.0), prop=FontProperties(family=[family]))
    assert outline.get_extents().height * DPI / POINTS_PER_INCH == pytest.approx(54.7, abs=0.5)


def test_signs_of_mathematics_are_drawn_in_every_theme() -> None:
    """What the font lacks comes from the one behind it, and a letter that neither has is refused by name."""
    fonts.check(["∇f = 10⁻⁷ · eˣ, w₁, σ, √, ∞, ✓ ×"], LIGHT.font)
    assert {theme.font for theme in THEMES.values()} == {fonts.DEFAULT}
    with pytest.raises(MachineError, match=r"U\+10400"):
        fonts.check(["\U00010400"])


def test_an_unknown_font_is_refused() -> None:
    """A theme that names a font which is not here is refused, with the name nearest to it."""
    with pytest.raises(UsageError, match="Source Sans Pro"):
        fonts.families("Source Sans Por")


def test_no_serif_is_ever_chosen() -> None:
    """Every family behind a theme's font is without serifs."""
    for lang in ("en", "ja"):
        files = [font_manager.findfont(FontProperties(family=[each])) for each in fonts.families(lang=lang)]
        assert not [file for file in files if "serif" in Path(file).name.lower()]
