"""Layers in the plane: classes gather the deeper the layer, and any recorded network is seen."""

from typing import Any

import numpy as np
import pytest

import recorded
from films import Recipes
from staged import shapes_of, staged
from vizpipe import nn
from vizpipe.drawing.picture import Path
from vizpipe.drawing.say import Say
from vizpipe.film import stored, taken
from vizpipe.nn.probe import scatter
from vizpipe.nn.view import principal


def test_deeper_layers_gather_the_classes_more(recipes: Recipes) -> None:
    """For six seeds classes scatter as widely as all samples at first, and the less the deeper the layer in the end."""
    for seed in range(6):
        made = recipes["layers-in-the-plane"].film(seed=seed)
        assert made[0].scatters.min() > 0.9
        assert made[-1].scatters[-1] < 0.8
        assert (np.diff(made[-1].scatters) < -0.05).all()


def test_a_line_gets_as_many_right_as_is_said(recipes: Recipes) -> None:
    """A line parts each plane all the time; in the end the headline says how many lie on its right side in two."""
    recipe = recipes["layers-in-the-plane"]
    made = recipe.film()
    stage, last, shares = staged(recipe, made), len(made) - 1, []
    for number in range(3):
        (path,) = shapes_of(stage, last, str(number), Path, "When")
        (line,) = path.lines
        (x, y), (across, up) = line[0], line[1] - line[0]
        places = made[-1].places[number]
        side = (across * (places[:, 1] - y) - up * (places[:, 0] - x) > 0.0) == made[-1].labels
        shares.append(f"{100.0 * max(side.mean(), 1.0 - side.mean()):.0f}\u00a0%")
        assert all(len(shapes_of(stage, at, str(number), Path, "When")[0].lines) == 1 for at in (0, last // 2))
    told: Any = recipe.cues(made)[-1].values
    assert told["a"] < told["b"] == 100.0
    assert [f"{told[name]:.0f}\u00a0%" for name in "ab"] == [shares[0], shares[-1]]


def test_scatter_is_a_share() -> None:
    """Classes that are points scatter not at all, those that lie on each other as widely as all samples."""
    labels = np.array([0, 0, 1, 1])
    assert scatter(np.array([[0.0], [0.0], [1.0], [1.0]]), labels) == 0.0
    assert scatter(np.array([[0.0], [1.0], [0.0], [1.0]]), labels) == 1.0
    assert scatter(np.zeros((4, 2)), labels) == 1.0
    assert scatter(np.array([[0.0], [1.0], [2.0], [3.0]]), labels) == pytest.approx(np.sqrt(1.0 / 5.0))


def test_a_layer_of_two_units_is_seen_as_it_is() -> None:
    """Its places are the units' answers but for their mean; wider layers are seen along their axes of most variance."""
    rng = np.random.default_rng(0)
    layers = [[rng.normal(size=(9, 2)), rng.normal(size=(9, 5))] for _ in range(3)]
    frames = list(nn.probes([0, 1, 2], [0.5] * 3, layers.__getitem__, np.arange(9) % 2, ["a", "b"]))
    mean = np.concatenate([each[0] for each in layers]).mean(axis=0)
    for frame, (narrow, _) in zip(frames, layers, strict=True):
        np.testing.assert_allclose(frame.places[0], narrow - mean)
    wide = np.concatenate([each[1] for each in layers])
    assert frames[0].held[0] == 1.0
    assert frames[0].held[1] == pytest.approx(sum(principal(wide).shares))
    assert np.concatenate([each.places[1] for each in frames]).var(axis=0).sum() == pytest.approx(
        frames[0].held[1] * wide.var(axis=0).sum()
    )


def test_any_recorded_network_is_seen(recipes: Recipes) -> None:
    """Of a deep network the first hidden layer, the middle one and the last are drawn; without one, its outputs are."""
    recipe = recipes["layers-in-the-plane"]
    for sizes, names in (
        ((7, 6, 5, 4, 3, 2, 1), ["layer 1 (6 units)", "layer 3 (4 units)", "layer 5 (2 units)"]),
        ((4, 3), ["layer 1 (3 units)"]),
        ((4, 1, 1), ["layer 1 (1 unit)"]),
    ):
        network = nn.Network(sizes, ("tanh",) * (len(sizes) - 2) + ("softmax" if sizes[-1] > 1 else "sigmoid",))
        made = taken.film(stored.read(recorded.data(3, network), "x"), "x", nn.Probe)
        assert made[0].names.tolist() == names
        assert recipe.objection(made) == ""
        assert "along its two axes" in recipe.say_words(made, Say()).caption
        answers = network.forward(made_vectors(network)[2], samples(network))[0][1]
        assert made[2].scatters[0] == pytest.approx(scatter(answers, made[2].labels), rel=1e-6)


def made_vectors(network: nn.Network) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The parameters that ``recorded`` made, of each frame."""
    return taken.film(stored.read(recorded.data(3, network), "x"), "x", nn.Snapshot).column("parameters")


def samples(network: nn.Network) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Its samples."""
    return taken.film(stored.read(recorded.data(3, network), "x"), "x", nn.Snapshot)[0].samples
