"""How much of a page is used, measured: empty panels, places, sides and bands are found, and no full page."""

from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sighted import drawn, seen
from vizpipe.camera import emptiness, sightings
from vizpipe.camera.remark import Remark

Box = tuple[float, float, float, float]


def page(*boxes: Box) -> list[str]:
    """What is found of a page with black boxes: left, bottom, width and height as shares of it."""

    def draw(figure: Figure) -> None:
        for left, bottom, width, height in boxes:
            figure.add_artist(Rectangle((left, bottom), width, height, color="black"))

    return [remark.text for remark in emptiness.places(seen(draw))]


def test_an_empty_page_is_found() -> None:
    """A panel in a corner leaves a page empty; a large panel without data is empty too."""
    lone = drawn(lambda _: None, (0.1, 0.6, 0.35, 0.35))
    (found,) = emptiness.of_page(emptiness.held(lone))
    assert "of the page hold nothing, most of it" in found.text
    bare = emptiness.panels(drawn(lambda axes: axes.lines[0].remove()))
    assert bare[0].text == "the panel: it holds nothing"


def test_what_is_filled_in_another_picture_of_a_film_is_not_empty() -> None:
    """Two pictures, each with half of a page, leave nothing empty; before the last picture nothing is said of it."""
    one, other = (drawn(lambda _: None, (left, 0.02, 0.46, 0.96)) for left in (0.02, 0.52))
    assert [_of_page(sightings.still(each)) for each in (one, other)] == [1, 1]
    assert _of_page(sightings.still(one, earlier=None)) == 0
    assert _of_page(sightings.still(other, earlier=[emptiness.held(one)])) == 0


def _of_page(found: list[Remark]) -> int:
    return sum("of the page hold nothing" in remark.text for remark in found)


def test_a_panel_where_curves_only_begin_is_empty() -> None:
    """Lines of one point, at an end of their axis, and the ground of their label are nothing that a panel holds."""

    def begun(axes: Axes) -> None:
        axes.lines[0].remove()
        for height in (-1.9, 1.9):
            axes.plot([-1.9], [height])
        axes.text(-1.8, -1.9, "a label as long as this", bbox={"facecolor": "white"})

    assert emptiness.panels(drawn(begun))[0].text == "the panel: it holds nothing"


@pytest.mark.parametrize("has_lines", [True, False])
@pytest.mark.parametrize("has_curve", [True, False])
def test_the_axes_of_a_thumbnail_speak_for_a_panel_with_a_curve(*, has_curve: bool, has_lines: bool) -> None:
    """Lines without ticks are axes: a curve between them fills a page. Axes alone do not, and no curve without axes."""

    def draw(axes: Axes) -> None:
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set_visible(has_lines)
        if not has_curve:
            axes.lines[0].remove()

    sight = drawn(draw)
    assert bool(emptiness.of_page(emptiness.held(sight))) != (has_curve and has_lines)
    assert bool(emptiness.panels(sight)) == (has_lines and not has_curve)


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        ([(0.05, 0.05, 0.9, 0.9)], []),
        ([(0.05, 0.05 + 0.25 * row, 0.9, 0.2) for row in range(4)], []),  # gaps as between panels
        ([(0.05, 0.05 + 0.255 * row, 0.9, 0.135) for row in range(4)], ["are bands across it"]),
        ([(0.05, 0.05, 0.75, 0.9)], ["are free at the left", "hold nothing"]),
        ([(0.05, 0.05, 0.85, 0.9)], []),
        ([(0.05, 0.75, 0.9, 0.2), (0.05, 0.05, 0.3, 0.7), (0.9, 0.05, 0.05, 0.05)], ["hold nothing"]),
        ([(0.05, 0.75, 0.9, 0.2), (0.05, 0.05, 0.6, 0.7), (0.9, 0.05, 0.05, 0.05)], ["hold nothing"]),
        ([(0.05, 0.75, 0.9, 0.2), (0.05, 0.05, 0.7, 0.7), (0.9, 0.05, 0.05, 0.05)], []),
    ],
)
def test_large_places_sides_and_bands_without_ink_are_found(boxes: list[Box], said: list[str]) -> None:
    """A hole of a sixth of a page, a side a tenth wider than the other, wide bands are found; usual gaps are not."""
    found = page(*boxes)
    assert all(any(each in text for text in found) for each in said)
    assert bool(found) == bool(said)


@pytest.mark.parametrize("has_ticks", [True, False])
@pytest.mark.parametrize(("reach", "count"), [(-1.2, 1), (1.9, 0)])
def test_a_large_panel_that_is_half_empty_in_one_place_is_found(reach: float, count: int, *, has_ticks: bool) -> None:
    """A panel whose dots all lie in its lower left quarter is found, one over which they are spread is not."""
    dots = np.linspace(-1.9, reach, 12)

    def draw(axes: Axes) -> None:
        axes.lines[0].remove()
        axes.scatter(*np.meshgrid(dots, dots))
        if not has_ticks:
            axes.set(xticks=[], yticks=[])

    sight = drawn(draw)
    assert sum("of it, in one place" in remark.text for remark in emptiness.places(sight)) == count


EVEN = np.zeros((9, 9))
SHADED = np.add.outer(np.arange(9), np.arange(9))
HATCHED = 8 * ((np.add.outer(-np.arange(240), np.arange(240)) < -180) & (np.arange(240) % 4 == 0))


@pytest.mark.parametrize(
    ("shades", "extent", "count"), [(SHADED, 2.0, 0), (HATCHED, 2.0, 0), (EVEN, 2.0, 1), (SHADED, -1.0, 1)]
)
def test_a_field_says_something_wherever_it_is(*, shades: Any, extent: float, count: int) -> None:
    """Dots in a corner leave no place empty where a field has several shades or hatching; one shade is ground."""

    def draw(axes: Axes) -> None:
        axes.lines[0].remove()
        axes.scatter(*np.meshgrid(np.linspace(-1.9, -1.2, 12), np.linspace(-1.9, -1.2, 12)))
        axes.imshow(shades, cmap="Blues", vmin=-8, extent=(-2, extent, -2, extent))
        axes.set(xlim=(-2, 2), ylim=(-2, 2))

    assert sum("of it, in one place" in remark.text for remark in emptiness.places(drawn(draw))) == count


@pytest.mark.parametrize(("top", "count"), [(1.4, 0), (2.0, 1), (-1.2, 1)])
def test_an_area_below_a_curve_is_what_a_panel_holds(top: float, count: int) -> None:
    """Four fifths of a panel that a mark fills are not empty; all of it is ground, and a fifth leaves most empty."""

    def draw(axes: Axes) -> None:
        axes.lines[0].remove()
        axes.fill_between([-2.0, 2.0], [-2.0, -2.0], [top, top], color="lightblue")
        axes.set(xlim=(-2, 2), ylim=(-2, 2))

    assert sum("of it, in one place" in remark.text for remark in emptiness.places(drawn(draw))) == count


@pytest.mark.parametrize(("reach", "count"), [(0.4, 1), (1.2, 0)])
def test_a_field_whose_dots_fill_little_of_its_height_is_found(reach: float, count: int) -> None:
    """Dots in a fifth of a field's height are found, dots in three fifths of it are not; nor those of no field."""
    x, y = np.meshgrid(np.linspace(-1.9, 1.9, 12), np.linspace(-reach, reach, 5))

    def draw(axes: Axes, *, is_field: bool = True) -> None:
        axes.lines[0].remove()
        axes.scatter(x, y)
        if is_field:
            axes.imshow(np.add.outer(np.arange(9), np.arange(9)), cmap="Blues", extent=(-2, 2, -2, 2), alpha=0.3)

    told = [remark.text for remark in emptiness.places(drawn(draw)) if "its dots stand in" in remark.text]
    assert len(told) == count
    bare = emptiness.places(drawn(lambda axes: draw(axes, is_field=False)))
    assert not any("its dots stand in" in remark.text for remark in bare)
