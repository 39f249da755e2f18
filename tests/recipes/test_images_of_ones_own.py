"""Images that somebody brings, in every recipe that takes them: what is computed of them, and what is said."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import vizpipe
from films import Recipes, small, told
from replays.networks import Shape, passed
from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.errors import UsageError
from vizpipe.parameters.brought import has_images
from vizpipe.recipe import Say
from vizpipe.tables import images_of

TAKERS = (
    "batch-loss", "digits-in-the-plane", "first-units", "initial-weights", "it-is-a-two", "logged-images",
    "loss-curves", "optimizers", "structure", "weights-by-layer",
)  # fmt: skip
KINDS = ("a {bag}", "hat", "shoe")


def shapes(kinds: tuple[str, ...] = KINDS, side: int = 20) -> tuple[Any, Any]:
    """Images (90, side, side) of bars that lie the deeper the later their class, and their classes."""
    rng, labels = np.random.default_rng(3), np.arange(90) % len(kinds)
    pixels = rng.uniform(0.0, 60.0, (90, side, side))
    for image, label in zip(pixels, labels, strict=True):
        at = side // 6 + label * side // 4 + rng.integers(0, 2)
        image[at : at + side // 6, 3:-3] = rng.uniform(150.0, 255.0)
    return pixels, np.array(kinds)[labels]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file of three classes of 20 × 20 pixels."""
    path = tmp_path_factory.mktemp("images") / "shapes.npz"
    x, y = shapes()
    np.savez(path, x=x, y=y)
    return str(path)


def test_every_recipe_of_images_is_tried(recipes: Recipes) -> None:
    """The recipes above are those that take images; features, whose rules are made for digits, is none."""
    assert {name for name in recipes if any(map(has_images, recipes[name].parameters))} == {*TAKERS}


@pytest.mark.parametrize("name", TAKERS)
def test_nothing_is_said_of_digits(recipes: Recipes, file: str, name: str) -> None:
    """Neither title, caption, alternative text, headlines nor the pictures speak of them; the file is named."""
    recipe = recipes[name]
    film = small(recipe, data=file) if name != "structure" else recipe.film(epochs=1, data=file)
    words = told(recipe, **film.parameters)
    scene = Scene(recipe, film, Style(LIGHT, *recipe.size))
    figures = list(scene.stills([0, len(film) - 1]))
    drawn = [text.get_text() for figure in figures for axes in figure.axes for text in axes.texts]
    drawn += [axes.get_title(loc="left") for figure in figures for axes in figure.axes]
    drawn += [each.get_text() for figure in figures for axes in figure.axes for each in axes.get_xticklabels()]
    said = " ".join([*words, *drawn, *(cue.say for cue in recipe.cues(film))]).lower()
    assert "digit" not in said.replace("{digit}", "")
    assert "handwritten" not in said
    assert "90 images of shapes.npz" in words.caption
    assert film.about.classes == KINDS
    assert film.about.image[0] == {"it-is-a-two": 16, "structure": 8}.get(name, 14)


def test_the_plane_is_that_of_the_users_classes(recipes: Recipes, file: str) -> None:
    """Three answers from 196 pixels: places, regions' scores and shares are those of plain numpy."""
    film = recipes["digits-in-the-plane"].film(data=file, epochs=20)
    frame, shape = film[-1], Shape((196, 32, 2, 3), ("tanh", "identity", "softmax"))
    outputs = passed(shape, frame.parameters, frame.images)[1]
    np.testing.assert_allclose(frame.places, outputs[2])
    right = outputs[3].argmax(axis=1) == frame.labels
    np.testing.assert_allclose(frame.shares, [right[frame.labels == each].mean() for each in range(3)])
    assert frame.scores.shape == (3, 3)
    assert frame.labels.tolist().count(0) == 9
    unseen = images_of(file, ".", side=14).parts(np.random.default_rng(9), 1).test_samples
    np.testing.assert_array_equal(frame.images, unseen)


def test_the_class_that_is_read_is_one_of_the_users(recipes: Recipes, tmp_path: Path, file: str) -> None:
    """Its confidences are those of plain numpy, in grey; of two classes the third that is asked for is the second."""
    recipe = recipes["it-is-a-two"]
    film = recipe.film(data=file, iterations=40, digit=1)
    frame, shape = film[-1], Shape((256, 12, 3), ("sigmoid", "softmax"))
    np.testing.assert_allclose(frame.confidences, passed(shape, frame.parameters, frame.image.reshape(1, -1))[1][-1][0])
    assert frame.label == 1
    assert 0.0 < np.median(frame.image) < 1.0
    assert len({*np.ravel(frame.image)}) > 2
    x, y = shapes(("cat", "dog"), 8)
    np.savez(tmp_path / "two.npz", x=x, y=y)
    two = recipe.film(data=str(tmp_path / "two.npz"), iterations=40)
    assert (two[-1].label, two[-1].confidences.shape, two[-1].weights.shape) == (1, (2,), (12, 8, 8))
    assert "sure of dog" in recipe.say_words(two, Say()).caption


def test_the_wall_shows_what_was_kept_apart(recipes: Recipes, file: str) -> None:
    """Loss curves: 27 unseen images, guessing costs log 3, and the caption names the rows."""
    recipe = recipes["loss-curves"]
    film = recipe.film(data=file, epochs=3)
    assert film[0].losses.mean() == pytest.approx(np.log(3.0), abs=0.02)
    assert film[-1].unseen.shape == (27, 14, 14)
    caption = told(recipe, data=file, epochs=3).caption
    assert "of 27 it has never seen. 27 of these are drawn" in caption
    assert "the rows are a {bag}, hat and shoe, those" in caption


def test_what_is_redrawn_stands_beside_what_was_kept_apart(recipes: Recipes, file: str) -> None:
    """Logged images: a pair for each class, on its left an unseen image of it; in the end they differ."""
    film = recipes["logged-images"].film(data=file, epochs=120)
    last = film[-1]
    assert last.images.shape == (3, 14, 29, 3)
    assert sorted(last.names) == sorted(KINDS)
    known = images_of(file, ".", side=14)
    unseen = known.parts(np.random.default_rng(0), 1).test_samples
    inks = [tuple(np.rint(255.0 * (1.0 - row)).astype(int)) for row in unseen]
    assert all(tuple(pair[:, :14, 0].ravel().astype(int)) in inks for pair in last.images)
    assert last.images[:, :, -14:, 0].std(axis=0).mean() > 4.0 * film[0].images[:, :, -14:, 0].std(axis=0).mean()


def test_a_program_brings_arrays_or_a_frame(tmp_path: Path) -> None:
    """``make`` takes (x, y) and a DataFrame; the manifest keeps a digest of the same rows, and no pixel."""
    import pandas as pd

    x, y = shapes(side=8)
    frame = pd.DataFrame(np.rint(x).astype(int).reshape(90, -1)).add_prefix("pixel").assign(label=y)
    for data, origin in (((x, y), "(X, y)"), (frame, "a DataFrame")):
        result = vizpipe.make(
            "first-units", data=data, epochs=1, formats="png", size=(800, 450), output=tmp_path / "o", overwrite=True
        )
        assert f"90 images of {origin}" in result.caption
    with pytest.raises(UsageError, match=r"X has shape \(90,\) and y \(90,\); \(n, height, width\) numbers"):
        vizpipe.make("first-units", data=(y == "hat", y), epochs=1, formats="png")


def test_a_changed_file_makes_its_assets_stale(vizpipe: Any, tmp_path: Path) -> None:
    """A project's images are read as on the command line, and their digest stands in the manifest."""
    x, y = shapes(side=8)
    np.savez(tmp_path / "s.npz", x=x, y=y)
    asset = '[assets.units]\nrecipe = "first-units"\nparameters = {data = "s.npz", label = "y", epochs = 1}\n'
    (tmp_path / "vizpipe.toml").write_text(f'outputs = "o"\n{asset}formats = ["png"]\nsize = "800x450"\n')
    assert vizpipe("build", cwd=tmp_path).code == 0
    assert "data s.npz" in (tmp_path / "o" / "manifest.json").read_text()
    assert vizpipe("build", "--locked", cwd=tmp_path).code == 0
    np.savez(tmp_path / "s.npz", x=x[::-1], y=y[::-1])
    assert vizpipe("build", "--locked", cwd=tmp_path).code == 4
