"""Xavier's initial weights with tanh and He's with ReLU keep the spread of activations; others lose or saturate it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.drawing import listed, short
from vizpipe.drawing.picture import Mark, Mix, Moment, Path, Room
from vizpipe.drawing.picture.channels import Channel, channel
from vizpipe.drawing.picture.shapes import Shape
from vizpipe.recipe import Array, Beat, Count, Film, ImageSet, Rate, Say, Seed, Words, recipe

DEPTH, WIDTH, TEST = 5, 50, 297
WAYS = (
    ("zero", "tanh", nn.initializers.zero),
    ("N(0, 0.01²)", "tanh", nn.initializers.normal(0.01)),
    ("N(0, 1)", "tanh", nn.initializers.normal(1.0)),
    ("Xavier", "tanh", nn.initializers.xavier),
    ("Xavier", "ReLU", nn.initializers.xavier),
    ("He", "ReLU", nn.initializers.he),
)
SAID = ("zero", "N(0, 0.01²)", "N(0, 1)", "Xavier with tanh", "Xavier with ReLU", "He with ReLU")
TANH, RELU = [0, 1, 2, 3], [4, 5]
EDGES = np.linspace(-1.025, 2.575, 73)
"""Of the histograms' bins, with −1, 0 and 1 in the middle of one: tanh ends at ±1, ReLU begins at 0."""
ENDS, ZERO = [0, 40], 20
ALIVE, STUCK, HALF, LITTLE = "stays alive", "stuck at ±1", 0.5, 0.01
NEAR = 0.05
"""How near to that of guessing a loss must be to be no better."""


class Epoch(NamedTuple):
    """Four tanh networks and two ReLU ones, of each kind alike but for their first weights."""

    epoch: int
    layer: int
    """How far the images have come on their way through the untrained networks, from 1 to 5."""
    histograms: Array
    """Before training: the share of activations in each bin, shape (6, 5 layers, bins)."""
    spreads: Array
    """Before training: the standard deviation of each layer's activations, shape (6, 5)."""
    losses: Array
    """Mean over the training images after so many epochs, shape (6,)."""

    def becomes(self, way: int) -> str:
        """What the signal does on its way from the first layer to the last, before training."""
        first, last = self.spreads[way, [0, -1]]
        if not first:
            return "all 0"
        if way in TANH and self.histograms[way, -1, ENDS].sum() > HALF:
            return STUCK
        return "dies out" if last < LITTLE * first else "fades" if last < HALF * first else ALIVE

    @property
    def best(self) -> list[int]:
        """With which weights the loss is lowest, with tanh and with ReLU."""
        return [min(ways, key=self.losses.__getitem__) for ways in (TANH, RELU)]


@recipe(
    title="Initial weights",
    size=(1920, 1080),
    chapter="Training",
    ideas=("Initial weights: zero, N(0, 0.01²), N(0, 1), Xavier, He: activations layer by layer, and the losses",),
    chaotic=True,
)
def initial_weights(
    *,
    epochs: Annotated[Count, "How often every digit is seen"] = 20,
    learning_rate: Annotated[Rate, "Step size of gradient descent"] = 0.05,
    batch_size: Annotated[int, Meta(ge=1, le=1500), "Digits in a mini-batch"] = 100,
    data: Annotated[ImageSet, "Images to learn from"] = datasets.IMAGE_SETS["digits"],
    seed: Seed = 0,
) -> Iterator[Epoch]:
    """Train a 64-50-50-50-50-50-10 network on digits from four kinds of weights with tanh, from two with ReLU."""
    known = data.parts(np.random.default_rng(seed), TEST)
    centred = known.train_samples - known.train_samples.mean(axis=0)
    pixels, classes = data.side**2, len(data.classes)
    loss, sgd = nn.sparse_categorical_cross_entropy, nn.SGD(learning_rate)
    runs, histograms, spreads = [], [], []
    for _, activation, initializer in WAYS:
        network = nn.Network((pixels, *(WIDTH,) * DEPTH, classes), (activation.lower(),) * DEPTH + ("softmax",))
        start = network.initial(np.random.default_rng([seed, 1]), initializer)
        layers = [a for _, a in network.forward(start, centred[:300])[:DEPTH]]
        histograms.append([np.histogram(a, EDGES)[0] / a.size for a in layers])
        spreads.append([a.std() for a in layers])
        order = np.random.default_rng([seed, 2])
        given = network, start, centred, known.train_labels
        runs.append(nn.train(*given, loss=loss, optimizer=sgd, batch_size=batch_size, rng=order))
    for epoch in range(epochs + 1):
        losses = np.array([next(run).loss for run in runs])
        for layer in range(1 if epoch == 0 else DEPTH, DEPTH + 1):
            yield Epoch(epoch, layer, np.array(histograms), np.array(spreads), losses)


@dataclass(frozen=True)
class Spread(Mark[Epoch]):
    """Histograms of all layers side by side, upright and mirrored, each as wide as the others.

    What is 0, such as half of what ReLU gives, is drawn no wider than the widest of the rest.
    """

    counts: Channel[Epoch] = channel()
    """Shape (layers, bins)."""
    paint: Channel[Epoch] = channel()

    def shapes(self, moment: Moment[Epoch], room: Room) -> Iterable[Shape]:
        """An outline for each layer."""
        del room
        paint = self.read(moment, "paint")
        for layer, counts in enumerate(np.asarray(self.read(moment, "counts")), 1):
            there = np.repeat(counts, 2) > 0.0
            shares = counts / (np.delete(counts, ZERO).max() or counts.max())
            half, heights = np.repeat(0.43 * np.minimum(shares, 1.0), 2)[there], np.repeat(EDGES, 2)[1:-1][there]
            right, left = (np.stack([layer + sign * half, heights], axis=1) for sign in (1.0, -1.0))
            outline = np.concatenate([left, right[::-1]])
            yield Path([outline], paint, 1.5, fill=Mix(paint, 0.6), order=1.5)


@initial_weights.picture
def picture(film: Film[Epoch]) -> vp.Picture[Epoch]:
    """What each kind of weights makes of the signal, and then the losses."""
    least, most = film.span("losses")
    limits = (0.0, float(max(film[-1].epoch, 1)), 0.7 * max(least, 1e-3), 1.4 * most)

    names = [vp.phrase("{name}, {activation}", name=name, activation=kind) for name, kind, _ in WAYS]
    paints: list[vp.Paint] = ["ink" if film[-1].becomes(way) == ALIVE else "quiet" for way in range(len(WAYS))]
    curves = vp.Trail[Epoch]("epoch", "losses", names, paints, dot=None)
    losses = vp.panel(curves, title="Then they learn: loss", x="epoch", limits=limits, log="y", rank=1)
    epoch, ways = vp.phrase("Epoch {n:,}", n=lambda frame: frame.epoch), vp.each(range(len(WAYS)), _way)
    return vp.Picture(vp.stack(ways, losses), counter=(epoch,), thumb=vp.row(_way(2, top=1.15), losses))


def _way(way: int, top: float = 2.2) -> vp.Panel[Epoch]:
    """One kind of weights: the activations of the layers so far, and in the end what becomes of them."""
    name, activation, _ = WAYS[way]
    title = vp.phrase("{name}, {activation}", name=name, activation=activation)
    spread = Spread(
        lambda frame: frame.histograms[way, : frame.layer],
        lambda frame: "ink" if frame.layer == DEPTH and frame.becomes(way) == ALIVE else "quiet",
    )
    verdict = vp.Corner[Epoch](vp.phrase("{verdict}", verdict=lambda frame: frame.becomes(way)))
    end = vp.When[Epoch](lambda frame: frame.layer == DEPTH, (verdict,))
    limits, ticks = (0.4, DEPTH + 0.6, -1.15, top), (range(1, DEPTH + 1), (-1, 0, 1, 2))
    return vp.panel(spread, end, title=title, x="layer", y="activation", limits=limits, ticks=ticks)


@initial_weights.story
def story(film: Film[Epoch]) -> list[Beat[Epoch]]:
    """The signal passes through the layers; then the networks are trained."""
    question, last = "Which initial weights keep the signal alive through five layers?", film[-1]
    alive = [way for way in range(len(WAYS)) if last.becomes(way) == ALIVE]
    names = {"names": " and ".join(SAID[way] for way in alive)}
    answer = "{names} keep the signal alive" if len(alive) > 1 else "{names} keeps the signal alive" if alive else ""
    learns = "After training the loss is lowest where the signal stays alive" if {*last.best} <= {*alive} else ""
    return [
        Beat("start", 0, question, 1.5),
        Beat("layer", 1, "Each shape shows how widely a layer's activations are spread", 0.6, each=True),
        Beat("spread", lambda frame: frame.layer == DEPTH, answer, 2.5, values=names),
        Beat("rest", -1, learns, 2.5, end=True),
    ]


@initial_weights.words
def words(film: Film[Epoch], say: Say) -> Words:
    """What becomes of the spread."""
    last = film[-1]
    told = (
        "The spread of activations before training goes from {a:.2f} in layer 1 to {b} in layer 5 with N(0, 0.01²), "
        "from {c:.2f} to {d:.2f} with Xavier, from {e:.2f} to {f:.2f} with He and ReLU."
    )
    (_, (a, b), _, (c, d), _, (e, f)) = last.spreads[:, [0, -1]]
    caption = say(told, a=a, b=short(float(b)), c=c, d=d, e=e, f=f)
    caption += " " + say("For n inputs of a unit Xavier draws from N(0, 1/n), He from N(0, 2/n).")
    if last.epoch:
        lowest = "After {n:|epoch|epochs} the loss is lowest with {names} (by how much differs between processors)."
        caption += " " + say(lowest, n=last.epoch, names=listed(say, [SAID[way] for way in last.best]))
    guess = float(np.log(len(film.about.classes) or 10.0))
    if guessing := [name for name, loss in zip(SAID, last.losses, strict=True) if abs(loss - guess) < NEAR]:
        names = listed(say, guessing)
        if film.about.origin:
            told = "With {names} it is that of guessing, log {n}."
            caption += " " + say(told, names=names, n=len(film.about.classes))
        else:
            caption += " " + say("With {names} it is that of guessing, log 10.", names=names)
    shows = say("Histograms of five layers' activations for six kinds of initial weights, and loss curves.")
    return Words(say("Initial weights decide whether a signal survives"), caption, f"{shows} {caption}")
