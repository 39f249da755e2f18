"""Initial weights: the spread that each paper states, and what becomes of it layer by layer."""

from typing import Any

import numpy as np
import pytest

from vizpipe import nn


def test_initial_weights_have_their_spread() -> None:
    """Each initializer has the standard deviation that its paper states, within sampling error."""
    rng, shape = np.random.default_rng(4), (200, 300)
    assert not nn.initializers.zero(rng, *shape).any()
    assert nn.initializers.normal(0.01)(rng, *shape).std() == pytest.approx(0.01, rel=0.02)
    assert nn.initializers.xavier(rng, *shape).std() == pytest.approx((1 / 200) ** 0.5, rel=0.02)
    assert nn.initializers.he(rng, *shape).std() == pytest.approx((2 / 200) ** 0.5, rel=0.02)
    glorot = nn.initializers.glorot_uniform(rng, *shape)
    assert glorot.std() == pytest.approx((2 / 500) ** 0.5, rel=0.02)
    assert np.abs(glorot).max() <= (6 / 500) ** 0.5


def variances(initializer: nn.initializers.Initializer, activation: str, scale: float) -> list[float]:
    """Variance of pre-activations of layers 1 to 5, averaged over ten seeds, for inputs of this standard deviation."""
    found = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        network = nn.Network((200,) * 6, (activation,) * 5)
        vector = network.initial(rng, initializer)
        passed = network.forward(vector, rng.normal(0.0, scale, (400, 200)))
        found.append([z.var() for z, _ in passed])
    return [float(each) for each in np.mean(found, axis=0)]


@pytest.mark.parametrize(
    ("initializer", "activation", "scale"), [(nn.initializers.xavier, "tanh", 0.1), (nn.initializers.he, "relu", 1.0)]
)
def test_xavier_and_he_keep_the_variance(initializer: Any, activation: str, scale: float) -> None:
    """From layer 1 to 5 Xavier and He keep the variance of pre-activations within 20 %, averaged over ten seeds."""
    first, *rest = variances(initializer, activation, scale)
    assert all(abs(each / first - 1) < 0.2 for each in rest)


@pytest.mark.parametrize("sigma", [0.01, 1.0])
def test_other_initial_weights_do_not(sigma: float) -> None:
    """N(0, 0.01²) lets the variance die, N(0, 1) lets it grow: from layer 1 to 5 more than twofold."""
    first, *_, last = variances(nn.initializers.normal(sigma), "tanh", 0.1)
    assert last < first / 100 if sigma < 0.1 else last > 2 * first


def test_from_zero_all_hidden_units_stay_equal() -> None:
    """With zero weights a hidden layer's units never differ, whatever is learned."""
    network = nn.Network((4, 6, 3), ("sigmoid", "softmax"))
    rng = np.random.default_rng(0)
    x, labels = rng.normal(size=(40, 4)), rng.integers(0, 3, 40)
    run = nn.descend(
        network,
        np.zeros(network.parameter_count),
        x,
        labels,
        loss=nn.sparse_categorical_cross_entropy,
        optimizer=nn.SGD(0.5),
        batch_size=10,
        rng=rng,
    )
    for _ in range(20):
        vector, _losses = next(run)
    hidden, output = network.layers(vector)
    assert np.ptp(hidden.weights, axis=1).max() < 1e-15
    assert np.ptp(output.weights, axis=0).max() < 1e-15
    assert np.abs(vector).max() > 0.01
