"""How a language writes numbers, and the forms of a noun behind them."""

import math
import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise
from numbers import Real

SPACE, NARROW = "\u00a0", "\u202f"
_NUMBER = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?![\w]|[.,]\d)|(?<=\d)\s?%")
_SHARE = re.compile(r"(?<=\})\s?%")
"""A per cent sign behind a name in braces."""
_WRITTEN = {
    "de": (",", ".", SPACE),
    "fr": (",", NARROW, SPACE),
    "es": (",", ".", SPACE),
    "it": (",", ".", ""),
    "nl": (",", ".", ""),
}
"""The decimal mark, what parts thousands, and what stands before a per cent sign (Unicode CLDR 48)."""
_ONE_FORM = frozenset({"ja", "ko", "zh"})
"""Languages whose nouns have one form."""
_DIGITS = 15
"""Digits that a float surely holds: what arithmetic does to the others is not read."""


def fixed(value: float | Real, spec: str) -> str:
    """A number in a format such as ``,.2f``, rounded as by hand: a half goes away from nought.

    So 88.5 is 89 and 0.125 is 0.13, and 28.499999999999996, which is 100 times 0.285, is 29.
    """
    number = float(value)
    if not spec.endswith("f") or not math.isfinite(number) or abs(number) >= 10.0**_DIGITS:
        return format(value, spec)
    with localcontext(rounding=ROUND_HALF_UP):
        return format(Decimal(f"{number:.{_DIGITS}g}"), spec)


def localised(text: str, lang: str) -> str:
    """A number as a language writes it: 0.26 and 90% are 0,26 and 90 % in German; also several with signs between."""
    if lang not in _WRITTEN:
        return text
    mark, thousands, before = _WRITTEN[lang]

    def written(match: re.Match[str]) -> str:
        number = match.group()
        if "%" in number:
            return f"{before}%"
        whole, point, rest = number.partition(".")
        return whole.replace(",", thousands) + (mark + rest if point else "")

    return _NUMBER.sub(written, text)


def is_number(text: str) -> bool:
    """Whether a text is numbers and signs, without a word: 0.5·x₁ − 3, or 0.1 → 0.5."""
    return any(letter.isdigit() for letter in text) and not any(a.isalpha() and b.isalpha() for a, b in pairwise(text))


def spaced(template: str, lang: str) -> str:
    """A template with the language's space before a per cent sign that follows a number."""
    if lang not in _WRITTEN:
        return _SHARE.sub(lambda match: match.group().replace(" ", SPACE), template)
    return _SHARE.sub(f"{_WRITTEN[lang][2]}%", template)


def form_of(lang: str, number: str) -> int:
    """Which form of a noun follows a number, as it is printed: 0 for one, 1 for many."""
    if lang in _ONE_FORM:
        return 0
    few = ("0", "1") if lang == "fr" else ("1",)
    return 0 if number in few else 1


def forms_in(lang: str) -> int:
    """How many forms a noun has."""
    return 1 if lang in _ONE_FORM else 2
