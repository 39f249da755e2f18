"""Handwritten digits: 1,797 images of 8 × 8 pixels in 17 greys, by 43 writers.

E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998,
https://doi.org/10.24432/C50P49, CC BY 4.0. ``digits.npz`` holds the test part of that set as unsigned bytes, in its
order; ``tests/make_digits.py`` wrote it.
"""

from importlib.resources import files

import numpy as np

from vizpipe.datasets.types import Array, Labels


def digits() -> tuple[Array, Labels]:
    """Pixels (1797, 64) from 0 (paper) to 1 (ink), and the digit each image shows (1797,)."""
    with files("vizpipe.datasets").joinpath("digits.npz").open("rb") as stream, np.load(stream) as stored:
        return stored["images"].reshape(-1, 64) / 16.0, stored["labels"].astype(np.int64)
