"""A layer on its way, and a network whose units change places."""

import numpy as np
import pytest

from vizpipe import nn

RNG = np.random.default_rng(3)
LAYER = nn.Layer(np.array([[1.5, 0.4], [-0.7, 0.9]]), np.array([0.3, -0.2]), nn.tanh)
POINTS = RNG.uniform(-1.0, 1.0, (50, 2))


def test_a_passage_begins_with_the_plane_and_ends_with_the_layer() -> None:
    """At depth 0 points are where they were, at 1 at their weighted sums, at 2 at their activations."""
    for depth, places in ((0.0, POINTS), (1.0, LAYER.affine(POINTS)), (2.0, LAYER(POINTS))):
        np.testing.assert_allclose(nn.Passage(LAYER, depth).forward(POINTS), places, atol=1e-12)


def test_on_its_way_a_layer_turns_and_stretches_evenly() -> None:
    """Half of a layer done twice is the layer, if it only turns or only stretches; areas grow by powers."""
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    for weights in (turn, np.diag([4.0, 0.25])):
        half = nn.Passage(nn.Layer(weights, np.zeros(2), nn.tanh), 0.5)
        np.testing.assert_allclose(half.forward(half.forward(POINTS)), POINTS @ weights, atol=1e-12)
    area = abs(np.linalg.det(LAYER.weights))
    for depth in (0.2, 0.5, 0.9):
        corner, *ends = nn.Passage(LAYER, depth).forward(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
        np.testing.assert_allclose(corner, depth * LAYER.bias)
        assert abs(np.linalg.det(np.array(ends) - corner)) == pytest.approx(area**depth)
    np.testing.assert_allclose(
        nn.Passage(LAYER, 1.5).forward(POINTS), 0.5 * (LAYER.affine(POINTS) + LAYER(POINTS)), atol=1e-12
    )


def test_what_a_place_will_come_to_is_known_at_every_depth() -> None:
    """From a place on the way the weighted sums are found again."""
    for depth in (0.0, 0.4, 1.0, 1.3, 2.0):
        passage = nn.Passage(LAYER, depth)
        np.testing.assert_allclose(passage.sums(passage.forward(POINTS), 4.0), LAYER.affine(POINTS), atol=1e-5)


def test_a_layer_that_mirrors_the_plane_has_no_passage() -> None:
    """No turning leads to a mirror image, nor to three units."""
    for weights in (LAYER.weights[:, ::-1], np.ones((2, 3))):
        with pytest.raises(ValueError, match="mirror"):
            nn.Passage(nn.Layer(weights, np.zeros(weights.shape[1]), nn.tanh), 1.0)
    assert nn.Passage(LAYER._replace(weights=np.zeros((2, 2))), 1.0).forward(POINTS).std(axis=0).max() < 1e-12


def test_units_in_another_order_answer_as_before() -> None:
    """A network whose units of one layer change places gives the same answers, from other parameters."""
    network = nn.Network((3, 4, 5, 2), ("tanh", "relu", "softmax"))
    vector, x = RNG.normal(size=network.parameter_count), RNG.normal(size=(9, 3))
    for layer, order in ((1, (2, 0, 3, 1)), (2, (4, 3, 2, 1, 0))):
        other = nn.reordered(network, vector, layer, order)
        assert not np.array_equal(other, vector)
        assert np.array_equal(np.sort(other), np.sort(vector))
        np.testing.assert_allclose(network.predict(other, x), network.predict(vector, x), atol=1e-12)
        before, after = (network.forward(each, x)[layer - 1][1] for each in (vector, other))
        np.testing.assert_allclose(after, before[:, order], atol=1e-12)
