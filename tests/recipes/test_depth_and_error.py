"""Depth and error: the papers' numbers, and a bar for each."""

from typing import Any

import numpy as np
import pytest

from films import Recipes
from staged import shapes_of, staged
from vizpipe.drawing.picture.shapes import Path, Text
from vizpipe.drawing.say import Say


def test_depth_and_error_are_the_papers(recipes: Recipes) -> None:
    """The four networks have 8, 19, 22 and 152 layers and errors of 16.4, 7.3, 6.7 and 3.57 %."""
    frame = recipes["depth-and-error"].film()[0]
    assert frame.names.tolist() == ["AlexNet", "VGG", "GoogLeNet", "ResNet"]
    assert frame.layers.tolist() == [8, 19, 22, 152]
    assert frame.errors.tolist() == [16.4, 7.3, 6.7, 3.57]
    assert (np.diff(frame.layers) > 0).all()
    assert (np.diff(frame.errors) < 0).all()


def test_each_error_is_that_of_an_ensemble(recipes: Recipes) -> None:
    """The papers average five, seven, seven and six networks, the years go up, and the caption says so."""
    recipe = recipes["depth-and-error"]
    film = recipe.film()
    assert film[0].ensembles.tolist() == [5, 7, 7, 6]
    assert (np.diff(film[0].years) >= 0).all()
    caption = recipe.say_words(film, Say()).caption
    assert "5 to 7 networks" in caption
    assert "don't prove" in caption


@pytest.mark.parametrize(("panel", "field", "unit"), [("0", "layers", " layers"), ("1", "errors", "\u00a0% wrong")])
def test_bars_are_as_long_as_the_numbers_at_their_ends(recipes: Recipes, panel: str, field: str, unit: str) -> None:
    """All bars begin at 0 on a linear axis, from the top in order of time, and end where the paper's number is."""
    film = recipes["depth-and-error"].film()
    stage = staged(recipes["depth-and-error"], film)
    values: Any = getattr(film[0], field)
    (bars,) = shapes_of(stage, 0, panel, Path, "Bars")
    corners = np.array(bars.lines)
    np.testing.assert_array_equal(corners[:, :, 0].min(axis=1), 0.0)
    np.testing.assert_allclose(corners[:, :, 0].max(axis=1), values)
    assert (np.diff(corners[:, :, 1].mean(axis=1)) < 0.0).all()
    texts = shapes_of(stage, 0, panel, Text, "Label")
    assert [text.text for text in texts] == [f"{value:g}{unit}" for value in values]
    np.testing.assert_allclose([text.place[0] for text in texts], values)
