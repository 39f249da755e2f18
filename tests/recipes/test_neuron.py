"""One neuron: products, their sum, and what is made of it."""

import re
from decimal import Decimal

import numpy as np
import pytest

from films import Recipes, drawn, numbers
from vizpipe.nn.network import with_ones


def test_a_sigmoid_neuron_is_a_logistic_regression(recipes: Recipes) -> None:
    """Gradient descent ends where Newton's method for logistic regression, written here, ends, to two decimals."""
    frame = recipes["neuron"].film(steps=60000)[0]
    x, t = with_ones(frame.samples), frame.labels.astype(float)
    weights = np.zeros(3)
    for _ in range(30):
        p = 1.0 / (1.0 + np.exp(-x @ weights))
        weights = weights + np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]), x.T @ (t - p))
    np.testing.assert_array_equal([*frame.weights, frame.bias], weights.round(2))


def test_a_neurons_parts_add_up(recipes: Recipes) -> None:
    """In every frame products are inputs times weights, and their sum with the bias is squashed to the output."""
    for frame in recipes["neuron"].film():
        np.testing.assert_allclose(frame.products, frame.x * frame.weights)
        assert frame.total == pytest.approx(frame.x @ frame.weights + frame.bias)
        assert frame.output == pytest.approx(1 / (1 + np.exp(-frame.total)))


@pytest.mark.parametrize("seed", [4, 5])
def test_a_neurons_products_and_sum_close_on_the_screen(recipes: Recipes, seed: int) -> None:
    """Each product is, to its last digit, the input times the weight that are drawn, and the sum is their sum."""
    recipe = recipes["neuron"]
    film = recipe.film(seed=seed)
    for texts in drawn(recipe, film, 3, 23, 59):
        products = [numbers(text.partition("×")[2]) for text in texts if text.startswith("× ")]
        (bias,) = [numbers(text)[0] for text in texts if text.startswith("b = ")]
        plain = [Decimal(text) for text in texts if re.fullmatch(r"-?\d+\.\d+", text)]
        inputs, total, output = plain[:2], plain[-2], plain[-1]
        assert len(products) == len(inputs) == 2
        for given, (weight, product) in zip(inputs, products, strict=True):
            assert given * weight == product
        assert sum(product for _, product in products) + bias == total
        assert output == Decimal(f"{1 / (1 + np.exp(-float(total))):.2f}")
