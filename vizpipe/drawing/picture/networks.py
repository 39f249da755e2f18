"""The network diagram, and what the layers of a network make of a plane, as values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

import numpy as np

from vizpipe.drawing import measure
from vizpipe.drawing.marks.network import MINUS
from vizpipe.drawing.picture.channels import Channel, Moment, channel, is_fixed, reading, refused
from vizpipe.drawing.picture.mark import Array, F, Mark, Need, Room
from vizpipe.drawing.picture.passage import Step, steps_of
from vizpipe.drawing.picture.shapes import Mix, Paint, Path, Points, Shape, Text

_THIN = 0.8
_NAMED = 1.56
"""How wide the longest name in a node may be, in lengths of its radius."""
_LETTER = 0.65
"""How wide a letter is at most, in units of its type."""
Places = list[list[tuple[float, float]]]
"""The middle of each node, layer by layer."""


class Trained(Protocol):
    """A frame that holds a network, such as ``nn.Snapshot``."""

    @property
    def network(self) -> Any:  # noqa: ANN401 - nn.Network, which this room doesn't know
        """Its shape."""

    @property
    def parameters(self) -> Array:
        """Its weights and biases."""


class Way(Protocol):
    """From points of the input plane to where they come to lie."""

    def __call__(self, frame: Any, points: Array) -> Array:  # noqa: ANN401 - a frame that holds a network
        """Shape (n, units)."""

    def steps(self, frame: Any) -> tuple[Step, ...]:  # noqa: ANN401 - as above
        """The same as steps that anything can follow."""


@dataclass(frozen=True)
class through:  # noqa: N801 - reads like a function in a recipe
    """Points of the input plane → what a layer makes of them; its weighted sums where ``is_before`` its activation.

    Layer 0 is the inputs, and leaves them as they are.
    """

    layer: int
    is_before: bool = False

    def __call__(self, frame: Trained, points: Array) -> Array:
        """Shape (n, units)."""
        before, after = [(points, points), *_forward(frame, points, 0, self.layer)][-1]
        return before if self.is_before else after

    def steps(self, frame: Trained) -> tuple[Step, ...]:
        """The same as steps that anything can follow."""
        layers = list(frame.network.layers(frame.parameters))[: self.layer]
        return steps_of(layers, is_open=self.is_before and self.layer > 0)

    def of(self, points: Channel[Any]) -> "Placed":
        """A channel: where points of the input plane, such as ``"samples"``, come to lie."""
        return Placed(self, points)


@dataclass(frozen=True)
class output:  # noqa: N801 - as above
    """Activations of a layer (0: the inputs) → what the rest of the network answers, of one unit shape (n,)."""

    layer: int = 0
    is_score: bool = False
    """The last layer's weighted sum, which is 0 where both classes are equally likely."""
    is_before: bool = False
    """Whether the layer's weighted sums are given, before its activation."""

    def __call__(self, frame: Trained, points: Array) -> Array:
        """Shape (n,) or (n, units)."""
        if self.is_before:
            points = list(frame.network.layers(frame.parameters))[self.layer - 1].activation.forward(points)
        before, after = _forward(frame, points, self.layer, len(frame.network.sizes) - 1)[-1]
        values = before if self.is_score else after
        return values[:, 0] if values.shape[1] == 1 else values

    def steps(self, frame: Trained) -> tuple[Step, ...]:
        """The same as steps that anything can follow."""
        layers = list(frame.network.layers(frame.parameters))
        first = (layers[self.layer - 1].activation.name,) if self.is_before else ()
        return (*first, *steps_of(layers[self.layer :], is_open=self.is_score))


@dataclass(frozen=True)
class Placed:
    """A channel: points of the input plane where a layer puts them."""

    place: Way
    points: Channel[Any]

    def __call__(self, frame: Any) -> Array:  # noqa: ANN401 - a frame that holds a network
        """Shape (n, units)."""
        return self.place(frame, reading(self.points, frame))


def _forward(frame: Trained, points: Array, first: int, last: int) -> list[tuple[Array, Array]]:
    """Weighted sums and activations from one layer to another."""
    made, values = [], points
    for layer in list(frame.network.layers(frame.parameters))[first:last]:
        sums = layer.affine(values)
        values = layer.activation.forward(sums)
        made.append((sums, values))
    return made


@dataclass(frozen=True)
class Network(Mark[F]):
    """A fully connected network on paper, inputs at the left: an edge is as wide as its weight's share of the largest.

    It can mislead between two films: widths are compared within one.
    """

    weights: Channel[F] = channel()
    """One (fan_in, fan_out) array a layer."""
    names: Sequence[Sequence[str]] = ()
    """A text for every node, layer by layer."""
    largest: float | None = None
    """The weight of the widest edge; the largest of the film unless given."""
    dead: Channel[F] = channel(frozenset())
    """Nodes (layer, node) that answer nothing: filled grey, and their edges too."""
    radius: float = 17.0
    widest: float = 7.0

    def need(self, moment: Moment[F]) -> Need:
        """A node for each unit, large enough for its name, with room for edges."""
        weights = self.read(moment, "weights")
        sizes = [len(weights[0]), *(matrix.shape[1] for matrix in weights)]
        longest = max((len(moment.said(name)) for column in self.names for name in column), default=1)
        larger = max(1.0, (_LETTER * longest + 1.2) / 2.6)
        return Need((2.6 * larger + 1.6) * len(sizes), 2.6 * larger * max(sizes))

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Edges, nodes, names."""
        laid = self._laid(moment, room)
        yield from self._edges(moment, *laid)
        yield from self._nodes(moment, room, *laid[1:])

    def still(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Nodes and names, if the same nodes answer throughout the film."""
        return self._nodes(moment, room, *self._laid(moment, room)[1:]) if self._stands(moment) else ()

    def moving(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Edges, and nodes that may fall silent."""
        laid = self._laid(moment, room)
        yield from self._edges(moment, *laid)
        if not self._stands(moment):
            yield from self._nodes(moment, room, *laid[1:])

    def _stands(self, moment: Moment[F]) -> bool:
        return is_fixed(self.dead, moment.film, moment.lens)

    def _laid(self, moment: Moment[F], room: Room) -> tuple[list[Array], Places, float]:
        """The weights, the middle of each node, layer by layer, and how large a node is."""
        weights = list(self.read(moment, "weights"))
        sizes = [len(weights[0]), *(matrix.shape[1] for matrix in weights)]
        if any(matrix.shape != ends for matrix, ends in zip(weights, pairwise(sizes), strict=True)):
            raise refused(self, f"weights have shapes {[matrix.shape for matrix in weights]}, which make no network")
        radius = min(self.radius, 0.46 * room.height / max(sizes), 0.3 * room.width / len(sizes))
        return weights, node_places(room, sizes, radius + 2.0), radius

    def _nodes(self, moment: Moment[F], room: Room, places: Places, radius: float) -> Iterable[Shape]:
        dead = self.read(moment, "dead")
        nodes = [(layer, node) for layer, column in enumerate(places) for node in range(len(column))]
        rims: list[Paint] = ["line" if node in dead else "ink" for node in nodes]
        fills: list[Paint] = ["line" if node in dead else "background" for node in nodes]
        middles = np.array([places[layer][node] for layer, node in nodes])
        yield Points(middles, fills, 2.0 * radius, rims, 1.6, order=0.8, unit="paper")
        names = [moment.said(name) for column in self.names for name in column]
        widest = max((measure.width(name, 1.0, room.face) for name in names), default=1.0)
        size = min(radius * 0.9, _NAMED * radius / widest)
        for layer, node in nodes if self.names else []:
            x, y = places[layer][node]
            name = moment.said(self.names[layer][node])
            yield Text((x, y), name, size, "ink", align="center", stand="center_baseline", order=0.9, unit="paper")

    def _largest(self, moment: Moment[F]) -> float:
        if self.largest is not None:
            return self.largest
        key = "largest", id(self)
        if key not in moment.columns:
            lens = moment.lens or (lambda frame: frame)
            every = (reading(self.weights, lens(frame)) for frame in moment.film)
            moment.columns[key] = max(float(np.abs(matrix).max()) for weights in every for matrix in weights)
        return float(moment.columns[key])

    def _edges(self, moment: Moment[F], weights: Sequence[Array], places: Places, radius: float) -> Iterable[Path]:
        """Those of weights above zero, then those below, dashed."""
        dead, largest = self.read(moment, "dead"), self._largest(moment)
        lines, widths, paints, above = [], [], [], []
        for layer, matrix in enumerate(weights):
            for (source, target), weight in np.ndenumerate(matrix):
                ends = np.array([places[layer][source], places[layer + 1][target]])
                along = ends[1] - ends[0]
                step = along / max(float(np.hypot(*along)), 1e-9) * (radius + 1.0)
                lines.append(np.stack([ends[0] + step, ends[1] - step]))
                share = min(abs(float(weight)) / largest, 1.0) if largest > 0.0 else 0.0
                is_silent = (layer + 1, target) in dead or (layer, source) in dead
                widths.append(_THIN + (self.widest - _THIN) * share)
                sign = "positive" if weight > 0.0 else "negative"
                above.append(bool(weight > 0.0))
                paints.append(Mix("line", 0.35, "") if is_silent else Mix(sign, 0.9, ""))
        for is_above, dashes in ((True, ()), (False, MINUS)):
            of = [number for number, each in enumerate(above) if each == is_above]
            each_width, each_paint = [widths[number] for number in of], [paints[number] for number in of]
            yield Path([lines[number] for number in of], each_paint, each_width, None, dashes, order=1.0, unit="paper")


def node_places(room: Room, sizes: Sequence[int], reach: float) -> list[list[tuple[float, float]]]:
    """The middle of each node, layer by layer, in pixels."""
    steps = max(len(sizes) - 1, 1)
    return [
        [
            (reach + (room.width - 2.0 * reach) * (layer / steps), room.height * (1.0 - (node + 0.5) / count))
            for node in range(count)
        ]
        for layer, count in enumerate(sizes)
    ]
