"""Ticks of an axis, before there is an axis: where they stand and what they say."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axis import Axis
from matplotlib.ticker import FixedFormatter, FixedLocator, LogLocator, MaxNLocator, NullLocator, ScalarFormatter

from vizpipe.drawing.numbers import given, power_of_ten
from vizpipe.drawing.say import textbook

MOST = 6
_STEPS = [1, 2, 5, 10]


def places(low: float, high: float, count: int, *, is_log: bool) -> list[float]:
    """At most so many round values from ``low`` to ``high``."""
    locator = LogLocator(numticks=count) if is_log else MaxNLocator(count, steps=_STEPS)
    least, most = min(low, high), max(low, high)
    slack = 0.0 if is_log else 1e-9 * (most - least)
    return [float(tick) for tick in locator.tick_values(least, most) if least - slack <= tick <= most + slack]


def texts(values: list[float], *, is_log: bool, is_alone: bool = False) -> list[str]:
    """What stands beside ticks; powers of ten are set as such where one of them has to be, if all are.

    Where each stands alone, no part of it is said once for all at the axis' end.
    """
    if is_log and not all(map(_is_power, values)):
        return [given(value) for value in values]
    if is_log:
        plain = [power_of_ten(value) for value in values]
        has_power = any(text.startswith("10") and not text.isascii() for text in plain)
        return [textbook(f"1e{round(math.log10(value)):+}") for value in values] if has_power else plain
    if not values:
        return []
    formatter = ScalarFormatter(useOffset=False) if is_alone else ScalarFormatter()
    formatter.set_scientific(not is_alone)
    formatter.create_dummy_axis()
    axis: Any = formatter.axis
    axis.set_view_interval(float(np.min(values)), float(np.max(values)))
    return [str(text) for text in formatter.format_ticks(values)]


def _is_power(value: float) -> bool:
    """Whether it is a power of ten, up to rounding."""
    return value > 0.0 and math.isclose(value, 10.0 ** round(math.log10(value)))


def give(axis: Axis, values: list[float], labels: list[str] | None) -> None:
    """Set an axis' ticks, and what stands beside them if matplotlib would write something else."""
    axis.set_major_locator(FixedLocator(values))
    axis.set_minor_locator(NullLocator())
    if labels is not None:
        axis.set_major_formatter(FixedFormatter(labels))


def names_of(given: Sequence[float] | Sequence[str] | None) -> list[str]:
    """The names that were given for an axis' ticks, which stand at 0, 1, 2 and on; none if values were given."""
    return [each for each in given or () if isinstance(each, str)]
