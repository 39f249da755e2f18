"""Data: real digits and toy sets."""

import numpy as np
import pytest

from vizpipe import datasets


def test_digits_are_the_real_set() -> None:
    """The digits are 1,797 images of 8 × 8 in 17 greys, every digit about 180 times, with the known pixels."""
    images, labels = datasets.digits()
    assert images.shape == (1797, 64)
    assert set(np.unique(images * 16)) == set(range(17))
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert (images[0, :8] * 16).tolist() == [0, 0, 5, 13, 9, 1, 0, 0]
    assert labels[:5].tolist() == [0, 1, 2, 3, 4]


def test_a_split_shares_nothing_and_loses_nothing() -> None:
    """A split puts every sample into exactly one part."""
    samples, labels = np.arange(50.0)[:, None], np.arange(50)
    parts = datasets.split(np.random.default_rng(0), samples, labels, 20)
    together = np.concatenate([parts.train_samples, parts.test_samples])[:, 0]
    assert sorted(together) == list(range(50))
    assert (parts.test_samples[:, 0] == parts.test_labels).all()


@pytest.mark.parametrize("test", [0, 50, 60, -1])
def test_a_split_with_an_empty_part_is_refused(test: int) -> None:
    """A split may leave neither part empty."""
    with pytest.raises(ValueError, match="empty"):
        datasets.split(np.random.default_rng(0), np.zeros((50, 1)), np.zeros(50, dtype=np.int64), test)


def test_three_clouds_are_where_the_source_says() -> None:
    """Class 0 lies around (−1, −1) and (1, 1), class 1 around the origin, all with standard deviation 0.5."""
    points, labels = datasets.three_clouds(np.random.default_rng(1), 40_000)
    assert np.bincount(labels).tolist() == [20_000, 20_000]
    for part, centre in ((points[:10_000], -1.0), (points[10_000:20_000], 1.0), (points[20_000:], 0.0)):
        np.testing.assert_allclose(part.mean(axis=0), centre, atol=0.03)
        np.testing.assert_allclose(part.std(axis=0), 0.5, atol=0.02)


@pytest.mark.parametrize("samples", [1, 2, 3, 5])
def test_three_clouds_can_be_tiny(samples: int) -> None:
    """Three clouds of any number of samples have that many points and labels."""
    points, labels = datasets.three_clouds(np.random.default_rng(1), samples)
    assert points.shape == (samples, 2)
    assert labels.shape == (samples,)
