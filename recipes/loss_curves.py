"""A two-layer network learns to read real handwritten digits, those that it has never seen almost as well."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.drawing import given, listed, moved
from vizpipe.recipe import Array, Beat, Count, Film, ImageSet, Integers, Rate, Say, Seed, Words, recipe

COLUMNS = 44
"""About as many images of one digit as are ever kept apart: so the walls of all seeds are alike. Of a file no more."""


class Epoch(NamedTuple):
    """What one epoch of training brought; epoch 0 is the untrained network."""

    epoch: int
    losses: Array
    """Of the epoch's iterations, shape (iterations,); in epoch 0 the untrained loss, over and over."""
    train_accuracy: float
    """Share of the training images that are read right, 0 to 1."""
    test_accuracy: float
    """Share of the images kept apart."""
    certainty: Array
    """The probability that the network gives to the class of each image kept apart, shape (images,)."""
    unseen: Array
    """The images kept apart, shape (images, side, side), 0 paper to 1 ink."""
    truth: Integers
    """Their classes, shape (images,)."""

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
)
def loss_curves(
    *,
    learning_rate: Annotated[Rate, "Step size of gradient descent"] = 0.1,
    hidden: Annotated[Count, "Sigmoid units in the hidden layer"] = 50,
    batch_size: Annotated[int, Meta(ge=1, le=1500), "Images in a mini-batch"] = 100,
    epochs: Annotated[Count, "How often every training image is seen"] = 200,
    data: Annotated[ImageSet, "Images to learn from"] = datasets.IMAGE_SETS["digits"],
    seed: Seed = 0,
) -> Iterator[Epoch]:
    """Train 64-hidden-10 on the digits with mini-batch SGD and categorical cross-entropy: a frame for each epoch."""
    rng = np.random.default_rng(seed)
    (images, digits, unseen, truth), side = data.parts(rng, 297), data.side
    network = nn.Network((side**2, hidden, len(data.classes)), ("sigmoid", "softmax"))
    loss = nn.sparse_categorical_cross_entropy
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
        yield Epoch(epoch, losses, learned, read, certainty, unseen.reshape(-1, side, side), truth)


def guessing_of(film: Film[Epoch]) -> tuple[int, float]:
    """How many classes there are, and the loss of one answer to every image, each class as likely as the next."""
    count = len(film.about.classes) or 10
    return count, float(np.log(count))


def wall_of(film: Film[Epoch]) -> Integers:
    """Which images are seen, in each row the surest in the end first: all digits, of a file so many of a class."""
    last = film[-1]
    surest = np.argsort(-last.certainty, kind="stable")
    if not film.about.origin:
        return surest
    rows = [np.flatnonzero(last.truth == number)[:COLUMNS] for number in np.unique(last.truth)]
    return surest[np.isin(surest, np.concatenate(rows))]


@loss_curves.picture
def picture(film: Film[Epoch]) -> vp.Picture[Epoch]:
    """The digits that it never learns from, as clear as it is sure of them; below, the loss and the accuracy."""
    last, ahead, weight = film[-1], 1.02 * max(film[-1].epoch, 1), (2.2, 1.28)
    surest, (count, guess) = wall_of(film), guessing_of(film)
    title = "Unseen digits: the darker, the more probable the right answer"
    if film.about.origin:
        title = "Unseen images: the darker, the more probable the right answer"
    images = vp.Wall[Epoch](last.unseen[surest], last.truth[surest], lambda f: f.certainty[surest], columns=COLUMNS)
    wall: vp.Panel[Epoch] = vp.paper(images, title=title)
    losses = film.column("losses")[1:].ravel()
    steps = np.arange(1.0, len(losses) + 1.0) / last.losses.size
    guessing = vp.phrase("guessing: log 10 = {n:.2f}", n=guess)
    if film.about.origin:
        guessing = vp.phrase("guessing: log {count} = {n:.2f}", count=count, n=guess)
    loss: vp.Panel[Epoch] = vp.panel(
        vp.Rule(y=guess),
        vp.Line(steps, lambda frame: np.where(steps <= frame.epoch, losses, np.nan), vp.Mix("quiet", 0.5), 1.0),
        vp.Trail("epoch", "loss"),
        vp.Label(np.array([0.0, guess]), guessing, "quiet", shift=(8.0, 14.0)),
        title="Loss: each epoch, and thin each mini-batch",
        x="epoch",
        limits=(0.0, ahead, 0.0, 1.2 * max(film.span("losses")[1], guess)),
        weight=weight,
        rank=1,
    )
    level, paints = 100.0 / count, ["ink", "series 2"]
    told = [
        vp.Label[Epoch](np.array([0.6 * ahead, 50.0]), name, paint, shift=(0.0, rise), align="center")
        for name, paint, rise in zip(("unseen", "learned from"), paints, (-14.0, 14.0), strict=True)
    ]  # the curves meet: names at their ends would be far from one of them, and take a third of a phone's page
    right = (
        vp.Rule[Epoch](y=level),
        vp.Label[Epoch](np.array([ahead, level]), "guessing", "quiet", shift=(-4.0, 14.0), align="right"),
        vp.Trail[Epoch]("epoch", "percentages", (), paints),
        *told,
    )
    limits, title = (0.0, ahead, 0.0, 100.0), "Per cent read right"
    shares = vp.panel(*right, title=title, x="epoch", limits=limits, weight=weight, rank=2)
    counter = vp.phrase("Epoch {n:,}", n=lambda frame: frame.epoch)
    return vp.Picture(vp.column(wall, vp.stack(loss, shares)), counter=(counter,), thumb=vp.column(wall, shares))


@loss_curves.story
def story(film: Film[Epoch]) -> list[Beat[Epoch]]:
    """It guesses, goes on guessing, finds its way, and ends reading unseen digits as well as those it learned from."""
    count, guess = guessing_of(film)

    def guesses(frame: Epoch) -> bool:
        return frame.loss > 0.98 * guess

    def stays(frame: Epoch) -> bool:
        return guesses(frame) and frame.epoch >= 0.1 * film[-1].epoch

    def learns(frame: Epoch) -> bool:
        return frame.loss < 0.9 * guess and bool(frame.certainty.mean() > 1.2 * film[0].certainty.mean())

    def ends(frame: Epoch) -> bool:
        return frame.epoch == film[-1].epoch and frame.test_accuracy >= max(0.9, frame.train_accuracy - 0.03)

    says = OF_IMAGES if film.about.origin else OF_DIGITS
    return [
        Beat("start", guesses, says[0], 2.0, values={"n": count} if film.about.origin else {}),
        Beat("stays", stays, "So far the loss has hardly moved", 1.5),
        Beat("learns", learns, says[1], 1.5),
        Beat("reads", lambda frame: frame.test_accuracy >= 0.9, says[2], 1.5),
        Beat("ends", ends, says[3], 3.0),
    ]


OF_DIGITS = (
    "Untrained, it guesses: every digit gets one chance in ten",
    "Now the loss falls, and unseen digits become clear",
    "It reads nine in ten digits it has never seen",
    "It reads unseen digits almost as well as those it learned from",
)
OF_IMAGES = (
    "Untrained, it guesses: every class gets one chance in {n}",
    "Now the loss falls, and unseen images become clear",
    "It reads nine in ten images it has never seen",
    "It reads unseen images almost as well as those it learned from",
)
"""What is said as it guesses, learns, reads nine in ten, and in the end."""


@loss_curves.words
def words(film: Film[Epoch], say: Say) -> Words:
    """What came out."""
    first, last = film[0], film[-1]
    title = (
        "Reading handwritten digits: 64 inputs, {hidden:,|sigmoid unit|sigmoid units}, 10 softmax outputs, learning "
        "rate {rate}"
    )
    told = (
        "Loss {moved} in {iterations:,|iteration|iterations}; the network reads {train:.1f}\u00a0% of the 1,500 digits "
        "it learned from and {test:.1f}\u00a0% of 297 it has never seen."
    )
    clear = say(
        "Each of these is as clear as the probability that the network gives to the right digit; each digit has a row, "
        "those it is surest of in the end first."
    )
    shows = say(
        "A wall of 297 handwritten digits, the loss of the mini-batches and of the epochs beside that of guessing, and "
        "the shares of training and of unseen images that are read right."
    )
    counts: dict[str, object] = {}
    sizes: dict[str, object] = {}
    if film.about.origin:
        counts = {"n": len(last.truth)}
        sizes = {"inputs": last.unseen[0].size, "classes": guessing_of(film)[0]}
        title = (
            "Reading images: {inputs} inputs, {hidden:,|sigmoid unit|sigmoid units}, {classes} softmax outputs, "
            "learning rate {rate}"
        )
        told = (
            "Loss {moved} in {iterations:,|iteration|iterations}; the network reads {train:.1f}\u00a0% of the images "
            "it learned from and {test:.1f}\u00a0% of {n:,} it has never seen."
        )
        shown, names = wall_of(film), [say.whole(name) for name in film.about.classes]
        clear = say(
            "{n:,} of these are drawn, each as clear as the probability that the network gives to the right class; "
            "from top to bottom the rows are {names}, those it is surest of in the end first.",
            n=len(shown),
            names=listed(say, names),
        )
        shows = say(
            "A wall of {n:,} images, the loss of the mini-batches and of the epochs beside that of guessing, and the "
            "shares of training and of unseen images that are read right.",
            n=len(shown),
        )
    caption = say(
        told,
        moved=moved(say, first.loss, last.loss),
        iterations=last.epoch * last.losses.size,
        train=last.percentages[1],
        test=last.percentages[0],
        **counts,
    )
    rate = given(float(str(film.parameters["learning_rate"])))
    said = say(title, hidden=film.parameters["hidden"], rate=rate, **sizes)
    return Words(said, f"{caption} {clear}", f"{shows} {caption} {clear}")
