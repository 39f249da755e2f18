"""A stack of linear layers: it is one."""

import numpy as np

from films import Recipes


def test_linear_layers_are_one(recipes: Recipes) -> None:
    """At full depth a linear stack equals one affine map to 1e−12 and lines stay straight; with tanh they bend."""
    last = recipes["linear-stack"].film()[-1]
    matrix, bias = last.one
    np.testing.assert_allclose(last.linear(last.samples), last.samples @ matrix + bias, rtol=0, atol=1e-12)
    line = np.linspace([-2.0, -1.0], [2.0, 1.5], 3)
    for through, straight in ((last.linear, True), (last.bent, False)):
        one, middle, other = through(line)
        assert np.allclose((one + other) / 2, middle, atol=1e-9) == straight
