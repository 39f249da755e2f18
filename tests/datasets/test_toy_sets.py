"""Toy sets are where their docstrings say, with the spread that they say."""

import numpy as np
import pytest

from vizpipe import datasets


def test_clouds_lie_around_their_centres() -> None:
    """Each class of ``clouds`` has its centre's mean and the spread that was asked for, and as many samples."""
    centres = np.array([[-2.0, 0.0, 1.0], [3.0, 1.0, -1.0]])
    points, labels = datasets.clouds(np.random.default_rng(0), 20_000, centres, spread=0.7)
    assert np.bincount(labels).tolist() == [10_000, 10_000]
    for label, centre in enumerate(centres):
        np.testing.assert_allclose(points[labels == label].mean(axis=0), centre, atol=0.03)
        np.testing.assert_allclose(points[labels == label].std(axis=0), 0.7, atol=0.02)


def test_random_clouds_lie_apart_as_far_as_was_asked() -> None:
    """Centres of ``random_clouds`` scatter by ``apart``, samples around their centre by 1."""
    points, labels = datasets.random_clouds(np.random.default_rng(0), 20_000, classes=10, dimensions=40, apart=3.0)
    means = np.stack([points[labels == label].mean(axis=0) for label in range(10)])
    np.testing.assert_allclose(means.std(), 3.0, rtol=0.1)
    np.testing.assert_allclose((points - means[labels]).std(), 1.0, rtol=0.01)


def test_moons_without_noise_are_half_circles() -> None:
    """Without noise every point lies on its class's half circle of radius 1.3: the upper for 0, the lower for 1."""
    points, labels = datasets.moons(np.random.default_rng(0), 500, noise=0.0)
    middles = 1.3 * np.array([[-0.5, -0.25], [0.5, 0.25]])[labels]
    np.testing.assert_allclose(np.linalg.norm(points - middles, axis=1), 1.3)
    assert ((points[:, 1] >= middles[:, 1]) == (labels == 0)).all()


def test_spirals_are_each_other_turned_by_half_a_turn() -> None:
    """Without noise the radius of a point of ``spirals`` tells its angle, half a turn apart for the two classes."""
    points, labels = datasets.spirals(np.random.default_rng(0), 500, turns=1.5, noise=0.0)
    radius = np.linalg.norm(points, axis=1)
    angle = 1.5 * 2.0 * np.pi * radius + np.pi * labels
    np.testing.assert_allclose(points, radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1), atol=1e-12)
    assert 0.1 < radius.min() < radius.max() <= 1.0


@pytest.mark.parametrize("ordered", [True, False])
def test_a_noisy_curve_scatters_around_its_curve(ordered: bool) -> None:  # noqa: FBT001 - pytest's
    """Inputs of ``noisy_curve`` reach from end to end, in order only if asked for; targets scatter by ``noise``."""
    x, t = datasets.noisy_curve(np.random.default_rng(0), 20_000, np.sin, reach=2.0, noise=0.3, ordered=ordered)
    assert x.shape == t.shape == (20_000, 1)
    assert (np.diff(x[:, 0]) >= 0.0).all() == ordered
    np.testing.assert_allclose([x.min(), x.max()], [-2.0, 2.0], atol=0.01)
    np.testing.assert_allclose((t - np.sin(x)).std(), 0.3, atol=0.01)
