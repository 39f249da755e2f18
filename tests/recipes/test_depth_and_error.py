"""Depth and error: the papers' numbers, and a bar for each."""

from typing import Any

import numpy as np
import pytest

from films import Recipes, module_of
from staged import shapes_of, staged
from vizpipe.drawing.picture.shapes import Path, Text
from vizpipe.drawing.say import Say

PAPERS = {
    "AlexNet": [2012, 8, 16.4, 5, "Krizhevsky et al., 2012"],  # averaging the predictions of five similar CNNs
    "VGG": [2014, 19, 7.3, 7, "Simonyan and Zisserman, 2014"],  # ILSVRC submission, 7 nets, dense evaluation
    "GoogLeNet": [2014, 22, 6.7, 7, "Szegedy et al., 2014"],  # 7 versions of the same model: 6.67 %
    "ResNet": [2015, 152, 3.57, 6, "He et al., 2015"],  # six models of different depth, two of them of 152 layers
}


def test_every_number_is_its_papers(recipes: Recipes) -> None:
    """Year, layers, error and size of the ensemble are those that the papers report, and the papers are named."""
    frame = recipes["depth-and-error"].film()[0]
    papers = [source[-1] for source in module_of("depth-and-error").SOURCES]
    columns = (each.tolist() for each in (frame.names, frame.years, frame.layers, frame.errors, frame.ensembles))
    assert {name: rest for name, *rest in zip(*columns, papers, strict=True)} == PAPERS


def test_entries_became_deeper_and_better(recipes: Recipes) -> None:
    """In the order in which they are named the years never fall, the layers grow and the errors shrink."""
    frame = recipes["depth-and-error"].film()[0]
    assert (np.diff(frame.years) >= 0).all()
    assert (np.diff(frame.layers) > 0).all()
    assert (np.diff(frame.errors) < 0).all()


def test_each_error_is_said_to_be_that_of_an_ensemble(recipes: Recipes) -> None:
    """The caption gives the ensembles' sizes and claims no cause; the errors' bars are named by how many they are."""
    recipe = recipes["depth-and-error"]
    film = recipe.film()
    caption = recipe.say_words(film, Say()).caption
    assert "5 to 7 networks" in caption
    assert "don't prove" in caption
    body: Any = recipe.pictured(film).body
    mistakes = body.parts[1]
    assert mistakes.ticks[1] == ["of 6 ResNets", "of 7 GoogLeNets", "of 7 VGGs", "of 5 AlexNets"]


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
    short = unit.removesuffix(" wrong").removesuffix(" layers")  # all of it is said of the shortest bar
    assert [text.text for text in texts] == [f"{value:g}{unit if value == min(values) else short}" for value in values]
    np.testing.assert_allclose([text.place[0] for text in texts], values)
