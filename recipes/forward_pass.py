"""Values flow forward, layer by layer, each a weighted sum and an activation; nothing flows back."""

from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe import nn
from vizpipe.drawing import Box, marks, page, paper, signed
from vizpipe.recipe import Canvas, Film, Say, Words, recipe

Array = npt.NDArray[np.float64]

HOLD = 7
"""Frames in which a layer is at work."""


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
    "all-sigmoid-zero": Textbook((2, 2, 2, 2), ("sigmoid",) * 3, *_TWO, (0.0, 0.0)),
}


class Layered(NamedTuple):
    """A network with one layer at work."""

    layer: int
    """0 is the input layer, which computes nothing."""
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


@recipe(
    title="The forward pass",
    variants={"all-sigmoid": {"network": "all-sigmoid"}, "all-sigmoid-zero": {"network": "all-sigmoid-zero"}},
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
        Literal["three-layers", "all-sigmoid", "all-sigmoid-zero"], "Which of the sources' networks, with its input"
    ] = "three-layers",
) -> Iterator[Layered]:
    """Send a source's input through a source's network, layer by layer."""
    book = NETWORKS[network]
    parts = [
        part
        for matrix, bias in zip(book.matrices, book.biases, strict=True)
        for part in (np.array(matrix).ravel(), np.array(bias))
    ]
    vector, sizes, names = np.concatenate(parts), np.array(book.sizes), np.array(book.activations)
    for layer in range(len(book.sizes)):
        for _ in range(HOLD):
            yield Layered(layer, vector, sizes, names, np.array(book.x))


class Panels(NamedTuple):
    """The stage."""

    diagram: marks.Mark
    tops: list[marks.Mark]
    words: marks.Mark
    weights: list[Array]
    canvas: Canvas


@forward_pass.stage
def stage(canvas: Canvas, film: Film[Layered]) -> Panels:
    """The network over the whole width; what its layers are called above and below."""
    style, say, first = canvas.style, canvas.say, film[0]
    theme = style.theme
    laid = page(canvas)
    blank = paper(canvas, laid.body)
    width, height = laid.body.width, laid.body.height
    count = len(first.sizes)
    edge = style.px(120.0) if not style.tall else style.px(50.0)
    radius = 46.0 if not style.tall else 34.0
    inner = Box(edge, style.px(70.0), width - 2.0 * edge, height - style.px(130.0))
    weights = [layer.weights for layer in first.network.layers(first.parameters)]
    largest = max(float(np.abs(each).max()) for each in weights)
    steps = [
        edge + style.px(radius + 2.0) + (width - 2.0 * (edge + style.px(radius + 2.0))) * k / (count - 1)
        for k in range(count)
    ]
    names = [say("input"), *(say("hidden {n}", n=k) for k in range(1, count - 1)), say("output")]
    tops = []
    for layer, at in enumerate(steps):
        rule = (
            say("computes nothing")
            if not layer
            else say("{name} of weighted sums", name=str(first.activations[layer - 1]))
        )
        size = 20.0 if not style.tall else 15.0
        tops.append(_title(blank, canvas, (at, height - style.px(20.0)), names[layer], size + 2.0))
        marks.label(
            blank,
            style,
            (at, style.px(40.0)),
            rule if not style.tall else "",
            size=16.0,
            shift=(0.0, 0.0),
            align="center",
            colour=theme.quiet,
        )
        counts = say("layer {with_input} of {all}", with_input=layer + 1, all=count)
        if layer:
            counts += say(", or {without} of {weights}", without=layer, weights=count - 1)
        marks.label(
            blank,
            style,
            (at, style.px(14.0)),
            counts if not style.tall else "",
            size=16.0,
            shift=(0.0, 0.0),
            align="center",
            colour=theme.quiet,
        )
    longest = max((_sum(frame) for frame in film if frame.layer), key=len, default="")
    widest = [say("The input layer hands on its numbers"), longest]
    return Panels(
        marks.network_diagram(
            blank, style, inner, tuple(int(s) for s in first.sizes), largest, radius=radius, widest=13.0
        ),
        tops,
        marks.readout(laid.header, style, widest),
        weights,
        canvas,
    )


def _title(blank: marks.Axes, canvas: Canvas, at: tuple[float, float], text: str, size: float) -> marks.Mark:
    """A layer's name, bold while it is at work."""
    style = canvas.style

    def draw(*, now: bool) -> None:
        colour = style.theme.ink if now else style.theme.quiet
        marks.label(
            blank,
            style,
            at,
            text,
            size=size,
            shift=(0.0, 0.0),
            align="center",
            weight="bold" if now else "normal",
            colour=colour,
        )

    return draw


@stage.draw
def draw(frame: Layered, panels: Panels) -> None:
    """The values, as far as they have come."""
    say = panels.canvas.say
    values = frame.values
    texts = [
        [signed(value, 3) if layer <= frame.layer else "" for value in column] for layer, column in enumerate(values)
    ]
    panels.diagram(panels.weights, values=texts, lit=frame.layer)
    for layer, top in enumerate(panels.tops):
        top(now=layer == frame.layer)
    if frame.layer:
        panels.words(say("Sum, then activate"), _sum(frame))
    else:
        panels.words(say("The input layer hands on its numbers"), "")


def _sum(frame: Layered) -> str:
    """What the first neuron of the layer at work computes, number by number."""
    layer = list(frame.network.layers(frame.parameters))[frame.layer - 1]
    inputs = frame.values[frame.layer - 1]
    terms = [f"{_short(weight)}·{signed(x, 3)}" for weight, x in zip(layer.weights[:, 0], inputs, strict=True)]
    total, bias = float(inputs @ layer.weights[:, 0] + layer.bias[0]), float(layer.bias[0])
    name = layer.activation.name
    after = "" if name == "identity" else f" → {name} → {signed(frame.values[frame.layer][0], 3)}"
    text = f"{' + '.join(terms)} + {_short(bias)} = {signed(total, 3)}{after}"
    return text.replace("+ −", "− ")


def _short(value: float) -> str:
    return f"{value:g}".replace("-", "−")


@forward_pass.words
def words(film: Film[Layered], say: Say) -> Words:
    """What went in and what came out."""
    last = film[-1]
    count = len(last.sizes)
    caption = say(
        "({x}) goes in, ({y}) comes out. Above, the sum of the layer's first neuron: weights times inputs, plus "
        "bias. Every neuron is joined to every one of the next layer, nothing flows back. Some count {all} layers, "
        "others {weights}, since the input layer computes nothing; with {hidden} hidden ones it is called deep.",
        x=", ".join(f"{value:g}" for value in last.x).replace("-", "−"),
        y=", ".join(signed(value, 3) for value in last.values[-1]),
        all=count,
        weights=count - 1,
        hidden=count - 2,
    )
    shows = say("A network whose nodes fill with numbers from left to right.")
    return Words(say("The forward pass, layer by layer"), caption, f"{shows} {caption}")
