"""Hidden mapping as the article drew it: three panels of samples over 40,000 dots, in seaborn's colours."""

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest
import seaborn as sns
from matplotlib.collections import PathCollection
from matplotlib.markers import MarkerStyle

from films import Recipes, texts
from scatter import fresh, look, turns
from vizpipe.camera.scene import Scene
from vizpipe.drawing.marks.tint import Speckles
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT, THEMES
from vizpipe.film.film import Film
from vizpipe.nn import Snapshot
from vizpipe.recipe import Words

Array = npt.NDArray[np.float64]


@pytest.fixture(scope="module")
def film(recipes: Recipes) -> Film[Snapshot]:
    """A few epochs that turn the plane a good deal."""
    return recipes["hidden-mapping"].film(as_published=True, max_epochs=4, learning_rate=0.1)


def panels(scene: Scene[Snapshot], frame: int) -> Iterator[tuple[Speckles, PathCollection]]:
    """The dots of the plane and those of the samples, panel by panel."""
    scene.still(frame)
    for axes in scene.figure.axes:
        speckles = [artist for artist in axes.artists if isinstance(artist, Speckles)]
        samples = [artist for artist in axes.collections if isinstance(artist, PathCollection)]
        if speckles:
            (one,), (other,) = speckles, samples
            yield one, other


def maps(frame: Snapshot, points: Array) -> list[Array]:
    """Where points are in the input plane, after the affine map, and after the activation, by hand."""
    weights, bias = frame.parameters[:4].reshape(2, 2), frame.parameters[4:6]
    sums = points @ weights + bias
    return [points, sums, np.tanh(sums)]


def agree(shown: list[tuple[Speckles, PathCollection]], frame: Snapshot, low: float, high: float) -> None:
    """Raise AssertionError where dots are not those of the article's three panels."""
    steps = np.linspace(low, high, 200)
    points = np.column_stack([np.tile(steps, 200), np.repeat(steps, 200)])
    answers = frame.predict(points)[:, 0]
    assert len(shown) == 3
    for (speckles, samples), plane, dots in zip(shown, maps(frame, points), maps(frame, frame.samples), strict=True):
        np.testing.assert_allclose(speckles.places, plane, atol=1e-9)
        np.testing.assert_allclose(speckles.values, answers, atol=1e-12)
        placed = np.asarray(samples.get_offsets())
        np.testing.assert_allclose(placed[np.lexsort(placed.T)], dots[np.lexsort(dots.T)], atol=1e-9)


def test_three_panels_show_the_plane_and_its_samples_where_the_network_puts_them(
    recipes: Recipes, film: Film[Snapshot]
) -> None:
    """All 40,000 dots and all samples stand where the network takes them, the dots by its probability there."""
    shown = list(panels(Scene(recipes["hidden-mapping"], film, Style(LIGHT, 1920, 760)), 3))
    low, high = film[0].samples.min() - 0.35, film[0].samples.max() + 0.35
    agree(shown, film[3], low, high)
    wrong = [[shown[0], shown[2], shown[1]], [(shown[0][0], shown[1][1]), *shown[1:]]]
    for swapped in wrong:
        with pytest.raises(AssertionError):
            agree(swapped, film[3], low, high)
    with pytest.raises(AssertionError):
        agree(shown, film[2], low, high)


def test_samples_are_those_of_seaborns_scatterplot(recipes: Recipes, film: Film[Snapshot]) -> None:
    """Each sample has the place, the colour and the white edge that seaborn's scatterplot gives it."""
    frame, style = film[2], Style(LIGHT, 1920, 760)
    colours, order, circle = sns.diverging_palette(220, 20, as_cmap=True), turns(frame.labels), MarkerStyle("o")
    outline = np.asarray(circle.get_path().transformed(circle.get_transform()).vertices, dtype=float)
    shown = panels(Scene(recipes["hidden-mapping"], film, style), 2)
    for (_, ours), places in zip(shown, maps(frame, frame.samples), strict=True):
        theirs = fresh(places[order], frame.labels[order], style, 10.0, (colours(0.0), colours(1.0)))
        for found, wanted in zip(look(ours), theirs, strict=True):
            np.testing.assert_allclose(found, wanted, atol=1e-6)
        assert (look(ours).edges == 1.0).all()
        np.testing.assert_allclose(np.asarray(ours.get_paths()[0].vertices, dtype=float), outline)


def test_epoch_accuracy_and_loss_are_all_that_is_said(recipes: Recipes, film: Film[Snapshot]) -> None:
    """Above the panels stand epoch, accuracy and loss, and neither the recipe's headline nor its caption."""
    recipe = recipes["hidden-mapping"]
    scene = Scene(recipe, film, Style(LIGHT, 1920, 760))
    scene.still(4)
    told = [text for text in texts(scene) if re.search("[a-z]", text)]
    last = film[4]
    wanted = ["Epoch 4", f"Accuracy {last.accuracy:.2f} – Loss {last.loss:.3f}"]
    assert sorted(told) == sorted([*wanted, "Input layer", "Hidden layer", "Activation"])


def test_words_that_somebody_chose_are_said_all_the_same(recipes: Recipes, film: Film[Snapshot]) -> None:
    """A title or a caption that was asked for is drawn."""
    scene = Scene(
        recipes["hidden-mapping"], film, Style(LIGHT, 1920, 760), words=Words("Epochs that turn", "Mine, not its.", "")
    )
    scene.still(4)
    assert {"Epochs that turn", "Mine, not its."} <= set(texts(scene))


def test_it_plays_its_epochs_and_stands_at_the_last(recipes: Recipes, film: Film[Snapshot]) -> None:
    """The only beat is the last epoch, without words, for two seconds."""
    (cue,) = recipes["hidden-mapping"].cues(film)
    assert (cue.frame, cue.say, cue.stand) == (len(film) - 1, "", 2.0)


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1080), (720, 1800), (480, 270)])
def test_all_three_panels_have_room(recipes: Recipes, film: Film[Snapshot], size: tuple[int, int], theme: str) -> None:
    """On slides, squares, columns and thumbnails all three panels are drawn, side by side or one below the other."""
    scene = Scene(recipes["hidden-mapping"], film, Style(THEMES[theme], *size))
    boxes = [samples.axes.bbox for _, samples in panels(scene, 1) if samples.axes is not None]
    assert len(boxes) == 3
    assert min(min(box.width, box.height) for box in boxes) > 0.2 * min(size)


def test_training_is_the_same(recipes: Recipes, film: Film[Snapshot]) -> None:
    """How it is drawn changes no number of the film."""
    assert film.digest == recipes["hidden-mapping"].film(max_epochs=4, learning_rate=0.1).digest
