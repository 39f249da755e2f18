"""A computational graph: values go forward along its edges, gradients come back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from vizpipe.drawing.picture.channels import Channel, Moment, channel, reading, refused
from vizpipe.drawing.picture.mark import Array, F, Mark, Need, Room
from vizpipe.drawing.picture.shapes import Mix, Paint, Path, Points, Shape, Text

_LARGEST = 2.4
"""Type on a card, at most, in units of small type."""
_THIN, _WIDE = 1.6, 9.0
_EDGE = 2.0
"""Pixels between a card and the paper's edge, for its rim."""
_CORNER = 8
"""Points that make a round corner."""


class Node(NamedTuple):
    """A number of a graph, and its place: in columns from where values begin, in rows from the top."""

    key: str
    name: str
    column: float
    row: float


class _Plan(NamedTuple):
    """Lengths of cards and gaps in units of the type on a card, for values that flow across or down."""

    width: float
    height: float
    across: float
    down: float
    is_turned: bool


_WHOLE = _Plan(5.6, 4.0, 5.4, 0.6, is_turned=False), _Plan(5.6, 4.0, 0.5, 2.6, is_turned=True)
_SMALL = _Plan(5.2, 2.7, 1.0, 0.3, is_turned=False), _Plan(5.2, 2.7, 0.3, 1.1, is_turned=True)
"""With room for the gradient below the value and for factors at the edges, and without."""


@dataclass(frozen=True)
class Graph(Mark[F]):
    """Cards for numbers, joined by edges along which each is worked out; turned, if the page is tall.

    A card holds the number's name, its value and, below it, its gradient. An edge along which a gradient came back is
    as wide as that is large, and says by what it was multiplied. On a small page a gradient takes its value's place.
    It can mislead where one gradient is much the largest: all others are hair lines.
    """

    nodes: Sequence[Node]
    edges: Sequence[tuple[str, str]]
    """From each number to what is worked out from it."""
    values: Channel[F] = channel()
    """The texts of those values that are known, by key."""
    gradients: Channel[F] = channel()
    """The texts of those gradients that are known, by key."""
    factors: Channel[F] = channel()
    """What a gradient is multiplied by on its way back along an edge, as texts, by edge."""
    flows: Channel[F] = channel()
    """How large each gradient is, as a share of the largest, by key."""
    lit: Channel[F] = channel()
    """The keys of what has just become known."""

    @property
    def names(self) -> list[str]:
        """All words."""
        return [node.name for node in self.nodes]

    def need(self, moment: Moment[F]) -> Need:
        """Cards of two lines."""
        del moment
        return Need(24.0, 14.0)

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Edges, cards, numbers; between two states what is on its way."""
        values, gradients = self.read(moment, "values"), self.read(moment, "gradients")
        asked = {key for edge in self.edges for key in edge} | {*values, *gradients}
        if unknown := asked - {node.key for node in self.nodes}:
            raise refused(self, f"{min(unknown)!r} is none of its nodes")
        plan, size, places = _laid(self.nodes, room)
        ends = {edge: _ends(plan, size, *(places[key] for key in edge)) for edge in self.edges}
        lit = self.read(moment, "lit")
        yield from self._edges(moment, plan, size, ends, (values, gradients, lit))
        for node in self.nodes:
            yield from _card(node, plan, size, places[node.key], values, gradients, lit, moment)
        yield from self._pulses(moment, size, ends)

    def _edges(
        self,
        moment: Moment[F],
        plan: _Plan,
        size: float,
        ends: Mapping[tuple[str, str], Array],
        known: tuple[Mapping[str, str], Mapping[str, str], frozenset[str]],
    ) -> Iterator[Shape]:
        """Lines, and what gradients were multiplied by along them."""
        (values, gradients, lit), flows = known, self.read(moment, "flows")
        factors = self.read(moment, "factors")
        widths, paints = [], []
        for source, target in self.edges:
            is_back, is_there = source in gradients, source in values and target in values
            widths.append(_THIN + (_WIDE - _THIN) * flows[source] if is_back else _THIN)
            shade: Paint = Mix("gradient", 1.0 if source in lit else 0.55)
            paints.append(shade if is_back else "quiet" if is_there else "line")
        yield Path(list(ends.values()), paints, widths, order=1.0, unit="paper", clip=False)
        for edge, line in ends.items() if plan in _WHOLE else ():
            if edge[0] in gradients:
                x, y = line[0] + (0.36 if plan.is_turned else 0.5) * (line[1] - line[0])
                yield _words((x, y), f"× {factors[edge]}", 0.8 * size, has_ground=True)

    def _pulses(self, moment: Moment[F], size: float, ends: Mapping[tuple[str, str], Array]) -> Iterator[Shape]:
        """Dots on their way to what becomes known next."""
        if not moment.share:
            return
        lens = moment.lens or (lambda frame: frame)
        following = lens(moment.film[moment.index + 1])
        lit = reading(self.lit, following)
        is_back = bool(reading(self.gradients, following))
        moved = [line for edge, line in ends.items() if edge[0 if is_back else 1] in lit]
        share = 1.0 - moment.share if is_back else moment.share
        places = [line[0] + share * (line[1] - line[0]) for line in moved]
        if places:
            paint = "gradient" if is_back else "ink"
            yield Points(np.array(places), paint, 0.5 * size, "background", 1.2, order=2.2, unit="paper")


def _laid(nodes: Sequence[Node], room: Room) -> tuple[_Plan, float, dict[str, Array]]:
    """The plan with the largest type, a whole one if that can be read; the size of type; where each node is."""
    columns, rows = max(node.column for node in nodes) + 1.0, max(node.row for node in nodes) + 1.0

    def fitting(plan: _Plan) -> float:
        across, down = (rows, columns) if plan.is_turned else (columns, rows)
        wide = across * plan.width + (across - 1.0) * plan.across
        tall = down * plan.height + (down - 1.0) * plan.down
        return min((room.width - 2.0 * _EDGE) / wide, (room.height - 2.0 * _EDGE) / tall)

    whole, small = (max(plans, key=fitting) for plans in (_WHOLE, _SMALL))
    plan = whole if fitting(whole) >= room.em else small
    size = min(fitting(plan), _LARGEST * room.em)
    across, down = (rows, columns) if plan.is_turned else (columns, rows)
    step = np.array(
        [
            (room.width - 2.0 * _EDGE - plan.width * size) / max(across - 1.0, 1.0),
            (room.height - 2.0 * _EDGE - plan.height * size) / max(down - 1.0, 1.0),
        ]
    )
    corner = _EDGE + size / 2.0 * np.array([plan.width, plan.height])
    places = {}
    for node in nodes:
        at = corner + step * ((node.row, node.column) if plan.is_turned else (node.column, node.row))
        places[node.key] = np.array([at[0], room.height - at[1]])
    return plan, size, places


def _ends(plan: _Plan, size: float, source: Array, target: Array) -> Array:
    """An edge from a card's side to the next one's, shape (2, 2)."""
    away = size / 2.0 * np.array([0.0, -plan.height] if plan.is_turned else [plan.width, 0.0])
    return np.stack([source + away, target - away])


def _card(  # noqa: PLR0913, PLR0917 - a card shows this much
    node: Node,
    plan: _Plan,
    size: float,
    place: Array,
    values: Mapping[str, str],
    gradients: Mapping[str, str],
    lit: frozenset[str],
    moment: Moment[F],
) -> Iterator[Shape]:
    """A number's card."""
    is_back, is_lit = node.key in gradients, node.key in lit
    rim: Paint = "line" if not is_lit else "gradient" if is_back else "ink"
    outline = place + _rounded(size * plan.width, size * plan.height, 0.5 * size)
    yield Path([outline], rim, 3.0 if is_lit else 1.4, fill="background", order=1.5, unit="paper", clip=False)
    value, gradient = values.get(node.key, ""), gradients.get(node.key, "")
    x, y = place
    name = moment.said(node.name)
    if plan in _WHOLE:
        lines = [(1.25, name, 0.75, "quiet"), (0.05, value, 1.0, "ink"), (-1.25, gradient, 1.0, "gradient")]
    else:
        small = moment.said(node.name.partition(",")[0]).partition(" =")[0]
        lines = [(0.65, small, 0.9, "quiet"), (-0.6, gradient or value, 1.0, "gradient" if is_back else "ink")]
    for up, text, share, paint in lines:
        yield _words((x, y + up * size), text, share * size, paint, is_bold=paint != "quiet")


def _words(place: tuple[float, float], text: str, size: float, paint: Paint = "ink", **look: Any) -> Text:  # noqa: ANN401 - see Text
    look = {"align": "center", "stand": "center"} | look
    return Text(place, text, size, paint, order=2.0, unit="paper", **look)


def _rounded(width: float, height: float, radius: float) -> Array:
    """A rectangle with round corners around (0, 0), shape (4·_CORNER, 2)."""
    turns = np.linspace(0.0, np.pi / 2.0, _CORNER)
    corners = []
    for number, (right, up) in enumerate(((1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0), (1.0, -1.0))):
        middle = np.array([right * (width / 2.0 - radius), up * (height / 2.0 - radius)])
        angle = turns + number * np.pi / 2.0
        corners.append(middle + radius * np.stack([np.cos(angle), np.sin(angle)], axis=1))
    return np.concatenate(corners)
