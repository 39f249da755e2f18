"""From the same weights, tanh separates the classes at every rate, smaller ones later; ReLU at rate 0.1 never does."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.drawing import listed
from vizpipe.recipe import Array, Beat, Count, Film, Integers, Samples, Say, Seed, Words, recipe

RATES = (0.1, 0.01, 0.001)
NAMES = "tanh", "ReLU"
NETWORKS = [nn.Network((2, 2, 1), (name, "sigmoid")) for name in ("tanh", "relu") for _ in RATES]
PARTED = 0.8
"""The accuracy from which the classes are parted; one straight line in the plane does not get there."""
REACH = 2.7
SAYS = {
    (False, True, False): "✓ 80\u00a0% right",
    (False, True, True): "✓ 80\u00a0%, dead",
    (False, False, True): "dead unit",
    (True, True, False): "✓ {share:.0f}\u00a0% right",
    (True, True, True): "✓ {share:.0f}\u00a0%, dead",
    (True, False, False): "× {share:.0f}\u00a0% right",
    (True, False, True): "× {share:.0f}\u00a0%, dead",
}
"""What stands above a plane: in the end or before, whether its network parts the classes, whether a unit is dead."""


class Six(NamedTuple):
    """Six networks after the same number of epochs, from the same weights: tanh at the three rates, then ReLU."""

    epoch: int
    parameters: Array
    """Shape (6, 9)."""
    losses: Array
    """Mean over the samples, shape (6,)."""
    accuracies: Array
    """Share of samples on the right side, shape (6,)."""
    samples: Array
    """Shape (samples, 2)."""
    labels: Integers


@recipe(
    size=(1600, 1080),
    chapter="A hidden layer bends the plane",
    ideas=("Learning rates 0.1, 0.01 and 0.001, with tanh and with ReLU: six networks from the same weights",),
)
def rates_and_activations(
    *,
    epochs: Annotated[Count, "How often every sample is seen"] = 200,
    data: Annotated[Samples, "What to learn from"] = datasets.SETS["three-clouds"],
    samples: Annotated[int, Meta(ge=2), "Points to learn from, of a set; a file gives all of its rows"] = 400,
    seed: Seed = 1,
) -> Iterator[Six]:
    """Train a 2-2-1 network on three clouds with Adam, with two activations at three rates."""
    points, labels = data.draw(np.random.default_rng(seed), samples)
    start = NETWORKS[0].initial(np.random.default_rng([seed, 1]), nn.initializers.glorot_uniform)
    train = partial(nn.train, vector=start, samples=points, labels=labels, loss=nn.binary_cross_entropy, batch_size=32)
    runs = [
        train(network, optimizer=nn.Adam(rate), rng=np.random.default_rng([seed, 2]))
        for network, rate in zip(NETWORKS, 2 * RATES, strict=True)
    ]
    for six in nn.abreast(runs, epochs):
        yield Six(*six, points, labels)


@dataclass(frozen=True)
class Tally(vp.Mark[Six]):
    """The name of an activation, and at how many of the rates it gets enough samples right by now."""

    number: int

    def need(self, moment: vp.Moment[Six]) -> vp.Need:
        """A name over two lines."""
        del moment
        return vp.Need(10.0, 4.6)

    def shapes(self, moment: vp.Moment[Six], room: vp.Room) -> Iterator[vp.Text]:
        """Three lines, in the middle of the row's height, as large as there is room."""
        count = int((moment.frame.accuracies.reshape(2, 3)[self.number] >= PARTED).sum())
        size = max(min(room.width / 9.8, room.height / 4.6, 3.0 * room.em), room.em)
        score = moment.say("at {count} of {all} rates", count=count, all=len(RATES))
        asked = moment.say("80\u00a0% of the dots right")
        lines = (NAMES[self.number], 1.8, 1.2), (asked, 1.0, -0.45), (score, 1.0, -1.65)
        for text, scale, rise in lines:
            place = 0.0, 0.5 * room.height + rise * size
            yield vp.Text(place, text, scale * size, is_bold=scale > 1.0, unit="paper")


@rates_and_activations.picture
def picture(film: Film[Six]) -> vp.Picture[Six]:
    """A row for each activation: its name and tally, and what its networks make of the plane at each rate."""
    plane = partial(_plane, end=film[-1].epoch)
    epoch = vp.phrase("Epoch {n:,}", n=lambda frame: frame.epoch)
    rates = [vp.phrase("Rate {rate:g}", rate=rate) for rate in RATES]

    def line(at: int) -> vp.Stack[Six]:
        planes = vp.each(range(3), lambda number: plane(3 * at + number, rates[number]))
        return vp.stack(vp.paper(Tally(at)), planes)

    return vp.Picture(vp.each(range(2), line), counter=(epoch,), thumb=vp.row(plane(2, NAMES[0]), plane(5, NAMES[1])))


def _plane(at: int, title: vp.Phrase | str, end: int) -> vp.Panel[Six]:
    """What one network makes of the plane; above it when 80 % are right and if a unit is dead, in the end how many."""

    def state(frame: Any) -> tuple[bool, bool, bool]:  # noqa: ANN401 - what the lens makes of six
        return frame.epoch == end, _is_parted(frame), _is_dead(frame)

    share: Any = {"share": lambda frame: 100.0 * frame.accuracy}
    marks = (
        vp.When[Six](partial(lambda frame, now: state(frame) == now, now=now), (vp.Corner(vp.phrase(text, **share)),))
        for now, text in SAYS.items()
    )
    dots = vp.Samples[Six](size=6.0)
    return vp.panel(vp.Decision[Six](), dots, *marks, title=title, reach=REACH, bare=True, of=partial(_one, at))


def _one(at: int, frame: Six) -> nn.Snapshot:
    """One of the six networks."""
    numbers = frame.parameters[at], float(frame.losses[at]), float(frame.accuracies[at])
    shape = np.array(NETWORKS[at].sizes), np.array(NETWORKS[at].activations)
    return nn.Snapshot(frame.epoch, *numbers, *shape, frame.samples, frame.labels)


def _is_parted(frame: Any) -> bool:  # noqa: ANN401 - what the lens makes of six
    """Whether the network separates the classes."""
    return bool(frame.accuracy >= PARTED)


def _is_dead(frame: Any) -> bool:  # noqa: ANN401 - what the lens makes of six
    """Whether a unit answers 0 to every sample."""
    return bool(nn.dead_units(frame.network, frame.parameters, frame.samples))


@rates_and_activations.story
def story(film: Film[Six]) -> list[Beat[Six]]:
    """Which of the six part the classes, and when at each rate the first does."""
    parted = np.reshape(film.column("accuracies") >= PARTED, (-1, 2, 3))
    either = (parted[:, 0] | parted[:, 1]).T
    beats = [Beat[Six]("start", 0, "tanh or ReLU: which gets 80\u00a0% of the dots right, and at which rate?", 2.0)]
    first = {rate: int(each.argmax()) for rate, each in zip(RATES, either, strict=True) if each.any()}
    says = {
        (True, False): "Rate {rate:g}: tanh gets 80\u00a0% right after {n:|epoch|epochs}, ReLU not yet",
        (False, True): "Rate {rate:g}: ReLU gets 80\u00a0% right after {n:|epoch|epochs}, tanh not yet",
        (True, True): "Rate {rate:g}: both get 80\u00a0% right after {n:|epoch|epochs}",
    }
    for rate, n in sorted(first.items(), key=lambda each: each[1]):
        say = says[tuple(parted[n, :, RATES.index(rate)].tolist())]
        beats.append(Beat(f"rate {rate:g}", n, say, 1.5, values={"rate": rate, "n": n}))
    counts = {"tanh": int(parted[-1, 0].sum()), "relu": int(parted[-1, 1].sum())}
    ends = "From these weights, tanh gets 80\u00a0% right at {tanh} of 3 rates, ReLU at {relu}"
    if any(_is_dead(network) and not _is_parted(network) for network in (_one(at, film[-1]) for at in range(3, 6))):
        ends = "From these weights, tanh gets 80\u00a0% right at {tanh} of 3 rates, ReLU at {relu}: a unit is dead"
    return [*beats, Beat("rest", -1, ends, 2.5, values=counts)]


@rates_and_activations.words
def words(film: Film[Six], say: Say) -> Words:
    """Which part the classes in the end."""
    last, parted = film[-1], film[-1].accuracies.reshape(2, 3) >= PARTED
    found = [[f"{rate:g}" for rate, at in zip(RATES, three, strict=True) if at] for three in parted.tolist()]
    tanh, relu = (listed(say, rates) if rates else say("no rate") for rates in found)
    caption = say(
        "All six begin with the same weights and see the same mini-batches. After {epochs:|epoch|epochs} at least "
        "80\u00a0% are classified correctly with tanh at {tanh}, and with ReLU at {relu}.",
        epochs=last.epoch,
        tanh=tanh,
        relu=relu,
    )
    if dead := sum(_is_dead(_one(at, last)) for at in range(3, 6)):
        caption += " " + say("In {n} of the ReLU networks a unit is dead: it answers 0 to every sample.", n=dead)
    shows = say("Six planes, a row for each activation, with samples and regions; how many are right.")
    return Words(say("Six ways to train one network"), caption, f"{shows} {caption}")
