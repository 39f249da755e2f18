"""Digits in the plane: two numbers a digit, and digits of a kind come together."""

import pytest

from films import Recipes
from vizpipe.recipe import Say


def test_digits_of_a_kind_come_together(recipes: Recipes) -> None:
    """For three seeds digits of a kind scatter half as widely in the end, and over 80 % of unseen ones are right."""
    for seed in range(3):
        film = recipes["digits-in-the-plane"].film(seed=seed)
        first, last = film[0], film[-1]
        assert last.places.shape == (297, 2)
        assert last.spread < 0.5 * first.spread
        assert last.accuracy > 0.8
        assert (last.answers(last.places) == last.labels).mean() == pytest.approx(last.accuracy)


def test_digits_are_said_to_gather_only_if_they_do(recipes: Recipes) -> None:
    """With a tiny rate digits stay mixed, and the alternative text does not say that they gather."""
    recipe = recipes["digits-in-the-plane"]
    film = recipe.film(learning_rate=1e-6, epochs=2)
    assert film[-1].spread > 0.9 * film[0].spread
    assert "gather" not in recipe.say_words(film, Say()).alternative
    assert "gather" in recipe.say_words(recipe.film(), Say()).alternative
