"""Of six activation functions, the step alone has a derivative of zero everywhere: nothing is learned through it."""

from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import nn
from vizpipe.drawing import marks, name_panel, page, panel, split
from vizpipe.recipe import Canvas, Film, Say, Words, recipe

Array = npt.NDArray[np.float64]

NAMES = ("step", "sigmoid", "relu", "tanh", "identity", "softmax")
OTHERS = (1.0, 0.0)
"""The other two inputs of softmax, which stay where they are while the first moves."""


class Curves(NamedTuple):
    """Six activations over one range."""

    x: Array
    """Pre-activations, shape (points,), from −5 up to, but not, 5 in steps of 0.1."""
    values: Array
    """Activations, shape (6, points), in the order of NAMES; of softmax, the first of three outputs."""
    derivatives: Array
    """Of each activation by its own input, shape (6, points)."""


@recipe(
    title="Activation functions",
    size=(1920, 1080),
    chapter="Activations and outputs",
    ideas=("Step, sigmoid, ReLU, tanh, identity and softmax, each with its derivative",),
)
def activations(
    *, reach: Annotated[float, Meta(ge=0.5, le=100.0), "How far from 0 the curves go, either way"] = 5.0
) -> Curves:
    """Six activations and their derivatives from −reach to reach."""
    x = np.arange(-round(reach * 10.0), round(reach * 10.0)) / 10.0
    values, derivatives = [], []
    for name in NAMES:
        function = nn.ACTIVATIONS[name]
        inputs = x[:, None]
        if name == "softmax":
            inputs = np.concatenate([inputs, np.broadcast_to(OTHERS, (len(x), len(OTHERS)))], axis=1)
        values.append(function.forward(inputs)[:, 0])
        derivatives.append(function.derivative(inputs)[:, 0])
    return Curves(x, np.stack(values), np.stack(derivatives))


@activations.stage
def stage(canvas: Canvas, film: Film[Curves]) -> None:
    """Six panels: the curve in ink, its derivative in quiet ink."""
    style, say, curves = canvas.style, canvas.say, film[0]
    laid = page(canvas, headline=False)
    cells = split(
        laid.body,
        rows=(1.0,) * (6 if style.tall else 2),
        columns=(1.0,) * (1 if style.tall else 3),
        gap=0.0 if style.tall else style.px(24.0),
    )
    words = (
        say("Step: 1 where x > 0, else 0"),
        say("Sigmoid: 1 / (1 + e⁻ˣ)"),
        say("ReLU: max(0, x)"),
        say("tanh: (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)"),
        say("Identity: x"),
        say("Softmax: first output for inputs (x, 1, 0)"),
    )
    for number, (cell, name) in enumerate(zip(cells, words, strict=True)):
        axes = panel(canvas, cell, left=56.0)
        values, slopes = curves.values[number], curves.derivatives[number]
        low, high = min(values.min(), slopes.min()), max(values.max(), slopes.max())
        room = 0.09 * (high - low)
        axes.set_xlim(curves.x[0], -curves.x[0])
        axes.set_ylim(low - room, high + room)
        name_panel(canvas, axes, name, "x")
        marks.guide(axes, style, x=0.0, y=0.0)
        jump = np.flatnonzero(np.abs(np.diff(slopes)) > 0.5)
        marks.stroke(axes, style, *_broken(curves.x, slopes, jump), colour=style.theme.gradient, width=2.5)
        gaps = np.flatnonzero(np.abs(np.diff(values)) > 0.5)
        marks.stroke(axes, style, *_broken(curves.x, values, gaps), width=3.5)
        if number == 0:
            at = (-0.9 * curves.x.max(), 1.0)
            marks.label(axes, style, (at[0], 0.62), say("the function"), shift=(0.0, 0.0), weight="bold")
            marks.label(
                axes,
                style,
                (at[0], 0.62),
                say("its derivative"),
                shift=(0.0, -26.0),
                colour=style.theme.gradient,
                weight="bold",
            )


def _broken(x: Array, y: Array, jumps: npt.NDArray[np.intp]) -> tuple[Array, Array]:
    """The same curve with a gap at each jump, so that no upright line pretends to be part of it."""
    return np.insert(x, jumps + 1, np.nan), np.insert(y, jumps + 1, np.nan)


@activations.words
def words(film: Film[Curves], say: Say) -> Words:
    """What to look for."""
    steepest = float(film[0].derivatives[NAMES.index("sigmoid")].max())
    caption = say(
        "A gradient is multiplied by the derivative on its way back. The step's is 0 everywhere, so nothing can be "
        "learned through it; the sigmoid's is at most {steepest:.2f}; ReLU's is 1 wherever the unit answers at all.",
        steepest=steepest,
    )
    shows = say("Six panels, each with an activation function and its derivative: {names}.", names=", ".join(NAMES))
    return Words(say("Activation functions and their derivatives"), caption, f"{shows} {caption}")
