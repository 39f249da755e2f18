"""The camera: each of its laws, and that shortcuts change no pixel."""

import warnings
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

import matplotlib as mpl
import numpy as np
import pytest
from celluloid import Camera
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from vizpipe.camera.scene import Picture, Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import DARK, LIGHT
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film
from vizpipe.recipe import Canvas, Recipe, recipe

SIZE = Style(LIGHT, 240, 160)


class Dot(NamedTuple):
    """A place."""

    x: float


def scene(
    stage: Callable[[Canvas, Film[Dot]], Any], draw: Callable[[Dot, Any], None], style: Style = SIZE, frames: int = 4
) -> Scene[Dot]:
    """A scene of a dot that moves, from two functions."""

    def moving() -> Dot:
        return Dot(0.0)

    made: Recipe[..., Dot] = recipe()(moving)
    made.stage(stage).draw(draw)
    return Scene(made, Film.shoot("moving", Dot, (Dot(index / frames) for index in range(frames)), {}), style)


def plain(canvas: Canvas, _: Film[Dot]) -> Any:
    """Axes with everything switched on."""
    axes = canvas.figure.add_axes((0.15, 0.15, 0.75, 0.7))
    axes.set_xlim(0, 1)
    axes.set_ylim(-1, 1)
    axes.set_title("title")
    return axes


def dot(frame: Dot, axes: Any) -> None:
    """One dot."""
    axes.plot([frame.x], [0.0], "o", color="black")


def pictures(made: Scene[Dot], count: int = 4) -> list[Picture]:
    """All pictures."""
    return list(made.pictures(range(count)))


def same(one: Picture, other: Picture) -> bool:
    """Whether two pictures agree to the pixel."""
    return one.shape == other.shape and bool((one == other).all())


# ---------------------------------------------------------------- what celluloid and matplotlib do


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
    """Styles begin with matplotlib's own defaults, and leave the user's as they were."""
    before = pictures(scene(plain, dot))
    with mpl.rc_context({"axes.facecolor": "red", "font.size": 30, "lines.markersize": 40}):
        after = pictures(scene(plain, dot))
        assert mpl.rcParams["font.size"] == 30
    assert all(same(one, other) for one, other in zip(before, after, strict=True))


def test_law_nothing_is_left_after_filming() -> None:
    """When a chunk is done its artists are gone, so that memory stays flat."""
    made = scene(plain, dot)
    before = [len(axes.get_children()) for axes in made.figure.axes]
    pictures(made)
    assert [len(axes.get_children()) for axes in made.figure.axes] == before


@pytest.mark.parametrize(("width", "height"), [(64, 64), (333, 217), (900, 300), (901, 301), (1920, 760), (1800, 600)])
def test_law_a_picture_has_exactly_the_size_asked_for(width: int, height: int) -> None:
    """At any size, width × height pixels, none skewed: the mark's column is where it should be."""
    made = scene(plain, dot, Style(LIGHT, width, height))
    assert next(iter(made.pictures([0]))).shape == (height, width, 4)


# ---------------------------------------------------------------- what draw must not do


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
        (changes_limits, r"changed the panel 'title' .its limits."),
        (adds_legend, "legend, table or inset"),
        (adds_table, "legend, table or inset"),
        (adds_inset, "legend, table or inset"),
        (moves_stage, "changed a Line2D of the panel 'title'"),
    ],
)
def test_what_would_be_drawn_in_the_wrong_frame_is_refused(draw: Callable[[Dot, Any], None], says: str) -> None:
    """Each is an error that names the recipe and the frame and says what to do instead."""

    def stage(canvas: Canvas, film: Film[Dot]) -> Any:
        axes = plain(canvas, film)
        axes.plot([0, 1], [0, 0], color="red")
        return axes

    with pytest.raises(RecipeError, match=f"moving: draw, frame [01]: .*{says}"):
        pictures(scene(stage, draw))


# ---------------------------------------------------------------- shortcuts change no pixel


def above(canvas: Canvas, film: Film[Dot]) -> Any:
    """A stage with things above and below the frame's artists."""
    axes = plain(canvas, film)
    axes.axvline(0.5, color="blue", zorder=9, linewidth=6)
    axes.axhline(0.0, color="green", zorder=2, linewidth=6)
    axes.text(0.25, 0.0, "over", zorder=5)
    return axes


def overlapping(canvas: Canvas, film: Film[Dot]) -> Any:
    """A second panel that covers half of the first."""
    axes = plain(canvas, film)
    second = canvas.figure.add_axes((0.4, 0.4, 0.3, 0.3), facecolor="yellow")
    second.plot([0, 1], [0, 1])
    return axes


def crowned(canvas: Canvas, film: Film[Dot]) -> Any:
    """Words of the figure over the panel."""
    canvas.figure.text(0.3, 0.5, "over everything", fontsize=20)
    return plain(canvas, film)


def sheets(canvas: Canvas, film: Film[Dot]) -> Any:
    """A panel and, beside it, a sheet without furniture."""
    paper = canvas.figure.add_axes((0.0, 0.0, 0.1, 1.0))
    paper.set_axis_off()
    return plain(canvas, film)


def loose(frame: Dot, axes: Any) -> None:
    """A mark that leaves its panel."""
    axes.plot([frame.x * 1.5], [0.9], "o", markersize=30, color="black", clip_on=False)
    axes.text(1.0, frame.x, "outside", clip_on=False)


def layered(frame: Dot, axes: Any) -> None:
    """Several kinds, each on its layer."""
    axes.scatter([frame.x], [0.1], s=300, zorder=3, color="red")
    axes.fill_between([0, frame.x], -0.5, 0.5, zorder=0.2, color="orange")
    axes.imshow(np.eye(3), extent=(0.2, 0.8, -0.8, 0.0), zorder=0.1, aspect="auto", clip_on=True)


@pytest.mark.parametrize("stage", [plain, above, overlapping, crowned, sheets])
@pytest.mark.parametrize("draw", [dot, loose, layered])
@pytest.mark.parametrize("style", [SIZE, Style(DARK, 321, 203)])
def test_the_fast_path_equals_a_full_redraw(
    stage: Callable[[Canvas, Film[Dot]], Any], draw: Callable[[Dot, Any], None], style: Style
) -> None:
    """0 pixels differ, whatever lies over or beside what moves."""
    if draw is layered:
        stage_of, stage = stage, lambda canvas, film: _fixed(stage_of(canvas, film))
    made = scene(stage, draw, style)
    fast = pictures(made)
    for index, picture in enumerate(fast):
        assert same(picture, made.redrawn(index)), index


def _fixed(axes: Any) -> Any:
    """Keep the aspect that imshow would change."""
    axes.set_aspect("auto")
    return axes


def test_chunks_change_nothing() -> None:
    """Frames filmed together, apart, or in another order are the same pictures."""
    together = pictures(scene(above, dot))
    apart = scene(above, dot)
    for index in (3, 1, 2, 0):
        (alone,) = apart.pictures([index])
        assert same(alone, together[index])


def test_frames_differ() -> None:
    """The dot really moves: no two pictures are alike."""
    made = pictures(scene(plain, dot))
    assert not any(same(one, other) for one, other in pairwise(made))


def test_every_recipe_is_filmed_as_it_would_be_redrawn(recipes: dict[str, Recipe[..., Any]]) -> None:
    """For each built-in recipe, first and last frame by the fast path equal a full redraw."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name, each in recipes.items():
            short = {"max_epochs": 3, "epochs": 3, "target_loss": None}
            names = {parameter.name for parameter in each.parameters}
            film = each.film(**{key: value for key, value in short.items() if key in names})
            made = Scene(each, film, Style(LIGHT, 640, 300))
            last = len(film) - 1
            for index, picture in zip((0, last), made.pictures([0, last]), strict=True):
                assert same(picture, made.redrawn(index)), (name, index)
