"""Changing a weight turns a neuron's line, changing the bias slides it; both move its distance |b| / ‖w‖ from 0."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe import nn
from vizpipe.drawing import Box, equal, marks, name_panel, page, panel, paper, signed, split, straight_line
from vizpipe.recipe import Canvas, Count, Film, Say, Words, recipe

Array = npt.NDArray[np.float64]
Bits = npt.NDArray[np.int64]

CASES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
REACH = 0.75
CELLS = 220
PLACES = 2
"""Decimals of the three numbers, as they are drawn: so the distance beside them is that of what is read."""
AND = (0.5, 0.5, -0.7)
GATES = {(0, 0, 0, 1): "AND", (0, 1, 1, 1): "OR", (1, 1, 1, 0): "NAND", (1, 0, 0, 0): "NOR", (1, 1, 1, 1): "1"}
"""What the answers to the four cases are called."""
TOURS = (("w₁", 0, (0.5, 1.0, -0.1, 0.5)), ("b", 2, (-0.7, -0.2, -1.1, -0.7)))
"""Which of w₁, w₂ and b moves, and between which values."""


class Moved(NamedTuple):
    """A neuron with one of its three numbers on the move."""

    turning: int
    """0 while a weight moves, 1 while the bias moves."""
    weights: Array
    """Shape (2,)."""
    bias: float

    def fires(self, points: Array) -> Bits:
        """1 where b + w·x > 0, for points (n, 2)."""
        return nn.step.forward(points @ self.weights + self.bias).astype(np.int64)

    @property
    def threshold(self) -> float:
        """θ = −b: the neuron fires where w·x > θ."""
        return -self.bias

    @property
    def foot(self) -> Array:
        """The point of the line that is nearest to the origin, shape (2,)."""
        return np.asarray(-self.bias * self.weights / (self.weights @ self.weights))

    @property
    def line(self) -> Array:
        """Two points of the line far apart, shape (2, 2)."""
        return straight_line(self.weights, self.bias)


@recipe(
    title="Weights turn, the bias slides",
    loops=True,
    chapter="Perceptron and gates",
    ideas=(
        "AND with a threshold: w·x > θ, and θ = −b",
        "Weights against bias: sweep a weight and the line turns, sweep the bias and it slides",
    ),
)
def weights_and_bias(*, frames_each: Annotated[Count, "Frames of each of the two sweeps"] = 30) -> Iterator[Moved]:
    """Start from AND; move w₁ there and back, then b."""
    for turning, (_, which, values) in enumerate(TOURS):
        stops = np.linspace(0.0, len(values) - 1.0, frames_each + 1)[1:]
        for stop in stops:
            leg = min(int(stop), len(values) - 2)
            share = stop - leg
            share = share * share * (3.0 - 2.0 * share)
            moved = np.array(AND)
            moved[which] = round(values[leg] + share * (values[leg + 1] - values[leg]), PLACES)
            yield Moved(turning, moved[:2], float(moved[2]))


class Panels(NamedTuple):
    """The stage."""

    plane: marks.Axes
    limits: tuple[float, float, float, float]
    field: marks.Mark
    line: marks.Mark
    sliders: list[marks.Axes]
    table: marks.Axes
    words: marks.Mark
    canvas: Canvas


@weights_and_bias.stage
def stage(canvas: Canvas, film: Film[Moved]) -> Panels:
    """The plane at the left, the three numbers in the middle, the table at the right."""
    style, say = canvas.style, canvas.say
    del film
    laid = page(canvas)
    if style.tall:
        left, middle, right = split(laid.body, rows=(1.3, 0.8, 0.9), gap=style.px(10.0))
    else:
        left, middle, right = split(laid.body, columns=(1.0, 0.9, 0.8), gap=style.px(40.0))
    plane = panel(canvas, left)
    limits = equal(plane, (0.5, 0.5), 0.5 + REACH)
    name_panel(canvas, plane, say("Where the neuron fires"), "x₁", "x₂", away=40.0)
    plane.set_xticks([0, 1])
    plane.set_yticks([0, 1])
    sliders = []
    for cell, name in zip(split(middle, columns=(1.0, 1.0, 1.0), gap=style.px(12.0)), ("w₁", "w₂", "b"), strict=True):
        axes = panel(canvas, cell, left=46.0)
        axes.set_xlim(-1.0, 1.0)
        axes.set_ylim(-1.3, 1.3)
        name_panel(canvas, axes, say("Its three numbers") if name == "w₁" else "", name)
        axes.set_xticks([])
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.tick_params(axis="y", length=0.0)
        if name != "w₁":
            axes.set_yticks([])
        marks.guide(axes, style, x=0.0, y=0.0)
        sliders.append(axes)
    table = paper(canvas, right)
    marks.heading(table, style, (0.0, right.height - style.px(27.0)), say("What it answers"))
    widest = [
        say("Sweep the weight w₁: the line turns"),
        say("fires where {w1:.2f}·x₁ + {w2:.2f}·x₂ > θ = {theta:.2f}", w1=-0.55, w2=0.5, theta=-0.55),
        say("{distance:.2f} from 0", distance=0.0),
    ]
    return Panels(
        plane,
        limits,
        marks.field(plane, style, smooth=False),
        marks.boundary(plane, style, 4.0),
        sliders,
        table,
        marks.readout(laid.header, style, widest),
        canvas,
    )


@stage.draw
def draw(frame: Moved, panels: Panels) -> None:
    """The plane, the numbers, the table."""
    style, say, theme = panels.canvas.style, panels.canvas.say, panels.canvas.style.theme
    grid = marks.grid(panels.limits, CELLS)
    panels.field(frame.fires(grid).reshape(CELLS, CELLS).astype(float), panels.limits)
    panels.line([frame.line])
    marks.lines(panels.plane, style, [np.stack([np.zeros(2), frame.foot])], [theme.ink], width=2.0, dashed=True)
    marks.dots(panels.plane, style, np.zeros((1, 2)), theme.background, size=7.0, edge=theme.ink)
    answers = frame.fires(CASES)
    marks.dots(panels.plane, style, CASES, [theme.classes[answer] for answer in answers], size=30.0)
    moving = (0, 2)[frame.turning]
    for number, (axes, value) in enumerate(zip(panels.sliders, (*frame.weights, frame.bias), strict=True)):
        colour = theme.positive if value > 0.0 else theme.negative
        marks.bars(axes, np.zeros(1), np.array([value]), [colour], width=0.5)
        marks.dots(axes, style, np.array([[0.0, value]]), colour, size=26.0 if number == moving else 14.0)
        text = signed(value, PLACES)
        marks.label(
            axes,
            style,
            (0.0, value),
            text,
            size=19.0,
            shift=(0.0, 27.0 if value > 0.0 else -27.0),
            align="center",
            weight="bold" if number == moving else "normal",
        )
    width, height = panels.table.get_xlim()[1], panels.table.get_ylim()[1]
    box = Box(0.0, style.px(50.0), min(width, style.px(330.0)), height - style.px(106.0))
    rows = [(int(x), int(y), int(answer)) for (x, y), answer in zip(CASES, answers, strict=True)]
    marks.truth_table(panels.table, style, box, ("x₁", "x₂", GATES.get(tuple(answers.tolist()), "y")), rows)
    rule = say(
        "fires where {w1:.2f}·x₁ + {w2:.2f}·x₂ > θ = {theta:.2f}",
        w1=frame.weights[0],
        w2=frame.weights[1],
        theta=frame.threshold,
    )
    distance = float(np.hypot(*frame.foot))
    panels.words(
        say("Sweep the bias b: the line slides") if frame.turning else say("Sweep the weight w₁: the line turns"),
        rule,
        say("{distance:.2f} from 0", distance=distance),
    )


@weights_and_bias.words
def words(film: Film[Moved], say: Say) -> Words:
    """What to look for."""
    first = film[-1]
    caption = say(
        "It begins as AND: w = (0.5, 0.5), θ = {theta:g}. A weight says how much an input matters, the bias how easily "
        "the neuron fires; the bias is the threshold with its sign turned, θ = −b. Dashed: the line's distance "
        "|b| / ‖w‖ from 0.",
        theta=round(first.threshold, 6),
    )
    shows = say("A plane parted by a straight line that first turns and then slides, and the truth table that follows.")
    return Words(say("Weights turn the line, the bias slides it"), caption, f"{shows} {caption}")
