"""Losses: squared error ends at 1, cross-entropy nowhere."""

import numpy as np

from films import Recipes
from vizpipe import nn


def test_losses_have_the_textbook_values(recipes: Recipes) -> None:
    """Losses are 0.0975 and 0.5108 for the right answer, 0.5975 and 2.3026 for the wrong one, by either label."""
    cases = recipes["losses"].film()[0]
    np.testing.assert_allclose(cases.squared, (0.0975, 0.5975), rtol=1e-12)
    np.testing.assert_allclose(cases.entropy, (0.510825457, 2.302584093), atol=5e-10)
    np.testing.assert_array_equal(cases.entropy, cases.sparse)
    assert cases.squared[1] > cases.squared[0]
    assert cases.entropy[1] > cases.entropy[0]
    # the claim: confident in the wrong class, squared error ends at 1, cross-entropy nowhere (but for its 1e−7)
    wrong, target = np.array([[1e-9, 1.0 - 1e-9]]), np.array([[1.0, 0.0]])
    assert nn.sum_of_squared_errors.value(wrong, target) <= 1.0
    assert nn.categorical_cross_entropy.value(wrong, target) > 15.0
