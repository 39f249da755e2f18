"""Digits in the plane: two numbers a digit, and digits of a kind come together."""

import numpy as np
import pytest

from films import Recipes
from replays.networks import Shape, passed
from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
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


def test_each_digit_is_a_letter_where_the_network_puts_it(recipes: Recipes) -> None:
    """A frame's digits stand, each once, where plain numpy finds the two hidden units of their image."""
    recipe = recipes["digits-in-the-plane"]
    film = recipe.film(epochs=2)
    for index, figure in enumerate(Scene(recipe, film, Style(LIGHT, *recipe.size)).stills(range(len(film)))):
        frame, (plane, *_) = film[index], [axes for axes in figure.axes if axes.texts and axes.images]
        _, places, _ = passed(Shape((64, 32, 2, 10), ("tanh", "identity", "softmax")), frame.parameters, frame.images)[
            0
        ]
        letters = plane.texts[1:]  # after its name
        assert [text.get_text() for text in letters] == [str(label) for label in frame.labels]
        np.testing.assert_allclose([text.get_position() for text in letters], places, atol=1e-9)


def test_digits_are_said_to_gather_only_if_they_do(recipes: Recipes) -> None:
    """With a tiny rate digits stay mixed, and the alternative text does not say that they gather."""
    recipe = recipes["digits-in-the-plane"]
    film = recipe.film(learning_rate=1e-6, epochs=2)
    assert film[-1].spread > 0.9 * film[0].spread
    assert "gather" not in recipe.say_words(film, Say()).alternative
    assert "gather" in recipe.say_words(recipe.film(), Say()).alternative
