"""The network diagram, a mark of the house: nodes with their values, edges by the weight's size and sign."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import EllipseCollection, LineCollection
from matplotlib.colors import to_rgba

from vizpipe.drawing.layout import Box
from vizpipe.drawing.marks import checks
from vizpipe.drawing.style import Style
from vizpipe.errors import RecipeError

Array = npt.NDArray[np.float64]
MINUS = (2.4, 1.1)
"""The dashes of numbers below zero, so that their sign is seen in grey: strokes and gaps in units of the width."""


def network_diagram(  # noqa: PLR0913 - a diagram is its place, its network and its look
    axes: Axes,
    style: Style,
    box: Box,
    sizes: Sequence[int],
    largest: float,
    *,
    names: Sequence[Sequence[str]] | None = None,
    radius: float = 17.0,
    widest: float = 7.0,
) -> Callable[..., None]:
    """A fully connected network on a sheet of paper, inputs at the left, each node with its name.

    Call the mark with the weights, one (fan_in, fan_out) array a layer, and optionally ``values``, a text for every
    node instead of its name, ``dead``, the (layer, node) pairs to be shown as silent (dead or dropped), and ``lit``,
    the layer that is at work: its nodes stand out, and so do the edges into it. An edge is as wide as its
    weight's share of ``largest``, in the colour of the weight's sign. Compare widths within a film, not between films.
    Raises RecipeError for weights or dead nodes that the network doesn't have.
    """
    radius = min(radius, 0.46 * box.height / max(sizes) / style.scale, 0.3 * box.width / len(sizes) / style.scale)
    diagram = _Diagram(axes, style, style.px(radius), _places(box, sizes, style.px(radius + 2.0)))
    every = frozenset(diagram.nodes)
    diagram.circles(every, frozenset())
    if names is not None:
        diagram.texts(names, every, radius)

    def draw(
        weights: Sequence[Array],
        values: Sequence[Sequence[str]] | None = None,
        dead: frozenset[tuple[int, int]] = frozenset(),
        lit: int | None = None,
    ) -> None:
        checks.as_many("network_diagram", layers=sizes[1:], weights=weights)
        for number, (matrix, ends) in enumerate(zip(weights, pairwise(sizes), strict=True), start=1):
            if matrix.shape != ends:
                problem = f"the weights of layer {number} have shape {matrix.shape}, not {ends}"
                raise RecipeError(f"network_diagram: {problem}")
        checks.known("network_diagram", "dead node", dead, diagram.nodes)
        diagram.edges(weights, largest, widest, dead, lit)
        again = every if values is not None or lit is not None else dead
        if again:
            diagram.circles(again, dead, lit)
            diagram.texts(values or names or [], again, radius)

    return draw


def _places(box: Box, sizes: Sequence[int], reach: float) -> list[list[tuple[float, float]]]:
    """The middle of each node, layer by layer."""
    steps = max(len(sizes) - 1, 1)
    return [
        [
            (
                box.left + reach + (box.width - 2.0 * reach) * (layer / steps),
                box.bottom + box.height * (1.0 - (node + 0.5) / count),
            )
            for node in range(count)
        ]
        for layer, count in enumerate(sizes)
    ]


class _Diagram:
    """A network's nodes and edges on paper. Edges end at the nodes' rims, so that nodes need not be drawn again."""

    def __init__(self, axes: Axes, style: Style, radius: float, places: list[list[tuple[float, float]]]) -> None:
        self._axes, self._style, self._radius, self._places = axes, style, radius, places
        self.nodes = [(layer, node) for layer, column in enumerate(places) for node in range(len(column))]

    def edges(
        self, weights: Sequence[Array], largest: float, widest: float, dead: frozenset[tuple[int, int]], lit: int | None
    ) -> None:
        """All edges, by the weight's size and sign; those of dead nodes quiet, and those of layers not at work."""
        theme, segments, widths, colours = self._style.theme, [], [], []
        dashes: list[Any] = []
        for layer, matrix in enumerate(weights):
            for (source, target), weight in np.ndenumerate(matrix):
                segments.append(self._between((layer, source), (layer + 1, target)))
                share = min(abs(float(weight)) / largest, 1.0) if largest > 0.0 else 0.0
                silent = (layer + 1, target) in dead or (layer, source) in dead
                widths.append(self._style.pt(0.8 + (widest - 0.8) * share))
                sign = theme.positive if weight > 0.0 else theme.negative
                strength = 0.35 if silent or lit not in {None, layer + 1} else 0.9
                colours.append(to_rgba(theme.line if silent else sign, strength))
                dashes.append("solid" if weight > 0.0 else (0.0, MINUS))
        lines = LineCollection(
            segments, linewidths=widths, linestyles=dashes, colors=colours, capstyle="butt", zorder=1.0
        )
        self._axes.add_collection(lines, autolim=False)

    def _between(self, source: tuple[int, int], target: tuple[int, int]) -> Array:
        """From rim to rim."""
        ends = np.array([self._places[layer][node] for layer, node in (source, target)])
        along = ends[1] - ends[0]
        step = along / max(float(np.hypot(*along)), 1e-9) * (self._radius + self._style.px(1.0))
        return np.stack([ends[0] + step, ends[1] - step])

    def circles(
        self, nodes: frozenset[tuple[int, int]], dead: frozenset[tuple[int, int]], lit: int | None = None
    ) -> None:
        """These nodes, dead ones filled with grey, those at work with a strong rim."""
        theme, places = self._style.theme, sorted(nodes)
        wide = [2.0 * self._radius] * len(places)
        self._axes.add_collection(
            EllipseCollection(
                wide,
                wide,
                [0.0] * len(places),
                units="xy",
                offsets=[self._places[layer][node] for layer, node in places],
                offset_transform=self._axes.transData,
                facecolors=[theme.line if at in dead else theme.background for at in places],
                edgecolors=[theme.line if at in dead else theme.ink for at in places],
                linewidths=[self._style.pt(3.6 if at[0] == lit else 1.6) for at in places],
                zorder=0.8,
            ),
            autolim=False,
        )

    def texts(self, texts: Sequence[Sequence[str]], nodes: frozenset[tuple[int, int]], radius: float) -> None:
        """A text in each of these nodes, all as large as there is room for the longest."""
        longest = max((len(text) for column in texts for text in column), default=1)
        for layer, node in sorted(nodes) if texts else []:
            text = texts[layer][node]
            self._axes.text(
                *self._places[layer][node],
                text,
                ha="center",
                va="center_baseline",
                fontsize=self._style.em(min(radius * 0.9, 2.0 * radius / max(longest, 1))),
                color=self._style.theme.ink,
                zorder=0.9,
            )
