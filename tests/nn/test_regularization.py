"""Regularization: each remedy does what its paper says, and nothing else."""

import itertools

import numpy as np
import pytest

from vizpipe import datasets, nn
from vizpipe.nn.network import with_ones

NETWORK = nn.Network((3, 40, 30, 2), ("tanh", "relu", "softmax"))


def test_dropout_keeps_the_expected_activation() -> None:
    """The mean over 4,000 masks of a layer's masked activations is the activation, within five standard errors."""
    rng = np.random.default_rng(0)
    vector = NETWORK.initial(rng, nn.initializers.xavier)
    a = NETWORK.forward(vector, rng.normal(size=(1, 3)))[0][1]
    masks = nn.Penalties(dropout=0.3).masks(rng, NETWORK, 4000)
    assert masks is not None
    masked = a * masks[0]
    error = masked.std(axis=0) / np.sqrt(4000)
    assert (np.abs(masked.mean(axis=0) - a[0]) < 5 * error).all()
    assert set(np.unique(masks[1])) == {0.0, 1 / 0.7}
    assert (masks[1] == 0).mean() == pytest.approx(0.3, abs=0.01)


def test_the_gradient_under_dropout_is_exact() -> None:
    """With fixed masks, backpropagation agrees with the numerical gradient of the masked network."""
    rng = np.random.default_rng(1)
    vector = NETWORK.initial(rng, nn.initializers.xavier)
    x, t = rng.normal(size=(6, 3)), np.eye(2)[rng.integers(0, 2, 6)]
    masks = nn.Penalties(dropout=0.5).masks(rng, NETWORK, 6)
    assert masks is not None

    def loss(parameters: np.ndarray) -> float:
        y = x
        for layer, mask in zip(NETWORK.layers(parameters), [*masks, np.ones((6, 2))], strict=True):
            y = layer(y) * mask
        return nn.categorical_cross_entropy.value(y, t)

    _, exact = NETWORK.backpropagate(vector, with_ones(x), t, nn.categorical_cross_entropy, masks)
    assert nn.check_gradient(loss, exact, vector).agree


def test_weight_decay_is_the_gradient_of_its_penalty() -> None:
    """Weight decay adds λw for weights and 0 for biases: the derivative of λ/2 ‖w‖²."""
    rng = np.random.default_rng(2)
    vector = rng.normal(size=NETWORK.parameter_count)
    added = nn.Penalties(weight_decay=0.1).decay(NETWORK, vector, np.zeros_like(vector))

    def penalty(parameters: np.ndarray) -> float:
        return 0.05 * sum(float((layer.weights**2).sum()) for layer in NETWORK.layers(parameters))

    assert nn.check_gradient(penalty, added, vector).agree
    assert not any(layer.bias.any() for layer in NETWORK.layers(added))


def test_max_norm_clamps_each_units_weights_and_no_others() -> None:
    """With max-norm no incoming vector is longer than the limit; shorter ones, biases and directions stay."""
    rng = np.random.default_rng(3)
    vector = rng.normal(size=NETWORK.parameter_count)
    clamped = nn.Penalties(max_norm=2.0).clamp(NETWORK, vector.copy())
    for before, after in zip(NETWORK.layers(vector), NETWORK.layers(clamped), strict=True):
        old, new = (np.linalg.norm(layer.weights, axis=0) for layer in (before, after))
        np.testing.assert_allclose(new, np.minimum(old, 2.0), rtol=1e-12)
        np.testing.assert_allclose(before.weights / old, after.weights / new, rtol=1e-12)
        np.testing.assert_array_equal(before.bias, after.bias)


def test_early_stopping_returns_the_best_epochs_weights() -> None:
    """After ``patience`` epochs without improvement training stops with the weights of the lowest loss."""
    stopping = nn.EarlyStopping(3)
    watch = stopping.start(np.zeros(1))
    losses = [5.0, 3.0, 4.0, 2.0, 2.5, float("nan"), 2.0, 1.0]
    seen = 0
    for epoch, loss in enumerate(losses):
        watch = stopping.update(watch, epoch, loss, np.array([float(epoch)]))
        seen = epoch
        if stopping.stops(watch):
            break
    assert (seen, watch.epoch, watch.loss, watch.parameters.tolist()) == (6, 3, 2.0, [3.0])


def test_the_kept_weights_are_a_copy() -> None:
    """Training on in place does not change the weights that early stopping will restore."""
    weights = np.ones(2)
    watch = nn.EarlyStopping(1).update(nn.EarlyStopping(1).start(weights), 0, 1.0, weights)
    weights[:] = 9.0
    assert watch.parameters.tolist() == [1.0, 1.0]


def test_a_run_obeys_its_penalties() -> None:
    """In a run decay shrinks the weights, max-norm holds after every epoch, dropout changes the course."""
    points, labels = datasets.three_clouds(np.random.default_rng(0), 60)
    network = nn.Network((2, 16, 1), ("relu", "sigmoid"))
    start = network.initial(np.random.default_rng(1), nn.initializers.he)

    def after(penalties: nn.Penalties) -> np.ndarray:
        run = nn.descend(
            network,
            start,
            points,
            labels[:, None].astype(float),
            loss=nn.binary_cross_entropy,
            optimizer=nn.Adam(0.05),
            batch_size=16,
            rng=np.random.default_rng(2),
            penalties=penalties,
        )
        for _, (vector, _losses) in zip(range(20), run, strict=False):
            if penalties.max_norm is not None:
                lengths = [np.linalg.norm(layer.weights, axis=0).max() for layer in network.layers(vector)]
                assert max(lengths) <= penalties.max_norm * (1 + 1e-12)
        return vector

    plain = after(nn.Penalties())
    assert np.linalg.norm(after(nn.Penalties(weight_decay=0.02))) < 0.8 * np.linalg.norm(plain)
    assert not np.allclose(after(nn.Penalties(dropout=0.5)), plain)
    after(nn.Penalties(max_norm=0.7))


@pytest.mark.parametrize("wrong", [{"dropout": 1.0}, {"dropout": -0.1}, {"weight_decay": -1.0}, {"max_norm": 0.0}])
def test_penalties_that_mean_nothing_are_refused(wrong: dict[str, float]) -> None:
    """A probability outside [0, 1), a negative strength, a length of zero and nan are refused."""
    with pytest.raises(ValueError, match="dropout"):
        nn.Penalties(**wrong)
    with pytest.raises(ValueError, match="dropout"):
        nn.Penalties(**dict.fromkeys(wrong, float("nan")))


def test_early_stopping_follows_a_run_and_goes_back_to_its_best() -> None:
    """A run's parameters pass until its loss has not fallen for so long; then the best stay, with their epoch."""
    losses = [5.0, 3.0, 4.0, 2.0, 2.0, 2.5, 1.0, 0.5]
    asked: list[float] = []

    def loss(parameters: np.ndarray) -> float:
        asked.append(losses[int(parameters[0])])
        return asked[-1]

    run = (np.array([float(epoch)]) for epoch in range(8))
    followed = nn.EarlyStopping(2).follow(run, loss)
    found = [(float(parameters[0]), epoch) for parameters, epoch in itertools.islice(followed, 8)]
    assert found == [(0, -1), (1, -1), (2, -1), (3, -1), (4, -1), (3, 3), (3, 3), (3, 3)]
    assert asked == losses[:6]
    assert [epoch for _, epoch in nn.EarlyStopping(9).follow([np.zeros(1)] * 3, lambda _: 1.0)] == [-1, -1, -1]
