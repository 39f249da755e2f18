"""Widths of texts, lines, and sizes of type."""

import itertools

import matplotlib as mpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from vizpipe.drawing import fonts
from vizpipe.drawing.breaking import starts
from vizpipe.drawing.measure import Face, lines, pieces, width, words
from vizpipe.drawing.typography import typography
from vizpipe.errors import UsageError
from vizpipe.parameters.settings import SIZES
from vizpipe.project.looks import _SIZES, COLUMN

TEXTS = (
    "Now one straight line parts the two classes",
    "After the activation: tanh",
    "Epoch 37   loss 0.261   accuracy 90 %",
    "AVATAR, To Yes, VAWA LT P.",
    "office, fi, fl, ffi, ff",
    "x₁ = −0.35·10⁻³ ± 0.02",
    "∂L/∂w → 0, σ(z) ≥ ½, ∇f",
    "Ünïcödé — “quoted” … naïve",
    "iiiiiiiiillllllllll.,;:",
    "WWWWWWMMMMMM@@@%%%",
    "1,000,000 and 10⁻¹⁰",
    "learning rate 0.1",
)
ENGLISH = (
    "At the end 88 % of the samples lie on their side of one straight line, which is the band on the left. "
    "Nothing else has changed."
)
JAPANESE = "学習率が大きすぎると、損失は発散する。小さすぎると、ほとんど動かない。"


def drawn(text: str, size: float, face: Face) -> float:
    """The width of a text as matplotlib draws it, without hinting, in pixels."""
    with mpl.rc_context({"text.hinting": "none", "text.parse_math": False}):
        figure = Figure((40, 2), dpi=100)
        canvas = FigureCanvasAgg(figure)
        weight = "bold" if face.bold else "normal"
        points = size * 0.72 * fonts.adjusted(face.font)
        families = fonts.families(face.font, face.lang)
        artist = figure.text(0, 0, text, fontsize=points, fontweight=weight, fontfamily=families)
        return float(artist.get_window_extent(canvas.get_renderer()).width)


@pytest.mark.filterwarnings("ignore::UserWarning")  # there is no bold Japanese, and matplotlib says so
@pytest.mark.parametrize("face", [Face(), Face(bold=True), Face("STIXGeneral"), Face("cmr10")])
@pytest.mark.parametrize("size", [11.0, 14.0, 22.0, 34.0])
@pytest.mark.parametrize("text", TEXTS)
def test_a_measured_width_is_the_drawn_one(text: str, size: float, face: Face) -> None:
    """A text is as wide as matplotlib draws it without hinting, to one per cent, at every size, weight and font."""
    assert width(text, size, face) == pytest.approx(drawn(text, size, face), rel=0.01)


def test_signs_of_a_fallback_font_are_measured() -> None:
    """Signs that the font lacks are as wide as those of the next font, which draws them."""
    for text in (JAPANESE, "損失 loss 0.26"):
        assert width(text, 20.0, Face(lang="ja")) == pytest.approx(drawn(text, 20.0, Face(lang="ja")), rel=0.01)


def test_a_line_is_as_wide_as_its_words_and_spaces() -> None:
    """The widths of words and spaces, but for the space after the last, add up to that of the line, to one per cent."""
    for text in (*TEXTS, ENGLISH):
        parts = words(text, 20.0)
        spaced = " ".join(text.split())
        assert sum(wide + space for wide, space in parts) - parts[-1][1] == pytest.approx(width(spaced, 20.0), rel=0.01)


def test_sentences_one_after_the_other_take_the_lines_of_the_whole() -> None:
    """Words of two sentences, put together, break where the whole text breaks."""
    one, two = ENGLISH.split(". ")
    together = words(f"{one}.", 16.0) + words(two, 16.0)
    for room in range(200, 900, 7):
        assert starts(together, room) == starts(words(ENGLISH, 16.0), room)


def test_a_width_grows_with_the_size() -> None:
    """Twice as large a text is exactly twice as wide."""
    for text in TEXTS:
        assert width(text, 28.0) == 2.0 * width(text, 14.0)


@settings(max_examples=40, deadline=None)
@given(st.integers(120, 1500), st.sampled_from([11.0, 16.0, 34.0]))
def test_lines_hold_all_words_and_no_line_is_too_wide(room: int, size: float) -> None:
    """Lines put together are the text; each fits, and fewer would not."""
    try:
        broken = lines(ENGLISH, room, size)
    except UsageError:
        assert max(wide for wide, _ in words(ENGLISH, size)) > room
        return
    assert " ".join(broken) == ENGLISH
    assert all(width(line, size) <= room * 1.01 for line in broken)
    assert len(broken) >= width(ENGLISH, size) / room / 1.01
    for one, other in itertools.pairwise(broken):
        assert not one.endswith(" ")
        assert not other.startswith(" ")


def test_lines_are_even() -> None:
    """No last line is one word where the line before could spare some."""
    text = "The loss falls from 1.20 to 0.26 and the accuracy rises to 88 %."
    whole = width(text, 16.0)
    one, other = lines(text, 0.95 * whole, 16.0)
    assert abs(width(one, 16.0) - width(other, 16.0)) < 0.2 * whole


def test_a_word_that_is_too_wide_is_reported() -> None:
    """A word wider than the line is named, not cut and not drawn beyond it."""
    with pytest.raises(UsageError, match=r"“Backpropagation” is \d+ px wide, but a line 60 px"):
        lines("Backpropagation by hand", 60, 20.0)


def test_japanese_breaks_between_signs() -> None:
    """A sentence without spaces breaks between its signs, but no line begins with a comma or a full stop."""
    face = Face(lang="ja")
    broken = lines(JAPANESE, 200, 20.0, face)
    assert len(broken) > 2
    assert "".join(broken) == JAPANESE
    assert not [line for line in broken if line[0] in "、。"]


def test_words_stay_whole() -> None:
    """Latin and Korean words are not broken, nor what a no-break space holds together."""
    assert pieces("a 90\u00a0% rate") == [("a", True), ("90\u00a0%", True), ("rate", False)]
    assert pieces("학습률이 크면") == [("학습률이", True), ("크면", False)]
    assert pieces("損失 loss") == [("損", False), ("失", True), ("loss", False)]
    assert pieces("  ") == []


@pytest.mark.parametrize(
    ("preset", "least"), [("slide", 14.0), ("blog", 12.0), ("square", 12.0), ("social", 12.0), ("thumb", 11.0)]
)
def test_every_size_with_a_name_has_its_type(preset: str, least: float) -> None:
    """Type on a slide has at least 14 pixels, on a page 12, on a thumb 11, and every size is at least that."""
    look = _SIZES[preset]
    sizes = typography(look.width, look.height, preset)
    assert sizes.least == least
    assert min(sizes) == least
    assert sizes.headline > sizes.name > sizes.small


def test_a_column_is_seen_on_a_phone() -> None:
    """What is taller than wide is seen 360 pixels wide, and its type has 11 there: 22 in 720."""
    assert typography(720, 1800).least == pytest.approx(22.0)
    assert typography(*COLUMN).least == pytest.approx(11.0 * COLUMN[0] / 360)


def test_type_grows_with_a_picture_that_fills_a_screen() -> None:
    """A picture twice as wide as a screen has type twice as large; smaller ones are seen as they are."""
    assert typography(3840, 1520).least == 28.0
    assert typography(1920, 760).least == 14.0
    assert typography(1280, 720).least == 12.0
    assert typography(480, 270).least == 11.0
    assert set(SIZES) == set(_SIZES)
