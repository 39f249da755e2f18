"""What a panel with a field or samples is asked to show, worked out with numpy alone."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from replays.networks import Shape
from replays.networks import outputs as outputs_of

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
Values = Callable[[Array], Array]
"""Points (n, 2) → values (n,) from 0 to 1, or colours (n, 3); nan where two are equally right, or none is seen."""
FLAT = 1e-9
"""How near to a jump a value may lie on either side of it."""


class Dots(NamedTuple):
    """Samples in a plane."""

    points: Array
    labels: Labels
    size: float = 10.0
    """Pixels across."""
    in_turns: bool = True
    """Whether classes take turns, so that none covers another."""


class Plane(NamedTuple):
    """A panel with a field, samples, or both."""

    values: Values | None
    cells: int
    """How many points of the field stand side by side, and one above the other."""
    dots: tuple[Dots, ...]
    """From the lowest to the uppermost."""
    off: float = 1e-9
    """How far a value of the field may be off."""
    faint: float = 0.0
    """How strong the same field is below it, all over the panel at 100 points a side; 0 if there is none."""

    @property
    def below(self) -> "Plane | None":
        """The plane of the field below."""
        values, faint = self.values, self.faint
        if values is None or not faint:
            return None
        return self._replace(values=lambda x: 0.5 + faint * (values(x) - 0.5), cells=100, faint=0.0)


def answers(vector: Array, *units: int, hidden: str = "tanh") -> Values:
    """The probability of class 1 that a network of one output gives."""
    shape = Shape(units, (*(hidden,) * (len(units) - 2), "sigmoid"))
    return lambda x: outputs_of(shape, vector, x)[:, 0]


def sides(weights: Array, bias: float) -> Values:
    """1 where b + w·x > 0, else 0."""

    def values(x: Array) -> Array:
        sums = x @ np.asarray(weights, dtype=float) + bias
        is_near = np.any(weights) & (np.abs(sums) < FLAT)
        return np.where(is_near, np.nan, (sums > 0.0).astype(float))

    return values
