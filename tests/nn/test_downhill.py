"""Bowls, valleys, and the ways down them."""

from itertools import islice

import numpy as np
import pytest

from vizpipe import nn


@pytest.mark.parametrize("curvature", [(1.0, 1.0), (0.05, 1.0), (3.0,)])
def test_a_quadratics_gradient_is_its_numerical_one(curvature: tuple[float, ...]) -> None:
    """The gradient that is given equals central differences, at one point and at many at once."""
    f, points = nn.Quadratic(curvature), np.random.default_rng(0).normal(size=(5, len(curvature)))
    numerical = [nn.numerical_gradient(lambda x: float(f(x)), point) for point in points]
    np.testing.assert_allclose(f.gradient(points), numerical, atol=1e-8)
    np.testing.assert_array_equal(f(points), [float(f(point)) for point in points])


def test_downhill_gives_the_start_and_then_each_step() -> None:
    """The way of a rule begins where it was put, and each further place is one update from the one before."""
    valley, start = nn.Quadratic((0.05, 1.0)), np.array([-7.0, 2.0])
    momentum = nn.Momentum(0.1)
    first, second, third = islice(nn.downhill(momentum, start, valley.gradient), 3)
    np.testing.assert_array_equal(first, start)
    velocity = -0.1 * valley.gradient(start)
    np.testing.assert_allclose(second, start + velocity)
    np.testing.assert_allclose(third, second + 0.9 * velocity - 0.1 * valley.gradient(second))
    assert (start == (-7.0, 2.0)).all()


@pytest.mark.parametrize(("rate", "is_turning"), [(0.95, True), (0.4, False)])
def test_a_way_zigzags_if_it_crosses_the_bottom_at_every_step(rate: float, is_turning: bool) -> None:  # noqa: FBT001 - a case
    """Across a valley of curvature 1 a rate above a half turns every step's sign, a smaller one none."""
    valley = nn.Quadratic((0.05, 1.0))
    way = np.array(list(islice(nn.downhill(nn.SGD(rate), np.array([-7.0, 2.0]), valley.gradient), 5)))
    assert nn.zigzags(way[:, 1]) == is_turning
    assert not nn.zigzags(way[:, 0])
    assert not nn.zigzags(way[:3, 1])  # too short to tell


def test_a_distance_shrinks_evenly_or_has_no_shrinkage() -> None:
    """Where each step takes a tenth, ten take 1 − 0.9¹⁰; a way that slows down, or is short, has none."""
    steady = np.array([5.0 * 0.9**step for step in range(40)])
    assert nn.shrinkage(steady) == pytest.approx(1.0 - 0.9**10)
    assert nn.shrinkage(steady[:20]) == 0.0
    assert nn.shrinkage(1.0 / np.arange(1.0, 41.0)) == 0.0
