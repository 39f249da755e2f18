"""Of three learning rates the larger ones get the loss down sooner; at a rate that is too large it never settles."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, Literal, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.recipe import Array, Beat, Count, Film, Integers, Samples, Say, Seed, Words, layers_of, recipe

PARTED = 0.8
"""The accuracy from which the classes are parted; one straight line in the plane does not get there."""
RATES = (3.0, 0.1, 0.01, 0.001)
TOO_LARGE = 0
"""Which of them is."""
HELD = 5
"""For how many epochs the map at that rate stands: one for each epoch would flicker."""
UNSETTLED = 0.1
"""How far a loss goes up and down in the last third, at least, where it does not settle."""


class Epoch(NamedTuple):
    """Four networks after the same number of epochs, from the same weights."""

    epoch: int
    parameters: Array
    """Shape (4, parameter_count)."""
    held: Array
    """Those at the largest rate in the newest epoch whose map is drawn: every fifth, and the last."""
    losses: Array
    """Shape (4,)."""
    accuracies: Array
    """Share of samples on the right side, shape (4,)."""
    activation: str
    hidden: Integers
    """Units of each hidden layer."""
    samples: Array
    """Shape (samples, 2)."""
    labels: Integers

    @property
    def network(self) -> nn.Network:
        """The shape that all four share."""
        return _network(self.hidden.tolist(), self.activation)


def _network(hidden: Sequence[int], activation: str) -> nn.Network:
    return nn.mlp((2, *hidden, 1), activation, "sigmoid")


@recipe(
    title="Learning rates",
    size=(1920, 1080),
    chapter="Training",
    chaotic=True,
    ideas=("Learning rates 3, 0.1, 0.01 and 0.001 side by side: too large, right, small, smaller",),
)
def learning_rates(
    *,
    activation: Annotated[Literal["tanh", "relu"], "What the hidden units do with their weighted sums"] = "tanh",
    layers: Annotated[str, "Units of each hidden layer, such as 8,8"] = "2",
    epochs: Annotated[Count, "How often every sample is seen"] = 54,
    data: Annotated[Samples, "What to learn from"] = datasets.SETS["three-clouds"],
    samples: Annotated[int, Meta(ge=2), "Points to learn from, of a set; a file gives all of its rows"] = 400,
    seed: Seed = 50,
) -> Iterator[Epoch]:
    """Train one 2-2-1 network, or one with layers of any size, on three clouds with Adam at four rates."""
    points, labels = data.draw(np.random.default_rng(seed), samples)
    hidden = layers_of(layers)
    network = _network(hidden, activation)
    start = network.initial(np.random.default_rng([seed, 1]), nn.initializers.glorot_uniform)
    train = partial(nn.train, network, start, points, labels, loss=nn.binary_cross_entropy, batch_size=32)
    runs = (train(optimizer=nn.Adam(rate), rng=np.random.default_rng([seed, 2])) for rate in RATES)
    held = start
    for four in nn.abreast(runs, epochs):
        held = four.parameters[TOO_LARGE] if four.epoch % HELD == 0 or four.epoch == epochs else held
        yield Epoch(*four[:2], held, *four[2:], activation, np.array(hidden), points, labels)


@learning_rates.picture
def picture(film: Film[Epoch]) -> vp.Picture[Epoch]:
    """A plane for each rate, and below them the four losses in one plot."""
    paints: list[vp.Paint] = ["accent", "ink", "series 4", "quiet"]
    names = [vp.phrase("rate {rate:g}", rate=rate) for rate in RATES]
    wild = vp.Corner[Epoch](vp.phrase("rate {rate:g}: too large", rate=RATES[TOO_LARGE]), paints[TOO_LARGE])
    jumps = jump_of(film)
    told = vp.When[Epoch](lambda frame: frame.epoch >= jumps, (wild,))
    curves = vp.Trail[Epoch]("epoch", "losses", names, paints)
    losses = vp.panel(curves, told, title="Loss at all four rates", x="epoch", weight=(1.0, 0.8))
    planes = vp.each(range(len(RATES)), partial(_plane, film))
    counter = (vp.phrase("Epoch {n:,}", n=lambda frame: frame.epoch),)
    return vp.Picture(vp.column(planes, losses), counter=counter, thumb=vp.row(_plane(film, 1), losses))


def _plane(film: Film[Epoch], number: int) -> vp.Panel[Epoch]:
    """What a network makes of the plane at one rate; at the largest of which epoch, in the end how many are right."""
    is_wild, cells, end = number == TOO_LARGE, 200 if number == TOO_LARGE else 90, film[-1].epoch
    is_never = is_wild and is_unsettled(film)
    right = vp.phrase("{share:.0f}\u00a0% right", share=lambda frame: 100.0 * frame.accuracies[number])
    shown = vp.phrase("as of epoch {n}", n=lambda frame: HELD * (frame.epoch // HELD))
    before = vp.When[Epoch](lambda frame: frame.epoch < end, (vp.Corner(shown),))
    marks = (
        vp.Decision[Epoch](parameters=lambda frame: frame.held if is_wild else frame.parameters[number], cells=cells),
        vp.Samples[Epoch](size=7.0),
        vp.When[Epoch](lambda frame: frame.epoch == end, (vp.Corner("unsettled" if is_never else right),)),
    )
    title = vp.phrase("rate {rate:g}", rate=RATES[number])
    return vp.panel(*marks, *[before] * is_wild, title=title, reach=2.7, bare=True)


def is_unsettled(film: Film[Epoch]) -> bool:
    """Whether the loss at the largest rate still moves in the last third, and ends higher than at the next."""
    losses = film.column("losses")
    moved = float(np.ptp(losses[2 * len(film) // 3 :, TOO_LARGE]))
    return moved > UNSETTLED and bool(losses[-1, TOO_LARGE] > losses[-1, TOO_LARGE + 1])


def jump_of(film: Film[Epoch]) -> int:
    """The frame in which the loss at the largest rate is first above where it began; of one that settles none."""
    above = np.flatnonzero(film.column("losses")[:, TOO_LARGE] > film[0].losses[TOO_LARGE] + UNSETTLED)
    return len(film) if not is_unsettled(film) else int(above[0]) if len(above) else 2 * len(film) // 3


@learning_rates.story
def story(film: Film[Epoch]) -> list[Beat[Epoch]]:
    """Which of them separates the classes first, which later, and which never settles."""
    there, values = film.column("accuracies") >= PARTED, [{"rate": rate} for rate in RATES]
    first, then = "Rate {rate:g} is the first to separate the classes", "Rate {rate:g} separates them later"
    last = "At rate {rate:g} learning has hardly begun" if film[-1].losses[3] > 0.8 * film[0].losses[3] else ""
    one, other = (int(each.argmax()) if each.any() else len(film) for each in there.T[1:3])
    jumps, late = jump_of(film) + (jump_of(film) in (one, other)), 2 * len(film) // 3
    higher, wild = (
        "At rate {rate:g} the loss is higher than at first",
        "Rate {rate:g} is too large: its loss does not settle",
    )
    beats = [
        (one, Beat[Epoch]("first", lambda frame: one < other and frame.epoch >= one, first, 1.5, values=values[1])),
        (other, Beat[Epoch]("second", lambda frame: one < other <= frame.epoch, then, 1.5, values=values[2])),
        (jumps, Beat[Epoch]("jumps", lambda frame: late > frame.epoch >= jumps, higher, 1.5, values=values[TOO_LARGE])),
        (
            late,
            Beat[Epoch](
                "wild", lambda frame: frame.epoch >= late and is_unsettled(film), wild, 1.5, values=values[TOO_LARGE]
            ),
        ),
    ]
    if one < other < len(film) and is_unsettled(film) and last:
        last = "Rate {first:g} learns fastest, {rate:g} has hardly begun, {large:g} never settles"
    return [
        Beat("start", 0, "One network, trained at four rates: how fast does it learn at each?", 1.5),
        *(beat for _, beat in sorted(beats, key=lambda each: each[0])),
        Beat("rest", -1, last, 3.0, values=values[3] | {"first": RATES[1], "large": RATES[TOO_LARGE]}),
    ]


@learning_rates.words
def words(film: Film[Epoch], say: Say) -> Words:
    """How far each got."""
    last = film[-1]
    there = [np.flatnonzero(each >= PARTED) for each in film.column("accuracies").T[1:]]
    a, b, c = (
        say("at rate {rate:g} in epoch {n}", rate=rate, n=int(each[0]))
        if len(each)
        else say("at rate {rate:g} not by epoch {n}", rate=rate, n=last.epoch)
        for rate, each in zip(RATES[1:], there, strict=True)
    )
    _, x, y, z = last.losses
    told = (
        "After {epochs:|epoch|epochs} the losses are {x:.2f}, {y:.2f} and {z:.2f}. When 80\u00a0% are first right: "
        "{a}, {b}, {c}."
    )
    caption = say(told, a=a, b=b, c=c, epochs=last.epoch, x=x, y=y, z=z)
    if is_unsettled(film):
        wild = "At rate {rate:g} the loss jumps to the end (how far differs between processors)."
        caption += " " + say(wild, rate=RATES[TOO_LARGE])
    caption += " " + say("Network, initial weights and samples are the same for all four.")
    shows = say("Four planes with their regions, at rate 3 of every fifth epoch; how many are right; four loss curves.")
    return Words(say("Four learning rates, one network"), caption, f"{shows} {caption}")
