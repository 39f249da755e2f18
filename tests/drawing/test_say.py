"""Words by template: translated, counted, with a true minus."""

import numpy as np
import pytest

from vizpipe.drawing import moved, signed, ticks
from vizpipe.recipe import Say


def test_say_translates_by_template() -> None:
    """A catalogue replaces the template of a sentence, and its values stay."""
    say = Say({"Epoch {n}": "Epoche {n}"})
    assert say("Epoch {n}", n=3) == "Epoche 3"
    assert say("loss {x:.2f}", x=1.0) == "loss 1.00"


@pytest.mark.parametrize(
    ("template", "value", "text"),
    [
        ("{n:|epoch|epochs}", 1, "1 epoch"),
        ("{n:|epoch|epochs}", 0, "0 epochs"),
        ("{n:,|sample|samples}", 1797, "1,797 samples"),
        ("{n:.2f}", -0.001, "0.00"),
        ("{n:.2f}", -0.012, "−0.01"),
        ("{n:.1e}", -1.5e-7, "−1.5·10⁻⁷"),
        ("{n:g}", 1e-5, "10⁻⁵"),
        ("{n:g}", 2e21, "2·10²¹"),
        ("{n}", -3, "−3"),
        ("{n:.0f}", np.float64(-0.4), "0"),
        ("{n}", "a-b", "a-b"),
        ("{n:>3}", "x", "  x"),
    ],
)
def test_say_counts_and_has_no_minus_nought(template: str, value: object, text: str) -> None:
    """A template has a noun's form for one and for many, a true minus, and no minus before a nought."""
    assert Say()(template, n=value) == text


def test_say_translates_both_forms_of_a_noun() -> None:
    """A translated template brings the forms of its own language."""
    say = Say({"{n:|epoch|epochs}": "{n:|Epoche|Epochen}"})
    assert (say("{n:|epoch|epochs}", n=1), say("{n:|epoch|epochs}", n=2)) == ("1 Epoche", "2 Epochen")


def test_ticks_of_a_logarithmic_axis_say_what_they_are() -> None:
    """Powers of ten are set as such where one has to be; of other values each is written out."""
    assert ticks.texts([1e-6, 1e-3], is_log=True) == ["10⁻⁶", "10⁻³"]
    assert ticks.texts([1.0, 10.0, 1000.0], is_log=True) == ["1", "10", "1,000"]
    assert ticks.texts([0.5, 1000.0, 2000.0], is_log=True) == ["0.5", "1,000", "2,000"]
    assert ticks.texts([0.0, 10.0], is_log=True) == ["0", "10"]  # 0 has no place there, and no logarithm


@pytest.mark.parametrize(
    ("lang", "template", "value", "text"),
    [
        ("de", "{n:.3f}", 0.748, "0,748"),
        ("de", "{n:,|sample|samples}", 1797, "1.797 samples"),
        ("fr", "{n:|epoch|epochs}", 0, "0 epoch"),
        ("de", "{n:.0f} % right", 88.0, "88\u00a0% right"),
        ("it", "{n:.0f}\u00a0% right", 88.0, "88% right"),
        ("de", "{n} is given", "0.01", "0,01 is given"),
        ("de", "{n}", "size 2.5 cm", "size 2.5 cm"),
        ("ja", "{n:,}", 1797, "1,797"),
    ],
)
def test_numbers_follow_the_language_when_they_are_filled_in(
    lang: str, template: str, value: object, text: str
) -> None:
    """A number is written as the language does, a noun has the form for it; names with numbers in them stay."""
    assert Say(lang=lang)(template, n=value) == text


@pytest.mark.parametrize(
    ("template", "value", "text"),
    [
        ("{n:.0f}", 88.5, "89"),
        ("{n:.0f}", 87.5, "88"),
        ("{n:.2f}", 0.125, "0.13"),
        ("{n:.1f}", -0.25, "−0.3"),
        ("{n:.0f}", 100 * 0.285, "29"),
        ("{n:.0f}", 28.4999, "28"),
        ("{n:,.2f}", 12345.675, "12,345.68"),
        ("{n:.2f}", -0.004, "0.00"),
        ("{n:.0f}", 1e300, f"{1e300:.0f}"),
        ("{n:.1f}", float("nan"), "nan"),
    ],
)
def test_a_half_is_rounded_as_by_hand(template: str, value: float, text: str) -> None:
    """A half goes away from nought wherever a number is said, also where arithmetic missed it by a hair."""
    assert Say()(template, n=value) == text
    assert signed(0.125, 2) == moved(Say(), 0.125, 0.13).removeprefix("stays at ") == "0.13"


def test_a_number_is_written_once() -> None:
    """What was written by the language is not read again as a number of another: 0,748 is no 748."""
    say = Say(lang="de")
    share = say("{n:.3f}", n=0.748)
    assert (say("{n}", n=share), say.whole(share), say.whole("0.5·x₁ − 1,000")) == ("0,748", "0,748", "0,5·x₁ − 1.000")
    assert say.whole("Version 2.0 of it") == "Version 2.0 of it"


def test_a_language_with_one_form_needs_one() -> None:
    """Japanese has one form of a noun, and whitespace in the English template does not count."""
    say = Say({"{n:|epoch|epochs} and {m} % more": "{m} % {n:|回}"}, "ja")
    assert say("{n:|epoch|epochs} and {m}\u00a0% more", n=3, m=5) == "5\u00a0% 3 回"
