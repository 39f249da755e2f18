"""A page: title, header, body and caption, each with its room."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.axes import Axes

if TYPE_CHECKING:
    from vizpipe.drawing.canvas import Canvas
from vizpipe.drawing.layout import _EDGE, _GAP, HEADLINE, METRICS, SMALL, Box, fit, paper, split, wrap

TITLE_STEP = 26.0


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
    blank = paper(canvas, header)
    _title(canvas, blank, title, headline=headline)
    foot = _caption(canvas, across)
    body = Box(edge, foot, across, max(style.height - head - below - foot, 1.0))
    if style.tall:
        row = Box(edge, header.bottom - below, across, below)
        places = split(row, columns=corners, gap=gap) if corners else []
    else:
        row = Box(header.left + header.width + gap, header.bottom, max(taken - gap, 1.0), head)
        places = split(row.within(bottom=style.px(16.0), top=style.px(16.0)), columns=corners, gap=gap)
    return Page(blank, tuple(places), body)


def _compact(canvas: "Canvas", *, headline: bool, corners: Sequence[float]) -> Page:
    """A page that is one of several: its label, a headline beside it, and all the rest for the panels."""
    style = canvas.style
    edge = style.px(16.0)
    head = style.px(70.0 if headline else 34.0)
    header = Box(edge, style.height - head, style.width - 2.0 * edge, head)
    blank = paper(canvas, header)
    named = blank.text(
        0.0,
        head - style.px(4.0),
        "" if canvas.moment and headline else canvas.words.title,
        fontsize=style.em(METRICS),
        color=style.theme.quiet,
        va="top",
        zorder=0.5,
    )
    fit(named, header.width * (0.4 if corners else 1.0))
    row = Box(header.left + 0.4 * header.width, header.bottom + 0.5 * head, 0.6 * header.width, 0.5 * head)
    places = split(row, columns=corners, gap=edge) if corners else []
    return Page(blank, tuple(places), Box(edge, style.px(8.0), header.width, style.height - head - style.px(8.0)))


def _title(canvas: "Canvas", header: Axes, lines: Sequence[str], *, headline: bool) -> None:
    """The title: quiet and small above a headline, or the headline itself; only as large as there is room for."""
    style = canvas.style
    width, height = header.get_xlim()[1], header.get_ylim()[1]
    for number, line in enumerate(lines):
        drawn = header.text(
            0.0,
            height - style.px(24.0 + number * TITLE_STEP),
            line,
            fontsize=style.em(METRICS - 3.0 if headline else HEADLINE - 4.0),
            fontweight="normal" if headline else "bold",
            color=style.theme.quiet if headline else style.theme.ink,
            va="top",
            zorder=0.5,
        )
        fit(drawn, width)


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
            fontsize=style.em(size),
            color=style.theme.quiet,
            va="baseline",
        )
    return foot + len(lines) * step + (style.px(10.0) if lines else 0.0)
