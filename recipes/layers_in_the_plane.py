"""The deeper the layer, the closer together lie digits of the same class, once a network has learned to read them."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated

import numpy as np

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.drawing import listed
from vizpipe.nn import Probe
from vizpipe.recipe import Beat, Count, Film, Rate, Say, Seed, Words, layers_of, recipe

MIXED, CLOSER, SHOWN = 0.6, 0.75, 100
"""From which scatter on classes are mixed; by which share of it they come closer; samples that have room."""


@recipe(
    title="Layers in the plane",
    chapter="Training",
    ideas=("Where the layers of any network put samples, also of one's own network that is too large to be kept",),
)
def layers_in_the_plane(
    *,
    layers: Annotated[str, "Units of each hidden layer, such as 8,8,3"] = "32,24,16",
    epochs: Annotated[Count, "How often every digit is seen"] = 40,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.002,
    seed: Seed = 0,
) -> Iterator[Probe]:
    """Train tanh layers and a softmax on 1,500 digits; look at unseen ones, a frame for each epoch."""
    rng, hidden = np.random.default_rng(seed), layers_of(layers)
    data = datasets.split(rng, *datasets.digits(), 297)
    network = nn.Network((64, *hidden, 10), (*("tanh" for _ in hidden), "softmax"))
    start, adam = network.initial(rng, nn.initializers.xavier), nn.Adam(learning_rate)
    given, cost = (network, start, data.train_samples, data.train_labels), nn.sparse_categorical_cross_entropy
    frames = list(islice(nn.train(*given, loss=cost, optimizer=adam, batch_size=50, rng=rng), epochs + 1))
    passed = [network.forward(frame.parameters, data.test_samples) for frame in frames]
    right = [nn.accuracy(answers[-1][1], data.test_labels) for answers in passed]
    seen = [[answers[layer - 1][1] for layer in nn.looked_at(network)] for answers in passed]
    yield from nn.probes(range(epochs + 1), right, seen.__getitem__, data.test_labels, nn.layer_names(network))


@layers_in_the_plane.fits
def fits(film: Film[Probe]) -> str:
    """Up to ten classes."""
    return "" if int(film[0].labels.max()) < 10 else "it draws samples of up to ten classes"


@layers_in_the_plane.picture
def picture(film: Film[Probe]) -> vp.Picture[Probe]:
    """The samples in each layer's plane, and which class is which."""
    count, some = max(int(film[0].labels.max()) + 1, 2), slice(None, None, -(-len(film[0].labels) // SHOWN))

    def layer(number: int) -> vp.Panel[Probe]:
        samples = vp.Samples[Probe](
            lambda frame: frame.places[number, some], lambda frame: frame.labels[some], size=6.0, classes=count
        )
        scatter = vp.Corner[Probe](vp.phrase("scatter {s:.2f}", s=lambda frame: float(frame.scatters[number])))
        low, high = film.span(lambda frame: frame.places[number])
        title, reach = vp.phrase("{name}", name=str(film[0].names[number])), 1.06 * max(-low, high, 1e-9)
        told = vp.When[Probe](lambda frame: frame.epoch == film[-1].epoch, (scatter,))
        return vp.panel(samples, told, title=title, reach=reach, bare=True)

    panels = [layer(number) for number in range(len(film[0].names))]
    key = vp.paper(vp.Classes[Probe]((*film.about.classes, *map(str, range(count)))[:count]), rank=1)
    right = vp.phrase("{n:.0f}\u00a0% right", n=lambda frame: 100.0 * frame.accuracy)
    counter = vp.phrase("Epoch {n:,}", n=lambda frame: frame.epoch), right
    return vp.Picture(vp.stack(*panels, key), counter=counter, thumb=vp.row(panels[0], panels[-1]))


@layers_in_the_plane.story
def story(film: Film[Probe]) -> list[Beat[Probe]]:
    """Mixed at first, gathered where it is deep."""
    first, last = film[0].scatters, film[-1].scatters
    mixed = "At first classes are mixed in every layer" if first.min() > MIXED else "The same samples in every layer"
    deeper = "The deeper the layer, the closer together lie samples of a class"
    together = "Training draws samples of a class together"
    return [
        Beat("start", 0, mixed, 1.5),
        Beat("gathers", lambda frame: bool(frame.scatters[-1] < CLOSER * first[-1]), together, 1.0),
        Beat("end", -1, deeper if len(last) > 1 and (np.diff(last) < 0.0).all() else "", 2.5),
    ]


@layers_in_the_plane.words
def words(film: Film[Probe], say: Say) -> Words:
    """How widely classes scatter."""
    first, last = film[0], film[-1]
    told = "In {name}, samples of a class scatter {a:.2f} times as widely as all at first, {b:.2f} times in the end."
    caption = say(told, name=say.whole(str(last.names[-1])), a=first.scatters[-1], b=last.scatters[-1])
    held = listed(say, [f"{100.0 * share:.0f}\u00a0%" for share in last.held])
    caption += " " + say("Each layer is seen along its two axes of most variance, which hold {held}.", held=held)
    shows = say("Samples of each class as dots in a plane for each of some layers.")
    return Words(say("Where layers put samples"), caption, f"{shows} {caption}")
