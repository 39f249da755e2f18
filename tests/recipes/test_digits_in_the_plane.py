"""Digits in the plane: two numbers a digit, and digits of a kind come together."""

from typing import Any

import numpy as np
import pytest

from films import Recipes
from replays.networks import Shape, layers, passed
from staged import shapes_of, staged
from sweeps import sensitivity
from vizpipe.drawing.picture.shapes import Path, Text
from vizpipe.recipe import Say

SHAPE = Shape((64, 32, 2, 10), ("tanh", "identity", "softmax"))


def test_digits_of_a_kind_come_together(recipes: Recipes) -> None:
    """For three seeds digits of a kind scatter half as widely in the end, and over 80 % of unseen ones are right."""
    for seed in range(3):
        film = recipes["digits-in-the-plane"].film(seed=seed)
        first, last = film[0], film[-1]
        assert last.places.shape == (297, 2)
        assert last.spread < 0.5 * first.spread
        assert last.accuracy > 0.8
        assert last.is_right.mean() == pytest.approx(last.accuracy)


def test_rounding_moves_no_numeral(recipes: Recipes) -> None:
    """At first all borders go through one point; one unit in the last place elsewhere, no name of a region moves."""
    assert sensitivity.differs(recipes["digits-in-the-plane"]) == ""


def view(frame: Any) -> tuple[Any, Any, Any]:
    """Where plain numpy finds the two hidden units of each image; their middle, and how far off the farthest is."""
    places = passed(SHAPE, frame.parameters, frame.images)[0][1]
    low, high = places.min(axis=0), places.max(axis=0)
    return places, (low + high) / 2.0, (high - low).max() / 2.0


def read(frame: Any) -> Any:
    """What plain numpy reads in each image."""
    return passed(SHAPE, frame.parameters, frame.images)[1][-1].argmax(axis=1)


def test_each_digit_is_drawn_where_the_network_puts_it(recipes: Recipes) -> None:
    """A hundred digits, each once, are drawn pixel by pixel around their places, in ink those that are read wrong."""
    recipe = recipes["digits-in-the-plane"]
    film = recipe.film(epochs=2)
    stage = staged(recipe, film)
    for index, frame in enumerate(film):
        answers, (places, middle, reach) = read(frame), view(frame)
        for path in shapes_of(stage, index, "0", Path, "Written"):
            chosen = np.flatnonzero((answers[:100] == frame.labels[:100]) == (path.fill != "ink"))
            drawn, wanted = np.array(path.lines).mean(axis=1), []
            for digit in chosen:
                for row, column in np.argwhere(frame.images[digit].reshape(8, 8) > 0.4):
                    wanted.append((places[digit] - middle) / reach + 0.09 / 8.0 * np.array([column - 3.5, 3.5 - row]))
            np.testing.assert_allclose(drawn, np.array(wanted).reshape(-1, 2), atol=1e-9)


def test_regions_are_where_the_output_layer_gives_their_answer(recipes: Recipes) -> None:
    """Inside each region's corners its digit scores highest, regions fill the plane, numerals stand in their own."""
    recipe = recipes["digits-in-the-plane"]
    film = recipe.film(epochs=9)
    stage, rng = staged(recipe, film), np.random.default_rng(0)
    for index in (0, 9):
        frame = film[index]
        _, middle, reach = view(frame)
        weights, bias = layers(SHAPE, frame.parameters)[2]

        def answer(x: Any, middle: Any = middle, reach: Any = reach, weights: Any = weights, bias: Any = bias) -> Any:
            return ((np.asarray(x) * reach + middle) @ weights + bias).argmax(axis=-1)

        regions = [path.lines[0][:-1] for path in shapes_of(stage, index, "0", Path, "Regions")]
        for corners in regions:
            inside = rng.dirichlet(np.ones(len(corners)), 50) @ corners
            assert len(set(answer(inside).tolist())) == 1
        turned = [np.roll(corners, -1, 0) for corners in regions]
        twice = [np.sum(a[:, 0] * b[:, 1] - b[:, 0] * a[:, 1]) for a, b in zip(regions, turned, strict=True)]
        assert np.abs(twice).sum() / 2.0 == pytest.approx(2.38**2)
        for text in shapes_of(stage, index, "0", Text, "Regions"):
            assert int(text.text) == answer(text.place)


def test_bars_are_the_shares_of_each_digit(recipes: Recipes) -> None:
    """Ten bars are as high as the share of unseen digits of a kind that plain numpy finds read right."""
    recipe = recipes["digits-in-the-plane"]
    film = recipe.film(epochs=3)
    stage = staged(recipe, film)
    for index, frame in enumerate(film):
        answers = read(frame)
        shares = [np.mean(answers[frame.labels == digit] == digit) for digit in range(10)]
        (bars,) = shapes_of(stage, index, "1", Path, "Bars")
        np.testing.assert_allclose(np.array(bars.lines)[:, :, 1].max(axis=1), shares)


@pytest.mark.parametrize("seed", range(3))
def test_kinds_are_said_to_have_come_together_once_they_stay_so(recipes: Recipes, seed: int) -> None:
    """From its beat on digits of a kind scatter half as widely as at first and 80 % are right, but not before it."""
    recipe = recipes["digits-in-the-plane"]
    film = recipe.film(seed=seed)
    start = next(cue.frame for cue in recipe.cues(film) if cue.name == "gathered")
    together = [frame.spread < 0.5 * film[0].spread and frame.accuracy >= 0.8 for frame in film]
    assert all(together[start:])
    assert not together[start - 1]
    begun = next(cue.frame for cue in recipe.cues(film) if cue.name == "begun")
    assert 0 < begun < start
    assert film[begun - 1].accuracy < 0.4 <= film[begun].accuracy
    assert film[begun].spread < film[0].spread


def test_digits_are_said_to_gather_only_if_they_do(recipes: Recipes) -> None:
    """With a tiny rate digits stay mixed, and neither the alternative text nor a headline says that they gather."""
    recipe = recipes["digits-in-the-plane"]
    film = recipe.film(learning_rate=1e-6, epochs=2)
    assert film[-1].spread > 0.9 * film[0].spread
    assert "gather" not in recipe.say_words(film, Say()).alternative
    assert {"begun", "gathered"}.isdisjoint(cue.name for cue in recipe.cues(film))
    assert "gather" in recipe.say_words(recipe.film(), Say()).alternative
