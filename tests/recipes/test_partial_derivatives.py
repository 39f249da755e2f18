"""Partial derivatives: the slopes of two slices are the gradient."""

from typing import Any

import numpy as np
import pytest

from films import Recipes, drawn, numbers, told


@pytest.mark.parametrize(("point", "slopes"), [((3, 4), (6, 8)), ((0, 2), (0, 4)), ((3, 0), (6, 0))])
def test_slopes_of_slices_are_the_gradient(recipes: Recipes, point: Any, slopes: Any) -> None:
    """Slopes of slices are the exact gradient at every point of the round; the bug finds 0 everywhere."""
    film = recipes["partial-derivatives"].film(x0=float(point[0]), x1=float(point[1]))
    np.testing.assert_allclose(film[-1].point, point)
    np.testing.assert_allclose(film[-1].gradient, slopes, atol=1e-9)
    for frame in film:
        np.testing.assert_allclose(frame.gradient, 2 * frame.point, atol=1e-8)
        assert not frame.wrong.any()
        assert frame.stuck.tolist() == list(map(float, point))
    np.testing.assert_allclose(film[-1].moved, np.array(point) * 0.8 ** (len(film) - 1), atol=1e-6)


def test_a_gradient_is_twice_the_point_that_is_drawn(recipes: Recipes) -> None:
    """On the bowl x₀² + x₁² the gradient is twice the point that is drawn, to the last digit."""
    recipe = recipes["partial-derivatives"]
    for given in ({}, {"x0": 3.14159, "x1": -0.777}):
        film = recipe.film(**given)
        for texts in drawn(recipe, film, *range(0, len(film), 13)):
            (gradient,) = [text for text in texts if text.startswith("Gradient")]
            (point,) = [text for text in texts if text.startswith("at ")]
            assert numbers(gradient) == [2 * each for each in numbers(point)]


def test_what_goes_downhill_has_a_hill(recipes: Recipes) -> None:
    """Slopes have a true minus; from the bottom nothing is said to go down, and no arrow is spoken of."""
    recipe = recipes["partial-derivatives"]
    assert "At (−5, 5) the slices have the slopes −10.00 and 10.00" in told(recipe, x0=-5.0, x1=5.0).caption
    bottom = told(recipe, x0=0.0, x1=0.0).caption
    assert "goes down" not in bottom
    assert "arrow" not in bottom
    assert "goes down" not in told(recipe, steps=1).caption
