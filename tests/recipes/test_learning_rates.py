"""Learning rates: larger ones part the classes sooner."""

import numpy as np

from films import Recipes
from vizpipe.recipe import Say


def test_larger_rates_part_the_classes_sooner(recipes: Recipes) -> None:
    """For most of 8 seeds rate 0.1 gets below 0.35 before 0.01, and 0.001 for none; all start alike."""
    for activation in ("tanh", "relu"):
        sooner = 0
        for seed in range(8):
            losses = recipes["learning-rates"].film(seed=seed, activation=activation).column("losses")
            when = [int(np.argmax(losses[:, n] < 0.35)) if (losses[:, n] < 0.35).any() else 999 for n in range(3)]
            sooner += when[0] < when[1]
            assert when[2] == 999
        assert sooner >= 5
    film = recipes["learning-rates"].film()
    losses = film.column("losses")
    below = [np.flatnonzero(losses[:, number] < 0.35) for number in range(3)]
    assert below[0][0] < below[1][0]
    assert not len(below[2])
    assert (film[0].parameters == film[0].parameters[0]).all()


def test_when_each_rate_got_there_is_told(recipes: Recipes) -> None:
    """The caption tells the first epoch in which each rate's loss is below 0.35, or that there was none."""
    film = recipes["learning-rates"].film(epochs=12)
    losses = film.column("losses")
    caption = recipes["learning-rates"].say_words(film, Say()).caption
    for number, rate in enumerate((0.1, 0.01, 0.001)):
        below = np.flatnonzero(losses[:, number] < 0.35)
        assert f"at rate {rate} " + (f"in epoch {below[0]}" if len(below) else "not by epoch 12") in caption
