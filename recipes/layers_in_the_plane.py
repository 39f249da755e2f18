"""Layer by layer a network draws two rings of samples apart: the deeper, the closer together lie those of a class."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Annotated

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.drawing import listed, signed
from vizpipe.nn import Probe
from vizpipe.recipe import Array, Beat, Count, Film, Rate, Say, Seed, Words, layers_of, recipe

CLOSER, SHOWN, TRIED, TINY, INPUT = 0.9, 80, 400, 1e-9, "input"
"""By which share of the scatter at first samples have come closer; how many are drawn, and lines tried on, at most; no
reach; the first panel."""
TURNS, LESS = np.linspace(0.0, np.pi, 90, endpoint=False), 0.01
"""Directions of lines that are tried; by which share fewer right a line may stay near that of the next frame."""


@recipe(
    title="Layers in the plane",
    chapter="Training",
    ideas=("Where the layers of any network put samples, also of one's own network that is too large to be kept",),
)
def layers_in_the_plane(
    *,
    layers: Annotated[str, "Units of each hidden layer, such as 8,8,3"] = "8,8,8",
    samples: Annotated[int, Meta(ge=4, le=2000), "Points to learn from"] = 160,
    epochs: Annotated[Count, "How often every point is seen"] = 60,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.03,
    seed: Seed = 0,
) -> Iterator[Probe]:
    """Train tanh layers and a sigmoid on two rings, one in the other, all points at once: a frame for each epoch."""
    rng, hidden = np.random.default_rng(seed), layers_of(layers)
    points, labels = datasets.SETS["circles"].draw(rng, samples)
    network = nn.mlp((2, *hidden, 1), "tanh", "sigmoid")
    start, adam = network.initial(rng, nn.initializers.xavier), nn.Adam(learning_rate)
    cost = nn.binary_cross_entropy
    run = nn.train(network, start, points, labels, loss=cost, optimizer=adam, batch_size=samples, rng=rng)
    frames = list(islice(run, epochs + 1))
    passed = [frame.forward(points) for frame in frames]
    seen = [[points, *(answers[layer - 1][1] for layer in nn.looked_at(network))] for answers in passed]
    right = [frame.accuracy for frame in frames]
    yield from nn.probes(range(epochs + 1), right, seen.__getitem__, labels, [INPUT, *nn.layer_names(network)])


@layers_in_the_plane.fits
def fits(film: Film[Probe]) -> str:
    """Up to ten classes."""
    return "" if int(film[0].labels.max()) < 10 else "it draws samples of up to ten classes"


@layers_in_the_plane.picture
def picture(film: Film[Probe]) -> vp.Picture[Probe]:
    """The samples in each layer's plane, and which class is which."""
    panels = [_layer(film, number) for number in range(len(film[0].names))]
    key = [vp.paper(vp.Classes[Probe](film.about.classes), rank=1)] if film.about.classes else []
    counter = (vp.phrase("Epoch {n:,}", n=lambda frame: frame.epoch),)
    return vp.Picture(vp.stack(*panels, *key), counter=counter, thumb=vp.row(*panels[:2]))


@dataclass(frozen=True)
class Cloud(vp.Samples[Probe]):
    """Samples of a plane that is not pressed flat."""

    def need(self, moment: vp.Moment[Probe]) -> vp.Need:
        """Nearly as high as wide."""
        need = super().need(moment) or vp.Need(0.0, 0.0)
        return need._replace(width=max(need.width, 10.0), height=max(need.height, 11.0))


def _layer(film: Film[Probe], number: int) -> vp.Panel[Probe]:
    """Where one layer puts some of the samples, and how many of all a straight line gets right there."""
    some = _some(film[0], SHOWN)
    classes = max(int(film[0].labels.max()) + 1, 2)
    samples = Cloud(lambda f: f.places[number, some], lambda f: f.labels[some], size=9.0, classes=classes)
    marks: list[vp.Mark[Probe]] = [samples]
    if _are_two(film[0]):
        found = dict(zip((frame.epoch for frame in film), _lines(list(film), number), strict=True))
        right = vp.phrase("{n:.0f}\u00a0%", n=lambda f: 100.0 * _right(f, number, found[f.epoch]))
        ends = film[0].epoch, film[-1].epoch
        said = vp.When[Probe](lambda f: f.epoch in ends, (vp.Corner(right),))
        marks += [vp.Straight[Probe](lambda f: found[f.epoch]), said]
    x, y = (film.span(lambda frame, axis=axis: frame.places[number, :, axis]) for axis in (0, 1))  # type: ignore[misc]
    limits = [1.08 * end for end in (min(x[0], -TINY), max(x[1], TINY), min(y[0], -TINY), max(y[1], TINY))]
    title, axes = vp.phrase("{name}", name=str(film[0].names[number])), ("", "")
    if film[0].held[number] < 1.0:
        axes = "principal axis 1", "axis 2"
    if film[0].names[number] == INPUT:
        axes = "x₁", "x₂"
    return vp.panel(*marks, title=title, limits=limits, ticks=((), ()), x=axes[0], y=axes[1])


def _some(frame: Probe, most: int) -> slice:
    """Every so many-th sample, so that there are no more than these."""
    return slice(None, None, -(-len(frame.labels) // most))


def _are_two(frame: Probe) -> bool:
    """Whether there are two classes, which a line can part."""
    return np.array_equal(np.unique(frame.labels), [0, 1])


def _lines(frames: Sequence[Probe], number: int) -> list[Array]:
    """For each frame a line w·x + b = 0 that gets as many as can be right in a layer's plane, or nearly as many.

    From the last frame on, which has the best, backwards: of those that are nearly as good, the one nearest to it.
    """
    some, normals = _some(frames[0], TRIED), np.stack([np.cos(TURNS), np.sin(TURNS)])
    found: list[Array] = []
    scale = np.array([1.0, 1.0, 1.0 / max(frames[-1].places[number].std(), TINY)])
    for frame in reversed(frames):
        across, is_one = frame.places[number, some] @ normals, frame.labels[some] > 0
        order = across.argsort(axis=0)
        along, ones = np.take_along_axis(across, order, axis=0), np.cumsum(is_one[order], axis=0)
        right = 2 * ones[:-1] + (~is_one).sum() - np.arange(1, len(order))[:, None]
        right, gaps = np.maximum(right, len(order) - right), np.diff(along, axis=0)
        right = np.where(gaps > TINY * scale[2], right, 0)
        at, turn = np.nonzero(right >= right.max() - LESS * len(order) * bool(found))
        lines = np.stack([*normals[:, turn], -0.5 * (along[at, turn] + along[at + 1, turn])], axis=1)
        if found:
            far = [np.linalg.norm((lines - sign * found[-1]) * scale, axis=1) for sign in (1.0, -1.0)]
            found.append(lines[np.minimum(*far).argmin()])
        else:
            found.append(lines[gaps[at, turn].argmax()])
    return found[::-1]


def _right(frame: Probe, number: int, line: Array) -> float:
    """The share of samples on the right side of a line in a layer's plane."""
    share = float(((frame.places[number] @ line[:2] + line[2] > 0.0) == (frame.labels > 0)).mean())
    return max(share, 1.0 - share)


def _best(frame: Probe, number: int) -> float:
    """The share of samples that a straight line gets right in a layer's plane at most, or nearly so."""
    return _right(frame, number, _lines([frame], number)[0])


@layers_in_the_plane.story
def story(film: Film[Probe]) -> list[Beat[Probe]]:
    """They gather, the more so the deeper the layer."""
    first, last = film[0].scatters, film[-1].scatters
    ends, values = "", {}
    if is_two := _are_two(film[0]):
        values = {name: 100.0 * _best(film[-1], number) for name, number in (("a", 0), ("b", -1))}
    if is_two and values["b"] > values["a"]:
        ends = "A straight line gets {a:.0f}\u00a0% right in the first panel, {b:.0f}\u00a0% in the last"
        if film[0].names[0] == INPUT:
            ends = "A straight line gets {a:.0f}\u00a0% of the input right, {b:.0f}\u00a0% after the last layer"
    elif len(last) > 1 and (np.diff(last) < 0.0).all():
        ends = "The deeper the layer, the closer together samples of a class lie"
    start = "Layer by layer, how many samples can a straight line get right?"
    start = start if is_two else "Where does each layer put the same samples?"
    parts = "In the last of these layers, training draws the classes apart"
    return [
        Beat("start", 0, start, 1.5),
        Beat("gathers", lambda frame: bool(frame.scatters[-1] < CLOSER * first[-1]), parts, 1.0),
        Beat("end", -1, ends, 3.0, values=values),
    ]


@layers_in_the_plane.words
def words(film: Film[Probe], say: Say) -> Words:
    """What the lines are, or how widely classes scatter; and what is seen of layers."""
    layers = [number for number, name in enumerate(film[-1].names) if name != INPUT]
    held = listed(say, [f"{signed(100.0 * share, 0)}\u00a0%" for share in film[-1].held[layers]])
    ended = listed(say, [signed(each, 2) for each in film[-1].scatters[layers]])
    caption = say("In the end, samples of a class scatter {b} times as widely as all, from layer to layer.", b=ended)
    if _are_two(film[0]):
        caption = say("In each panel the line gets as many samples right as a straight line can, or nearly as many.")
    caption += " " + say(
        "Each layer is seen along its two principal axes, which hold {held} of its variance.", held=held
    )
    shows = say("Samples of each class as dots in a plane for each of some layers.")
    return Words(say("Where layers put samples"), caption, f"{shows} {caption}")
