"""The XOR duel: one neuron never wins, about half of the networks do."""

import numpy as np

from films import Recipes, told


def test_in_the_duel_the_neuron_never_wins_and_about_half_the_networks_do(recipes: Recipes) -> None:
    """Over 20 seeds no neuron ever has all four cases; 6 to 16 networks do in the end, the default's among them."""
    won = 0
    for seed in range(20):
        right = [frame.right for frame in recipes["xor-duel"].film(seed=seed)]
        assert max(neuron for neuron, _ in right) <= 3
        won += right[-1][1] == 4
    assert 6 <= won <= 16
    film = recipes["xor-duel"].film()
    assert film[-1].right[1] == 4
    directions = film.column("neuron")
    assert len(np.unique(directions[-40:].round(9), axis=0)) > 5  # still moving at the end


def test_the_duels_caption_counts_the_changes(recipes: Recipes) -> None:
    """The caption counts as many changes as the neuron's weights differ between frames, in a short duel too."""
    for ticks in (1, 2, 60):
        film = recipes["xor-duel"].film(ticks=ticks)
        changes = sum(
            not np.array_equal(one.neuron, two.neuron) for one, two in zip(film, list(film)[1:], strict=False)
        )
        times = "1 time" if changes == 1 else f"{changes} times"
        assert f"was changed {times} by update {ticks}." in told(recipes["xor-duel"], ticks=ticks).caption
