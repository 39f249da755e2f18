"""A two-layer network learns real handwritten digits, and reads those it has never seen almost as well."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import given, moved
from vizpipe.drawing.picture import (
    Label,
    Line,
    Mix,
    Panel,
    Picture,
    Rule,
    Trail,
    Wall,
    column,
    panel,
    paper,
    phrase,
    stack,
)
from vizpipe.recipe import Beat, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

TEST = 297
COLUMNS = 44
"""About as many images of one digit as are ever kept apart, so that the walls of all seeds are alike."""
SIGMA = 0.01
"""Standard deviation of the initial weights."""
GUESSING = float(np.log(10.0))
"""The loss of one answer to every image, each digit as likely as the next."""
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
    certainty: Array
    """The probability that the network gives to the digit which each image kept apart shows, shape (297,)."""
    unseen: Array
    """The images kept apart, shape (297, 8, 8), 0 paper to 1 ink."""
    truth: npt.NDArray[np.int64]
    """The digits that they show, shape (297,)."""


@recipe(
    title="Loss and accuracy on real digits",
    size=(1920, 1080),
    chapter="Training",
    ideas=("A two-layer network on handwritten digits: loss by iteration, train and test accuracy by epoch",),
    variants={"long": {"epochs": 667}},
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
    unseen = data.test_samples.reshape(-1, 8, 8)
    network = nn.Network((64, hidden, 10), ("sigmoid", "softmax"))
    loss = nn.sparse_categorical_cross_entropy
    vector = network.initial(rng, nn.initializers.normal(SIGMA))
    iterations = -(-len(data.train_samples) // batch_size)

    def frame(epoch: int, vector: Array, losses: Array) -> Epoch:
        learned = nn.accuracy(network.predict(vector, data.train_samples), data.train_labels)
        answers = network.predict(vector, data.test_samples)
        certainty = answers[np.arange(TEST), data.test_labels]
        read = nn.accuracy(answers, data.test_labels)
        return Epoch(epoch, losses, learned, read, certainty, unseen, data.test_labels)

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


@loss_curves.picture
def picture(film: Film[Epoch]) -> Picture[Epoch]:
    """The digits that it never learns from, as clear as it is sure of them; below, the loss and the accuracy."""
    last = film[-1]
    order = np.argsort(-last.certainty, kind="stable")  # in each row the surest in the end comes first
    losses = film.column("losses")[1:].ravel()
    steps = np.arange(1.0, len(losses) + 1.0) / last.losses.size
    ahead = max(last.epoch, 1) * 1.02
    wall: Panel[Epoch] = paper(
        Wall(last.unseen[order], last.truth[order], lambda frame: frame.certainty[order], COLUMNS),
        title="Unseen digits: each as clear as the network is sure of it",
    )
    loss: Panel[Epoch] = panel(
        Rule(y=GUESSING),
        Line(steps, lambda frame: np.where(steps <= frame.epoch, losses, np.nan), Mix("quiet", 0.5), 1.0),
        Trail("epoch", lambda frame: frame.losses.mean()),
        Label(np.array([0.0, GUESSING]), phrase("guessing: log 10 = {n:.2f}", n=GUESSING), "quiet", shift=(8.0, 14.0)),
        title="Loss (thin: of each mini-batch)",
        x="epoch",
        weight=(2.4, 1.2),
        limits=(0.0, ahead, 0.0, 1.2 * max(film.span("losses")[1], GUESSING)),
        rank=1,
    )
    shares: Panel[Epoch] = panel(
        Rule(y=10.0),
        Trail(
            "epoch",
            lambda frame: 100.0 * np.array([frame.test_accuracy, frame.train_accuracy]),
            ("unseen", "learned from"),
            ["ink", "quiet"],
            is_inside=True,
        ),
        title="Per cent read right",
        x="epoch",
        weight=(2.4, 1.2),
        limits=(0.0, ahead, 0.0, 118.0),
        rank=2,
    )
    read = phrase("{share:.0f}\u00a0% of unseen digits read right", share=lambda frame: 100.0 * frame.test_accuracy)
    counter = (phrase("Epoch {n}", n=lambda frame: frame.epoch), read)
    return Picture(column(wall, stack(loss, shares)), counter=counter)


@loss_curves.story
def story(film: Film[Epoch]) -> list[Beat[Epoch]]:
    """It guesses, goes on guessing, finds its way, and ends reading unseen digits as well as those it learned from."""
    last = film[-1]

    def guesses(frame: Epoch) -> bool:
        return bool(frame.losses.mean() > 0.98 * GUESSING)

    def stays(frame: Epoch) -> bool:
        return guesses(frame) and frame.epoch >= 0.1 * last.epoch

    def learns(frame: Epoch) -> bool:
        return bool(frame.losses.mean() < 0.9 * GUESSING and frame.certainty.mean() > 1.2 * film[0].certainty.mean())

    def reads(frame: Epoch) -> bool:
        return frame.test_accuracy >= 0.9

    def ends(frame: Epoch) -> bool:
        return frame.epoch == last.epoch and frame.test_accuracy >= max(0.9, frame.train_accuracy - 0.03)

    return [
        Beat("start", guesses, "Untrained, it guesses: every digit gets one chance in ten", 2.0),
        Beat("stays", stays, "It still guesses: the loss has hardly moved", 1.5),
        Beat("learns", learns, "Now the loss falls, and digits that it has never seen come out", 1.5),
        Beat("reads", reads, "It reads nine in ten of the digits that it has never seen", 1.5),
        Beat("ends", ends, "It reads unseen digits almost as well as those it learned from", 3.0),
    ]


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
    clear = say(
        "Each of these is as clear as the probability that the network gives to the digit which it shows; every digit "
        "has a row, and in it what the network is surest of in the end comes first."
    )
    shows = say(
        "A wall of 297 handwritten digits, the loss of the mini-batches and of the epochs beside that of guessing, and "
        "the shares of training and of unseen images that are read right."
    )
    return Words(title, f"{caption} {clear}", f"{shows} {caption} {clear}")
