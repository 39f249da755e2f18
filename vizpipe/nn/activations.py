"""Activation functions: what a neuron makes of its weighted sum.

Each activation is a value with two functions. ``forward(z)`` maps pre-activations of shape (batch, units) to
activations of the same shape. ``backward(upstream, a)`` takes ∂L/∂a and the activations themselves, both of shape
(batch, units), and gives ∂L/∂z: every activation here has a derivative that can be written in its own output.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Activation:
    """An activation function and its derivative.

    ``elementwise`` is False where one output depends on all inputs of its row, as in softmax.
    """

    name: str
    forward: Callable[[Array], Array]
    backward: Callable[[Array, Array], Array]
    elementwise: bool = True

    def derivative(self, z: Array) -> Array:
        """∂aᵢ/∂zᵢ at pre-activations ``z``, shape of ``z`` (for softmax the diagonal of its Jacobian)."""
        a = self.forward(z)
        return self.backward(np.ones_like(a), a) if self.elementwise else a * (1.0 - a)


def _step(z: Array) -> Array:
    return (z > 0.0).astype(np.float64)


def _sigmoid(z: Array) -> Array:
    y = np.negative(z)
    np.minimum(y, _LARGEST_EXPONENT, out=y)
    np.exp(y, out=y)
    y += 1.0
    return np.divide(1.0, y, out=y)


_LARGEST_EXPONENT = 709.0
"""Beyond it e to the power of it overflows; there the sigmoid is below 1e−307 anyway."""


def _relu(z: Array) -> Array:
    return np.maximum(z, 0.0)


def _softmax(z: Array) -> Array:
    shifted: Array = z - z.max(axis=-1, keepdims=True)
    np.exp(shifted, out=shifted)
    shifted /= _row_sums(shifted)
    return shifted


def _softmax_backward(upstream: Array, a: Array) -> Array:
    weighted = upstream * a
    return weighted - a * _row_sums(weighted)


def _row_sums(x: Array) -> Array:
    """The sum of each row, (…, 1): as a product with ones, three times as fast as a sum over a short axis."""
    return x @ np.ones((x.shape[-1], 1))


step = Activation("step", _step, lambda upstream, _: np.zeros_like(upstream))
"""Heaviside's step: 1 where z > 0, else 0 (Rosenblatt, 1958). Its derivative is 0 wherever it exists."""


def _sigmoid_backward(upstream: Array, a: Array) -> Array:
    slope = 1.0 - a
    slope *= a
    slope *= upstream
    return slope


def _tanh_backward(upstream: Array, a: Array) -> Array:
    slope = a * a
    np.subtract(1.0, slope, out=slope)
    slope *= upstream
    return slope


sigmoid = Activation("sigmoid", _sigmoid, _sigmoid_backward)
"""The logistic function 1 / (1 + e⁻ᶻ)."""

tanh = Activation("tanh", np.tanh, _tanh_backward)
"""The hyperbolic tangent."""

relu = Activation("relu", _relu, lambda upstream, a: upstream * (a > 0.0))
"""The rectified linear unit max(0, z) (Nair and Hinton, 2010); the derivative at the kink is taken as 0."""

identity = Activation("identity", lambda z: z, lambda upstream, _: upstream)
"""The output as it is, for regression."""

softmax = Activation("softmax", _softmax, _softmax_backward, elementwise=False)
"""The normalised exponential of each row (Bridle, 1990), less the row's maximum, so that it can't overflow."""

ACTIVATIONS = {each.name: each for each in (step, sigmoid, tanh, relu, identity, softmax)}
