"""Three steps: descent picks a better function than any in the set."""

from typing import Any

import numpy as np
import pytest

from films import Recipes
from staged import shapes_of, staged
from vizpipe.drawing.picture import Path, Points


def test_descent_picks_a_better_function_than_any_in_the_set(recipes: Recipes) -> None:
    """The three steps come in order; the picked function is the set's best, and descent ends below all of them."""
    film = recipes["three-steps"].film()
    steps = film.column("step")
    assert (np.diff(steps) >= 0).all()
    assert set(steps) == {1, 2, 3}
    first, last = film[0], film[-1]
    losses = first.losses
    assert len(losses) == 240
    assert first.loss(first.parameters) == losses.min()
    assert last.loss(last.parameters) < 0.2 * losses.min()
    shown = film.column("shown")
    assert (np.diff(shown) >= 0).all()
    for name, end in (("measured", 240), ("updates", 120)):
        assert (np.diff(film.column(name)) >= 0).all()
        assert film[-1]._asdict()[name] == end


@pytest.mark.parametrize("given", [{}, {"seed": 1}, {"functions": 7, "samples": 9}, {"learning_rate": 1e-6}])
def test_the_steps_headlines_are_true(recipes: Recipes, given: dict[str, Any]) -> None:
    """All functions are there, then measured; descent is said to do better only where its loss is the lowest."""
    recipe = recipes["three-steps"]
    film = recipe.film(**given)
    cues = {cue.name: cue for cue in recipe.cues(film)}
    first, last, many = film[0], film[-1], len(film[0].functions)
    assert film[cues["set"].frame].shown == many
    assert film[cues["measure"].frame].step == 2
    assert film[cues["measured"].frame].measured == many
    pick = film[cues["pick"].frame]
    assert pick.step == 3
    np.testing.assert_array_equal(pick.parameters, first.functions[first.losses.argmin()])
    is_better = last.loss(last.parameters) < 0.8 * first.losses.min()
    assert ("better" in cues, "end" in cues) == (is_better, is_better)
    if is_better:
        frame = film[cues["better"].frame]
        assert frame.loss(frame.parameters) < first.losses.min()
        assert cues["end"].frame == len(film) - 1


def test_the_best_stand_out_once_they_are_measured(recipes: Recipes) -> None:
    """Grey on top, then strong or pale at the loss: a tenth, then the best alone; descent's ball ends below all."""
    recipe = recipes["three-steps"]
    film = recipe.film(functions=50)
    stage = staged(recipe, film)
    order = film[0].losses.argsort()
    for index in (0, 5, 11, 12, 18, 25, 26, 36, 46):
        frame = film[index]
        best = set(order[: 5 if frame.step < 3 else 1].tolist())
        known = {number for number in range(50) if number < frame.measured}
        ways = shapes_of(stage, index, "0", Path, "Edge")
        assert [len(each.lines) for each in ways] == [
            frame.shown - frame.measured,
            len(known - best),
            len(known & best),
        ]
        waiting, *dots = shapes_of(stage, index, "1", Points, "Dots")
        assert len(waiting.places) == frame.shown - frame.measured
        assert (waiting.places[:, 1] > frame.losses.max()).all()
        losses = [sorted(each.places[:, 1].tolist()) for each in dots]
        assert losses == [sorted(frame.losses[list(some)].tolist()) for some in (known - best, known & best)]
    (ball,) = shapes_of(stage, 46, "1", Points, "When")
    last = film[-1]
    assert ball.places[0, 1] == last.loss(last.parameters) < last.losses.min()
    (line,) = (path.lines[0] for path in shapes_of(stage, 46, "0", Path, "When") if path.width == 5.0)
    w, b, v, c = last.parameters[:5], last.parameters[5:10], last.parameters[10:15], last.parameters[15]
    answers = np.tanh(line[:, :1] * w + b) @ v + c
    np.testing.assert_allclose(line[:, 1], answers, atol=1e-9)
