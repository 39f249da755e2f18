"""Networks: layer by layer, batches, shapes, and training that is the same twice."""

import itertools

import numpy as np
import pytest

from closeness import close
from vizpipe import nn


def test_three_layers_have_the_textbook_values() -> None:
    """The forward pass of three layers has the source notes' numbers, layer by layer."""
    network = nn.Network((2, 3, 2, 2), ("sigmoid", "sigmoid", "identity"))
    weights = ([0.1, 0.3, 0.5, 0.2, 0.4, 0.6], [0.1, 0.4, 0.2, 0.5, 0.3, 0.6], [0.1, 0.3, 0.2, 0.4])
    biases = ([0.1, 0.2, 0.3], [0.1, 0.2], [0.1, 0.2])
    vector = np.concatenate([part for layer in zip(weights, biases, strict=True) for part in layer])
    passed = network.forward(vector, np.array([[1.0, 0.5]]))
    close(passed[0][1], [[0.57444252, 0.66818777, 0.75026011]])
    close(passed[1][1], [[0.62624937, 0.7710107]])
    close(passed[2][1], [[0.31682708, 0.69627909]])


def test_a_batch_is_its_rows() -> None:
    """Predicting a batch gives what predicting each row gives, to 1e−15."""
    rng = np.random.default_rng(1)
    network = nn.Network((4, 7, 3), ("tanh", "softmax"))
    vector = network.initial(rng, nn.initializers.glorot_uniform)
    batch = rng.normal(size=(9, 4))
    rows = np.concatenate([network.predict(vector, row[None]) for row in batch])
    close(network.predict(vector, batch), rows, 1e-15)


def test_scores_are_the_sums_that_the_last_activation_gets() -> None:
    """The sigmoid of a score is what the network predicts; where it can't decide between two classes the score is 0."""
    rng = np.random.default_rng(2)
    network = nn.Network((2, 3, 1), ("tanh", "sigmoid"))
    vector = network.initial(rng, nn.initializers.xavier)
    batch = rng.normal(size=(9, 2))
    close(1.0 / (1.0 + np.exp(-network.scores(vector, batch))), network.predict(vector, batch), 1e-15)
    close(network.scores(vector, np.zeros((1, 2))), 0.0)


def test_training_is_the_same_twice_and_learns() -> None:
    """The same generator gives the same snapshots of a training to the bit, and the loss falls."""

    def run() -> list[nn.Snapshot]:
        rng = np.random.default_rng(5)
        x = rng.normal(size=(60, 2))
        labels = (x[:, 0] > 0).astype(np.int64)
        network = nn.Network((2, 1), ("sigmoid",))
        start = network.initial(rng, nn.initializers.zero)
        loss, rule = nn.binary_cross_entropy, nn.SGD(0.5)
        snapshots = nn.train(network, start, x, labels, loss=loss, optimizer=rule, batch_size=16, rng=rng)
        return list(itertools.islice(snapshots, 10))

    one, two = run(), run()
    assert [s.epoch for s in one] == list(range(10))
    assert all((a.parameters == b.parameters).all() and a.loss == b.loss for a, b in zip(one, two, strict=True))
    assert one[0].loss == pytest.approx(np.log(2), abs=1e-6)
    assert one[-1].loss < 0.5 * one[0].loss
    assert one[-1].accuracy > 0.9


@pytest.mark.parametrize(
    ("sizes", "activations", "says"),
    [((2, 1), (), "activations"), ((2, 0), ("tanh",), "at least one"), ((2, 1), ("tahn",), "unknown activation")],
)
def test_a_shape_that_is_no_network_is_refused(sizes: tuple[int, ...], activations: tuple[str, ...], says: str) -> None:
    """A shape that is no network is refused with what is wrong with it."""
    with pytest.raises(ValueError, match=says):
        nn.Network(sizes, activations)
