"""A computational graph: values go forward along its edges, gradients come back."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from vizpipe.drawing import measure
from vizpipe.drawing.picture.cards import EDGE, FACTOR, WHOLE, Node, Plan, beside, ends_of, laid
from vizpipe.drawing.picture.channels import Channel, Moment, channel, reading, refused
from vizpipe.drawing.picture.mark import Array, F, Mark, Need, Room
from vizpipe.drawing.picture.shapes import Mix, Paint, Path, Points, Shape, Text

_THIN, _WIDE = 1.6, 9.0
_NOTE = 1.8, 1.6, 1.4, 1.3, 1.2
"""How large type is in a note, as a share of a card's: the first for which there is room."""
_STEP, _MOST = 1.6, 1.8
"""From one line of a note to the next, at least and at most, in heights of type."""
_CORNER = 8
"""Points that make a round corner."""


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
    note: Channel[F] = channel(())
    """Lines of text for the corner where no cards are: the upper right, or the lower left of a tall page."""

    @property
    def names(self) -> list[str]:
        """All words."""
        return [node.name for node in self.nodes]

    def need(self, moment: Moment[F]) -> Need:
        """Cards of two lines."""
        del moment
        return Need(16.5, 14.0)

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Edges, cards, numbers; between two states what is on its way."""
        values, gradients = self.read(moment, "values"), self.read(moment, "gradients")
        asked = {key for edge in self.edges for key in edge} | {*values, *gradients}
        if unknown := asked - {node.key for node in self.nodes}:
            raise refused(self, f"{min(unknown)!r} is none of its nodes")
        plan, size, places = laid(self.nodes, room)
        ends = {edge: ends_of(plan, size, *(places[key] for key in edge)) for edge in self.edges}
        lit = self.read(moment, "lit")
        yield from self._edges(moment, plan, size, ends, (values, gradients, lit))
        for node in self.nodes:
            yield from _card(node, plan, size, places[node.key], values, gradients, lit, moment)
        yield from self._pulses(moment, size, ends)
        yield from self._noted(moment, room, plan, size, places)

    def _noted(
        self, moment: Moment[F], room: Room, plan: Plan, size: float, places: Mapping[str, Array]
    ) -> Iterator[Shape]:
        """The note in the middle of its corner, in fewer and longer lines where there is room across."""
        if not (lines := [*self.read(moment, "note")]):
            return
        half = size / 2.0 * np.array([plan.width, plan.height])
        first, *middle, last = lines
        ways = [lines] if plan.is_turned else [[" ".join([first, *middle]), last], [first, " ".join(middle), last]]
        for larger, lines in itertools.product(_NOTE, ways):
            type_ = larger * size
            wide = max(measure.width(line, type_, room.face) for line in lines)
            left = EDGE if plan.is_turned else room.width - EDGE - wide
            away = half[0] + max(plan.across, 1.0) * size
            there = [y for x, y in places.values() if -away < x - left < wide + away]
            free = (0.0, min(there) - half[1]) if plan.is_turned else (max(there) + half[1], room.height)
            if left > 0.0 and free[1] - free[0] > (len(lines) + 1) * _STEP * type_:
                break
        if plan.is_turned:
            left = max(left, (min(x for x, y in places.values() if y < free[1]) - half[0] - wide) / 2.0)
        step = min(max((free[1] - free[0]) / (len(lines) + 1), _STEP * type_), _MOST * type_)
        top = (sum(free) + (len(lines) - 1) * step) / 2.0
        for number, line in enumerate(lines):
            yield _words((left, top - number * step), line, type_, "gradient", align="left")

    def _edges(
        self,
        moment: Moment[F],
        plan: Plan,
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
        for edge, line in ends.items() if plan in WHOLE else ():
            if edge[0] in gradients:
                yield _words(beside(line, size, len(factors[edge]) + 2, plan), f"× {factors[edge]}", FACTOR * size)

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


def _card(  # noqa: PLR0913, PLR0917 - a card shows this much
    node: Node,
    plan: Plan,
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
    if plan in WHOLE:
        lines = [(1.25, name, 0.75, "quiet"), (0.05, value, 1.0, "ink"), (-1.25, gradient, 1.0, "gradient")]
    else:
        small = moment.said(node.name.partition(",")[0]).partition(" =")[0]
        lines = [(0.68, small, 0.9, "quiet"), (-0.65, gradient or value, 1.0, "gradient" if is_back else "ink")]
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
