"""Many dimensions → a plane."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
_PLANE = 2


class View(NamedTuple):
    """The two axes along which points vary most: points (n, d) lie at ``(points - mean) @ axes`` in their plane."""

    mean: Array
    """Shape (d,)."""
    axes: Array
    """Shape (d, 2), of length 1 and at right angles; the second is nought where there is but one column."""
    shares: tuple[float, float]
    """Of the variance of all columns, what each axis holds."""


def principal(points: Array) -> View:
    """The plane along which points (n, d) vary most (Pearson, 1901).

    The largest loading of each axis is positive, so that the same rows give the same plane.
    """
    mean = points.mean(axis=0)
    _, values, loadings = np.linalg.svd(points - mean, full_matrices=False)
    signs = np.sign(loadings[np.arange(len(loadings)), np.abs(loadings).argmax(axis=1)])
    axes, shares = np.zeros((points.shape[1], _PLANE)), np.zeros(_PLANE)
    found = min(len(loadings), _PLANE)
    axes[:, :found] = (signs[:, None] * loadings)[:found].T
    shares[:found] = values[:found] ** 2 / max(np.sum(values**2), 1e-300)
    return View(mean, axes, (float(shares[0]), float(shares[1])))
