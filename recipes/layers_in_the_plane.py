"""Layer by layer a network draws two rings of samples apart: the deeper, the closer together lie those of a class."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.drawing import listed, signed
from vizpipe.nn import Probe
from vizpipe.recipe import Array, Beat, Count, Film, Rate, Say, Seed, Words, layers_of, recipe

CLOSER, SHOWN, TINY = 0.9, 160, 1e-9
"""By which share of the scatter at first samples have come closer; how many have room; no reach."""


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
    seen = [[answers[layer - 1][1] for layer in nn.looked_at(network)] for answers in passed]
    right = [frame.accuracy for frame in frames]
    yield from nn.probes(range(epochs + 1), right, seen.__getitem__, labels, nn.layer_names(network))


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


def _layer(film: Film[Probe], number: int) -> vp.Panel[Probe]:
    """Where one layer puts some of the samples."""
    some = slice(None, None, -(-len(film[0].labels) // SHOWN))
    classes = max(int(film[0].labels.max()) + 1, 2)
    samples = vp.Samples[Probe](lambda f: f.places[number, some], lambda f: f.labels[some], size=8.0, classes=classes)
    x, y = (film.span(lambda frame, axis=axis: frame.places[number, :, axis]) for axis in (0, 1))  # type: ignore[misc]
    limits = [1.08 * end for end in (min(x[0], -TINY), max(x[1], TINY), min(y[0], -TINY), max(y[1], TINY))]
    title = vp.phrase("{name}", name=str(film[0].names[number]))
    x_name = "the layer's answers, flattened to two numbers" if film[0].held[number] < 1.0 else ""
    line = vp.When[Probe](lambda _: classes == 2, (vp.Straight(lambda f: _line(f, number)[0]),))
    return vp.panel(samples, line, title=title, limits=limits, ticks=((), ()), x=x_name)


def _line(frame: Probe, number: int) -> tuple[Array, float]:
    """The straight line of least squares between two classes in a layer's plane, and the share on its right side."""
    places = np.column_stack([frame.places[number], np.ones(len(frame.labels))])
    line = np.linalg.lstsq(places, 2.0 * frame.labels - 1.0, rcond=None)[0]
    return line, float(((places @ line > 0.0) == (frame.labels > 0)).mean())


@layers_in_the_plane.story
def story(film: Film[Probe]) -> list[Beat[Probe]]:
    """They gather, the more so the deeper the layer."""
    first, last = film[0].scatters, film[-1].scatters
    deeper = "The deeper the layer, the closer together samples of a class lie"
    a, b = (100.0 * _line(film[-1], number)[1] for number in (0, -1))
    values, is_two = {"a": a, "b": b}, int(film[0].labels.max()) < 2
    if is_two and b > a:
        deeper = "In the first of these planes a straight line gets {a:.0f}\u00a0% right, in the last {b:.0f}\u00a0%"
    parts = "In the last of these layers, training draws the classes apart"
    return [
        Beat("start", 0, "Where each layer puts the same samples: can a straight line separate them?", 1.5),
        Beat("gathers", lambda frame: bool(frame.scatters[-1] < CLOSER * first[-1]), parts, 1.0),
        Beat("end", -1, deeper if len(last) > 1 and (np.diff(last) < 0.0).all() else "", 3.0, values=values),
    ]


@layers_in_the_plane.words
def words(film: Film[Probe], say: Say) -> Words:
    """How widely classes scatter."""
    begun, ended = (listed(say, [signed(each, 2) for each in film[at].scatters]) for at in (0, -1))
    held = listed(say, [f"{signed(100.0 * share, 0)}\u00a0%" for share in film[-1].held])
    scatter = (
        "From layer to layer samples of a class scatter {a} times as widely as all at first, {b} times in the end."
    )
    caption = say(scatter, a=begun, b=ended)
    caption += " " + say("Each layer is seen along its two axes of most variance, which hold {held}.", held=held)
    shows = say("Samples of each class as dots in a plane for each of some layers.")
    return Words(say("Where layers put samples"), caption, f"{shows} {caption}")
