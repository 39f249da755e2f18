"""Changed only where it is wrong, a neuron comes to rest on AND, NAND and OR, and on XOR never.

F. Rosenblatt: The perceptron, Cornell Aeronautical Laboratory, report 85-460-1, 1957; Psychological Review 65, 1958.
J. Hay, B. Lynch, D. Smith: Mark I Perceptron operators' manual, report VG-1196-G-5, 1960: 20 × 20 photocells.
"""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np

import vizpipe.drawing.picture as vp
from vizpipe import nn
from vizpipe.drawing import given, listed
from vizpipe.recipe import Array, Beat, Count, Film, Flags, Integers, Rate, Say, Words, recipe

CASES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
GATES = {"AND": (0, 0, 0, 1), "NAND": (1, 1, 1, 0), "OR": (0, 1, 1, 1), "XOR": (0, 1, 1, 0)}
ROUND, PLANE = len(CASES), (-0.7, 1.7, -0.7, 1.7)
RING = 0.2 * np.stack([f(np.linspace(0.0, 2.0 * np.pi, 61)) for f in (np.cos, np.sin)], axis=1)[None]


class Update(NamedTuple):
    """Four neurons after so many looks at a case, each learning a gate of its own."""

    tick: int
    case: int
    """The case that was looked at last; −1 before the first."""
    weights: Integers
    """Of AND, NAND, OR and XOR, shape (4, 2), in units of η: from zero they are whole numbers, so that no rounding
    decides whether a case on the very line fires."""
    biases: Integers
    """Shape (4,), in units of η too."""
    updates: Integers
    """Times that each neuron was wrong and changed so far, shape (4,)."""

    def fires(self, gate: int, points: Array) -> Integers:
        """1 where b + w·x > 0, for points (n, 2)."""
        return nn.step.forward(points @ self.weights[gate] + self.biases[gate]).astype(np.int64)

    def wrong(self, gate: int) -> Flags:
        """Which cases a neuron gets wrong, shape (4,)."""
        return np.not_equal(self.fires(gate, CASES), list(GATES.values())[gate])


@recipe(
    title="The perceptron rule",
    size=(1600, 900),
    chapter="Perceptron and gates",
    ideas=("Learning a gate: the perceptron rule (Rosenblatt) finds AND, NAND and OR; on XOR it cycles for ever",),
)
def perceptron_rule(
    *,
    ticks: Annotated[Count, "Looks at a case, one after another"] = 26,
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


@perceptron_rule.picture
def picture(film: Film[Update]) -> vp.Picture[Update]:
    """Each neuron's line among its four cases, and how often each was changed."""
    changes = vp.Trail[Update]("tick", "updates", tuple(GATES), ["quiet", "quiet", "quiet", "ink"], dot=None)
    limits = (0.0, film[-1].tick, -1.5, film[-1].updates.max() + 1.5)  # below 0 there is room for names
    chart = vp.panel(changes, title="Changes so far", x="cases looked at", limits=limits, weight=(2.0, 1.2))
    planes = vp.each(range(len(GATES)), lambda gate: _plane(film, gate))
    case, signs = vp.phrase("Case {n}", n=lambda f: f.tick), "Ring: looked at; ×: wrong; dot on the line: 0"
    body, key = vp.stack(vp.named(signs, planes), chart), vp.paper(vp.Classes[Update](("0 is right", "1 is right")))
    return vp.Picture(body, (key,), (case,), thumb=vp.row(_plane(film, 0), _plane(film, 3)))


def _plane(film: Film[Update], gate: int) -> vp.Panel[Update]:
    """A neuron's line and its earlier ones, the case that is looked at, each wrong answer, in the end that it rests."""
    (name, wanted), rest = list(GATES.items())[gate], rests(film)[gate]

    def neuron(frame: Update) -> Array:
        return np.append(frame.weights[gate], frame.biases[gate]).astype(float)

    def sides(frame: Update) -> Array:
        return np.asarray(np.sign(vp.rim(PLANE) @ frame.weights[gate] + frame.biases[gate]) * frame.weights[gate].any())

    marks = (
        vp.Field[Update](vp.sides(neuron, reach=0.5)),
        vp.Straight[Update](neuron, is_kept=True, has_past=True),
        vp.Edge[Update](lambda f: RING + CASES[[f.case]][:, None] if f.case >= 0 else RING[:0]),
        vp.Samples[Update](CASES, np.array(wanted), 28.0),
        vp.Crosses[Update](CASES, lambda frame: frame.wrong(gate), 18.0),
        vp.When[Update](lambda frame: not frame.weights[gate].any(), (vp.Corner("no line", "quiet"),)),
        vp.When[Update](lambda frame: abs(sides(frame).mean()) == 1.0, (vp.Corner("line outside", "quiet"),)),
        vp.When[Update](lambda frame: frame.tick >= rest, (vp.Corner("✓ at rest"),)),
    )
    return vp.panel(*marks, title=name, x="x₁", y="x₂", limits=PLANE, ticks=((0, 1), (0, 1)), equal=True)


def rests(film: Film[Update]) -> list[float]:
    """The tick from which on each neuron has all four cases and changes no more; infinite if it hasn't come to rest."""
    updates = film.column("updates")
    still = [int(np.argmax(updates[:, gate] == updates[-1, gate])) for gate in range(len(GATES))]
    return [np.inf if film[-1].wrong(gate).any() else film[tick].tick for gate, tick in enumerate(still)]


@perceptron_rule.story
def story(film: Film[Update]) -> list[Beat[Update]]:
    """Mistake by mistake, until three rest and one goes round."""
    rest, last = rests(film), len(film) - 1
    first, three = min(rest), max(rest[:3])
    values = {"name": list(GATES)[rest.index(first)]}
    learns = "One case after another: where a neuron answers wrong, its line moves"
    rested = "{name} makes no more mistakes: its line rests"
    ends = "Three lines rest; XOR's never does: no straight line separates its cases"
    goes = "XOR: mending one case breaks others, and every four cases the line is back"
    is_round = three + ROUND < last
    return [
        Beat("start", 0, "Rosenblatt's perceptron of 1957: can it learn from its mistakes alone?", 1.5),
        Beat("learn", 1, learns, 0.5, each=True),
        Beat("first", lambda frame: first < last and frame.tick == first, rested, 1.5, values=values),
        Beat("three", lambda frame: frame.tick == three, "AND, NAND and OR rest; XOR is still being changed", 1.5),
        Beat("round", lambda frame: is_round and frame.tick == three + ROUND, goes, 0.5, each=True),
        Beat("end", lambda frame: is_round and frame.tick == last, ends, 2.5),
    ]


@perceptron_rule.words
def words(film: Film[Update], say: Say) -> Words:
    """Who came to rest."""
    last = film[-1]
    settled = [name for gate, name in enumerate(GATES) if not last.wrong(gate).any()]
    told = "{names} have come to rest" if len(settled) > 1 else "{names} has come to rest"
    caption = say(
        "{settled}; XOR was changed {n:|time|times} in {looks:|case|cases} and never comes to rest. A cross marks a "
        "wrong answer, a ring the case looked at. Each mistake moves weights and bias by η\u00a0=\u00a0{rate} towards "
        "the right one. Rosenblatt proposed the perceptron in 1957; his Mark I of 1960 had 400 photocells.",
        rate=given(float(str(film.parameters["learning_rate"]))),
        settled=say(told, names=listed(say, settled or [say("None")])),
        looks=last.tick,
        n=int(last.updates[3]),
    )
    shows = say("The cases of AND, NAND, OR and XOR, in each plane a neuron's line; four curves of changes so far.")
    return Words(say("The perceptron rule learns from mistakes"), caption, f"{shows} {caption}")
