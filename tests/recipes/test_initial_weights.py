"""Initial weights: they decide what deep layers see."""

import numpy as np
import pytest

from films import Recipes


def test_initial_weights_decide_what_deep_layers_see(recipes: Recipes) -> None:
    """Xavier and He keep the spread and learn; small weights let it die, large ones saturate, zero never moves."""
    film = recipes["initial-weights"].film()
    zero, small, large, xavier, he = film[0].spreads
    assert not zero.any()
    assert small[-1] < 1e-4 * small[0]
    assert (large > 0.6).all()
    assert xavier[-1] > 0.5 * xavier[0]
    assert 0.5 < he[-1] / he[0] < 2
    losses = film[-1].losses
    assert losses[0] == pytest.approx(np.log(10), abs=0.02)
    assert losses[1] == pytest.approx(np.log(10), abs=0.02)
    assert max(losses[3:]) < 0.3
    shares = film.column("histograms").sum(axis=-1)
    np.testing.assert_allclose(shares[:, :4], 1.0)  # tanh ends at ±1
    assert (shares[:, 4] > 0.95).all()
    assert len(np.unique(film.column("spreads")[:, 0])) == 1  # from zero nothing ever moves
