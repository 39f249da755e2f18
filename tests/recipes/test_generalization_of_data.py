"""Generalization on rows that somebody brings: their names, their pairs, and only what is true of them."""

import re
from pathlib import Path

import numpy as np
import pytest

from films import Recipes, texts, told
from staged import shapes_of, staged
from vizpipe.camera.scene import Scene
from vizpipe.drawing.picture import Path as Line
from vizpipe.drawing.picture import Points
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.errors import UsageError


def rows(folder: Path, count: int, noise: float) -> str:
    """A file of a line with noise, far from 0, whose names hold braces."""
    rng = np.random.default_rng(2)
    x = rng.uniform(500.0, 700.0, count)
    y = 40.0 - 0.05 * x + rng.normal(0.0, noise, count)
    lines = (f"{a!r},{b!r}" for a, b in zip(x.tolist(), y.tolist(), strict=True))
    (folder / "cars.csv").write_text("\n".join(["weight {kg},mpg", *lines]))
    return str(folder / "cars.csv")


@pytest.mark.parametrize("is_raw", [False, True])
def test_what_is_drawn_are_the_rows_and_no_truth(recipes: Recipes, tmp_path: Path, is_raw: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Every row is a dot, in view beside its names' band; the one line is the network, over the rows' own inputs."""
    recipe = recipes["generalization"]
    film = recipe.film(data=rows(tmp_path, 40, 1.0), iterations=60, raw=is_raw)
    table = np.loadtxt(tmp_path / "cars.csv", delimiter=",", skiprows=1)
    table = table if is_raw else (table - table.mean(axis=0)) / table.std(axis=0)
    frame, stage = film[-1], staged(recipe, film)
    dots = {str(each.fill): each.places for each in shapes_of(stage, len(film) - 1, "0", Points, "Dots")}
    learned, unseen = dots["series 2"], dots["background"]
    assert (len(learned), len(unseen)) == (28 + 1, 12 + 1)
    every = np.concatenate([learned[:-1], unseen[:-1]])
    np.testing.assert_allclose(every[np.argsort(every[:, 0])], table[np.argsort(table[:, 0])])
    (line,) = shapes_of(stage, len(film) - 1, "0", Line, "Line")
    x, y = line.lines[0].T
    assert (x[0], x[-1]) == pytest.approx((table[:, 0].min(), table[:, 0].max()))
    np.testing.assert_allclose(y, frame.curve(x))
    left, right, bottom, top = stage.placed[0].room.limits
    assert left < every[:, 0].min() < every[:, 0].max() < right
    assert bottom < every[:, 1].min()
    assert learned[-1, 1] == unseen[-1, 1] > max(every[:, 1].max(), y.max())
    assert learned[-1, 1] < top


def test_names_stand_as_they_are(recipes: Recipes, tmp_path: Path) -> None:
    """The columns' names are the axes', braces and all, in the picture and in the caption."""
    recipe = recipes["generalization"]
    film = recipe.film(data=rows(tmp_path, 40, 1.0), iterations=60)
    scene = Scene(recipe, film, Style(LIGHT, *recipe.size))
    scene.still(len(film) - 1)
    words = texts(scene)
    assert {"weight {kg}", "mpg"} <= {*words}
    assert "the truth" not in words
    caption = told(recipe, data=str(tmp_path / "cars.csv"), iterations=60).caption
    assert "40 rows of cars.csv: its column mpg is predicted from its column weight {kg}." in caption
    assert caption.endswith("Both columns are standardised.")


@pytest.mark.parametrize(("count", "noise", "is_worse"), [(14, 3.0, True), (300, 1.0, False)])
def test_only_what_is_true_of_the_rows_is_told(
    recipes: Recipes, tmp_path: Path, count: int, noise: float, *, is_worse: bool
) -> None:
    """Where few noisy rows are learned at others' cost the end says so, elsewhere how the loss ends; never of noise."""
    recipe, data = recipes["generalization"], rows(tmp_path, count, noise)
    film = recipe.film(data=data, iterations=1500)
    train, test = film.column("losses").T
    best = int(test.argmin())
    assert is_worse == (test[-1] > 2.0 * test.min() and train[-1] < train[best])
    cues = {cue.name: cue for cue in recipe.cues(film)}
    assert ("noise" in cues, "still" in cues) == (is_worse, not is_worse)
    says = told(recipe, data=data, iterations=1500).caption
    assert not re.search("noise|truth", says + " ".join(cue.say for cue in cues.values()))
    assert ("closer to its own points and further from others" in says) == is_worse
    assert (f"After 1,500 steps it is {test[-1]:.3f}." in says) == (not is_worse)


def test_many_dots_are_smaller(recipes: Recipes, tmp_path: Path) -> None:
    """240 dots are half as wide as 60, and the usual picture keeps its own."""
    recipe = recipes["generalization"]

    def size(count: int) -> float:
        film = recipe.film(data=rows(tmp_path, count, 1.0), iterations=3)
        return float(shapes_of(staged(recipe, film), 0, "0", Points, "Dots")[0].size)

    usual = shapes_of(staged(recipe, recipe.film(iterations=3)), 0, "0", Points, "Dots")[0].size
    assert size(60) == usual == pytest.approx(2.0 * size(240))


def test_words_are_refused(recipes: Recipes, tmp_path: Path) -> None:
    """A column of words names recipes that learn classes."""
    (tmp_path / "birds.csv").write_text("\n".join(["height,kind", *(f"{n},wren" for n in range(12))]))
    with pytest.raises(UsageError, match="column kind holds no numbers, as a curve needs; hidden-mapping"):
        recipes["generalization"].film(data=str(tmp_path / "birds.csv"), label="kind")
