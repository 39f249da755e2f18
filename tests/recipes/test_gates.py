"""Gates: one straight line is enough for AND, NAND and OR, and none for XOR."""

import numpy as np
import pytest

from films import Recipes, texts
from staged import shapes_of, staged
from vizpipe.camera.scene import Scene
from vizpipe.drawing.picture import Key
from vizpipe.drawing.picture.channels import Moment
from vizpipe.drawing.picture.mark import Room
from vizpipe.drawing.picture.shapes import Path, Text
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT


def test_one_line_is_enough_for_all_but_xor(recipes: Recipes) -> None:
    """Truth tables are as in the notes, and no single neuron on a grid of (w₁, w₂, b) answers XOR."""
    frame = recipes["gates"].film()[0]
    assert frame.inputs.tolist() == [[0, 0], [1, 0], [0, 1], [1, 1]]
    assert frame.outputs.tolist() == [[0, 0, 0, 1], [1, 1, 1, 0], [0, 1, 1, 1]]
    assert frame.xor.tolist() == [0, 1, 1, 0]
    grid = np.linspace(-2, 2, 41)
    weights = np.stack(np.meshgrid(grid, grid, grid), axis=-1).reshape(-1, 3)
    answers = weights[:, :2] @ frame.inputs.T + weights[:, 2:] > 0
    for wanted, possible in (
        (frame.outputs[0], True),
        (frame.outputs[1], True),
        (frame.outputs[2], True),
        (frame.xor, False),
    ):
        assert (answers == wanted.astype(bool)).all(axis=1).any() == possible


def test_gate_boundaries_are_where_the_sum_is_zero(recipes: Recipes) -> None:
    """Each gate's drawn line solves b + w·x = 0, at distance |b|/‖w‖ from the origin."""
    frame = recipes["gates"].film()[0]
    for gate in range(3):
        line = frame.line(gate)
        np.testing.assert_allclose(line @ frame.weights[gate] + frame.biases[gate], 0, atol=1e-12)
        direction = (line[1] - line[0]) / np.linalg.norm(line[1] - line[0])
        distance = abs(line[0, 0] * direction[1] - line[0, 1] * direction[0])
        assert distance == pytest.approx(abs(frame.biases[gate]) / np.linalg.norm(frame.weights[gate]))


def test_and_with_a_threshold_is_and_with_a_bias(recipes: Recipes) -> None:
    """With the threshold θ = −b, w·x > 0.7 fires at (1, 1) only."""
    frame = recipes["gates"].film()[0]
    assert (frame.inputs @ np.array([0.5, 0.5]) > 0.7).tolist() == [False, False, False, True]
    assert (frame.inputs @ frame.weights[0] > -frame.biases[0]).tolist() == frame.outputs[0].astype(bool).tolist()


def test_truth_tables_are_drawn_cell_by_cell(recipes: Recipes) -> None:
    """The digits on the figure are those of the frame, in 5 tables of 4 rows and 3 columns."""
    scene = Scene(recipes["gates"], recipes["gates"].film(), Style(LIGHT, 1920, 1080))
    digits = [text for text in texts(scene) if text in ("0", "1")]
    assert len(digits) == 5 * 4 * 3
    frame = recipes["gates"].film()[0]
    between = np.stack([frame.outputs[1], frame.outputs[2]])
    ones = 4 * frame.inputs.sum() + frame.outputs.sum() + 2 * frame.xor.sum() + between.sum()
    assert digits.count("1") == ones


def test_the_key_draws_minus_as_the_edges_do(recipes: Recipes) -> None:
    """In the key as on the edges a negative weight is dashed, a positive one is not."""
    film = recipes["gates"].film()
    key = Key[object]((("plus", "positive"), ("minus", "negative")))
    moment, room = Moment(film, 0, film[0]), Room(400.0, 100.0, (0.0, 1.0, 0.0, 1.0))
    strokes = [shape for shape in key.shapes(moment, room) if isinstance(shape, Path)]
    assert [bool(stroke.dashes) for stroke in strokes] == [False, True]
    stage = staged(recipes["gates"], film)
    edges = [path for path in shapes_of(stage, 0, "5", Path, "Network") if path.lines]
    assert {path.dashes for path in edges if path.dashes} == {strokes[1].dashes}


def test_a_thumbnail_names_its_gates(recipes: Recipes) -> None:
    """A thumbnail has the planes of AND and XOR alone, with their names, under the title."""
    style = Style(LIGHT, 480, 270, compact=True)
    film = recipes["gates"].film()
    figure = Scene(recipes["gates"], film, style)
    figure.still(0)
    said = set(texts(figure))
    assert {"AND", "XOR"} <= said
    assert not {"NAND", "OR", "x₁", "x₂"} & said
    assert any(text.startswith("One straight line") for text in said)


def test_neighbours_with_the_same_axes_share_their_labels(recipes: Recipes) -> None:
    """In a row the planes of NAND, OR and XOR have no y of their own; that of NAND, OR → AND has, for it is another."""
    recipe = recipes["gates"]
    scene = Scene(recipe, recipe.film(), Style(LIGHT, 700, 420))
    scene.still(0)
    words = texts(scene)
    assert [words.count(each) for each in ("x₂", "OR", "x₁", "NAND")] == [1, 2, 4, 2]


def test_on_a_phone_planes_stand_without_axes(recipes: Recipes) -> None:
    """Without tables, ticks and the names of axes the planes are a fifth larger: what they mean, their titles say."""
    recipe = recipes["gates"]
    scene = Scene(recipe, recipe.film(), Style(LIGHT, 720, 1800))
    scene.still(0)
    words = texts(scene)
    assert [words.count(each) for each in ("x₁", "x₂", "0", "1")] == [0, 0, 0, 0]
    assert {"AND", "NAND", "OR", "XOR", "NAND, OR → AND"} <= set(words)


def test_two_cases_in_one_place_are_said_to_be_two(recipes: Recipes) -> None:
    """What NAND and OR say of 01 and of 10 is the same, so that one of the places holds two cases; no other does."""
    film = recipes["gates"].film()
    stage = staged(recipes["gates"], film)
    panels = stage.shapes(stage.moment(0, film[0]))
    said = [(panel, text) for panel in panels for text in shapes_of(stage, 0, panel, Text, "Label")]
    places = film[0].outputs[1:].T
    twice = [place for place in np.unique(places, axis=0) if (places == place).all(axis=1).sum() > 1]
    assert [text.text for _, text in said] == ["two cases"]
    np.testing.assert_array_equal([text.place for _, text in said], twice)
