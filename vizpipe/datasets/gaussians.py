"""Two round clouds that one straight line parts, but for a few points."""

import numpy as np

from vizpipe.datasets.clouds import clouds
from vizpipe.datasets.types import Array, Labels


def gaussians(rng: np.random.Generator, samples: int = 400) -> tuple[Array, Labels]:
    """Two round clouds, of which a straight line parts most: points (samples, 2), labels (samples,)."""
    return clouds(rng, samples, np.array([(-1.0, -1.0), (1.0, 1.0)]), spread=0.6)
