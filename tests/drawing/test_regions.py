"""Marks of many classes: areas where each wins, names beside dots, layers of many units in a plane."""

from typing import Any

import numpy as np
import pytest
from matplotlib.path import Path as Outline
from test_picture_marks import PLANE, Frame, drawn, film

from vizpipe import nn
from vizpipe.drawing.picture import Classes, Mix, Path, Points, Regions, Samples, Text, projected, through
from vizpipe.drawing.picture.mark import Array
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import DARK, LIGHT
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film
from vizpipe.nn import Snapshot

CENTRES = np.array([(-1.0, 0.8), (1.0, 0.8), (0.0, -1.2)])


def near(_: Frame, points: Array) -> Array:
    """How near each of three centres is."""
    return np.asarray(np.exp(-(((points[:, None] - CENTRES) ** 2).sum(axis=2))))


def test_every_point_lies_in_the_area_of_the_class_that_wins_there() -> None:
    """Of 400 points those that aren't near a border lie in the area of the most probable class, and in no other."""
    shapes: list[Any] = drawn(Regions(near), room=PLANE)
    paths = (shape for shape in shapes if isinstance(shape, Path))
    areas = {shape.fill.role: shape.lines for shape in paths if isinstance(shape.fill, Mix)}
    points = np.random.default_rng(1).uniform(-1.9, 1.9, (400, 2))
    values = np.sort(near(film()[0], points), axis=1)
    clear = points[values[:, 2] - values[:, 1] > 0.02]
    wins = near(film()[0], clear).argmax(axis=1)
    for number in range(3):
        inside = np.any([Outline(line).contains_points(clear) for line in areas[f"class {number}"]], axis=0)
        np.testing.assert_array_equal(inside, wins == number)


def test_regions_need_a_probability_of_each_class() -> None:
    """One value a point is a field's, and is refused."""
    with pytest.raises(RecipeError, match="needs \\(points, classes\\)"):
        drawn(Regions(lambda _, points: points[:, 0]), room=PLANE)


def test_classes_are_named_beside_dots_of_their_colour_and_shape() -> None:
    """A dot and a name for each class, one below the other."""
    shapes: list[Any] = drawn(Classes(("oak", "beech", "elm")), room=PLANE)
    dots = next(shape for shape in shapes if isinstance(shape, Points))
    names = [shape for shape in shapes if isinstance(shape, Text)]
    assert [name.text for name in names] == ["oak", "beech", "elm"]
    assert dots.labels is not None
    assert dots.labels.tolist() == [0, 1, 2]
    assert (np.diff(dots.places[:, 1]) < 0.0).all()


def test_a_label_beyond_the_classes_is_refused() -> None:
    """Samples of two classes know no class 2; of three they do."""
    labels = np.array([0, 1, 2, 0, 1, 2])
    with pytest.raises(RecipeError, match="label 2 is none of those it draws: 0, 1"):
        drawn(Samples("points", labels))
    (dots,) = drawn(Samples("points", labels, classes=3))
    assert dots.classes == 3


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_ten_classes_have_ten_colours_and_ten_shapes(theme: Any) -> None:
    """No two of ten classes share a colour, nor a shape; the first two have the theme's own colours."""
    from vizpipe.drawing.picture.mapping import MARKERS, mapped

    places, labels = np.arange(20.0).reshape(10, 2), np.arange(10)
    looks = mapped(Style(theme, 960, 400), Points(places, labels=labels, classes=10))
    assert len(np.unique(np.round(looks["looks"]["facecolors"], 6), axis=0)) == 10
    assert len(set(MARKERS)) == 10
    assert tuple(theme.class_palette[:2]) == tuple(theme.classes)


def trained() -> Film[Snapshot]:
    """A network with a hidden layer of four units, and one of two."""
    rng = np.random.default_rng(2)
    network = nn.Network((2, 4, 2, 1), ("tanh", "tanh", "sigmoid"))
    points, labels = rng.normal(size=(50, 2)), rng.integers(0, 2, 50)
    run = nn.train(
        network, network.initial(rng, nn.initializers.xavier), points, labels,
        loss=nn.binary_cross_entropy, optimizer=nn.Adam(0.05), batch_size=10, rng=rng,
    )  # fmt: skip
    return Film.shoot("deep", Snapshot, nn.until(run, 8), {})


def test_a_wide_layer_is_seen_along_the_two_axes_of_most_variance_in_all_frames() -> None:
    """The share is that of the two largest eigenvalues over all frames; a layer of two units is left as it is."""
    made = trained()
    seen = projected(made, 1)
    units = np.concatenate([through(1)(frame, frame.samples) for frame in made])
    values = np.sort(np.linalg.eigvalsh(np.cov(units.T)))[::-1]
    assert seen.share == pytest.approx(values[:2].sum() / values.sum())
    shown = np.concatenate([seen(frame, frame.samples) for frame in made])
    np.testing.assert_allclose(np.cov(shown.T), np.diag(values[:2]), atol=1e-12)
    two = projected(made, 2)
    np.testing.assert_array_equal(two(made[3], made[3].samples), through(2)(made[3], made[3].samples))
    assert two.share == 1.0


def test_what_a_page_is_told_of_a_projection_is_what_is_drawn() -> None:
    """The steps of a projection, followed one by one, end where it puts the samples."""
    made = trained()
    seen, frame = projected(made, 1), made[4]
    points = frame.samples
    for step in seen.steps(frame):
        points = np.tanh(points) if isinstance(step, str) else points @ step.weights + step.bias
    np.testing.assert_allclose(points, seen(frame, frame.samples), atol=1e-12)
