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

from vizpipe.drawing.numbers import power_of_ten
from vizpipe.drawing.style import Style

if TYPE_CHECKING:
    from vizpipe.recipe import Canvas

HEADLINE, METRICS, NAME, SMALL = 30.0, 20.0, 18.0, 15.0
"""Sizes of type in pixels at the reference size."""
_EDGE = 40.0
_GAP = 34.0
TITLE_STEP = 26.0
_CHARACTER = 0.56
"""Mean width of a DejaVu letter in units of its size, for breaking lines."""


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


class Page(NamedTuple):
    """The parts of a picture."""

    header: Axes
    """A sheet for text, in pixels from its own lower left corner."""
    corners: tuple[Box, ...]
    """Small places at the right of the header (under it in a column), from left to right."""
    body: Box
    """What is left for panels."""


def page(canvas: "Canvas", *, headline: bool = True, corners: Sequence[float] = ()) -> Page:
    """Lay out a page: the title, small where a headline stands under it, the caption at the foot, room between.

    ``corners`` are the widths of small places beside the headline, in pixels at the reference size.
    """
    style = canvas.style
    if style.compact:
        return _compact(canvas, headline=headline, corners=corners)
    edge, gap = style.px(_EDGE), style.px(_GAP)
    across = style.width - 2.0 * edge
    title = (
        wrap(canvas.words.title, style, across, METRICS - 3.0 if headline else 1.15 * (HEADLINE - 4.0))
        if style.tall
        else [canvas.words.title]
    )
    head = style.px((118.0 if headline else 70.0) + (len(title) - 1) * TITLE_STEP)
    if style.tall and headline:
        head += style.px(METRICS * 1.6)  # the numbers take a row of their own
    below = style.px(110.0) if style.tall and corners else 0.0
    taken = 0.0 if style.tall else sum(style.px(width) + gap for width in corners)
    header = Box(edge, style.height - head, max(across - taken, 1.0), head)
    sheet_of_header = sheet(canvas, header)
    _title(canvas, sheet_of_header, title, headline=headline)
    foot = _caption(canvas, across)
    body = Box(edge, foot, across, max(style.height - head - below - foot, 1.0))
    if style.tall:
        row = Box(edge, header.bottom - below, across, below)
        places = split(row, columns=corners, gap=gap) if corners else []
    else:
        row = Box(header.left + header.width + gap, header.bottom, max(taken - gap, 1.0), head)
        places = split(row.within(bottom=style.px(16.0), top=style.px(16.0)), columns=corners, gap=gap)
    return Page(sheet_of_header, tuple(places), body)


def _compact(canvas: "Canvas", *, headline: bool, corners: Sequence[float]) -> Page:
    """A page that is one of several: its label, a headline beside it, and all the rest for the panels."""
    style = canvas.style
    edge = style.px(16.0)
    head = style.px(70.0 if headline else 34.0)
    header = Box(edge, style.height - head, style.width - 2.0 * edge, head)
    paper = sheet(canvas, header)
    named = paper.text(
        0.0,
        head - style.px(4.0),
        "" if canvas.moment and headline else canvas.words.title,
        fontsize=style.pt(METRICS),
        color=style.theme.quiet,
        va="top",
        zorder=0.5,
        parse_math=False,
    )
    fit(named, header.width * (0.4 if corners else 1.0))
    row = Box(header.left + 0.4 * header.width, header.bottom + 0.5 * head, 0.6 * header.width, 0.5 * head)
    places = split(row, columns=corners, gap=edge) if corners else []
    return Page(paper, tuple(places), Box(edge, style.px(8.0), header.width, style.height - head - style.px(8.0)))


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
    return canvas.figure.add_axes((left / wide, bottom / tall, box.width / wide, box.height / tall))


def sheet(canvas: "Canvas", box: Box) -> Axes:
    """An empty sheet of paper of a box's size: no axes to be seen, units are pixels."""
    axes = plot(canvas, box)
    axes.set_axis_off()
    axes.set_xlim(0.0, box.width)
    axes.set_ylim(0.0, box.height)
    return axes


def _title(canvas: "Canvas", header: Axes, lines: Sequence[str], *, headline: bool) -> None:
    """The title: quiet and small above a headline, or the headline itself; only as large as there is room for."""
    style = canvas.style
    width, height = header.get_xlim()[1], header.get_ylim()[1]
    for number, line in enumerate(lines):
        drawn = header.text(
            0.0,
            height - style.px(24.0 + number * TITLE_STEP),
            line,
            fontsize=style.pt(METRICS - 3.0 if headline else HEADLINE - 4.0),
            fontweight="normal" if headline else "bold",
            color=style.theme.quiet if headline else style.theme.ink,
            va="top",
            zorder=0.5,
            parse_math=False,
        )
        fit(drawn, width)


def fit(text: Text, width: float) -> None:
    """Make a text that is wider than ``width`` pixels smaller."""
    wide = float(text.get_window_extent().width)
    if wide > width > 0.0:
        text.set_fontsize(float(text.get_fontsize()) * width / wide)


def _caption(canvas: "Canvas", width: float) -> float:
    """The caption, line by line from the bottom up; gives the height that it takes."""
    style = canvas.style
    size = SMALL + 1.0
    lines = wrap(canvas.words.caption, style, width, size)
    step, foot = style.px(size * 1.45), style.px(_EDGE * 0.6)
    for number, line in enumerate(reversed(lines)):
        canvas.figure.text(
            (canvas.corner[0] + style.px(_EDGE)) / canvas.figure.bbox.width,
            (canvas.corner[1] + foot + number * step) / canvas.figure.bbox.height,
            line,
            fontsize=style.pt(size),
            color=style.theme.quiet,
            va="baseline",
            parse_math=False,
        )
    return foot + len(lines) * step + (style.px(10.0) if lines else 0.0)


def wrap(text: str, style: Style, width: float, size: float) -> list[str]:
    """Break ``text`` into lines of at most ``width`` pixels at type of ``size``."""
    letters = max(int(width / (style.px(size) * _CHARACTER)), 8)
    return textwrap.wrap(text, letters)


def name_panel(canvas: "Canvas", axes: Axes, name: str, x: str = "", y: str = "", *, away: float = 62.0) -> Text:
    """Name a panel above its left edge, and its axes at a fixed distance, so that gutters stay even.

    ``away`` is how far the upright axis' name stands from it, in pixels.
    """
    style = canvas.style
    tall, wide = axes.bbox.height, axes.bbox.width
    axes.set_xlabel(x, parse_math=False)
    axes.set_ylabel(y, rotation=0, ha="right", va="center", parse_math=False)
    _ticks(axes.xaxis, int(wide / style.px(75.0)), logarithmic=axes.get_xscale() == "log")
    _ticks(axes.yaxis, int(tall / style.px(55.0)), logarithmic=axes.get_yscale() == "log")
    axes.xaxis.set_label_coords(0.5, -style.px(38.0) / tall)
    axes.yaxis.set_label_coords(-style.px(away) / wide, 0.5)
    named = axes.text(
        0.0,
        1.0 + style.px(11.0) / tall,
        name,
        transform=axes.transAxes,
        fontsize=style.pt(NAME),
        color=style.theme.ink,
        va="bottom",
        clip_on=False,
        parse_math=False,
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
