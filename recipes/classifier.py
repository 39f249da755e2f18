"""Of the 20,037 parameters of a 32-64-256-5 classifier most sit in one layer; trained, they classify unseen samples."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.recipe import Array, Beat, Count, Film, Rate, Say, Seed, UsageError, Words, recipe

NETWORK = nn.Network((32, 64, 256, 5), ("sigmoid", "sigmoid", "softmax"))
COUNTS = [(a + 1) * b for a, b in itertools.pairwise(NETWORK.sizes)]
"""How many weights and biases each layer has."""
CLASSES = 5
GUESS = float(np.log(CLASSES))
"""The loss of guessing."""
LOW, HIGH = 0.9, 1.1
"""Between these times the loss of guessing lies its plateau."""
TEST = 200
TINTS = (vp.Mix("line", 0.5), vp.Mix("series 0", 0.6), vp.Mix("line", 0.5))
EACH = 8
"""Frames from one layer's sum to the next."""


class Epoch(NamedTuple):
    """What one epoch brought."""

    locked: float
    """How many layers have been counted after the first; training begins when both are."""
    epoch: int
    loss: float
    """Mean over the training samples."""
    train_accuracy: float
    test_accuracy: float


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
        for step in range(0 if epoch == 0 else 2 * EACH, 2 * EACH + 1):
            yield Epoch(step / EACH, epoch, loss, *right)
        vector, _ = next(run)


@dataclass(frozen=True)
class Blocks(vp.Mark[Epoch]):
    """A sheet whose area is all that is learned, parted among the layers."""

    has_words: bool = True

    def need(self, moment: vp.Moment[Epoch]) -> vp.Need:
        """Words in the two small blocks."""
        del moment
        return vp.Need(20.0, 13.0) if self.has_words else vp.Need(12.0, 7.0)

    def shapes(self, moment: vp.Moment[Epoch], room: vp.Room) -> Iterator[vp.Path | vp.Text]:
        """The largest at the left, the others at its right; each as large as the number of its weights and biases."""
        wide, high, em, all_of_them = room.width, room.height, room.em, NETWORK.parameter_count
        right, middle = wide * COUNTS[1] / all_of_them, high * COUNTS[2] / (COUNTS[0] + COUNTS[2])
        sides = (right, middle, wide, high), (0.0, 0.0, right, high), (right, 0.0, wide, middle)
        yield vp.Path([_box(*each) for each in sides], None, fill=list(TINTS), unit="paper")
        seams = np.array([[right, 0.0], [right, high]]), np.array([[right, middle], [wide, middle]])
        yield vp.Path(seams, "background", 4.0, order=2.2, unit="paper")
        for number, (left, low, end, top) in enumerate(sides if self.has_words else ()):
            a, b = NETWORK.sizes[number : number + 2]
            lines = [moment.say("layer {k}", k=number + 1), f"{COUNTS[number]:,}"]
            if end - left > 7.5 * em:
                lines += [moment.say("{a} × {b} weights", a=a, b=b), moment.say("+ {b} biases", b=b)]
            first = (low + top) / 2.0 + 0.65 * em * (len(lines) - 1)
            for line, text in enumerate(lines if number <= moment.frame.locked else lines[:1]):
                size: Literal["name", "small"] = "name" if line < 2 else "small"
                place = (left + end) / 2.0, first - (1.3 * line + 0.2 * (line > 0)) * em
                yield vp.Text(place, text, size, is_bold=line < 2, align="center", unit="paper")


def _box(left: float, low: float, right: float, high: float) -> Array:
    """A closed rectangle, shape (5, 2)."""
    return np.array([[left, low], [right, low], [right, high], [left, high], [left, low]])


@classifier.picture
def picture(film: Film[Epoch]) -> vp.Picture[Epoch]:
    """The sheet of what each layer learns, the loss beside that of guessing."""
    last = max(film[-1].epoch, 1)
    guessing = vp.phrase("loss of guessing")
    loss = vp.panel(
        vp.Rule[Epoch](y=GUESS),
        vp.Label[Epoch](np.array([last, GUESS]), guessing, "quiet", shift=(0.0, 14.0), align="right"),
        vp.Trail[Epoch]("epoch", "loss"),
        title="Loss on training samples",
        x="epoch",
        limits=(0.0, 1.02 * last, 0.0, 1.2 * max(film.span("loss")[1], HIGH * GUESS)),
    )
    numbers = vp.phrase("{n:,} numbers", n=lambda frame: sum(COUNTS[: 1 + int(frame.locked)]))
    epoch = vp.phrase("Epoch {n}", n=lambda frame: frame.epoch)
    blocks = vp.paper(Blocks(), title="Area: how many numbers a layer learns")
    thumb = vp.stack(vp.paper(Blocks(has_words=False)), loss)
    return vp.Picture(vp.stack(blocks, loss), counter=(numbers, epoch), thumb=thumb)


def trained(film: Film[Epoch]) -> Array:
    """The losses from epoch 0 on, one an epoch, without the frames in which layers are counted."""
    return film.column("loss")[2 * EACH :]


def plateau_end(losses: Array) -> int:
    """The epoch at which the loss leaves the plateau for good; 0 if there is none, the number of epochs if it stays."""
    left = losses < LOW * GUESS
    end = int(np.flatnonzero(~left)[-1]) + 1 if not left.all() else 0
    return end if end > 1 and (losses[1:end] <= HIGH * GUESS).all() and not left[:end].any() else 0


@classifier.story
def story(film: Film[Epoch]) -> list[Beat[Epoch]]:
    """The layers are counted; then the loss leaves its plateau."""
    count, end, last = {"n": NETWORK.parameter_count}, plateau_end(trained(film)), film[-1]
    share = count | {"share": 100.0 * last.test_accuracy}
    fit = "Layer 2 has far more: a weight from each of 64 to each of 256"
    most = "{n:,} numbers, {share:.0f}\u00a0% of them in layer 2"
    guess = "All {n:,} are learned together; at first the network can only guess"
    left = "For {n:|epoch|epochs} the loss stayed near that of guessing; now it falls"
    rest = "Trained together, the {n:,} numbers get {share:.0f}\u00a0% of unseen samples right"
    leaves = [Beat[Epoch]("left", 2 * EACH + end, left, 2.0, values={"n": end})] if 0 < end <= last.epoch else []
    return [
        Beat("start", 0, "This network learns thousands of numbers: where are they?", 1.5),
        Beat("first", EACH, fit, 1.5),
        Beat("second", 2 * EACH, most, 2.0, values=count | {"share": 100.0 * 65 * 256 / count["n"]}),
        Beat("train", 2 * EACH + 1, guess, 1.0, values=count),
        *leaves,
        Beat("rest", -1, rest, 2.5, values=share),
    ]


@classifier.words
def words(film: Film[Epoch], say: Say) -> Words:
    """What came out, and where the plateau ends."""
    last = film[-1]
    caption = say(
        "After {epochs:|epoch|epochs}, {train:.0f}\u00a0% of the training samples and {test:.0f}\u00a0% of unseen ones "
        "are right. The data are synthetic: five clouds in 32 dimensions.",
        epochs=last.epoch,
        train=100.0 * last.train_accuracy,
        test=100.0 * last.test_accuracy,
    )
    end = plateau_end(trained(film))
    if last.loss > HIGH * GUESS:
        caption += " " + say("The loss ends at {loss:.2f}: that is more than guessing costs, log 5.", loss=last.loss)
    elif end > last.epoch:
        caption += " " + say("The loss has not left the plateau of guessing, log 5, yet.")
    elif end:
        caption += " " + say(
            "Two layers of sigmoids pass on little gradient: the loss leaves its plateau at epoch {n}.", n=end
        )
    shows = say("Three rectangles of weights to scale, and the curve of the loss.")
    return Words(say("A 32-64-256-5 classifier, its 20,037 parameters and their loss"), caption, f"{shows} {caption}")
