"""A convolution: the same few weights at every place of an image."""

import numpy as np
import pytest

from closeness import close
from vizpipe import nn


def test_a_patch_answers_at_every_place_as_its_definition_says() -> None:
    """Each unit is the activation of the sum, over the pixels below its patch, of weight times pixel, and its bias."""
    rng = np.random.default_rng(0)
    network = nn.Convolution(5, 3, 2, 4, ("tanh", "softmax"))
    vector, x = rng.normal(size=network.parameter_count), rng.normal(size=(3, 25))
    first, second = network.layers(vector)
    patches, rest = vector[:20].reshape(2, 10), vector[20:].reshape(19, 4)
    images, found = x.reshape(3, 5, 5), first(x).reshape(3, 2, 3, 3)
    for sample, which, row, column in np.ndindex(found.shape):
        below = images[sample, row : row + 3, column : column + 3].ravel()
        sums = sum(w * pixel for w, pixel in zip(patches[which], below, strict=False)) + patches[which, -1]
        assert found[sample, which, row, column] == pytest.approx(np.tanh(sums))
    np.testing.assert_allclose(second.weights, rest[:-1])
    np.testing.assert_allclose(second.bias, rest[-1])
    np.testing.assert_allclose(network.predict(vector, x), second(first(x)))


def test_the_gradient_of_shared_weights_is_exact() -> None:
    """‖exact − numerical‖ ≤ 1e−7 for the parameters, which many places share."""
    rng, network = np.random.default_rng(1), nn.Convolution(4, 2, 3, 5, ("tanh", "softmax"))
    vector = network.initial(rng, nn.initializers.xavier)
    x, labels, loss = rng.normal(size=(6, 16)), rng.integers(0, 5, 6), nn.sparse_categorical_cross_entropy
    widened = np.column_stack([x, np.ones(6)])
    outputs, exact = network.backpropagate(vector, widened, labels, loss)
    np.testing.assert_allclose(outputs, network.predict(vector, x))
    close(exact, nn.numerical_gradient(lambda v: loss.value(network.predict(v, x), labels), vector), 1e-7)


def test_it_has_as_many_parameters_as_are_counted_by_hand() -> None:
    """4 patches of 5 × 5 on 8 × 8 pixels: 4·26 for them, and (4·16 + 1)·10 behind them; biases begin at 0."""
    network = nn.Convolution(8, 5, 4, 10)
    assert (network.places, network.parameter_count) == (4, 4 * 26 + 65 * 10)
    vector = network.initial(np.random.default_rng(0), nn.initializers.he)
    assert vector.shape == (754,)
    assert not vector[25:104:26].any()
    assert not vector[-10:].any()
    assert np.count_nonzero(vector) == 754 - 4 - 10


def test_what_does_not_fit_is_refused() -> None:
    """A patch larger than the image is refused, and so are penalties, which are for fully connected networks."""
    with pytest.raises(ValueError, match="a patch of 6 pixels does not fit into an image of 5"):
        nn.Convolution(5, 6, 1, 2)
    with pytest.raises(ValueError, match="at least one unit"):
        nn.Convolution(5, 3, 0, 2)
    network, rng = nn.Convolution(4, 2, 1, 2), np.random.default_rng(0)
    loss, rule = nn.sparse_categorical_cross_entropy, nn.SGD(0.1)
    run = nn.descend(
        network, network.initial(rng, nn.initializers.he), np.zeros((3, 16)), np.array([0, 1, 0]),
        loss=loss, optimizer=rule, batch_size=2, rng=rng, penalties=nn.Penalties(weight_decay=0.1),
    )  # fmt: skip
    with pytest.raises(ValueError, match="penalties are for fully connected networks"):
        next(run)
