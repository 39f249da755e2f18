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

Side = Literal["left", "center"]

NETWORK = nn.Network((32, 64, 256, 5), ("sigmoid", "sigmoid", "softmax"))
CLASSES = 5
GUESS = float(np.log(CLASSES))
"""The loss of guessing."""
LOW, HIGH = 0.9, 1.1
"""Between these times the loss of guessing lies its plateau."""
TEST = 200
EACH = 8
"""Frames in which a block slides to the one before."""
SLIDE = 16.0
"""How far they are apart at first, in units."""
WORDY = 24.0
"""How many lines of text fit beside blocks whose largest has room for four in it."""


class Epoch(NamedTuple):
    """What one epoch brought."""

    locked: float
    """How many of the two joints between blocks are closed; training begins when both are."""
    epoch: int
    loss: float
    """Mean over the training samples."""
    train_accuracy: float
    test_accuracy: float


@recipe(
    title="A 32-64-256-5 classifier",
    size=(1920, 900),
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
    """Each layer's weights to one scale, inputs along one edge and outputs along the next, which meet."""

    has_words: bool = True

    def need(self, moment: vp.Moment[Epoch]) -> vp.Need:
        """Words beside blocks."""
        del moment
        return vp.Need(10.8, 17.0, is_rigid=True) if self.has_words else vp.Need(3.6, 12.0, is_rigid=True)

    def shapes(self, moment: vp.Moment[Epoch], room: vp.Room) -> Iterator[vp.Path | vp.Text]:
        """The first with its outputs below, the second hanging from them, the third along the second's right edge."""
        inputs, first, second, outputs = NETWORK.sizes
        below, apart = (SLIDE * (1.0 - min(max(moment.frame.locked - n, 0.0), 1.0)) for n in range(2))
        scale, em, top = room.height / (inputs + second + SLIDE), room.em, room.height
        joint, high = top - scale * inputs, top - scale * (inputs + below)
        wide, right, low = scale * first, scale * (first + apart), high - scale * second
        far, middle = right + scale * outputs, (high + low) / 2.0
        boxes = [_box(0.0, joint, wide, top), _box(0.0, low, wide, high), _box(right, low, far, high)]
        edges = [boxes[0][:2], boxes[1][2:4], boxes[1][1:3], boxes[2][[0, 3]]]
        yield vp.Path(boxes, None, fill=vp.Mix("line", 0.5), order=1.2, unit="paper")
        yield vp.Path(edges, "ink", 4.0, order=2.2, unit="paper")
        if not self.has_words or room.height < WORDY * em:
            return
        aside = scale * (first + SLIDE + outputs) + 1.6 * em
        places = (aside, top - 0.7 * em), (wide / 2.0, middle + 1.5 * em), (aside, middle + 1.5 * em)
        heads = f"{inputs} inputs → {first}", f"{first} → {second}", f"{second} → {outputs} outputs"
        for number, ((x, y), head) in enumerate(zip(places, heads, strict=True)):
            a, b = NETWORK.sizes[number : number + 2]
            sums = [f"{a} × {b}", f"+ {b}", f"= {(a + 1) * b:,}"]
            lines = [head, *(sums if number == 1 else [" ".join(sums[:2]), sums[2]])]
            for line, text in enumerate(lines if number <= moment.frame.locked else lines[:1]):
                yield _text((x, y - 1.3 * line * em), text, "center" if number == 1 else "left", is_bold=not line)
        if moment.frame.locked >= 2.0:
            yield _text((aside, low + 2.0 * em), moment.say("together {n:,}", n=NETWORK.parameter_count), is_bold=True)


def _text(at: tuple[float, float], text: str, align: Side = "left", *, is_bold: bool = False) -> vp.Text:
    """Words on paper."""
    size: Literal["name", "small"] = "name" if is_bold else "small"
    return vp.Text(at, text, size, is_bold=is_bold, align=align, stand="center_baseline", unit="paper")


def _box(left: float, low: float, right: float, high: float) -> Array:
    """A closed rectangle, shape (5, 2)."""
    return np.array([[left, low], [right, low], [right, high], [left, high], [left, low]])


@classifier.picture
def picture(film: Film[Epoch]) -> vp.Picture[Epoch]:
    """The weights as blocks to scale, the loss beside that of guessing."""
    last = max(film[-1].epoch, 1)
    told = vp.phrase("{share:.0f}\u00a0% of unseen samples right", share=100.0 * film[-1].test_accuracy)
    right = vp.Label[Epoch](np.array([0.7 * last, 0.6 * GUESS]), told, align="center")
    guessing = vp.phrase("guessing: log 5 ≈ {loss:.2f}", loss=GUESS)
    loss = vp.panel(
        vp.Rule[Epoch](y=GUESS),
        vp.Label[Epoch](np.array([0.55 * last, GUESS]), guessing, "quiet", shift=(0.0, 14.0)),
        vp.When[Epoch](lambda frame: frame.epoch == film[-1].epoch > 0, (right,)),
        vp.Trail[Epoch]("epoch", "loss"),
        title="Loss on training samples",
        x="epoch",
        limits=(0.0, 1.02 * last, 0.0, 1.2 * max(film.span("loss")[1], HIGH * GUESS)),
        weight=(1.3, 2.0),
    )
    counts = [(a + 1) * b for a, b in itertools.pairwise(NETWORK.sizes)]
    numbers = vp.phrase("{n:,} parameters", n=lambda frame: sum(counts[: 1 + int(frame.locked)]))
    epoch = vp.phrase("Epoch {n}", n=lambda frame: frame.epoch)
    blocks, bare = vp.paper(Blocks(), title="A layer's area: its weights"), vp.paper(Blocks(has_words=False))
    return vp.Picture(vp.stack(blocks, loss), counter=(numbers, epoch), thumb=vp.row(bare, loss))


def trained(film: Film[Epoch]) -> Array:
    """The losses from epoch 0 on, one an epoch, without the frames in which blocks slide."""
    return film.column("loss")[2 * EACH :]


def plateau_end(losses: Array) -> int:
    """The epoch at which the loss leaves the plateau for good; 0 if there is none, the number of epochs if it stays."""
    left = losses < LOW * GUESS
    end = int(np.flatnonzero(~left)[-1]) + 1 if not left.all() else 0
    return end if end > 1 and (losses[1:end] <= HIGH * GUESS).all() and not left[:end].any() else 0


@classifier.story
def story(film: Film[Epoch]) -> list[Beat[Epoch]]:
    """The blocks fit; then the loss leaves its plateau."""
    end, last, count = plateau_end(trained(film)), film[-1], {"n": NETWORK.parameter_count}
    share = {"n": last.epoch, "share": 100.0 * last.test_accuracy}
    fit = "The first layer's 64 outputs are the second's 64 inputs: the black edges meet"
    most = "{n:,} parameters, {share:.0f}\u00a0% of them in the layer from 64 to 256"
    guess = "Now all {n:,} are trained, and the loss begins near that of guessing"
    left = "For {n:|epoch|epochs} the loss stayed near that of guessing; now it falls"
    rest = "After {n:|epoch|epochs} the network gets {share:.0f}\u00a0% of unseen samples right"
    leaves = [Beat[Epoch]("left", 2 * EACH + end, left, 2.0, values={"n": end})] if 0 < end <= last.epoch else []
    return [
        Beat("start", 0, "A network from 32 inputs to 5 classes: how many parameters has it?", 1.5),
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
