"""Features: learned ones beat those made by hand, and rules."""

import numpy as np

from films import Recipes


def test_learned_features_beat_hand_made_ones_and_rules(recipes: Recipes) -> None:
    """On unseen digits, for three seeds, the network is better by 5 points at least; the rule is better than chance."""
    for seed in range(3):
        film = recipes["features"].film(seed=seed)
        rule, hand, learned = film[-1].scores
        assert rule > 0.6
        assert max(rule, hand) + 0.05 < learned
        assert len(np.unique(film.column("scores")[:, 0])) == 1  # a rule does not learn
        assert not np.array_equal(film[0].linear, film[-1].linear)
