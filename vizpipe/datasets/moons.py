"""Two half moons that reach into each other, as in scikit-learn's ``make_moons``, here around the origin."""

import numpy as np

from vizpipe.datasets.types import Array, Labels


def moons(rng: np.random.Generator, samples: int, noise: float = 0.55) -> tuple[Array, Labels]:
    """Two half circles of radius 1.3, class 0 open to below, class 1 open to above, the classes in turn.

    ``noise`` is the standard deviation in each of the two dimensions. Gives points (samples, 2) and labels (samples,).
    """
    labels = np.arange(samples) % 2
    angles = rng.uniform(0.0, np.pi, samples)
    side = np.where(labels, -1.0, 1.0)
    points = 1.3 * np.stack(
        [np.cos(angles) * side + 0.5 * (1 - side) - 0.5, np.sin(angles) * side + 0.25 * -side], axis=1
    )
    return points + rng.normal(0.0, noise, points.shape), labels
