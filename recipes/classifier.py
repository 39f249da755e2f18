"""A 32-64-256-5 classifier sorts unseen samples: its 20,037 parameters only guess at first; trained, most are right."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.recipe import Array, Beat, Count, Film, Integers, Rate, Say, Seed, UsageError, Words, recipe

NETWORK = nn.Network((32, 64, 256, 5), ("sigmoid", "sigmoid", "softmax"))
CLASSES = 5
GUESS = float(np.log(CLASSES))
"""The loss of guessing."""
LOW, HIGH = 0.9, 1.1
"""Between these times the loss of guessing lies its plateau."""
TEST = 200
PAINTS = ("class 0", "series 5", "series 6", "ink", "background")
"""Of the five classes: three colours that everybody tells apart, in grey too, full dots and rings."""


class Epoch(NamedTuple):
    """What one epoch brought."""

    epoch: int
    loss: float
    """Mean over the training samples."""
    train_accuracy: float
    test_accuracy: float
    answers: Integers
    """The class that each unseen sample is given, shape (200,)."""
    truth: Integers


@recipe(
    title="A 32-64-256-5 classifier",
    size=(1920, 1080),
    chapter="Training",
    ideas=("A 32-64-256-5 classifier: its shapes, its 20,037 parameters, its loss and accuracy over 100 epochs",),
)
def classifier(
    *,
    samples: Annotated[int, Meta(ge=300, le=20000), "Synthetic samples; 200 of them are kept apart"] = 1200,
    batch_size: Annotated[int, Meta(ge=1, le=20000), "Samples in a mini-batch, at most all that are learned from"] = 32,
    epochs: Annotated[Count, "How often every sample is seen"] = 100,
    learning_rate: Annotated[Rate, "Step size of gradient descent"] = 0.03,
    seed: Seed = 0,
) -> Iterator[Epoch]:
    """Train on a synthetic set of five classes: clouds around five random centres in 32 dimensions."""
    if batch_size > samples - TEST:
        raise UsageError(f"batch_size is {batch_size}, but only {samples - TEST} samples are learned from")
    rng = np.random.default_rng(seed)
    points, labels = datasets.random_clouds(rng, samples, CLASSES, dimensions=32)
    train, test = slice(TEST, None), slice(0, TEST)
    vector = NETWORK.initial(rng, nn.initializers.glorot_uniform)
    cost, rule, given = nn.sparse_categorical_cross_entropy, nn.SGD(learning_rate), (points[train], labels[train])
    run = nn.descend(NETWORK, vector, *given, loss=cost, optimizer=rule, batch_size=batch_size, rng=rng, watch=False)
    for epoch in range(epochs + 1):
        outputs = NETWORK.predict(vector, points)
        loss = cost.value(outputs[train], labels[train])
        right = [nn.accuracy(outputs[some], labels[some]) for some in (train, test)]
        yield Epoch(epoch, loss, right[0], right[1], outputs[test].argmax(axis=1), labels[test])
        vector, _ = next(run)


@dataclass(frozen=True)
class Box(vp.Mark[Epoch]):
    """The unseen samples that the network takes for one class, on a tint of its colour, each at a place of its own."""

    answer: int

    def need(self, moment: vp.Moment[Epoch]) -> vp.Need:
        """Room for all samples, if they are all taken for this class."""
        del moment
        return vp.Need(6.0, 4.0)

    def shapes(self, moment: vp.Moment[Epoch], room: vp.Room) -> Iterator[vp.Path | vp.Points]:
        """The box, and the dots in it in the colours of their true classes."""
        wide, high = room.width, room.height
        corners = np.array([[0.0, 0.0], [wide, 0.0], [wide, high], [0.0, high], [0.0, 0.0]])
        yield vp.Path([corners], "line", fill=vp.Mix(PAINTS[self.answer], 0.25), unit="paper")
        columns = ceil((TEST * wide / high) ** 0.5)
        rows = ceil(TEST / columns)
        (here,) = np.nonzero(moment.frame.answers == self.answer)
        places = (np.stack([here % columns, here // columns], axis=1) + 0.5) * [wide / columns, high / rows]
        fills: list[vp.Paint] = [PAINTS[true] for true in moment.frame.truth[here]]
        yield vp.Points(places, fills, 0.75 * min(wide / columns, high / rows), "ink", unit="paper")


@classifier.picture
def picture(film: Film[Epoch]) -> vp.Picture[Epoch]:
    """Five boxes for what the network answers, and its loss beside that of guessing."""
    last = max(film[-1].epoch, 1)
    loss = vp.panel(
        vp.Rule[Epoch](y=GUESS),
        vp.Label[Epoch](np.array([last, GUESS]), "loss of guessing", "quiet", shift=(0.0, 14.0), align="right"),
        vp.Trail[Epoch]("epoch", "loss"),
        title="Training loss",
        x="epoch",
        limits=(0.0, 1.02 * last, 0.0, 1.2 * max(film.span("loss")[1], HIGH * GUESS)),
    )
    boxes = [_box(answer) for answer in range(CLASSES)]
    epoch = vp.phrase("Epoch {n:,}", n=lambda frame: frame.epoch)
    return vp.Picture(
        vp.each([*boxes, loss], lambda part: part), counter=(epoch,), thumb=vp.each(boxes, lambda part: part)
    )


def _box(answer: int) -> vp.Panel[Epoch]:
    title = vp.phrase("Box for class {n}", n=answer + 1)
    return vp.paper(Box(answer), title=title)


def plateau_end(losses: Array) -> int:
    """The epoch at which the loss leaves the plateau for good; 0 if there is none, the number of epochs if it stays."""
    left = losses < LOW * GUESS
    end = int(np.flatnonzero(~left)[-1]) + 1 if not left.all() else 0
    return end if end > 1 and (losses[1:end] <= HIGH * GUESS).all() and not left[:end].any() else 0


@classifier.story
def story(film: Film[Epoch]) -> list[Beat[Epoch]]:
    """It guesses; then the loss leaves its plateau."""
    last, end = film[-1], plateau_end(film.column("loss"))
    start = "Colour is the class: untrained, {share:.0f}\u00a0% of 200 unseen samples lie in their box"
    left = "For {n:|epoch|epochs} the loss stayed near that of guessing; now it falls"
    half = "The loss has halved, and {share:.0f}\u00a0% lie in their box"
    rest = "Trained, the network puts {share:.0f}\u00a0% of the unseen samples in their box"
    leaves = [Beat[Epoch]("left", end, left, 2.0, values={"n": end})] if 0 < end <= last.epoch else []
    share = {"share": lambda frame: 100.0 * frame.test_accuracy}
    return [
        Beat("start", 0, start, 2.5, values=share),
        *leaves,
        Beat("half", lambda frame: frame.loss < 0.5 * GUESS and frame is not last, half, 1.5, values=share),
        Beat("rest", -1, rest, 2.5, values=share),
    ]


@classifier.words
def words(film: Film[Epoch], say: Say) -> Words:
    """What came out, and where the plateau ends."""
    last, parts = film[-1], " + ".join(f"{(a + 1) * b:,}" for a, b in pairwise(NETWORK.sizes))
    caption = say(
        "After {epochs:|epoch|epochs}, {train:.0f}\u00a0% of the training samples and {test:.0f}\u00a0% of unseen ones "
        "are right. The data are synthetic: five clouds in 32 dimensions. The layers have {parts} weights and biases.",
        epochs=last.epoch,
        train=100.0 * last.train_accuracy,
        test=100.0 * last.test_accuracy,
        parts=parts,
    )
    end = plateau_end(film.column("loss"))
    if last.loss > HIGH * GUESS:
        caption += " " + say("The loss ends at {loss:.2f}: that is more than guessing costs, log 5.", loss=last.loss)
    elif end > last.epoch:
        caption += " " + say("The loss has not left the plateau of guessing, log 5, yet.")
    elif end:
        caption += " " + say(
            "Two layers of sigmoids pass on little gradient: the loss leaves its plateau at epoch {n}.", n=end
        )
    shows = say(
        "Five boxes with the samples that the network puts there, coloured by class, and the curve of the loss."
    )
    return Words(say("A 32-64-256-5 classifier: 20,037 parameters learn to sort"), caption, f"{shows} {caption}")
