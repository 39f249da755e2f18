"""The fast path: it equals a full redraw, whatever lies over or beside what moves."""

import warnings
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from dots import SIZE, Dot, dot, pictures, plain, same, scene
from films import small
from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import DARK, LIGHT
from vizpipe.film.film import Film
from vizpipe.recipe import Canvas, Recipe


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


def beneath(canvas: Canvas, film: Film[Dot]) -> Any:
    """Bare paper that is drawn first, under a word which a panel has lost there."""
    paper = canvas.figure.add_axes((0.0, 0.0, 1.0, 0.5))
    paper.set_axis_off()
    paper.set_xlim(0, 1)
    paper.set_ylim(-1, 1)
    plain(canvas, film).text(0.2, -1.3, "██ lost", color="red", clip_on=False)
    return paper


def loose(frame: Dot, axes: Any) -> None:
    """A mark that leaves its panel."""
    axes.plot([frame.x * 1.5], [0.9], "o", markersize=30, color="black", clip_on=False)
    axes.text(1.0, frame.x, "outside", clip_on=False)


def layered(frame: Dot, axes: Any) -> None:
    """Several kinds, each on its layer."""
    axes.scatter([frame.x], [0.1], s=300, zorder=3, color="red")
    axes.fill_between([0, frame.x], -0.5, 0.5, zorder=0.2, color="orange")
    axes.imshow(np.eye(3), extent=(0.2, 0.8, -0.8, 0.0), zorder=0.1, aspect="auto", clip_on=True)


def level(frame: Dot, axes: Any) -> None:
    """Several kinds on one layer, a later one over an earlier."""
    axes.plot([frame.x - 0.5, frame.x + 0.5], [0.1, 0.1], linewidth=20, zorder=3, color="black")
    axes.scatter([frame.x], [0.1], s=900, zorder=3, color="red")
    axes.plot([frame.x, frame.x], [-0.5, 0.5], linewidth=8, zorder=3, color="blue")


@pytest.mark.parametrize("stage", [plain, above, overlapping, crowned, sheets, beneath])
@pytest.mark.parametrize("draw", [dot, loose, layered, level])
@pytest.mark.parametrize("style", [SIZE, Style(DARK, 321, 203)])
def test_the_fast_path_equals_a_full_redraw(
    stage: Callable[[Canvas, Film[Dot]], Any], draw: Callable[[Dot, Any], None], style: Style
) -> None:
    """The fast path and a full redraw differ in 0 pixels, whatever lies over or beside what moves."""
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
    """A dot that moves really moves: no two of its pictures are alike."""
    made = pictures(scene(plain, dot))
    assert not any(same(one, other) for one, other in pairwise(made))


@pytest.mark.slow
@pytest.mark.parametrize("turn", [0, *(pytest.param(turn, marks=pytest.mark.soak) for turn in range(1, 8))])
def test_every_recipe_is_filmed_as_it_would_be_redrawn(recipes: dict[str, Recipe[..., Any]], turn: int) -> None:
    """For every eighth built-in recipe (soak: all), first and last frame by the fast path equal a full redraw."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name, each in list(recipes.items())[turn::8]:
            film = small(each)
            made = Scene(each, film, Style(LIGHT, 640, 360))
            last = len(film) - 1
            for index, picture in zip((0, last), made.pictures([0, last]), strict=True):
                assert same(picture, made.redrawn(index)), (name, index)
