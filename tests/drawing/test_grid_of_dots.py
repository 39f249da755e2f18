"""A grid of dots where a map takes them: its numbers, its pixels, its colours; and lines and limits of planes."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
import seaborn as sns
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from vizpipe.drawing import DARK, LIGHT, THEMES, limits_of, straight_line
from vizpipe.drawing.marks.tint import Speckles
from vizpipe.drawing.picture import Grid, Moment, Points, Room
from vizpipe.drawing.style import Style
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film

Array = npt.NDArray[np.float64]
PLANE = Room(100.0, 100.0, (-2.0, 2.0, -2.0, 2.0))
SQUARE = (-1.0, 2.0, -1.0, 2.0)


class Turn(NamedTuple):
    """A matrix by which a plane is multiplied, and places in it."""

    matrix: Array
    places: Array


def film() -> Film[Turn]:
    """Two frames."""
    frames = [Turn(np.array([[2.0, 1.0], [0.5, -1.0]]) * size, np.array([[0.0, 1.0], [size, 5.0]])) for size in (1, 3)]
    return Film.shoot("test", Turn, frames, {})


def turned(frame: Turn, points: Array) -> Array:
    """Where points come to lie."""
    return points @ frame.matrix


def right_side(_: Turn, points: Array) -> Array:
    """More likely class 1 the further to the right."""
    return np.asarray((points[:, 0] + 1.0) / 3.0)


def test_a_grid_is_drawn_where_its_map_takes_it() -> None:
    """Each dot of a grid stands where the map takes its point of the plane, with the value that this point has."""
    made = film()
    (dots,) = Grid(turned, right_side, SQUARE, cells=5).shapes(Moment(made, 1, made[1]), PLANE)
    assert isinstance(dots, Points)
    assert dots.values is not None
    for row, column in ((0, 0), (0, 4), (3, 1), (4, 4)):
        x, y = -1.0 + 0.75 * column, -1.0 + 0.75 * row
        np.testing.assert_allclose(dots.places[5 * row + column], [6.0 * x + 1.5 * y, 3.0 * x - 3.0 * y], atol=1e-12)
        assert dots.values[5 * row + column] == pytest.approx((x + 1.0) / 3.0)


@pytest.mark.parametrize(
    ("place", "of", "problem"),
    [
        (lambda _, x: x[:, :1], right_side, r"place and of give \(25, 1\) and \(25,\)"),
        (turned, lambda _, x: x, r"place and of give \(25, 2\) and \(25, 2\)"),
        (turned, lambda _, x: x[:, 0] * np.nan, "place and of give numbers that are none"),
        (lambda _, x: x / 0.0 * np.inf, right_side, "place and of give numbers that are none"),
    ],
)
def test_a_grid_without_a_place_or_a_value_is_refused(place: Any, of: Any, problem: str) -> None:
    """A map that gives too few numbers, or none that can be drawn, is refused by the mark's name."""
    made = film()
    with pytest.raises(RecipeError, match=f"Grid: {problem}"), np.errstate(all="ignore"):
        list(Grid[Turn](place, of, SQUARE, cells=5).shapes(Moment(made, 0, made[0]), PLANE))


def drawn(places: Array, values: Array, size: float, colours: Array, **look: Any) -> npt.NDArray[np.uint8]:
    """The pixels of speckles on a page of 30 × 20, whose units are pixels, row 0 at the bottom."""
    figure = Figure((0.3, 0.2), 100, facecolor="#123456")
    canvas, axes = FigureCanvasAgg(figure), figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(0.0, 30.0)
    axes.set_ylim(0.0, 20.0)
    axes.add_artist(Speckles(places, values, size, colours, **look))
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[::-1, :, :3]


@pytest.mark.parametrize("size", [1.0, 3.0, 4.0])
def test_speckles_are_squares_of_which_later_ones_lie_on_top(size: float) -> None:
    """Pixel by pixel speckles are what squares drawn one after the other would be, also where the page cuts them."""
    rng = np.random.default_rng(3)
    places, values = rng.uniform((-3.0, -3.0), (33.0, 23.0), (150, 2)), rng.uniform(size=150)
    colours = rng.integers(0, 256, (24, 3)) / 255.0
    wanted = np.full((20, 30, 3), (0x12, 0x34, 0x56))
    for (x, y), value in zip(places, values, strict=True):
        left, bottom = (int(np.floor(each - (size - 1.0) / 2.0)) for each in (x, y))
        rows = slice(max(bottom, 0), max(bottom + int(size), 0))
        columns = slice(max(left, 0), max(left + int(size), 0))
        wanted[rows, columns] = np.rint(255.0 * colours[int(value * 24)])
    np.testing.assert_array_equal(drawn(places, values, size, colours), wanted)


def test_speckles_are_hatched_where_class_1_is_likelier() -> None:
    """In print the ink of hatching lies on squares of class 1, never on those of class 0 or on the page."""
    ink, shades = (1.0, 0.0, 1.0), np.linspace(0.2, 0.8, 24)[:, None] * np.ones(3)
    places = np.array([[7.0, 10.0], [22.0, 10.0]])
    pixels = drawn(places, np.array([0.1, 0.9]), 9.0, shades, hatch=6, ink=ink)
    hatched = (pixels == (255, 0, 255)).all(axis=-1)
    assert 9 <= hatched[6:15, 18:27].sum() < 40
    assert hatched.sum() == hatched[6:15, 18:27].sum()


@pytest.mark.parametrize(("theme", "centre"), [(LIGHT, "light"), (DARK, "dark")])
def test_two_hues_give_the_colours_of_seaborns_palette(theme: Any, centre: Any) -> None:
    """A field in two hues has 24 colours of seaborn's diverging palette, on dark pages around a dark middle."""
    style = Style(theme, 800, 400)
    wanted = sns.diverging_palette(220, 20, n=24, center=centre)
    np.testing.assert_allclose(style.shades(24, (220.0, 20.0)), wanted, atol=1e-9)
    np.testing.assert_allclose(style.class_colours((220.0, 20.0)), [wanted[0], wanted[-1]], atol=1e-9)


def test_in_print_the_theme_keeps_its_colours() -> None:
    """Where shapes say what colours say, two hues change nothing."""
    style = Style(THEMES["print"], 800, 400)
    np.testing.assert_array_equal(style.shades(24, (220.0, 20.0)), style.field_colours)
    assert style.class_colours((220.0, 20.0)) == list(style.theme.classes)


@pytest.mark.parametrize(("weights", "bias"), [((0.5, -2.0), 0.7), ((3.0, 0.0), -9.0), ((-1e-6, 2e-6), 1e-6)])
def test_a_straight_line_is_where_the_sum_is_0(weights: tuple[float, float], bias: float) -> None:
    """Both ends solve w·x + b = 0, so far from the point of the line that is nearest to the middle."""
    middle = np.array([1.0, -2.0])
    ends = straight_line(np.array(weights), bias, middle, reach=4.0)
    np.testing.assert_allclose(ends @ np.array(weights) + bias, 0.0, atol=1e-12)
    foot = ends.mean(axis=0)
    np.testing.assert_allclose(np.linalg.norm(ends - foot, axis=1), 4.0)
    assert abs((ends[1] - ends[0]) @ (foot - middle)) < 1e-9


def test_limits_hold_a_frames_points_in_all_frames() -> None:
    """Limits hold the points of every frame and leave a share of their span free, of the least span at least."""
    made = film()
    sides = limits_of(made, lambda frame: frame.places, 0.1, 2.0)
    np.testing.assert_allclose(sides, [0.0 - 0.3, 3.0 + 0.3, 1.0 - 0.4, 5.0 + 0.4])
    flat = limits_of(made, lambda frame: frame.places[:1], 0.1, 2.0)
    np.testing.assert_allclose(flat, [-0.2, 0.2, 0.8, 1.2])
