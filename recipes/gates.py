"""One neuron draws one straight line: enough for AND, NAND and OR, not for XOR, which takes a stack of the three."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

import vizpipe.drawing.picture as vp
from vizpipe import nn
from vizpipe.drawing import straight_line, weighted_sum
from vizpipe.recipe import Array, Film, Integers, Say, Words, recipe

INPUTS = np.array([[0, 0], [1, 0], [0, 1], [1, 1]])
NAMES = ("AND", "NAND", "OR")


class Gates(NamedTuple):
    """Three gates, each one neuron, and the XOR that they make together."""

    inputs: Integers
    """Shape (4, 2)."""
    weights: Array
    """Of AND, NAND and OR, shape (3, 2)."""
    biases: Array
    """Shape (3,)."""
    outputs: Integers
    """Of AND, NAND and OR for each input, shape (3, 4)."""
    xor: Integers
    """AND(NAND(x₁, x₂), OR(x₁, x₂)) for each input, shape (4,)."""

    def fires(self, gate: int, points: Array) -> Integers:
        """What a gate makes of points (n, 2): 1 where b + w·x > 0."""
        return nn.step.forward(points @ self.weights[gate] + self.biases[gate]).astype(np.int64)

    def stack(self, points: Array) -> Integers:
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
def picture(film: Film[Gates]) -> vp.Picture[Gates]:
    """Above: each gate's table and its plane. Below: XOR, as two lines in the plane and one in what they say."""
    frame = film[0]

    def single(gate: int) -> vp.Stack[Gates]:
        rule = weighted_sum(frame.biases[gate], frame.weights[gate], ("x₁", "x₂"))
        title = vp.phrase("{name}: fires where {sum} > 0", name=NAMES[gate], sum=rule)
        rows = np.column_stack([INPUTS, frame.outputs[gate]])
        return case(title, ("x₁", "x₂", NAMES[gate]), rows, lambda gates, points: gates.fires(gate, points), gate)

    two, one = "XOR: AND(NAND, OR), two lines in the input plane", "NAND, OR → AND: one line is enough"
    xor = case(two, ("x₁", "x₂", "XOR"), np.column_stack([INPUTS, frame.xor]), Gates.stack, 1, 2)
    said = np.column_stack([*frame.outputs[1:], frame.xor])
    top = case(one, ("NAND", "OR", "AND"), said, lambda gates, points: gates.fires(0, points), 0)
    names = ("x₁", "x₂"), ("NAND", "OR"), ("AND",)
    layers = vp.Network[Gates](lambda gates: [gates.weights[1:].T, gates.weights[:1].T], names, largest=0.7, radius=40)
    key = vp.Key[Gates]((("weight +0.5", "positive"), ("weight −0.5", "negative")))
    network = vp.paper(layers, key, title="The stack of three as a network", rank=1)
    three = [single(gate) for gate in range(3)]
    return vp.Picture(vp.stack(*three, xor, top, network), thumb=vp.row(_alone(three[0]), _alone(xor)))


def _alone(case: vp.Stack[Gates]) -> vp.Stack[Gates]:
    """The plane without its table."""
    return vp.named(case.title, vp.row(case.parts[1]))


def case(
    title: str | vp.Phrase,
    heads: tuple[str, str, str],
    rows: Integers,
    fires: Callable[[Gates, Array], Integers],
    *lines: int,
) -> vp.Stack[Gates]:
    """A truth table, its last column the answer, and the plane with the straight lines of some gates."""
    places, counts = np.unique(rows[:, :2], axis=0, return_counts=True)
    plane: vp.Panel[Gates] = vp.panel(
        vp.Field(lambda gates, points: fires(gates, points).astype(float), cells=240, is_smooth=False),
        vp.Edge(lambda gates: [gates.line(gate) for gate in lines]),
        vp.Samples(rows[:, :2], rows[:, 2], size=26.0),
        *(
            vp.Label(place, "two cases", shift=(0.0, 32.0), has_ground=True, align="center")
            for place in places[counts > 1]
        ),
        x=heads[0],
        y=heads[1],
        limits=(-0.55, 1.55, -0.55, 1.55),
        ticks=((0, 1), (0, 1)),
        equal=True,
    )
    return vp.named(title, vp.row(vp.paper(vp.Truth(heads, rows), rank=2, family="tables"), plane))


@gates.words
def words(film: Film[Gates], say: Say) -> Words:
    """What to see."""
    table = ", ".join(map(str, film[0].xor))
    caption = say(
        "A neuron fires, that is, answers 1, on one side of a straight line. XOR answers {table}, and no single line "
        "does that; two neurons move the four cases to three places, which one line separates.",
        table=table,
    )
    shows = say("Truth tables and decision regions of AND, NAND, OR and XOR, and XOR as a network of the other three.")
    return Words(say("One straight line is enough for AND, NAND and OR; XOR takes two"), caption, f"{shows} {caption}")
