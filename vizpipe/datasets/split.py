"""A set in two parts: to learn from, and to be judged by."""

from typing import NamedTuple

import numpy as np

from vizpipe.datasets.types import Array, Labels


class Split(NamedTuple):
    """Data to learn from and data to be judged by, which share no sample."""

    train_samples: Array
    train_labels: Labels
    test_samples: Array
    test_labels: Labels


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
