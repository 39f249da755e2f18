"""What the first layer looks for: images out of noise, of ours and of a stranger's network."""

from typing import Any

import numpy as np
import pytest

import recorded
from films import Recipes, module_of
from staged import shapes_of, staged
from vizpipe import nn
from vizpipe.camera.recording import recorded as strokes_of
from vizpipe.camera.scene import Scene
from vizpipe.drawing.picture.shapes import Image
from vizpipe.drawing.say import Say
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT, PRINT
from vizpipe.errors import UsageError
from vizpipe.film import stored, taken
from vizpipe.film.about import About
from vizpipe.film.film import Film

AGREEMENT = module_of("first-units").agreement


def film(inputs: int, units: int = 3, image: tuple[int, ...] = ()) -> Film[nn.Snapshot]:
    """A recorded network of one hidden layer."""
    made = recorded.reel(2, nn.Network((inputs, units, 1), ("relu", "sigmoid"))).save(About(image=image))
    return taken.film(stored.read(made, "x"), "first-units", nn.Snapshot)


def test_neighbouring_pixels_come_to_agree(recipes: Recipes) -> None:
    """For three seeds weights side by side are unrelated at first and correlate by more than 0.7 in the end."""
    for seed in range(3):
        made = recipes["first-units"].film(seed=seed)
        assert abs(AGREEMENT(made, made[0])) < 0.1
        assert AGREEMENT(made, made[-1]) > 0.7


def test_what_is_no_image_is_refused_in_words(recipes: Recipes) -> None:
    """Inputs that are no square can't be drawn, unless the film says what image they are."""
    recipe = recipes["first-units"]
    assert "4 inputs are no square" in recipe.objection(film(4))
    assert "12 inputs are no square" in recipe.objection(film(12))
    assert recipe.objection(film(12, image=(3, 4))) == ""
    for damaged in ((3, 5), (12,), (-3, -4)):
        with pytest.raises(UsageError, match="its images are not of the 12 pixels"):
            film(12, image=damaged)
    assert recipe.objection(film(16)) == ""


def test_each_unit_is_an_image_of_its_weights(recipes: Recipes) -> None:
    """Row 0 of an image is on top and holds the weights of the first inputs; of many units 24 are drawn."""
    made = film(12, 40, (3, 4))
    stage = staged(recipes["first-units"], made)
    (shown,) = shapes_of(stage, 1, "2", Image, "Pixels")
    weights = made[1].weights[0][:, round(39 / 23)].reshape(3, 4)
    seen = np.asarray(shown.values)
    assert np.corrcoef(seen.ravel(), weights.ravel())[0, 1] == pytest.approx(1.0)
    assert "Of 40 units 24 are drawn" in recipes["first-units"].say_words(made, Say()).caption


def test_in_print_weights_below_0_are_hatched(recipes: Recipes) -> None:
    """Cells below 0 are crossed by lines of ink, in pixels and in what a player gets; those above are not."""
    recipe, film = recipes["first-units"], recipes["first-units"].film(epochs=1)
    for theme in (PRINT, LIGHT):
        scene = Scene(recipe, film, Style(theme, 960, 380))
        (drawn,) = strokes_of(scene, [1])
        cells = [each for each in drawn if each.kind == "cells"]
        if theme is LIGHT:
            assert all(each.minus is None and not each.look[1] for each in cells)
            continue
        assert cells[0].minus is None  # the input has no sign
        np.testing.assert_array_equal(cells[-1].minus[:, 0], [False, True])  # the key, plus above minus
        assert all(each.look[1] > 0 and len(each.fills) == 1 for each in cells[1:])
        for number, each in enumerate(cells[1:-1]):
            shown = film[1].weights[0][:, number].reshape(8, 8)
            assert (shown[each.minus] < 0).all()
            assert each.minus.sum() > 0.3 * (shown < 0).sum()


def test_hatching_lies_in_cells_below_0_alone(recipes: Recipes) -> None:
    """Of the picture's pixels those in ink lie in cells below 0, one line every few of them."""
    film = recipes["first-units"].film(epochs=1)
    scene = Scene(recipes["first-units"], film, Style(PRINT, 960, 380))
    scene._draw(1)
    canvas: Any = scene.figure.canvas
    rasters: list[Any] = [each for axes in scene.figure.axes for each in axes.images]
    raster = next(each for each in rasters if each.get_array().shape == (2, 1))
    image = raster.make_image(canvas.get_renderer())[0]
    is_ink = (image[..., :3] == np.rint(255.0 * np.array(raster.ink))).all(axis=-1)
    rows = image.shape[0] // 2
    assert 0.05 < is_ink[:rows].mean() < 0.3  # row 0 is the lowest: weights below 0
    assert not is_ink[rows + 1 :].any()
