"""Numbers as a textbook sets them."""

import math
from decimal import Decimal

from vizpipe.drawing.language import fixed
from vizpipe.drawing.say import textbook

_COUNTED = 3
"""Noughts that are seen at a glance."""
_PLAIN = 4
"""Noughts that a given number may have before it is set as a power of ten."""


def signed(value: float, places: int) -> str:
    """A number to ``places``, with a true minus, and none before a nought."""
    return textbook(fixed(value, f".{places}f"))


def short(value: float) -> str:
    """A number of any size, short enough for a sentence: 0.0123, 4,560, −3.75·10¹²⁸."""
    if not math.isfinite(value) or value == 0.0:
        return textbook(f"{value:.0f}").replace("inf", "∞")
    power = int(f"{value:.2e}".partition("e")[2])
    plain = -_COUNTED <= power <= _COUNTED
    return textbook(fixed(value, f",.{max(2 - power, 0)}f") if plain else f"{value:.2e}")


def given(value: float) -> str:
    """A number with the digits that it was given by, neither more nor fewer: 0.0005, 10,000, 3·10⁻¹⁰."""
    exact = Decimal(repr(float(value)))
    power = exact.adjusted() if exact else 0
    if -_PLAIN <= power <= _PLAIN:
        return textbook(f"{exact.normalize():,f}")
    return textbook(f"{exact.normalize():e}")


def power_of_ten(value: float) -> str:
    """A power of ten as a person writes it: 0.01, 1, 1,000, and 10⁻⁶ where noughts would have to be counted."""
    exponent = round(math.log10(value)) if value > 0.0 else 0
    if abs(exponent) <= _COUNTED:
        return f"{10.0**exponent:.{max(-exponent, 0)}f}" if exponent < 0 else f"{10**exponent:,}"
    return textbook(f"1e{exponent:+}")
