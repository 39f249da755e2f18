"""Clouds around centres that are drawn at random, in as many dimensions as are asked for."""

import numpy as np

from vizpipe.datasets.types import Array, Labels


def random_clouds(
    rng: np.random.Generator, samples: int, classes: int, dimensions: int, apart: float = 0.55
) -> tuple[Array, Labels]:
    """Samples of random classes, each with standard deviation 1 around its class's centre.

    ``apart`` is the standard deviation of the centres around the origin; every dimension has the same. Gives points
    (samples, dimensions) and labels (samples,).
    """
    labels = rng.integers(0, classes, samples)
    centres = rng.normal(0.0, apart, (classes, dimensions))
    return centres[labels] + rng.normal(0.0, 1.0, (samples, dimensions)), labels
