"""Values go forward through a graph edge by edge, gradients come back, and each equals the numerical gradient."""

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import nn
from vizpipe.drawing import short, signed
from vizpipe.drawing.picture import Graph, Key, Node, Picture, paper
from vizpipe.recipe import Beat, Film, Say, Words, recipe

Array = npt.NDArray[np.float64]
Number = Annotated[float, Meta(ge=-5.0, le=5.0)]

EDGES = (
    ("x1", "p1"), ("w1", "p1"), ("x2", "p2"), ("w2", "p2"), ("p1", "z"), ("p2", "z"), ("b", "z"), ("z", "y"),
    ("y", "d"), ("t", "d"), ("d", "L"),
)  # fmt: skip
"""From each number to what is worked out from it."""
NODES = tuple(
    Node(*node)
    for node in (
        ("x1", "x₁", 0, 0), ("w1", "w₁", 0, 1), ("x2", "x₂", 0, 2), ("w2", "w₂", 0, 3), ("b", "b", 1, 1.5),
        ("p1", "w₁x₁", 1, 0.5), ("p2", "w₂x₂", 1, 2.5), ("z", "z, the sum", 2, 1.5), ("y", "y = σ(z)", 3, 1.5),
        ("t", "t", 3, 2.5), ("d", "y − t", 4, 1.5), ("L", "L, the loss", 5, 1.5),
    )
)  # fmt: skip
FORWARD = (("x1", "w1", "x2", "w2", "b", "t"), ("p1", "p2"), ("z",), ("y",), ("d",), ("L",))
"""What becomes known in each step forward, and in each step back."""
FORWARDS = len(FORWARD)
BACK = (("d",), ("y", "t"), ("z",), ("p1", "p2", "b"), ("x1", "w1", "x2", "w2"))
TRACED = frozenset({"L", "d", "y", "z", "p1", "w1"})
"""The way from the loss to w₁."""
PLACES, GRADIENT_PLACES, MOST = 2, 3, 12
"""Digits after the point of a value and of a gradient, at least, and of either at most."""


class Pass(NamedTuple):
    """How far values have gone forward, and gradients back."""

    forward: int
    """Steps of FORWARD that are done, 1 to 6."""
    back: int
    """Steps of BACK that are done, 0 to 5."""
    leaves: Array
    """x₁, w₁, x₂, w₂, b and t, shape (6,)."""
    is_traced: bool = False
    """Whether all is known, and one way is looked at: the one from the loss to w₁."""

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


class Texts(NamedTuple):
    """All numbers of the graph as they are shown."""

    values: dict[str, str]
    gradients: dict[str, str]
    factors: dict[tuple[str, str], str]
    """∂target/∂source of each edge: by what a gradient is multiplied on its way back."""


def shown(frame: Pass) -> Texts:
    """All values and gradients as texts, with so many digits that what follows from others does so on the screen.

    The last results are shown with few digits; what they are worked out from gets more until it gives them, and so on
    back to the first numbers.
    """
    values, gradients, y = frame.values, frame.gradients, frame.values["y"]
    least = dict.fromkeys(values, PLACES) | {f"∂{name}": GRADIENT_PLACES for name in gradients}
    least |= {"L": LOSS_PLACES, "slope": GRADIENT_PLACES}
    places = least.copy()
    exact = values | {f"∂{name}": gradient for name, gradient in gradients.items()} | {"slope": y * (1.0 - y)}
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
    slopes = {("x1", "p1"): "w1", ("w1", "p1"): "x1", ("x2", "p2"): "w2", ("w2", "p2"): "x2"}
    slopes |= {("z", "y"): "slope", ("d", "L"): "d"}
    factors = {edge: texts[slopes[edge]] if edge in slopes else "−1" if edge == ("t", "d") else "1" for edge in EDGES}
    gradient_texts = {name: texts[f"∂{name}"] for name in gradients} | {"L": "1"}
    return Texts({name: texts[name] for name in values}, gradient_texts, factors)


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
    "slope": (("y",), lambda y: y * (1.0 - y)),
    "∂z": (("∂y", "slope"), lambda g, slope: g * slope),
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
) -> Iterator[Pass]:
    """One neuron with a squared error: all values forward, then all gradients back."""
    leaves = np.array([x1, w1, x2, w2, b, t])
    for forward in range(1, FORWARDS + 1):
        yield Pass(forward, 0, leaves)
    for back in range(1, len(BACK) + 1):
        yield Pass(FORWARDS, back, leaves)
    yield Pass(FORWARDS, len(BACK), leaves, is_traced=True)


@backpropagation.picture
def picture(film: Film[Pass]) -> Picture[Pass]:
    """The graph over the whole page."""
    largest = max(abs(gradient) for gradient in film[-1].gradients.values())
    graph = Graph[Pass](
        NODES,
        EDGES,
        values=lambda frame: _known(shown(frame).values, FORWARD[: frame.forward]),
        gradients=lambda frame: _known(shown(frame).gradients, (("L",), *BACK[: frame.back]) if frame.back else ()),
        factors=lambda frame: shown(frame).factors,
        flows=lambda frame: {name: abs(gradient) / largest for name, gradient in frame.gradients.items()},
        lit=_lit,
    )
    meanings = (("value", "ink"), ("gradient of the loss", "gradient"))
    return Picture(paper(graph, Key(meanings)))


def _lit(frame: Pass) -> frozenset[str]:
    """What has just become known, or the way that is looked at."""
    step = BACK[frame.back - 1] if frame.back else FORWARD[frame.forward - 1]
    return TRACED if frame.is_traced else frozenset(step)


def _known(texts: dict[str, str], steps: Sequence[Sequence[str]]) -> dict[str, str]:
    return {name: texts[name] for step in steps for name in step}


@backpropagation.story
def story(film: Film[Pass]) -> list[Beat[Pass]]:
    """Forward step by step to the loss, and back; then one way of the many."""
    texts = shown(film[-1])
    ends = {"loss": texts.values["L"], "w1": texts.gradients["w1"]}
    product = "A weight's gradient is the product of all slopes on its way: ∂L/∂w₁ = {w1}"
    return [
        Beat("start", 0, "How much does each of these numbers change the loss?", 1.4),
        Beat("forward", 1, "Forward: every value follows from those before it", 0.6, each=True),
        Beat("loss", FORWARDS - 1, "The loss is {loss}. Which way should each number go?", 1.2, values=ends),
        Beat("back", FORWARDS, "Back: what arrives is multiplied by the slope on the way", 0.8, each=True),
        Beat("end", -1, product, 2.0, end=True, values=ends),
    ]


@backpropagation.words
def words(film: Film[Pass], say: Say) -> Words:
    """What came back, and whether it is right."""
    frame = film[-1]

    def loss(leaves: Array) -> float:
        return frame._replace(leaves=leaves).values["L"]

    numerical = nn.numerical_gradient(loss, frame.leaves)
    exact = np.array([frame.gradients[name] for name in ("x1", "w1", "x2", "w2", "b", "t")])
    apart = float(np.abs(exact - numerical).max())
    caption = say(
        "Below each value stands its gradient: how much L = ½(σ(w₁x₁ + w₂x₂ + b) − t)² grows for each unit that is "
        "added to it. ∂L/∂w₁ = {w1}, ∂L/∂w₂ = {w2}; numerical gradients differ by less than {bound}.",
        w1=shown(frame).gradients["w1"],
        w2=shown(frame).gradients["w2"],
        bound="10⁻⁷" if apart < 1e-7 else short(1.01 * apart),
    )
    shows = say(
        "A graph of one neuron and its loss, a card for each number: values appear forward to the loss, then gradients "
        "back, and at each edge what they are multiplied by."
    )
    return Words(say("Backpropagation, edge by edge"), caption, f"{shows} {caption}")
