"""Numerical gradients, and the check that every exact gradient must pass."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def numerical_gradient(function: Callable[[Array], float], point: Array, h: float = 1e-4) -> Array:
    """∇f at ``point`` by central differences (f(x + h) − f(x − h)) / 2h, one coordinate at a time; shape of ``point``.

    The error falls as h² until rounding takes over; 1e-4 suits float64 and functions of moderate size.
    """
    gradient = np.empty_like(point, dtype=np.float64)
    moved = np.array(point, dtype=np.float64)
    for index in np.ndindex(moved.shape):
        middle = moved[index]
        moved[index] = middle + h
        above = function(moved)
        moved[index] = middle - h
        below = function(moved)
        moved[index] = middle
        gradient[index] = (above - below) / (2.0 * h)
    return gradient


class GradientCheck(NamedTuple):
    """Both gradients side by side, as norms."""

    exact: float
    """‖exact‖."""
    numerical: float
    """‖numerical‖."""
    difference: float
    """‖exact − numerical‖."""
    agree: bool
    """Whether the difference is at most the tolerance times max(1, ‖exact‖)."""

    def __str__(self) -> str:
        """Both numbers in one line."""
        verdict = "agree" if self.agree else "DISAGREE"
        return f"exact {self.exact:.9g}, numerical {self.numerical:.9g}: {verdict}, {self.difference:.3g} apart"


def check_gradient(
    function: Callable[[Array], float], exact: Array, point: Array, *, tolerance: float = 1e-7, h: float = 1e-5
) -> GradientCheck:
    """Compare ``exact``, a claimed ∇f at ``point``, with the numerical gradient there.

    Fourth-order differences (two step widths, Richardson's extrapolation) leave an error far below the tolerance, so a
    disagreement is the claim's fault unless ``point`` lies within 2h of a kink.
    """
    numerical = (4.0 * numerical_gradient(function, point, h) - numerical_gradient(function, point, 2.0 * h)) / 3.0
    size, difference = float(np.linalg.norm(exact)), float(np.linalg.norm(exact - numerical))
    return GradientCheck(size, float(np.linalg.norm(numerical)), difference, difference <= tolerance * max(1.0, size))
