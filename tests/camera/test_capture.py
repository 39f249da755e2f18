"""The camera: each of its laws, and that shortcuts change no pixel."""

from collections.abc import Callable
from typing import Any, NamedTuple

import matplotlib as mpl
import pytest
from celluloid import Camera
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from dots import Dot, dot, pictures, plain, same, scene
from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film
from vizpipe.recipe import Canvas, recipe


def test_law_titles_do_not_animate() -> None:
    """Celluloid does not collect a title, a figure text or a table: they show their last state in all frames."""
    figure = Figure()
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    camera = Camera(figure)
    axes.set_title("one")
    figure.text(0.5, 0.5, "one")
    axes.table([["one"]])
    assert camera.snap() == []


def test_law_what_is_drawn_before_the_first_snap_belongs_to_frame_0() -> None:
    """Unless a snap is thrown away first, the stage is part of the first frame alone."""
    figure = Figure()
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    (stage,) = axes.plot([0, 1])
    camera = Camera(figure)
    assert stage in camera.snap()
    (first,) = axes.plot([1, 0])
    assert camera.snap() == [first]


def test_law_a_legend_is_added_again_at_each_snap() -> None:
    """Celluloid re-adds ``legend_``; freed from it, the legend is a plain artist of the stage."""

    def stage(canvas: Canvas, film: Film[Dot]) -> Any:
        axes = plain(canvas, film)
        axes.plot([0, 1], [0, 0], label="line")
        axes.legend()
        return axes

    made = scene(stage, dot)
    axes = made.figure.axes[0]
    assert axes.get_legend() is None
    pictures(made)
    assert len(axes.artists) == 1


def test_law_the_property_cycle_starts_anew_each_frame() -> None:
    """A draw that names no colour gets the first of the cycle in every frame."""

    def draw(_: Dot, axes: Any) -> None:
        axes.plot([0.5], [0.0], "o")

    made = pictures(scene(plain, draw))
    assert all(same(made[0], each) for each in made)


def test_law_the_users_matplotlibrc_changes_nothing() -> None:
    """Styles begin with matplotlib's own defaults, and leave the settings of the user's matplotlibrc as they were."""
    before = pictures(scene(plain, dot))
    with mpl.rc_context({"axes.facecolor": "red", "font.size": 30, "lines.markersize": 40}):
        after = pictures(scene(plain, dot))
        assert mpl.rcParams["font.size"] == 30
    assert all(same(one, other) for one, other in zip(before, after, strict=True))


def test_law_two_films_in_turns_do_not_mix() -> None:
    """Two scenes asked for pictures in turns give what each gives alone, and leave matplotlib as they found it."""
    alone = pictures(scene(plain, dot), 1)
    settings = dict.copy(mpl.rcParams)
    first, second = scene(plain, dot), scene(plain, dot)
    turns = [iter(each.pictures([0])) for each in (first, second)]
    assert all(same(alone[0], next(each)) for each in turns)
    turns.clear()
    assert dict.copy(mpl.rcParams) == settings


def test_law_nothing_is_left_after_filming() -> None:
    """When a chunk of frames is filmed its artists are gone, so that memory stays flat."""
    made = scene(plain, dot)
    before = [len(axes.get_children()) for axes in made.figure.axes]
    pictures(made)
    assert [len(axes.get_children()) for axes in made.figure.axes] == before


@pytest.mark.parametrize(("width", "height"), [(64, 64), (333, 217), (900, 300), (901, 301), (1920, 760), (1800, 600)])
def test_law_a_picture_has_exactly_the_size_asked_for(width: int, height: int) -> None:
    """A picture of any size has width × height pixels, none skewed: the mark's column is where it should be."""
    made = scene(plain, dot, Style(LIGHT, width, height))
    assert made.pictures([0])[0].shape == (height, width, 4)


def adds_figure_text(frame: Dot, axes: Any) -> None:
    """Write on the figure."""
    axes.figure.text(0.5, 0.5, str(frame.x))


def changes_title(frame: Dot, axes: Any) -> None:
    """Write a title."""
    axes.set_title(str(frame.x))


def changes_limits(frame: Dot, axes: Any) -> None:
    """Zoom."""
    axes.set_xlim(0, 2 + frame.x)


def adds_legend(frame: Dot, axes: Any) -> None:
    """Add a legend."""
    axes.plot([frame.x], [0], label="x")
    axes.legend()


def adds_table(_: Dot, axes: Any) -> None:
    """Add a table."""
    axes.table([["1"]])


def adds_inset(_: Dot, axes: Any) -> None:
    """Add axes."""
    axes.inset_axes((0.5, 0.5, 0.2, 0.2))


def moves_stage(frame: Dot, axes: Any) -> None:
    """Change what is already there."""
    axes.lines[0].set_xdata([frame.x, frame.x + 1])


@pytest.mark.parametrize(
    ("draw", "says"),
    [
        (adds_figure_text, "added to the figure itself"),
        (changes_title, "changed the title.* of the panel 'title'"),
        (changes_limits, r"changed the panel 'title' .its limits.*a window that moves is marks.window"),
        (adds_legend, "legend, table or inset"),
        (adds_table, "legend, table or inset"),
        (adds_inset, "legend, table or inset"),
        (moves_stage, "changed a Line2D of the panel 'title'"),
    ],
)
def test_what_would_be_drawn_in_the_wrong_frame_is_refused(draw: Callable[[Dot, Any], None], says: str) -> None:
    """What would be drawn in the wrong frame is an error with recipe and frame that says what to do instead."""

    def stage(canvas: Canvas, film: Film[Dot]) -> Any:
        axes = plain(canvas, film)
        axes.plot([0, 1], [0, 0], color="red")
        return axes

    with pytest.raises(RecipeError, match=f"moving: draw, frame [01]: .*{says}"):
        pictures(scene(stage, draw))


def test_a_legend_in_the_best_place_stays_there() -> None:
    """A legend stays where it was before the first frame, whatever is drawn, and depends on no chunk."""

    class Step(NamedTuple):
        k: int

    def bars() -> Step:
        return Step(0)

    made = recipe()(bars)

    def stage(canvas: Canvas, film: Film[Step]) -> Any:
        del film
        axes = canvas.figure.add_axes((0.1, 0.1, 0.8, 0.8))
        axes.set_xlim(0, 10)
        axes.set_ylim(0, 10)
        axes.plot([0, 1], [0, 0], label="a rather long name")
        axes.legend()
        return axes

    def draw(frame: Step, axes: Any) -> None:
        axes.bar([9 - frame.k], [9.5], width=1.0, color="red")

    made.stage(stage).draw(draw)
    film = Film.shoot("bars", Step, (Step(k) for k in range(6)), {})
    scene = Scene(made, film, Style(LIGHT, 400, 300))
    together = scene.pictures(range(6))
    for k in range(6):
        (alone,) = Scene(made, film, Style(LIGHT, 400, 300)).pictures([k])
        assert (alone == together[k]).all()
