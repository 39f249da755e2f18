"""Marks of neurons in a plane: the straight line, crosses at what is wrong, and what is seen at times only."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest

from vizpipe.drawing import line_across
from vizpipe.drawing.picture import Crosses, Dots, Mark, Moment, Path, Room, Straight, When, sides
from vizpipe.drawing.picture.shapes import Shape
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film

ROOM = Room(200.0, 200.0, (-1.0, 1.0, -1.0, 1.0))


class Turn(NamedTuple):
    """A neuron."""

    neuron: np.ndarray[Any, Any]
    is_seen: bool


def film(*neurons: tuple[float, float, float]) -> Film[Turn]:
    """A film of neurons, every second one seen."""

    def frames() -> Iterator[Turn]:
        yield from (Turn(np.array(neuron), bool(number % 2)) for number, neuron in enumerate(neurons))

    return Film.shoot("turns", Turn, frames(), {})


def shapes(mark: Mark[Turn], told: Film[Turn], index: int = 0) -> list[Any]:
    """What a mark gives at a frame."""
    return list(mark.shapes(Moment(told, index, told[index]), ROOM))


def drawn(found: list[Shape]) -> list[Path]:
    """The paths that have lines."""
    return [path for path in found if isinstance(path, Path) and path.lines]


@pytest.mark.parametrize("neuron", [(1.0, 0.0, 0.5), (0.0, -3.0, 1.0), (2.0, 1.0, 0.0), (1.0, 1.0, -1.9)])
def test_a_line_lies_where_the_neurons_sum_is_nought(neuron: tuple[float, float, float]) -> None:
    """Both ends of a line that crosses the panel fulfil w·x + b = 0, and lie beyond the panel's edges."""
    (path,) = drawn(shapes(Straight("neuron", is_kept=True), film(neuron)))
    ends = path.lines[0]
    np.testing.assert_allclose(ends @ neuron[:2] + neuron[2], 0.0, atol=1e-9)
    assert (np.abs(ends).max(axis=1) >= 1.0).all()
    assert not path.dashes


@pytest.mark.parametrize("neuron", [(1.0, 0.0, 5.0), (1.0, 1.0, -2.1), (0.01, -0.02, 3.0)])
def test_a_line_beyond_the_panel_is_kept_dashed_at_its_edge_on_the_side_where_it_is(
    neuron: tuple[float, float, float],
) -> None:
    """What lies outside is not drawn, or dashed, parallel, in sight and on the way to where it is."""
    assert not drawn(shapes(Straight("neuron"), film(neuron)))
    (path,) = drawn(shapes(Straight("neuron", is_kept=True), film(neuron)))
    assert path.dashes
    sums = path.lines[0] @ neuron[:2]
    assert sums[0] == pytest.approx(sums[1])
    share = sums[0] / -neuron[2]
    assert 0.0 < share < 1.0
    start, end = path.lines[0]
    assert any(np.abs(start + part * (end - start)).max() < 1.0 for part in np.linspace(0.0, 1.0, 201))


def test_a_neuron_without_weights_has_no_line() -> None:
    """Where both weights are 0 nothing is drawn, kept or not."""
    assert not drawn(shapes(Straight("neuron", is_kept=True), film((0.0, 0.0, 1.0))))


def test_a_line_leaves_each_of_its_places_behind_once() -> None:
    """Earlier lines are seen, each place once, none where it is now or will be; half of a line is half as long."""
    told = film((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0), (1.0, 1.0, 0.0))
    past, _ = shapes(Straight("neuron", has_past=True), told, 3)
    assert len(past.lines) == 2
    again, _ = shapes(Straight("neuron", has_past=True), told, 2)
    np.testing.assert_allclose(again.lines[0][:, 1], 0.0, atol=1e-12)  # not the one that it is again
    assert len(again.lines) == 1
    whole, half = (drawn(shapes(Straight("neuron", share), told))[0].lines[0] for share in (1.0, 0.5))
    assert np.hypot(*(half[1] - half[0])) == pytest.approx(0.5 * np.hypot(*(whole[1] - whole[0])))


def test_a_cross_stands_at_each_place_where_something_holds() -> None:
    """Two strokes, as large in pixels as asked, are centred on each point that is chosen."""
    points = np.array([[0.0, 0.0], [0.5, 0.5], [-0.5, 0.0]])
    *_, path = shapes(Crosses(points, np.array([True, False, True]), size=20.0), film((0.0, 0.0, 0.0)))
    assert [tuple(line.mean(axis=0)) for line in path.lines] == [(0.0, 0.0)] * 2 + [(-0.5, 0.0)] * 2
    assert {tuple(np.ptp(line, axis=0).round(9)) for line in path.lines} == {(0.2, 0.2)}


def test_marks_are_seen_while_something_holds() -> None:
    """Marks under When give their shapes in those frames alone, and ask for their room in any."""
    told = film((0.0, 0.0, 1.0), (0.0, 0.0, 1.0))
    mark = When[Turn]("is_seen", (Dots(np.array([[3.0, 4.0]])),))
    assert [len(shapes(mark, told, index)) for index in (0, 1)] == [0, 1]
    moment = Moment(told, 0, told[0])
    np.testing.assert_array_equal(mark.extent(moment), [[3.0, 4.0]])
    assert not mark.is_fixed(told)


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        (Straight[Turn](np.array([1.0, 2.0])), "needs two weights and a bias"),
        (Straight[Turn](np.array([1.0, np.nan, 0.0])), "needs two weights and a bias"),
        (Crosses[Turn](np.zeros((3, 2)), np.array([True])), "don't go together"),
    ],
)
def test_a_neuron_or_truths_of_another_shape_are_refused(mark: Mark[Turn], says: str) -> None:
    """What is no neuron of two inputs, or not one truth a point, is refused by the mark's name."""
    with pytest.raises(RecipeError, match=f"{type(mark).__name__}.*{says}"):
        shapes(mark, film((0.0, 0.0, 1.0)))


@pytest.mark.parametrize("neuron", [(1.0, 0.0, 0.5), (0.0, -3.0, 8.5), (2.0, 1.0, -6.0), (1.0, 1.0, -5.9)])
def test_a_line_across_limits_ends_beyond_them(neuron: tuple[float, float, float]) -> None:
    """Both ends of a line that crosses limits fulfil w·x + b = 0, and lie outside, one on either side."""
    ends = line_across(neuron, (-1.0, 3.0, 2.0, 3.0))
    np.testing.assert_allclose(ends @ neuron[:2] + neuron[2], 0.0, atol=1e-9)
    outside = (ends < [-1.0, 2.0]) | (ends > [3.0, 3.0])
    assert outside.any(axis=1).all()
    assert ((ends[0] - [1.0, 2.5]) @ (ends[1] - [1.0, 2.5])) < 0.0


def test_the_sides_of_a_line_are_1_and_0_and_fade_away_from_it() -> None:
    """Where a neuron fires its side is 1, elsewhere 0, on its line ½; with a reach both have faded so far away."""
    frame = film((3.0, 4.0, -5.0))[0]
    foot, normal = np.array([0.6, 0.8]), np.array([0.6, 0.8])
    points = np.stack([foot + away * normal for away in (-2.0, -0.5, 0.0, 0.5, 1.0, 2.0)])
    np.testing.assert_allclose(sides("neuron")(frame, points[[0, 1, 3, 4, 5]]), [0.0, 0.0, 1.0, 1.0, 1.0])
    fading = sides(lambda turn: turn.neuron, reach=1.0)(frame, points)
    np.testing.assert_allclose(fading, [0.5, 0.25, 0.5, 0.75, 0.5, 0.5], atol=1e-12)
    np.testing.assert_array_equal(sides(np.zeros(3))(frame, points), np.full(6, 0.5))
