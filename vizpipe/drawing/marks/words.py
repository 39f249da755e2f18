"""Words that change from frame to frame, each at a place of its own, so that nothing jitters."""

from collections.abc import Callable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.text import Text

from vizpipe.drawing.layout import HEADLINE, METRICS, NAME, SMALL, fit
from vizpipe.drawing.style import Style


def readout(axes: Axes, style: Style, widest: Sequence[str], baseline: float = 30.0) -> Callable[..., None]:
    """A headline and quieter numbers after it, in the header; call the mark with as many texts as ``widest`` has.

    ``widest`` holds the longest text that each place will ever show, so that every place stands still. In a column
    layout the numbers have a row of their own. What is too long for the header is set smaller.
    """
    low = style.px(8.0 if style.compact else baseline)
    high = low + style.px(METRICS * 1.6) if style.tall and not style.compact else low
    places: list[tuple[float, float, dict[str, Any]]] = []
    x, shrunk = 0.0, _shrunk(axes, style, widest)
    for number, text in enumerate(widest):
        look: dict[str, Any] = {
            "fontsize": style.em(METRICS if number else HEADLINE) * shrunk[number],
            "fontweight": "normal" if number else "bold",
            "color": style.theme.quiet if number else style.theme.ink,
        }
        if number == 1 and style.tall:
            x = 0.0
        places.append((x, low if number else high, look))
        x += _width(axes, text, look) + style.px(28.0)

    def draw(*texts: str) -> None:
        for (left, bottom, look), text in zip(places, texts, strict=True):
            axes.text(left, bottom, text, va="baseline", zorder=3.0, **look)

    return draw


def _shrunk(axes: Axes, style: Style, widest: Sequence[str]) -> list[float]:
    """By how much each text must be smaller for its row to fit into the header."""
    gap, room = style.px(28.0), float(axes.get_xlim()[1])
    sizes = [
        _width(
            axes,
            text,
            {"fontsize": style.em(METRICS if number else HEADLINE), "fontweight": "normal" if number else "bold"},
        )
        for number, text in enumerate(widest)
    ]
    rows = [[0], list(range(1, len(widest)))] if style.tall and not style.compact else [list(range(len(widest)))]
    shares = [1.0] * len(widest)
    for row in rows:
        taken, gaps = sum(sizes[number] for number in row), gap * max(len(row) - 1, 0)
        for number in row:
            shares[number] = min(1.0, max(room - gaps, 1.0) / max(taken, 1.0))
    return shares


def heading(axes: Axes, style: Style, at: tuple[float, float], text: str) -> None:
    """On the stage: a panel's name on a sheet of paper, its baseline at ``at``; none among small multiples."""
    if style.compact:
        return
    named = axes.text(*at, text, fontsize=style.em(NAME), color=style.theme.ink, va="bottom")
    fit(named, axes.get_xlim()[1] - at[0])


def key(axes: Axes, style: Style, at: tuple[float, float], entries: Sequence[tuple[str, str]]) -> None:
    """On the stage: what colours mean, side by side on a sheet of paper, each a short stroke and its words."""
    x, y = at
    stroke = style.px(26.0)
    for text, colour in entries:
        axes.plot([x, x + stroke], [y, y], color=colour, linewidth=style.pt(5.0), solid_capstyle="butt")
        look: dict[str, Any] = {"fontsize": style.em(SMALL), "color": style.theme.quiet}
        axes.text(x + stroke + style.px(9.0), y, text, va="center_baseline", **look)
        x += stroke + style.px(36.0) + _width(axes, text, look)


def _width(axes: Axes, text: str, look: dict[str, Any]) -> float:
    """How wide a text is, in pixels."""
    probe: Text = axes.text(0.0, 0.0, text, **look)
    width = float(probe.get_window_extent().width)
    probe.remove()
    return width
