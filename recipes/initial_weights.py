"""Xavier's and He's initial weights keep the spread of activations from layer to layer; others kill or saturate it."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import listed, marks, name_panel, page, panel, short, split
from vizpipe.recipe import Canvas, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

DEPTH = 5
WIDTH = 50
BINS = 41
WAYS = (
    ("zero", "tanh", nn.initializers.zero),
    ("N(0, 0.01²)", "tanh", nn.initializers.normal(0.01)),
    ("N(0, 1)", "tanh", nn.initializers.normal(1.0)),
    ("Xavier", "tanh", nn.initializers.xavier),
    ("He", "relu", nn.initializers.he),
)
TEST = 297
GUESS, NEAR = float(np.log(10.0)), 0.05
"""The loss of guessing, and how near a loss must be to be no better."""
REACHES = (1.0, 1.0, 1.0, 1.0, 10.0)
"""How far each way's histograms go: tanh ends at ±1, ReLU nowhere."""


class Epoch(NamedTuple):
    """Four tanh networks, alike but for their first weights, and a ReLU one, after the same number of epochs."""

    epoch: int
    histograms: Array
    """Share of activations in each bin, shape (5, 5 layers, bins); REACHES says how far the bins go."""
    losses: Array
    """Mean over the training digits, shape (5,)."""
    spreads: Array
    """Standard deviation of each layer's activations, shape (5, 5)."""


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
    seed: Seed = 0,
) -> Iterator[Epoch]:
    """Train a 64-50-50-50-50-50-10 network on digits five times, from five kinds of initial weights."""
    rng = np.random.default_rng(seed)
    images, labels = datasets.digits()
    data = datasets.split(rng, images, labels, TEST)
    centred = data.train_samples - data.train_samples.mean(axis=0)
    runs, networks, vectors = [], [], []
    for _, activation, initializer in WAYS:
        network = nn.Network((64, *(WIDTH,) * DEPTH, 10), (activation,) * DEPTH + ("softmax",))
        vector = network.initial(np.random.default_rng([seed, 1]), initializer)
        networks.append(network)
        vectors.append(vector)
        runs.append(
            nn.descend(
                network,
                vector,
                centred,
                data.train_labels,
                loss=nn.sparse_categorical_cross_entropy,
                optimizer=nn.SGD(learning_rate),
                batch_size=batch_size,
                rng=np.random.default_rng([seed, 2]),
                watch=False,
            )
        )
    for epoch in range(epochs + 1):
        layers = [
            [a for _, a in network.forward(vector, centred[:300])[:DEPTH]]
            for network, vector in zip(networks, vectors, strict=True)
        ]
        losses = [
            nn.sparse_categorical_cross_entropy.value(network.predict(vector, centred), data.train_labels)
            for network, vector in zip(networks, vectors, strict=True)
        ]
        counts = np.array([[_histogram(a, reach) for a in way] for way, reach in zip(layers, REACHES, strict=True)])
        spreads = np.array([[a.std() for a in way] for way in layers])
        yield Epoch(epoch, counts, np.array(losses), spreads)
        vectors = [next(run)[0] for run in runs]


def _histogram(a: Array, reach: float) -> Array:
    """Share of values in each of the bins from −reach to reach."""
    return np.histogram(a, BINS, (-reach, reach))[0] / a.size


class Panels(NamedTuple):
    """The stage."""

    grid: list[list[marks.Axes]]
    curves: marks.Mark
    words: marks.Mark
    canvas: Canvas


@initial_weights.stage
def stage(canvas: Canvas, film: Film[Epoch]) -> Panels:
    """A row for each way, a column for each layer; the losses at the right."""
    style, say = canvas.style, canvas.say
    theme = style.theme
    laid = page(canvas)
    left, right = (
        split(laid.body, rows=(1.6, 1.0)) if style.tall else split(laid.body, columns=(1.9, 1.0), gap=style.px(40.0))
    )
    names = (say("all zero"), "N(0, 0.01²)", "N(0, 1)", say("Xavier, tanh"), say("He, ReLU"))
    cells = split(left, rows=(1.0, 1.0, 1.0, 1.0, 1.25), columns=(1.0,) * DEPTH, gap=style.px(10.0))
    grid = []
    for way, name in enumerate(names):
        row = []
        for layer in range(DEPTH):
            axes = panel(canvas, cells[way * DEPTH + layer], left=4.0, bottom=48.0 if way == len(names) - 1 else 22.0)
            axes.set_xlim(-1.05, 1.05)
            axes.set_ylim(0.0, 1.08)
            name_panel(canvas, axes, name if not layer else "", say("layer {n}", n=layer + 1) if way == 4 else "")
            axes.set_yticks([])
            axes.set_xticks([0.0, 1.0], ["0", "10"] if way == len(names) - 1 else ["0", "1"])
            axes.spines["left"].set_visible(False)
            row.append(axes)
        grid.append(row)
    loss = panel(canvas, right)
    epochs = film.column("epoch").astype(float)
    losses = film.column("losses")
    loss.set_xlim(0.0, max(film.span("epoch")[1], 1.0) * 1.3)
    highest = min(1.1 * film.span("losses")[1], 4.5)
    loss.set_ylim(0.0, highest)
    name_panel(canvas, loss, say("Loss on the training digits"), say("epoch"))
    colours = [theme.palette[colour] for colour in _COLOURS]
    curves = marks.curves(canvas, loss, epochs, losses.T, colours=colours, names=names)
    return Panels(grid, curves, marks.readout(laid.header, style, [say("Epoch {n}", n=int(epochs[-1]))]), canvas)


_COLOURS = (7, 3, 1, 0, 2)
"""Of each way, in the palette."""


@stage.draw
def draw(frame: Epoch, panels: Panels) -> None:
    """All histograms on one scale, and the losses so far."""
    style, say, theme = panels.canvas.style, panels.canvas.say, panels.canvas.style.theme
    edges = np.linspace(-1.0, 1.0, BINS + 1)
    for way, row in enumerate(panels.grid):
        for layer, axes in enumerate(row):
            counts = frame.histograms[way, layer]
            marks.histogram(axes, style, edges, np.sqrt(counts), theme.palette[_COLOURS[way]])
    panels.curves(frame.epoch + 1)
    panels.words(say("Epoch {n}", n=frame.epoch) if frame.epoch else say("Before training"))


@initial_weights.words
def words(film: Film[Epoch], say: Say) -> Words:
    """What becomes of the spread."""
    first, last = film[0], film[-1]
    caption = say(
        "Activations of five hidden layers (heights as roots, so that few can be seen). Before training their spread "
        "goes from {a:.2f} in layer 1 to {b} in layer 5 with N(0, 0.01²), from {c:.2f} to {d:.2f} with Xavier, from "
        "{e:.2f} to {f:.2f} with He. N(0, 1) saturates; from zero all units stay equal.",
        a=first.spreads[1, 0],
        b=short(float(first.spreads[1, -1])),
        c=first.spreads[3, 0],
        d=first.spreads[3, -1],
        e=first.spreads[4, 0],
        f=first.spreads[4, -1],
    )
    names = [say("zero"), "N(0, 0.01²)", "N(0, 1)", "Xavier", "He"]
    guessing = [name for name, loss in zip(names, last.losses, strict=True) if abs(loss - GUESS) < NEAR]
    order = [names[way] for way in np.argsort(last.losses, kind="stable") if names[way] not in guessing]
    if order:
        caption += " " + say(
            "After {n:|epoch|epochs} the loss is lowest with {names} (by how much differs between processors).",
            n=last.epoch,
            names=say(", then ").join(order),
        )
    if guessing:
        caption += " " + say("With {names} the loss is that of guessing, log 10.", names=listed(say, guessing))
    shows = say("Five rows of histograms, one for each kind of initial weights, and five loss curves.")
    return Words(say("Initial weights decide what the deep layers see"), caption, f"{shows} {caption}")
