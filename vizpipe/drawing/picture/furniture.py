"""What stands around a picture's plots: axes with their ticks and names, titles of parts."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.text import Text

from vizpipe.drawing import ticks
from vizpipe.drawing.canvas import Canvas
from vizpipe.drawing.layout import equal
from vizpipe.drawing.picture.channels import Moment
from vizpipe.drawing.picture.compose import Composed
from vizpipe.drawing.picture.parts import Limits, Panel
from vizpipe.drawing.picture.wants import has_ticks
from vizpipe.drawing.picture.ways import Way
from vizpipe.drawing.picture.window import Moving, moving_axes, widest, windows
from vizpipe.drawing.style import DPI, POINTS_PER_INCH

_TICK, _PAD = 5.0, 5.0
_WIDE, _HIGH = 5.0, 3.2
"""Room for one tick, in units of small type."""


def furnish(  # noqa: PLR0913, PLR0917 - a panel's axes have this much around them
    axes: Axes, canvas: Canvas, way: Way, panel: Panel[Any], limits: Limits | None, start: Moment[Any], page: Composed
) -> tuple[Limits, Moving | None]:
    """Give axes their scales, limits, ticks and names; gives the limits: left, right, bottom, top.

    Of a window that moves they are those of the first frame, and it comes with how it moves: its ticks are not drawn.
    """
    style, kind = canvas.style, page.type
    if "x" in panel.log:
        axes.set_xscale("log")
    if "y" in panel.log:
        axes.set_yscale("log")
    four = limits or (0.0, 1.0, 0.0, 1.0)
    if panel.is_equal:
        across, up = four[1] - four[0], four[3] - four[2]
        middle = ((four[0] + four[1]) / 2.0, (four[2] + four[3]) / 2.0)
        four = equal(axes, middle, max(across, up) / 2.0) if across != up else four
    axes.set_xlim(four[0], four[1])
    axes.set_ylim(four[2], four[3])
    sides = windows(panel, start) if panel.window is not None else [four]
    moving = Moving(panel, four, which) if any(which := moving_axes(sides)) else None
    labels = _ticks(axes, canvas, way, panel, four, page, sides)
    if moving is not None:
        small = page.type.small
        counts = _count(axes, 0, small), _count(axes, 1, small)
        labelled = way not in page.bare[1], way not in page.bare[0]
        moving = moving._replace(counts=counts, marked=not (panel.is_bare or _is_blank(panel, page)), labelled=labelled)
    if panel.is_bare:
        axes.spines[["left", "bottom"]].set_visible(False)
    small, px, points = style.fontsize(kind.small), style.px, POINTS_PER_INCH / DPI
    if panel.title:
        above = (0.0, points * 0.4 * kind.name)
        named = _beside(axes, str(panel.title), (0.0, 1.0), above, style.fontsize(kind.name), ("left", "baseline"))
        named.set_color(style.theme.ink)
    if _is_blank(panel, page):
        axes.spines[["top", "right"]].set_visible(panel.is_equal and not panel.is_bare)
        return four, moving
    if panel.x and way not in page.bare[1]:
        down = (px(_TICK + _PAD) + 1.2 * kind.small if labels[0] else 0.0) + 0.3 * kind.small
        _beside(axes, start.said(panel.x), (0.5, 0.0), (0.0, -points * down), small, ("center", "top"))
    if panel.y and way not in page.bare[0]:
        away = (px(_TICK + _PAD) + labels[1] if labels[1] else 0.0) + px(_TICK)
        _beside(axes, start.said(panel.y), (0.0, 0.5), (-points * away, 0.0), small, ("right", "center"))
    return four, moving


def _is_blank(panel: Panel[Any], page: Composed) -> bool:
    """Whether its axes say nothing on this page."""
    return page.is_small or (page.is_plain and has_ticks(panel))


def _count(axes: Axes, axis: int, small: float) -> int:
    """As many ticks as there is room for on an axis."""
    room = (axes.bbox.width / _WIDE, axes.bbox.height / _HIGH)[axis]
    return max(min(int(room / small), ticks.MOST), 2)


def _ticks(  # noqa: PLR0913, PLR0917 - as above
    axes: Axes,
    canvas: Canvas,
    way: Way,
    panel: Panel[Any],
    limits: Limits,
    page: Composed,
    sides: Sequence[Limits],
) -> tuple[float, float]:
    """Set the ticks; gives how high and how wide their labels are, in pixels, 0 where there are none.

    On an axis that moves from one of the ``sides`` to another there are none yet.
    """
    style, small = canvas.style, page.type.small
    axes.tick_params(labelsize=style.fontsize(small), length=style.pt(_TICK), pad=style.pt(_PAD))
    sizes, is_blank = [], panel.is_bare or _is_blank(panel, page)
    moves = moving_axes(list(sides))
    for number, axis in enumerate((axes.xaxis, axes.yaxis)):
        is_log, low, high = "xy"[number] in panel.log, *limits[2 * number : 2 * number + 2]
        given = panel.ticks[number]
        count = _count(axes, number, small)
        names = [canvas.say(each) for each in ticks.names_of(given)]
        places = range(len(names)) if names else given
        values = ticks.places(low, high, count, is_log=is_log) if places is None else [float(each) for each in places]
        if panel.is_positive:
            values = [value for value in values if value >= 0.0]
        is_hidden = is_blank or way in page.bare[1 - number]
        labels = names or ticks.texts(values, is_log=is_log)
        if moves[number]:
            labels = widest(panel, sides, number, count)
        shows = not is_blank and not moves[number]
        ticks.give(axis, values if shows else [], labels if shows and (names or is_log) else None)
        if is_hidden:
            axis.set_tick_params(labelleft=False, labelbottom=False)
        shown = [] if is_hidden else labels
        widths = [_width(axes, text, style.fontsize(small)) for text in shown]
        sizes.append((small if number == 0 else max(widths)) if shown else 0.0)
    return sizes[0], sizes[1]


def _width(axes: Axes, text: str, size: float) -> float:
    probe = axes.text(0.0, 0.0, text, fontsize=size)
    width = float(probe.get_window_extent().width)
    probe.remove()
    return width


def _beside(
    axes: Axes, text: str, at: tuple[float, float], shift: tuple[float, float], size: float, align: tuple[str, str]
) -> Text:
    """A text at a share of the axes, so many points away."""
    drawn: Text = axes.annotate(
        text,
        at,
        xycoords="axes fraction",
        xytext=shift,
        textcoords="offset points",
        fontsize=size,
        color=axes.xaxis.label.get_color(),
        ha=align[0],
        va=align[1],
        annotation_clip=False,
    )
    return drawn


def name(axes: Axes, canvas: Canvas, page: Composed, words: str, level: float) -> None:
    """A name at the left edge of a paper, so many pixels high."""
    size, ink = canvas.style.fontsize(page.type.name), canvas.style.theme.ink
    axes.text(0.0, level, words, fontsize=size, color=ink)
