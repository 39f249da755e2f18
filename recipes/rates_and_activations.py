"""From the same weights, tanh separates the classes at every rate, smaller ones later; ReLU at rate 0.1 never does."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any, NamedTuple, cast

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
REACH, PALE = 2.7, vp.Mix("line", 0.5)


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
    size=(1920, 1080),
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


@rates_and_activations.picture
def picture(film: Film[Six]) -> vp.Picture[Six]:
    """For each rate what both networks make of the plane, and how many they get right."""
    low, high = film.span("samples")
    free = (-REACH, -0.87 * REACH) if -REACH <= low <= 0.0 <= high <= REACH else (low, low)
    rate = partial(_rate, end=film[-1].epoch, free=np.array(free))
    epoch = vp.phrase("Epoch {n}", n=lambda frame: frame.epoch)
    planes, chart = rate(2).parts  # the last to come to rest
    tanh = cast("vp.Stack[Six]", planes).parts[0]
    return vp.Picture(vp.each(range(3), rate), counter=(epoch,), thumb=vp.row(tanh, chart))


def _rate(number: int, end: int, free: Array) -> vp.Stack[Six]:
    """What both networks make of the plane at one rate, and how many each gets right, beside what is asked."""
    right = vp.phrase("{share:.0f}\u00a0% right", share=lambda frame: 100.0 * frame.accuracy)
    note = vp.Label[Six](free, "a unit is dead", has_ground=True)
    score, dead = vp.When[Six](lambda f: f.epoch == end, (vp.Corner(right),)), vp.When[Six](_is_dead, (note,))
    marks = vp.Decision[Six](), vp.Samples[Six](size=6.0), score, dead
    lenses = zip(NAMES, (partial(_one, at) for at in (number, number + 3)), strict=True)
    planes = (vp.panel(*marks, title=name, reach=REACH, bare=True, of=of) for name, of in lenses)
    shares = vp.Trail[Six]("epoch", lambda f: 100.0 * f.accuracies[number::3], NAMES, ["ink", "series 3"], 1.5, None)
    lines, ticks = (vp.Rule[Six](y=100.0 * PARTED, paint=PALE, width=3.0), shares), (None, (0, 20, 40, 60, 80, 100))
    chart = vp.panel(*lines, title="Right, %", x="epoch", ticks=ticks, rank=1, weight=(1.0, 0.7))
    return vp.named(vp.phrase("Rate {rate:g}", rate=RATES[number]), vp.stack(vp.stack(*planes), chart))


def _one(at: int, frame: Six) -> nn.Snapshot:
    """One of the six networks."""
    numbers = frame.parameters[at], float(frame.losses[at]), float(frame.accuracies[at])
    shape = np.array(NETWORKS[at].sizes), np.array(NETWORKS[at].activations)
    return nn.Snapshot(frame.epoch, *numbers, *shape, frame.samples, frame.labels)


def _is_dead(frame: Any) -> bool:  # noqa: ANN401 - what the lens makes of six
    """Whether a unit answers 0 to every sample."""
    return bool(nn.dead_units(frame.network, frame.parameters, frame.samples))


@rates_and_activations.story
def story(film: Film[Six]) -> list[Beat[Six]]:
    """Which of the six part the classes, and when at each rate the first does."""
    parted = np.reshape(film.column("accuracies") >= PARTED, (-1, 2, 3))
    either = (parted[:, 0] | parted[:, 1]).T
    beats = [Beat[Six]("start", 0, "tanh or ReLU: which separates the two classes, and at which learning rate?", 2.0)]
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
    ends = "From these weights, tanh separates the classes at {tanh} of 3 rates, ReLU at {relu}"
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
    if dead := sum(bool(nn.dead_units(NETWORKS[3], vector, last.samples)) for vector in last.parameters[3:]):
        caption += " " + say("In {n} of the ReLU networks a unit is dead: it answers 0 to every sample.", n=dead)
    shows = say("Six planes, for each activation and rate, with samples and regions; curves of how many are right.")
    return Words(say("Six ways to train one network"), caption, f"{shows} {caption}")
