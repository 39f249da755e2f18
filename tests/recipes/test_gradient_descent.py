"""Gradient descent: how far it gets depends on the rate."""

import numpy as np
import pytest
from matplotlib.text import Annotation

from films import Recipes, said, still


def test_gradient_descent_ends_where_the_textbooks_does(recipes: Recipes) -> None:
    """From (−3, 4) rates 0.1 and 1e−10 end at the source's points, 10 diverges; in the valley the path zigzags."""
    film = recipes["gradient-descent"].film()
    good, large, small = film[-1].places
    np.testing.assert_allclose(good, (-6.11110793e-10, 8.14814391e-10), rtol=1e-6)
    np.testing.assert_allclose(small, (-2.99999994, 3.99999992), rtol=1e-8)
    distances = np.array([frame.distances for frame in film])
    assert (np.diff(distances[:, 1]) > 0).all()
    assert distances[1, 1] > 90
    assert np.abs(large).max() > 1e6
    valley = recipes["gradient-descent"].film(**recipes["gradient-descent"].variants["valley"])
    across = valley.column("places")[:, 0, 1]
    assert (across[:-1] * across[1:] < 0).all()  # from side to side at every step
    assert valley[-1].distances[0] < 0.01
    assert valley[-1].distances[1] > 1


@pytest.mark.parametrize("rate", [0.0005, 2e-4, 3e-10, 1e6, 0.1])
def test_a_descents_rate_is_labelled_as_it_was_given(recipes: Recipes, rate: float) -> None:
    """No rate is rounded to a power of ten, in the caption or beside its curve."""
    recipe = recipes["gradient-descent"]
    text = {0.0005: "0.0005", 2e-4: "0.0002", 3e-10: "3·10⁻¹⁰", 1e6: "10⁶", 0.1: "0.1"}[rate]
    assert f"rate {text} " in said(recipe, too_small=rate, steps=3)
    drawn = [
        each.get_text().removesuffix(" ↑")
        for each in still(recipe, recipe.size, too_small=rate, steps=3).findobj(Annotation)
    ]
    assert f"rate {text}" in drawn


def test_only_paths_that_zigzag_are_said_to(recipes: Recipes) -> None:
    """In the valley a path that changes sides at every step is named, and no other."""
    recipe = recipes["gradient-descent"]
    assert said(recipe, **recipe.variants["valley"]).endswith("The path zigzags at rate 0.95 and 1.02.")
    assert "zigzag" not in said(recipe, surface="valley", learning_rate=0.1, too_large=0.4, too_small=0.01)
