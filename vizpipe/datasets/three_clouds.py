"""Three clouds on a diagonal, of two classes: the smallest set that no straight line parts."""

import numpy as np

from vizpipe.datasets.types import Array, Labels


def three_clouds(rng: np.random.Generator, samples: int = 400, spread: float = 0.5) -> tuple[Array, Labels]:
    """Two classes on a diagonal: class 1 in the middle, class 0 on either side of it.

    Half of the samples are class 0, around (−1, −1) and (1, 1), the others class 1, around the origin; ``spread`` is
    the standard deviation in each of the two dimensions. Gives points (samples, 2) and labels (samples,).
    """
    outer = samples // 2
    left = outer // 2
    points = rng.normal(0.0, spread, (samples, 2))
    points[:left] -= 1.0
    points[left:outer] += 1.0
    return points, np.repeat(np.array([0, 1]), (outer, samples - outer))
