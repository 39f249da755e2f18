"""It is a two: hidden units crystallise from noise."""

from typing import Any

import numpy as np
import pytest

from films import Recipes, module_of


def test_in_the_end_it_is_a_two(recipes: Recipes) -> None:
    """Of 256 binary inputs the 2 gets over 90 % in the end, less than 30 % at first; confidences add up to 1."""
    film = recipes["it-is-a-two"].film()
    first, last = film[0], film[-1]
    assert last.image.shape == (16, 16)
    assert set(np.unique(last.image)) == {0, 1}
    assert last.label == 2
    assert first.confidences[2] < 0.3
    assert last.confidences.argmax() == 2
    assert last.confidences[2] > 0.9
    for frame in film:
        assert frame.confidences.sum() == pytest.approx(1.0)
    assert last.accuracy > 0.9
    assert last.weights.shape == (12, 16, 16)


def test_hidden_units_crystallise_from_noise(recipes: Recipes) -> None:
    """Neighbouring pixels' weights are unrelated at first and go together in the end."""

    def together(frame: Any) -> float:
        left, right = frame.weights[:, :, :-1].ravel(), frame.weights[:, :, 1:].ravel()
        return float(np.corrcoef(left, right)[0, 1])

    film = recipes["it-is-a-two"].film()
    assert abs(together(film[0])) < 0.1
    assert together(film[-1]) > 0.4


def test_digits_are_enlarged_evenly() -> None:
    """An enlarged flat image stays flat, and half an image of ink is half an image of ink."""
    enlarged = module_of("it-is-a-two").enlarged
    half = np.zeros((1, 8, 8))
    half[:, :4] = 1.0
    assert enlarged(np.ones((1, 64))).all()
    assert not enlarged(np.zeros((1, 64))).any()
    grown = enlarged(half.reshape(1, 64))[0]
    assert grown[:8].all()
    assert not grown[8:].any()
