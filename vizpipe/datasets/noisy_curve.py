"""Points scattered around a curve: the data of a regression."""

from collections.abc import Callable

import numpy as np

from vizpipe.datasets.types import Array


def noisy_curve(
    rng: np.random.Generator,
    samples: int,
    curve: Callable[[Array], Array],
    *,
    reach: float,
    noise: float,
    ordered: bool = False,
) -> tuple[Array, Array]:
    """Inputs uniform from −``reach`` to ``reach``, and targets around ``curve``.

    ``noise`` is the standard deviation of the targets; ``ordered`` sorts the inputs from left to right, otherwise they
    stand as they were drawn. Gives x (samples, 1) and t (samples, 1).
    """
    x = rng.uniform(-reach, reach, (samples, 1))
    x = np.sort(x, axis=0) if ordered else x
    return x, curve(x) + rng.normal(0.0, noise, x.shape)
