"""Marks for curves: a line that grows, a stroke, a guide, a label at a curve's end."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from vizpipe.drawing.layout import SMALL, fit
from vizpipe.drawing.marks import checks
from vizpipe.drawing.style import Style
from vizpipe.errors import RecipeError

if TYPE_CHECKING:
    from vizpipe.drawing.canvas import Canvas

Array = npt.NDArray[np.float64]


def curve(  # noqa: PLR0913 - a curve is its data and its look
    axes: Axes,
    style: Style,
    x: Array,
    y: Array,
    *,
    colour: str | tuple[float, float, float] | None = None,
    width: float = 2.5,
    dot: str | tuple[float, float, float] | None = "",
    name: str = "",
    lift: float = 0.0,
) -> Callable[[int], None]:
    """A curve that grows; call the mark with how many of its points (n,) have happened.

    A dot marks the newest point in ``dot``'s colour (the curve's own if empty, none if None), and ``name`` stands
    beside it, ``lift`` pixels higher, so that no legend is needed. Raises RecipeError if x and y, or the points that
    have happened, are more than there are, or if the newest isn't there; masked points before it are a gap.
    """
    checks.as_many("curve", x=x, y=y)
    ink = colour or style.theme.ink
    point = None if dot is None else dot or ink

    def draw(count: int) -> None:
        count = max(count, 1)
        if count > len(x):
            raise RecipeError(f"curve: {count} points of {len(x)} can't have happened")
        checks.there("curve", "newest points", y[count - 1 : count])
        axes.add_line(
            Line2D(x[:count], y[:count], color=ink, linewidth=style.pt(width), solid_joinstyle="round", zorder=2.0)
        )
        highest = max(axes.get_ylim())
        gone = float(y[count - 1]) > highest
        newest = float(x[count - 1]), min(float(y[count - 1]), highest)
        if point is not None and not gone:
            axes.add_line(
                Line2D(
                    *([value] for value in newest),
                    marker="o",
                    markersize=style.pt(9.0),
                    color=point,
                    markeredgecolor=style.theme.background,
                    markeredgewidth=style.pt(1.2),
                    zorder=2.2,
                    clip_on=False,
                )
            )
        if name:
            shade = style.theme.mix(ink, 0.75, style.theme.ink) if isinstance(ink, str) else ink
            text = f"{name} ↑" if gone else name
            label(axes, style, newest, text, colour=shade, shift=(12.0, lift), pad=True)

    return draw


def curves(  # noqa: PLR0913 - see curve
    canvas: "Canvas",
    axes: Axes,
    x: Array,
    rows: Array,
    *,
    colours: Sequence[str | tuple[float, float, float]],
    names: Sequence[str],
    width: float = 3.0,
) -> Callable[[int], None]:
    """Several curves (curves, n) that grow together, their names kept apart at every step; one that leaves says so."""
    style = canvas.style

    def draw(count: int) -> None:
        newest = np.minimum(rows[:, max(count, 1) - 1], max(axes.get_ylim()))
        for row, colour, name, lift in zip(rows, colours, names, apart(canvas, axes, newest), strict=True):
            curve(axes, style, x, row, colour=colour, width=width, name=name, lift=lift)(count)

    return draw


def apart(canvas: "Canvas", axes: Axes, ends: Array, room: float = 22.0) -> list[float]:
    """How far to lift the labels at curves' ends (n,), in data units, so that no two overlap: pixels for ``lift``."""
    style = canvas.style
    tall = axes.bbox.height / style.scale
    at = axes.transAxes.inverted().transform(axes.transData.transform([[axes.get_xlim()[0], end] for end in ends]))
    places = at[:, 1] * tall
    order = np.argsort(places)
    moved = places[order]
    for number in range(1, len(moved)):
        moved[number] = max(moved[number], moved[number - 1] + room)
    highest = tall - 0.4 * room  # the panel's name stands above
    for number in reversed(range(len(moved))):
        moved[number] = min(moved[number], highest)
        highest = moved[number] - room
    lifts = np.empty(len(ends))
    lifts[order] = moved - places[order]
    return [float(lift) for lift in lifts]


def label(  # noqa: PLR0913 - a text has a place and a look
    axes: Axes,
    style: Style,
    at: tuple[float, float],
    text: str,
    *,
    colour: str | tuple[float, float, float] | None = None,
    size: float = SMALL + 1.0,
    shift: tuple[float, float] = (10.0, 0.0),
    align: str = "left",
    weight: str = "normal",
    pad: bool = False,
    room: float | None = None,
) -> None:
    """A text beside a point, ``shift`` pixels away; smaller if it has less ``room`` (in the picture's pixels).

    A ``pad`` of background keeps lines behind it from striking it through.
    """
    written = axes.annotate(
        text,
        at,
        xytext=(style.pt(shift[0]), style.pt(shift[1])),
        textcoords="offset points",
        color=colour or style.theme.ink,
        fontsize=style.type(size),
        fontweight=weight,
        ha=align,
        va="center",
        annotation_clip=False,
        zorder=3.0,
        bbox={"facecolor": style.theme.background, "edgecolor": "none", "pad": style.pt(1.5)} if pad else None,
    )
    if room is not None:
        fit(written, room)


def stroke(
    axes: Axes,
    style: Style,
    x: Array,
    y: Array,
    *,
    colour: str | tuple[float, float, float] | None = None,
    width: float = 2.5,
) -> None:
    """A whole curve at once, for what does not move."""
    axes.add_line(Line2D(x, y, color=colour or style.theme.ink, linewidth=style.pt(width), zorder=2.0))


def guide(axes: Axes, style: Style, *, x: float | None = None, y: float | None = None) -> None:
    """A thin line through the whole panel at a value worth comparing with."""
    look: dict[str, Any] = {"color": style.theme.line, "linewidth": style.pt(1.0), "zorder": 0.6}
    if x is not None:
        axes.axvline(x, **look)
    if y is not None:
        axes.axhline(y, **look)


def corner_label(axes: Axes, style: Style, text: str) -> None:
    """A quiet name in the upper right corner of small axes."""
    axes.text(
        0.99,
        0.95,
        text,
        transform=axes.transAxes,
        ha="right",
        va="top",
        fontsize=style.type(SMALL),
        color=style.theme.quiet,
    )
