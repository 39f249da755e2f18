"""Values go forward through a graph edge by edge, gradients come back, and each equals the numerical gradient."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import nn
from vizpipe.drawing import Box, marks, page, sheet, short, signed
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
        known = {"x1": x1, "w1": w1, "x2": x2, "w2": w2, "b": b, "t": t}
        return known | {"p1": x1 * w1, "p2": x2 * w2, "z": z, "y": y, "d": y - t, "L": 0.5 * (y - t) ** 2}

    @property
    def gradients(self) -> dict[str, float]:
        """∂L by every node, by the chain rule."""
        v = self.values
        d = v["d"]
        z = d * v["y"] * (1.0 - v["y"])
        found = {"L": 1.0, "d": d, "y": d, "t": -d, "z": z, "p1": z, "p2": z, "b": z}
        return found | {"x1": z * v["w1"], "w1": z * v["x1"], "x2": z * v["w2"], "w2": z * v["x2"]}


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
    del film
    laid = page(canvas)
    paper = sheet(canvas, laid.body)
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
    widest = [say("Forward: values"), say("loss {loss:.4f}", loss=0.0)]
    radius = 36.0 if not style.tall else 24.0
    return Panels(
        marks.computational_graph(paper, style, box, nodes, EDGES, radius=radius),
        marks.readout(laid.header, style, widest),
        canvas,
    )


@stage.draw
def draw(frame: Beat, panels: Panels) -> None:
    """As much as is known."""
    say = panels.canvas.say
    known = {name for beat in FORWARD[: frame.forward] for name in beat}
    returned = {name for beat in BACK[: frame.back] for name in beat}
    lit = BACK[frame.back - 1] if frame.back else FORWARD[frame.forward - 1]
    values = {name: signed(value, 2) for name, value in frame.values.items() if name in known}
    gradients = {name: signed(value, 3) for name, value in frame.gradients.items() if name in returned}
    panels.graph(values, gradients, frozenset(lit))
    told = say("loss {loss:.4f}", loss=frame.values["L"]) if "L" in known else ""
    panels.words(say("Back: gradients") if frame.back else say("Forward: values"), told)


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
        "L = ½(σ(w₁x₁ + w₂x₂ + b) − t)². Above each edge its value, below it ∂L by that value: times the other "
        "factor at ×, unchanged at +, times y(1 − y) at σ. ∂L/∂w₁ = {w1}, ∂L/∂w₂ = {w2}; numerical gradients differ by "
        "less than {bound}.",
        w1=signed(frame.gradients["w1"], 4),
        w2=signed(frame.gradients["w2"], 4),
        bound="10⁻⁷" if apart < 1e-7 else short(1.01 * apart),
    )
    shows = say("A graph of one neuron and its loss: numbers appear along its edges from left to right, then back.")
    return Words(say("Backpropagation, edge by edge"), caption, f"{shows} {caption}")
