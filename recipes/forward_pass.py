"""Values flow forward, layer by layer, each a weighted sum and an activation; nothing flows back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

import vizpipe.drawing.picture as vp
from vizpipe import nn
from vizpipe.drawing import signed
from vizpipe.recipe import Beat, Film, Say, Words, recipe

Array = npt.NDArray[np.float64]

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
    sizes: npt.NDArray[np.int64]
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
        passed = self.network.forward(self.parameters, self.x[None])
        return [self.x, *(a.ravel() for _, a in passed)]

    @property
    def flows(self) -> list[Array]:
        """What flows along each edge, a value times a weight, of each layer (fan_in, fan_out)."""
        layers = self.network.layers(self.parameters)
        return [value[:, None] * layer.weights for value, layer in zip(self.values, layers, strict=False)]

    @property
    def sums(self) -> str:
        """What the first neuron of the layer that was reached last worked out, number by number."""
        number = int(self.progress)
        if not number:
            return "The input layer computes nothing"
        layer, inputs = list(self.network.layers(self.parameters))[number - 1], self.values[number - 1]
        terms = [f"{_short(w)}·{_put(x, number - 1)}" for w, x in zip(layer.weights[:, 0], inputs, strict=True)]
        total = signed(float(inputs @ layer.weights[:, 0] + layer.bias[0]), 3)
        name = layer.activation.name
        after = "" if name == "identity" else f" → {name} → {signed(float(self.values[number][0]), 3)}"
        return f"{' + '.join(terms)} + {_short(layer.bias[0])} = {total}{after}".replace("+ −", "− ")


def _short(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _put(value: float, layer: int) -> str:
    """A value as its node shows it."""
    return signed(float(value), 3) if layer else _short(value)


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
    network: Annotated[
        Literal["three-layers", "all-sigmoid"], "Which of the sources' networks, with its input"
    ] = "three-layers",
) -> Iterator[Passed]:
    """Send a source's input through a source's network, layer by layer, and then zeros."""
    book = NETWORKS[network]
    layers = zip(book.matrices, book.biases, strict=True)
    parts = [np.array(part).ravel() for layer in layers for part in layer]
    vector, sizes, names = np.concatenate(parts), np.array(book.sizes), np.array(book.activations)
    for x in (book.x, (0.0,) * len(book.x)):
        for step in range(len(names) * EACH + 1):
            yield Passed(step / EACH, vector, sizes, names, np.array(x))


@dataclass(frozen=True)
class Flow(vp.Mark[Passed]):
    """Nodes with what they put out, weights on edges, biases at nodes, and what flows, as wide as it is large."""

    largest: float
    first: int = 0
    """The layer at which it begins."""

    def need(self, moment: vp.Moment[Passed]) -> vp.Need:
        """Nodes as wide as a number, and as much between them."""
        del moment
        return vp.Need(22.0, 12.0)

    def shapes(self, moment: vp.Moment[Passed], room: vp.Room) -> Iterator[vp.Path | vp.Points | vp.Text]:
        """What each layer is called, its nodes with biases, and the edges into it with what has come along them."""
        frame, unit, pixels = moment.frame, _unit(room), np.array([room.width, room.height])
        layers, names = list(frame.network.layers(frame.parameters)), ["input", *frame.activations]
        before = np.empty((0, 2))
        for number, middles in enumerate(_places(frame.sizes[self.first :], room), self.first):
            is_known, is_now = frame.progress >= number, number == int(np.ceil(frame.progress))
            head = float(middles[0, 0]) / room.width, 1.0 - 0.7 * unit / room.height
            paint = "ink" if is_now else "quiet"
            yield vp.Text(head, moment.say(str(names[number])), unit, paint, is_bold=is_now, align="center")
            yield vp.Points(middles / pixels, "background", 3.5 * unit, "ink" if is_known else "line", 2.0, order=1.0)
            for place, value in zip(middles, frame.values[number], strict=True):
                yield _number(_put(value, number) if is_known else "", place / pixels, unit)
            weights, biases = (layers[number - 1].weights, layers[number - 1].bias) if len(before) else ((), ())
            for node, bias in enumerate(biases):  # above the upper nodes and below the others no edges pass
                text, up = f"+ {_short(float(bias))}".replace("+ −", "− "), 1.0 if 2 * node + 1 < len(biases) else -1.0
                yield _number(text, (middles[node] + [0.0, 2.7 * up * unit]) / pixels, unit)
            share = float(np.clip((frame.progress - number + 1.0) / 0.8, 0.0, 1.0))
            for (start, end), weight in np.ndenumerate(weights):
                flow, way = float(frame.flows[number - 1][start, end]), middles[end] - before[start]
                far = float(np.hypot(*way))
                ends = np.array([before[start], middles[end]]) + 1.75 * unit * way / far * np.array([[1.0], [-1.0]])
                yield from _edge(ends / pixels, flow, share, 0.8 * unit * abs(flow) / self.largest)
                rows = abs(start - end - (len(before) - len(middles)) / 2.0)  # numbers of steep edges come first
                along = 0.2 if rows > 0.75 else 0.38
                at = before[start] + max(3.1 * unit, along * far) * way / far
                yield _number(_short(weight), at / pixels, unit)
            before = middles


def _unit(room: vp.Room) -> float:
    """How large type is, in pixels: larger where there is room."""
    return room.em * min(max(1.0, min(room.width, room.height) / (24.0 * room.em)), 1.4)


def _places(sizes: npt.NDArray[np.int64], room: vp.Room) -> Iterator[Array]:
    """The middles of all nodes in pixels, layer by layer from the left."""
    unit = _unit(room)
    steps = np.linspace(2.2 * unit, room.width - 2.2 * unit, len(sizes))
    apart = min((room.height - 9.0 * unit) / (int(sizes.max()) - 1), 2.4 * (steps[1] - steps[0]))
    for step, size in zip(steps, sizes, strict=True):
        down = apart * (np.arange(size) - (size - 1) / 2.0)
        yield np.stack([np.full(size, step), room.height / 2.0 - 0.7 * unit - down], axis=1)


def _number(text: str, place: Array, unit: float) -> vp.Text:
    """A number that no line strikes through."""
    look = (float(place[0]), float(place[1])), text, unit
    return vp.Text(*look, align="center", stand="center_baseline", has_ground=bool(text), order=1.2)


def _edge(ends: Array, flow: float, share: float, width: float) -> Iterator[vp.Path]:
    """An edge: what has come along it, and what is still empty."""
    share *= bool(flow)
    reached = ends[0] + share * (ends[1] - ends[0])
    if share:
        paint, dashes = ("positive", ()) if flow > 0.0 else ("negative", (1.5, 0.6))
        yield vp.Path([np.array([ends[0], reached])], paint, 1.0 + width, dashes=dashes, order=0.6)
    if share < 1.0:
        yield vp.Path([np.array([reached, ends[1]])], "line", 1.2, order=0.5)


@forward_pass.picture
def picture(film: Film[Passed]) -> vp.Picture[Passed]:
    """The network over the whole width."""
    largest = max(float(np.abs(each).max()) for frame in (film[0], film[-1]) for each in frame.flows)
    flow, thumb = (
        vp.panel(Flow(largest, first), limits=(0.0, 1.0, 0.0, 1.0), bare=True, weight=(1.0, high))
        for first, high in ((0, 1.5), (2, 1.0))
    )
    return vp.Picture(flow, thumb=thumb, counter=(vp.phrase("{sum}", sum=lambda frame: frame.sums),))


@forward_pass.story
def story(film: Film[Passed]) -> list[Beat[Passed]]:
    """A pass layer by layer, and another with zeros."""
    half, each = len(film) // 2, "Each neuron adds up its weighted inputs and its bias, and squashes the sum"
    return [
        Beat("start", 0, "Two numbers go in: what does each neuron make of them?", 1.5),
        Beat("first", lambda frame: frame.progress >= 1.0, each, 2.0),
        Beat("second", lambda frame: frame.progress >= 2.0, "The next layer takes what it put out", 1.0),
        Beat("out", half - 1, "Two numbers come out, and nothing flows back", 1.5),
        Beat("zero", half, "Now only zeros go in", 1.0),
        Beat("bias", half + EACH, "Nothing flows in: the first layer has only its biases", 1.5),
        Beat("end", -1, "Zeros have an answer too: all of it began with the biases", 2.5),
    ]


@forward_pass.words
def words(film: Film[Passed], say: Say) -> Words:
    """What went in and what came out."""
    first, last = film[0], film[-1]
    count = len(last.sizes)
    caption = say(
        "({x}) goes in, ({y}) comes out; zeros give ({zero}). Numbers on lines are weights, those at nodes biases; "
        "lines are as wide as a value times its weight, dashed below 0. Some count {all} layers, others {weights}, "
        "since the input layer computes nothing; with {hidden} hidden ones it is called deep.",
        x=", ".join(_short(value) for value in first.x),
        y=", ".join(signed(value, 3) for value in first.values[-1]),
        zero=", ".join(signed(value, 3) for value in last.values[-1]),
        all=count,
        weights=count - 1,
        hidden=count - 2,
    )
    shows = say("A network whose nodes fill with numbers from left to right.")
    return Words(say("The forward pass, layer by layer"), caption, f"{shows} {caption}")
