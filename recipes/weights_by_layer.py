"""Training spreads the weights of every layer of a classifier of digits, most of all those nearest to the output."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated

import numpy as np

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.drawing import listed, short
from vizpipe.nn import Histograms
from vizpipe.recipe import Beat, Count, Film, ImageSet, Rate, Say, Seed, Words, layers_of, recipe

MOST, GROWN, ALIKE = 6, 1.1, 4.0
"""Layers that have room; from which ratio on weights have spread, and up to which layers share one scale."""


@recipe(
    title="Weights layer by layer",
    chapter="Training",
    ideas=("How the weights of each layer spread in training, also those of one's own network",),
)
def weights_by_layer(
    *,
    layers: Annotated[str, "Units of each hidden layer, such as 8,8,3"] = "32,16",
    epochs: Annotated[Count, "How often every digit is seen"] = 60,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.003,
    data: Annotated[ImageSet, "Images to learn from"] = datasets.IMAGE_SETS["digits"],
    seed: Seed = 0,
) -> Iterator[Histograms]:
    """Train tanh layers and a softmax on 1,500 digits: a frame for each epoch."""
    rng, hidden = np.random.default_rng(seed), layers_of(layers)
    x, labels, *_ = data.parts(rng, 297)
    network = nn.mlp((data.side**2, *hidden, len(data.classes)), "tanh", "softmax")
    start, adam = network.initial(rng, nn.initializers.xavier), nn.Adam(learning_rate)
    cost = nn.sparse_categorical_cross_entropy
    run = nn.train(network, start, x, labels, loss=cost, optimizer=adam, batch_size=50, rng=rng)
    frames = list(islice(run, epochs + 1))
    yield from nn.histograms(network, [frame.epoch for frame in frames], [frame.parameters for frame in frames])


def shown(film: Film[Histograms]) -> list[int]:
    """Which layers are drawn: all of them, or so many evenly, the first and the last among them."""
    return nn.evenly(len(film[0].names), MOST)


@weights_by_layer.picture
def picture(film: Film[Histograms]) -> vp.Picture[Histograms]:
    """A histogram for each layer, and pale behind it that of the first weights."""
    panels = [_layer(film, number) for number in shown(film)]
    counter = vp.phrase("Epoch {n:,}", n=lambda frame: frame.epoch)
    return vp.Picture(vp.stack(*panels), counter=(counter,), thumb=vp.row(panels[0], panels[-1]))


def _layer(film: Film[Histograms], number: int) -> vp.Panel[Histograms]:
    """The weights of one layer now, over those at first."""
    edges, reaches = film[0].edges[number], film[0].edges[shown(film), -1]
    reach = float(reaches.max() if reaches.max() <= ALIKE * reaches.min() else edges[-1])
    top = 1.08 * film.span(lambda frame: frame.shares[number])[1]
    first = vp.Histogram[Histograms](edges, film[0].shares[number], "quiet", 0.25)
    now = vp.Histogram[Histograms](edges, lambda frame: frame.shares[number], "accent", 0.5)
    title = vp.phrase("{name}", name=str(film[0].names[number]))
    wide = vp.Corner[Histograms](vp.phrase("spread {s}", s=lambda frame: short(float(frame.deviations[number]))))
    told = vp.When[Histograms](lambda frame: frame.epoch in {film[0].epoch, film[-1].epoch}, (wide,))
    limits, x = (-reach, reach, 0.0, top), "weight (height: how many)"
    return vp.panel(first, now, told, title=title, x=x, limits=limits, ticks=(None, ()))


@weights_by_layer.story
def story(film: Film[Histograms]) -> list[Beat[Histograms]]:
    """The first weights, how they spread, and which have spread most."""
    grown, names = film[-1].deviations / np.maximum(film[0].deviations, 1e-12), film[0].names
    end = "The weights of {name} have spread most: {times:.1f} times as wide as at first" if len(names) > 1 else ""
    first = "Before training all weights are small and random: how will they change?"
    if film.about.origin:  # where the log or the recording of somebody's training begins
        first = "The weights of each layer at first"
    spreads = "Training spreads the weights: some grow large. Grey: where they began"
    moves = "Training moves the weights; grey: where they began"
    values = {"name": str(names[int(grown.argmax())]), "times": float(grown.max())}
    return [
        Beat("start", 0, first, 1.5),
        Beat("spread", 1, spreads if grown.min() > GROWN else moves, 0.8),
        Beat("end", -1, end if grown.max() > GROWN else "", 2.5, values=values),
    ]


@weights_by_layer.words
def words(film: Film[Histograms], say: Say) -> Words:
    """How wide each layer's weights are at first and in the end."""
    first, last = film[0], film[-1]
    rows = [(str(first.names[n]), *(short(float(each.deviations[n])) for each in (first, last))) for n in shown(film)]
    told = listed(say, [say("{a} to {b} in {name}", a=a, b=b, name=say.whole(name)) for name, a, b in rows])
    text = "From epoch {a:,} to epoch {b:,} the standard deviation of weights goes from {told}."
    caption = say(text, a=first.epoch, b=last.epoch, told=told) + " " + say("Grey: the first weights. No biases.")
    shows = say("A histogram of the weights of each layer.")
    return Words(say("The weights of each layer in training"), caption, f"{shows} {caption}")
