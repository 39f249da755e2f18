"""Numbers as a textbook sets them, and the parts of sentences that they decide."""

import math

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from vizpipe.drawing import became, given, listed, moved, short, signed
from vizpipe.recipe import Say

RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def read(text: str) -> float:
    """The number that a text as of a textbook says."""
    text = text.replace("−", "-").replace(",", "")
    digits, ten, power = text.rpartition("10")
    if not ten or not set(power) <= set("⁻⁰¹²³⁴⁵⁶⁷⁸⁹") or not power:
        return float(text)
    return float(f"{digits.rstrip('·') if digits.strip('-') else digits + '1'}e{power.translate(RAISED)}")


@drawn(st.floats(min_value=1e-300, max_value=1e300))
def test_a_given_number_is_set_to_its_last_digit(value: float) -> None:
    """What a label says of a rate is the number that was given, exactly."""
    assert read(given(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0005, "0.0005"), (3e-10, "3·10⁻¹⁰"), (1e-10, "10⁻¹⁰"), (1e6, "10⁶"), (10.0, "10"), (20000.0, "20,000")],
)
def test_a_given_number_is_set_as_a_person_writes_it(value: float, text: str) -> None:
    """Few noughts of a given number are written, many are a power of ten; nothing is rounded to one."""
    assert given(value) == text


@drawn(st.floats(min_value=-1e300, max_value=1e300).filter(lambda value: not value or abs(value) > 1e-300))
def test_a_short_number_is_near(value: float) -> None:
    """Three digits of a number of either sign and any size are near it."""
    assert read(short(value)) == pytest.approx(value, rel=0.005001)


def test_a_short_number_has_no_end() -> None:
    """A short number that is infinite is set so."""
    assert (short(math.inf), short(-math.inf)) == ("∞", "−∞")


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (2.304, 2.296, "stays at 2.30"),
        (0.74, 0.26, "falls from 0.74 to 0.26"),
        (0.26, 0.74, "rises from 0.26 to 0.74"),
        (-1e-7, 1e-7, "stays at 0.00"),
        (0.004, 0.006, "rises from 0.00 to 0.01"),
    ],
)
def test_a_number_moves_if_its_print_does(before: float, after: float, text: str) -> None:
    """A number that prints alike stays: nothing rises from 2.30 to 2.30."""
    assert moved(Say(), before, after) == text


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [(5.0, 9e-9, "falls to 9.00·10⁻⁹"), (5.0, 4560.3, "grows to 4,560"), (5.0, 4.9999, "stays at 5.00")],
)
def test_a_number_of_any_size_becomes_what_is_printed(before: float, after: float, text: str) -> None:
    """Of a number that changes by powers of ten it is said where it is now; one that prints alike stays."""
    assert became(Say(), before, after) == text


def test_a_minus_is_true_and_none_stands_before_a_nought() -> None:
    """A signed number has a true minus, and none before a nought."""
    assert (signed(-0.001, 2), signed(-1.5, 1), signed(0.25, 2)) == ("0.00", "−1.5", "0.25")


def test_parts_are_listed_as_a_sentence_lists_them() -> None:
    """One, two or three parts are listed as a sentence lists them."""
    say = Say()
    assert [listed(say, "abc"[:n]) for n in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
