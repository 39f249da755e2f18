"""Classes → colours and shapes of dots, as seaborn's scatterplot maps them."""

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from vizpipe.drawing.picture.shapes import Points
from vizpipe.drawing.style import Style

MARKERS = "o^sDvPXp<>"
"""Shapes of ten classes."""
_TWO = 2


def mapped(style: Style, points: Points) -> dict[str, Any]:
    """Paths and colours of labelled dots, as seaborn's scatterplot maps them."""
    import seaborn as sns  # noqa: PLC0415 - two seconds that only labelled dots need

    theme, labels, places = style.theme, np.asarray(points.labels), points.places
    count = max(int(labels.max(initial=1)) + 1, points.classes)
    order, has_shapes = list(range(count)), theme.shapes or count > _TWO
    palette = style.class_colours(points.hues) if count == _TWO else list(theme.class_palette[:count])
    axes = Figure().add_subplot()  # aside: seaborn names and scales the axes that it draws on
    sns.scatterplot(
        x=places[:, 0],
        y=places[:, 1],
        hue=labels,
        hue_order=order,
        palette=palette,
        edgecolor=theme.edge,
        linewidth=style.pt(points.rim),
        s=style.pt(points.size) ** 2,
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
        wide = [style.pt(1.15 * points.size) ** 2]
        looks |= {"edgecolors": faces, "linewidths": style.pt(1.8), "sizes": wide}
        looks["facecolors"] = np.where(labels[:, None] == 0, to_rgba(theme.background), faces)
    return {"paths": drawn.get_paths(), "looks": looks}


def key(points: Points) -> bytes:
    """What seaborn's mapping depends on."""
    labels: npt.NDArray[Any] = np.asarray(points.labels)
    return labels.tobytes() + repr((points.size, points.rim, points.hues, points.classes)).encode()
