"""Numbers as a textbook sets them."""

import math
import re

_COUNTED = 3
"""Noughts that are seen at a glance."""
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


_NUMBER = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?![\w]|[.,]\d)|(?<=\d)\s?%")
_SPACE, _NARROW = "\u00a0", "\u202f"
_WRITTEN = {
    "de": (",", ".", _SPACE),
    "fr": (",", _NARROW, _SPACE),
    "es": (",", ".", _SPACE),
    "it": (",", ".", ""),
    "nl": (",", ".", ""),
}
"""The decimal mark, what parts thousands, and what stands before a per cent sign (Unicode CLDR 48)."""


def localised(text: str, lang: str) -> str:
    """A text with its numbers as a language writes them: 0.26 and 90% are 0,26 and 90 % in German."""
    if lang not in _WRITTEN:
        return text
    mark, thousands, before = _WRITTEN[lang]

    def written(found: re.Match[str]) -> str:
        number = found.group()
        if "%" in number:
            return f"{before}%"
        whole, point, rest = number.partition(".")
        return whole.replace(",", thousands) + (mark + rest if point else "")

    return _NUMBER.sub(written, text)


def signed(value: float, places: int) -> str:
    """A number to ``places``, with a true minus, and none before a nought."""
    return f"{round(value, places) + 0.0:.{places}f}".replace("-", "−")


def short(value: float) -> str:
    """A number of any size above zero, short enough for a sentence: 0.0123, 4,560, 3.75·10¹²⁸."""
    if not value > 0.0:
        return "0"
    digits, exponent = f"{value:.2e}".split("e")
    power = int(exponent)
    if -_COUNTED <= power <= _COUNTED:
        return f"{value:,.{max(2 - power, 0)}f}"
    return f"{digits}·10{str(power).translate(_RAISED)}"


def power_of_ten(value: float) -> str:
    """A power of ten as a person writes it: 0.01, 1, 1,000, and 10⁻⁶ where noughts would have to be counted."""
    exponent = round(math.log10(value)) if value > 0.0 else 0
    if abs(exponent) <= _COUNTED:
        return f"{10.0**exponent:.{max(-exponent, 0)}f}" if exponent < 0 else f"{10**exponent:,}"
    return "10" + str(exponent).translate(_RAISED)
