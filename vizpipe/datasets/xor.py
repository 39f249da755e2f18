"""Four corners of two classes: exclusive or, with many points."""

import numpy as np

from vizpipe.datasets.types import Array, Labels


def xor(rng: np.random.Generator, samples: int = 400) -> tuple[Array, Labels]:
    """Points spread evenly over a square, of class 1 where exactly one coordinate is above zero, with a gap between.

    Gives points (samples, 2) and labels (samples,).
    """
    signs = rng.choice(np.array([-1.0, 1.0]), (samples, 2))
    return signs * rng.uniform(0.1, 1.0, (samples, 2)), (signs[:, 0] != signs[:, 1]).astype(np.int64)
