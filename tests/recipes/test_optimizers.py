"""Optimizers: different ways, and all get down."""

import numpy as np

from films import Recipes


def test_optimizers_take_different_ways_and_all_get_down(recipes: Recipes) -> None:
    """From one place all optimizers end nearer than 0.3; SGD zigzags at first; on the network four beat it."""
    film = recipes["optimizers"].film()
    places = film.column("places")
    assert (places[0] == (-7.0, 2.0)).all()
    assert (np.hypot(*places[-1].T) < 0.3).all()
    assert (places[:10, 0, 1] * places[1:11, 0, 1] < 0).all()
    paths = places[10].round(3)
    assert len(np.unique(paths, axis=0)) == 5
    losses = film[-1].losses
    assert (losses[1:] < losses[0]).all()
    assert (losses < 0.7 * film[0].losses).all()
