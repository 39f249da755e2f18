"""The numbers that the sources give, in what recipes do if nothing else is asked for."""

from typing import Any

import numpy as np
import pytest

from films import Recipes, module_of, small
from vizpipe import nn

DEFAULTS: dict[str, dict[str, Any]] = {
    "activations": {"reach": 5.0},
    "classifier": {"epochs": 100},
    "forward-pass": {"network": "three-layers"},
    "gradient-descent": {
        "surface": "bowl", "learning_rate": 0.1, "too_large": 10.0, "too_small": 1e-10, "steps": 100,
    },
    "hidden-mapping": {"target_loss": 0.263, "max_epochs": 200, "samples": 400},
    "learning-rates": {"samples": 400},
    "loss-curves": {"learning_rate": 0.1, "hidden": 50, "batch_size": 100, "epochs": 200},
    "partial-derivatives": {"h": 1e-4, "x0": 3.0, "x1": 4.0},
    "perceptron-rule": {"learning_rate": 1.0},
    "plane-folds": {"samples": 400},
    "rates-and-activations": {"epochs": 200, "samples": 400},
    "softmax-shift": {"largest": 1000.0},
}  # fmt: skip
"""3,000 iterations of the digits' network are 200 epochs of 15 mini-batches."""


@pytest.mark.parametrize("name", DEFAULTS)
def test_what_a_source_gives_is_the_default(recipes: Recipes, name: str) -> None:
    """Rates, sizes, numbers of samples, epochs and steps that a source gives are what a recipe begins with."""
    found = {parameter.name: parameter.default for parameter in recipes[name].parameters}
    assert {given: found[given] for given in DEFAULTS[name]} == DEFAULTS[name]


VARIANTS: dict[str, dict[str, dict[str, Any]]] = {
    "forward-pass": {"all-sigmoid": {"network": "all-sigmoid"}},
    "hidden-mapping": {
        f"{activation}-{speed}": {"activation": activation, "learning_rate": rate} | more
        for activation, most in (("tanh", 16), ("relu", 10))
        for speed, rate, more in (("fast", 0.1, {"max_epochs": most}), ("medium", 0.01, {}), ("slow", 0.001, {}))
    },
}


@pytest.mark.parametrize("name", VARIANTS)
def test_what_a_source_varies_is_a_variant(recipes: Recipes, name: str) -> None:
    """Six hidden mappings, and a network with two inputs."""
    assert VARIANTS[name].items() <= recipes[name].variants.items()


SHAPES = {
    "classifier": ("NETWORK", (32, 64, 256, 5), ("sigmoid", "sigmoid", "softmax"), 20037),
    "matrices": ("NETWORK", (2, 3, 2, 2), ("sigmoid", "sigmoid", "identity"), 23),
    "plane-folds": ("NETWORK", (2, 2, 1), ("tanh", "sigmoid"), 9),
    "xor-duel": ("NETWORK", (2, 2, 1), ("tanh", "sigmoid"), 9),
}


@pytest.mark.parametrize("name", SHAPES)
def test_networks_have_the_sources_shapes(name: str) -> None:
    """Units, activations and the number of parameters are those of the sources' networks."""
    attribute, sizes, activations, count = SHAPES[name]
    network = getattr(module_of(name), attribute)
    assert (network.sizes, network.activations, network.parameter_count) == (sizes, activations, count)


@pytest.mark.parametrize("name", ["perceptron-rule", "weights-and-bias", "xor-duel"])
def test_two_inputs_have_four_cases(name: str) -> None:
    """The four cases of two binary inputs are (0, 0), (1, 0), (0, 1) and (1, 1), in this order."""
    np.testing.assert_array_equal(module_of(name).CASES, [[0, 0], [1, 0], [0, 1], [1, 1]])


def test_the_three_clouds_are_those_of_the_source(recipes: Recipes) -> None:
    """Of 400 samples 100 lie around (−1, −1), 100 around (1, 1) and 200, of class 1, around 0; σ is 0.5 in each."""
    for name in ("hidden-mapping", "learning-rates", "plane-folds", "rates-and-activations"):
        parameters = {each.name for each in recipes[name].parameters}
        shorter = {"epochs": 1} if "epochs" in parameters else {"max_epochs": 1}
        frame = recipes[name].film(**shorter)[0]
        np.testing.assert_array_equal(frame.labels, np.repeat([0, 1], 200))
        for part, centre in ((slice(0, 100), -1.0), (slice(100, 200), 1.0), (slice(200, 400), 0.0)):
            points = frame.samples[part]
            assert abs(points - centre).mean(axis=0) == pytest.approx(0.5 * np.sqrt(2.0 / np.pi), abs=0.1)
            assert points.mean(axis=0) == pytest.approx(centre, abs=0.2)
            assert points.std(axis=0) == pytest.approx(0.5, abs=0.1)


def test_the_first_weights_are_drawn_as_the_sources_say(monkeypatch: pytest.MonkeyPatch, recipes: Recipes) -> None:
    """Hidden mappings begin within Glorot's limits, the digits' network with N(0, 0.01²); all biases with 0."""
    begun: list[tuple[nn.Network, Any]] = []
    real = nn.Network.initial

    def noted(self: nn.Network, *given: Any) -> Any:
        begun.append((self, real(self, *given)))
        return begun[-1][1].copy()

    monkeypatch.setattr(nn.Network, "initial", noted)
    for seed in range(40):
        small(recipes["hidden-mapping"], seed=seed, max_epochs=1)
    first, second = (np.stack([vector[part] for _, vector in begun]) for part in (slice(0, 4), slice(6, 8)))
    for weights, fans in ((first, 4), (second, 3)):
        limit = np.sqrt(6.0 / fans)
        assert 0.9 * limit < abs(weights).max() <= limit
        assert weights.std() == pytest.approx(limit / np.sqrt(3.0), rel=0.15)  # of a uniform distribution
    small(recipes["loss-curves"])
    network, vector = begun[-1]
    for place in network.places:
        assert vector[place.weights].std() == pytest.approx(0.01, rel=0.1)
    assert not any(vector[place.bias].any() for network, vector in begun for place in network.places)
