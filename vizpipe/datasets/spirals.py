"""Two spirals that wind around each other.

K. J. Lang and M. J. Witbrock, "Learning to Tell Two Spirals Apart", Proceedings of the 1988 Connectionist Models Summer
School; here at random places along the spirals.
"""

import numpy as np

from vizpipe.datasets.types import Array, Labels


def spirals(rng: np.random.Generator, samples: int, turns: float = 2.0, noise: float = 0.015) -> tuple[Array, Labels]:
    """Two spirals from near the origin to radius 1, each with so many ``turns``, the classes in turn.

    Places are drawn so that the spiral is about as dense at its end as at its beginning. ``noise`` is the standard
    deviation in each of the two dimensions. Gives points (samples, 2) and labels (samples,).
    """
    labels = np.arange(samples) % 2
    along = np.sqrt(rng.uniform(0.02, 1.0, samples))
    angles = along * turns * 2.0 * np.pi + np.pi * labels
    points = along[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return points + rng.normal(0.0, noise, points.shape), labels
