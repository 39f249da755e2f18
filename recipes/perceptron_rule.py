"""Learning from its mistakes alone, one neuron finds AND, NAND and OR; on XOR it never comes to rest."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe import nn
from vizpipe.drawing import equal, given, listed, marks, name_panel, page, panels, straight_line
from vizpipe.recipe import Canvas, Count, Film, Rate, Say, Words, recipe

Array = npt.NDArray[np.float64]
Bits = npt.NDArray[np.int64]

CASES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
GATES = {"AND": (0, 0, 0, 1), "NAND": (1, 1, 1, 0), "OR": (0, 1, 1, 1), "XOR": (0, 1, 1, 0)}
CELLS = 130


class Update(NamedTuple):
    """Four neurons after so many looks at a case, each learning a gate of its own."""

    tick: int
    case: int
    """The case that was looked at last; −1 before the first."""
    weights: Bits
    """Of AND, NAND, OR and XOR, shape (4, 2), in units of η: from zero they are whole numbers, so that no rounding
    decides whether a case on the very line fires."""
    biases: Bits
    """Shape (4,), in units of η too."""
    updates: Bits
    """Times that each neuron was wrong and changed so far, shape (4,)."""

    def fires(self, gate: int, points: Array) -> Bits:
        """1 where b + w·x > 0, for points (n, 2)."""
        return nn.step.forward(points @ self.weights[gate] + self.biases[gate]).astype(np.int64)

    def wrong(self, gate: int) -> npt.NDArray[np.bool_]:
        """Which cases a neuron gets wrong, shape (4,)."""
        return np.not_equal(self.fires(gate, CASES), list(GATES.values())[gate])


@recipe(
    title="The perceptron rule",
    chapter="Perceptron and gates",
    ideas=("Learning a gate: the perceptron rule finds AND, NAND and OR; on XOR it cycles for ever",),
)
def perceptron_rule(
    *,
    ticks: Annotated[Count, "Looks at a case, one after another"] = 59,
    learning_rate: Annotated[Rate, "η, how far a mistake moves the weights: from zero, no line depends on it"] = 1.0,
) -> Iterator[Update]:
    """Rosenblatt's rule from zero: w ← w + η(t − y)x, b ← b + η(t − y), the four cases in turn."""
    del learning_rate  # it multiplies every weight and bias alike
    targets, cases = np.array(list(GATES.values())), CASES.astype(np.int64)
    weights, biases, updates = (np.zeros(shape, dtype=np.int64) for shape in ((4, 2), 4, 4))
    yield Update(0, -1, weights, biases, updates)
    for tick in range(1, ticks + 1):
        case = (tick - 1) % len(CASES)
        answers = (weights @ cases[case] + biases > 0).astype(np.int64)
        errors = targets[:, case] - answers
        weights = weights + errors[:, None] * cases[case]
        biases = biases + errors
        updates = updates + np.abs(errors)
        yield Update(tick, case, weights, biases, updates)


class Panels(NamedTuple):
    """The stage."""

    planes: list[marks.Axes]
    limits: list[tuple[float, float, float, float]]
    fields: list[marks.Mark]
    lines: list[marks.Mark]
    dots: list[marks.Mark]
    words: marks.Mark
    canvas: Canvas


@perceptron_rule.stage
def stage(canvas: Canvas, film: Film[Update]) -> Panels:
    """Four planes in a row."""
    style, say = canvas.style, canvas.say
    laid = page(canvas)
    planes = panels(canvas, laid.body, len(GATES))
    limits = []
    for axes, name in zip(planes, GATES, strict=True):
        limits.append(equal(axes, (0.5, 0.5), 1.05))
        name_panel(canvas, axes, name, "x₁", "x₂", away=30.0)
        axes.set_xticks([0, 1])
        axes.set_yticks([0, 1])
    return Panels(
        planes,
        limits,
        [marks.field(axes, style, smooth=False) for axes in planes],
        [marks.boundary(axes, style, 4.0) for axes in planes],
        [
            marks.samples(axes, style, CASES, np.array(gate), size=42.0)
            for axes, gate in zip(planes, GATES.values(), strict=True)
        ],
        marks.readout(laid.header, style, [say("Case {n}", n=film[-1].tick)]),
        canvas,
    )


@stage.draw
def draw(frame: Update, panels: Panels) -> None:
    """Each neuron's half plane, the case that is looked at, the mistakes."""
    style, say = panels.canvas.style, panels.canvas.say
    theme = style.theme
    for gate, axes in enumerate(panels.planes):
        grid = marks.grid(panels.limits[gate], CELLS)
        panels.fields[gate](frame.fires(gate, grid).reshape(CELLS, CELLS).astype(float), panels.limits[gate])
        if frame.weights[gate].any():
            panels.lines[gate]([straight_line(frame.weights[gate], float(frame.biases[gate]))])
        if frame.case >= 0:
            marks.dots(axes, style, CASES[[frame.case]], theme.background, size=62.0, edge=theme.ink, order=1.5)
        panels.dots[gate](CASES)
        wrong = frame.wrong(gate)
        for case in CASES[wrong]:
            at, cross = (case[0], case[1]), theme.on(*theme.classes)
            marks.label(axes, style, at, "×", size=28.0, shift=(0.0, 0.0), align="center", colour=cross, weight="bold")
        sentence = (
            say("at rest, changed {n:|time|times}", n=frame.updates[gate])
            if not wrong.any()
            else say("changed {n:|time|times}", n=frame.updates[gate])
        )
        axes.text(
            1.0,
            1.02,
            sentence,
            transform=axes.transAxes,
            ha="right",
            va="bottom",
            fontsize=style.em(16.0),
            color=theme.ink if not wrong.any() else theme.quiet,
            fontweight="bold" if not wrong.any() else "normal",
            zorder=4.0,
            parse_math=False,
        )
    panels.words(say("Case {n}", n=frame.tick))


@perceptron_rule.words
def words(film: Film[Update], say: Say) -> Words:
    """Who came to rest."""
    last = film[-1]
    settled = [name for gate, name in enumerate(GATES) if not last.wrong(gate).any()]
    rest = say("None has come to rest")
    if settled:
        rest = say(
            "{names} has come to rest" if len(settled) == 1 else "{names} have come to rest", names=listed(say, settled)
        )
    caption = say(
        "Dots: the answer wanted. Fields: the answer given; on the line it is 0. One case at a time, ringed; a wrong "
        "answer, crossed, moves weights and bias by η = {rate} towards the right one. {settled}; XOR was changed "
        "{n:|time|times} in {looks:|case|cases} and never comes to rest: no line parts its cases.",
        rate=given(float(str(film.parameters["learning_rate"]))),
        settled=rest,
        looks=last.tick,
        n=int(last.updates[3]),
    )
    shows = say("Four planes with the cases of AND, NAND, OR and XOR, in each the line of a neuron that learns them.")
    return Words(say("The perceptron rule learns from mistakes"), caption, f"{shows} {caption}")
