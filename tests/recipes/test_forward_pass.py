"""The forward pass: every layer has the sources' numbers."""

import re

import numpy as np
import pytest

from films import Recipes
from staged import shapes_of, staged
from vizpipe.drawing.picture import Path, Points, Text

FORWARD: dict[str, list[list[tuple[float, ...]]]] = {
    "three-layers": [
        [
            (1.0, 0.5),
            (0.57444252, 0.66818777, 0.75026011),
            (0.62624937, 0.7710107),
            (0.31682708, 0.69627909),
        ],
    ],
    "all-sigmoid": [
        [(1.0, -1.0), (0.9820, 0.1192), (0.8635, 0.1107), (0.6177, 0.8291)],
        [(0.0, 0.0), (0.7311, 0.5), (0.7235, 0.1232), (0.5118, 0.8544)],
    ],
}
"""What every layer puts out for a source's input, and for zeros where the source has them too."""


@pytest.mark.parametrize("network", FORWARD)
def test_the_forward_pass_has_the_sources_numbers(recipes: Recipes, network: str) -> None:
    """Every layer has the numbers of both sources' networks, to as many digits as they print; nothing flows back."""
    film = recipes["forward-pass"].film(network=network)
    digits = 5e-9 if network == "three-layers" else 5e-5
    half = len(film) // 2
    for frame, layers in zip((film[0], film[-1]), FORWARD[network], strict=False):
        for values, expected in zip(frame.values, layers, strict=True):
            np.testing.assert_allclose(values, expected, rtol=0, atol=digits)
    assert not film[-1].x.any()
    progress = film.column("progress")
    for one in (progress[:half], progress[half:]):
        assert (np.diff(one) > 0).all()
        assert (one[0], one[-1]) == (0.0, 3.0)


@pytest.mark.parametrize("network", FORWARD)
def test_what_flows_is_a_value_times_a_weight(recipes: Recipes, network: str) -> None:
    """What flows into a neuron adds up, with its bias, to its sum; of zeros nothing flows into the first layer."""
    film = recipes["forward-pass"].film(network=network)
    for frame in (film[0], film[-1]):
        for number, layer in enumerate(frame.network.layers(frame.parameters)):
            sums = frame.flows[number].sum(axis=0) + layer.bias
            sigmoid = frame.activations[number] == "sigmoid"
            np.testing.assert_allclose(1.0 / (1.0 + np.exp(-sums)) if sigmoid else sums, frame.values[number + 1])
    assert not film[-1].flows[0].any()
    assert all(each.all() for each in film[-1].flows[1:])


def test_the_counter_adds_up(recipes: Recipes) -> None:
    """The sum of the first neuron follows from the numbers in it, to half a unit of its last place."""
    film = recipes["forward-pass"].film(network="all-sigmoid")
    for frame in film:
        if frame.progress < 1.0:
            assert frame.sums == "The input layer computes nothing"
            continue
        left, right = frame.sums.replace("−", "-").split(" = ")
        total = sum(
            float(np.prod([float(each) for each in term.split("·")]))
            for term in re.findall(r"-?[\d.]+(?:·-?[\d.]+)?", left.replace("- ", "-"))
        )
        sum_, _, answer = right.split(" → ")
        assert total == pytest.approx(float(sum_), abs=3e-3)
        assert float(answer) == pytest.approx(1.0 / (1.0 + np.exp(-float(sum_))), abs=1e-3)


@pytest.mark.parametrize("network", FORWARD)
def test_edges_are_as_wide_as_what_flows(recipes: Recipes, network: str) -> None:
    """What has come through is seen, in a sign's colour, in proportion; nodes show what is known, and no more."""
    film = recipes["forward-pass"].film(network=network)
    stage = staged(recipes["forward-pass"], film)
    for index in (0, 8, 24, 25, 33, 49):
        frame = film[index]
        paths = [path for path in shapes_of(stage, index, "/", Path, "Flow") if path.stroke in {"positive", "negative"}]
        flows = np.concatenate([each.ravel() for each in frame.flows[: int(frame.progress)]] or [np.array([])])
        flows = flows[flows != 0.0]
        assert [path.stroke for path in paths] == ["positive" if flow > 0.0 else "negative" for flow in flows]
        assert all(bool(path.dashes) == (path.stroke == "negative") for path in paths)
        if len(flows):
            widths = np.array([path.width for path in paths]) - 1.0
            np.testing.assert_allclose(widths / widths.max(), np.abs(flows) / np.abs(flows).max())
        shown = [text.text.replace("−", "-") for text in shapes_of(stage, index, "/", Text)]
        for layer, values in enumerate(frame.values[1:], 1):
            assert all((f"{value:.3f}" in shown) == (frame.progress >= layer) for value in values)


@pytest.mark.parametrize("network", FORWARD)
def test_names_rings_and_counter_speak_of_one_layer(recipes: Recipes, network: str) -> None:
    """Of the layer that was reached last the name is bold, and the neuron whose sum is told has a ring."""
    film = recipes["forward-pass"].film(network=network)
    stage = staged(recipes["forward-pass"], film)
    names = [["input"], ["hidden 1", "sigmoid"], ["hidden 2", "sigmoid"], ["output", str(film[0].activations[-1])]]
    for index in (0, 5, 8, 13, 16, 22, 24, 25, 34, 49):
        frame = film[index]
        layer = int(frame.progress)
        assert [text.text for text in shapes_of(stage, index, "/", Text) if text.is_bold] == names[layer]
        nodes = shapes_of(stage, index, "/", Points)
        ringed = [node for node, each in enumerate(nodes) if each.rim > min(other.rim for other in nodes)]
        assert ringed == ([int(frame.sizes[:layer].sum())] if layer else [])
        told = frame.sums.replace("−", "-").split()[-1]
        assert not layer or told == f"{frame.values[layer][0]:.3f}"


@pytest.mark.parametrize("network", FORWARD)
def test_the_headlines_stand_where_they_are_true(recipes: Recipes, network: str) -> None:
    """Each is told when its layer has answered; that nothing flows in, when the first layer of zeros has."""
    recipe = recipes["forward-pass"]
    film = recipe.film(network=network)
    cues = {cue.name: (film[cue.frame].progress, bool(film[cue.frame].x.any())) for cue in recipe.cues(film)}
    assert cues == {
        "start": (0.0, True), "first": (1.0, True), "second": (2.0, True), "out": (3.0, True),
        "zero": (0.0, False), "bias": (1.0, False), "on": (2.0, False), "end": (3.0, False),
    }  # fmt: skip
    assert film[0].activations[0] == "sigmoid"
