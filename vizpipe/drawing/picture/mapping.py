"""Classes → colours and shapes of dots, as seaborn's scatterplot maps them."""

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from vizpipe.drawing.picture.shapes import Hues, Points
from vizpipe.drawing.style import Style

MARKERS = "o^sDvPXp<>"
"""Shapes of ten classes."""
_TWO = 2


def mapped(style: Style, points: Points) -> dict[str, Any]:
    """Paths and looks of labelled dots, as seaborn's scatterplot maps them."""
    labels = np.asarray(points.labels, dtype=np.int64)
    return _mapped(style, labels.tobytes(), points.size, points.rim, points.hues, points.classes)


@lru_cache(maxsize=16)  # panels of a sheet, and pictures drawn one after another, show the same samples
def _mapped(style: Style, data: bytes, size: float, rim: float, hues: Hues | None, classes: int) -> dict[str, Any]:
    import seaborn as sns  # noqa: PLC0415 - two seconds that only labelled dots need

    theme, labels = style.theme, np.frombuffer(data, dtype=np.int64)
    count = max(int(labels.max(initial=1)) + 1, classes)
    order, has_shapes = list(range(count)), theme.shapes or count > _TWO
    palette = style.class_colours(hues) if count == _TWO else list(theme.class_palette[:count])
    axes = Figure().add_subplot()  # aside: seaborn names and scales the axes that it draws on
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(NullLocator())  # ticks that nobody sees take half of its time
    nowhere = np.zeros(len(labels))  # classes alone say how dots look
    sns.scatterplot(
        x=nowhere,
        y=nowhere,
        hue=labels,
        hue_order=order,
        palette=palette,
        edgecolor=theme.edge,
        linewidth=style.pt(rim),
        s=style.pt(size) ** 2,
        legend=False,
        ax=axes,
        **({"style": labels, "style_order": order, "markers": list(MARKERS[:count])} if has_shapes else {}),
    )
    drawn: Any = axes.collections[-1]
    looks = {
        "sizes": drawn.get_sizes(),
        "facecolors": drawn.get_facecolor(),
        "edgecolors": drawn.get_edgecolor(),
        "linewidths": drawn.get_linewidth(),
    }
    if theme.shapes:  # one class filled, the other not
        faces = np.asarray(looks["facecolors"])
        wide = [style.pt(1.15 * size) ** 2]
        looks |= {"edgecolors": faces, "linewidths": style.pt(1.8), "sizes": wide}
        looks["facecolors"] = np.where(labels[:, None] == 0, to_rgba(theme.background), faces)
    return {"paths": drawn.get_paths(), "looks": looks}


def key(points: Points) -> bytes:
    """What seaborn's mapping depends on."""
    labels: npt.NDArray[Any] = np.asarray(points.labels)
    return labels.tobytes() + repr((points.size, points.rim, points.hues, points.classes)).encode()
