"""A network is a nested product of matrices, and a batch goes through it as one product, row for row as if alone."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe import nn
from vizpipe.drawing import Box, marks, page, paper
from vizpipe.recipe import Canvas, Film, Say, Words, recipe

Array = npt.NDArray[np.float64]

NETWORK = nn.Network((2, 3, 2, 2), ("sigmoid", "sigmoid", "identity"))
WEIGHTS = (((0.1, 0.3, 0.5), (0.2, 0.4, 0.6)), ((0.1, 0.4), (0.2, 0.5), (0.3, 0.6)), ((0.1, 0.3), (0.2, 0.4)))
BIASES = ((0.1, 0.2, 0.3), (0.1, 0.2), (0.1, 0.2))
BATCH = ((1.0, 0.5), (0.0, 1.0), (-1.0, 2.0), (0.5, 0.5))
HOLD = 4
TURN = 2
"""The layer with which the second row begins where there are two: both are equally wide."""
PLACES = 3
"""Decimals of what the layers answer: with so many, each block follows from the digits of the one before."""


class Product(NamedTuple):
    """One row of one layer's product being computed."""

    layer: int
    """1 for the first weights; 0 before anything is computed."""
    row: int
    """The row of the batch."""
    parameters: Array
    """Shape (parameter_count,)."""
    batch: Array
    """Shape (rows, 2)."""

    @property
    def blocks(self) -> list[Array]:
        """The batch and what each layer makes of it, each (rows, units)."""
        return [self.batch, *(a for _, a in NETWORK.forward(self.parameters, self.batch))]


@recipe(
    title="A network as matrices",
    chapter="Forward pass",
    ideas=("A network as matrices: the nested product, shapes that fit together, a batch as one product",),
)
def matrices() -> Iterator[Product]:
    """Send a batch of four through the textbook's three-layer network."""
    parts = [part for w, b in zip(WEIGHTS, BIASES, strict=True) for part in (np.array(w).ravel(), np.array(b))]
    vector, batch = np.concatenate(parts), np.array(BATCH)
    for _ in range(HOLD):
        yield Product(0, 0, vector, batch)
    for layer in range(1, len(NETWORK.sizes)):
        for row in range(len(BATCH)):
            for _ in range(HOLD):
                yield Product(layer, row, vector, batch)


class Panels(NamedTuple):
    """The stage."""

    paper: marks.Axes
    places: list[Box]
    weights: list[Box]
    words: marks.Mark
    canvas: Canvas


@matrices.stage
def stage(canvas: Canvas, film: Film[Product]) -> Panels:
    """All blocks in one row (in two where the picture is tall), weights with their biases under them."""
    style, say, first = canvas.style, canvas.say, film[0]
    theme = style.theme
    laid = page(canvas)
    blank = paper(canvas, laid.body)
    width, height = laid.body.width, laid.body.height
    sizes, rows = NETWORK.sizes, len(first.batch)
    columns = sum(sizes[:TURN]) + sum(sizes[1:TURN]) if style.tall else sum(sizes) + sum(sizes[1:])
    gap = width * 0.021
    cell = (width - gap * (2.0 * len(sizes) - 2.0)) / columns
    tall = min(cell, height / (13.0 if style.tall else 8.5))
    middle = (0.76 if style.tall else 0.56) * height
    places, weights, at = [], [], 0.0
    for number, size in enumerate(sizes):
        if style.tall and number == TURN:
            middle, at = 0.28 * height, 0.0
        if number:
            fan_in = sizes[number - 1]
            box = Box(at, middle - fan_in * tall / 2.0, size * cell, fan_in * tall)
            weights.append(box)
            at += box.width + gap
        box = Box(at, middle - rows * tall / 2.0, size * cell, rows * tall)
        places.append(box)
        at += box.width + gap
    names = ("X", say("A₁ = σ(X·W₁ + b₁)"), say("A₂ = σ(A₁·W₂ + b₂)"), say("Y = A₂·W₃ + b₃"))
    for number, box in enumerate(places):
        _named(blank, canvas, box, names[number], f"{rows} × {sizes[number]}")
    for number, (box, layer) in enumerate(zip(weights, NETWORK.layers(first.parameters), strict=True)):
        subscript = "₁₂₃"[number]
        fan_in, fan_out = layer.weights.shape
        marks.cells(blank, style, layer.weights, box, colours=theme.mix(theme.positive, 0.28), places=1, size=18.0)
        bias = Box(box.left, box.bottom - 1.35 * tall, box.width, tall)
        marks.cells(blank, style, layer.bias[None], bias, colours=theme.mix(theme.positive, 0.14), places=1, size=18.0)
        _named(blank, canvas, box, f"W{subscript}: {fan_in} × {fan_out}", f"b{subscript}: {fan_out}", below=bias.bottom)
    widest = [say("Layer {n}, row {row} of {rows}", n=3, row=4, rows=rows)]
    return Panels(blank, places, weights, marks.readout(laid.header, style, widest), canvas)


def _named(blank: marks.Axes, canvas: Canvas, box: Box, name: str, shape: str, *, below: float | None = None) -> None:
    """A block's name above it, its shape below."""
    style = canvas.style
    x = box.left + box.width / 2.0
    size = 18.0
    marks.label(blank, style, (x, box.bottom + box.height), name, size=size, shift=(0.0, 20.0), align="center")
    foot = box.bottom if below is None else below
    marks.label(blank, style, (x, foot), shape, size=size, shift=(0.0, -20.0), align="center", colour=style.theme.quiet)


@stage.draw
def draw(frame: Product, panels: Panels) -> None:
    """Blocks as far as they are computed, the row at work in ink."""
    style, say, blank = panels.canvas.style, panels.canvas.say, panels.paper
    theme = style.theme
    calm, lit = theme.mix(theme.line, 0.25), theme.mix(theme.ink, 0.32)
    for number, (box, block) in enumerate(zip(panels.places, frame.blocks, strict=True)):
        rows, columns = block.shape
        tall = box.height / rows
        for row in range(rows):
            computed = number < frame.layer or number == 0 or (number == frame.layer and row <= frame.row)
            working = row == frame.row and frame.layer and number in {frame.layer - 1, frame.layer}
            place = Box(box.left, box.bottom + (rows - 1 - row) * tall, box.width, tall)
            marks.cells(
                blank,
                style,
                block[[row]],
                place,
                colours=[lit if working else calm if computed else theme.mix(theme.line, 0.1)] * columns,
                places=(PLACES if number else 1) if computed else None,
                size=18.0,
            )
    if frame.layer:
        box = panels.weights[frame.layer - 1]
        edge = style.px(5.0)
        x, y = (
            [box.left - edge, box.left + box.width + edge],
            [box.bottom - edge - 1.35 * box.height / NETWORK.sizes[frame.layer - 1], box.bottom + box.height + edge],
        )
        rim = np.array([[x[0], y[0]], [x[1], y[0]], [x[1], y[1]], [x[0], y[1]], [x[0], y[0]]])
        marks.lines(blank, style, [rim], [theme.ink], width=3.0)
    sentence = say("Layer {n}, row {row} of {rows}", n=frame.layer, row=frame.row + 1, rows=len(frame.batch))
    panels.words(sentence if frame.layer else say("A batch of {rows}", rows=len(frame.batch)))


@matrices.words
def words(film: Film[Product], say: Say) -> Words:
    """What fits together."""
    last = film[-1]
    y = last.blocks[-1][0]
    caption = say(
        "Y = σ(σ(X·W₁ + b₁)·W₂ + b₂)·W₃ + b₃; with σ at the end too, the nested σ(W₃σ(W₂σ(W₁x + b₁) + b₂) + b₃) of "
        "column vectors. Each ∂L/∂W has W's shape. Shapes fit where inner numbers agree: 4 × 2 times 2 × 3 gives 4 × "
        "3. Each row goes its way as if it were alone: (1.0, 0.5) becomes ({a:.3f}, {b:.3f}).",
        a=y[0],
        b=y[1],
    )
    shows = say("Blocks of numbers: a batch, then weights and results by turns, filled row by row.")
    return Words(say("A network as matrices"), caption, f"{shows} {caption}")
