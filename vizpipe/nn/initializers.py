"""Initial weights: ``(rng, fan_in, fan_out) → array of shape (fan_in, fan_out)``. Biases always start at zero."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Initializer = Callable[[np.random.Generator, int, int], Array]


def zero(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    """All weights zero: every unit of a layer then stays equal to its neighbours for ever."""
    del rng
    return np.zeros((fan_in, fan_out))


def normal(sigma: float) -> Initializer:
    """Give the initializer that draws from N(0, σ²)."""

    def draw(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
        return rng.normal(0.0, sigma, (fan_in, fan_out))

    return draw


def glorot_uniform(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    """Uniform on ±√(6 / (fan_in + fan_out)) (Glorot and Bengio, 2010, equation 16)."""
    limit = np.sqrt(6.0 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, (fan_in, fan_out))


def xavier(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    """N(0, 1 / fan_in): Glorot and Bengio's idea in the form that textbooks call Xavier's."""
    return rng.normal(0.0, np.sqrt(1.0 / fan_in), (fan_in, fan_out))


def he(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    """N(0, 2 / fan_in), made for ReLU, which silences half of its inputs (He et al., 2015).

    A whole normal distribution, as in the paper and in PyTorch; Keras cuts its tails off at two standard deviations.
    """
    return rng.normal(0.0, np.sqrt(2.0 / fan_in), (fan_in, fan_out))
