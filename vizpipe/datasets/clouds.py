"""A cloud for each class, around a centre of its own: the isotropic Gaussian blobs of many textbooks."""

import numpy as np

from vizpipe.datasets.types import Array, Labels


def clouds(rng: np.random.Generator, samples: int, centres: Array, spread: float) -> tuple[Array, Labels]:
    """Samples around ``centres`` (classes, dimensions), the classes in turn.

    ``spread`` is the standard deviation in each dimension. Gives points (samples, dimensions) and labels (samples,).
    """
    labels = np.arange(samples) % len(centres)
    return centres[labels] + rng.normal(0.0, spread, (samples, centres.shape[1])), labels
