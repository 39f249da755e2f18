"""Activations and losses: the textbook's numbers, and their tails."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeness import close
from vizpipe import nn


def test_activations_have_the_textbook_values_at_zero() -> None:
    """At 0 the sigmoid is ½ with slope ¼, and step and ReLU are 0."""
    zero = np.zeros((1, 1))
    assert nn.sigmoid.forward(zero) == 0.5
    assert nn.sigmoid.derivative(zero) == 0.25
    assert nn.step.forward(zero) == 0.0
    assert nn.relu.forward(zero) == 0.0


def test_sigmoid_keeps_its_digits_in_both_tails() -> None:
    """Far out, the sigmoid is e⁻|z| and 1, without a warning or an overflow."""
    values = nn.sigmoid.forward(np.array([[-1000.0, -40.0, 40.0, 1000.0]]))
    assert 0.0 <= values[0, 0] < 1e-300
    assert values[0, 1] == pytest.approx(np.exp(-40.0), rel=1e-12)
    assert values[0, 3] == 1.0


def test_softmax_has_the_textbook_values() -> None:
    """Softmax of (0.3, 2.9, 4.0) and of the overflowing (1010, 1000, 990) gives the known probabilities."""
    close(nn.softmax.forward(np.array([[0.3, 2.9, 4.0]])), [[0.01821127, 0.24519181, 0.73659691]])
    huge = nn.softmax.forward(np.array([[1010.0, 1000.0, 990.0]]))
    np.testing.assert_allclose(huge, [[9.99954600e-01, 4.53978686e-05, 2.06106005e-09]], rtol=1e-8)


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=6), st.floats(-100, 100))
def test_softmax_does_not_feel_a_constant(row: list[float], constant: float) -> None:
    """Adding a constant to all inputs of a softmax changes no output, and outputs sum to 1."""
    z = np.array([row])
    close(nn.softmax.forward(z + constant), nn.softmax.forward(z), 1e-12)
    assert nn.softmax.forward(z).sum() == pytest.approx(1.0)


def test_losses_have_the_textbook_values() -> None:
    """Losses have the values of the notes' two cases, with one-hot labels and with class numbers."""
    right = np.array([[0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0]])
    wrong = np.array([[0.1, 0.05, 0.1, 0.0, 0.05, 0.1, 0.0, 0.6, 0.0, 0.0]])
    target, number = np.eye(10)[[2]], np.array([2])
    assert nn.sum_of_squared_errors.value(right, target) == pytest.approx(0.0975)
    assert nn.sum_of_squared_errors.value(wrong, target) == pytest.approx(0.5975)
    for y, expected in ((right, 0.510825457), (wrong, 2.302584093)):
        assert nn.categorical_cross_entropy.value(y, target) == pytest.approx(expected, abs=1e-9)
        assert nn.sparse_categorical_cross_entropy.value(y, number) == pytest.approx(expected, abs=1e-9)


def test_the_small_number_in_logarithms_has_its_price() -> None:
    """A perfect answer costs −10⁻⁷, a wrong one 16.1 at most, and a confident mistake loses its gradient."""
    right, wrong = np.ones((1, 1)), np.zeros((1, 1))
    for loss in (nn.binary_cross_entropy, nn.categorical_cross_entropy):
        assert loss.value(right, right) == pytest.approx(-1e-7, rel=1e-6)
        assert loss.value(wrong, right) == pytest.approx(16.118, abs=1e-3)
    for z, slope in ((-5.0, -0.993), (-15.0, -0.754), (-20.0, -0.020), (-30.0, 0.0)):
        y = nn.sigmoid.forward(np.full((1, 1), z))
        found = nn.binary_cross_entropy.gradient(y, right) * y * (1.0 - y)
        assert float(found[0, 0]) == pytest.approx(slope, abs=5e-4)
