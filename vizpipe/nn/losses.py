"""Loss functions: how wrong a batch of outputs is, as one number to make small.

Each loss is a value with two functions of outputs ``y`` of shape (batch, units) and targets ``t``: ``value(y, t)`` is
the mean over the batch, ``gradient(y, t)`` is its exact derivative ∂L/∂y with the shape of ``y``. Targets have the
shape of ``y``, but for the sparse form, which takes class numbers of shape (batch,).

Every logarithm is log(y + 10⁻⁷), as the textbook has it: y is not clipped, as Keras does, nor is the loss taken from
the sums before the activation, as PyTorch can. So a perfect answer costs −10⁻⁷, a little less than nothing; and a
confident mistake costs 16.1 at most and loses its gradient: for t = 1, ∂L/∂z at a sigmoid's sum z is −0.754 at −15,
−0.020 at −20 and all but 0 at −30, where the exact loss has −1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Targets = npt.NDArray[np.float64] | npt.NDArray[np.int64]

EPSILON = 1e-7
"""Added inside every logarithm, so that a confident mistake costs much (16.1 at most) but not infinity."""


@dataclass(frozen=True)
class Loss:
    """A loss and its derivative with respect to the outputs."""

    name: str
    value: Callable[[Array, Targets], float]
    gradient: Callable[[Array, Targets], Array]


def _squares(y: Array, t: Targets) -> float:
    difference = y - t
    return float(0.5 * np.vdot(difference, difference) / len(y))


def _binary(y: Array, t: Targets) -> float:
    return float(-(t * np.log(y + EPSILON) + (1.0 - t) * np.log(1.0 - y + EPSILON)).sum() / len(y))


def _binary_gradient(y: Array, t: Targets) -> Array:
    # (1 − t) / (1 − y + ε) − t / (y + ε) over one denominator, which takes half as many operations
    above = y + (EPSILON - (1.0 + 2.0 * EPSILON) * t)
    below = (1.0 + EPSILON) - y
    below *= y + EPSILON
    below *= len(y)
    above /= below
    return np.asarray(above)


def _categorical(y: Array, t: Targets) -> float:
    return float(-(t * np.log(y + EPSILON)).sum() / len(y))


def _sparse(y: Array, t: Targets) -> float:
    return float(-np.log(y[np.arange(len(y)), t] + EPSILON).sum() / len(y))


def _sparse_gradient(y: Array, t: Targets) -> Array:
    gradient = np.zeros(y.shape)
    own = np.arange(0, y.size, y.shape[1]) + t
    gradient.reshape(-1)[own] = -1.0 / (len(y) * (y.reshape(-1)[own] + EPSILON))
    return gradient


sum_of_squared_errors = Loss("sum-of-squared-errors", _squares, lambda y, t: np.asarray((y - t) / len(y)))
"""½ Σ (y − t)², summed over the outputs, mean over the batch."""

binary_cross_entropy = Loss("binary-cross-entropy", _binary, _binary_gradient)
"""−Σ (t log y + (1 − t) log(1 − y)) for sigmoid outputs, summed over them, mean over the batch."""

categorical_cross_entropy = Loss(
    "categorical-cross-entropy", _categorical, lambda y, t: np.asarray(-t / (y + EPSILON) / len(y))
)
"""−Σ t log y for softmax outputs and one-hot targets."""

sparse_categorical_cross_entropy = Loss("sparse-categorical-cross-entropy", _sparse, _sparse_gradient)
"""The same number as the categorical form, from class numbers instead of one-hot rows."""

LOSSES = {
    each.name: each
    for each in (
        sum_of_squared_errors,
        binary_cross_entropy,
        categorical_cross_entropy,
        sparse_categorical_cross_entropy,
    )
}
