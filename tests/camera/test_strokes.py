"""Strokes: all that a picture draws, noted in its order and at its place, without drawing a pixel."""

from typing import Any

import numpy as np
import pytest

from films import Recipes, small
from vizpipe import nn
from vizpipe.camera.letters import Letters
from vizpipe.camera.recolouring import recoloured
from vizpipe.camera.recording import plots, recorded
from vizpipe.camera.scene import Scene
from vizpipe.camera.strokes import Unable
from vizpipe.drawing.picture.networks import output, through
from vizpipe.drawing.picture.passage import Affine, Passage
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import DARK, LIGHT, PRINT
from vizpipe.encoding.stroke import Stroke
from vizpipe.film.film import Film
from vizpipe.film.reel import Reel

SIZE = 1280, 720
EPOCHS = {"max_epochs": 6}


@pytest.fixture(scope="module")
def filmed(recipes: Recipes) -> tuple[Any, Film[Any]]:
    """A hidden layer that has learned for six epochs."""
    recipe = recipes["hidden-mapping"]
    return recipe, recipe.film(**EPOCHS)


def strokes(filmed: tuple[Any, Film[Any]], *ticks: int, theme: Any = LIGHT) -> list[list[Stroke]]:
    """What is drawn at these frames."""
    return list(recorded(Scene(*filmed, Style(theme, *SIZE)), ticks))


def test_every_text_of_a_picture_is_a_stroke(filmed: tuple[Any, Film[Any]]) -> None:
    """Headline, numbers, names, ticks: what is written is what matplotlib would write, each at its size."""
    scene = Scene(*filmed, Style(LIGHT, *SIZE))
    (drawn,) = recorded(scene, [3])
    told = {stroke.text for stroke in drawn if stroke.kind == "text"}
    assert {"Epoch 3", "Input", "x₁", "x₂", "loss"} <= told
    sizes = [float(stroke.sizes[0]) for stroke in drawn if stroke.text == "Input"]
    assert sizes == pytest.approx([18.0 * Style(LIGHT, *SIZE).scale], rel=0.4)


def test_samples_lie_where_their_axes_put_them(filmed: tuple[Any, Film[Any]]) -> None:
    """Pixels of dots, led back through the panel's box and limits, are the data."""
    scene = Scene(*filmed, Style(LIGHT, *SIZE))
    (drawn,) = recorded(scene, [4])
    plot = plots(scene)["0"]
    (dots,) = [each for each in drawn if each.kind == "dots" and each.panel == "0" and len(each.places) > 100]
    left, bottom, right, top = plot.box
    assert plot.limits is not None
    low, high = np.array(plot.limits[::2]), np.array(plot.limits[1::2])
    back = low + (dots.places - (left, bottom)) / (right - left, top - bottom) * (high - low)
    wanted = np.asarray(filmed[1][4].samples)
    assert np.allclose(np.sort(back, axis=0), np.sort(wanted, axis=0), atol=1e-9)


def test_what_was_drawn_before_is_noted_as_if_it_were_drawn_again(filmed: tuple[Any, Film[Any]]) -> None:
    """Frames noted one after another are those noted alone; what an earlier one had is noted once."""
    scene = Scene(*filmed, Style(LIGHT, *SIZE))
    together, alone = list(recorded(scene, [2, 4, 2])), [strokes(filmed, tick)[0] for tick in (2, 4, 2)]
    for drawn, wanted in zip(together, alone, strict=True):
        for one, other in zip(drawn, wanted, strict=True):
            assert [getattr(one, name) for name in ("kind", "panel", "look", "counts", "text")] == [
                getattr(other, name) for name in ("kind", "panel", "look", "counts", "text")
            ]
            for name in ("places", "values", "sizes", "fills", "edges", "clip"):
                assert np.array_equal(getattr(one, name), getattr(other, name)), name
    fields = [[each for each in drawn if each.kind == "field"] for drawn in together]
    assert fields[0]
    assert all(one is again for one, again in zip(fields[0], fields[2], strict=True))
    assert not any(one is other for one, other in zip(fields[0], fields[1], strict=True))
    (picture,) = scene.pictures([2])  # the stage itself has not learned to echo
    assert (picture == Scene(*filmed, Style(LIGHT, *SIZE)).pictures([2])[0]).all()


def test_another_theme_changes_colours_and_nothing_else(filmed: tuple[Any, Film[Any]]) -> None:
    """Light and dark have the same strokes at the same places: so one set of numbers serves both."""
    (light,), (dark,) = strokes(filmed, 5), strokes(filmed, 5, theme=DARK)
    assert [(each.kind, each.panel, each.look, each.text) for each in light] == [
        (each.kind, each.panel, each.look, each.text) for each in dark
    ]
    for one, other in zip(light, dark, strict=True):
        assert np.allclose(one.places, other.places, equal_nan=True)
        assert len(one.fills) == len(other.fills)
    assert any(not np.array_equal(one.fills, other.fills) for one, other in zip(light, dark, strict=True))


def test_colours_of_another_theme_are_told_without_drawing_again(filmed: tuple[Any, Film[Any]]) -> None:
    """Each colour is a paint's: led to the same paint of the dark theme, strokes are those of a dark picture."""
    scene = Scene(*filmed, Style(LIGHT, *SIZE))
    moments = list(recorded(scene, [0, 5]))
    told = recoloured(scene, moments, LIGHT, DARK)
    assert told is not None
    for one, other in zip(told, strokes(filmed, 0, 5, theme=DARK), strict=True):
        assert [each.fills.tolist() for each in one] == [each.fills.tolist() for each in other]
        assert [each.edges.tolist() for each in one] == [each.edges.tolist() for each in other]


def test_a_colour_that_is_no_paints_is_not_guessed(filmed: tuple[Any, Film[Any]]) -> None:
    """What has a colour that the theme doesn't have has to be drawn again."""
    scene = Scene(*filmed, Style(LIGHT, *SIZE))
    (drawn,) = recorded(scene, [0])
    odd = drawn[1]._replace(fills=np.array([[1, 2, 3, 255]], dtype=np.uint8))
    assert recoloured(scene, [[odd]], LIGHT, DARK) is None


@pytest.mark.parametrize("name", ["features", "it-is-a-two", "optimizers", "three-steps"])
def test_one_colour_of_several_paints_is_told_apart(name: str, recipes: Recipes) -> None:
    """Cells, panels that paint otherwise with one colour, and words in it are told in the dark as they are drawn."""
    told = recipes[name], small(recipes[name])
    ticks = 0, len(told[1]) - 1
    scene = Scene(*told, Style(LIGHT, *SIZE))
    dark = recoloured(scene, list(recorded(scene, ticks)), LIGHT, DARK)
    assert dark is not None
    for ours, theirs in zip(dark, strokes(told, *ticks, theme=DARK), strict=True):
        for one, other in zip(ours, theirs, strict=True):
            assert np.array_equal(one.fills, other.fills)
            assert np.array_equal(one.edges, other.edges)
            assert one.kind != "cells" or np.array_equal(one.values, other.values)


def test_a_stage_is_left_as_it_was(filmed: tuple[Any, Film[Any]]) -> None:
    """What was noted can be filmed afterwards, to the same pixels."""
    scene = Scene(*filmed, Style(LIGHT, *SIZE))
    before = scene.pictures([2])[0]
    list(recorded(scene, [1, 2, 5]))
    assert np.array_equal(scene.pictures([2])[0], before)


@pytest.mark.parametrize("sizes", [(2, 2, 1), (2, 3, 4, 1)])
def test_steps_lead_where_the_network_leads(sizes: tuple[int, ...]) -> None:
    """Affine maps and activations, one after the other, give what ``through`` and ``output`` give."""
    network = nn.Network(sizes, ("tanh",) * (len(sizes) - 2) + ("sigmoid",))
    rng = np.random.default_rng(3)
    vector = rng.normal(size=network.parameter_count)
    points = rng.normal(size=(7, 2))
    frame: Any = type("Frame", (), {"network": network, "parameters": vector})
    for layer in range(len(sizes)):
        for is_before in (False, True) if layer else (False,):
            way = through(layer, is_before=is_before)
            assert np.allclose(followed(way.steps(frame), points), way(frame, points), atol=1e-15)
            back = output(layer, is_before=is_before)
            if layer < len(sizes) - 1:
                hidden = way(frame, points)
                assert np.allclose(followed(back.steps(frame), hidden)[:, 0], back(frame, hidden), atol=1e-15)


def followed(steps: tuple[Any, ...], points: Any) -> Any:
    """Points after these steps."""
    known: dict[str, Any] = {"tanh": np.tanh, "sigmoid": lambda sums: 1.0 / (1.0 + np.exp(-sums))}
    for step in steps:
        points = points @ step.weights + step.bias if isinstance(step, Affine) else known[step](points)
    return points


def test_what_a_network_worked_out_says_so(filmed: tuple[Any, Film[Any]]) -> None:
    """Fields, meshes and samples of a hidden layer bring the weights, so that a page needs no pixels and no places."""
    ((*drawn,),) = strokes(filmed, 3)
    kinds = {(each.kind, each.panel) for each in drawn if isinstance(each.passage, Passage)}
    assert {("field", "0"), ("field", "1"), ("field", "2"), ("dots", "1"), ("dots", "2"), ("lines", "2")} <= kinds


def test_panels_of_films_side_by_side_are_told_apart(filmed: tuple[Any, Film[Any]]) -> None:
    """Each of two films has panels of its own, in which its samples lie."""
    recipe, film = filmed
    scene = Scene(recipe, Reel([film, recipe.film(**EPOCHS, seed=51)], ["one", "other"]), Style(LIGHT, *SIZE))
    (drawn,) = recorded(scene, [3])
    found = plots(scene)
    for name in ("0 0", "1 0"):
        (dots,) = [each for each in drawn if each.kind == "dots" and each.panel == name and len(each.places) > 100]
        left, bottom, right, top = found[name].box
        assert (dots.places.min(axis=0) >= (left, bottom)).all()
        assert (dots.places.max(axis=0) <= (right, top)).all()


def test_pixels_are_no_stroke(recipes: Recipes) -> None:
    """A grid of dots in one image can't be told as strokes, and that is said."""
    recipe = recipes["hidden-mapping"]
    film = recipe.film(**EPOCHS, as_published=True)
    with pytest.raises(Unable, match="pixels"):
        list(recorded(Scene(recipe, film, Style(LIGHT, *SIZE)), [0]))


def test_a_letter_is_kept_once() -> None:
    """Each glyph has one outline, whatever is written with it; a second one goes where the first one's advance ends."""
    letters = Letters()
    first = letters.set("aa", (("DejaVu Sans",), "normal"))
    assert first[0::2] == [0, 0]
    assert 500 < first[3] - first[1] < 700
    assert len(letters.outlines) == 1
    letters.set("ba", (("DejaVu Sans",), "normal"))
    assert len(letters.outlines) == 2
    assert all(outline.startswith("m") for outline in letters.outlines)


def test_hatching_is_told_in_print(filmed: tuple[Any, Film[Any]]) -> None:
    """Where shapes say what colours say, a field says how far its lines are apart, and in which colour."""
    (drawn,) = strokes(filmed, 3, theme=PRINT)
    fields = [each for each in drawn if each.kind == "field"]
    assert fields
    assert all(each.look[1] > 0 and len(each.fills) == 1 for each in fields)


def test_classes_that_have_shapes_keep_them(filmed: tuple[Any, Film[Any]]) -> None:
    """In print one class is round and the other isn't: each dot says which outline is its own, as its label does."""
    (drawn,) = strokes(filmed, 4, theme=PRINT)
    (dots,) = [each for each in drawn if each.kind == "dots" and each.panel == "0" and len(each.places) > 100]
    _, _, shapes, of = dots.look
    assert [len(shape) == 0 for shape in shapes] == [True, False]
    labels = np.asarray(filmed[1][4].labels)
    assert sorted(of) == sorted(labels.tolist())
    own = {shapes[kind]: fill.tobytes() for kind, fill in zip(of, dots.fills, strict=True)}
    assert all(own[shapes[kind]] == fill.tobytes() for kind, fill in zip(of, dots.fills, strict=True))
    (light,) = strokes(filmed, 4, theme=LIGHT)
    assert all(len(each.look) == 2 for each in light if each.kind == "dots")
