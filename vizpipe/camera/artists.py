"""What a person calls the parts of a figure, and what to do instead of changing them."""

from collections.abc import Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis, Tick
from matplotlib.figure import Figure, FigureBase
from matplotlib.legend import Legend
from matplotlib.spines import Spine
from matplotlib.table import Table
from matplotlib.text import Text

_SHOWN = 40
_DETAILS = {
    "_viewLim": "limits",
    "_points": "limits, size or place",
    "data": "limits, size or place",
    "_position": "place",
    "_originalPosition": "place",
    "_dpi": "resolution",
    "_axisbelow": "order",
    "legend_": "legend",
    "axison": "axes",
    "child_axes": "insets",
}
"""Attributes of figures and axes whose names say little."""


class Names:
    """What the parts of a figure are called when its stage stands."""

    def __init__(self, figure: Figure) -> None:
        """Take the panels' names; those without one have numbers."""
        self._figure = figure
        self._panels = {axes: _panel(axes, number, len(figure.axes)) for number, axes in enumerate(figure.axes, 1)}

    def of(self, chain: Sequence[Artist], text: str = "", detail: str = "") -> str:
        """A part in words: ``chain`` leads from it to the figure, ``text`` is what it says if it is a text.

        ``detail`` is the attribute of a figure or an axes that counts.
        """
        artist, panels = chain[0], [each for each in chain if isinstance(each, Axes)]
        place = self._place(panels)
        if isinstance(artist, Axes | FigureBase):
            shown = _DETAILS.get(detail, detail.strip("_").replace("_", " "))
            return f"{place or 'the figure'}{f' (its {shown})' if shown else ''}"
        words = f" {_short(text)}" if text else ""
        if panels:
            return f"{_of_panel(artist, panels[0], chain, words)} of {place}"
        if artist is self._figure.patch:
            return "the figure's background"
        if isinstance(artist, Text):
            held = "legend" if any(isinstance(each, Legend) for each in chain) else "figure"
            return f"the {held}'s {'title' if artist is getattr(self._figure, '_suptitle', None) else 'text'}{words}"
        return f"the figure's {type(artist).__name__}"

    def _place(self, panels: Sequence[Axes]) -> str:
        """A panel, or an inset of it."""
        outer = self._panels.get(panels[-1], "a panel") if panels else ""
        return f"an inset of {outer}" if len(panels) > 1 else outer


def instead(artist: Artist, detail: str = "") -> str:
    """What to do rather than to change an artist of the stage; ``detail`` is the attribute of an axes that counts."""
    if isinstance(artist, Axes) and "limits" in _DETAILS.get(detail, ""):
        return (
            "set it on the stage, once for all frames; a window that moves is marks.window(…), or "
            "panel(limits=function) of a picture"
        )
    if isinstance(artist, Text):
        return "leave it empty on the stage and write what changes in draw, with axes.text"
    if isinstance(artist, Axes | Axis | Tick | Spine | FigureBase):
        return "set it on the stage, once for all frames"
    return "add a new artist in draw instead"


def _of_panel(artist: Artist, axes: Axes, chain: Sequence[Artist], words: str) -> str:
    kinds = [Axis, Legend, Table]
    holder: Any = next((each for each in chain if isinstance(each, tuple(kinds))), None)
    if isinstance(holder, Axis):
        return _of_axis(artist, holder, words)
    if holder is not None:
        part = "" if artist is holder else "'s text" if isinstance(artist, Text) else f"'s {type(artist).__name__}"
        return f"the {type(holder).__name__.lower()}{part}{words}"
    if isinstance(artist, Spine):
        return f"the {artist.spine_type} spine"
    if artist is axes.patch:
        return "the background"
    if any(artist is getattr(axes, each, None) for each in ("title", "_left_title", "_right_title")):
        return f"the title{words}"
    label = str(artist.get_label() or "")
    article = "an" if type(artist).__name__[0] in "AEIOU" else "a"
    return f"{article} {type(artist).__name__}{f' {_short(label)}' if label and not label.startswith('_') else words}"


def _of_axis(artist: Artist, axis: Any, words: str) -> str:  # noqa: ANN401 - an Axis, whose name matplotlib's types lack
    way = f"the {axis.axis_name} axis"
    if artist is axis:
        return way
    if artist is axis.label:
        return f"the label{words} of {way}"
    return f"a tick's label{words} of {way}" if isinstance(artist, Text) else f"a tick of {way}"


def _panel(axes: Axes, number: int, count: int) -> str:
    if hasattr(axes, "_colorbar"):
        return "the colour bar"
    titles = [title for place in ("left", "center", "right") if (title := axes.get_title(place))]
    if titles:
        return f"the panel {_short(titles[0])}"
    return f"panel {number}" if count > 1 else "the panel"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return repr(plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…")
