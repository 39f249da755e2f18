"""Losses: squared error ends at 1, cross-entropy nowhere."""

import numpy as np
import pytest

from films import Recipes, told
from staged import shapes_of, staged
from vizpipe import nn
from vizpipe.drawing.picture import Path, Points


def test_losses_have_the_textbook_values(recipes: Recipes) -> None:
    """Losses are 0.0975 and 0.5108 for the right answer, 0.5975 and 2.3026 for the wrong one, by either label."""
    cases = recipes["losses"].film()[0]
    np.testing.assert_allclose(cases.squared, (0.0975, 0.5975), rtol=1e-12)
    np.testing.assert_allclose(cases.entropy, (0.510825457, 2.302584093), atol=5e-10)
    np.testing.assert_array_equal(cases.entropy, cases.sparse)
    assert cases.squared[1] > cases.squared[0]
    assert cases.entropy[1] > cases.entropy[0]
    # the claim: confident in the wrong class, squared error ends at 1, cross-entropy nowhere (but for its 1e−7)
    wrong, target = np.array([[1e-9, 1.0 - 1e-9]]), np.array([[1.0, 0.0]])
    assert nn.sum_of_squared_errors.value(wrong, target) <= 1.0
    assert nn.categorical_cross_entropy.value(wrong, target) > 15.0


def test_of_a_batch_both_are_the_mean(recipes: Recipes) -> None:
    """Both answers as one batch cost the mean of what each costs, one over N of the sum, as the caption says."""
    recipe = recipes["losses"]
    cases, one_hot, labels = recipe.film()[0], np.eye(10)[[2, 2]], np.array([2, 2])
    y = cases.outputs
    assert nn.sum_of_squared_errors.value(y, one_hot) == pytest.approx(cases.squared.sum() / 2)
    assert nn.categorical_cross_entropy.value(y, one_hot) == pytest.approx(cases.entropy.sum() / 2)
    assert nn.sparse_categorical_cross_entropy.value(y, labels) == pytest.approx(cases.sparse.sum() / 2)
    assert "Of a batch both are the mean." in told(recipe).caption


def test_the_curves_are_both_losses(recipes: Recipes) -> None:
    """Losses start at 10⁻⁵, where cross-entropy still rises; squared error is a band, in which both answers lie."""
    recipe = recipes["losses"]
    film = recipe.film()
    stage = staged(recipe, film)
    (entropy,) = (path.lines[0] for path in shapes_of(stage, 0, "1", Path, "Line"))
    band, squared = (path.lines[0] for path in shapes_of(stage, 0, "1", Path, "Area"))
    y, off = squared[:, 0], film[0].outputs - np.eye(10)[2]
    np.testing.assert_allclose(squared[:, 1], (1.0 - y) ** 2, atol=1e-12)
    np.testing.assert_allclose(entropy[:, 1], -np.log(y + 1e-7), atol=1e-12)
    np.testing.assert_array_equal(band[: len(y)], squared)
    least = 0.5 * ((1.0 - y) ** 2 + 9.0 * ((1.0 - y) / 9.0) ** 2)  # nine wrong classes share the rest
    np.testing.assert_allclose(band[len(y) :][::-1], np.stack([y, least], axis=1), atol=1e-12)
    assert y[0] == pytest.approx(1e-5)
    np.testing.assert_allclose(np.diff(entropy[:9, 1]) / np.diff(np.log(y[:9])), -1.0, atol=0.01)
    assert entropy[0, 1] > 11.0 * squared[0, 1]
    below, dots = shapes_of(stage, 0, "1", Points, "Dots")
    np.testing.assert_allclose(
        below.places, [(y, 0.5 * np.square(row).sum()) for y, row in zip((0.6, 0.1), off, strict=True)]
    )
    np.testing.assert_allclose(dots.places, [(y, -np.log(y + 1e-7)) for y in (0.6, 0.1)])
    assert (film[0].squared < np.interp(dots.places[:, 0], y, squared[:, 1])).all()  # both answers lie in the band
    assert (film[0].squared > np.interp(dots.places[:, 0], y, least)).all()
    binary = [nn.binary_cross_entropy.value(np.array([[each]]), np.ones((1, 1))) for each in y]
    np.testing.assert_allclose(entropy[:, 1], binary, atol=1e-6)  # as the caption says of one sigmoid output


def test_the_bars_are_both_answers(recipes: Recipes) -> None:
    """Ten bars for each answer, as high as its probabilities."""
    recipe = recipes["losses"]
    film = recipe.film()
    stage = staged(recipe, film)
    for number, outputs in enumerate(film[0].outputs):
        (bars,) = shapes_of(stage, 0, f"0/{number}", Path, "Bars")
        np.testing.assert_allclose([corners[:, 1].max() for corners in bars.lines], outputs)
