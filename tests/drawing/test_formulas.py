"""Formulas with their numbers put in."""

import pytest

from vizpipe.drawing import weighted_sum


@pytest.mark.parametrize(
    ("bias", "weights", "text"),
    [
        (-0.7, (0.5, 0.5), "−0.7 + 0.5x₁ + 0.5x₂"),
        (0.7, (-0.5, 1.25), "0.7 − 0.5x₁ + 1.25x₂"),
        (0.0, (-2.0, 0.0), "0 − 2x₁ + 0x₂"),
    ],
)
def test_a_weighted_sum_is_set_as_a_textbook_sets_it(bias: float, weights: tuple[float, float], text: str) -> None:
    """The bias comes first, and each weight has its sign before it and its name behind."""
    assert weighted_sum(bias, weights, ("x₁", "x₂")) == text


def test_each_weight_needs_a_name() -> None:
    """A weight without a name is refused."""
    with pytest.raises(ValueError, match="shorter"):
        weighted_sum(0.0, (1.0, 2.0), ("x",))
