"""A fully connected layer: an affine map, then an activation.

``y = f(x·W + b)`` with x of shape (batch, fan_in), W of (fan_in, fan_out), b of (fan_out,). W and b are views into
the network's one vector of parameters, so an update of the vector is an update of every layer.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.nn.activations import Activation

Array = npt.NDArray[np.float64]


class Layer(NamedTuple):
    """One fully connected layer as views into a parameter vector."""

    weights: Array
    """Shape (fan_in, fan_out)."""
    bias: Array
    """Shape (fan_out,)."""
    activation: Activation

    def affine(self, x: Array) -> Array:
        """Pre-activations x·W + b, shape (batch, fan_out)."""
        return x @ self.weights + self.bias

    def __call__(self, x: Array) -> Array:
        """Activations f(x·W + b), shape (batch, fan_out)."""
        return self.activation.forward(self.affine(x))
