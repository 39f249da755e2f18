"""Partial derivatives: the slopes of two slices are the gradient."""

from typing import Any

import numpy as np
import pytest

from films import Recipes, told
from staged import shapes_of, staged
from vizpipe.drawing.picture import Path, Points, Text


@pytest.mark.parametrize("h", [1e-4, 1e-2])
@pytest.mark.parametrize(("point", "slopes"), [((3, 4), (6, 8)), ((0, 2), (0, 4)), ((3, 0), (6, 0))])
def test_slopes_of_slices_are_the_gradient(recipes: Recipes, point: Any, slopes: Any, h: float) -> None:
    """Two points far apart, near and between find the exact gradient 2x, at every point of the round."""
    film = recipes["partial-derivatives"].film(x0=float(point[0]), x1=float(point[1]), h=h)
    assert film[-1].h == pytest.approx(h)
    for index in (0, 1, 13, -1):
        np.testing.assert_allclose(film[index].point, point)
        np.testing.assert_allclose(film[index].gradient, slopes, atol=1e-8)
    radius = np.hypot(*point)
    for frame in film:
        np.testing.assert_allclose(frame.gradient, 2 * frame.point, atol=1e-8)
        assert np.hypot(*frame.point) == pytest.approx(radius, abs=0.01)
    assert len({tuple(frame.point.tolist()) for frame in film}) > 30


def test_the_points_come_together_and_stay_so_all_round(recipes: Recipes) -> None:
    """There are none in the first frame; at the start they come from 2 to 0.0001 away, as they stay on the round."""
    film = recipes["partial-derivatives"].film()
    widths = film.column("h")
    assert widths[0] == 0.0
    assert widths[1] == 2.0
    assert (np.diff(widths[1:14]) < 0.0).all()
    np.testing.assert_allclose(widths[13:], 1e-4)
    assert all(frame.point.tolist() == [3.0, 4.0] for frame in list(film)[:14])


@pytest.mark.parametrize("given", [{}, {"x0": -4.2, "x1": 1.1}, {"x0": 5.0, "x1": -5.0}, {"x0": 0.0, "x1": 0.0}])
def test_the_line_goes_through_both_points(recipes: Recipes, given: dict[str, float]) -> None:
    """Both points lie on their cut, h to either side, and the line through them has the slope that is told: 2x."""
    recipe = recipes["partial-derivatives"]
    film = recipe.film(**given)
    stage = staged(recipe, film)
    for index in (1, 4, 23, 43, len(film) - 1):
        frame = film[index]
        for number in range(2):
            x, rest = frame.point[number], frame.point[1 - number] ** 2
            panel = f"1/{number}"
            (curve,) = shapes_of(stage, index, panel, Path, "Edge")
            (along,) = curve.lines
            np.testing.assert_allclose(along[:, 1], along[:, 0] ** 2 + rest)
            dots = [each.places for each in shapes_of(stage, index, panel, Points, "When") if each.fill == "ink"]
            apart = np.array([x - frame.h, x + frame.h])[: len(dots[0])]
            np.testing.assert_allclose(dots[0], np.stack([apart, apart**2 + rest], axis=1))
            paths = shapes_of(stage, index, panel, Path, "When")
            (line,) = (path.lines[0] for path in paths if path.width == 4.0)
            (dx, dy) = line[1] - line[0]
            assert dy / dx == pytest.approx(2.0 * x, abs=1e-6)
            assert np.interp(x, *line.T) == pytest.approx(x**2 + rest + frame.h**2)
            (told_slope,) = (each for each in shapes_of(stage, index, panel, Text, "When") if "=" in each.text)
            factor = f"({x:g})" if x < 0.0 else f"{abs(x):g}"
            assert told_slope.text == f"{2 * x + 0.0:g} = 2 · {factor}".replace("-", "−")
            assert told_slope.paint == "gradient"


def test_what_is_said_is_there(recipes: Recipes) -> None:
    """First only the cuts; then the points, with names only there; the points together, the gradient, and the round."""
    recipe = recipes["partial-derivatives"]
    film = recipe.film()
    starts = {cue.name: cue.frame for cue in recipe.cues(film)}
    quarters = {f"quarter {number}": 13 + 10 * number for number in (1, 2, 3)}
    begin = {"start": 0, "points": 1, "closer": 2, "gradient": 13, "round": 14}
    assert starts == {**begin, **quarters, "rest": len(film) - 1}
    for number, place in enumerate([(-4.0, 3.0), (-3.0, -4.0), (4.0, -3.0)], 1):
        assert film[quarters[f"quarter {number}"]].point.tolist() == list(place)
    (across,) = (cue for cue in recipe.cues(film) if cue.name == "quarter 2")
    assert "at ({x:g}, {y:g}), the gradient points the other way" in across.say
    assert (across.values["x"], across.values["y"]) == (-3.0, -4.0)
    stage = staged(recipe, film)
    named = [
        {text.text for text in shapes_of(stage, index, "1/0", Text, "When") if "h" in text.text}
        for index in range(len(film))
    ]
    assert named[1] == {"x₀ − h", "x₀ + h"}
    assert not any(named[:1] + named[2:])
    assert not shapes_of(stage, 0, "1/0", Path, "When")
    slopes = [any("=" in text.text for text in shapes_of(stage, n, "1/0", Text, "When")) for n in range(len(film))]
    assert [n for n, is_told in enumerate(slopes) if is_told] == [*range(1, 14), *quarters.values(), len(film) - 1]


def test_the_gradient_comes_after_the_tangents_and_points_uphill(recipes: Recipes) -> None:
    """Each cut has its direction's name at its end; the gradient comes with its numbers, which stand at quarters."""
    recipe = recipes["partial-derivatives"]
    film = recipe.film()
    stage = staged(recipe, film)
    numbers = {13: "gradient (6, 8), uphill", 33: "gradient (−6, −8), uphill", 53: "gradient (6, 8), uphill"}
    for index in (0, 12, 13, 20, 33, 53):
        ends = [path.lines[0][-1] for path in shapes_of(stage, index, "0", Path, "Edge")]
        names = shapes_of(stage, index, "0", Text, "Label")
        assert [name.text for name in names] == ["x₀", "x₁"]
        np.testing.assert_allclose([name.place for name in names], ends)
        said = [text.text for text in shapes_of(stage, index, "0", Text, "When")]
        assert said == ([numbers[index]] if index in numbers else [])
        assert bool(shapes_of(stage, index, "0", Path, "When")) == (index >= 13)
    (arrow,) = shapes_of(stage, len(film) - 1, "0", Path, "When")
    (here,) = shapes_of(stage, len(film) - 1, "0", Points, "Dots")
    np.testing.assert_allclose(arrow.lines[0][0], here.places[0])
    assert (np.diff(arrow.lines[0][:, 1]) > 0.0).all()  # the back wall rises towards its rim
    (across,) = shapes_of(stage, 33, "0", Path, "When")  # half round, the other way
    assert np.ptp(arrow.lines[0][:, 0]) > 0.25 * np.ptp(arrow.lines[0][:, 1])
    assert across.lines[0][-1, 0] < across.lines[0][0, 0] < arrow.lines[0][0, 0] < arrow.lines[0][-1, 0]
    np.testing.assert_allclose(film[33].gradient, -film[53].gradient, atol=1e-6)
    bottom = recipe.film(x0=0.0, x1=0.0)
    assert not shapes_of(staged(recipe, bottom), len(bottom) - 1, "0", Path, "When")


def test_what_goes_downhill_has_a_hill(recipes: Recipes) -> None:
    """Slopes have a true minus; from the bottom nothing is said to go down."""
    recipe = recipes["partial-derivatives"]
    assert "At (−5, 5) the slices have the slopes −10 and 10" in told(recipe, x0=-5.0, x1=5.0).caption
    assert "downhill is against it" in told(recipe).caption
    assert "downhill" not in told(recipe, x0=0.0, x1=0.0).caption


@pytest.mark.parametrize(("given", "lower"), [({}, "x₀ − h"), ({"x0": -3.0}, "x₀ + h")])
def test_names_of_the_two_points_keep_clear_of_the_line(recipes: Recipes, given: dict[str, float], lower: str) -> None:
    """The name of x − h stands at its right and that of x + h at its left, and the lower of the two below its point."""
    recipe = recipes["partial-derivatives"]
    film = recipe.film(**given)
    names = [text for text in shapes_of(staged(recipe, film), 1, "1/0", Text, "When") if text.text.startswith("x")]
    assert [text.text for text in names] == ["x₀ − h", "x₀ + h"]
    for text, sign, side in zip(names, (-1.0, 1.0), ("left", "right"), strict=True):
        x = film[1].point[0] + sign * film[1].h
        assert text.place == pytest.approx((x, film[1].cut(0, x)))
        assert text.align == side
        assert text.shift == (-14.0 * sign, -16.0 if text.text == lower else 0.0)
