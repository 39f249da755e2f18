"""Initial weights: they decide whether a signal comes through to the deep layers."""

import numpy as np
import pytest

from films import Recipes
from staged import shapes_of, staged
from vizpipe.drawing.picture.shapes import Path, Text

TANH, RELU = slice(0, 4), slice(4, 6)


def test_initial_weights_decide_what_deep_layers_see(recipes: Recipes) -> None:
    """Xavier keeps the spread with tanh, He with ReLU; small weights let it die, large ones saturate, zero is zero."""
    film = recipes["initial-weights"].film()
    zero, small, large, xavier, faint, he = film[0].spreads
    assert not zero.any()
    assert small[-1] < 1e-4 * small[0]
    assert (large > 0.6).all()
    assert xavier[-1] > 0.5 * xavier[0]
    assert faint[-1] < 0.5 * faint[0]
    assert 0.5 < he[-1] / he[0] < 2
    losses = film[-1].losses
    assert losses[0] == pytest.approx(np.log(10), abs=0.02)
    assert losses[1] == pytest.approx(np.log(10), abs=0.02)
    assert losses[3] < 0.3 < losses[2]
    assert losses[5] < 0.3 < losses[4]
    shares = film[0].histograms.sum(axis=-1)
    np.testing.assert_allclose(shares[TANH], 1.0)  # tanh ends at ±1
    assert (shares[RELU] > 0.999).all()
    assert film[0].histograms[2, -1, [0, 40]].sum() > 0.7  # next to −1 and to 1


def test_the_signal_comes_layer_by_layer_and_then_the_epochs(recipes: Recipes) -> None:
    """Five frames before training show one layer more each; a frame an epoch follows."""
    film = recipes["initial-weights"].film(epochs=3)
    assert [(frame.epoch, frame.layer) for frame in film] == [
        *((0, layer) for layer in range(1, 6)), *((epoch, 5) for epoch in range(1, 4)),
    ]  # fmt: skip
    stage = staged(recipes["initial-weights"], film)
    for index in (0, 2, 4, 7):
        drawn = shapes_of(stage, index, "0/3", Path, "Spread")
        assert len(drawn) == film[index].layer


def test_what_becomes_of_the_signal_is_said_of_the_spread(recipes: Recipes) -> None:
    """Each verdict holds for what was measured, stands in its panel, and the headline names those that are alive."""
    recipe = recipes["initial-weights"]
    for seed in (0, 1, 2):
        film = recipe.film(epochs=1, seed=seed)
        said = [film[-1].becomes(way) for way in range(6)]
        assert said == ["all 0", "dies out", "stuck at ±1", "stays alive", "fades", "stays alive"]
        cues = {cue.name: cue for cue in recipe.cues(film)}
        assert cues["spread"].frame == 4
        assert (
            cues["spread"].say.format(**cues["spread"].values)
            == "Xavier with tanh and He with ReLU keep the signal alive"
        )
    stage = staged(recipe, film)
    for place, verdict in zip(("0/0", "0/1", "0/2", "0/3", "0/4", "0/5"), said, strict=True):
        assert [text.text for text in shapes_of(stage, 4, place, Text)] == [verdict]
        assert not shapes_of(stage, 3, place, Text)


def test_all_histograms_have_one_scale(recipes: Recipes) -> None:
    """Each layer's outline is as wide as the others, what is 0 no wider, and reaches as far as its activations do."""
    film = recipes["initial-weights"].film(epochs=1)
    stage, edges = staged(recipes["initial-weights"], film), np.linspace(-1.025, 2.575, 73)
    for way, place in enumerate(("0/0", "0/1", "0/2", "0/3", "0/4", "0/5")):
        outlines = [path.lines[0] for path in shapes_of(stage, 4, place, Path, "Spread")]
        for layer, outline in enumerate(outlines):
            np.testing.assert_allclose([outline[:, 0].min(), outline[:, 0].max()], layer + 1 + np.array([-0.43, 0.43]))
            there = np.flatnonzero(film[0].histograms[way, layer])
            shares = film[0].histograms[way, layer]
            wide = np.minimum(shares / (np.delete(shares, 20).max() or shares.max()), 1.0)  # bin 20 is around 0
            left = outline[: len(outline) // 2, 0]
            np.testing.assert_allclose(layer + 1.0 - left, 0.43 * np.repeat(wide, 2)[np.repeat(shares > 0.0, 2)])
            ends = edges[there[0]], edges[there[-1] + 1]
            np.testing.assert_allclose([outline[:, 1].min(), outline[:, 1].max()], ends)


def test_the_loss_is_said_to_be_lowest_only_where_it_is(recipes: Recipes) -> None:
    """The last headline stands where both lowest losses belong to weights that keep the signal alive."""
    recipe = recipes["initial-weights"]
    for given in ({"epochs": 3}, {"epochs": 2, "learning_rate": 1e-6}, {"epochs": 1, "seed": 3}):
        film = recipe.film(**given)
        tanh, relu = (int(np.argmin(film[-1].losses[kind])) for kind in (TANH, RELU))
        rest = {cue.name: cue for cue in recipe.cues(film)}["rest"]
        assert ("lowest" in rest.say) == ((tanh, relu) == (3, 1)), given
