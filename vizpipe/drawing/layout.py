"""Where things stand on the page: a header, panels with even gutters, a caption. All in pixels, nothing automatic.

Automatic layouts look at the text of one frame and move everything in the next; here room is set aside once.
"""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.text import Text
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

from vizpipe.drawing import measure
from vizpipe.drawing.numbers import power_of_ten
from vizpipe.drawing.style import Style
from vizpipe.parameters.mathematics import freed, held

if TYPE_CHECKING:
    from vizpipe.drawing.canvas import Canvas

HEADLINE, METRICS, NAME, SMALL = 30.0, 20.0, 18.0, 15.0
"""Sizes of type in pixels at the reference size."""
_EDGE = 40.0
_GAP = 34.0
_SLACK = 1.06
"""How much wider a line may be than its share of the text, by its letters and by hinting."""


class Box(NamedTuple):
    """A rectangle in pixels from the lower left corner."""

    left: float
    bottom: float
    width: float
    height: float

    def within(self, left: float = 0.0, bottom: float = 0.0, right: float = 0.0, top: float = 0.0) -> "Box":
        """A smaller box, with so many pixels taken off each side."""
        width, height = max(self.width - left - right, 1.0), max(self.height - bottom - top, 1.0)
        return Box(self.left + left, self.bottom + bottom, width, height)


def split(
    box: Box, *, rows: Sequence[float] = (1.0,), columns: Sequence[float] = (1.0,), gap: float = 0.0
) -> list[Box]:
    """Cut a box into cells of relative heights and widths, row by row from the top left."""
    wide = max(box.width - gap * (len(columns) - 1), 1.0)
    tall = max(box.height - gap * (len(rows) - 1), 1.0)
    cells, top = [], box.bottom + box.height
    for row in rows:
        height, left = tall * row / sum(rows), box.left
        for column in columns:
            width = wide * column / sum(columns)
            cells.append(Box(left, top - height, width, height))
            left += width + gap
        top -= height + gap
    return cells


def panels(canvas: "Canvas", body: Box, count: int) -> list[Axes]:
    """Equal panels in one row, or in a column where the picture is taller than wide."""
    style = canvas.style
    ones = (1.0,) * count
    cells = split(body, rows=ones) if style.tall else split(body, columns=ones, gap=style.px(_GAP))
    return [panel(canvas, cell) for cell in cells]


def panel(canvas: "Canvas", cell: Box, *, left: float = 80.0, bottom: float = 58.0) -> Axes:
    """Axes in a cell, with room for ticks and labels at the left and below, and for a name above."""
    px = canvas.style.px
    if canvas.style.compact:
        return plot(canvas, cell.within(left=px(min(left, 26.0)), bottom=px(8.0), top=px(8.0)))
    return plot(canvas, cell.within(left=px(left), bottom=px(bottom), top=px(NAME * 2.1)))


def plot(canvas: "Canvas", box: Box) -> Axes:
    """Axes that fill a box."""
    wide, tall = canvas.figure.bbox.width, canvas.figure.bbox.height
    left, bottom = canvas.corner[0] + box.left, canvas.corner[1] + box.bottom
    axes = canvas.figure.add_axes((left / wide, bottom / tall, box.width / wide, box.height / tall))
    frame = axes.patch.get_transform()
    vars(axes.patch)["get_transform"] = lambda: frame  # each artist asks, to be cut by it, and would have it made anew
    return axes


def paper(canvas: "Canvas", box: Box) -> Axes:
    """An empty paper of a box's size: no axes to be seen, units are pixels."""
    axes = plot(canvas, box)
    axes.set_axis_off()
    for axis in (axes.xaxis, axes.yaxis):  # or they would have ticks that nobody sees
        axis.set_major_locator(NullLocator())
    axes.set_xlim(0.0, box.width)
    axes.set_ylim(0.0, box.height)
    return axes


def fit(text: Text, width: float) -> None:
    """Make a text that is wider than ``width`` pixels smaller."""
    wide = float(text.get_window_extent().width)
    if wide > width > 0.0:
        text.set_fontsize(float(text.get_fontsize()) * width / wide)


def wrap(text: str, style: Style, width: float, size: float) -> list[str]:
    """Break ``text`` into lines of at most ``width`` pixels at type of ``size``."""
    mean = _SLACK * measure.width(text, style.px(size), style.face) / max(len(text), 1)
    most = max(int(width / max(mean, 1.0)), 8)
    if style.has_formulas:
        return [freed(line) for line in textwrap.wrap(held(text), most, break_long_words=False)]
    return textwrap.wrap(text, most)


def name_panel(canvas: "Canvas", axes: Axes, name: str, x: str = "", y: str = "", *, away: float = 62.0) -> Text:
    """Name a panel above its left edge, and its axes at a fixed distance, so that gutters stay even.

    ``away`` is how far the upright axis' name stands from it, in pixels.
    """
    style = canvas.style
    tall, wide = axes.bbox.height, axes.bbox.width
    axes.set_xlabel(x)
    axes.set_ylabel(y, rotation=0, ha="right", va="center")
    _ticks(axes.xaxis, int(wide / style.px(75.0)), logarithmic=axes.get_xscale() == "log")
    _ticks(axes.yaxis, int(tall / style.px(55.0)), logarithmic=axes.get_yscale() == "log")
    axes.xaxis.set_label_coords(0.5, -style.px(38.0) / tall)
    axes.yaxis.set_label_coords(-style.px(away) / wide, 0.5)
    named = axes.text(
        0.0,
        1.0 + style.px(11.0) / tall,
        name,
        transform=axes.transAxes,
        fontsize=style.em(NAME),
        color=style.theme.ink,
        va="bottom",
        clip_on=False,
    )
    room = canvas.corner[0] + style.width - style.px(8.0) - axes.bbox.x0
    fit(named, room if style.tall else wide + style.px(_GAP))
    if style.compact:
        axes.tick_params(labelleft=False, labelbottom=False, length=0.0)
        for text in (axes.xaxis.label, axes.yaxis.label, named):
            text.set_visible(False)
    return named


def equal(axes: Axes, middle: tuple[float, float], reach: float) -> tuple[float, float, float, float]:
    """Give both axes the same scale: ``reach`` either way of ``middle`` along the shorter one, more along the other.

    Gives the limits: left, right, bottom, top.
    """
    wide, tall = axes.bbox.width, axes.bbox.height
    across, up = reach * max(wide / tall, 1.0), reach * max(tall / wide, 1.0)
    limits = middle[0] - across, middle[0] + across, middle[1] - up, middle[1] + up
    axes.set_xlim(*limits[:2])
    axes.set_ylim(*limits[2:])
    return limits


def _ticks(axis: Axis, room: int, *, logarithmic: bool) -> None:
    """As many ticks as there is room for, and at most six; powers of ten as words on a logarithmic axis."""
    count = max(min(room, 6), 2)
    if logarithmic:
        axis.set_major_locator(LogLocator(numticks=count))
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter(lambda value, _: power_of_ten(value))
    else:
        axis.set_major_locator(MaxNLocator(count, steps=[1, 2, 5, 10]))
