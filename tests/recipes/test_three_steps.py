"""Three steps: descent picks a better function than any in the set."""

import numpy as np

from films import Recipes


def test_descent_picks_a_better_function_than_any_in_the_set(recipes: Recipes) -> None:
    """The three steps come in order; the picked function is the set's best, and descent ends below all of them."""
    film = recipes["three-steps"].film()
    steps = film.column("step")
    assert (np.diff(steps) >= 0).all()
    assert set(steps) == {1, 2, 3}
    first, last = film[0], film[-1]
    losses = first.losses
    assert len(losses) == 240
    assert first.loss(first.parameters) == losses.min()
    assert last.loss(last.parameters) < 0.2 * losses.min()
    shown = film.column("shown")
    assert (np.diff(shown) >= 0).all()
