"""Hidden mapping of data and of shapes that somebody brings."""

from pathlib import Path

import numpy as np
import pytest

from films import Recipes, texts
from vizpipe.camera.scene import Scene
from vizpipe.drawing.picture import Stack
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.errors import UsageError
from vizpipe.recipe import Say, layers_of

THREE = np.array([(-2.0, 0.0), (2.0, 0.0), (0.0, 3.0)])


def flowers(folder: Path) -> str:
    """A file of three classes around three centres."""
    rng = np.random.default_rng(8)
    lines = [
        f"{a:.3f},{b:.3f},{['iris', 'rose', 'tulip'][n % 3]}"
        for n in range(90)
        for a, b in [rng.normal(THREE[n % 3], 0.4)]
    ]
    (folder / "flowers.csv").write_text("\n".join(["height,width,kind", *lines]))
    return str(folder / "flowers.csv")


def test_three_classes_take_a_softmax_and_are_named(recipes: Recipes, tmp_path: Path) -> None:
    """A file of three classes trains three outputs, which tell nearly all apart; names stand at the axes and beside."""
    recipe = recipes["hidden-mapping"]
    film = recipe.film(data=flowers(tmp_path), max_epochs=80)
    last = film[-1]
    assert last.sizes.tolist() == [2, 2, 3]
    assert last.activations.tolist() == ["tanh", "softmax"]
    chosen = last.predict(last.samples).argmax(axis=1)
    assert (chosen == last.labels).mean() == last.accuracy > 0.95
    assert film.about.classes == ("iris", "rose", "tulip")
    scene = Scene(recipe, film, Style(LIGHT, 1920, 760))
    scene.still(len(film) - 1)
    drawn = {text.get_text() for axes in scene.figure.axes for text in axes.texts} | {
        label for axes in scene.figure.axes for label in (axes.get_xlabel(), axes.get_ylabel())
    }
    assert {"iris", "rose", "tulip", "height", "width"} <= drawn
    caption = recipe.say_words(film, Say()).caption
    assert "The data are 90 rows of flowers.csv, and the classes are its column kind." in caption


def test_braces_in_names_are_letters(recipes: Recipes, tmp_path: Path) -> None:
    """Columns and classes whose names hold braces are drawn as they are called, with any layers."""
    (tmp_path / "odd.csv").write_text(
        Path(flowers(tmp_path)).read_text().replace("height", "he}ig{ht}").replace("rose", "{ro}se{")
    )
    recipe = recipes["hidden-mapping"]
    for layers in ("2", "3"):
        film = recipe.film(data=str(tmp_path / "odd.csv"), layers=layers, max_epochs=1)
        scene = Scene(recipe, film, Style(LIGHT, 1920, 760))
        scene.still(len(film) - 1)
        assert {"he}ig{ht}", "{ro}se{"} <= set(texts(scene))
        assert "column kind" in recipe.say_words(film, Say()).caption


def test_hidden_layers_of_any_size_have_a_panel_each(recipes: Recipes) -> None:
    """8,8,3 are four layers of weights; panels are the input and three layers, and the caption names their shares."""
    recipe = recipes["hidden-mapping"]
    film = recipe.film(layers="8,8,3", data="circles", max_epochs=30, target_loss=None)
    assert film[0].sizes.tolist() == [2, 8, 8, 3, 1]
    scene = Scene(recipe, film, Style(LIGHT, 1920, 760))
    scene.still(len(film) - 1)
    names = {text.get_text() for axes in scene.figure.axes for text in axes.texts}
    titles = names | {text.get_text() for text in scene.figure.texts}
    assert {"Hidden layer 1: 8 units", "Hidden layer 2: 8 units", "Hidden layer 3: 3 units"} <= titles
    assert "along the two axes of most variance, which hold" in recipe.say_words(film, Say()).caption


def test_many_layers_are_shown_by_three(recipes: Recipes) -> None:
    """Of five hidden layers the first, the one in the middle and the last are seen."""
    recipe = recipes["hidden-mapping"]
    film = recipe.film(layers="4,4,4,4,4", max_epochs=2)
    body = recipe.pictured(film).body
    assert isinstance(body, Stack)
    assert len(body.parts) == 4


@pytest.mark.parametrize("text", ["", "0", "8,", "8,x", "65", "1,1,1,1,1,1,1,1,1", "-3", "8;3"])
def test_layers_that_are_none_are_refused(text: str) -> None:
    """One line says what layers are."""
    with pytest.raises(UsageError, match=r"layers is .*such as 8,8,3"):
        layers_of(text)


def test_recipes_of_two_classes_refuse_three(recipes: Recipes, tmp_path: Path) -> None:
    """The article's own picture knows two classes, and says so."""
    recipe = recipes["hidden-mapping"]
    film = recipe.film(data=flowers(tmp_path), as_published=True, max_epochs=1)
    with pytest.raises(UsageError, match="as-published draws two classes"):
        recipe.pictured(film)
