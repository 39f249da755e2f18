"""Softmax: the naive form overflows, the stable one does not feel what is added."""

import re
from decimal import Decimal

import numpy as np
import pytest

from films import Recipes, drawn, module_of, numbers, told
from staged import shapes_of, staged
from vizpipe.drawing.picture import Path, Text


def test_naive_softmax_overflows_and_stable_does_not_change(recipes: Recipes) -> None:
    """Stable softmax has the textbook's numbers, whatever is added; the naive form is nan from 709.78 on."""
    film = recipes["softmax-shift"].film()
    expected = (0.01821127, 0.24519181, 0.73659691)
    for frame in film:
        np.testing.assert_allclose(frame.stable, expected, atol=5e-9)
        assert np.isnan(frame.naive).any() == (frame.scores.max() > 709.78)
        if frame.scores.max() < 709:
            np.testing.assert_allclose(frame.naive, expected, atol=5e-9)
    large = recipes["softmax-shift"].film(scores="far")[-1]
    assert large.scores.tolist() == [1010.0, 1000.0, 990.0]
    assert np.isnan(large.naive).all()
    np.testing.assert_allclose(large.stable, (9.99954600e-01, 4.53978686e-05, 2.06106005e-09), rtol=1e-8)


def test_scores_are_what_is_added_to_them_more(recipes: Recipes) -> None:
    """The scores over the picture are 0.3, 2.9 and 4.0 and the constant, to the last digit; halves and quarters too."""
    recipe = recipes["softmax-shift"]
    film = recipe.film(largest=10.0, steps=41)
    for number, words in enumerate(drawn(recipe, film, *range(0, 41, 5))):
        (scores,) = [text for text in words if re.match(r"Scores \d", text)]
        shift = Decimal(str(film[5 * number].shift))
        assert numbers(scores) == [Decimal(each) + shift for each in ("0.3", "2.9", "4.0")]


def test_the_picture_shows_the_powers_and_the_shares(recipes: Recipes) -> None:
    """Sticks end at what e is raised to, bars at the shares, and where a share is no number ∞ / ∞ stands instead."""
    recipe = recipes["softmax-shift"]
    film = recipe.film(largest=720.0, steps=7)
    stage = staged(recipe, film)
    for index, frame in enumerate(film):
        naive = np.array([np.nan_to_num(frame.naive), frame.stable])
        for panel, values in (("0", np.array([frame.scores, frame.less])), ("1", naive)):
            bars = [path.lines for path in shapes_of(stage, index, panel, Path, "Bars")]
            ends = [[corners[2, 0] for corners in three[::-1]] for three in bars]
            np.testing.assert_allclose(ends, values, atol=1e-12)
        said = [text.text for text in shapes_of(stage, index, "1", Text, "Label")]
        assert said[:3] == [f"{100 * share:.1f}\u00a0%" if np.isfinite(share) else "∞ / ∞" for share in frame.naive]
        assert said[3:6] == ["1.8\u00a0%", "24.5\u00a0%", "73.7\u00a0%"]


def test_the_second_example_is_seen_to_break_and_to_hold(recipes: Recipes) -> None:
    """Of (1010, 1000, 990) the naive form has ∞ / ∞ three times; the stable one 100 %, and two shares far below."""
    recipe = recipes["softmax-shift"]
    assert {"scores": "far"} in recipe.variants.values()
    film = recipe.film(scores="far")
    stage, last = staged(recipe, film), len(film) - 1
    said = [text.text for text in shapes_of(stage, last, "1", Text, "Label")]
    assert said[:6] == ["∞ / ∞"] * 3 + ["100.0\u00a0%", "0.0\u00a0%", "0.0\u00a0%"]
    (words,) = drawn(recipe, film, last)
    assert "Scores 1,010.0, 1,000.0 and 990.0" in words


@pytest.mark.parametrize("scores", ["near", "far"])
def test_the_names_stand_beside_the_smallest_share(recipes: Recipes, scores: str) -> None:
    """Naive above stable, in the row whose bars are the shortest, so that they lie on none."""
    recipe = recipes["softmax-shift"]
    film = recipe.film(scores=scores)
    *_, naive, stable = shapes_of(staged(recipe, film), 0, "1", Text, "Label")
    assert (naive.text.split(":")[0], stable.text.split(":")[0]) == ("naive", "stable")
    row = 2 - film[0].stable.argmin()
    assert row - 0.5 < stable.place[1] < row < naive.place[1] < row + 0.5


def test_what_is_told_of_the_naive_form_happens(recipes: Recipes) -> None:
    """It breaks in the frame in which the story says so and not before; a film in which it holds doesn't say so."""
    recipe = recipes["softmax-shift"]
    film = recipe.film()
    told = {cue.name: cue for cue in recipe.cues(film)}
    (first, *_) = [index for index, frame in enumerate(film) if np.isnan(frame.naive).any()]
    assert told["broken"].frame == first
    assert "broken" not in {cue.name for cue in recipe.cues(recipe.film(largest=700.0))}


@pytest.mark.parametrize("steps", [51, 3])
def test_the_naive_softmax_breaks_where_the_caption_says(recipes: Recipes, steps: int) -> None:
    """A hundredth below the number told the naive softmax is finite, a hundredth above not, in a short film too."""
    naive = module_of("softmax-shift").naive
    caption = told(recipes["softmax-shift"], largest=10000.0, steps=steps).caption
    (found,) = re.findall(r"more than (\d+\.\d\d) added", caption)
    scores = np.array([0.3, 2.9, 4.0])
    assert np.isfinite(naive(scores + float(found) - 0.01)).all()
    assert not np.isfinite(naive(scores + float(found) + 0.01)).all()
    assert "added the naive" not in told(recipes["softmax-shift"], largest=705.0).caption
