"""Nine seeds: they meet different ends."""

import numpy as np

from films import Recipes


def test_nine_seeds_meet_different_ends(recipes: Recipes) -> None:
    """Some of nine seeds part the classes, some don't, and a dead unit answers 0 to every sample."""
    last = recipes["nine-seeds"].film()[-1]
    parted = (last.accuracies >= 0.8).sum()
    assert 0 < parted < 9
    dead = [last.dead(number) for number in range(9)]
    assert any(dead)
    for number, units in enumerate(dead):
        answers = last.network.forward(last.parameters[number], last.samples)[0][1]
        assert {unit for _, unit in units} == {unit for unit in range(2) if not answers[:, unit].any()}
    assert len(np.unique(recipes["nine-seeds"].film()[0].parameters, axis=0)) == 9
