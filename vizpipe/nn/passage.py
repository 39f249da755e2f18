"""A layer on its way: what it has made of the plane when it has acted in part, for films that go through its depth."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vizpipe.nn.layers import Layer

Array = npt.NDArray[np.float64]

_TABLE = 4001
_LEAST = -1e-9
"""The share of the largest weight, squared, below which a determinant is no rounding of 0."""


@dataclass(frozen=True)
class Passage:
    """A layer of two inputs and two units that has acted in part.

    Until depth 1 its weighted sums come about: its matrix turns by part of its angle and stretches by a power of its
    lengths, and so much of the bias is added. Until depth 2 each sum goes straight to its activation, which has to rise
    everywhere, as tanh does. Raises ValueError for another shape, or a layer that mirrors the plane, whose units
    ``reordered`` puts into the other order.
    """

    layer: Layer
    depth: float
    """0 to 2."""

    def __post_init__(self) -> None:
        """Refuse what no turning leads to."""
        weights = self.layer.weights
        if weights.shape != (2, 2) or np.linalg.det(weights) < _LEAST * np.abs(weights).max() ** 2:
            message = f"weights (2, 2) that don't mirror the plane are needed, not {weights.tolist()}"
            raise ValueError(message)

    def forward(self, x: Array) -> Array:
        """Points (n, 2) of the plane before the layer → where they are."""
        matrix, bias = self._linear()
        return self._squashed(x @ matrix + bias)

    def sums(self, places: Array, reach: float) -> Array:
        """The whole weighted sums of those points that are at ``places`` (n, 2).

        Beyond depth 1 they are looked up in a table of 4,001 sums up to ``reach`` either way.
        """
        if self.depth <= 1.0:
            matrix, bias = self._linear()
            return self.layer.affine((places - bias) @ np.linalg.inv(matrix))
        table = np.linspace(-reach, reach, _TABLE)
        return np.interp(places, self._squashed(table), table)

    def _linear(self) -> tuple[Array, Array]:
        """As much of the matrix, and of the bias, as there is."""
        share = min(self.depth, 1.0)
        left, lengths, right = np.linalg.svd(self.layer.weights)
        turn, stretch = left @ right, right.T @ np.diag(lengths**share) @ right
        angle = share * np.arctan2(turn[1, 0], turn[0, 0])
        turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        return turned @ stretch, share * self.layer.bias

    def _squashed(self, sums: Array) -> Array:
        """Sums when the activation has acted on them as far as it has; never falls."""
        share = max(self.depth - 1.0, 0.0)
        return (1.0 - share) * sums + share * self.layer.activation.forward(sums)
