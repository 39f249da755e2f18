"""Many columns → a plane."""

from typing import NamedTuple

import numpy as np

from vizpipe.tables.numbers import Array


class View(NamedTuple):
    """Points seen through their two principal components."""

    points: Array
    """Shape (n, 2)."""
    shares: tuple[float, float]
    """Of the variance of all columns, what each axis holds."""


def standardised(points: Array) -> Array:
    """Every column with mean 0 and standard deviation 1, shape as given; none may be constant."""
    scale = np.abs(points).max(axis=0)  # so that no square overflows
    plain = points / scale
    centred = plain - plain.mean(axis=0)
    return np.asarray(centred / centred.std(axis=0))


def in_plane(points: Array) -> View:
    """Points (n, d) on the two axes along which they vary most (Pearson, 1901).

    The largest loading of each axis is positive, so that the same rows give the same plane.
    """
    centred = points - points.mean(axis=0)
    _, values, axes = np.linalg.svd(centred, full_matrices=False)
    signs = np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])
    shares = values**2 / np.sum(values**2)
    return View(centred @ (signs[:2, None] * axes[:2]).T, (float(shares[0]), float(shares[1])))
