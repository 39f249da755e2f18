"""Neurons draw: every one brings the curve closer."""

import numpy as np
import pytest

from films import Recipes


@pytest.mark.parametrize("shape", ["cats", "mountains"])
def test_every_neuron_brings_the_curve_closer(recipes: Recipes, shape: str) -> None:
    """Every neuron lowers the error; the parts add up to the curve, which bends at hinges only."""
    film = recipes["neurons-draw"].film(shape=shape)
    errors = film.column("error")
    assert (np.diff(errors) < 0).all()
    assert errors[-1] < 0.01
    assert errors[0] > 0.1
    for frame in list(film)[::20]:
        curve = frame.bias + sum(
            weight * np.maximum(0, frame.x - hinge) for hinge, weight in zip(frame.hinges, frame.weights, strict=True)
        )
        np.testing.assert_allclose(frame.curve, curve, atol=1e-9)
        assert np.sqrt(np.mean((curve - frame.target) ** 2)) == pytest.approx(frame.error, abs=1e-9)
        assert (frame.weights != 0).sum() <= frame.neurons
        slopes = np.diff(frame.curve) / np.diff(frame.x)
        bends = frame.x[1:-1][np.abs(np.diff(slopes)) > 1e-6]
        hinges = frame.hinges[: frame.neurons]
        assert all(np.abs(hinges - bend).min() < 2 / 600 for bend in bends)  # it bends at hinges only
