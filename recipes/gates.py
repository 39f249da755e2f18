"""One neuron draws one straight line: enough for AND, NAND and OR, not for XOR, which takes a stack of the three."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe import nn
from vizpipe.drawing import straight_line
from vizpipe.drawing.picture import (
    Edge,
    Field,
    Key,
    Network,
    Phrase,
    Picture,
    Samples,
    Stack,
    Truth,
    named,
    panel,
    paper,
    phrase,
    row,
    stack,
)
from vizpipe.recipe import Film, Say, Words, recipe

Array = npt.NDArray[np.float64]
Bits = npt.NDArray[np.int64]

Plane = Callable[["Gates", Array], Array]
"""What a gate, or a stack of them, makes of points (n, 2)."""

INPUTS = np.array([[0, 0], [1, 0], [0, 1], [1, 1]])
NAMES = ("AND", "NAND", "OR")
REACH = 0.55
"""How far the panels reach beyond the corners."""
CELLS = 240


class Gates(NamedTuple):
    """Three gates, each one neuron, and the XOR that they make together."""

    inputs: Bits
    """Shape (4, 2)."""
    weights: Array
    """Of AND, NAND and OR, shape (3, 2)."""
    biases: Array
    """Shape (3,)."""
    outputs: Bits
    """Of AND, NAND and OR for each input, shape (3, 4)."""
    xor: Bits
    """AND(NAND(x₁, x₂), OR(x₁, x₂)) for each input, shape (4,)."""

    def fires(self, gate: int, points: Array) -> Bits:
        """What a gate makes of points (n, 2): 1 where b + w·x > 0."""
        return nn.step.forward(points @ self.weights[gate] + self.biases[gate]).astype(np.int64)

    def stack(self, points: Array) -> Bits:
        """What the stack makes of points (n, 2)."""
        between = np.stack([self.fires(1, points), self.fires(2, points)], axis=1)
        return self.fires(0, between.astype(np.float64))

    def line(self, gate: int) -> Array:
        """The gate's boundary b + w·x = 0 as two points far apart, shape (2, 2)."""
        return straight_line(self.weights[gate], self.biases[gate])


@recipe(
    title="Logic gates from neurons",
    size=(1920, 1080),
    chapter="Perceptron and gates",
    ideas=(
        "AND, NAND and OR with a bias: truth tables and straight boundaries",
        "XOR as AND(NAND, OR): layers do what one perceptron cannot",
    ),
)
def gates() -> Gates:
    """Evaluate the gates of the textbook (bias form): AND, NAND, OR, and XOR as their stack."""
    weights = np.array([[0.5, 0.5], [-0.5, -0.5], [0.5, 0.5]])
    biases = np.array([-0.7, 0.7, -0.2])
    points = INPUTS.astype(np.float64)
    single = nn.step.forward(points @ weights.T + biases).T.astype(np.int64)
    bare = Gates(INPUTS, weights, biases, single, np.zeros(4, dtype=np.int64))
    return bare._replace(xor=bare.stack(points))


@gates.picture
def picture(film: Film[Gates]) -> Picture[Gates]:
    """Above: each gate's table and its plane. Below: XOR, as two lines in the plane and one in what they say."""
    frame = film[0]
    between = np.stack([frame.outputs[1], frame.outputs[2]], axis=1)
    and_, nand, or_ = (partial(_fires, gate) for gate in range(3))
    first = [
        _case(_rule(frame, gate), ("x₁", "x₂"), NAMES[gate], INPUTS, frame.outputs[gate], fires, (gate,))
        for gate, fires in enumerate((and_, nand, or_))
    ]
    xor = "XOR: AND(NAND, OR), two lines in the input plane"
    said = "NAND, OR → AND: one line is enough"
    return Picture(
        stack(
            *first,
            _case(xor, ("x₁", "x₂"), "XOR", INPUTS, frame.xor, _stacked, (1, 2)),
            _case(said, ("NAND", "OR"), "AND", between, frame.xor, and_, (0,)),
            paper(
                Network(
                    lambda gates: [gates.weights[1:].T, gates.weights[:1].T],
                    (("x₁", "x₂"), ("NAND", "OR"), ("AND",)),
                    largest=0.7,
                    radius=40.0,
                ),
                Key((("weight +0.5", "positive"), ("weight −0.5", "negative"))),
                title="The stack of three as a network",
                rank=1,
            ),
        )
    )


def _case(  # noqa: PLR0913, PLR0917 - a gate has this much to show
    title: str | Phrase,
    axes: tuple[str, str],
    name: str,
    inputs: Bits,
    outputs: Bits,
    fires: Plane,
    lines: tuple[int, ...],
) -> Stack[Gates]:
    """A gate: its truth table, and the plane with its straight line."""
    corners = inputs.astype(np.float64)
    return named(
        title,
        row(
            paper(Truth((*axes, name), np.column_stack([inputs, outputs])), rank=2, family="tables"),
            panel(
                Field(fires, cells=CELLS, is_smooth=False),
                Edge(lambda gates: [gates.line(gate) for gate in lines]),
                Samples(corners, outputs, size=26.0),
                x=axes[0],
                y=axes[1],
                limits=(-REACH, 1.0 + REACH, -REACH, 1.0 + REACH),
                ticks=((0, 1), (0, 1)),
                equal=True,
            ),
        ),
    )


def _fires(gate: int, gates: Gates, points: Array) -> Array:
    """Where a gate answers 1."""
    fires: Array = gates.fires(gate, points).astype(np.float64)
    return fires


def _stacked(gates: Gates, points: Array) -> Array:
    """Where the stack answers 1."""
    fires: Array = gates.stack(points).astype(np.float64)
    return fires


def _rule(frame: Gates, gate: int) -> Phrase:
    """When a gate fires, in words."""
    rule = _sum(frame.weights[gate], frame.biases[gate])
    return phrase("{name}: fires where {sum} > 0", name=NAMES[gate], sum=rule)


def _sum(weights: Array, bias: float) -> str:
    """B + w·x with signs as a textbook sets them."""
    terms = [f"{bias:g}".replace("-", "−")]
    for weight, name in zip(weights, ("x₁", "x₂"), strict=True):
        terms.append(f"{'−' if weight < 0 else '+'} {abs(weight):g}{name}")
    return " ".join(terms)


@gates.words
def words(film: Film[Gates], say: Say) -> Words:
    """What to see."""
    table = ", ".join(map(str, film[0].xor))
    caption = say(
        "A neuron fires, that is, answers 1, on one side of a straight line. XOR answers {table}, and no single line "
        "does that; two neurons move the four cases to three places, which one line parts.",
        table=table,
    )
    shows = say("Truth tables and decision regions of AND, NAND, OR and XOR, and XOR as a network of the other three.")
    return Words(say("One straight line is enough for AND, NAND and OR; XOR takes two"), caption, f"{shows} {caption}")
