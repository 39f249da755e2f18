"""Of six activation functions, the step alone has a derivative of zero everywhere: nothing is learned through it."""

from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

from vizpipe import nn
from vizpipe.drawing.picture import Area, Corner, Line, Picture, Rule, Stack, column, each, panel
from vizpipe.recipe import Array, Film, Flags, Say, Words, recipe

NAMES = ("step", "sigmoid", "relu", "tanh", "identity", "softmax")
TITLES = (
    "Step: 1 where x > 0",
    "Sigmoid: 1 / (1 + e⁻ˣ)",
    "ReLU: max(0, x)",
    "tanh: (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)",
    "Identity: x",
    "Softmax of (x, 1, 0): eˣ / (eˣ + e¹ + e⁰)",
)
JUMP = 0.5
"""From which step on a curve is broken: no upright line pretends to be part of it."""
FLAT = 0.05
"""A slope below this is almost 0."""
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


@activations.picture
def picture(film: Film[Curves]) -> Picture[Curves]:
    """Each function, and below it its slope, all slopes on one scale: what a gradient is multiplied by."""
    return Picture(each(range(len(NAMES)), lambda number: _pair(film[0], number)))


def _pair(curves: Curves, number: int) -> Stack[Curves]:
    """One activation above its derivative."""
    ends = curves.x[0], curves.x[-1]
    values = curves.values[number]
    room = 0.09 * float(values.max() - values.min())
    told, flat = _flat(curves.derivatives[number])
    is_steep = np.convolve(~flat, np.ones(3), "same") > 0.0  # up to where it is flat, without a gap
    return column(
        panel(
            Rule(x=0.0, y=0.0),
            Line("x", np.where(flat, values, np.nan), "accent", 8.0, jump=JUMP),
            *([] if flat.all() else [Line[Curves]("x", np.where(is_steep, values, np.nan), width=3.5, jump=JUMP)]),
            title=TITLES[number],
            limits=(*ends, values.min() - room, values.max() + room),
            ticks=((), None),
        ),
        panel(
            Rule(x=0.0),
            Area("x", lambda frame: frame.derivatives[number], "gradient", width=3.0, jump=JUMP),
            Corner(told, "accent" if flat.any() else "quiet"),
            title="its slope",
            x="x",
            limits=(*ends, -0.06, 1.08),
            ticks=(None, (0.0, 1.0)),
            weight=(1.0, 0.7),
        ),
    )


def _flat(slopes: Array) -> tuple[str, Flags]:
    """Where it is flat, in words, and at which points."""
    flat = slopes < FLAT
    if flat.all() or not flat.any():
        return "flat everywhere" if flat.all() else "nowhere flat", flat
    if flat[0] and flat[-1]:
        return "flat at both ends", flat
    return "flat on the left" if flat[0] else "flat on the right", flat


@activations.words
def words(film: Film[Curves], say: Say) -> Words:
    """What to look for."""
    steepest = float(film[0].derivatives[NAMES.index("sigmoid")].max())
    caption = say(
        "Backpropagation multiplies the gradient by the slope of each unit. The step's slope is 0, so nothing is "
        "learned through it; the sigmoid's is at most {steepest:.2f}; ReLU's is 1 where x > 0, and 0 elsewhere. "
        "Flat is where a slope is below {flat:g}.",
        flat=FLAT,
        steepest=steepest,
    )
    shows = say(
        "Six activation functions, each above its derivative, all derivatives on one scale: {names}.",
        names=", ".join("ReLU" if name == "relu" else name for name in NAMES),
    )
    return Words(say("Where an activation is flat, a unit hardly learns: six functions"), caption, f"{shows} {caption}")
