"""The network diagram, a mark of the house: nodes with their values, edges by the weight's size and sign."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import EllipseCollection, LineCollection
from matplotlib.colors import to_rgba

from vizpipe.drawing.layout import Box
from vizpipe.drawing.style import Style

Array = npt.NDArray[np.float64]


def network_diagram(  # noqa: PLR0913 - a diagram is its place, its network and its look
    axes: Axes,
    style: Style,
    box: Box,
    sizes: Sequence[int],
    largest: float,
    *,
    radius: float = 17.0,
    widest: float = 7.0,
) -> Callable[..., None]:
    """A fully connected network on a sheet of paper, inputs at the left.

    Call the mark with the weights, one (fan_in, fan_out) array a layer, and optionally ``values``, a text for every
    node, and ``dead``, the (layer, node) pairs to be shown as silent. An edge is as wide as its weight's share of
    ``largest``, in the colour of the weight's sign. Compare widths within a film, not between films.
    """
    size = style.px(radius)
    reach = size + style.px(2.0)
    places = [
        [
            (
                box.left + reach + (box.width - 2.0 * reach) * (layer / max(len(sizes) - 1, 1)),
                box.bottom + box.height * (1.0 - (node + 0.5) / count),
            )
            for node in range(count)
        ]
        for layer, count in enumerate(sizes)
    ]
    theme = style.theme

    def type_size(text: str) -> float:
        return min(radius * 0.9, 2.0 * radius / max(len(text), 1))

    def draw(
        weights: Sequence[Array],
        values: Sequence[Sequence[str]] | None = None,
        dead: frozenset[tuple[int, int]] = frozenset(),
    ) -> None:
        segments, widths, colours = [], [], []
        for layer, matrix in enumerate(weights):
            for (source, target), weight in np.ndenumerate(matrix):
                segments.append([places[layer][source], places[layer + 1][target]])
                share = min(abs(float(weight)) / largest, 1.0) if largest > 0.0 else 0.0
                silent = (layer + 1, target) in dead or (layer, source) in dead
                widths.append(style.pt(0.8 + (widest - 0.8) * share))
                sign = theme.positive if weight > 0.0 else theme.negative
                colours.append(to_rgba(theme.line if silent else sign, 0.35 if silent else 0.9))
        axes.add_collection(
            LineCollection(segments, linewidths=widths, colors=colours, capstyle="butt", zorder=1.0), autolim=False
        )
        nodes = [(layer, node) for layer, column in enumerate(places) for node in range(len(column))]
        axes.add_collection(
            EllipseCollection(
                [2.0 * size] * len(nodes),
                [2.0 * size] * len(nodes),
                [0.0] * len(nodes),
                units="xy",
                offsets=[places[layer][node] for layer, node in nodes],
                offset_transform=axes.transData,
                facecolors=[theme.line if at in dead else theme.background for at in nodes],
                edgecolors=[theme.line if at in dead else theme.ink for at in nodes],
                linewidths=style.pt(1.6),
                zorder=1.2,
            ),
            autolim=False,
        )
        for layer, node in nodes if values else []:
            text = values[layer][node] if values else ""
            axes.text(
                *places[layer][node],
                text,
                ha="center",
                va="center_baseline",
                fontsize=style.pt(type_size(text)),
                color=theme.ink,
                zorder=1.4,
                parse_math=False,
            )

    return draw
