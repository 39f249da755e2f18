"""Overfitting: every remedy helps, each in its own way."""

import numpy as np
import pytest

from films import Recipes, told


def test_every_remedy_helps(recipes: Recipes) -> None:
    """For four seeds each remedy ends with a lower validation loss than the network left to itself."""
    for seed in range(4):
        last = recipes["overfitting"].film(seed=seed)[-1]
        alone, *helped = last.validation
        assert all(loss < alone for loss in helped), (seed, last.validation)


def test_each_remedy_does_what_it_is_said_to_do(recipes: Recipes) -> None:
    """The restored epoch has the lowest validation loss so far, weights shrink, vectors stay in the circle."""
    film = recipes["overfitting"].film()
    last = film[-1]
    lengths = [np.linalg.norm(last.hidden(way), axis=1) for way in range(5)]
    assert lengths[3].mean() < 0.5 * lengths[0].mean()
    for frame in film:
        assert np.linalg.norm(frame.hidden(4), axis=1).max() <= frame.max_norm * (1 + 1e-12)
    assert 0 < last.restored < last.epoch
    stopped = [frame for frame in film if frame.restored >= 0]
    assert len({frame.parameters[1].tobytes() for frame in stopped}) == 1
    running = [frame.validation[1] for frame in film if frame.restored < 0]
    assert stopped[0].validation[1] <= min(running) + 1e-12
    assert not film[0].dropped.any()
    assert film.column("dropped")[1:].mean() == pytest.approx(0.5, abs=0.05)
    assert recipes["overfitting"].film(dropout=0.0, epochs=3).column("dropped").sum() == 0
    more = recipes["overfitting"].film(dropout=0.9, epochs=3).column("dropped")
    assert more[1:].mean() > 0.75
    # dropout is what the third network gets: without it, it goes the first one's way; with it, its own
    plain = recipes["overfitting"].film(dropout=0.0, epochs=5)[-1]
    np.testing.assert_array_equal(plain.parameters[2], plain.parameters[0])
    assert np.linalg.norm(film[-1].hidden(2)) > 2 * np.linalg.norm(film[-1].hidden(3))  # and no decay


def test_a_dropout_of_nought_silences_nothing(recipes: Recipes) -> None:
    """The caption says that a dropout of 0 silences no unit, and of any other what is pale."""
    assert "dropout of 0 silences no unit" in told(recipes["overfitting"], dropout=0.0, epochs=2).caption
    assert "dropout silences units at random" in told(recipes["overfitting"], epochs=2).caption
