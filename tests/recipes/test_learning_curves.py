"""Learning curves: what falls, what turns, and what is said of it."""

from typing import Any

import numpy as np
import pytest

from films import Recipes, module_of
from staged import shapes_of, staged
from vizpipe import nn
from vizpipe.drawing.picture.shapes import Path, Text
from vizpipe.drawing.say import Say
from vizpipe.film.film import Film

NAMES = ["loss", "accuracy", "val_loss"]


def film(rows: list[list[float]], names: list[str] | None = None, epochs: list[int] | None = None) -> Film[nn.Curve]:
    """A film of these measurements; nan was not measured."""
    values, said = np.ma.masked_invalid(np.array(rows)), np.array(names or NAMES)
    frames = [nn.Curve(at, row, said) for at, row in zip(epochs or range(len(rows)), values, strict=True)]
    return Film.shoot("learning-curves", nn.Curve, frames, {})


def test_one_loss_falls_and_the_other_turns(recipes: Recipes) -> None:
    """For six seeds the loss on what it learns from ends under a third of the first, and within 15 % of its lowest.

    That on unseen points has its minimum before the last third, and ends at least a twentieth above it.
    """
    for seed in range(6):
        made = recipes["learning-curves"].film(seed=seed)
        own, unseen = made.column("metrics")[:, [0, 2]].T
        assert own[-1] < own[0] / 3
        assert own[-1] <= 1.15 * own.min()
        best = int(unseen.argmin())
        assert best < len(made) * 2 // 3
        assert unseen[-1] > 1.05 * unseen[best]


def test_the_losses_are_those_of_the_network(recipes: Recipes) -> None:
    """Epoch 0 is the untrained network; a loss is the mean cross-entropy, an accuracy the share on the right side."""
    first = recipes["learning-curves"].film(epochs=1)[0]
    assert list(first.names) == ["loss", "accuracy", "val_loss", "val_accuracy"]
    assert first.metrics[[0, 2]] == pytest.approx([np.log(2.0)] * 2, abs=0.2)
    assert np.all((first.metrics[[1, 3]] >= 0.0) & (first.metrics[[1, 3]] <= 1.0))


def test_curves_are_what_was_measured(recipes: Recipes) -> None:
    """Each curve goes through every number up to now and through no other: nothing is smoothed."""
    made = film([[3.0, 0.2, 3.5], [2.0, 0.5, 2.9], [2.5, 0.4, 3.1], [1.0, 0.9, 4.0]])
    stage = staged(recipes["learning-curves"], made)
    lines: list[Any] = [path.lines[0] for path in shapes_of(stage, 3, "0", Path, "Trail")]
    np.testing.assert_allclose(lines[0], [[0.0, 3.0], [1.0, 2.0], [2.0, 2.5], [3.0, 1.0]])
    np.testing.assert_allclose(lines[1], [[0.0, 3.5], [1.0, 2.9], [2.0, 3.1], [3.0, 4.0]])


def test_a_share_is_filled_from_nought(recipes: Recipes) -> None:
    """What is right is a part of a whole, from 0 to 1, filled up to now; a loss and a number above 1 are not filled."""
    made = film([[3.0, 0.2, 3.5], [2.0, 0.5, 2.9], [2.5, 0.4, 3.1]])
    stage = staged(recipes["learning-curves"], made)
    (filled, _) = shapes_of(stage, 1, "1", Path, "Area")
    np.testing.assert_allclose(filled.lines[0], [[0.0, 0.2], [1.0, 0.5], [1.0, 0.0], [0.0, 0.0]])
    assert [text.text for text in shapes_of(stage, 1, "1", Text, "When")] == ["filled: training"]
    body: Any = recipes["learning-curves"].pictured(made).body
    assert body.parts[1].limits[2:] == (0.0, 1.0)
    assert not shapes_of(stage, 1, "0", Path, "Area")
    beyond = staged(recipes["learning-curves"], film([[3.0, 20.0, 3.5], [2.0, 50.0, 2.9]]))
    assert not shapes_of(beyond, 1, "1", Path, "Area")


def test_what_was_measured_seldom_is_joined(recipes: Recipes) -> None:
    """Between two measured epochs a curve is straight; before the first there is none, and all of it is drawn."""
    made = film([[3.0, 0.1, np.nan], [2.0, 0.2, 4.0], [1.5, 0.3, np.nan], [1.0, 0.4, 2.0]])
    module = module_of("learning-curves")
    np.testing.assert_allclose(module.measured(made, 2), [np.nan, 4.0, 3.0, 2.0])
    stage = staged(recipes["learning-curves"], made)
    for at in range(4):
        assert shapes_of(stage, at, "0", Path, "Trail")


def test_what_is_said_is_so(recipes: Recipes) -> None:
    """Beats stand where the loss falls fastest and where validation has risen; the caption gives its numbers."""
    recipe = recipes["learning-curves"]
    made = film([[3.0, 0.2, 3.5], [2.9, 0.5, 2.9], [1.5, 0.4, 2.1], [1.4, 0.9, 4.0], [1.3, 0.9, 4.5]])
    cues = {cue.name: cue.frame for cue in recipe.cues(made)}
    assert cues == {"start": 0, "steepest": 2, "turn": 3, "rest": 4}
    caption = recipe.say_words(made, Say()).caption
    assert "Loss falls from 3.00 to 1.30" in caption
    assert "lowest in epoch 2, with 2.1, and ends at 4.5" in caption
    still = film([[1.0, 0.5, 2.0], [1.2, 0.5, 1.9], [1.1, 0.5, 1.8], [1.3, 0.5, 1.7]])
    assert "On unseen data" not in recipe.say_words(still, Say()).caption
    assert recipe.cues(still)[-1].say == "It ends no lower than it began"


def test_a_loss_over_two_decades_is_logarithmic(recipes: Recipes) -> None:
    """A loss that falls to less than a hundredth has a logarithmic axis, which says so."""
    made = film([[10.0, 0.1, 9.0], [0.01, 0.9, 1.0]])
    body: Any = recipes["learning-curves"].pictured(made).body
    assert [part.title for part in body.parts] == ["Loss, logarithmic", "Share that is right"]


@pytest.mark.parametrize("names", [["lr"], ["F1"], ["ppl{x}"], ["loss"], ["val_loss"]])
def test_any_metric_is_drawn(names: list[str], recipes: Recipes) -> None:
    """One number of any name, also one with braces in it, is a picture with words."""
    recipe, made = recipes["learning-curves"], film([[0.5], [0.25], [0.125]], names)
    (panel,) = staged(recipe, made).shapes(staged(recipe, made).moment(2, made[2])).values()
    assert panel
    assert recipe.say_words(made, Say()).caption
    assert recipe.cues(made)


def test_a_film_without_numbers_does_not_fit(recipes: Recipes) -> None:
    """Where nothing was measured the recipe says so; otherwise it has no objection."""
    assert recipes["learning-curves"].objection(film([[np.nan] * 3] * 2)) == "nothing in it was measured"
    assert recipes["learning-curves"].objection(film([[1.0, np.nan, np.nan]] * 2)) == ""
