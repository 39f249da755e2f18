"""What a log holds, whatever it is written in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


class Spread(NamedTuple):
    """How many values lie where: a histogram with bins of its own."""

    edges: Array
    """Where each bin begins and ends, ascending, shape (bins, 2)."""
    counts: Array
    """Shape (bins,), with at least one that is more than 0."""
    deviation: float | None = None
    """The standard deviation of the values, if it isn't left to the bins."""


class Encoded(NamedTuple):
    """An image as its log holds it."""

    data: bytes
    """A file of some format."""
    origin: str
    """Where it stands, for somebody who looks for it."""


class Log(NamedTuple):
    """A clock, numbers by name at each of its times, and histograms and images by time and name."""

    clock: str
    """``epoch``, or what the log counts instead."""
    rows: Mapping[int, Mapping[str, float]]
    spreads: Mapping[int, Mapping[str, Spread]] = MappingProxyType({})
    images: Mapping[int, Mapping[str, Encoded]] = MappingProxyType({})
