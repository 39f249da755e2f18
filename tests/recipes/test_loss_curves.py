"""Loss curves: unseen digits are read almost as well as those that were learned from."""

import numpy as np
import pytest

from films import Recipes, told
from vizpipe import datasets
from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT


def test_unseen_digits_are_read_almost_as_well(recipes: Recipes) -> None:
    """Unseen digits are read almost as well: about 0.95 after 3,000 iterations, over 0.96 after 10,000."""
    film = recipes["loss-curves"].film()
    last = film[-1]
    assert last.epoch * last.losses.size == 3000
    assert last.test_accuracy == pytest.approx(0.95, abs=0.02)
    assert last.train_accuracy == pytest.approx(0.95, abs=0.02)
    assert last.train_accuracy - last.test_accuracy < 0.02
    long = recipes["loss-curves"].film(epochs=667)[-1]
    assert long.epoch * long.losses.size >= 10_000
    assert long.train_accuracy == pytest.approx(0.985, abs=0.01)
    assert long.test_accuracy > 0.96


def test_losses_are_those_of_the_iterations(recipes: Recipes) -> None:
    """The untrained loss is about log 10, where the first epoch's losses start; an epoch has 15 iterations."""
    film = recipes["loss-curves"].film(epochs=2)
    assert film[0].losses == pytest.approx(np.log(10), abs=0.05)
    assert film.column("losses").shape == (3, 15)
    assert film[1].losses[0] == pytest.approx(np.log(10), abs=0.05)


def test_example_digits_are_real(recipes: Recipes) -> None:
    """The ten images in the header are the first of each digit in the set."""
    images, labels = datasets.digits()
    examples = recipes["loss-curves"].film(epochs=1)[0].examples
    for digit in range(10):
        assert (examples[digit].ravel() == images[np.flatnonzero(labels == digit)[0]]).all()


def test_curves_grow_with_the_epochs(recipes: Recipes) -> None:
    """In the drawing of epoch k the accuracy curves have k + 1 points."""
    recipe = recipes["loss-curves"]
    film = recipe.film(epochs=5)
    for index in (1, 3, 5):
        scene = Scene(recipe, film, Style(LIGHT, 960, 400))
        before = {id(line) for axes in scene.figure.axes for line in axes.lines}
        scene.still(index)
        added = [line for axes in scene.figure.axes for line in axes.lines if id(line) not in before]
        lengths = sorted(len(np.asarray(line.get_xdata())) for line in added if len(np.asarray(line.get_xdata())) > 1)
        assert lengths == sorted([index + 1, index + 1, index * 15])


def test_equal_losses_neither_rise_nor_fall(recipes: Recipes) -> None:
    """Losses that print alike stay; one unit and one iteration are told as one."""
    words = told(recipes["loss-curves"], epochs=1, learning_rate=1e-6, hidden=1, batch_size=1500)
    assert words.caption.startswith("Loss stays at 2.30 in 1 iteration;")
    assert "1 sigmoid unit," in words.title
    assert told(recipes["loss-curves"], epochs=9, learning_rate=1.0).caption.startswith("Loss falls from 2.30 to ")
