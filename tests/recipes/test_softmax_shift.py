"""Softmax: the naive form overflows, the stable one does not feel what is added."""

import re
from decimal import Decimal

import numpy as np
import pytest

from films import Recipes, drawn, module_of, numbers, told


def test_naive_softmax_overflows_and_stable_does_not_change(recipes: Recipes) -> None:
    """Stable softmax has the textbook's numbers, whatever is added; the naive form is nan from 709.78 on."""
    film = recipes["softmax-shift"].film()
    expected = (0.01821127, 0.24519181, 0.73659691)
    for frame in film:
        np.testing.assert_allclose(frame.stable, expected, atol=5e-9)
        assert np.isnan(frame.naive).any() == (frame.scores.max() > 709.78)
        if frame.scores.max() < 709:
            np.testing.assert_allclose(frame.naive, expected, atol=5e-9)
    large = film.frame_type(0.0, np.array([1010.0, 1000.0, 990.0]))
    assert np.isnan(large.naive).all()
    np.testing.assert_allclose(large.stable, (9.99954600e-01, 4.53978686e-05, 2.06106005e-09), rtol=1e-8)


def test_scores_are_what_is_added_to_them_more(recipes: Recipes) -> None:
    """Scores are 0.3, 2.9 and 4.0 and the constant that is drawn, to the last digit; halves and quarters too."""
    recipe = recipes["softmax-shift"]
    film = recipe.film(largest=10.0, steps=41)
    for texts in drawn(recipe, film, *range(0, 41, 5)):
        (added,) = [text for text in texts if text.startswith("Add ")]
        (scores,) = [text for text in texts if text.startswith("a = ")]
        (shift,) = numbers(added)
        assert numbers(scores) == [Decimal(each) + shift for each in ("0.3", "2.9", "4.0")]


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
