"""Structure: a convolution reads more moved digits than fully connected networks with as many numbers."""

import statistics

import numpy as np
import pytest

from films import Recipes, told
from staged import shapes_of, staged
from vizpipe import nn
from vizpipe.drawing.picture import Points, Text


@pytest.mark.parametrize("seed", range(3))
def test_a_convolution_reads_more_with_as_many_numbers(recipes: Recipes, seed: int) -> None:
    """The two larger ones read more than fully connected networks with no fewer numbers; all have at most as many."""
    last = recipes["structure"].film(seed=seed)[-1]
    assert last.numbers[10:].tolist() == [754, 1498, 2986]
    assert last.numbers[:4].tolist() == [
        nn.Network((64, n, 10), ("relu", "softmax")).parameter_count for n in (10, 20, 40, 80)
    ]
    assert (last.numbers[10:] <= last.numbers[:3]).all()
    assert (last.right[11:] > last.right[1:3]).all()


@pytest.mark.soak
def test_the_seed_is_typical_of_twenty(recipes: Recipes) -> None:
    """The largest convolution leads for 20 seeds; the default has the lower median of the mean of three leads."""
    recipe = recipes["structure"]
    ends = [recipe.film(seed=seed)[-1].right for seed in range(20)]
    assert all(right[-1] > right[2] for right in ends)
    leads = [float((right[10:] - right[:3]).mean().round(6)) for right in ends]
    assert recipe.film().parameters["seed"] == leads.index(statistics.median_low(leads))


def test_search_draws_widths_between_the_least_and_the_largest_that_were_tried(recipes: Recipes) -> None:
    """Six more widths from 10 to 80, others with another seed; each network has 75 numbers a unit and 10."""
    widths = [(recipes["structure"].film(epochs=1, seed=seed)[-1].numbers[4:10] - 10.0) / 75.0 for seed in (1, 2)]
    for each in widths:
        assert (each == each.round()).all()
        assert ((each >= 10) & (each <= 80)).all()
    assert (widths[0] != widths[1]).any()


@pytest.mark.parametrize("given", [{}, {"epochs": 1, "seed": 2}])
def test_the_last_headline_is_true(recipes: Recipes, given: dict[str, int]) -> None:
    """It says how much the largest convolution and the best by trial read, if no network of its size reads as much."""
    recipe = recipes["structure"]
    film = recipe.film(**given)
    (end,) = [cue for cue in recipe.cues(film) if cue.name == "end"]
    many, few = film[-1].right[[-1, 2]]
    assert ("convolution" in end.say) == (many > few)
    best = int(film[-1].right[:4].argmax())
    assert dict(end.values) == {
        "a": 100.0 * many, "n": 2986.0, "b": 100.0 * film[-1].right[best], "m": film[-1].numbers[best],
    }  # fmt: skip
    assert f"A convolution with 2,986 parameters reads {100.0 * many:.0f}" in told(recipe, **given).caption


def test_dots_are_the_results_so_far(recipes: Recipes) -> None:
    """In each frame the chart has a dot for every network that was tried, where its numbers and its score are."""
    recipe = recipes["structure"]
    film = recipe.film(epochs=1)
    stage = staged(recipe, film)
    for index in (0, 2, 7, 15, 27):
        frame, places = film[index], [np.asarray(each.places) for each in shapes_of(stage, index, "1", Points, "Dots")]
        seen = np.concatenate([*places, np.empty((0, 2))])
        seen = seen[~np.isnan(seen).any(axis=1)]
        wanted = np.stack([frame.numbers, 100.0 * frame.right], axis=1)[: frame.tried]
        np.testing.assert_allclose(np.sort(seen, axis=0), np.sort(wanted, axis=0))
    names = [text.text for text in shapes_of(stage, 27, "1", Text)]
    assert {"10 units", "20 units", "40 units", "80 units", "4 filters", "8 filters", "16 filters"} <= set(names)


def test_each_way_says_the_most_that_it_has_reached(recipes: Recipes) -> None:
    """Of the networks that were tried so far; of those that search draws with as many units as were drawn."""
    recipe = recipes["structure"]
    film = recipe.film(epochs=2)
    stage, units = staged(recipe, film), [*(10, 20, 40, 80), *((film[0].numbers[4:10] - 10.0) / 75.0), 4, 8, 16]
    for index in (0, 2, 5, 8, 20, len(film) - 1):
        tried, right = film[index].tried, 100.0 * film[index].right
        wanted = set()
        for way, what, (first, end) in (
            ("trial", "units", (0, 4)), ("search", "units", (4, 10)), ("design", "filters", (10, 13)),
        ):  # fmt: skip
            if tried > first:
                best = max(range(first, min(tried, end)), key=right.__getitem__)
                wanted.add(f"{way}: {right[best]:.0f}\u00a0% with {units[best]:.0f} {what}")
        assert {text.text for text in shapes_of(stage, index, "1", Text) if "%" in text.text} == wanted
        assert len(shapes_of(stage, index, "1", Points, "When")) == len(wanted)  # the dot of each way beside it
