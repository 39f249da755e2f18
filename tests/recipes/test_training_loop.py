"""The training loop: an epoch sees every sample once."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from films import Recipes, told
from staged import shapes_of, staged
from vizpipe import nn
from vizpipe.drawing.picture import Path, Points


def test_an_epoch_sees_every_sample_once(recipes: Recipes) -> None:
    """An iteration has four beats; an epoch's mini-batches are all samples; each update is SGD on its own batch."""
    film = recipes["training-loop"].film(samples=20, batch_size=8, epochs=2)
    assert film.column("beat").tolist() == [0, 1, 2, 3] * 6
    for epoch in (1, 2):
        seen = np.concatenate([np.unique(frame.batch) for frame in film if frame.epoch == epoch and frame.beat == 0])
        assert sorted(seen.tolist()) == list(range(20))
    network = nn.Network((1, 1), ("identity",))
    for frame in film:
        batch = np.unique(frame.batch)
        _, gradient = network.gradient(frame.parameters, frame.x[batch], frame.t[batch], nn.sum_of_squared_errors)
        np.testing.assert_allclose(frame.gradient, gradient, atol=1e-12)
        np.testing.assert_allclose(frame.updated, frame.parameters - 0.12 * gradient, atol=1e-12)
    whole = recipes["training-loop"].film()
    assert whole[-1].total(whole[-1].updated) < 0.1 * whole[0].total(whole[0].parameters)


def test_the_last_mini_batch_of_an_epoch_may_be_smaller(recipes: Recipes) -> None:
    """20 samples by eights are mini-batches of 8, 8 and 4: three iterations an epoch."""
    caption = told(recipes["training-loop"], samples=20, batch_size=8, epochs=1).caption
    assert caption.endswith(" 20 samples, 8 in a mini-batch, in the last of an epoch 4: 3 iterations per epoch.")
    whole = told(recipes["training-loop"], samples=20, batch_size=20, epochs=1).caption
    assert whole.endswith(" 20 samples, 20 in a mini-batch: 1 iteration per epoch.")
    assert "1 update brings" in whole


def test_the_first_loop_is_told_step_by_step(recipes: Recipes) -> None:
    """The first three steps stand more than a second each, those of the second loop half as long."""
    recipe = recipes["training-loop"]
    film = recipe.film()
    cues = {cue.name: cue for cue in recipe.cues(film)}
    assert list(cues) == ["take", "gradient", "update", "repeat", "faster", "epoch", "again", "fits"]
    assert [cues[name].frame for name in ("take", "gradient", "update", "repeat")] == [0, 1, 2, 3]
    assert min(cues[name].stand for name in ("take", "gradient", "update")) > 1.0
    assert cues["repeat"].each
    assert cues["repeat"].stand < 0.5 * cues["gradient"].stand
    assert cues["faster"].frame == 8  # two loops of four steps


@pytest.mark.parametrize("given", [{}, {"seed": 3}, {"samples": 20, "batch_size": 8}, {"learning_rate": 1e-4}])
def test_the_loops_headlines_are_true(recipes: Recipes, given: dict[str, Any]) -> None:
    """An epoch is over when every sample was used once; the line fits only if the loss has fallen to a fifth."""
    recipe = recipes["training-loop"]
    film = recipe.film(**given)
    cues = {cue.name: cue for cue in recipe.cues(film)}
    at = cues["epoch"].frame
    seen = [np.unique(frame.batch) for frame in list(film)[: at + 1] if frame.beat == 0]
    assert sorted(np.concatenate(seen).tolist()) == list(range(len(film[0].x)))
    assert film[at].beat == 3
    assert cues["epoch"].values["each"] == len(seen) == film[at].iteration
    assert not np.array_equal(film[cues["again"].frame].order, film[at].order)
    losses = [((p[0] * film[0].x + p[1] - film[0].t) ** 2).mean() for p in (film[0].parameters, film[-1].updated)]
    assert ("fits" in cues) == (losses[1] < 0.2 * losses[0])
    if "fits" in cues:
        assert cues["fits"].frame == len(film) - 1


def test_the_loops_picture_shows_each_step(recipes: Recipes) -> None:
    """The mini-batch is large and dark, here and in the strip; its gradient has misses, and an arrow until it moved."""
    recipe = recipes["training-loop"]
    film = recipe.film(samples=20, batch_size=8, epochs=2)
    stage = staged(recipe, film)
    (lowest,) = shapes_of(stage, 0, "0/1", Points, "Dots")[:1]
    _, slope = nn.Network((1, 1), ("identity",)).gradient(
        lowest.places[0], film[0].x, film[0].t, nn.sum_of_squared_errors
    )
    np.testing.assert_allclose(slope, 0.0, atol=1e-9)
    for index, frame in enumerate(film):
        w, b = frame.updated if frame.beat >= 2 else frame.parameters
        batch = np.unique(frame.batch) if frame.beat < 3 else frame.batch[:0]
        _, large = shapes_of(stage, index, "0/0", Points, "Dots")
        np.testing.assert_array_equal(large.places, np.stack([frame.x[batch, 0], frame.t[batch, 0]], axis=1))
        (line,) = (path.lines[0] for path in shapes_of(stage, index, "0/0", Path, "Line"))
        np.testing.assert_allclose(line[:, 1], w * line[:, 0] + b)
        arrows = [path for path in shapes_of(stage, index, "0/1", Path, "Edge") if path.stroke == "gradient"]
        lines = [line for path in arrows for line in path.lines]
        misses = [line for path in shapes_of(stage, index, "0/0", Path, "Edge") for line in path.lines]
        assert len(misses) == (len(batch) if frame.beat == 1 else 0)
        assert bool(lines) == (frame.beat in {1, 2})
        if lines:
            np.testing.assert_allclose(lines[0][1] - lines[0][0], -0.12 * frame.gradient)
        if misses:
            ends = np.array(misses)
            np.testing.assert_allclose(ends[:, 0], large.places)
            np.testing.assert_allclose(ends[:, 1, 1], w * ends[:, 1, 0] + b)
        _, used, now = shapes_of(stage, index, "1", Points, "Dots")
        assert len(now.places) == len(batch)
        before = sum(len(np.unique(each.batch)) for each in list(film)[:index] if each.beat == 3)
        done = before - (20 if frame.epoch == 2 else 0) + (len(np.unique(frame.batch)) if frame.beat == 3 else 0)
        assert len(used.places) == done


def test_rings_are_of_equal_loss(recipes: Recipes) -> None:
    """Along each ring the loss of all samples is one; from the lowest outwards it rises, and the path ends lower."""
    film = recipes["training-loop"].film()
    stage = staged(recipes["training-loop"], film)
    paths = shapes_of(stage, 0, "0/1", Path, "Edge")
    rings = next(path.lines for path in paths if len(path.lines) > 2)
    losses = [np.array([film[0].total(point) for point in ring[::10]]) for ring in rings]
    for loss in losses:
        np.testing.assert_allclose(loss, loss[0])
    for inner, outer in pairwise(losses):
        assert inner[0] < outer[0]
