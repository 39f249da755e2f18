"""Marks give shapes: what a mark draws can be compared with the frame as numbers."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest

from vizpipe import nn
from vizpipe.drawing.picture import (
    Bars,
    Cells,
    Corner,
    Decision,
    Dots,
    Edge,
    Field,
    Histogram,
    Image,
    Line,
    Mark,
    Mesh,
    Moment,
    Network,
    Path,
    Pixels,
    Points,
    Room,
    Rule,
    Samples,
    Text,
    Trail,
    Truth,
    output,
    phrase,
    through,
)
from vizpipe.drawing.picture.decisions import plane_points
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film

Array = npt.NDArray[np.float64]
ROOM = Room(200.0, 100.0, (0.0, 4.0, 0.0, 10.0))
PLANE = Room(100.0, 100.0, (-2.0, 2.0, -2.0, 2.0))


class Frame(NamedTuple):
    """A frame with something for every mark."""

    step: int
    losses: Array
    points: Array
    labels: npt.NDArray[np.int64]
    parameters: Array

    @property
    def network(self) -> nn.Network:
        """A small one."""
        return nn.Network((2, 2, 1), ("tanh", "sigmoid"))


def film(frames: int = 4) -> Film[Frame]:
    """Points that move, losses that fall."""
    rng = np.random.default_rng(7)
    start = rng.normal(size=(6, 2))
    labels = np.array([0, 1, 0, 1, 1, 0])
    weights = rng.normal(size=9)
    states = (
        Frame(k, np.array([8.0, 4.0]) / 2.0**k, start + 0.1 * k, labels, weights * (1.0 + k)) for k in range(frames)
    )
    return Film.shoot("states", Frame, states, {})


def drawn(mark: Mark[Frame], index: int = 3, room: Room = ROOM) -> list[Any]:
    """The shapes of a mark at a frame."""
    states = film()
    return list(mark.shapes(Moment(states, index, states[index]), room))


def test_a_trail_is_the_curve_so_far_with_its_newest_point_and_name() -> None:
    """Each curve has a line of all points up to now, a dot on the newest, and its name at its end."""
    shapes = drawn(Trail("step", "losses", names=("a", "b")), 2)
    lines = [shape for shape in shapes if isinstance(shape, Path)]
    assert [line.lines[0].tolist() for line in lines] == [[[0, 8], [1, 4], [2, 2]], [[0, 4], [1, 2], [2, 1]]]
    assert [shape.places.tolist() for shape in shapes if isinstance(shape, Points)] == [[[2, 2]], [[2, 1]]]
    names = {shape.text: shape for shape in shapes if isinstance(shape, Text)}
    assert names.keys() == {"a", "b"}
    apart = names["a"].shift[1] + ROOM.rise(2.0) - names["b"].shift[1] - ROOM.rise(1.0)
    assert abs(apart) >= 1.3 * ROOM.em


def test_a_curve_that_leaves_its_panel_says_so() -> None:
    """Where the newest point lies above the panel its name has an arrow and no dot is drawn."""
    low = Room(200.0, 100.0, (0.0, 4.0, 0.0, 1.5))
    shapes = drawn(Trail("step", lambda frame: frame.losses[0], names=("a",)), 1, low)
    assert [shape.text for shape in shapes if isinstance(shape, Text)] == ["a ↑"]
    assert not [shape for shape in shapes if isinstance(shape, Points)]


@pytest.mark.parametrize(("is_log", "left"), [(False, 2.5), (True, 2.0 + np.log2(1.5))])
def test_a_curve_ends_where_it_leaves_its_panel(is_log: bool, left: float) -> None:  # noqa: FBT001 - a case
    """A curve that has left for good ends on the panel's upper edge, where the straight line to the next point does."""
    low = Room(200.0, 100.0, (0.0, 4.0, 0.5, 6.0), (False, is_log))
    path, name = drawn(Trail("step", lambda frame: 2.0**frame.step, names=("a",)), 3, low)
    np.testing.assert_allclose(path.lines[0], [[0.0, 1.0], [1.0, 2.0], [2.0, 4.0], [left, 6.0]])
    assert name.place == pytest.approx((left, 6.0))


def test_between_two_states_a_trail_waits() -> None:
    """A trail at a share of the way to the next state ends at the state before: nothing was measured between them."""
    states = film()
    moment: Moment[Frame] = Moment(states, 1, states.at(1, 0.5), 0.5)
    trail: Trail[Frame] = Trail("step", lambda frame: frame.losses[0], dot=None)
    (line,) = (shape for shape in trail.shapes(moment, ROOM) if isinstance(shape, Path))
    assert line.lines[0][-1].tolist() == [1.0, 4.0]


def test_a_line_is_broken_where_it_jumps() -> None:
    """From the step that is named on a curve has a gap, and goes on right above it: no jump pretends to be a slope."""
    (path,) = drawn(Line(np.arange(4.0), np.array([0.0, 0.1, 5.0, 5.1]), jump=1.0))
    expected = [[0.0, 0.0], [1.0, 0.1], [np.nan, np.nan], [1.0, 5.0], [2.0, 5.0], [3.0, 5.1]]
    np.testing.assert_array_equal(path.lines[0], expected)


def test_dots_that_are_not_there_are_not_drawn() -> None:
    """Points that are nan or masked are left out of dots and samples, with their labels and colours."""
    points = np.ma.array([[0.0, 1.0], [np.nan, 1.0], [2.0, 1.0]], mask=np.array([[0, 0], [0, 0], [1, 1]], dtype=bool))
    (dots,) = drawn(Dots(lambda _: points, ["ink", "quiet", "line"]))
    assert (dots.places.tolist(), dots.fill) == ([[0.0, 1.0]], ["ink"])
    (samples,) = drawn(Samples(lambda _: points, np.array([1, 0, 0])))
    assert samples.labels.tolist() == [1]


def test_a_field_holds_the_predictions_on_its_grid() -> None:
    """The values of a field are those of its function at the points of an even grid over the panel."""
    (image,) = drawn(
        Field(lambda frame, points: frame.network.predict(frame.parameters, points)[:, 0], cells=20), 2, PLANE
    )
    state, points = film()[2], plane_points(PLANE.limits, 20)
    wanted = state.network.predict(state.parameters, points)[:, 0].reshape(20, 20)
    assert isinstance(image, Image)
    assert np.array_equal(image.values, wanted)


def test_a_decision_is_drawn_where_the_network_wavers() -> None:
    """The boundary of a decision lies where the network answers one half."""
    _, path = drawn(Decision(), 2, PLANE)
    state = film()[2]
    for line in path.lines:
        answers = state.network.predict(state.parameters, line)
        assert np.allclose(answers, 0.5, atol=1e-6)


def test_layers_of_a_network_are_values_of_points() -> None:
    """What a layer makes of points, and what the rest makes of that, is the network's own answer."""
    state, points = film()[1], np.array([[0.5, -1.0], [1.0, 2.0]])
    passed = state.network.forward(state.parameters, points)
    assert np.array_equal(through(0)(state, points), points)
    assert np.array_equal(through(1, is_before=True)(state, points), passed[0][0])
    assert np.array_equal(through(1)(state, points), passed[0][1])
    assert np.array_equal(output(0)(state, points), passed[1][1][:, 0])
    assert np.array_equal(output(1, is_score=True)(state, passed[0][1]), passed[1][0][:, 0])
    assert np.array_equal(output(1, is_before=True)(state, passed[0][0]), passed[1][1][:, 0])


def test_a_network_is_drawn_by_its_weights() -> None:
    """An edge is as wide as its weight's share of the film's largest, coloured by its sign, and dashed below zero."""

    def weights(frame: Frame) -> list[Array]:
        return [layer.weights for layer in frame.network.layers(frame.parameters)]

    plus, minus = drawn(Network(weights, widest=7.0), 3)[:2]
    flat = np.concatenate([matrix.ravel() for matrix in weights(film()[3])])
    widths = 0.8 + 6.2 * np.abs(flat) / np.abs(flat).max()
    for edges, here, role in ((plus, flat > 0.0, "positive"), (minus, flat <= 0.0, "negative")):
        assert np.allclose(edges.width, widths[here])
        assert {paint.role for paint in edges.stroke} == {role}
    assert minus.dashes
    assert not plus.dashes


def test_bars_and_histograms_reach_as_far_as_their_numbers() -> None:
    """Bars are as high as their values, a histogram's outline follows its counts."""
    (bars,) = drawn(Bars(np.arange(2.0), "losses"), 0)
    assert [area[:, 1].max() for area in bars.lines] == [8.0, 4.0]
    (outline,) = drawn(Histogram(np.array([0.0, 1.0, 2.0]), np.array([3.0, 5.0])))
    assert outline.lines[0][:, 1].tolist() == [0.0, 3.0, 3.0, 5.0, 5.0, 0.0]


def test_tables_say_their_numbers() -> None:
    """A truth table says each value in its cell, a matrix its numbers with a true minus."""
    shapes = drawn(Truth(("x", "y", "z"), np.array([[0, 1, 1]])))
    assert [shape.text for shape in shapes if isinstance(shape, Text)] == ["x", "0", "y", "1", "z", "1"]
    shapes = drawn(Cells(np.array([[-1.0, 0.25]])))
    assert [shape.text for shape in shapes if isinstance(shape, Text)] == ["−1.00", "0.25"]


def test_square_cells_keep_the_shape_of_an_image() -> None:
    """A plot of 200 by 100 pixels shows 3 by 4 square cells in its middle, 25 pixels each, in colours of their own."""
    colours = np.random.default_rng(0).random((4, 3, 3))
    (image,) = drawn(Pixels(colours, is_square=True))
    left, right, bottom, top = image.extent
    assert (image.scale, bottom, top) == ("rgb", 0.0, 10.0)
    assert (left + right, (right - left) * 200.0 / 4.0) == pytest.approx((4.0, 75.0))
    (whole,) = drawn(Pixels(colours[..., 0]))
    assert (whole.scale, whole.extent) == ("ink", ROOM.limits)


def test_words_in_a_corner_move_with_the_frame() -> None:
    """Words with a function of the frame say its value then; plain words stand still."""
    moving: Corner[Frame] = Corner(phrase("step {n}", n=lambda frame: frame.step))
    assert [drawn(moving, index)[0].text for index in (0, 3)] == ["step 0", "step 3"]
    assert not moving.is_fixed(film())
    assert Corner("plain").is_fixed(film())


BAD: Sequence[tuple[Mark[Frame], str]] = [
    (Trail("step", "points"), "Trail: x has shape"),
    (Trail("step", "losses", names=("a",)), "1 names for 2 curves"),
    (Line(np.arange(3.0), np.arange(4.0)), r"x has shape \(3,\) and y \(4,\)"),
    (Dots("losses"), r"points has shape \(2,\), and points have \(n, 2\)"),
    (Dots("points", ["ink"]), "1 colours for 6 points"),
    (Samples("points", np.array([0, 1])), r"6 points and labels of shape \(2,\)"),
    (Samples("points", np.array([0, 1, 2, 1, 0, 0])), "label 2 is none of those it draws: 0, 1"),
    (Field(lambda _, points: points[:3, 0]), "needs one value each"),
    (Field(lambda _, points: np.full(len(points), np.nan)), "aren't there"),
    (Field(lambda frame, points: frame.losses @ points), "Field: of: ValueError"),
    (Edge(lambda frame: [frame.losses]), "each needs"),
    (Bars(np.arange(3.0), "losses"), "positions and"),
    (Bars(np.arange(2.0), np.array([1.0, np.nan])), "can't be left out"),
    (Histogram(np.arange(3.0), np.arange(3.0)), "3 edges for 3 counts"),
    (Pixels("losses"), "an image has"),
    (Pixels(np.zeros((2, 2, 4))), "three colours"),
    (Truth(("x", "y"), np.array([[0, 2]])), "needs 0 and 1"),
    (Cells("losses"), "needs"),
    (Network(lambda _: [np.ones((2, 3)), np.ones((2, 1))]), "make no network"),
    (Mesh(lambda _, points: points @ np.ones(3)), "place: ValueError"),
    (Rule(x="nothing"), "x: AttributeError"),
]


@pytest.mark.parametrize(
    ("mark", "problem"), BAD, ids=lambda each: each if isinstance(each, str) else type(each).__name__
)
def test_what_a_mark_cannot_draw_is_refused_with_its_line(mark: Mark[Frame], problem: str) -> None:
    """Channels of a wrong shape, values that aren't there, unknown labels: one line naming the mark and its line."""
    with pytest.raises(RecipeError, match=rf"line {mark.line}: {type(mark).__name__}: .*{problem.rpartition(': ')[2]}"):
        drawn(mark, room=PLANE)
