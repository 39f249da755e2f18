"""From nine initial weights the same small ReLU network ends differently: some separate the classes, some do not."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Literal, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.recipe import Array, Beat, Count, Film, Flags, Integers, Rate, Samples, Say, Seed, Words, recipe

SEEDS = 9
UNITS = np.array([[1.55, -2.4], [2.35, -2.4]])
"""Where both hidden units are shown in the plane."""
GOOD = 0.8
"""The accuracy from which the classes are parted; one straight line in the plane does not get there."""


class Nine(NamedTuple):
    """Nine networks after the same number of epochs."""

    epoch: int
    parameters: Array
    """Shape (9, parameter_count)."""
    losses: Array
    """Mean over the samples, shape (9,)."""
    accuracies: Array
    """Share of samples on the right side, shape (9,)."""
    activation: str
    samples: Array
    """Shape (samples, 2)."""
    labels: Integers

    @property
    def network(self) -> nn.Network:
        """The shape that all nine share."""
        return nn.Network((2, 2, 1), (self.activation, "sigmoid"))

    @property
    def parted(self) -> Flags:
        """Which of them part the classes, shape (9,)."""
        return self.accuracies >= GOOD

    def dead(self, number: int) -> frozenset[tuple[int, int]]:
        """The (layer, unit) pairs of a network that answer 0 to every sample."""
        return nn.dead_units(self.network, self.parameters[number], self.samples)


@recipe(
    title="Nine seeds, nine fates",
    size=(1600, 900),
    variants={"tanh": {"activation": "tanh", "epochs": 44}},
    chapter="Five to share",
    ideas=("What chance does: the same network from nine initial weights, dead units in grey",),
)
def nine_seeds(
    *,
    activation: Annotated[Literal["relu", "tanh"], "What the two hidden units do with their weighted sums"] = "relu",
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.02,
    epochs: Annotated[Count, "How often every sample is seen"] = 59,
    data: Annotated[Samples, "What to learn from"] = datasets.SETS["three-clouds"],
    samples: Annotated[int, Meta(ge=2), "Points to learn from, of a set; a file gives all of its rows"] = 300,
    seed: Seed = 0,
) -> Iterator[Nine]:
    """Train a 2-2-1 network nine times on the same three clouds; the seed chooses the clouds and all weights."""
    points, labels = data.draw(np.random.default_rng([seed, SEEDS]), samples)
    network = nn.Network((2, 2, 1), (activation, "sigmoid"))
    train = partial(nn.train, network, loss=nn.binary_cross_entropy, optimizer=nn.Adam(learning_rate), batch_size=64)
    runs = []
    for number in range(SEEDS):
        rng = np.random.default_rng([seed, number])
        start = network.initial(rng, nn.initializers.glorot_uniform)
        runs.append(train(start, points, labels, rng=np.random.default_rng([seed, SEEDS + 1])))
    for nine in nn.abreast(runs, epochs):
        yield Nine(*nine, activation, points, labels)


@nine_seeds.picture
def picture(film: Film[Nine]) -> vp.Picture[Nine]:
    """What each of nine networks makes of the plane."""
    accuracies, end = film[-1].accuracies, film[-1].epoch
    counter = (vp.phrase("Epoch {n:,}", n=lambda frame: frame.epoch),)
    both = vp.row(*(_run(int(number), end) for number in (accuracies.argmax(), accuracies.argmin())))
    runs = vp.each(range(SEEDS + 1), lambda number: _run(number, end) if number < SEEDS else _samples())
    return vp.Picture(runs, counter=counter, thumb=both)


def _samples() -> vp.Panel[Nine]:
    """What all nine learn from, and what the circles in their planes are."""
    named = ("dead unit", "quiet", 2.55), ("unit", "background", 1.75)
    dots = (vp.Dots[Nine](np.array([[-2.5, y]]), paint, 13.0, "ink") for _, paint, y in named)
    labels = (vp.Label[Nine](np.array([-2.5, y]), name, shift=(12.0, 0.0)) for name, _, y in named)
    return vp.panel(vp.Samples(size=7.0), *dots, *labels, title="The samples", reach=2.9, bare=True)


def _run(number: int, end: int) -> vp.Panel[Nine]:
    """One network, its two hidden units in the corner; a ✓ once it parts the classes, in the end how many are right."""

    def units(frame: Nine, *, dead: bool) -> Array:
        return UNITS[[((1, unit) in frame.dead(number)) == dead for unit in range(len(UNITS))]]

    share = {"share": lambda frame: 100.0 * frame.accuracies[number]}
    good, bad = vp.phrase("✓{share:.0f}\u00a0%", **share), vp.phrase("{share:.0f}\u00a0%", **share)
    marks = (
        vp.Decision[Nine](parameters=lambda frame: frame.parameters[number]),
        vp.Samples[Nine](size=7.0),
        vp.Dots[Nine](lambda frame: units(frame, dead=False), "background", 13.0, "ink"),
        vp.Dots[Nine](lambda frame: units(frame, dead=True), "quiet", 13.0, "ink"),
        vp.When[Nine](lambda frame: frame.parted[number] and frame.epoch < end, (vp.Corner("✓"),)),
        vp.When[Nine](lambda frame: frame.parted[number] and frame.epoch == end, (vp.Corner(good),)),
        vp.When[Nine](lambda frame: not frame.parted[number] and frame.epoch == end, (vp.Corner(bad, "quiet"),)),
    )
    return vp.panel(*marks, title=vp.phrase("Seed {n}", n=number + 1), reach=2.9, bare=True)


@nine_seeds.story
def story(film: Film[Nine]) -> list[Beat[Nine]]:
    """The first that parts the classes and the last, a unit that dies, how many made it in the end."""
    parted, last = np.array([frame.parted for frame in film]), film[-1]
    made, reached = int(last.parted.sum()), np.where(last.parted, parted.argmax(axis=0), -1)
    first = "Seed {n} is the first to separate the classes (✓): at least 80\u00a0% right"
    late = "Seed {n} is the last that separates the classes"
    died = "Seed {n}: one of its two hidden units (circles) is dead (grey), answers only 0"
    some = [(index, frame) for index, frame in enumerate(film) if frame.parted.any()][:1]
    told = [(index, "first", first, int(frame.parted.argmax())) for index, frame in some]
    if made and reached.max() > told[0][0]:
        told.append((int(reached.max()), "last", late, int(reached.argmax())))
    ill = [number for number in range(SEEDS) if last.dead(number)]
    told += [(index, "dead", died, ill[0]) for index, frame in enumerate(film) if ill and frame.dead(ill[0])][:1]
    dead = int((~last.parted[ill]).sum())
    end = "{n} of 9 separate the classes; {m:|does not|do not}"
    if dead:
        end = "{n} of 9 separate the classes; {m:|does not|do not}, {k} of them with a dead unit"
    ends = {0: "None of the 9 separates the classes", SEEDS: "All 9 separate the classes, whatever they start from"}
    return [
        Beat("start", 0, "A seed decides the random weights that a network starts with: does it matter?", 2.0),
        *(Beat[Nine](name, index, say, 1.8, values={"n": number + 1}) for index, name, say, number in sorted(told)),
        Beat("end", -1, ends.get(made, end), 2.5, values={"n": made, "m": SEEDS - made, "k": dead}),
    ]


@nine_seeds.words
def words(film: Film[Nine], say: Say) -> Words:
    """How many made it."""
    last = film[-1]
    made = int(last.parted.sum())
    dead = sum(bool(last.dead(number)) for number in range(SEEDS))
    caption = say(
        "After {epochs:|epoch|epochs} {parted} of 9 separate the classes (at least 80\u00a0% right); the lowest loss "
        "is {low:.2f}, the highest {high:.2f}. Samples and network are the same; only the initial weights differ.",
        epochs=last.epoch,
        parted=made,
        low=float(last.losses.min()),
        high=float(last.losses.max()),
    )
    if dead:
        caption += " " + say(
            "In {dead} of them a hidden unit is dead and grey: it answers 0 to every sample.", dead=dead
        )
    else:
        caption += " " + say("No hidden unit is dead: none answers 0 to every sample.")
    shows = say(
        "The regions of nine networks, each in a plane with the same samples and with its two hidden units; in one "
        "more plane the samples alone."
    )
    title = "Nine seeds, one fate" if made == SEEDS else "Nine seeds, nine fates"
    return Words(say(title), caption, f"{shows} {caption}")
