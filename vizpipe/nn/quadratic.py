"""The plainest functions that a descent has a way down: bowls and valleys."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Quadratic:
    """f(x) = Σ aᵢ·xᵢ², whose bottom lies at 0: a round bowl if all ``curvature`` a is alike, a valley if it is not."""

    curvature: tuple[float, ...]

    def __call__(self, points: Array) -> Array:
        """Heights, shape (…,), at points of shape (…, dimensions)."""
        return np.asarray((np.array(self.curvature) * points * points).sum(axis=-1))

    def gradient(self, points: Array) -> Array:
        """∇f = 2a·x, of the points' shape."""
        return 2.0 * np.array(self.curvature) * points
