"""One neuron draws one straight line: enough for AND, NAND and OR, not for XOR, which takes a stack of the three."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe import nn
from vizpipe.drawing import Box, marks, name_panel, page, panel, paper, split
from vizpipe.recipe import Canvas, Film, Say, Words, recipe

Array = npt.NDArray[np.float64]
Bits = npt.NDArray[np.int64]

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

    def line(self, gate: int, reach: float = 10.0) -> Array:
        """The gate's boundary b + w·x = 0 as two points far apart, shape (2, 2)."""
        normal, bias = self.weights[gate], self.biases[gate]
        foot = -bias * normal / (normal @ normal)
        along = reach * np.array([-normal[1], normal[0]]) / np.hypot(*normal)
        return np.stack([foot - along, foot + along])


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


@gates.stage
def stage(canvas: Canvas, film: Film[Gates]) -> None:
    """Above: each gate's table and its plane. Below: XOR, as two lines in the plane and one in what they say."""
    style, say, frame = canvas.style, canvas.say, film[0]
    laid = page(canvas, headline=False)
    gap = style.px(30.0)
    if style.tall:
        upper = split(laid.body, rows=(1.0,) * 5 + (1.25,))
        first, second = upper[:3], upper[3:]
    else:
        above, below = split(laid.body, rows=(1.0, 1.0), gap=style.px(10.0))
        first, second = (split(row, columns=(1.0,) * 3, gap=gap) for row in (above, below))
    for gate, cell in enumerate(first):
        rule = say("{name}: fires where {sum} > 0", name=NAMES[gate], sum=_sum(frame.weights[gate], frame.biases[gate]))
        table, axes = _cell(canvas, cell, rule, ("x₁", "x₂"))
        _table(
            canvas,
            table,
            ("x₁", "x₂", NAMES[gate]),
            [(*row, out) for row, out in zip(INPUTS, frame.outputs[gate], strict=True)],
        )
        _plane(canvas, axes, frame.fires(gate, _grid()), [frame.line(gate)], frame.outputs[gate])
    _xor(canvas, frame, second)


def _xor(canvas: Canvas, frame: Gates, cells: list[Box]) -> None:
    """The stack: what the two gates say, and the AND of it."""
    say = canvas.say
    between = np.stack([frame.outputs[1], frame.outputs[2]], axis=1)
    name = say("XOR = AND(NAND, OR): two lines in the input plane")
    table, axes = _cell(canvas, cells[0], name, ("x₁", "x₂"))
    rows = [(*row, out) for row, out in zip(INPUTS, frame.xor, strict=True)]
    _table(canvas, table, ("x₁", "x₂", "XOR"), rows)
    _plane(canvas, axes, frame.stack(_grid()), [frame.line(1), frame.line(2)], frame.xor)
    table, axes = _cell(canvas, cells[1], say("What NAND and OR say of it: one line is enough"), ("s₁", "s₂"))
    rows = [(*row, out) for row, out in zip(between, frame.xor, strict=True)]
    _table(canvas, table, ("s₁", "s₂", "AND"), rows)
    _plane(canvas, axes, frame.fires(0, _grid()), [frame.line(0)], frame.xor, between)
    _diagram(canvas, cells[2], frame)


def _diagram(canvas: Canvas, cell: Box, frame: Gates) -> None:
    """The stack as a network."""
    style = canvas.style
    px = style.px
    blank = paper(canvas, cell)
    inner = Box(px(60.0), px(58.0), cell.width - px(120.0), cell.height - px(110.0))
    radius = min(40.0, 0.22 * inner.height / style.scale)
    names = (("x₁", "x₂"), ("NAND", "OR"), ("AND",))
    wide = 0.22 * radius
    draw = marks.network_diagram(blank, style, inner, (2, 2, 1), 0.7, names=names, radius=radius, widest=wide)
    draw([np.stack([frame.weights[1], frame.weights[2]], axis=1), frame.weights[0][:, None]])
    marks.heading(blank, style, (0.0, cell.height - px(NAME_DROP)), canvas.say("The stack of three as a network"))
    marks.key(
        blank,
        style,
        (px(60.0), px(26.0)),
        [(canvas.say("weight +0.5"), style.theme.positive), (canvas.say("weight −0.5"), style.theme.negative)],
    )


NAME_DROP = 27.0
"""How far a panel's name hangs below the top of its cell."""


def _cell(canvas: Canvas, cell: Box, name: str, labels: tuple[str, str]) -> tuple[Box, marks.Axes]:
    """A plane at the right of a cell, and the place for a table at its left."""
    px = canvas.style.px
    left, right = split(cell, columns=(0.36, 0.64))
    axes = panel(canvas, right, left=70.0, bottom=52.0)
    name_panel(canvas, axes, "", *labels, away=34.0)
    blank = paper(canvas, Box(cell.left, cell.bottom + cell.height - px(36.0), cell.width, px(36.0)))
    marks.heading(blank, canvas.style, (0.0, px(10.0)), name)
    room = (px(6.0), px(42.0)) if canvas.style.tall else (px(52.0), px(52.0))
    return left.within(bottom=room[0], top=room[1], right=px(10.0)), axes


def _table(canvas: Canvas, box: Box, heads: tuple[str, ...], rows: list[tuple[int, ...]]) -> None:
    marks.truth_table(paper(canvas, box), canvas.style, Box(0.0, 0.0, box.width, box.height), heads, rows)


def _grid() -> Array:
    """Points all over the panel, shape (CELLS², 2)."""
    return marks.grid((-REACH, 1.0 + REACH, -REACH, 1.0 + REACH), CELLS)


def _plane(
    canvas: Canvas, axes: marks.Axes, fires: Bits, lines: list[Array], classes: Bits, points: Bits = INPUTS
) -> None:
    """The field, its straight boundary, and the four cases at the corners."""
    style = canvas.style
    axes.set_xlim(-REACH, 1.0 + REACH)
    axes.set_ylim(-REACH, 1.0 + REACH)
    axes.set_xticks([0, 1])
    axes.set_yticks([0, 1])
    extent = (-REACH, 1.0 + REACH, -REACH, 1.0 + REACH)
    marks.field(axes, style, smooth=False)(fires.reshape(CELLS, CELLS).astype(np.float64), extent)
    marks.boundary(axes, style)(lines)
    corners = points.astype(np.float64)
    marks.samples(axes, style, corners, classes, size=26.0)(corners)


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
        "Filled is 1, empty is 0. A neuron fires on one side of a straight line. XOR answers {table}, and no single "
        "line does that; two neurons move the four cases to three places, which one line parts.",
        table=table,
    )
    shows = say("Truth tables and decision regions of AND, NAND, OR and XOR, and XOR as a network of the other three.")
    return Words(say("One neuron, one straight line: the logic gates"), caption, f"{shows} {caption}")
