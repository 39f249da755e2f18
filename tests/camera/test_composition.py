"""Where things stand and which colours meet, measured: what was planted is found, and nothing where nothing is."""

from typing import Any

import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import Circle

from sighted import drawn
from vizpipe.camera import composition, hues, sight

BLUE, ORANGE = "#0072b2", "#e69f00"


def found(seen: sight.Sight) -> list[str]:
    """The measures that remark something."""
    return [remark.measure for remark in composition.measured(seen)]


BOX = [(-1.0, 1.0), (-0.6, 1.0), (-0.6, 1.4), (-1.0, 1.4)]
T = np.linspace(0.0, 2.0 * np.pi, 60)


@pytest.mark.parametrize(
    ("draw", "measures"),
    [
        (lambda axes: axes.plot([0.0, 1.0], [0.0, 1.0], "o"), []),
        (lambda axes: axes.plot([0.0, 2.0], [0.0, 1.0], "o", markersize=12), ["outside"]),  # half a dot
        (lambda axes: axes.plot([2.0], [1.0], "o", markersize=12, clip_on=False), []),
        (lambda axes: axes.scatter([0.0, 3.0], [0.0, 1.0]), ["outside"]),
        (lambda axes: axes.plot([-9.0, 9.0], [-3.0, 3.0]), []),  # a line through the panel
        (lambda axes: axes.plot([0.0, 1.0, 2.5], [0.0, 1.0, 1.0]), ["outside"]),
        (lambda axes: axes.plot([-1.0, 0.0, 1.0], [0.0, 3.0, 0.0]), ["outside"]),
        (lambda axes: axes.plot(5.0 * np.cos(T), np.sin(T)), []),  # a level line around it
        (
            lambda axes: axes.plot([-2.0, -2.0, 1.0, -2.0], [-1.0, 1.0, 1.0, -1.0], linewidth=4),
            ["outside"],
        ),  # half of its width
        (lambda axes: axes.plot([-2.0, -2.0, 1.0, -2.0], [-1.0, 1.0, 1.0, -1.0], linewidth=4, clip_on=False), []),
        (lambda axes: axes.plot([-2.0, -2.0, 1.0], [-1.0, 1.0, 1.0], linewidth=4), []),  # a curve along an axis
        (lambda axes: (axes.set_axis_off(), axes.plot([0.0, 3.0], [-1.0, 2.0])), ["outside"]),  # it ends in the air
        (lambda axes: (axes.set_axis_off(), axes.plot([0.0, 3.0], [1.0, 1.0])), ["outside"]),
        (lambda axes: (axes.set_axis_off(), axes.plot([-3.0, 3.0], [-1.0, 2.0])), ["outside"]),
        (lambda axes: (axes.set_axis_off(), axes.plot([-3.0, 3.0], [1.0, 1.0])), []),  # a rule
        (lambda axes: axes.add_collection(PolyCollection([BOX], facecolor="red")), []),  # it lies where its corners are
        (lambda axes: axes.add_patch(Circle((-1.8, 0.0), 0.5)), ["outside"]),  # a disc that an edge flattens
        (lambda axes: axes.add_patch(Circle((-1.4, 0.0), 0.5)), []),
        (lambda axes: axes.contour([-3.0, 0.0, 3.0], [-3.0, 0.0, 3.0], np.eye(3)), []),
        (lambda axes: axes.text(-1.0, 1.0, "apart", fontsize=12), []),
        (lambda axes: axes.text(-0.5, -0.1, "on the line", fontsize=12), ["crossed"]),
        (lambda axes: axes.text(-0.5, -0.1, "on the line", fontsize=12, backgroundcolor="white"), []),
    ],
)
def test_what_is_cut_or_crossed_is_found(draw: Any, measures: list[str]) -> None:
    """Half dots, data beyond the limits, lines that an edge cuts and texts on lines are found, and no others."""
    assert found(drawn(draw)) == measures


def test_planes_of_the_like_are_equal_both_ways() -> None:
    """A plane of x₁ and x₂ whose units differ is found, one of x and time is not, nor one that is square."""

    def named(*names: str) -> Any:
        return lambda axes: (axes.set_xlabel(names[0]), axes.set_ylabel(names[1]))

    flat = (0.1, 0.1, 0.8, 0.6)
    assert found(drawn(named("x₁", "x₂"), flat)) == ["aspect"]
    assert found(drawn(named("x₁", "x₂"))) == []
    assert found(drawn(named("epoch", "loss"), flat)) == []


def test_a_strip_is_no_place_for_a_scatter() -> None:
    """Dots in a panel four times as wide as tall are found."""
    strip = (0.1, 0.4, 0.8, 0.15)
    dots = np.linspace(-1.5, 1.5, 20)
    assert "aspect" in found(drawn(lambda axes: (axes.scatter(dots, dots), axes.set_xlabel("time")), strip))


def near(*pairs: tuple[str, str], in_print: bool = False) -> list[str]:
    """What is found in a panel with lines of these colours and dashes."""

    def draw(axes: Any) -> None:
        for number, (colour, dashes) in enumerate(pairs):
            axes.plot([-1.0, 1.0], [0.2 * number, 0.3 * number], dashes, color=colour)

    return [remark.measure for remark in hues.met(drawn(draw), in_print=in_print)]


def test_colours_that_meet_are_told_apart_by_everybody() -> None:
    """Blue and orange of Okabe and Ito are apart; two oranges are not, nor red and green of one lightness."""
    assert near((BLUE, "-"), (ORANGE, "-")) == []
    assert near(("#d55e00", "-"), ("#d1603d", "-")) == ["colours"]
    assert near(("#c05a28", "-"), ("#7d7a1a", "-")) == ["colours"]


def test_on_paper_greys_are_told_apart_or_dashes_are() -> None:
    """Two colours of one lightness are found on paper alone, and not where one of them is dashed."""
    assert near((BLUE, "-"), ("#c0504d", "-"), in_print=True) == ["grey"]
    assert near((BLUE, "-"), ("#c0504d", "-")) == []
    assert near((BLUE, "-"), ("#c0504d", "--"), in_print=True) == []


def field(*colours: str, hatch: int = 0) -> list[str]:
    """What is found on paper in a panel with an image of upright bands of these colours, hatched every few pixels."""
    bands = np.repeat(np.array([to_rgb(each) for each in colours])[None], 480 // len(colours), axis=1)
    picture = np.repeat(bands, 480, axis=0)
    if hatch:
        rows, columns = np.indices(picture.shape[:2])
        picture[(rows + columns) % hatch == 0] = 0.0
    look: Any = {"extent": (-2.0, 2.0, -2.0, 2.0), "aspect": "auto", "interpolation": "nearest"}
    seen = drawn(lambda axes: axes.imshow(picture, **look))
    assert list(hues.met(seen, in_print=False)) == []
    return [remark.measure for remark in hues.met(seen, in_print=True)]


def test_tints_of_an_image_are_told_apart_on_paper() -> None:
    """Two tints of one lightness are found on paper, unless they are hatched; tints that get darker are not."""
    assert field("#f3c7b4", "#b7d5e0") == ["grey"]
    assert [field("#f3c7b4", "#b7d5e0", hatch=period) for period in (3, 4, 5, 9, 12)] == [[]] * 5
    assert field("#f3c7b4", "#6f9fb3", "#28323a") == []
    assert field("#dddddd", "#dcdcdc") == []
