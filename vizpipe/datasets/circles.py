"""Two rings, one inside the other."""

import numpy as np

from vizpipe.datasets.types import Array, Labels


def circles(rng: np.random.Generator, samples: int = 400, noise: float = 0.08) -> tuple[Array, Labels]:
    """Two rings, class 1 inside: half of the samples on radius 1, the others on 0.45, with normal noise.

    Gives points (samples, 2) and labels (samples,).
    """
    outer = samples // 2
    labels = np.repeat(np.array([0, 1]), (outer, samples - outer))
    angles = rng.uniform(0.0, 2.0 * np.pi, samples)
    radii = np.where(labels == 0, 1.0, 0.45)
    ring = radii[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return ring + rng.normal(0.0, noise, (samples, 2)), labels
