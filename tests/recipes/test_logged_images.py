"""A digit in eight numbers: worked out again from the pixels of the film alone."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from films import Recipes
from staged import shapes_of, staged
from vizpipe import nn
from vizpipe.drawing.picture.shapes import Image, Path
from vizpipe.drawing.say import Say
from vizpipe.film.film import Film

Array = npt.NDArray[np.float64]


def pairs(frame: nn.Images) -> tuple[Array, Array]:
    """The digits and what is redrawn of them, from 0 (paper) to 1 (ink), shape (digits, 8, 8) each."""
    ink = 1.0 - frame.images.astype(float)[..., 0] / 255.0
    assert ink.shape[1:] == (8, 17)
    return ink[:, :, :8], ink[:, :, 9:]


def come_nearer(film: Film[nn.Images]) -> bool:
    """Whether each redrawn digit ends nearer to its own than at first, and nearer than to any other."""
    (given, first), (_, last) = pairs(film[0]), pairs(film[-1])
    away = np.array([[((one - other) ** 2).mean() for other in given] for one in last])
    own = away.diagonal()
    before = ((first - given) ** 2).mean(axis=(1, 2))
    return bool((own < 0.3 * before).all() and (own == away.min(axis=1)).all())


def test_what_is_redrawn_comes_nearer_to_each_digit(recipes: Recipes) -> None:
    """For three seeds each redrawn digit ends nearest to its own; one that is exchanged with another is noticed."""
    for seed in range(3):
        made = recipes["logged-images"].film(seed=seed)
        assert come_nearer(made)
        last = made[-1].images.copy()
        last[0, :, 9:], last[1, :, 9:] = made[-1].images[1, :, 9:], made[-1].images[0, :, 9:]
        wrong = [*[*made][:-1], made[-1]._replace(images=last)]
        assert not come_nearer(Film.shoot("x", nn.Images, wrong, {}))


def test_at_first_all_are_alike(recipes: Recipes) -> None:
    """Untrained and in the first epochs what is redrawn is one fog, much the same for every digit."""
    made = recipes["logged-images"].film()
    for frame in [*made][:6]:
        given, redrawn = pairs(frame)
        assert redrawn.std(axis=0).mean() < 0.1 * given.std(axis=0).mean()
    given, redrawn = pairs(made[-1])
    assert redrawn.std(axis=0).mean() > 0.7 * given.std(axis=0).mean()


def test_digits_are_of_all_kinds_and_stay(recipes: Recipes) -> None:
    """A digit of each of ten kinds stands on the left in all frames, an empty column between them and the others."""
    made = recipes["logged-images"].film(epochs=3, seed=5)
    assert made[0].names.tolist() == [*"0123456789"]
    assert (made.column("images")[:, :, :, :8] == made[0].images[:, :, :8]).all()
    assert (made.column("images")[:, :, :, 8] == 255).all()
    assert (made.column("images") == made.column("images")[..., :1]).all()


def test_each_pair_is_ink_on_paper(recipes: Recipes) -> None:
    """A panel shows the digit in ink, below a gap what is redrawn of it."""
    made = recipes["logged-images"].film(epochs=3)
    (shown,) = shapes_of(staged(recipes["logged-images"], made), 2, "0/4", Image, "Pixels")
    assert shown.scale == "ink"
    given, redrawn = (wanted[4] for wanted in pairs(made[2]))
    gap = np.full((1, given.shape[1]), np.nan)
    np.testing.assert_allclose(np.asarray(shown.values), np.concatenate([given, gap, redrawn]))


def test_the_curve_is_how_far_off_pixels_are(recipes: Recipes) -> None:
    """Below the digits the mean distance of all redrawn pixels, epoch by epoch up to now."""
    made = recipes["logged-images"].film(epochs=3)
    (curve, *_) = shapes_of(staged(recipes["logged-images"], made), 2, "1", Path, "Trail")
    off = [np.abs(redrawn - digits).mean() for digits, redrawn in map(pairs, [*made][:3])]
    np.testing.assert_allclose(curve.lines[0], np.stack([[1.0, 2.0, 3.0], off], axis=1))


@pytest.mark.parametrize(
    ("given", "said"),
    [({}, "Each digit now comes back"), ({"epochs": 2}, "Each digit passes through")],
)
def test_the_story_says_what_is_so(recipes: Recipes, given: dict[str, Any], said: str) -> None:
    """That digits come back is said where they do; the caption has how far off they are."""
    recipe = recipes["logged-images"]
    made = recipe.film(**given)
    assert [cue.say for cue in recipe.cues(made) if cue.say][-1].startswith(said)
    off = [np.abs(redrawn - digits).mean() for digits, redrawn in (pairs(made[0]), pairs(made[-1]))]
    assert f"off by {off[0]:.2f} at first and by {off[1]:.2f} after" in recipe.say_words(made, Say()).caption
