"""Values flow forward, layer by layer, each a weighted sum and an activation; inputs of 0 leave the biases alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

import vizpipe.drawing.picture as vp
from vizpipe import nn
from vizpipe.drawing import signed
from vizpipe.recipe import Array, Beat, Film, Integers, Say, Words, recipe

EACH = 8
"""Frames on the way through a layer."""


class Textbook(NamedTuple):
    """A network with given weights, as a source prints it."""

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    matrices: tuple[tuple[tuple[float, ...], ...], ...]
    """Of each layer, (fan_in, fan_out)."""
    biases: tuple[tuple[float, ...], ...]
    x: tuple[float, ...]


_TWO = (
    (((1.0, -1.0), (-2.0, 1.0)), ((2.0, -2.0), (-1.0, -1.0)), ((3.0, -1.0), (-1.0, 4.0))),
    ((1.0, 0.0), (0.0, 0.0), (-2.0, 2.0)),
)
NETWORKS = {
    "three-layers": Textbook(
        (2, 3, 2, 2),
        ("sigmoid", "sigmoid", "identity"),
        (((0.1, 0.3, 0.5), (0.2, 0.4, 0.6)), ((0.1, 0.4), (0.2, 0.5), (0.3, 0.6)), ((0.1, 0.3), (0.2, 0.4))),
        ((0.1, 0.2, 0.3), (0.1, 0.2), (0.1, 0.2)),
        (1.0, 0.5),
    ),
    "all-sigmoid": Textbook((2, 2, 2, 2), ("sigmoid",) * 3, *_TWO, (1.0, -1.0)),
}


class Passed(NamedTuple):
    """An input on its way through the layers."""

    progress: float
    """How many layers it is through."""
    parameters: Array
    """Shape (parameter_count,)."""
    sizes: Integers
    activations: npt.NDArray[np.str_]
    x: Array
    """The input, shape (inputs,)."""

    @property
    def network(self) -> nn.Network:
        """The network's shape."""
        return nn.Network(tuple(int(size) for size in self.sizes), tuple(str(name) for name in self.activations))

    @property
    def values(self) -> list[Array]:
        """What every layer puts out, the input first, each (units,)."""
        return [self.x, *(a.ravel() for _, a in self.network.forward(self.parameters, self.x[None]))]

    @property
    def flows(self) -> list[Array]:
        """What flows along each edge, a value times a weight, of each layer (fan_in, fan_out)."""
        layers = self.network.layers(self.parameters)
        return [value[:, None] * layer.weights for value, layer in zip(self.values, layers, strict=False)]

    @property
    def sums(self) -> str:
        """What the first neuron of the layer that was reached last worked out, number by number."""
        if not (number := int(self.progress)):
            return "The input layer computes nothing"
        layer, inputs = list(self.network.layers(self.parameters))[number - 1], self.values[number - 1]
        terms = [f"{_put(w)}·{_put(x, number - 1)}" for w, x in zip(layer.weights[:, 0], inputs, strict=True)]
        total, name = signed(float(inputs @ layer.weights[:, 0] + layer.bias[0]), 3), layer.activation.name
        after = "" if name == "identity" else f" → {name} → {signed(float(self.values[number][0]), 3)}"
        return f"{' + '.join(terms)} + {_put(layer.bias[0])} = {total}{after}".replace("+ −", "− ")


def _put(value: float, layer: int = 0) -> str:
    """A number as it is given, or as a layer has worked it out."""
    return signed(float(value), 3) if layer else f"{value:g}".replace("-", "−")


@recipe(
    title="The forward pass",
    variants={"all-sigmoid": {"network": "all-sigmoid"}},
    chapter="Forward pass",
    ideas=(
        "Layers: input, hidden and output; fully connected, feedforward; why one network has 3 layers, or 4",
        "A three-layer network computed by hand, number by number",
        "A fully connected network of two neurons a layer, all sigmoid",
    ),
)
def forward_pass(
    *,
    network: Annotated[Literal["three-layers", "all-sigmoid"], "Which source's network and input"] = "three-layers",
) -> Iterator[Passed]:
    """Send a source's input through a source's network, layer by layer, and then zeros."""
    book = NETWORKS[network]
    parts = [np.array(part).ravel() for layer in zip(book.matrices, book.biases, strict=True) for part in layer]
    vector, sizes, names = np.concatenate(parts), np.array(book.sizes), np.array(book.activations)
    for x in (book.x, (0.0,) * len(book.x)):
        for step in range(len(names) * EACH + 1):
            yield Passed(step / EACH, vector, sizes, names, np.array(x))


@dataclass(frozen=True)
class Flow(vp.Mark[Passed]):
    """Nodes with what they put out, weights on edges, biases at nodes, and what flows, as wide as it is large."""

    largest: float
    has_numbers: bool = True
    """Whether weights and biases are written."""

    def need(self, moment: vp.Moment[Passed]) -> vp.Need:
        """Nodes as wide as a number, and as much between them."""
        del moment
        return vp.Need(15.5, 15.5)

    def shapes(self, moment: vp.Moment[Passed], room: vp.Room) -> Iterator[vp.Path | vp.Points | vp.Text]:
        """Layers with their names, the nodes of each with biases, and the edges into it with what has come so far."""
        frame, (unit, is_tall, _), before = moment.frame, _page(room, moment.frame.sizes), np.empty((0, 2))
        layers, most = list(frame.network.layers(frame.parameters)), int(frame.sizes.argmax())
        places = list(_places(frame.sizes, room, 6.4 if self.has_numbers else 3.8))
        wide = min(3.5, (apart := float(np.hypot(*(places[most][1] - places[most][0])))) / unit - 1.0)
        for number, middles in enumerate(places):
            is_known, is_now = frame.progress >= number, number == int(frame.progress)
            yield from _named(moment, number, middles[0], room)
            for node, middle in enumerate(middles):
                edge, rim = "ink" if is_known else "line", 5.0 if is_now and number and not node else 2.0
                yield vp.Points(middle[None], "background", wide * unit, edge, rim, order=1.0, unit="paper")
                yield _number(_put(frame.values[number][node], number) if is_known else "", middle, unit, 1.2)
            weights, biases = (layers[number - 1].weights, layers[number - 1].bias) if number else ((), ())
            for node, bias in enumerate(biases if self.has_numbers else ()):  # where no edges pass
                up = (wide / 2.0 + 0.95) * (1.0 if 2 * node + 1 < len(biases) else -1.0)
                place = middles[node] + unit * np.array([3.2, 0.0] if is_tall else [0.0, up])
                yield _number(f"+ {_put(bias)}".replace("+ −", "− "), place, unit)
            share = float(np.clip((frame.progress - number + 1.0) / 0.8, 0.0, 1.0))
            for (start, end), weight in np.ndenumerate(weights):
                flow, way = float(frame.flows[number - 1][start, end]), middles[end] - before[start]
                far = float(np.hypot(*way))
                ends = np.array([before[start], middles[end]]) + 1.75 * unit * way / far * np.array([[1.0], [-1.0]])
                yield from _edge(ends, flow, share, 0.8 * unit * abs(flow) / self.largest)
                is_steep = abs(way[0 if is_tall else 1]) > 0.9 * apart  # their numbers come first
                place = before[start] + max(3.1 * unit, (0.2 if is_steep else 0.36) * far) * way / far
                yield _number(_put(weight) if self.has_numbers else "", place, unit)
            before = middles


def _page(room: vp.Room, sizes: npt.NDArray[np.int64]) -> tuple[float, bool, float]:
    """How large type is in pixels, whether layers stand one below the other, how high their names are elsewhere."""
    is_tall, least, most = room.height > 1.2 * room.width, min(room.width, room.height), int(sizes.max())
    unit = room.em * min(max(1.0, least / (12.0 * (most - 1) * room.em)), 1.2 if is_tall else 1.25 if most > 2 else 1.5)
    return unit, is_tall, unit * (2.8 if room.height > 18.0 * unit else 1.5)


def _places(sizes: Integers, room: vp.Room, free: float) -> Iterator[Array]:
    """The middles of all nodes in pixels, layer by layer from the left, or from above, with room for their names."""
    unit, is_tall, head = _page(room, sizes)
    long, short = (room.height, room.width) if is_tall else (room.width, room.height - head)
    steps, most = np.linspace((3.4 if is_tall else 2.2) * unit, long - 2.2 * unit, len(sizes)), int(sizes.max())
    apart = min((short - free * unit) / (most - 1), 2.4 * (steps[1] - steps[0]))
    wide = short * (1.15 if most == 2 else 1.0) if is_tall else most * apart
    for step, size in zip(steps, sizes, strict=True):
        across, along = wide * ((np.arange(size) + 0.5) / size - 0.5), np.full(size, step)
        turned = short / 2.0 + across, room.height - along
        yield np.stack(turned if is_tall else (along, short / 2.0 - across), axis=1)


def _named(moment: vp.Moment[Passed], number: int, first: Array, room: vp.Room) -> Iterator[vp.Text]:
    """A layer's name and its activation, or that alone; bold for the layer that is spoken of."""
    (unit, is_tall, head), last = _page(room, moment.frame.sizes), len(moment.frame.activations)
    lines = [("input", *["hidden {n}"] * (last - 1), "output")[number], *moment.frame.activations[:number][-1:]]
    x, y = float(first[0]), room.height - 0.7 * unit
    if is_tall:
        x, y = 0.0, float(first[1]) + (1.4 + 1.25 * len(lines)) * unit
    paint, is_now = ("ink", True) if number == int(moment.frame.progress) else ("quiet", False)
    for line, text in enumerate(lines if head > 2.0 * unit else lines[-1:]):
        look = moment.say(str(text), n=number), unit, paint, is_now
        yield vp.Text((x, y - 1.25 * line * unit), *look, "left" if is_tall else "center", unit="paper")


def _number(text: str, place: Array, unit: float, order: float = 0.9) -> vp.Text:
    """A number that no line strikes through."""
    look = vp.Text((float(place[0]), float(place[1])), text, unit, align="center", stand="center_baseline")
    return look._replace(has_ground=bool(text), order=order, unit="paper")


def _edge(ends: Array, flow: float, share: float, width: float) -> Iterator[vp.Path]:
    """An edge: what has come along it, and what is still empty."""
    reached = ends[0] + share * bool(flow) * (ends[1] - ends[0])
    if share and flow:
        paint, dashes = ("positive", ()) if flow > 0.0 else ("negative", (1.5, 0.6))
        yield vp.Path([np.stack([ends[0], reached])], paint, 1.0 + width, dashes=dashes, order=0.6, unit="paper")
    if share < 1.0 or not flow:
        yield vp.Path([np.stack([reached, ends[1]])], "line", 1.2, order=0.5, unit="paper")


@forward_pass.picture
def picture(film: Film[Passed]) -> vp.Picture[Passed]:
    """The network over the whole page."""
    flows = np.concatenate([each.ravel() for frame in (film[0], film[-1]) for each in frame.flows])
    key = vp.Key[Passed]((("width: value × weight", "positive"), ("below 0", "negative"))[: 1 + (flows.min() < 0)])
    most, counter = float(np.abs(flows).max()), vp.phrase("{sum}", sum=lambda frame: frame.sums)
    return vp.Picture(vp.paper(Flow(most), key), thumb=vp.paper(Flow(most, has_numbers=False)), counter=(counter,))


@forward_pass.story
def story(film: Film[Passed]) -> list[Beat[Passed]]:
    """A pass layer by layer, and another with zeros."""
    half, result = len(film) // 2, {"y": lambda f: " and ".join(signed(y, 3) for y in f.values[-1])}
    return [
        Beat("start", 0, "Two numbers go in: each neuron weighs them, adds a bias, squashes the sum", 1.5),
        Beat("first", EACH, "The ringed neuron: {sum}", 2.5, values={"sum": lambda frame: frame.sums}),
        Beat("second", 2 * EACH, "The next layer does the same with these numbers", 1.0),
        Beat("out", half - 1, "Out come {y}, and nothing flows back", 1.5, values=result),
        Beat("zero", half, "Now only zeros go in", 1.0),
        Beat("bias", half + EACH, "Zero times any weight is zero: of the sum, only the bias is left", 1.5),
        Beat("on", half + 2 * EACH, "The next layer has numbers to weigh again", 0.8),
        Beat("end", -1, "Zeros go in, but {y} come out: of biases, and of sigmoid(0) = 0.5", 2.3, values=result),
    ]


@forward_pass.words
def words(film: Film[Passed], say: Say) -> Words:
    """What went in and what came out."""
    first, last, count = film[0], film[-1], len(film[0].sizes)
    caption = say(
        "({x}) goes in, ({y}) comes out; zeros give ({zero}). Numbers on lines are weights, those at nodes biases. "
        "Some count {all} layers, others {weights}, since the input layer computes nothing.",
        x=", ".join(_put(value) for value in first.x),
        y=", ".join(signed(value, 3) for value in first.values[-1]),
        zero=", ".join(signed(value, 3) for value in last.values[-1]),
        all=count,
        weights=count - 1,
    )
    shows = say("A network whose nodes fill with numbers from left to right.")
    return Words(say("The forward pass, layer by layer"), caption, f"{shows} {caption}")
