"""A two-layer network learns to read real handwritten digits, those that it has never seen almost as well."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.drawing import given, moved
from vizpipe.recipe import Array, Beat, Count, Film, Integers, Rate, Say, Seed, Words, recipe

GUESSING = float(np.log(10.0))
"""The loss of one answer to every image, each digit as likely as the next."""


class Epoch(NamedTuple):
    """What one epoch of training brought; epoch 0 is the untrained network."""

    epoch: int
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
    truth: Integers
    """The digits that they show, shape (297,)."""

    @property
    def loss(self) -> float:
        """The mean of the epoch's losses."""
        return float(self.losses.mean())

    @property
    def percentages(self) -> Array:
        """How many in a hundred are read right of the unseen images, and of those it learned from, shape (2,)."""
        return 100.0 * np.array([self.test_accuracy, self.train_accuracy])


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
    batch_size: Annotated[int, Meta(ge=1, le=1500), "Images in a mini-batch"] = 100,
    epochs: Annotated[Count, "How often every training image is seen"] = 200,
    seed: Seed = 0,
) -> Iterator[Epoch]:
    """Train 64-hidden-10 on the digits with mini-batch SGD and categorical cross-entropy: a frame for each epoch."""
    rng = np.random.default_rng(seed)
    images, digits, unseen, truth = datasets.split(rng, *datasets.digits(), 297)
    network, loss = nn.Network((64, hidden, 10), ("sigmoid", "softmax")), nn.sparse_categorical_cross_entropy
    start = network.initial(rng, nn.initializers.normal(0.01))
    untrained = loss.value(network.predict(start, images), digits)
    run = nn.descend(
        network, start, images, digits, loss=loss, optimizer=nn.SGD(learning_rate), batch_size=batch_size, rng=rng
    )
    before = start, np.full(-(-len(images) // batch_size), untrained)
    for epoch, (vector, losses) in enumerate(islice(chain([before], run), epochs + 1)):
        answers = network.predict(vector, unseen)
        certainty, read = answers[np.arange(len(truth)), truth], nn.accuracy(answers, truth)
        learned = nn.accuracy(network.predict(vector, images), digits)
        yield Epoch(epoch, losses, learned, read, certainty, unseen.reshape(-1, 8, 8), truth)


@loss_curves.picture
def picture(film: Film[Epoch]) -> vp.Picture[Epoch]:
    """The digits that it never learns from, as clear as it is sure of them; below, the loss and the accuracy."""
    last, ahead, weight = film[-1], 1.02 * max(film[-1].epoch, 1), (2.2, 1.22)
    surest = np.argsort(-last.certainty, kind="stable")  # in each row the surest in the end comes first
    wall: vp.Panel[Epoch] = vp.paper(
        # 44 is about as many images of one digit as are ever kept apart: so the walls of all seeds are alike
        vp.Wall(last.unseen[surest], last.truth[surest], lambda frame: frame.certainty[surest], columns=44),
        title="Unseen digits: the darker, the more probable the right answer",
    )
    losses = film.column("losses")[1:].ravel()
    steps = np.arange(1.0, len(losses) + 1.0) / last.losses.size
    guessing = vp.phrase("guessing: log 10 = {n:.2f}", n=GUESSING)
    loss: vp.Panel[Epoch] = vp.panel(
        vp.Rule(y=GUESSING),
        vp.Line(steps, lambda frame: np.where(steps <= frame.epoch, losses, np.nan), vp.Mix("quiet", 0.5), 1.0),
        vp.Trail("epoch", "loss"),
        vp.Label(np.array([0.0, GUESSING]), guessing, "quiet", shift=(8.0, 14.0)),
        title="Loss of each epoch; each mini-batch thin",
        x="epoch",
        limits=(0.0, ahead, 0.0, 1.2 * max(film.span("losses")[1], GUESSING)),
        weight=weight,
        rank=1,
    )
    named = ("learned from", 76.0, vp.Legible("series 2")), ("unseen", 60.0, "ink"), ("guessing", 20.0, "quiet")
    names = [vp.Label[Epoch](np.array([0.6 * ahead, y]), name, paint, shift=(0.0, 0.0)) for name, y, paint in named]
    right = vp.Rule[Epoch](y=10.0), vp.Trail[Epoch]("epoch", "percentages", (), ["ink", "series 2"], dot=None)
    limits, title = (0.0, ahead, 0.0, 100.0), "Per cent read right"
    shares = vp.panel(*right, *names, title=title, x="epoch", limits=limits, weight=weight, rank=2)
    counter = vp.phrase("Epoch {n}", n=lambda frame: frame.epoch)
    return vp.Picture(vp.column(wall, vp.stack(loss, shares)), counter=(counter,), thumb=vp.column(wall, shares))


@loss_curves.story
def story(film: Film[Epoch]) -> list[Beat[Epoch]]:
    """It guesses, goes on guessing, finds its way, and ends reading unseen digits as well as those it learned from."""

    def guesses(frame: Epoch) -> bool:
        return frame.loss > 0.98 * GUESSING

    def stays(frame: Epoch) -> bool:
        return guesses(frame) and frame.epoch >= 0.1 * film[-1].epoch

    def learns(frame: Epoch) -> bool:
        return frame.loss < 0.9 * GUESSING and bool(frame.certainty.mean() > 1.2 * film[0].certainty.mean())

    def ends(frame: Epoch) -> bool:
        return frame.epoch == film[-1].epoch and frame.test_accuracy >= max(0.9, frame.train_accuracy - 0.03)

    return [
        Beat("start", guesses, "Untrained, it guesses: every digit gets one chance in ten", 2.0),
        Beat("stays", stays, "So far the loss has hardly moved", 1.5),
        Beat("learns", learns, "Now the loss falls, and unseen digits become clear", 1.5),
        Beat("reads", lambda frame: frame.test_accuracy >= 0.9, "It reads nine in ten digits it has never seen", 1.5),
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
        moved=moved(say, first.loss, last.loss),
        iterations=last.epoch * last.losses.size,
        train=last.percentages[1],
        test=last.percentages[0],
    )
    clear = say(
        "Each of these is as clear as the probability that the network gives to the right digit; each digit has a row, "
        "those it is surest of in the end first."
    )
    shows = say(
        "A wall of 297 handwritten digits, the loss of the mini-batches and of the epochs beside that of guessing, and "
        "the shares of training and of unseen images that are read right."
    )
    return Words(title, f"{caption} {clear}", f"{shows} {caption} {clear}")
