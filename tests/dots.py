"""A dot that moves, filmed by the camera."""

from collections.abc import Callable
from typing import Any, NamedTuple

from vizpipe.camera.scene import Picture, Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
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
    return made.pictures(range(count))


def same(one: Picture, other: Picture) -> bool:
    """Whether two pictures agree to the pixel."""
    return one.shape == other.shape and bool((one == other).all())
