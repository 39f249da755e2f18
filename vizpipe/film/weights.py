"""Weights by which a sum tells its terms apart; without numpy, which looking at a manifest does without."""

from typing import Any

_GOLDEN = 0.6180339887498949


def weight(position: Any) -> Any:  # noqa: ANN401 - a whole number from 0 on, or an array of them
    """The weight of a term, from 0.5 to 1.5.

    Fractional parts of multiples of the golden ratio are spread evenly and never repeat.
    """
    return 0.5 + _GOLDEN * (position + 1) % 1.0
