"""From sigmoid to step: a steep sigmoid leaves no slope to follow."""

import re
from typing import Any

import numpy as np
import pytest

from films import Recipes, module_of
from staged import shapes_of, staged
from vizpipe import nn
from vizpipe.drawing.picture import Path, Points, Text
from vizpipe.recipe import Say


def test_a_steep_sigmoid_is_a_step_with_nothing_to_follow(recipes: Recipes) -> None:
    """Away from 0 the steepest sigmoid is the step to 1e−3, and its slope at the dot all but vanishes."""
    film = recipes["sigmoid-to-step"].film()
    x = np.array([-1.0, -0.1, 0.1, 1.0])
    assert film[-1].steepness == pytest.approx(100.0)
    np.testing.assert_allclose(film[-1].answer(x), nn.step.forward(x), atol=1e-3)
    assert abs(film[-1].slope(np.array([-2.6]))[0]) < 1e-6
    assert abs(film[0].slope(np.array([-2.6]))[0]) > 0.01
    for seed in range(4):  # the claim: flat almost everywhere, for other samples too
        ends = recipes["sigmoid-to-step"].film(seed=seed)
        gentle, steep = (
            (np.abs(frame.slope(np.linspace(-5.0, 5.0, 1001))) < 1e-3).mean() for frame in (ends[0], ends[-1])
        )
        assert steep > 0.5 > 10 * gentle
    for frame in film:
        difference = (frame.loss(np.array([-2.6 + 1e-5])) - frame.loss(np.array([-2.6 - 1e-5])))[0] / 2e-5
        assert frame.slope(np.array([-2.6]))[0] == pytest.approx(difference, abs=1e-6)


def test_the_staircase_is_half_the_share_of_wrong_answers(recipes: Recipes) -> None:
    """With a step in the sigmoid's place each wrong answer costs one half: the loss goes up and down in whole steps."""
    frame = recipes["sigmoid-to-step"].film(steps=2)[0]
    thresholds = np.array([-6.0, -1.0, 0.7, 1.3, 6.0])
    wrong = [np.mean((frame.samples > threshold) != (frame.labels == 1)) for threshold in thresholds]
    stairs = module_of("sigmoid-to-step").staircase(frame.samples, frame.labels, thresholds)
    np.testing.assert_allclose(stairs, np.array(wrong) / 2.0)


@pytest.mark.parametrize("samples", [24, 500, 5000])
def test_a_loss_is_called_flat_where_it_is(recipes: Recipes, samples: int) -> None:
    """The share of thresholds that is called flat is that of slopes under 0.001; among many samples none is told."""
    recipe = recipes["sigmoid-to-step"]
    film = recipe.film(samples=samples, steps=2)
    x, h = np.linspace(-5.0, 5.0, 401), 1e-6
    slopes = (film[-1].loss(x + h) - film[-1].loss(x - h)) / (2 * h)
    share = 100 * float((np.abs(slopes) < 1e-3).mean())
    caption = recipe.say_words(film, Say()).caption
    found = re.search(r"below 0\.001 for (\d+)", caption)
    assert found is None if samples == 5000 else found is not None and abs(int(found[1]) - share) < 1.5
    assert "no slope" not in caption


def slope(frame: Any, threshold: float) -> float:
    """The loss's slope, as a difference quotient of half the mean squared error."""
    above, below = (
        0.5 * np.mean((1.0 / (1.0 + np.exp(-frame.steepness * (frame.samples - at))) - frame.labels) ** 2)
        for at in (threshold + 1e-5, threshold - 1e-5)
    )
    return float(above - below) / 2e-5


def test_learning_goes_down_until_the_loss_is_flat(recipes: Recipes) -> None:
    """On the way from −2.6 the slope is 0.001 or more; where it ends the loss is flatter than that, or rises."""
    for seed in range(4):
        for frame in list(recipes["sigmoid-to-step"].film(seed=seed))[::6]:
            assert all(slope(frame, at) <= -9.9e-4 for at in np.arange(-2.6, frame.rest - 0.005, 0.01))
            assert slope(frame, frame.rest) > -1.01e-3


def test_the_steps_headlines_are_true(recipes: Recipes) -> None:
    """For 8 seeds: first learning ends near the best threshold, then short of it, in the end where it started."""
    recipe = recipes["sigmoid-to-step"]
    met: set[str] = set()
    for seed in range(8):
        film = recipe.film(seed=seed)
        cues = {cue.name: cue for cue in recipe.cues(film)}
        met |= cues.keys()
        losses = film[0].loss(np.linspace(-5.0, 5.0, 4001))
        assert "almost to where it is lowest" in cues["start"].say
        assert film[0].way[-1, 1] - losses.min() < 0.01
        bent = film[cues["bent"].frame]
        assert bent.steepness >= 2.0
        assert bent.way[-1, 1] - bent.loss(np.linspace(-5.0, 5.0, 4001)).min() < 0.0101
        if "short" in cues:
            at = film[cues["short"].frame]
            assert 0.1 < at.rest + 2.6 < film[0].rest + 2.6 + 0.5
            assert at.way[-1, 1] > at.loss(np.linspace(-5.0, 5.0, 4001)).min() + 0.0099
        assert "flat where learning starts" in cues["stuck"].say
        assert all(slope(frame, frame.rest) > -1.01e-3 for frame in list(film)[cues["stuck"].frame :])
        assert all(abs(frame.rest + 2.6) < 0.1 for frame in list(film)[cues["stuck"].frame :])
        assert "a step's has no slope" in cues["end"].say
        assert film[-1].steepness >= 50.0
    assert met == {"start", "bent", "short", "stuck", "end"}
    short = recipe.cues(recipe.film(steepest=40.0))
    assert "step's" not in short[-1].say  # too gentle to be called a step
    gentle = recipe.cues(recipe.film(steepest=0.6))
    assert [cue.name for cue in gentle] == ["start", "end"]


def test_the_picture_shows_the_neuron_where_learning_stops(recipes: Recipes) -> None:
    """A line joins each sample's rim with the neuron's answer; the way down lies on the loss, between its two dots."""
    film = recipes["sigmoid-to-step"].film()
    stage = staged(recipes["sigmoid-to-step"], film)
    for index in (0, 27, 59):
        frame = film[index]
        (missed,) = shapes_of(stage, index, "0", Path, "Edge")
        ends = np.array(missed.lines)
        answers = 1.0 / (1.0 + np.exp(-frame.steepness * (frame.samples - frame.rest)))
        rims = frame.labels + np.sign(answers - frame.labels) * np.minimum(np.abs(answers - frame.labels), 0.025)
        np.testing.assert_allclose(ends[:, 0], np.stack([frame.samples, rims], axis=1), atol=1e-12)
        np.testing.assert_allclose(ends[:, 1, 1], answers, atol=1e-12)
        _, crosses = shapes_of(stage, index, "0", Path, "Crosses")
        wrong = int(((frame.samples > frame.rest) != (frame.labels == 1)).sum())
        assert len(crosses.lines) == 2 * wrong
        start, stop = shapes_of(stage, index, "1", Points, "Dots")
        (way,) = [path for path in shapes_of(stage, index, "1", Path, "Line") if path.stroke == "gradient"]
        np.testing.assert_allclose(way.lines[0][[0, -1]], np.concatenate([start.places, stop.places]))
        np.testing.assert_allclose(frame.loss(way.lines[0][:, 0]), way.lines[0][:, 1])
        assert start.places[0, 0] == -2.6


def test_what_is_seen_is_named(recipes: Recipes) -> None:
    """The longest error at a side has its name; where learning is stuck, the way of the first sigmoid is seen too."""
    for seed in range(4):
        film = recipes["sigmoid-to-step"].film(seed=seed)
        stage = staged(recipes["sigmoid-to-step"], film)
        for index in (0, 15, 30, 45, 59):
            frame = film[index]
            labels, errors = frame.labels == 1, shapes_of(stage, index, "0", Text, "When")
            assert len(errors) == 1 or (not errors and 0 < index < 59)
            for error in errors:
                above = error.align == "right"
                place = frame.samples[labels].min() if above else frame.samples[~labels].max()
                answer = 1.0 / (1.0 + np.exp(-frame.steepness * (place - frame.rest)))
                assert error.place == pytest.approx((place, (answer + above) / 2.0), abs=0.013)
            dashed = [path for path in shapes_of(stage, index, "1", Path, "When") if path.dashes]
            assert bool(dashed) == (abs(frame.rest + 2.6) < 0.1)
            for path in dashed:
                np.testing.assert_allclose(path.lines[0][[0, -1], 0], [-2.6, film[0].rest])
                np.testing.assert_allclose(film[0].loss(path.lines[0][:, 0]), path.lines[0][:, 1])
