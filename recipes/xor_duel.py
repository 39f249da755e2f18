"""On XOR one neuron's line turns for ever; of networks with two hidden units about half get all four right in time."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import nn
from vizpipe.drawing.picture import (
    Corner,
    Crosses,
    Decision,
    Field,
    Mark,
    Mesh,
    Panel,
    Picture,
    Samples,
    Straight,
    output,
    panel,
    phrase,
    rim,
    stack,
    through,
)
from vizpipe.recipe import Beat, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

CASES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
XOR = np.array([0, 1, 1, 0])
NETWORK = nn.Network((2, 2, 1), ("tanh", "sigmoid"))
REACH = 0.7
"""How far the panels reach beyond the cases."""
SQUARE = (-REACH, 1.0 + REACH, -REACH, 1.0 + REACH)
RIM = rim(SQUARE)
BENT = 1.3
"""How far the plane of the hidden units is shown, either way; they answer from −1 to 1."""
GLOW = 0.35
"""How far the tint beside the neuron's line reaches, in units of the plane."""
AFTER = 12
"""The telling ends so many updates after the network has all four."""
SLOW = 8
"""The first mistakes are shown one by one if they are at most so many."""


class Tick(NamedTuple):
    """Both after so many ticks of one clock."""

    tick: int
    """0 is the start; in a tick each of the two makes one update."""
    neuron: Array
    """w₁, w₂ and b of the neuron, shape (3,)."""
    parameters: Array
    """Of the network, shape (9,)."""

    def hidden(self, points: Array) -> Array:
        """Where the network's two hidden units put points (n, 2)."""
        return np.asarray(NETWORK.forward(self.parameters, points)[0][1])

    @property
    def network(self) -> nn.Network:
        """Its shape."""
        return NETWORK

    @property
    def cut(self) -> Array:
        """v₁, v₂ and b of the network's output unit: the straight line that it draws between what it is given."""
        output_layer = list(NETWORK.layers(self.parameters))[1]
        return np.append(output_layer.weights[:, 0], output_layer.bias)

    @property
    def wrong(self) -> Truths:
        """Which of the four cases the neuron and the network get wrong, shape (2, 4)."""
        neuron = CASES @ self.neuron[:2] + self.neuron[2] > 0.0
        network = NETWORK.predict(self.parameters, CASES)[:, 0] > 0.5
        wrong: Truths = np.stack([neuron, network]) != XOR
        return wrong

    @property
    def right(self) -> tuple[int, int]:
        """How many of the four cases each gets right."""
        neuron, network = len(CASES) - self.wrong.sum(axis=1)
        return int(neuron), int(network)


@recipe(
    title="XOR, a duel",
    chapter="Five to share",
    ideas=(
        "Learning a gate: the perceptron rule on XOR never comes to rest; a 2-2-1 network learns it",
        "What a hidden layer is for",
    ),
)
def xor_duel(
    *,
    ticks: Annotated[Count, "Updates that each of the two makes"] = 118,
    learning_rate: Annotated[Rate, Meta(le=1e6), "Step size of the network's Adam"] = 0.1,
    neuron_rate: Annotated[Rate, Meta(le=1e6), "Step size of the perceptron rule"] = 0.1,
    seed: Seed = 11,
) -> Iterator[Tick]:
    """One neuron learns by Rosenblatt's rule, a case a tick in random order; the network by Adam on all four cases."""
    rng = np.random.default_rng(seed)
    neuron = rng.normal(0.0, 0.3, 3)
    vector = NETWORK.initial(rng, nn.initializers.glorot_uniform)
    optimizer = nn.Adam(learning_rate)
    state = optimizer.start(vector)
    yield Tick(0, neuron, vector)
    order = np.zeros(0, dtype=np.int64)
    for tick in range(1, ticks + 1):
        if not len(order):
            order = rng.permutation(len(CASES))
        case, order = order[0], order[1:]
        inputs = np.append(CASES[case], 1.0)
        error = XOR[case] - float(inputs @ neuron > 0.0)
        neuron = neuron + neuron_rate * error * inputs
        _, gradient = NETWORK.gradient(vector, CASES, XOR[:, None].astype(float), nn.binary_cross_entropy)
        vector, state = optimizer.update(vector, gradient, state)
        yield Tick(tick, neuron, vector)


@xor_duel.picture
def picture(film: Film[Tick]) -> Picture[Tick]:
    """One neuron's plane, the network's, and the same as its hidden units bend it."""
    del film
    line = Straight[Tick]("neuron", is_kept=True, has_past=True)
    before = _plane("One neuron (× wrong)", "x₁x₂", SQUARE, Field(_beside), line, *_cases(0))
    network = _plane("Two hidden units", "x₁x₂", SQUARE, Decision(width=4.0), *_cases(1))
    bent = _plane(
        "The plane, bent by them",
        "a₁a₂",
        (-BENT, BENT, -BENT, BENT),
        Field(output(1), lambda frame: frame.hidden(RIM)),
        Mesh(through(1), SQUARE, 11, 50),
        Straight("cut"),
        Samples(lambda frame: frame.hidden(CASES), XOR, 26.0),
        Crosses(lambda frame: frame.hidden(CASES), lambda frame: frame.wrong[1]),
        rank=1,
    )
    return Picture(stack(before, network, bent), counter=(phrase("Update {n}", n=lambda frame: frame.tick),))


def _plane(
    title: str, axes: str, limits: tuple[float, ...], *marks: Mark[Tick], rank: int | None = None
) -> Panel[Tick]:
    """A plane with its ticks at the corners of the cases, or of what the hidden units can answer."""
    ends = (0, 1) if limits == SQUARE else (-1, 1)
    return panel(*marks, title=title, x=axes[:2], y=axes[2:], limits=limits, ticks=(ends, ends), equal=True, rank=rank)


def _cases(player: int) -> tuple[Mark[Tick], ...]:
    """The four cases, what of them is wrong, and how many are right."""
    right = phrase("{n}/4 right", n=lambda frame: frame.right[player])
    return Samples(CASES, XOR, 32.0), Crosses(CASES, lambda frame: frame.wrong[player], 20.0), Corner(right)


@xor_duel.story
def story(film: Film[Tick]) -> list[Beat[Tick]]:
    """The first mistakes one by one, then the network's turn; the neuron has none."""
    wrong = np.array([frame.wrong for frame in film])
    moves = np.flatnonzero((np.diff(film.column("neuron"), axis=0) != 0.0).any(axis=1)) + 1
    solved = since(film)
    spoilt = [int(at) for at in moves if len({*(wrong[at, 0].astype(int) - wrong[at - 1, 0])} & {-1, 1}) == 2]
    question = "XOR is 1 where the inputs differ: which learns it, one neuron or two hidden units?"
    beats = [Beat[Tick]("start", 0, question, 2.0)]
    if spoilt and spoilt[0] < (len(film) if solved is None else solved):
        slow = spoilt[0] - int(moves[0]) <= SLOW
        beats += [
            Beat("moved", int(moves[0]), "Each mistake moves the neuron's line", 0.6, each=slow),
            Beat("spoilt", spoilt[0], "Mending one case breaks another", 1.2),
        ]
    if solved is not None:
        say = "The network bends the plane until one straight line is enough: all four right"
        beats.append(Beat("solved", solved, say, 2.0))
    end = (
        "One straight line never gets all four right; this network hasn't found how yet"
        if solved is None
        else "One straight line never gets all four right; two hidden units do"
    )
    return [*beats, Beat("end", ending(film), end, 2.0, end=True)]


def since(film: Film[Tick]) -> int | None:
    """The frame from which on the network has all four, if it has them in the end."""
    all_four = np.array([frame.right[1] == len(CASES) for frame in film])
    return int(len(film) - all_four[::-1].cumprod().sum()) if all_four[-1] else None


def ending(film: Film[Tick]) -> int:
    """The frame at which the telling ends: a little after the network has all four, or with the film."""
    solved = since(film)
    return len(film) - 1 if solved is None else min(solved + AFTER, len(film) - 1)


def _beside(frame: Tick, points: Array) -> Array:
    """On which side of its line the neuron answers 1: 1 and 0 at the line, ½ far from it."""
    normal, bias = frame.neuron[:2], frame.neuron[2]
    length = float(np.hypot(*normal)) or 1.0
    away = (points @ normal + bias) / length
    return np.asarray(0.5 + 0.5 * np.sign(away) * np.maximum(1.0 - np.abs(away) / GLOW, 0.0))


@xor_duel.words
def words(film: Film[Tick], say: Say) -> Words:
    """Who won."""
    solved, end = since(film), ending(film)
    best = max(frame.right[0] for frame in film)
    story = say(
        "A cross marks a wrong answer. No straight line gets all 4 right; this neuron had at most {best}, and was "
        "changed {changes:|time|times} by update {ticks}.",
        best=best,
        changes=int((np.diff(film.column("neuron")[: end + 1], axis=0) != 0.0).any(axis=1).sum()),
        ticks=film[end].tick,
    )
    if solved is not None:
        story += " " + say("The network has all 4 from update {tick} on.", tick=film[solved].tick)
    else:
        story += " " + say("This network has not found it by update {n} either.", n=film[-1].tick)
    shows = say(
        "The four cases of XOR in three planes: with the line of one neuron and, faint, all its earlier ones; with the "
        "regions of a network; and where its two hidden units put them, with a straight line."
    )
    return Words(say("XOR, a duel: one neuron against a hidden layer"), story, f"{shows} {story}")
