"""Where the cards of a graph stand, and the words beside its edges."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from vizpipe.drawing.picture.mark import Array, Room

_LARGEST = 2.4
"""Type on a card, at most, in units of small type."""
EDGE = 2.0
"""Pixels between a card and the paper's edge, for its rim."""
FACTOR = 0.75
"""How large type at an edge is, as a share of a card's."""


class Node(NamedTuple):
    """A number of a graph, and its place: in columns from where values begin, in rows from the top."""

    key: str
    name: str
    column: float
    row: float


class Plan(NamedTuple):
    """Lengths of cards and gaps in units of the type on a card, for values that flow across or down."""

    width: float
    height: float
    across: float
    down: float
    is_turned: bool


WHOLE = Plan(5.6, 4.0, 4.0, 0.6, is_turned=False), Plan(5.6, 4.0, 0.5, 2.6, is_turned=True)
_SMALL = Plan(5.2, 3.7, 1.0, 0.3, is_turned=False), Plan(5.2, 3.0, 0.3, 1.1, is_turned=True)
"""With room for the gradient below the value and for factors at the edges, and without."""


def laid(nodes: Sequence[Node], room: Room) -> tuple[Plan, float, dict[str, Array]]:
    """The plan with the largest type, a whole one if that can be read; the size of type; where each node is."""
    columns, rows = max(node.column for node in nodes) + 1.0, max(node.row for node in nodes) + 1.0

    def fitting(plan: Plan) -> float:
        across, down = (rows, columns) if plan.is_turned else (columns, rows)
        wide = across * plan.width + (across - 1.0) * plan.across
        tall = down * plan.height + (down - 1.0) * plan.down
        return min((room.width - 2.0 * EDGE) / wide, (room.height - 2.0 * EDGE) / tall)

    whole, small = (max(plans, key=fitting) for plans in (WHOLE, _SMALL))
    plan = whole if fitting(whole) >= room.em else small
    size = min(fitting(plan), _LARGEST * room.em)
    across, down = (rows, columns) if plan.is_turned else (columns, rows)
    step = np.array(
        [
            (room.width - 2.0 * EDGE - plan.width * size) / max(across - 1.0, 1.0),
            (room.height - 2.0 * EDGE - plan.height * size) / max(down - 1.0, 1.0),
        ]
    )
    corner = EDGE + size / 2.0 * np.array([plan.width, plan.height])
    places = {}
    for node in nodes:
        at = corner + step * ((node.row, node.column) if plan.is_turned else (node.column, node.row))
        places[node.key] = np.array([at[0], room.height - at[1]])
    return plan, size, places


def ends_of(plan: Plan, size: float, source: Array, target: Array) -> Array:
    """An edge from a card's side to the next one's, shape (2, 2)."""
    away = size / 2.0 * np.array([0.0, -plan.height] if plan.is_turned else [plan.width, 0.0])
    return np.stack([source + away, target - away])


def beside(line: Array, size: float, letters: int, plan: Plan) -> tuple[float, float]:
    """The middle of a text of so many letters beside an edge: above it or, if it is upright, at its right."""
    way = (line[1] - line[0]) / np.hypot(*(line[1] - line[0]))
    across = np.array([-way[1], way[0]])
    is_right = plan.is_turned and (way[0] < -0.1 or abs(way[1]) >= 0.5)  # noqa: PLR2004
    across *= 1.0 if (across[0] if is_right else across.sum()) > 0.0 else -1.0
    half = size * FACTOR * np.array([0.27 * letters, 0.6])
    share = 0.5
    if plan.is_turned:  # nearly level ones away from the cards above, those from the right away from where edges meet
        share = 0.35 if way[0] < -0.1 else 0.5 if is_right else 0.6  # noqa: PLR2004
    elif way[1]:
        share = 0.4
    on = line[0] + share * (line[1] - line[0])
    x, y = on + across * (np.abs(across) @ half + 0.3 * size)
    return float(x), float(y)
