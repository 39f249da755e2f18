"""Weights and bias: a weight turns the line, the bias slides it."""

import re
from decimal import Decimal

import numpy as np
import pytest

from films import Recipes, drawn, numbers

CASES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])


def test_a_weight_turns_and_the_bias_slides_the_line(recipes: Recipes) -> None:
    """The line turns only while w₁ moves; its distance is |b| / ‖w‖; θ = −b; it is AND in the end."""
    film = recipes["weights-and-bias"].film()
    angles = np.array([np.arctan2(frame.weights[1], frame.weights[0]) for frame in film])
    turning = film.column("turning") == 0
    assert np.ptp(angles[turning]) > 0.5
    assert np.ptp(angles[~turning]) == 0
    biases = film.column("bias")
    assert np.ptp(biases[turning]) == 0
    assert np.ptp(biases[~turning]) > 0.5
    for frame in film:
        assert frame.threshold == -frame.bias
        assert np.hypot(*frame.foot) == pytest.approx(abs(frame.bias) / np.hypot(*frame.weights))
        np.testing.assert_allclose(frame.line @ frame.weights + frame.bias, 0, atol=1e-9)
        assert (frame.fires(CASES) == (CASES @ frame.weights > frame.threshold)).all()
    last = film[-1]
    np.testing.assert_allclose([*last.weights, last.threshold], [0.5, 0.5, 0.7], atol=1e-12)
    assert last.fires(CASES).tolist() == [0, 0, 0, 1]


def test_the_distance_is_that_of_the_weights_that_are_drawn(recipes: Recipes) -> None:
    """The distance is |θ| / ‖w‖ of the digits on the screen, and the table's answers are theirs, exactly."""
    recipe = recipes["weights-and-bias"]
    film = recipe.film()
    indices = range(2, len(film), 9)
    for index, texts in zip(indices, drawn(recipe, film, *indices), strict=True):
        (rule,) = [text for text in texts if text.startswith("fires where")]
        (far,) = [text for text in texts if text.endswith(" from 0")]
        one, two, theta = (Decimal(each) for each in re.findall(r"-?\d+\.\d+", rule))
        assert numbers(far)[0] == Decimal(f"{abs(float(theta)) / np.hypot(float(one), float(two)):.2f}")
        cases = ((0, 0), (1, 0), (0, 1), (1, 1))
        fires = film[index].fires(np.array(cases, dtype=float)).tolist()
        assert fires == [int(one * x + two * y > theta) for x, y in cases]
