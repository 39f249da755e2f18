"""The forward pass: every layer has the sources' numbers."""

import numpy as np
import pytest

from films import Recipes

FORWARD: dict[str, list[tuple[float, ...]]] = {
    "three-layers": [
        (1.0, 0.5),
        (0.57444252, 0.66818777, 0.75026011),
        (0.62624937, 0.7710107),
        (0.31682708, 0.69627909),
    ],
    "all-sigmoid": [(1.0, -1.0), (0.9820, 0.1192), (0.8635, 0.1107), (0.6177, 0.8291)],
    "all-sigmoid-zero": [(0.0, 0.0), (0.7311, 0.5), (0.7235, 0.1232), (0.5118, 0.8544)],
}


@pytest.mark.parametrize("network", FORWARD)
def test_the_forward_pass_has_the_sources_numbers(recipes: Recipes, network: str) -> None:
    """Every layer has the numbers of both sources' networks, to as many digits as they print."""
    film = recipes["forward-pass"].film(network=network)
    digits = 5e-9 if network == "three-layers" else 5e-5
    for values, expected in zip(film[-1].values, FORWARD[network], strict=True):
        np.testing.assert_allclose(values, expected, rtol=0, atol=digits)
    layers = film.column("layer")
    assert (np.diff(layers) >= 0).all()  # nothing flows back
    assert layers[-1] == 3
