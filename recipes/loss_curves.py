"""A two-layer network learns real handwritten digits, and reads those it has never seen almost as well."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import given, marks, moved, name_panel, page, panels, split
from vizpipe.recipe import Canvas, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

TEST = 297
SIGMA = 0.01
"""Standard deviation of the initial weights."""
Batch = Annotated[int, Meta(ge=1, le=1500), "Images in a mini-batch"]


class Epoch(NamedTuple):
    """What one epoch of training brought."""

    epoch: int
    """0 is the untrained network."""
    losses: Array
    """Of the epoch's iterations, shape (iterations,); in epoch 0 the untrained loss, over and over."""
    train_accuracy: float
    """Share of the 1,500 training images that are read right, 0 to 1."""
    test_accuracy: float
    """Share of the 297 images kept apart."""
    examples: Array
    """One image of each digit, shape (10, 8, 8), 0 paper to 1 ink."""


@recipe(
    title="Loss and accuracy on real digits",
    chapter="Training",
    ideas=("A two-layer network on handwritten digits: loss by iteration, train and test accuracy by epoch",),
    variants={"slow": {"learning_rate": 0.01}, "large-steps": {"learning_rate": 1.0}, "long": {"epochs": 667}},
)
def loss_curves(
    *,
    learning_rate: Annotated[Rate, "Step size of gradient descent"] = 0.1,
    hidden: Annotated[Count, "Sigmoid units in the hidden layer"] = 50,
    batch_size: Batch = 100,
    epochs: Annotated[Count, "How often every training image is seen"] = 200,
    seed: Seed = 0,
) -> Iterator[Epoch]:
    """Train 64-hidden-10 on the digits with mini-batch SGD and categorical cross-entropy: a frame for each epoch."""
    rng = np.random.default_rng(seed)
    images, labels = datasets.digits()
    data = datasets.split(rng, images, labels, TEST)
    examples = np.stack([images[labels == digit][0] for digit in range(10)]).reshape(10, 8, 8)
    network = nn.Network((64, hidden, 10), ("sigmoid", "softmax"))
    loss = nn.sparse_categorical_cross_entropy
    vector = network.initial(rng, nn.initializers.normal(SIGMA))
    iterations = -(-len(data.train_samples) // batch_size)

    def frame(epoch: int, vector: Array, losses: Array) -> Epoch:
        learned = nn.accuracy(network.predict(vector, data.train_samples), data.train_labels)
        unseen = nn.accuracy(network.predict(vector, data.test_samples), data.test_labels)
        return Epoch(epoch, losses, learned, unseen, examples)

    untrained = loss.value(network.predict(vector, data.train_samples), data.train_labels)
    yield frame(0, vector, np.full(iterations, untrained))
    run = nn.descend(
        network,
        vector,
        data.train_samples,
        data.train_labels,
        loss=loss,
        optimizer=nn.SGD(learning_rate),
        batch_size=batch_size,
        rng=rng,
    )
    for epoch, (trained, losses) in zip(range(1, epochs + 1), run, strict=False):
        yield frame(epoch, trained, losses)


class Panels(NamedTuple):
    """The marks of the stage."""

    words: marks.Mark
    loss: marks.Mark
    shares: marks.Mark
    iterations: int
    say: Say


@loss_curves.stage
def stage(canvas: Canvas, film: Film[Epoch]) -> Panels:
    """Loss by iteration at the left, accuracy by epoch at the right, the ten digits above."""
    style, say = canvas.style, canvas.say
    laid = page(canvas, corners=(640.0,))
    left, right = panels(canvas, laid.body, 2)
    epochs = film.column("epoch").astype(float)
    losses = film.column("losses")[1:].ravel() if len(film) > 1 else film.column("losses").ravel()
    last = max(film.span("epoch")[1], 1.0)
    left.set_xlim(0.0, len(losses) * 1.02)
    left.set_ylim(0.0, film.span("losses")[1] * 1.06)
    name_panel(canvas, left, say("Loss of each mini-batch"), say("iteration"))
    right.set_xlim(0.0, last * 1.12)
    right.set_ylim(0.0, 1.04)
    name_panel(canvas, right, say("Share of digits that are read right"), say("epoch"))
    right.yaxis.set_major_formatter(lambda value, _: f"{100.0 * value:.0f}\u00a0%")
    for axes in (left, right):
        axes.grid(axis="y", color=style.theme.line, alpha=0.35, linewidth=style.pt(1.0))
    for place, image in zip(
        split(laid.corners[0], columns=(1.0,) * 10, gap=style.px(6.0)), film[0].examples, strict=True
    ):
        marks.picture(canvas, place, image)
    shares = np.stack([film.column("train_accuracy"), film.column("test_accuracy")])
    steps = np.arange(1.0, len(losses) + 1.0)
    final = film[-1]
    return Panels(
        words=marks.readout(
            laid.header,
            style,
            [
                say("Epoch {n}", n=final.epoch),
                say("loss {loss:.3f}", loss=0.0),
                say("test {share:.1f}\u00a0%", share=100.0),
            ],
        ),
        loss=marks.curve(left, style, steps, losses, width=1.6),
        shares=marks.curves(
            canvas,
            right,
            epochs,
            shares,
            colours=(style.theme.quiet, style.theme.correct),
            names=(say("train"), say("test")),
            width=2.5,
        ),
        iterations=film[0].losses.size,
        say=say,
    )


@stage.draw
def draw(frame: Epoch, panels: Panels) -> None:
    """All that happened up to this epoch."""
    say = panels.say
    panels.words(
        say("Epoch {n}", n=frame.epoch),
        say("loss {loss:.3f}", loss=float(frame.losses.mean())),
        say("test {share:.1f}\u00a0%", share=100.0 * frame.test_accuracy),
    )
    if frame.epoch:
        panels.loss(frame.epoch * panels.iterations)
    panels.shares(frame.epoch + 1)


@loss_curves.words
def words(film: Film[Epoch], say: Say) -> Words:
    """What came out."""
    first, last = film[0], film[-1]
    title = say(
        "Reading handwritten digits: 64 inputs, {hidden:,|sigmoid unit|sigmoid units}, 10 softmax outputs, learning "
        "rate {rate}",
        hidden=film.parameters["hidden"],
        rate=given(float(str(film.parameters["learning_rate"]))),
    )
    caption = say(
        "Loss {moved} in {iterations:,|iteration|iterations}; the network reads {train:.1f}\u00a0% of the 1,500 digits "
        "it learned from and {test:.1f}\u00a0% of 297 it has never seen.",
        moved=moved(say, float(first.losses.mean()), float(last.losses.mean())),
        iterations=last.epoch * last.losses.size,
        train=100.0 * last.train_accuracy,
        test=100.0 * last.test_accuracy,
    )
    shows = say(
        "Ten digits, the loss curve of the mini-batches, and the shares of training and of test images that are read "
        "right, epoch by epoch."
    )
    return Words(title, caption, f"{shows} {caption}")
