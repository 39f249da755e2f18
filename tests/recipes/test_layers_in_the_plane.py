"""Layers in the plane: classes gather the deeper the layer, and any recorded network is seen."""

import itertools
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

import recorded
from films import Recipes
from staged import shapes_of, staged
from vizpipe import datasets, nn
from vizpipe.drawing.picture import Path, Text
from vizpipe.drawing.say import Say
from vizpipe.film import stored, taken
from vizpipe.nn.probe import scatter
from vizpipe.nn.view import principal

Array = npt.NDArray[Any]


def test_deeper_layers_gather_the_classes_more(recipes: Recipes) -> None:
    """For six seeds classes scatter as widely as all samples at first, and the less the deeper the layer in the end."""
    for seed in range(6):
        made = recipes["layers-in-the-plane"].film(seed=seed)
        assert made[0].scatters.min() > 0.9
        assert made[-1].scatters[-1] < 0.8
        assert (np.diff(made[-1].scatters[1:]) < -0.05).all()


def test_a_line_gets_as_many_right_as_is_said(recipes: Recipes) -> None:
    """A line parts each plane all the time; its panel says at first and in the end how many lie on its right side.

    In the end no line through two of the samples gets many more, and the headline says how many in two of the planes.
    """
    recipe = recipes["layers-in-the-plane"]
    made = recipe.film()
    stage, last, shares = staged(recipe, made), len(made) - 1, []
    for number, at in itertools.product(range(4), (0, last)):
        path = shapes_of(stage, at, str(number), Path, "Straight")[0]
        one, other = path.lines[0]
        right = sides(one, other, made[at].places[number], made[at].labels)
        shares.append(f"{100.0 * right:.0f}\u00a0%")
        assert shares[-1] in {text.text for text in shapes_of(stage, at, str(number), Text)}
        assert not {text.text for text in shapes_of(stage, last // 2, str(number), Text)} & {*shares}
        if at:
            places = made[at].places[number]
            best = max(sides(one, other, places, made[at].labels) for one, other in itertools.combinations(places, 2))
            assert right > best - 0.03
    told: Any = recipe.cues(made)[-1].values
    assert told["a"] < told["b"] == 100.0
    assert [f"{told[name]:.0f}\u00a0%" for name in "ab"] == [shares[1], shares[-1]]


def sides(one: Array, other: Array, places: Array, labels: Array) -> float:
    """The share of samples that lie on the side of their class of a line through two points."""
    (x, y), (across, up) = one, other - one
    side = (across * (places[:, 1] - y) - up * (places[:, 0] - x) > 0.0) == labels
    return max(float(side.mean()), 1.0 - float(side.mean()))


def test_a_line_moves_little_from_frame_to_frame(recipes: Recipes) -> None:
    """Once the last layer has parted them, its line turns by less than 20° from one frame to the next."""
    recipe = recipes["layers-in-the-plane"]
    made = recipe.film()
    stage = staged(recipe, made)
    ways = [np.ptp(shapes_of(stage, at, "3", Path, "Straight")[0].lines[0], axis=0) for at in range(30, len(made))]
    assert np.abs(np.diff([np.arctan2(*way) for way in ways])).max() < np.deg2rad(20)


def test_the_first_panel_is_the_input(recipes: Recipes) -> None:
    """It shows the samples as they are, but for their mean, in all frames."""
    made = recipes["layers-in-the-plane"].film()
    points, labels = datasets.SETS["circles"].draw(np.random.default_rng(0), 160)
    assert made[0].names[0] == "input"
    for frame in (made[0], made[-1]):
        np.testing.assert_allclose(frame.places[0], points - points.mean(axis=0), atol=1e-12)
        np.testing.assert_array_equal(frame.labels, labels)


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
        assert "along its two principal axes" in recipe.say_words(made, Say()).caption
        answers = network.forward(made_vectors(network)[2], samples(network))[0][1]
        assert made[2].scatters[0] == pytest.approx(scatter(answers, made[2].labels), rel=1e-6)


def made_vectors(network: nn.Network) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The parameters that ``recorded`` made, of each frame."""
    return taken.film(stored.read(recorded.data(3, network), "x"), "x", nn.Snapshot).column("parameters")


def samples(network: nn.Network) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Its samples."""
    return taken.film(stored.read(recorded.data(3, network), "x"), "x", nn.Snapshot)[0].samples
