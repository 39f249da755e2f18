"""Small figures in which something is planted, as the measures of pictures see them."""

from collections.abc import Callable
from typing import Any

from matplotlib.figure import Figure

from vizpipe.camera import sight
from vizpipe.drawing.style import DPI

WIDTH, HEIGHT = 600, 600


def drawn(draw: Callable[[Any], object], box: tuple[float, float, float, float] = (0.1, 0.1, 0.8, 0.8)) -> sight.Sight:
    """A figure with one panel, from −2 to 2 both ways, and a diagonal line in it."""

    def panel(figure: Figure) -> None:
        axes = figure.add_axes(box)
        axes.set_xlim(-2.0, 2.0)
        axes.set_ylim(-2.0, 2.0)
        axes.plot([-1.9, 1.9], [-1.9, 1.9], color="black")
        draw(axes)

    return seen(panel)


def seen(draw: Callable[[Figure], object]) -> sight.Sight:
    """A figure."""
    figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI)
    draw(figure)
    return sight.look(figure, WIDTH, HEIGHT)
