"""Runs as recipes film them: up to a goal, side by side; and units that have died on the way."""

import itertools
from collections.abc import Iterator

import numpy as np
import pytest

from vizpipe import datasets, nn

NETWORK = nn.Network((2, 2, 1), ("tanh", "sigmoid"))
LOSS = nn.binary_cross_entropy


def run(rate: float = 0.05, network: nn.Network = NETWORK) -> Iterator[nn.Snapshot]:
    """A training on three clouds that is the same each time."""
    points, labels = datasets.three_clouds(np.random.default_rng(0), 40)
    rng = np.random.default_rng(1)
    start = network.initial(rng, nn.initializers.xavier)
    return nn.train(network, start, points, labels, loss=LOSS, optimizer=nn.Adam(rate), batch_size=8, rng=rng)


def test_a_run_ends_at_its_last_epoch_or_at_its_goal() -> None:
    """A run has the epochs up to the last, or up to the first whose loss is at most the goal, be it the very first."""
    losses = [each.loss for each in itertools.islice(run(), 8)]
    goal = losses[3]
    assert min(losses[:3]) > goal
    assert [each.loss for each in nn.until(run(), 7)] == losses
    assert [each.epoch for each in nn.until(run(), 7, goal)] == [0, 1, 2, 3]
    assert [each.epoch for each in nn.until(run(), 2, goal)] == [0, 1, 2]
    assert [each.epoch for each in nn.until(run(), 7, losses[0])] == [0]


def test_runs_side_by_side_are_the_runs() -> None:
    """What stands side by side is each run's own: parameters, losses, accuracies, all of one epoch."""
    rates = (0.1, 0.01, 0.001)
    alone = [list(itertools.islice(run(rate), 5)) for rate in rates]
    together = list(nn.abreast((run(rate) for rate in rates), 4))
    assert [each.epoch for each in together] == [0, 1, 2, 3, 4]
    for now, snapshots in zip(together, zip(*alone, strict=True), strict=True):
        np.testing.assert_array_equal(now.parameters, [each.parameters for each in snapshots])
        np.testing.assert_array_equal(now.losses, [each.loss for each in snapshots])
        np.testing.assert_array_equal(now.accuracies, [each.accuracy for each in snapshots])


def test_networks_side_by_side_are_of_one_shape() -> None:
    """Networks of several shapes have no common array of parameters, and are refused."""
    with pytest.raises(ValueError, match="shape"):
        next(nn.abreast([run(), run(network=nn.Network((2, 3, 1), ("tanh", "sigmoid")))], 1))


def test_a_unit_that_answers_0_to_everything_is_dead() -> None:
    """A ReLU unit whose sum is below 0 for every sample is dead, in any hidden layer; tanh units never are."""
    samples = np.random.default_rng(0).uniform(-1.0, 1.0, (20, 2))
    for activation, dead in (("relu", {(1, 1), (2, 0)}), ("tanh", set())):
        network = nn.Network((2, 2, 3, 1), (activation, activation, "sigmoid"))
        vector = np.abs(network.initial(np.random.default_rng(1), nn.initializers.he))
        first, second, _ = network.layers(vector)
        first.bias[:] = 5.0, -50.0
        second.bias[:] = -500.0, 5.0, 5.0
        assert nn.dead_units(network, vector, samples) == dead
    assert nn.dead_units(nn.Network((2, 1), ("relu",)), np.full(3, -9.0), samples) == set()  # no hidden layer


def test_a_snapshot_shows_its_weights_and_its_dead_units() -> None:
    """The weights of a snapshot are its network's, layer by layer; a unit that nothing wakes is among its dead."""
    first = next(run(network=nn.Network((2, 3, 1), ("relu", "sigmoid"))))
    layers = list(first.network.layers(first.parameters))
    assert [each.shape for each in first.weights] == [(2, 3), (3, 1)]
    assert all(np.array_equal(each, layer.weights) for each, layer in zip(first.weights, layers, strict=True))
    assert (1, 2) not in first.dead
    killed = first.parameters.copy()
    next(first.network.layers(killed)).bias[2] = -99.0
    assert (1, 2) in first._replace(parameters=killed).dead
