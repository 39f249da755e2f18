"""A window that moves in a drawing of one's own: what data place stands where the frame's ticks say."""

from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import msgspec
import numpy as np
import pytest
from matplotlib.lines import Line2D
from matplotlib.text import Text

from dots import Dot, scene
from vizpipe.camera.scene import Scene
from vizpipe.drawing import marks
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.errors import RecipeError
from vizpipe.film.content import Sight
from vizpipe.recipe import Canvas, Film

STYLE = Style(LIGHT, 480, 320)
VALUES = np.arange(31.0)


def follow(x: float) -> dict[str, tuple[float, float]]:
    """Ten units that end at the dot."""
    return {"x": (max(40.0 * x - 10.0, 0.0), max(40.0 * x, 10.0))}


def filmed(
    window: Callable[[float], dict[str, Any]] = follow, *, scale: str = "linear", x: bool = True, y: bool = False
) -> Scene[Dot]:
    """A falling curve of which a window shows a part."""

    def stage(canvas: Canvas, film: Film[Dot]) -> Any:
        del film
        axes = canvas.figure.add_axes((0.25, 0.25, 0.7, 0.7))
        axes.set_yscale(scale)
        axes.set(xlim=(0.0, 30.0), ylim=(1e-3, 200.0))
        return axes, marks.window(axes, canvas.style, x=x, y=y)

    def draw(frame: Dot, built: Any) -> None:
        axes, shows = built
        shown = shows(**window(frame.x))
        axes.plot(VALUES, 100.0 * np.exp(-VALUES / 3.0), color="red", transform=shown)
        axes.scatter([40.0 * frame.x], [100.0 * np.exp(-40.0 * frame.x / 3.0)], color="blue", transform=shown)

    return scene(stage, draw, STYLE)


def ticks_of(gained: list[Any]) -> dict[float, float]:
    """Each tick's value, and how far along its axis its label stands."""
    return {float(each.get_text()): each.get_position()[0] for each in gained if isinstance(each, Text)}


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_what_data_place_stands_where_the_ticks_of_its_frame_say(scale: str) -> None:
    """A point of the curve lies above the tick of its value, in every frame, on a logarithmic axis too."""
    shown = filmed(scale=scale)
    for gained in shown.gained([0, 1, 3]):
        (curve,) = (each for each in gained if isinstance(each, Line2D) and each.get_color() == "red")
        ticks = ticks_of(gained)
        assert len(ticks) >= 3
        axes: Any = curve.axes
        inverse = axes.transAxes.inverted()
        for value, at in ticks.items():
            point = inverse.transform(curve.get_transform().transform([[value, 1.0]]))
            assert point[0, 0] == pytest.approx(at)


def test_a_moving_window_shows_other_values_in_each_frame() -> None:
    """The first frame's ticks begin at 0, the last one's end at 30."""
    first, *_, last = (ticks_of(gained) for gained in filmed().gained([0, 1, 3]))
    assert (min(first), max(last)) == (0.0, 30.0)
    assert min(last) >= 20.0


def test_a_moving_window_is_filmed_as_it_would_be_redrawn() -> None:
    """The stage passes for unchanged, and a picture equals a full redraw; another grouping changes no pixel."""
    shown = filmed(scale="log")
    together, alone = shown.pictures([0, 1, 3]), [shown.pictures([frame])[0] for frame in (0, 1, 3)]
    for at, frame in enumerate((0, 1, 3)):
        picture = together[at]
        np.testing.assert_array_equal(picture, shown.redrawn(frame))
        np.testing.assert_array_equal(picture, alone[at])
    assert not np.array_equal(together[0], together[2])


def test_what_a_moving_window_shows_is_noted_closely() -> None:
    """The record holds curve and dots as shares of the window, compared as data are, and the ticks as texts."""
    shown = filmed()
    shown.pictures([3])
    sight = msgspec.json.decode(shown.contents.taken(), type=Sight)
    kinds = {(mark.kind, mark.colour) for mark in sight.notes[-1].marks or []}
    assert {("curve", "#ff0000"), ("dots", "#0000ff")} <= kinds
    assert "30" in {text for _, text, _ in sight.notes[-1].texts}


def test_an_upright_window_has_its_ticks_at_the_left() -> None:
    """A window that moves upward has the labels beside the axis, in the style's colours."""
    (gained,) = filmed(lambda x: {"y": (0.0, 100.0 + x)}, x=False, y=True).gained([1])
    labels = [each for each in gained if isinstance(each, Text)]
    assert labels
    assert all(each.get_position()[0] < 0.0 for each in labels)
    with STYLE.applied():
        assert {each.get_fontsize() for each in labels} == {mpl.rcParams["ytick.labelsize"]}


@pytest.mark.parametrize(
    ("window", "scale", "says"),
    [
        ({"x": (1.0, 1.0)}, "linear", "two finite numbers that differ"),
        ({"x": (0.0, float("nan"))}, "linear", "two finite numbers that differ"),
        ({"x": (0.0, 1.0, 2.0)}, "linear", "two finite numbers that differ"),
        ({"y": (0.0, 1.0)}, "linear", "moves along x, not y"),
        ({}, "linear", "moves along x"),
    ],
)
def test_limits_that_are_none_are_refused(window: dict[str, Any], scale: str, says: str) -> None:
    """Limits without extent, of another axis or left out are named."""
    with pytest.raises(RecipeError, match=says):
        filmed(lambda _: window, scale=scale).pictures([0])


def test_a_logarithmic_window_must_lie_above_zero() -> None:
    """An end at 0 of a logarithmic axis is refused."""
    with pytest.raises(RecipeError, match="logarithmic, and its ends must be above 0"):
        filmed(lambda _: {"y": (0.0, 1.0)}, scale="log", x=False, y=True).pictures([0])
