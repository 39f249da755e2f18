"""A 32-64-256-5 classifier of 20,037 parameters, all sigmoids and plain descent, starts on a plateau for most seeds."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import Box, marks, name_panel, page, panel, paper, split
from vizpipe.recipe import Canvas, Count, Film, Rate, Say, Seed, UsageError, Words, recipe

Array = npt.NDArray[np.float64]

NAMES = ("sigmoid", "sigmoid", "softmax")
NETWORK = nn.Network((32, 64, 256, 5), NAMES)
CLASSES = 5
GUESS = float(np.log(CLASSES))
"""The loss of guessing."""
LOW, HIGH = 0.9, 1.1
"""Between these times the loss of guessing lies its plateau."""
TEST = 200


class Epoch(NamedTuple):
    """What one epoch brought."""

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
    run = nn.descend(
        NETWORK,
        vector,
        points[train],
        labels[train],
        loss=nn.sparse_categorical_cross_entropy,
        optimizer=nn.SGD(learning_rate),
        batch_size=batch_size,
        rng=rng,
        watch=False,
    )
    for epoch in range(epochs + 1):
        outputs = NETWORK.predict(vector, points)
        loss = nn.sparse_categorical_cross_entropy.value(outputs[train], labels[train])
        yield Epoch(epoch, loss, nn.accuracy(outputs[train], labels[train]), nn.accuracy(outputs[test], labels[test]))
        vector, _ = next(run)


class Panels(NamedTuple):
    """The stage."""

    curves: list[marks.Mark]
    words: marks.Mark
    canvas: Canvas


@classifier.stage
def stage(canvas: Canvas, film: Film[Epoch]) -> Panels:
    """The weights as blocks to scale above; loss and accuracy below."""
    style, say = canvas.style, canvas.say
    theme = style.theme
    laid = page(canvas)
    above, below = split(laid.body, rows=(1.0, 1.0), gap=style.px(10.0))
    _blocks(canvas, above)
    left, right = (
        panel(canvas, cell)
        for cell in (
            split(below, rows=(1.0, 1.0)) if style.tall else split(below, columns=(1.0, 1.0), gap=style.px(34.0))
        )
    )
    epochs = film.column("epoch").astype(float)
    last = max(film.span("epoch")[1], 1.0)
    loss = film.column("loss")
    left.set_xlim(0.0, last * 1.12)
    left.set_ylim(0.0, 1.1 * film.span("loss")[1])
    name_panel(canvas, left, say("Loss: sparse categorical cross-entropy"), say("epoch"))
    marks.guide(left, style, y=GUESS)
    marks.label(
        left, style, (last * 1.12, GUESS), say("guessing: log 5"), shift=(0.0, 12.0), align="right", colour=theme.quiet
    )
    right.set_xlim(0.0, last * 1.12)
    right.set_ylim(0.0, 1.04)
    name_panel(canvas, right, say("Share of samples in the right class"), say("epoch"))
    right.yaxis.set_major_formatter(lambda value, _: f"{100.0 * value:.0f}\u00a0%")
    marks.guide(right, style, y=1.0 / CLASSES)
    at = (last * 1.12, 1.0 / CLASSES)
    marks.label(right, style, at, say("guessing: 1 of 5"), shift=(0.0, -14.0), align="right", colour=theme.quiet)
    shares = film.column("train_accuracy"), film.column("test_accuracy")
    curves = [
        marks.curve(left, style, epochs, loss),
        marks.curves(
            canvas,
            right,
            epochs,
            np.stack(shares),
            colours=(theme.quiet, theme.correct),
            names=(say("train"), say("test")),
        ),
    ]
    widest = [
        say("Epoch {n}", n=int(last)),
        say("loss {loss:.3f}", loss=0.0),
        say("test {share:.0f}\u00a0%", share=100.0),
    ]
    return Panels(curves, marks.readout(laid.header, style, widest), canvas)


def _blocks(canvas: Canvas, cell: Box) -> None:
    """Each layer's weights as a rectangle of its shape, to one scale, with the count of its parameters."""
    style, say, theme = canvas.style, canvas.say, canvas.style.theme
    blank = paper(canvas, cell)
    marks.heading(
        blank, style, (0.0, cell.height - style.px(27.0)), say("Weights to scale: inputs × outputs, and biases")
    )
    rows = len(NETWORK.places) if style.tall else 1
    area = Box(0.0, style.px(46.0), cell.width, cell.height - style.px(90.0))
    places = split(area, rows=(1.0,) * rows, columns=(1.0,) * (len(NETWORK.places) // rows))
    scale = min(places[0].height / max(NETWORK.sizes), 0.5 * places[0].width / max(NETWORK.sizes))
    for number, (box, place) in enumerate(zip(places, NETWORK.places, strict=True)):
        fan_in, fan_out = NETWORK.sizes[number], NETWORK.sizes[number + 1]
        wide, tall = max(scale * fan_out, style.px(6.0)), scale * fan_in
        low = box.bottom + (box.height - tall) / 2.0
        x, high, middle = box.left + style.px(10.0), low + tall, low + tall / 2.0
        blank.fill([x, x + wide, x + wide, x], [low, low, high, high], color=theme.mix(theme.quiet, 0.6), linewidth=0.0)
        text = f"{fan_in} × {fan_out} + {fan_out} = {place.shape[0] * place.shape[1]:,}"
        room = box.left + box.width - x - wide - style.px(26.0)
        marks.label(blank, style, (x + wide, middle), text, size=20.0, shift=(16.0, 0.0), weight="bold", room=room)
        marks.label(blank, style, (x + wide, middle), NAMES[number], size=17.0, shift=(16.0, -26.0), colour=theme.quiet)
    total = say("together {n:,} parameters", n=NETWORK.parameter_count)
    at = (cell.width, style.px(24.0))
    marks.label(blank, style, at, total, size=20.0, shift=(0.0, 0.0), align="right", weight="bold")


@stage.draw
def draw(frame: Epoch, panels: Panels) -> None:
    """All that happened up to this epoch."""
    say = panels.canvas.say
    for curve in panels.curves:
        curve(frame.epoch + 1)
    panels.words(
        say("Epoch {n}", n=frame.epoch),
        say("loss {loss:.3f}", loss=frame.loss),
        say("test {share:.0f}\u00a0%", share=100.0 * frame.test_accuracy),
    )


def plateau_end(losses: Array) -> int:
    """The epoch at which the loss leaves the plateau for good; 0 if there is none, the number of epochs if it stays."""
    left = losses < LOW * GUESS
    end = int(np.flatnonzero(~left)[-1]) + 1 if not left.all() else 0
    return end if end > 1 and (losses[1:end] <= HIGH * GUESS).all() and not left[:end].any() else 0


@classifier.words
def words(film: Film[Epoch], say: Say) -> Words:
    """What came out, and where the plateau ends."""
    last = film[-1]
    caption = say(
        "Synthetic data, five clouds in 32 dimensions, since the source does not name its own. After "
        "{epochs:|epoch|epochs}, {train:.0f}\u00a0% of the training samples and {test:.0f}\u00a0% of unseen ones are "
        "right.",
        epochs=last.epoch,
        train=100.0 * last.train_accuracy,
        test=100.0 * last.test_accuracy,
    )
    end = plateau_end(film.column("loss"))
    if last.loss > HIGH * GUESS:
        caption += " " + say("The loss ends at {loss:.2f}: that is more than guessing costs, log 5.", loss=last.loss)
    elif end == len(film):
        caption += " " + say("The loss has not left the plateau of guessing, log 5, yet.")
    elif end:
        caption += " " + say(
            "Two layers of sigmoids pass on little gradient: the loss leaves its plateau at epoch {n}.", n=end
        )
    shows = say("Three rectangles of weights to scale, and curves of loss and accuracy.")
    return Words(say("A 32-64-256-5 classifier and its shapes"), caption, f"{shows} {caption}")
