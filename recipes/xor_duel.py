"""One neuron never gets all four cases of XOR right; two hidden units bend the plane until one straight line does."""

from collections.abc import Callable, Iterator
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import nn
from vizpipe.drawing import straight_line
from vizpipe.recipe import Array, Beat, Count, Film, Flags, Integers, Rate, Say, Seed, Words, recipe

CASES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
XOR = np.array([0, 1, 1, 0])
NETWORK = nn.Network((2, 2, 1), ("tanh", "sigmoid"))
ENDS = "now {n}/4 right", "{n}/4 right"
SQUARE = (-0.7, 1.7, -0.7, 1.7)


class Tick(NamedTuple):
    """Both after so many ticks of one clock."""

    tick: int
    """0 is the start; in a tick each of the two makes one update."""
    neuron: Array
    """w₁, w₂ and b of the neuron, shape (3,)."""
    parameters: Array
    """Of the network, shape (9,)."""

    @property
    def network(self) -> nn.Network:
        """Its shape."""
        return NETWORK

    @property
    def wrong(self) -> Flags:
        """Which of the four cases the neuron and the network get wrong, shape (2, 4)."""
        neuron = CASES @ self.neuron[:2] + self.neuron[2] > 0.0
        network = NETWORK.predict(self.parameters, CASES)[:, 0] > 0.5
        return np.asarray(np.stack([neuron, network]) != XOR)

    @property
    def output(self) -> Array:
        """The output unit's two weights and bias, shape (3,)."""
        return self.parameters[NETWORK.places[1].block]

    @property
    def right(self) -> Integers:
        """How many of the four cases each gets right, shape (2,)."""
        return np.asarray(len(CASES) - self.wrong.sum(axis=1))


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
    neuron, vector = rng.normal(0.0, 0.3, 3), NETWORK.initial(rng, nn.initializers.glorot_uniform)
    optimizer, targets = nn.Adam(learning_rate), XOR[:, None].astype(float)
    state = optimizer.start(vector)
    queue: list[int] = []
    yield Tick(0, neuron, vector)
    for tick in range(1, ticks + 1):
        case, *queue = queue or rng.permutation(len(CASES))
        inputs = np.append(CASES[case], 1.0)
        error = XOR[case] - float(inputs @ neuron > 0.0)
        neuron = neuron + neuron_rate * error * inputs
        _, gradient = NETWORK.gradient(vector, CASES, targets, nn.binary_cross_entropy)
        vector, state = optimizer.update(vector, gradient, state)
        yield Tick(tick, neuron, vector)


@xor_duel.picture
def picture(film: Film[Tick]) -> vp.Picture[Tick]:
    """One neuron's plane, the network's, and the same as its hidden units bend it."""
    end = film[turns(film)[2]].tick
    hidden, rim = vp.through(1), vp.rim(SQUARE)

    def middle(frame: Tick) -> Array:
        """Where the output unit's line is nearest to 0."""
        return np.asarray(straight_line(frame.output[:2], frame.output[2]).mean(axis=0))

    line = vp.Straight[Tick]("neuron", is_kept=True, has_past=True)
    sides: Callable[[Tick], float] = vp.once(lambda f: np.sign(rim @ f.neuron[:2] + f.neuron[2]).mean())
    is_gone = vp.When[Tick](lambda f: f.tick < end and abs(sides(f)) == 1.0, (vp.Corner("line outside", "quiet"),))
    enough = vp.Note[Tick](middle, "one straight line", shift=(-60.0, 70.0))
    bent = (
        vp.Field[Tick](vp.output(1), lambda frame: hidden(frame, rim)),
        vp.Mesh[Tick](hidden, SQUARE, 7, 50),
        vp.Straight[Tick]("output"),
        vp.Samples[Tick](lambda frame: hidden(frame, CASES), XOR, 26.0),
        vp.Crosses[Tick](lambda frame: hidden(frame, CASES), lambda frame: frame.wrong[1]),
        vp.When[Tick](lambda frame: frame.tick >= end and frame.right[1] == len(CASES), (enough,)),
    )
    limits, ends, name = (-1.3, 1.3, -1.3, 1.3), (-1, 1), "After its hidden layer"
    planes = (
        _inputs("One neuron: × is wrong", 0, end, vp.Field(vp.sides("neuron", reach=0.15)), line, is_gone),
        _inputs("Network: two hidden units", 1, end, vp.Decision(width=4.0)),
        vp.panel(*bent, title=name, x="a₁", y="a₂", limits=limits, ticks=(ends, ends), equal=True, rank=1),
    )
    update = vp.phrase("Update {n}", n=lambda frame: frame.tick)
    key = vp.paper(vp.Classes[Tick](("0: inputs alike", "1: inputs differ")))
    return vp.Picture(vp.stack(*planes), (key,), (update,), thumb=vp.row(*planes[:2]))


def _inputs(title: str, player: int, end: int, *marks: vp.Mark[Tick]) -> vp.Panel[Tick]:
    """The plane of inputs, the four cases, those that one of the two gets wrong, and in the end how many are right."""
    crosses = vp.Crosses[Tick](CASES, lambda frame: frame.wrong[player], 20.0)
    right = vp.phrase(ENDS[player], n=lambda frame: frame.right[player])
    score = vp.When[Tick](lambda frame: frame.tick >= end, (vp.Corner(right),))
    cases, ends = (vp.Samples[Tick](CASES, XOR, 32.0), crosses, score), (0, 1)
    return vp.panel(*marks, *cases, title=title, x="x₁", y="x₂", limits=SQUARE, ticks=(ends, ends), equal=True)


@xor_duel.story
def story(film: Film[Tick]) -> list[Beat[Tick]]:
    """The first mistakes one by one, then the network's turn; the neuron has none."""
    moved, solved, last = turns(film)
    turned = np.diff(np.array([frame.wrong[0] for frame in film], dtype=int), axis=0)  # 1 is spoilt, −1 is mended
    spoilt = np.flatnonzero((turned.min(axis=1) < 0) & (turned.max(axis=1) > 0)) + 1
    question = "Which learns XOR: one neuron, or a network with two hidden units?"
    beats = [Beat[Tick]("start", 0, question, 1.5)]
    if len(spoilt) and spoilt[0] < solved:
        few = bool(spoilt[0] - moved[0] <= 8)
        beats += [
            Beat("moved", int(moved[0]), "Each mistake moves the neuron's line; faint: where it was", 0.5, each=few),
            Beat("spoilt", int(spoilt[0]), "The neuron mends one case and breaks another", 1.0),
        ]
    end = "One straight line never gets all four right; nor does this network yet"
    if solved < len(film):
        bends = "The network bends the plane until one straight line gets all four right"
        beats += [Beat("solved", solved, bends, 1.5), Beat("after", min(solved + 1, last), bends, 0.5, each=True)]
        end = "In the input plane one line never gets all four right; two hidden units do"
    return [*beats, Beat("end", last, end, 2.0, end=True)]


def turns(film: Film[Tick]) -> tuple[Integers, int, int]:
    """The frames in which the neuron's line moved; the one from which on the network has all four; the last to be told.

    Where the network has not all four in the end, the second is the film's length.
    """
    moved = np.flatnonzero(np.diff(film.column("neuron"), axis=0).any(axis=1)) + 1
    solved = max((number for number, frame in enumerate(film) if frame.right[1] < len(CASES)), default=-1) + 1
    return moved, solved, min(solved + 4, len(film) - 1)


@xor_duel.words
def words(film: Film[Tick], say: Say) -> Words:
    """Who won."""
    moved, solved, end = turns(film)
    best, changes = max(frame.right[0] for frame in film), int((moved <= end).sum())
    told = (
        "No straight line gets all 4 right; this neuron had at most {best}, and was changed {changes:|time|times} by "
        "update {ticks}. {found} A cross marks a wrong answer."
    )
    found = (
        say("The network has all 4 from update {tick} on.", tick=film[solved].tick)
        if solved < len(film)
        else say("This network has not found it by update {n} either.", n=film[-1].tick)
    )
    caption = say(told, best=best, changes=changes, ticks=film[end].tick, found=found)
    shows = say("XOR's cases in three planes: a neuron's lines, a network's regions, and where hidden units put them.")
    return Words(say("XOR, a duel: one neuron against a hidden layer"), caption, f"{shows} {caption}")
