"""A person sets units, rate and batch once; training moves the boundary, how far and how fast they decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.drawing import given, signed
from vizpipe.recipe import Array, Beat, Count, Film, Integers, Samples, Say, Seed, Words, recipe

REACH = 2.9
TURNS = 8
"""Frames in which the knobs are turned."""
PARTED = 0.8
"""The share on the right side from which the classes count as separated; one straight line does not get there."""


class Choice(NamedTuple):
    """What a person sets before training."""

    hidden: int
    learning_rate: float
    batch: int


CHOICES = (Choice(3, 0.05, 32), Choice(1, 0.05, 32), Choice(3, 0.001, 32), Choice(3, 0.05, 240))
"""The first, and in each other one knob is turned."""
TITLES = "Network {n}", "Network {n}: fewer units", "Network {n}: smaller rate", "Network {n}: larger batch"
KNOBS = ("hidden units", "learning rate", "batch size")
RANGES = ((1.0, 8.0), (0.001, 0.5), (4.0, 256.0))
"""Ends of the knobs' scales, logarithmic."""


class Trained(NamedTuple):
    """Four networks after the same number of epochs, each with hyperparameters of its own."""

    turned: float
    """How far the knobs are turned from the first choice to each network's own, 0 to 1; then training begins."""
    epoch: int
    first: Array
    """Parameters with the first choice, shape (parameter_count,)."""
    second: Array
    third: Array
    fourth: Array
    accuracies: Array
    """Share of samples on the right side, shape (4,)."""
    samples: Array
    labels: Integers

    @property
    def parameters(self) -> tuple[Array, ...]:
        """Of all four."""
        return self.first, self.second, self.third, self.fourth


def network_of(choice: Choice) -> nn.Network:
    """2 inputs, as many hidden tanh units as were chosen, one sigmoid."""
    return nn.Network((2, choice.hidden, 1), ("tanh", "sigmoid"))


@recipe(
    title="Parameters and hyperparameters",
    size=(1600, 900),
    chapter="Forward pass",
    ideas=("Parameters and hyperparameters: what training sets, and what a person sets",),
)
def hyperparameters(
    *,
    epochs: Annotated[Count, "How often every sample is seen"] = 59,
    data: Annotated[Samples, "What to learn from"] = datasets.SETS["three-clouds"],
    samples: Annotated[int, Meta(ge=2), "Points to learn from, of a set; a file gives all of its rows"] = 240,
    seed: Seed = 3,
) -> Iterator[Trained]:
    """Train the same task with four choices of hidden units, learning rate and batch size."""
    points, labels = data.draw(np.random.default_rng(seed), samples)
    runs = []
    for choice in CHOICES:
        rng = np.random.default_rng([seed, 1])
        network = network_of(choice)
        given, adam = (network.initial(rng, nn.initializers.xavier), points, labels), nn.Adam(choice.learning_rate)
        loss, size = nn.binary_cross_entropy, choice.batch
        runs.append(nn.train(network, *given, loss=loss, optimizer=adam, batch_size=size, rng=rng))
    for epoch in range(epochs + 1):
        now = [next(run) for run in runs]
        vectors = [each.parameters for each in now]
        scores = np.array([each.accuracy for each in now])
        for turn in range(0 if epoch == 0 else TURNS, TURNS + 1):
            yield Trained(turn / TURNS, epoch, vectors[0], vectors[1], vectors[2], vectors[3], scores, points, labels)


@dataclass(frozen=True)
class Knobs(vp.Mark[Trained]):
    """Three dials with what they are set to; one is in ink once it is turned, and says from where to where."""

    number: int

    def need(self, moment: vp.Moment[Trained]) -> vp.Need:
        """A dial and its words, three times."""
        del moment
        return vp.Need(11.0, 9.6, grows=False)

    def shapes(self, moment: vp.Moment[Trained], room: vp.Room) -> Iterator[vp.Path | vp.Text]:
        """A circle, a pointer from the middle outwards, words at the right."""
        em, turned, radius = room.em, moment.frame.turned, min(room.height / 7.9, 1.6 * room.em)
        angles = np.linspace(0.0, 2.0 * np.pi, 40)
        for knob, (name, (low, high)) in enumerate(zip(KNOBS, RANGES, strict=True)):
            old, new = CHOICES[0][knob], CHOICES[self.number][knob]
            value = old * (new / old) ** turned
            is_turned, y = old != new and turned > 0.0, room.height - (1.1 + 2.2 * knob) * radius
            paint = "ink" if is_turned else "quiet"
            middle = np.array([1.1 * radius, y])
            turn = np.pi * (1.25 - 1.5 * np.log(value / low) / np.log(high / low))
            circle = middle + radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)
            pointer = middle + radius * np.array([[0.2], [1.0]]) * np.array([np.cos(turn), np.sin(turn)])
            yield vp.Path([circle], paint, 1.6, fill=vp.Mix("line", 0.2), unit="paper")
            yield vp.Path([pointer], paint, 4.0, is_round=True, order=2.2, unit="paper")
            value = f"{given(old)} → {given(new)}" if is_turned and turned == 1.0 else given(old)
            for text, rise in ((moment.say(name), 0.65), (value, -0.65)):
                at = 2.2 * radius + 0.5 * em, y + rise * em
                yield vp.Text(at, text, "small", paint, is_turned, stand="center_baseline", unit="paper")
        if turned == 1.0:
            count = moment.say("{n} parameters", n=network_of(CHOICES[self.number]).parameter_count)
            place = (0.0, room.height - 7.3 * radius)
            yield vp.Text(place, count, stand="center_baseline", unit="paper")


@hyperparameters.picture
def picture(film: Film[Trained]) -> vp.Picture[Trained]:
    """Each choice: what was set, and what comes of it."""
    counter = vp.phrase("Epoch {n:,}", n=lambda frame: frame.epoch)
    last = film[-1].epoch
    cells = vp.each(range(len(CHOICES)), partial(_cell, last=last))
    return vp.Picture(cells, counter=(counter,), thumb=vp.row(_plane(0, last, 0.0), _plane(1, last, 0.0)))


def _cell(number: int, last: int) -> vp.Stack[Trained]:
    """One choice: its knobs, and the plane."""
    return vp.stack(vp.paper(Knobs(number), title=vp.phrase(TITLES[number], n=number + 1)), _plane(number, last))


def _plane(number: int, last: int, turned: float = 1.0) -> vp.Panel[Trained]:
    """What one network answers once its knobs are turned so far, and in the end how many samples are right."""
    network = network_of(CHOICES[number])
    right = vp.phrase("{share:.0f}\u00a0% right", share=lambda frame: 100.0 * frame.accuracies[number])
    decision = vp.Decision[Trained](lambda _: network, lambda frame: frame.parameters[number], cells=80)
    return vp.panel(
        vp.When[Trained](lambda frame: frame.turned >= turned, (decision,)),
        vp.Samples[Trained](size=6.0),
        vp.When[Trained](lambda frame: frame.epoch == last, (vp.Corner(right),)),
        reach=REACH,
        bare=True,
        weight=(2.2, 2.2),
    )


@hyperparameters.story
def story(film: Film[Trained]) -> list[Beat[Trained]]:
    """Knobs are turned, parameters move, and what comes of each."""
    last = film[-1].accuracies
    there = [next((frame.epoch for frame in film if frame.accuracies[n] >= PARTED), np.inf) for n in (0, 3)]
    is_as_told = max(last[1], last[2]) < last[0] - 0.1 and there[0] < there[1] < np.inf and last[3] >= PARTED
    rest = "One unit is too few, the small rate too slow; the large batch only took longer"
    other = "One knob turned makes a difference: {low:.0f}\u00a0% to {high:.0f}\u00a0% are right"
    values = {"low": 100.0 * last.min(), "high": 100.0 * last.max()}
    return [
        Beat("start", 0, "A person sets three knobs on each network: the hyperparameters", 2.0),
        Beat("turned", TURNS, "In each of the other three, one knob is turned", 2.0),
        Beat(
            "train",
            lambda frame: frame.epoch > 0,
            "Training moves the line between the classes, never a knob",
            0.5,
        ),
        Beat("first", lambda frame: frame.epoch == there[0], "Network 1 separates the two classes", 1.5),
        Beat(
            "later",
            lambda frame: there[0] < there[1] <= frame.epoch,
            "With the larger batch, in network 4, it takes longer",
            1.5,
        ),
        Beat("rest", -1, rest if is_as_told else other, 3.0, values=values),
    ]


@hyperparameters.words
def words(film: Film[Trained], say: Say) -> Words:
    """What came of the choices."""
    last = film[-1]
    shares = ", ".join(f"{signed(100.0 * share, 0)}\u00a0%" for share in last.accuracies)
    caption = say(
        "After {epochs:|epoch|epochs}, {shares} of the samples are on the right side. Training moves parameters, which "
        "are weights and biases, but no hyperparameter: these are set before.",
        epochs=last.epoch,
        shares=shares,
    )
    shows = say("Four networks: the three knobs of each, and how each divides the plane.")
    return Words(say("Parameters and hyperparameters"), caption, f"{shows} {caption}")
