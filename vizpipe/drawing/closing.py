"""Numbers that close: whoever works one out from the others that are printed finds the one that is there."""

from collections.abc import Callable, Mapping, Sequence

from vizpipe.drawing.language import fixed
from vizpipe.drawing.numbers import signed

Rules = Mapping[str, tuple[Sequence[str], Callable[..., float]]]
"""How numbers follow from others, by name: from which ones, and by what function of them; in an order in which they
can be worked out."""


def worked_out(given: Mapping[str, float], rules: Rules) -> dict[str, float]:
    """The numbers that are given, and all that follow from them; raises KeyError for one that isn't there."""
    numbers = dict(given)
    for name, (operands, function) in rules.items():
        numbers[name] = function(*(numbers[each] for each in operands))
    return numbers


def closing(
    numbers: Mapping[str, float], rules: Rules, places: int, least: Mapping[str, int] | None = None, most: int = 12
) -> dict[str, str]:
    """All ``numbers`` as texts, with so many digits that what follows from others by the ``rules`` does so in print.

    The last results have few digits after the point: ``places``, or as many as ``least`` says of some. What they are
    worked out from gets more until it gives them, up to ``most``, and so on back to the first numbers.
    """
    fewest = dict.fromkeys(numbers, places) | dict(least or {})
    digits = fewest.copy()
    for _ in range(most * len(digits)):
        missed = (
            operands
            for result, (operands, function) in reversed(list(rules.items()))
            if _rounded(function(*(_rounded(numbers[each], digits[each]) for each in operands)), digits[result])
            != _rounded(numbers[result], digits[result])
        )
        short_of = next((operands for operands in missed if min(digits[each] for each in operands) < most), None)
        if short_of is None:
            break
        digits |= {each: min(digits[each] + 1, most) for each in short_of}
    return {name: signed(value, _needed(value, fewest[name], digits[name])) for name, value in numbers.items()}


def _needed(value: float, least: int, most: int) -> int:
    """Digits after the point without noughts at the end that say no more, ``least`` of them or more."""
    return next(places for places in range(least, most + 1) if _rounded(value, places) == _rounded(value, most))


def _rounded(value: float, places: int) -> float:
    return float(fixed(value, f".{places}f"))
