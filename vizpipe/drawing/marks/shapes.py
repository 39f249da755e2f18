"""Marks that are called with data and draw at once, on the stage or in a frame: dots, lines, arrows, circles."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import EllipseCollection, LineCollection
from matplotlib.patches import Circle

from vizpipe.drawing.marks import checks
from vizpipe.drawing.style import Style

Array = npt.NDArray[np.float64]
Colour = str | tuple[float, float, float]


def dots(  # noqa: PLR0913 - where, how large, in which colours
    axes: Axes,
    style: Style,
    points: Array,
    colour: Colour | Sequence[Colour] | None = None,
    *,
    size: float = 10.0,
    edge: Colour | None = None,
    order: float = 2.4,
) -> None:
    """Dots of ``size`` pixels at points (n, 2), in one colour or one each; raises RecipeError for other numbers."""
    checks.one_or_each("dots", points, colours=colour)
    wide = [style.pt(size)] * len(points)
    shade: Any = colour if colour is not None else style.theme.ink
    axes.add_collection(
        EllipseCollection(
            wide,
            wide,
            [0.0] * len(points),
            units="points",
            offsets=points,
            offset_transform=axes.transData,
            facecolors=shade,
            edgecolors=edge or style.theme.edge,
            linewidths=style.pt(1.1),
            zorder=order,
        ),
        autolim=False,
    )


def circle(middle: tuple[float, float], radius: float, face: Colour, edge: Colour, width: float) -> Circle:
    """A circle on a sheet, to be added to it: radius in pixels, the rim's width in points."""
    return Circle(middle, radius, facecolor=face, edgecolor=edge, linewidth=width, zorder=2.0)


def lines(  # noqa: PLR0913 - see dots
    axes: Axes,
    style: Style,
    segments: Sequence[Array] | Array,
    colours: Any = None,  # noqa: ANN401 - whatever matplotlib takes for colours
    *,
    width: float | Sequence[float] = 1.4,
    order: float = 1.3,
    dashed: bool = False,
) -> None:
    """Many lines, each (points, 2), in one colour and width or one each; raises RecipeError for other numbers."""
    checks.one_or_each("lines", segments, colours=colours, widths=width)
    widths = style.pt(width) if isinstance(width, float) else [style.pt(each) for each in width]
    axes.add_collection(
        LineCollection(
            list(segments),
            colors=style.theme.ink if colours is None else colours,
            linewidths=widths,
            zorder=order,
            capstyle="butt" if dashed else "round",
            linestyles=[(0.0, (4.0, 3.0))] if dashed else "solid",
        ),
        autolim=False,
    )


def arrow(
    axes: Axes,
    style: Style,
    start: Sequence[float] | Array,
    end: Sequence[float] | Array,
    *,
    colour: Colour | None = None,
    width: float = 2.5,
) -> None:
    """One arrow from ``start`` to ``end``, both (x, y)."""
    (x, y), (tip_x, tip_y) = start, end
    axes.annotate(
        "",
        (tip_x, tip_y),
        (x, y),
        arrowprops={
            "arrowstyle": "-|>",
            "mutation_scale": style.pt(6.0 + 3.2 * width),
            "linewidth": style.pt(width),
            "color": colour or style.theme.ink,
            "shrinkA": 0.0,
            "shrinkB": 0.0,
        },
        zorder=2.6,
        annotation_clip=False,
    )


def arrows(axes: Axes, style: Style, starts: Array, steps: Array, colour: Colour | None = None) -> None:
    """A field of arrows: from ``starts`` (n, 2) along ``steps`` (n, 2), in data units."""
    axes.quiver(
        starts[:, 0],
        starts[:, 1],
        steps[:, 0],
        steps[:, 1],
        angles="xy",
        scale_units="xy",
        scale=1.0,
        units="dots",
        width=style.px(2.0),
        headwidth=4.5,
        headlength=5.0,
        headaxislength=4.5,
        minlength=0.0,
        color=colour or style.theme.quiet,
        zorder=1.1,
    )
