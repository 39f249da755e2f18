"""The computational graph, a mark of the house: values flow forward along its edges, gradients back."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from vizpipe.drawing.layout import Box
from vizpipe.drawing.marks import checks
from vizpipe.drawing.marks.curves import label
from vizpipe.drawing.marks.shapes import arrow, circle
from vizpipe.drawing.style import Style


class Node(NamedTuple):
    """A node and where it stands, from 0 to 1 across and up."""

    text: str
    x: float
    y: float
    leaf: bool = False
    """A number that goes in, rather than something that is computed."""


_NEAR = 0.36
"""Where on an edge its numbers stand: nearer to its first node, where edges lie further apart."""
_UPRIGHT = 1e-9
"""An edge that goes less far to the right for its length goes straight up or down."""


def computational_graph(
    axes: Axes,
    style: Style,
    box: Box,
    nodes: Mapping[str, Node],
    edges: Sequence[tuple[str, str]],
    *,
    radius: float = 34.0,
) -> Callable[..., None]:
    """Nodes and edges on a sheet of paper; an edge is known by its first node.

    Call the mark with ``values``, a text for each edge that has carried its value forward, ``gradients``, a text for
    each that has carried one back, and ``lit``, the edges at work. Values stand above the edges in ink, gradients below
    them in the colour of gradients; beside a steep edge both stand on its outer side, one above the other. Raises
    RecipeError for one of an edge that isn't there.
    """
    theme = style.theme
    places = {name: (box.left + node.x * box.width, box.bottom + node.y * box.height) for name, node in nodes.items()}
    reach = style.px(radius)
    for name, node in nodes.items():
        face = theme.mix(theme.line, 0.22) if node.leaf else theme.background
        axes.add_patch(circle(places[name], reach, face, theme.ink, style.pt(2.0)))
        label(axes, style, places[name], node.text, size=0.6 * radius, shift=(0.0, 0.0), align="center", weight="bold")

    def draw(values: Mapping[str, str], gradients: Mapping[str, str], lit: frozenset[str]) -> None:
        for what, names in (("value of", values), ("gradient of", gradients), ("edge at work", lit)):
            checks.known("computational_graph", what, names, [source for source, _ in edges])
        for source, target in edges:
            ends = np.array([places[source], places[target]])
            along = (ends[1] - ends[0]) / np.hypot(*(ends[1] - ends[0]))
            start, end = ends[0] + along * (reach + style.px(3.0)), ends[1] - along * (reach + style.px(3.0))
            working, back = source in lit, source in lit and source in gradients
            if back:
                start, end = end, start
            has_value = source in values
            colour = theme.gradient if back else theme.ink if working else theme.quiet if has_value else theme.line
            arrow(axes, style, start, end, colour=colour, width=4.5 if working else 2.0)
            at = ends[0] + _NEAR * (ends[1] - ends[0])
            middle = (float(at[0]), float(at[1]))
            for texts, sign, shade in ((values, 1.0, theme.ink), (gradients, -1.0, theme.gradient)):
                if source in texts:
                    shift, align = _beside(along, sign, radius)
                    label(
                        axes,
                        style,
                        middle,
                        texts[source],
                        size=0.5 * radius,
                        shift=shift,
                        align=align,
                        colour=shade,
                        weight="bold",
                    )

    return draw


def _beside(along: npt.NDArray[np.float64], sign: float, radius: float) -> tuple[tuple[float, float], str]:
    """How far from an edge a number stands, in pixels, and how it is aligned; ``sign`` is 1 above and -1 below."""
    if abs(along[1]) > abs(along[0]):
        outer = 1.0 if along[0] <= _UPRIGHT else -1.0
        return (12.0 * outer, 0.34 * radius * sign), "left" if outer > 0.0 else "right"
    side = np.array([-along[1], along[0]]) * np.sign(along[0])
    away = sign * (20.0 + 22.0 * abs(float(along[1]))) * side
    return (float(away[0]), float(away[1])), "center"
