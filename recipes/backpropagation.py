"""Values go forward through a graph; gradients come back, and each is the product of the slopes along its path."""

from collections.abc import Iterator
from operator import mul, sub
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import nn
from vizpipe.drawing import Rules, closing, short, worked_out
from vizpipe.recipe import Array, Beat, Film, Say, Words, recipe

Number = Annotated[float, Meta(ge=-5.0, le=5.0)]

FORWARD = (("x1", "w1", "x2", "w2", "b", "t"), ("p1", "p2"), ("z",), ("y",), ("d",), ("L",))
"""What becomes known in each step forward, and in each step back."""
BACK = (("d",), ("y", "t"), ("z",), ("p1", "p2", "b"), ("x1", "w1", "x2", "w2"))
FACTORS = {
    ("x1", "p1"): "w1", ("w1", "p1"): "x1", ("x2", "p2"): "w2", ("w2", "p2"): "x2", ("p1", "z"): "1", ("p2", "z"): "1",
    ("b", "z"): "1", ("z", "y"): "slope", ("y", "d"): "1", ("t", "d"): "−1", ("d", "L"): "d",
}  # fmt: skip
"""The graph's edges, from each number to what is worked out from it, and what multiplies a gradient on its way back."""
RULES: Rules = {
    "p1": (("x1", "w1"), mul),
    "p2": (("x2", "w2"), mul),
    "z": (("p1", "p2", "b"), lambda p1, p2, b: p1 + p2 + b),
    "y": (("z",), lambda z: float(nn.sigmoid.forward(np.array([z]))[0])),
    "d": (("y", "t"), sub),
    "L": (("d",), lambda d: 0.5 * d**2),
    "slope": (("y",), lambda y: y * (1.0 - y)),
    **{
        f"∂{source}": ((f"∂{target}", factor), mul)
        for step in BACK
        for (source, target), factor in FACTORS.items()
        if source in step
    },
}
"""How each value follows from others, and then, by the chain rule, each gradient: L = ½(σ(w₁x₁ + w₂x₂ + b) − t)²."""
NODES = tuple(
    vp.Node(*node)
    for node in (
        ("x1", "x₁", 0, 0), ("w1", "w₁", 0, 1), ("x2", "x₂", 0, 2), ("w2", "w₂", 0, 3), ("b", "b", 1, 1.5),
        ("p1", "w₁x₁", 1, 0.5), ("p2", "w₂x₂", 1, 2.5), ("z", "z, their sum", 2, 2), ("y", "y = σ(z)", 3, 2),
        ("t", "t", 3, 3), ("d", "y − t", 4, 2), ("L", "L = ½(y − t)²", 5, 2),
    )
)  # fmt: skip


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
    def numbers(self) -> dict[str, float]:
        """All values and, with a ∂ before their names, all gradients."""
        leaves = dict(zip(FORWARD[0], self.leaves.tolist(), strict=True))
        return worked_out(leaves | {"∂L": 1.0, "1": 1.0, "−1": -1.0}, RULES)

    @property
    def values(self) -> dict[str, float]:
        """What every node holds."""
        numbers = self.numbers
        return {node.key: numbers[node.key] for node in NODES}

    @property
    def gradients(self) -> dict[str, float]:
        """∂L by every node."""
        numbers = self.numbers
        return {node.key: numbers[f"∂{node.key}"] for node in NODES}

    @property
    def flows(self) -> dict[str, float]:
        """How large each gradient is, as a share of the largest."""
        sizes = {key: abs(gradient) for key, gradient in self.gradients.items()}
        return {key: size / max(sizes.values()) for key, size in sizes.items()}

    @property
    def lit(self) -> frozenset[str]:
        """What has just become known, or the way that is looked at."""
        step = BACK[self.back - 1] if self.back else FORWARD[self.forward - 1]
        return frozenset({"L", "d", "y", "z", "p1", "w1"} if self.is_traced else step)


def shown(frame: Pass) -> dict[str, str]:
    """All numbers as texts, with so many digits that what follows from others does so on the screen."""
    least = {f"∂{node.key}": 3 for node in NODES} | {"∂b": 4, "∂t": 4, "slope": 3, "L": 4, "∂L": 0, "1": 0, "−1": 0}
    return closing(frame.numbers, RULES, places=2, least=least)


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
    for forward in range(1, len(FORWARD) + 1):
        yield Pass(forward, 0, leaves)
    for back in range(1, len(BACK) + 1):
        yield Pass(len(FORWARD), back, leaves)
    yield Pass(len(FORWARD), len(BACK), leaves, is_traced=True)


@backpropagation.picture
def picture(film: Film[Pass]) -> vp.Picture[Pass]:
    """The graph over the whole page."""
    del film
    texts = vp.once(shown)

    def values(frame: Pass) -> dict[str, str]:
        return {name: texts(frame)[name] for step in FORWARD[: frame.forward] for name in step}

    def gradients(frame: Pass) -> dict[str, str]:
        steps = (("L",), *BACK[: frame.back]) if frame.back else ()
        return {name: texts(frame)[f"∂{name}"] for step in steps for name in step}

    def factors(frame: Pass) -> dict[tuple[str, str], str]:
        return {edge: texts(frame)[factor] for edge, factor in FACTORS.items()}

    def product(frame: Pass) -> tuple[str, ...]:
        told = texts(frame)
        on_way = f"= {told['d']} × 1", f"× {told['slope']} × 1", f"× {told['x1']}"
        return ("∂L/∂w₁", *on_way, f"= {told['∂w1']}") if frame.is_traced else ()

    graph = vp.Graph[Pass](NODES, tuple(FACTORS), values, gradients, factors, "flows", "lit", product)
    key = vp.Key[Pass]((("value", "ink"), ("gradient of the loss", "gradient")))
    return vp.Picture(vp.paper(graph, key), thumb=vp.paper(graph))


@backpropagation.story
def story(film: Film[Pass]) -> list[Beat[Pass]]:
    """Forward step by step to the loss, and back; then one way of the many."""
    texts, forward = shown(film[-1]), len(FORWARD)
    ends = {"loss": texts["L"], "w1": texts["∂w1"]}
    product = "A weight's gradient is the product of the slopes on its path: ∂L/∂w₁ = {w1}"
    return [
        Beat("start", 0, "How much does each of these numbers change the loss?", 1.4),
        Beat("forward", 1, "Forward: every value follows from those before it", 0.6, each=True),
        Beat("loss", forward - 1, "The loss is {loss}. Which way should each number go?", 1.2, values=ends),
        Beat("back", forward, "Back: begin with 1 and multiply by the slope of each step", 0.8, each=True),
        Beat("end", -1, product, 2.0, end=True, values=ends),
    ]


@backpropagation.words
def words(film: Film[Pass], say: Say) -> Words:
    """What came back, and whether it is right."""
    frame, texts = film[-1], shown(film[-1])
    numerical = nn.numerical_gradient(lambda leaves: frame._replace(leaves=leaves).values["L"], frame.leaves)
    apart = float(np.abs([frame.gradients[name] for name in FORWARD[0]] - numerical).max())
    caption = say(
        "Below each value is its gradient: how fast the loss L = ½(σ(w₁x₁ + w₂x₂ + b) − t)² grows as that value "
        "grows. ∂L/∂w₁ = {w1}, ∂L/∂w₂ = {w2}; numerical gradients differ by less than {bound}.",
        w1=texts["∂w1"],
        w2=texts["∂w2"],
        bound="10⁻⁷" if apart < 1e-7 else short(1.01 * apart),
    )
    shows = say(
        "A graph of one neuron and its loss, a card for each number: values appear forward to the loss, then gradients "
        "back, and at each edge what they are multiplied by."
    )
    return Words(say("Backpropagation multiplies slopes, edge by edge"), caption, f"{shows} {caption}")
