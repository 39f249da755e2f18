"""Weights layer by layer: how they spread, in a training of ours and in a film of somebody's network."""

import numpy as np
import pytest

import recorded
from films import Recipes
from staged import shapes_of, staged
from vizpipe import nn
from vizpipe.drawing.picture.shapes import Path
from vizpipe.drawing.say import Say
from vizpipe.film import stored, taken
from vizpipe.film.film import Film
from vizpipe.nn.histograms import BINS

NETWORK = nn.Network((3, 4, 2, 1), ("relu", "tanh", "sigmoid"))


def film() -> Film[nn.Histograms]:
    """A recorded network of three layers, as histograms."""
    return taken.film(stored.read(recorded.data(3, NETWORK), "x"), "weights-by-layer", nn.Histograms)


def test_all_layers_spread_and_the_last_most(recipes: Recipes) -> None:
    """For three seeds the weights of each layer end at least 1.8 times as wide, more so the nearer to the output."""
    for seed in range(3):
        made = recipes["weights-by-layer"].film(seed=seed)
        grown = made[-1].deviations / made[0].deviations
        assert grown.min() > 1.8
        assert (np.diff(grown) > 0.0).all()


def test_a_histogram_counts_the_weights_alone() -> None:
    """Of a layer's weights each is in one bin, biases in none; edges are the same in all frames, 0 in the middle."""
    vector = np.zeros(NETWORK.parameter_count)
    for layer in NETWORK.layers(vector):
        layer.weights[:], layer.bias[:] = -0.5, 9.0
    next(NETWORK.layers(vector)).weights[0, 0] = 1.0
    first, last = nn.histograms(NETWORK, [0, 7], [np.zeros_like(vector), vector])
    assert (first.epoch, last.epoch) == (0, 7)
    np.testing.assert_array_equal(first.edges, last.edges)
    np.testing.assert_allclose(last.shares.sum(axis=1), 1.0)
    assert first.shares[:, BINS // 2].tolist() == [1.0, 1.0, 1.0]
    assert last.edges[0, [0, -1]].tolist() == [-1.0, 1.0]
    assert last.shares[0, -1] == pytest.approx(1.0 / 12.0)
    assert last.shares[1, 0] == 1.0
    assert last.deviations[1] == 0.0
    assert last.names[0] == "layer 1 (3 → 4)"


def test_a_recorded_network_is_drawn_layer_by_layer(recipes: Recipes) -> None:
    """Each layer of a stranger's film has a panel, in which the outline of now lies over that of the first weights."""
    recipe, made = recipes["weights-by-layer"], film()
    assert len(made) == 3
    stage = staged(recipe, made)
    for number in range(3):
        first, now = shapes_of(stage, 2, str(number), Path, "Histogram")
        assert np.asarray(first.lines[0])[:, 1].max() == pytest.approx(made[0].shares[number].max())
        assert np.asarray(now.lines[0])[:, 1].max() == pytest.approx(made[2].shares[number].max())
    caption = recipe.say_words(made, Say()).caption
    assert "in layer 3 (2 → 1)" in caption


def test_of_many_layers_six_are_drawn(recipes: Recipes) -> None:
    """The first and the last are among those that are drawn of a deep network."""
    deep = nn.Network((2,) * 12 + (1,), ("tanh",) * 11 + ("sigmoid",))
    made = taken.film(stored.read(recorded.data(2, deep), "x"), "weights-by-layer", nn.Histograms)
    stage = staged(recipes["weights-by-layer"], made)
    assert all(shapes_of(stage, 1, str(number), Path, "Histogram") for number in range(6))
    caption = recipes["weights-by-layer"].say_words(made, Say()).caption
    assert caption.count(" to ") == 7
    assert "layer 12" in caption
