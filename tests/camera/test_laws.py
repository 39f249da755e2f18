"""What draw may not change: each way is refused by name, and what only looks changes nothing."""

import contextlib
from collections.abc import Callable
from itertools import count
from types import SimpleNamespace
from typing import Any, NamedTuple

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.artist import Artist, ArtistInspector
from matplotlib.colors import LogNorm
from matplotlib.ticker import MultipleLocator

from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film
from vizpipe.recipe import Canvas, Recipe, recipe


class Dot(NamedTuple):
    """A place."""

    x: float


def scene(draw: Callable[[Dot, Any], object], stage: Any = None, frames: int = 8) -> Scene[Dot]:
    """A scene of a dot that moves."""

    def moving() -> Dot:
        return Dot(0.0)

    made: Recipe[..., Dot] = recipe()(moving)
    made.stage(stage or furnished).draw(draw)  # type: ignore[arg-type]  # whatever a lambda gives back
    film = Film.shoot("moving", Dot, (Dot(index / frames) for index in range(frames)), {})
    return Scene(made, film, Style(LIGHT, 240, 160))


def furnished(canvas: Canvas, film: Film[Dot]) -> Any:
    """A stage with everything on it."""
    del film
    figure = canvas.figure
    axes, other = figure.add_axes((0.1, 0.1, 0.5, 0.6)), figure.add_axes((0.7, 0.1, 0.2, 0.6))
    axes.set(xlim=(0, 1), ylim=(0.1, 1), xlabel="epoch", ylabel="loss")
    axes.set_title("Loss", loc="left")
    keep = SimpleNamespace(figure=figure, axes=axes, other=other)
    keep.title = figure.suptitle("loss = ?")
    keep.words = figure.text(0.7, 0.93, "now ?")
    (keep.line,) = axes.plot([0, 1], [0.5, 0.6], color="red", label="loss = ?")
    keep.legend = axes.legend(loc="upper right")
    keep.image = axes.imshow(np.arange(1.0, 10.0).reshape(3, 3), extent=(0.8, 1, 0.3, 0.6), aspect="auto")
    keep.bar = figure.colorbar(keep.image, ax=axes)
    keep.table = axes.table([["one"]])
    keep.dots = axes.scatter([0.2], [0.3], zorder=3)
    keep.inset = axes.inset_axes((0.1, 0.1, 0.2, 0.2))
    keep.heights = np.zeros(3)
    keep.trail = []
    axes.set(xlim=(0, 1), ylim=(0.1, 1))
    return keep


WAYS: dict[str, tuple[Callable[[Any, float], object], str]] = {
    "suptitle": (lambda on, x: on.figure.suptitle(f"loss = {x}"), "the figure's title 'loss = [?]'"),
    "text of the figure": (lambda on, x: on.words.set_text(str(x)), "the figure's text 'now [?]'"),
    "size of a text": (lambda on, x: on.words.set_fontsize(9 + x), "the figure's text 'now [?]'"),
    "a text's font, in place": (lambda on, x: on.words.get_fontproperties().set_size(9 + x), "the figure's text"),
    "legend": (lambda on, x: on.legend.get_texts()[0].set_text(str(x)), "the legend's text 'loss = [?]'"),
    "place of the legend": (lambda on, x: on.legend.set_loc((x, 0.5)), "the legend"),
    "background": (lambda on, x: on.figure.set_facecolor((x, 0.5, 0.5)), "the figure's background"),
    "size of the figure": (lambda on, x: on.figure.set_size_inches(3 + x, 2), "the figure"),
    "resolution": (lambda on, x: on.figure.set_dpi(100 + x), "the figure"),
    "spine": (lambda on, x: on.axes.spines["left"].set_color((x, 0, 0)), "the left spine of the panel 'Loss'"),
    "spine moved": (lambda on, x: on.axes.spines["left"].set_position(("data", x)), "the left spine|the y axis"),
    "title": (lambda on, x: on.axes.set_title(str(x), loc="left"), "the title.* of the panel 'Loss'"),
    "xlabel": (lambda on, x: on.axes.set_xlabel(str(x)), "the label 'epoch' of the x axis"),
    "limits": (lambda on, x: on.axes.set_xlim(0, 1 + x), r"the panel 'Loss' \(its limits"),
    "limits, in place": (lambda on, x: on.axes.viewLim.get_points().__setitem__((1, 0), 1 + x), "'Loss'"),
    "scale": (lambda on, _: on.axes.set_yscale("log"), "the panel 'Loss'|the y axis"),
    "ticks": (lambda on, x: on.axes.set_yticks([0.5, 0.5 + x], ["a", str(x)]), "the y axis of the panel 'Loss'"),
    "a tick's label": (lambda on, _: on.axes.xaxis.get_major_ticks()[0].label1.set_color("red"), "a tick's label"),
    "a tick's size": (lambda on, x: on.axes.xaxis.get_major_ticks()[0].label1.set_fontsize(5 + x), "a tick's label"),
    "locator": (lambda on, x: on.axes.xaxis.set_major_locator(MultipleLocator(0.1 + x)), "the x axis"),
    "locator, in place": (lambda on, x: on.axes.xaxis.get_major_locator().set_params(nbins=2 + int(x)), "the x axis"),
    "grid": (lambda on, _: on.axes.grid(visible=True), "the [xy] axis"),
    "panel's background": (lambda on, x: on.axes.set_facecolor((x, 1, 1)), "the background of the panel 'Loss'"),
    "panel out of sight": (lambda on, _: on.other.set_visible(False), "panel 2"),
    "panel moved": (lambda on, x: on.other.set_position((0.7, 0.1, 0.1 + x / 10, 0.6)), "panel 2"),
    "panel's order": (lambda on, _: on.other.set_zorder(9), "panel 2"),
    "axes off": (lambda on, _: on.other.set_axis_off(), "panel 2"),
    "aspect": (lambda on, _: on.other.set_aspect("equal"), "panel 2"),
    "panel removed": (lambda on, _: on.other.remove(), "the figure itself|panel 2"),
    "colour bar": (lambda on, x: on.bar.set_label(str(x)), "of the colour bar"),
    "limits of colours": (lambda on, x: on.image.set_clim(0, 1 + x), "an AxesImage|the colour bar"),
    "colours": (lambda on, _: on.image.set_cmap("magma"), "AxesImage|the colour bar"),
    "norm": (lambda on, _: on.image.set_norm(LogNorm()), "AxesImage|the colour bar"),
    "image, in place": (lambda on, x: on.image.get_array().__setitem__((0, 0), 5 + x), "AxesImage"),
    "data": (lambda on, x: on.line.set_ydata([x, x]), "a Line2D 'loss = [?]' of the panel 'Loss'"),
    "data, in place": (lambda on, x: on.line.get_ydata().__setitem__(0, 0.3 + x / 9), "a Line2D 'loss = [?]'"),
    "places, in place": (lambda on, x: on.dots.get_offsets().__setitem__((0, 0), 0.3 + x / 9), "a PathCollection"),
    "order": (lambda on, _: on.dots.set_zorder(0.1), "a PathCollection"),
    "transform": (lambda on, _: on.line.set_transform(on.axes.transAxes), "a Line2D"),
    "hidden": (lambda on, _: on.line.set_visible(False), "a Line2D"),
    "removed": (lambda on, _: on.line.remove(), "removed a Line2D 'loss = [?]' of the panel 'Loss'"),
    "table": (lambda on, x: on.table[0, 0].get_text().set_text(str(x)), "the table's text 'one'"),
    "inset": (lambda on, x: on.inset.set_xlim(0, 2 + x), "an inset of the panel 'Loss'"),
    "inset's words": (lambda on, x: on.inset.set_title(str(x)), "the title of an inset of the panel 'Loss'"),
    "text added": (lambda on, x: on.figure.text(0.2, 0.93, str(x)), "added to the figure itself"),
    "panel added": (lambda on, _: on.figure.add_axes((0, 0, 0.1, 0.1)), "added to the figure itself"),
    "twin": (lambda on, _: on.axes.twinx(), "added to the figure itself"),
    "inset added": (lambda on, _: on.axes.inset_axes((0, 0, 0.1, 0.1)), "legend, table or inset"),
    "text on an inset": (lambda on, x: on.inset.text(x, 0.5, "x"), "inset, or to one"),
    "legend added": (lambda on, _: on.axes.legend(), "legend, table or inset"),
    "table added": (lambda on, _: on.axes.table([["1"]]), "legend, table or inset"),
    "settings": (lambda on, x: mpl.rcParams.update({"lines.linewidth": 3.0 + x}), "settings .lines.linewidth."),  # noqa: ARG005
    "plt": (lambda on, x: plt.plot([x]), "with plt, on a figure of its own"),  # noqa: ARG005
    "a list that was handed over": (lambda on, x: on.trail.append(x), "changed a list that the stage handed to it"),
    "an array that was handed over": (lambda on, x: on.heights.__setitem__(0, x + 1), "changed a ndarray"),
    "a name that was handed over": (lambda on, x: setattr(on, "last", x), "changed a SimpleNamespace"),
}


RARE = list(WAYS)[1::2]
"""What make soak tries; another of its kind stands beside it."""


@pytest.mark.parametrize("way", [pytest.param(way, marks=[pytest.mark.soak] * (way in RARE)) for way in WAYS])
def test_whatever_draw_changes_on_the_stage_is_refused_by_name(way: str) -> None:
    """What draw changes on the stage is refused in one line with the recipe, the frames and what was changed."""
    change, says = WAYS[way]

    def draw(frame: Dot, on: Any) -> None:
        if frame.x > 0.5:  # not the first frames
            change(on, frame.x)
        on.axes.plot([frame.x], [0.5], "o")

    made = scene(draw)
    assert len(made.pictures([0])) == 1
    with pytest.raises(RecipeError, match=f"^moving: draw, frames? [45].*({says})") as caught:
        made.pictures([4, 5])
    assert "\n" not in str(caught.value)
    assert not plt.get_fignums()


def test_what_was_refused_leaves_nothing_behind() -> None:
    """The artists of frames that were drawn before a refused one are gone."""
    made = scene(lambda frame, on: (on.axes.plot([frame.x], [0.5]), on.words.set_text(str(frame.x))))
    before = [len(axes.get_children()) for axes in made.figure.axes]
    with pytest.raises(RecipeError, match="'now"):
        made.pictures(range(4))
    assert [len(axes.get_children()) for axes in made.figure.axes] == before


def test_an_artist_of_an_earlier_frame_may_not_be_changed() -> None:
    """A draw that adds a line once and updates it after that, as in a FuncAnimation, is told to add it anew."""
    lines: list[Any] = []

    def draw(frame: Dot, on: Any) -> None:
        if not lines:
            lines.extend(on.axes.plot([0, frame.x], [0.2, 0.2]))
        lines[0].set_xdata([0, frame.x])

    with pytest.raises(RecipeError, match="frame 1: it changed an artist that an earlier frame had added"):
        scene(draw).pictures(range(4))


def test_a_counter_in_a_function_of_the_stage_is_noticed() -> None:
    """A variable that a function of the stage counts up is noticed: frames would depend on their order."""

    def stage(canvas: Canvas, film: Film[Dot]) -> Any:
        keep, number = furnished(canvas, film), 0

        def mark() -> None:
            nonlocal number
            number += 1
            keep.axes.plot([number / 9], [0.5], "o")

        return mark

    with pytest.raises(RecipeError, match="changed a variable that the stage handed to it"):
        scene(lambda _, mark: mark(), stage).pictures(range(4))


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_who_only_looks_changes_nothing() -> None:
    """Every get of every artist of the stage, boxes and transforms and ticks among them, may be called in draw."""

    def look(artist: Artist) -> int:
        looked = 0
        for getter in ArtistInspector(artist).get_setters():
            method = getattr(artist, f"get_{getter}", None)
            if callable(method):
                with contextlib.suppress(TypeError, ValueError):  # some want to know more, or don't know
                    method()
                looked += 1
        return looked + sum(look(child) for child in artist.get_children())

    def draw(frame: Dot, on: Any) -> None:
        assert look(on.figure) > 500
        for axes in on.figure.axes:
            axes.get_tightbbox()
            axes.get_xticklabels()
            axes.transData.inverted().transform([[frame.x, 0.5]])
        on.title.get_window_extent()
        with mpl.rc_context({"lines.linewidth": 9.0}):
            on.axes.plot([frame.x], [0.5], "o")
        on.axes.annotate("here", (frame.x, 0.5))
        on.axes.axvline(frame.x)
        on.axes.fill_between([0, frame.x], 0.2, 0.3)
        on.axes.hist([frame.x, 0.5])

    made = scene(draw)
    assert (made.pictures([0])[0] != made.pictures([1])[0]).any()


def test_a_figure_that_the_stage_opens_with_plt_is_refused() -> None:
    """A figure that the stage opens with plt is refused: what is drawn on it is in no picture."""

    def stage(canvas: Canvas, film: Film[Dot]) -> Any:
        _, axes = plt.subplots()
        return furnished(canvas, film), axes

    with pytest.raises(RecipeError, match="moving: its stage: it drew with plt"):
        scene(lambda frame, both: both[1].plot([frame.x]), stage)
    assert not plt.get_fignums()


def test_draws_leave_the_stage_as_it_was_whatever_their_order() -> None:
    """Draws that are accepted give the same pictures in any grouping."""
    steps = count()
    made = scene(lambda frame, on: (next(steps), on.axes.plot([frame.x], [0.5], "o")))
    together = made.pictures(range(4))
    for index in (3, 1, 2, 0):
        (alone,) = scene(lambda frame, on: on.axes.plot([frame.x], [0.5], "o")).pictures([index])
        assert (alone == together[index]).all()
