"""Neurons draw: every one brings the curve closer."""

import numpy as np
import pytest

from films import Recipes, module_of
from staged import shapes_of, staged
from vizpipe.drawing.picture import Path


def test_every_neuron_brings_the_curve_closer(recipes: Recipes) -> None:
    """Every neuron lowers the error; the parts add up to the curve, which bends at hinges only."""
    film = recipes["neurons-draw"].film()
    errors = film.column("error")
    assert (np.diff(errors) < 0).all()
    assert errors[-1] < 0.01
    assert errors[0] > 0.1
    for frame in list(film)[::5]:
        curve = frame.bias + sum(
            weight * np.maximum(0, frame.x - hinge) for hinge, weight in zip(frame.hinges, frame.weights, strict=True)
        )
        np.testing.assert_allclose(frame.curve, curve, atol=1e-9)
        assert np.sqrt(np.mean((curve - frame.target) ** 2)) == pytest.approx(frame.error, abs=1e-9)
        assert (frame.weights != 0).sum() <= frame.neurons
        slopes = np.diff(frame.curve) / np.diff(frame.x)
        bends = frame.x[1:-1][np.abs(np.diff(slopes)) > 1e-6]
        hinges = frame.hinges[: frame.neurons]
        assert all(np.abs(hinges - bend).min() < 2 * 1.5 / 600 for bend in bends)  # it bends at hinges only


def test_each_sentence_of_the_story_is_true(recipes: Recipes) -> None:
    """The first neuron bends a straight line once; the curve is said to be close at the first frame at which it is."""
    film, recipe = recipes["neurons-draw"].film(), recipes["neurons-draw"]
    _, first, more, close, end = recipe.cues(film)
    slopes = [np.round(np.diff(frame.curve) / np.diff(frame.x), 9) for frame in film]
    assert np.ptp(slopes[0]) == 0.0
    assert (np.diff(slopes[first.frame]) != 0.0).sum() in {1, 2}  # the slope across the hinge lies between
    assert (first.frame, more.frame, end.frame) == (1, 2, len(film) - 1)
    away = [np.abs(frame.curve - frame.target).mean() for frame in film]
    assert "on average the line is less than {close:g}" in close.say
    assert away[close.frame] < 0.02
    assert film[close.frame].error < 0.02 <= film[close.frame - 1].error
    assert [cue.frame for cue in recipe.cues(recipe.film(neurons=1))] == [0, 1]


def test_neurons_are_drawn_as_they_answer(recipes: Recipes) -> None:
    """Below the elephant each ramp is what a neuron adds, moved down, the newest from 0 on; dots are where it bends."""
    film, module = recipes["neurons-draw"].film(), module_of("neurons-draw")
    scene, number = staged(recipes["neurons-draw"], film), 7
    frame = film[number]
    ramps, newest, thread = shapes_of(scene, number, "0", Path, "Edge")
    assert len(ramps.lines) == number
    for at, (line, answers) in enumerate(zip(ramps.lines, frame.answers, strict=False)):
        shown, is_flat = ~np.isnan(line[:, 1]), answers == 0.0
        np.testing.assert_allclose(line[shown, 1] - module.GROUND, answers[shown], atol=1e-12)
        assert shown[(np.abs(answers) < module.STEEP) & ~is_flat].all()
        assert (shown[is_flat] == (at == number - 1)).all()
    np.testing.assert_array_equal(newest.lines, ramps.lines[-1:])
    hinge = frame.hinges[number - 1]
    np.testing.assert_allclose(thread.lines[0][:, 0], hinge)
    np.testing.assert_allclose(thread.lines[0][0, 1], np.interp(hinge, frame.x, frame.curve))
