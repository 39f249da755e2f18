"""From sigmoid to step: a steep sigmoid leaves no slope to follow."""

import re

import numpy as np
import pytest

from films import Recipes, module_of
from vizpipe import nn
from vizpipe.recipe import Say


def test_a_steep_sigmoid_is_a_step_with_nothing_to_follow(recipes: Recipes) -> None:
    """Away from 0 the steepest sigmoid is the step to 1e−3, and its slope at the dot all but vanishes."""
    film = recipes["sigmoid-to-step"].film()
    x = np.array([-1.0, -0.1, 0.1, 1.0])
    assert film[-1].steepness == pytest.approx(100.0)
    np.testing.assert_allclose(film[-1].answer(x), nn.step.forward(x), atol=1e-3)
    assert abs(film[-1].slope(-2.6)) < 1e-6
    assert abs(film[0].slope(-2.6)) > 0.01
    for seed in range(4):  # the claim: flat almost everywhere, for other samples too
        ends = recipes["sigmoid-to-step"].film(seed=seed)
        assert ends[-1].flat_share() > 0.5 > 10 * ends[0].flat_share()
    for frame in film:
        difference = (frame.loss(np.array([-2.6 + 1e-5])) - frame.loss(np.array([-2.6 - 1e-5])))[0] / 2e-5
        assert frame.slope(-2.6) == pytest.approx(difference, abs=1e-6)


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
