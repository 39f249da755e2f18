"""The loss of a batch: its spread falls with the root of its size."""

import numpy as np
import pytest

from films import Recipes


def test_a_mini_batchs_spread_falls_with_the_root_of_its_size(recipes: Recipes) -> None:
    """Means are the total loss within five standard errors; spread × √size is the single sample's, within 8 %."""
    film = recipes["batch-loss"].film()
    for frame in film:
        error = frame.deviation / np.sqrt(frame.size * len(frame.losses))
        assert abs(frame.losses.mean() - frame.total) < 5 * error
        assert frame.spread * np.sqrt(frame.size) == pytest.approx(frame.deviation, rel=0.08)
    singles = np.unique(film[0].losses)
    assert len(singles) > 500  # losses of digits, each at least 0
    assert singles.min() >= 0
    assert film[0].size == 1
    assert film[-1].size == 256
