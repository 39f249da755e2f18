"""Classes → colours and shapes of dots, as seaborn's scatterplot maps them; and colours of their fields."""

import functools
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from vizpipe.drawing.picture.shapes import Hues, Points
from vizpipe.drawing.style import FIELD_STEPS, SMOOTH_STEPS, Style
from vizpipe.drawing.theme import Theme

MARKERS = "o^sDvPXp<>"
"""Shapes of ten classes."""
_TWO = 2
_HATCH = 9.0


def mapped(style: Style, points: Points) -> dict[str, Any]:
    """Paths and colours of labelled dots, as seaborn's scatterplot maps them."""
    theme, labels = style.theme, np.asarray(points.labels)
    count = max(int(labels.max(initial=1)) + 1, points.classes)
    palette = style.class_colours(points.hues) if count == _TWO else theme.class_palette[:count]
    paths, faces, edges = _scattered(theme, labels.tobytes(), labels.dtype.str, tuple(palette))
    looks: dict[str, Any] = {"facecolors": faces, "edgecolors": edges}
    looks |= {"sizes": [style.pt(points.size) ** 2], "linewidths": [style.pt(points.rim)]}
    if theme.shapes:  # one class filled, the other not
        wide = [style.pt(1.15 * points.size) ** 2]
        looks |= {"edgecolors": faces, "linewidths": style.pt(1.8), "sizes": wide}
        looks["facecolors"] = np.where(labels[:, None] == 0, to_rgba(theme.background), faces)
    return {"paths": paths, "looks": looks}


@functools.lru_cache(maxsize=16)
def _scattered(theme: Theme, packed: bytes, kind: str, palette: tuple[Any, ...]) -> tuple[Any, Any, Any]:
    """Paths, faces and edges, which are the same in dots of any size: seaborn is asked once for all panels and sheets.

    It takes as long as many frames do.
    """
    import seaborn as sns  # noqa: PLC0415 - two seconds that only labelled dots need

    labels, count = np.frombuffer(packed, kind), len(palette)
    order, has_shapes = list(range(count)), theme.shapes or count > _TWO
    places = np.arange(float(len(labels)))  # seaborn leaves out what isn't there
    axes = Figure().add_subplot()  # aside: seaborn names and scales the axes that it draws on
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(NullLocator())  # ticks that nobody sees take half of its time
    sns.scatterplot(
        x=places,
        y=places,
        hue=labels,
        hue_order=order,
        palette=list(palette),
        edgecolor=theme.edge,
        legend=False,
        ax=axes,
        **({"style": labels, "style_order": order, "markers": list(MARKERS[:count])} if has_shapes else {}),
    )
    drawn: Any = axes.collections[-1]
    faces, edges = drawn.get_facecolor(), drawn.get_edgecolor()
    for each in (faces, edges):
        each.flags.writeable = False
    return drawn.get_paths(), faces, edges


def tinted(style: Style, hues: Hues | None, *, is_smooth: bool) -> dict[str, Any]:
    """The colours of a field, and its hatching where shapes say what colours say."""
    shades = style.shades(SMOOTH_STEPS if is_smooth else FIELD_STEPS, hues)
    return {"colours": shades, "hatch": hatching(style), "ink": to_rgb(style.theme.classes[1])}


def hatching(style: Style) -> int:
    """How many pixels lines of hatching are apart; 0 where colours say all."""
    return round(style.px(_HATCH)) if style.theme.shapes else 0


def key(points: Points) -> bytes:
    """What seaborn's mapping depends on."""
    labels: npt.NDArray[Any] = np.asarray(points.labels)
    return labels.tobytes() + repr((points.size, points.rim, points.hues, points.classes)).encode()
