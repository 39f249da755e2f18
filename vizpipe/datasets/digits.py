"""Handwritten digits: 1,797 images of 8 × 8 pixels in 17 greys, by 43 writers.

E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998,
https://doi.org/10.24432/C50P49, CC BY 4.0. ``digits.npz`` holds the test part of that set as unsigned bytes, in its
order; ``tests/make_digits.py`` wrote it.
"""

from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


class Split(NamedTuple):
    """Data to learn from and data to be judged by, which share no sample."""

    train_samples: Array
    train_labels: Labels
    test_samples: Array
    test_labels: Labels


def digits() -> tuple[Array, Labels]:
    """Pixels (1797, 64) from 0 (paper) to 1 (ink), and the digit each image shows (1797,)."""
    with files("vizpipe.datasets").joinpath("digits.npz").open("rb") as stream, np.load(stream) as stored:
        return stored["images"].reshape(-1, 64) / 16.0, stored["labels"].astype(np.int64)


def split(rng: np.random.Generator, samples: Array, labels: Labels, test: int) -> Split:
    """Shuffle, then keep the last ``test`` samples apart.

    Raises ValueError unless both parts get at least one sample.
    """
    if not 0 < test < len(samples):
        message = f"{test} test samples of {len(samples)} leave one part empty"
        raise ValueError(message)
    order = rng.permutation(len(samples))
    learn, judge = order[:-test], order[-test:]
    return Split(samples[learn], labels[learn], samples[judge], labels[judge])
