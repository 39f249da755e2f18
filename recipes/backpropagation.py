"""Values go forward through a graph edge by edge, gradients come back, and each equals the numerical gradient."""

from collections.abc import Callable, Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import nn
from vizpipe.drawing import Box, marks, page, paper, short, signed
from vizpipe.recipe import Canvas, Film, Say, Words, recipe

Array = npt.NDArray[np.float64]
Number = Annotated[float, Meta(ge=-5.0, le=5.0)]

EDGES = (
    ("x1", "p1"), ("w1", "p1"), ("x2", "p2"), ("w2", "p2"), ("p1", "z"), ("p2", "z"), ("b", "z"), ("z", "y"),
    ("y", "d"), ("t", "d"), ("d", "L"),
)  # fmt: skip
"""Each edge carries the value of its first node."""
FORWARD = (("x1", "w1", "x2", "w2", "b", "t"), ("p1", "p2"), ("z",), ("y",), ("d",), ("L",))
"""What is known after each beat."""
BACK = (("d",), ("y", "t"), ("z",), ("p1", "p2", "b"), ("x1", "w1", "x2", "w2"))
HOLD = 5
PLACES, GRADIENT_PLACES, MOST = 2, 3, 12
"""Digits after the point of a value and of a gradient, at least, and of either at most."""


class Beat(NamedTuple):
    """How far values have gone forward, and gradients back."""

    forward: int
    """Beats of FORWARD that are done, 1 to 6."""
    back: int
    """Beats of BACK that are done, 0 to 5."""
    leaves: Array
    """x₁, w₁, x₂, w₂, b and t, shape (6,)."""

    @property
    def values(self) -> dict[str, float]:
        """What every node holds: L = ½(σ(w₁x₁ + w₂x₂ + b) − t)²."""
        x1, w1, x2, w2, b, t = (float(value) for value in self.leaves)
        z = x1 * w1 + x2 * w2 + b
        y = float(nn.sigmoid.forward(np.array([z]))[0])
        values = {"x1": x1, "w1": w1, "x2": x2, "w2": w2, "b": b, "t": t}
        return values | {"p1": x1 * w1, "p2": x2 * w2, "z": z, "y": y, "d": y - t, "L": 0.5 * (y - t) ** 2}

    @property
    def gradients(self) -> dict[str, float]:
        """∂L by every node, by the chain rule."""
        v = self.values
        d = v["d"]
        z = d * v["y"] * (1.0 - v["y"])
        gradients = {"L": 1.0, "d": d, "y": d, "t": -d, "z": z, "p1": z, "p2": z, "b": z}
        return gradients | {"x1": z * v["w1"], "w1": z * v["x1"], "x2": z * v["w2"], "w2": z * v["x2"]}


def shown(beat: Beat) -> tuple[dict[str, str], dict[str, str]]:
    """All values and gradients as texts, with so many digits that what follows from others does so on the screen.

    The last results are shown with few digits; what they are worked out from gets more until it gives them, and so on
    back to the first numbers.
    """
    values, gradients = beat.values, beat.gradients
    least = dict.fromkeys(values, PLACES) | {f"∂{name}": GRADIENT_PLACES for name in gradients} | {"L": LOSS_PLACES}
    places = least.copy()
    exact = values | {f"∂{name}": gradient for name, gradient in gradients.items()}
    for _ in range(MOST * len(places)):
        missed = (
            operands
            for result, (operands, rule) in reversed(RULES.items())
            if round(rule(*(round(exact[name], places[name]) for name in operands)), places[result])
            != round(exact[result], places[result])
        )
        short_of = next((each for each in missed if min(places[name] for name in each) < MOST), ())
        places |= {name: min(places[name] + 1, MOST) for name in short_of}
        if not short_of:
            break
    texts = {name: signed(exact[name], _needed(exact[name], least[name], places[name])) for name in exact}
    return {name: texts[name] for name in values}, {name: texts[f"∂{name}"] for name in gradients}


def _needed(value: float, least: int, most: int) -> int:
    """Digits after the point without noughts at the end that say no more, ``least`` of them or more."""
    return next(places for places in range(least, most + 1) if round(value, places) == round(value, most))


def _sigmoid(z: float) -> float:
    return float(nn.sigmoid.forward(np.array([z]))[0])


LOSS_PLACES = 4
RULES: dict[str, tuple[tuple[str, ...], Callable[..., float]]] = {
    "p1": (("x1", "w1"), lambda x, w: x * w),
    "p2": (("x2", "w2"), lambda x, w: x * w),
    "z": (("p1", "p2", "b"), lambda p, q, b: p + q + b),
    "y": (("z",), _sigmoid),
    "d": (("y", "t"), lambda y, t: y - t),
    "L": (("d",), lambda d: 0.5 * d * d),
    "∂d": (("d",), lambda d: d),
    "∂y": (("∂d",), lambda d: d),
    "∂t": (("∂d",), lambda d: -d),
    "∂z": (("∂y", "y"), lambda g, y: g * y * (1.0 - y)),
    "∂p1": (("∂z",), lambda g: g),
    "∂p2": (("∂z",), lambda g: g),
    "∂b": (("∂z",), lambda g: g),
    "∂x1": (("∂p1", "w1"), lambda g, w: g * w),
    "∂w1": (("∂p1", "x1"), lambda g, x: g * x),
    "∂x2": (("∂p2", "w2"), lambda g, w: g * w),
    "∂w2": (("∂p2", "x2"), lambda g, x: g * x),
}
"""How each value and each gradient follows from others, in the order in which they become known."""


@recipe(
    title="Backpropagation",
    chapter="Loss and gradient",
    ideas=("Backpropagation on a computational graph: values forward, gradients back, edge by edge",),
)
def backpropagation(
    *,
    x1: Annotated[Number, "First input"] = 2.0,
    w1: Annotated[Number, "Its weight"] = 0.5,
    x2: Annotated[Number, "Second input"] = -1.0,
    w2: Annotated[Number, "Its weight"] = 1.5,
    b: Annotated[Number, "Bias"] = 0.2,
    t: Annotated[Number, "Target"] = 1.0,
) -> Iterator[Beat]:
    """One neuron with a squared error: all values forward, then all gradients back."""
    leaves = np.array([x1, w1, x2, w2, b, t])
    for forward in range(1, len(FORWARD) + 1):
        for _ in range(HOLD):
            yield Beat(forward, 0, leaves)
    for back in range(1, len(BACK) + 1):
        for _ in range(HOLD):
            yield Beat(len(FORWARD), back, leaves)


class Panels(NamedTuple):
    """The stage."""

    graph: marks.Mark
    words: marks.Mark
    canvas: Canvas


@backpropagation.stage
def stage(canvas: Canvas, film: Film[Beat]) -> Panels:
    """The graph over the whole page."""
    style, say = canvas.style, canvas.say
    laid = page(canvas)
    blank = paper(canvas, laid.body)
    edge = style.px(60.0 if not style.tall else 30.0)
    box = Box(edge, style.px(40.0), laid.body.width - 2.0 * edge, laid.body.height - style.px(80.0))
    node = marks.Node
    nodes = {
        "x1": node("x₁", 0.0, 1.0, leaf=True),
        "w1": node("w₁", 0.0, 0.76, leaf=True),
        "x2": node("x₂", 0.0, 0.5, leaf=True),
        "w2": node("w₂", 0.0, 0.26, leaf=True),
        "b": node("b", 0.2, 0.0, leaf=True),
        "t": node("t", 0.62, 0.08, leaf=True),
        "p1": node("×", 0.2, 0.88),
        "p2": node("×", 0.2, 0.38),
        "z": node("+", 0.42, 0.6),
        "y": node("σ", 0.62, 0.6),
        "d": node("−", 0.81, 0.6),
        "L": node("L", 1.0, 0.6),
    }
    if style.tall:  # the same graph, turned: values flow down
        nodes = {name: each._replace(x=1.0 - each.y, y=1.0 - each.x) for name, each in nodes.items()}
        nodes |= {name: nodes[name]._replace(x=nodes[name].x + 0.06) for name in ("x2", "w2", "p2")}
        nodes |= {name: nodes[name]._replace(y=nodes[name].y - 0.14) for name in ("b", "t")}
    widest = [say("Forward: values"), say("loss {loss}", loss=shown(film[-1])[0]["L"])]
    radius = 36.0 if not style.tall else 24.0
    return Panels(
        marks.computational_graph(blank, style, box, nodes, EDGES, radius=radius),
        marks.readout(laid.header, style, widest),
        canvas,
    )


@stage.draw
def draw(frame: Beat, panels: Panels) -> None:
    """As much as is known."""
    say = panels.canvas.say
    computed = {name for beat in FORWARD[: frame.forward] for name in beat}
    returned = {name for beat in BACK[: frame.back] for name in beat}
    lit = BACK[frame.back - 1] if frame.back else FORWARD[frame.forward - 1]
    values, gradients = shown(frame)
    panels.graph(
        {name: text for name, text in values.items() if name in computed - {"L"}},
        {name: text for name, text in gradients.items() if name in returned},
        frozenset(lit) - {"L"},
    )
    sentence = say("loss {loss}", loss=values["L"]) if "L" in computed else ""
    panels.words(say("Back: gradients") if frame.back else say("Forward: values"), sentence)


@backpropagation.words
def words(film: Film[Beat], say: Say) -> Words:
    """What came back, and whether it is right."""
    frame = film[-1]

    def loss(leaves: Array) -> float:
        return frame._replace(leaves=leaves).values["L"]

    numerical = nn.numerical_gradient(loss, frame.leaves)
    exact = np.array([frame.gradients[name] for name in ("x1", "w1", "x2", "w2", "b", "t")])
    apart = float(np.abs(exact - numerical).max())
    caption = say(
        "L = ½(σ(w₁x₁ + w₂x₂ + b) − t)². At each edge its value and, in colour, ∂L by that value: times the other "
        "factor at ×, unchanged at +, times y(1 − y) at σ. ∂L/∂w₁ = {w1}, ∂L/∂w₂ = {w2}; numerical gradients differ by "
        "less than {bound}.",
        w1=shown(frame)[1]["w1"],
        w2=shown(frame)[1]["w2"],
        bound="10⁻⁷" if apart < 1e-7 else short(1.01 * apart),
    )
    shows = say(
        "A graph of one neuron and its loss: numbers appear along its edges, forward to the loss and then back."
    )
    return Words(say("Backpropagation, edge by edge"), caption, f"{shows} {caption}")
