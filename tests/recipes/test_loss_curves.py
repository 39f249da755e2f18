"""Loss curves: unseen digits are read almost as well as those that were learned from."""

from typing import Any

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


def test_the_wall_holds_what_it_never_learns_from(recipes: Recipes) -> None:
    """The wall's images are those of the set that are kept apart, with their digits, and no others."""
    images, labels = datasets.digits()
    frame = recipes["loss-curves"].film(epochs=1)[0]
    kept = datasets.split(np.random.default_rng(0), images, labels, 297)
    np.testing.assert_array_equal(frame.unseen.reshape(297, 64), kept.test_samples)
    np.testing.assert_array_equal(frame.truth, kept.test_labels)
    learned = {image.tobytes() for image in kept.train_samples}
    assert sum(image.tobytes() in learned for image in kept.test_samples) < 3


def test_what_it_is_sure_of_it_reads(recipes: Recipes) -> None:
    """An image whose digit gets more than half of the probability is read right, one with less than a tenth is not."""
    for frame in recipes["loss-curves"].film(epochs=60):
        assert (frame.certainty > 0.5).mean() <= frame.test_accuracy <= (frame.certainty >= 0.1).mean()
    assert frame.test_accuracy > 0.6


def test_every_beat_says_what_happens(recipes: Recipes) -> None:
    """Each sentence of the story is true at its frame; a network that goes on guessing is not said to learn."""
    film = recipes["loss-curves"].film()
    loss, test = film.column("losses").mean(axis=1), film.column("test_accuracy")
    at = {cue.name: cue.frame for cue in recipes["loss-curves"].cues(film)}
    assert list(at) == ["start", "stays", "learns", "reads", "ends"]
    assert film[at["start"]].certainty == pytest.approx(0.1, abs=0.03)
    assert loss[at["stays"]] > 0.98 * np.log(10)
    assert film[at["stays"]].epoch >= 20
    assert loss[at["learns"]] < 0.9 * np.log(10) <= loss[at["learns"] - 1]
    assert film[at["learns"]].certainty.mean() > 1.2 * film[0].certainty.mean()
    assert test[at["reads"]] >= 0.9 > test[: at["reads"]].max()
    assert at["ends"] == len(film) - 1
    assert test[-1] >= film[-1].train_accuracy - 0.03
    slow = recipes["loss-curves"].film(learning_rate=0.01, epochs=60)
    assert [cue.name for cue in recipes["loss-curves"].cues(slow)] == ["start", "stays"]


def test_the_picture_shows_what_the_frame_says(recipes: Recipes) -> None:
    """Each image of the wall is as clear as it is probable; the thin curve has all iterations so far, others epochs."""
    recipe = recipes["loss-curves"]
    film = recipe.film(epochs=5)
    staged: Any = Scene(recipe, film, Style(LIGHT, 1280, 720)).built[0]
    order = np.argsort(-film[-1].certainty, kind="stable")
    for index in (0, 3, 5):
        frame = film[index]
        wall, loss, shares = staged.shapes(staged.moment(index, frame)).values()
        values = wall[0].shapes[0].values
        for digit in range(10):
            rank = order[frame.truth[order] == digit]
            row = values[9 * digit : 9 * digit + 8]
            for place in (0, len(rank) - 1):
                shown = row[:, 9 * place : 9 * place + 8]
                np.testing.assert_allclose(shown, frame.unseen[rank[place]] * frame.certainty[rank[place]])
            assert np.isnan(row[:, 9 * len(rank) :]).all()
        thin, mean = (group.shapes[0].lines[0] for group in loss if group.name in {"Line", "Trail"})
        assert np.isfinite(thin).all(axis=1).sum() == 15 * index
        np.testing.assert_allclose(mean[:, 1], film.column("losses").mean(axis=1)[: index + 1])
        (trail,) = (group for group in shares if group.name == "Trail")
        paths = [shape.lines[0] for shape in trail.shapes if hasattr(shape, "lines")]
        assert [len(path) for path in paths] == [index + 1, index + 1]


def test_equal_losses_neither_rise_nor_fall(recipes: Recipes) -> None:
    """Losses that print alike stay; one unit and one iteration are told as one."""
    words = told(recipes["loss-curves"], epochs=1, learning_rate=1e-6, hidden=1, batch_size=1500)
    assert words.caption.startswith("Loss stays at 2.30 in 1 iteration;")
    assert "1 sigmoid unit," in words.title
    assert told(recipes["loss-curves"], epochs=9, learning_rate=1.0).caption.startswith("Loss falls from 2.30 to ")
