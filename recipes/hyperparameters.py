"""A person sets the hyperparameters once; training moves every parameter, and where it ends depends on both."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import given, marks, name_panel, page, panel, paper, plot, split
from vizpipe.recipe import Canvas, Count, Film, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

REACH = 2.9
CELLS = 80


class Choice(NamedTuple):
    """What a person sets before training."""

    hidden: int
    learning_rate: float
    batch: int


CHOICES = (Choice(1, 0.05, 32), Choice(3, 0.05, 32), Choice(3, 0.001, 32), Choice(8, 0.05, 8))


class Trained(NamedTuple):
    """Four networks after the same number of epochs, each with hyperparameters of its own."""

    epoch: int
    first: Array
    """Parameters with the first choice, shape (parameter_count,)."""
    second: Array
    third: Array
    fourth: Array
    accuracies: Array
    """Share of samples on the right side, shape (4,)."""
    samples: Array
    labels: npt.NDArray[np.int64]

    @property
    def parameters(self) -> tuple[Array, ...]:
        """Of all four."""
        return self.first, self.second, self.third, self.fourth


def network_of(choice: Choice) -> nn.Network:
    """2 inputs, as many hidden tanh units as were chosen, one sigmoid."""
    return nn.Network((2, choice.hidden, 1), ("tanh", "sigmoid"))


@recipe(
    title="Parameters and hyperparameters",
    size=(1600, 1100),
    chapter="Forward pass",
    ideas=("Parameters and hyperparameters: what training sets, and what a person sets",),
)
def hyperparameters(
    *,
    epochs: Annotated[Count, "How often every sample is seen"] = 59,
    samples: Annotated[int, Meta(ge=2), "Points to learn from, half of each class"] = 240,
    seed: Seed = 3,
) -> Iterator[Trained]:
    """Train the same task with four choices of hidden units, learning rate and batch size."""
    points, labels = datasets.three_clouds(np.random.default_rng(seed), samples)
    runs = []
    for choice in CHOICES:
        rng = np.random.default_rng([seed, 1])
        network = network_of(choice)
        runs.append(
            nn.train(
                network,
                network.initial(rng, nn.initializers.xavier),
                points,
                labels,
                loss=nn.binary_cross_entropy,
                optimizer=nn.Adam(choice.learning_rate),
                batch_size=choice.batch,
                rng=rng,
            )
        )
    for epoch in range(epochs + 1):
        now = [next(run) for run in runs]
        vectors = [each.parameters for each in now]
        scores = np.array([each.accuracy for each in now])
        yield Trained(epoch, vectors[0], vectors[1], vectors[2], vectors[3], scores, points, labels)


class Panels(NamedTuple):
    """The stage."""

    bars: list[marks.Axes]
    regions: list[marks.Mark]
    dots: list[marks.Mark]
    shares: list[marks.Mark]
    words: marks.Mark
    canvas: Canvas


@hyperparameters.stage
def stage(canvas: Canvas, film: Film[Trained]) -> Panels:
    """A row for each choice: what was set, what moves, what comes out."""
    style, say, first = canvas.style, canvas.say, film[0]
    laid = page(canvas)
    rows = split(laid.body, rows=(1.0,) * len(CHOICES), gap=style.px(16.0))
    limit = 1.05 * film.span(lambda frame: max(np.abs(each).max() for each in frame.parameters))[1]
    bars, planes, shares = [], [], []
    for number, (row, choice) in enumerate(zip(rows, CHOICES, strict=True)):
        left, middle, right = split(
            row, columns=(0.95, 1.3, 0.9) if style.tall else (0.85, 1.7, 0.75), gap=style.px(20.0)
        )
        blank = paper(canvas, left)
        words = (
            say("hidden units: {n}", n=choice.hidden),
            say("learning rate: {rate}", rate=given(choice.learning_rate)),
            say("batch size: {n}", n=choice.batch),
        )
        if not number:
            marks.heading(blank, style, (0.0, left.height - style.px(24.0)), say("A person sets"))
        for line, text in enumerate(words):
            at = (style.px(4.0), left.height - style.px(66.0 + 32.0 * line))
            changed = number == 0 or CHOICES[number][line] != CHOICES[number - 1][line]
            weight = "bold" if changed and number else "normal"
            marks.label(blank, style, at, text, size=19.0, shift=(0.0, 0.0), weight=weight, room=0.82 * left.width)
        axes = panel(canvas, middle, left=46.0, bottom=8.0)
        axes.set_ylim(-limit, limit)
        axes.set_xlim(-0.8, network_of(CHOICES[-1]).parameter_count - 0.2)
        name_panel(
            canvas, axes, say("Training adjusts {n:|parameter|parameters}", n=network_of(choice).parameter_count)
        )
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        marks.guide(axes, style, y=0.0)
        bars.append(axes)
        side = min(right.height - style.px(8.0), right.width * 0.6)
        plane = plot(canvas, right._replace(width=side, height=side))
        plane.set_axis_off()
        plane.set_xlim(-REACH, REACH)
        plane.set_ylim(-REACH, REACH)
        planes.append(plane)
        beside = paper(canvas, right._replace(left=right.left + side, width=max(right.width - side, 1.0)))
        shares.append(_share(beside, canvas, right.height))
    return Panels(
        bars,
        [marks.decision(plane, style, (-REACH, REACH, -REACH, REACH), CELLS) for plane in planes],
        [marks.samples(plane, style, first.samples, first.labels, size=6.0) for plane in planes],
        shares,
        marks.readout(laid.header, style, [say("Epoch {n}", n=film[-1].epoch)]),
        canvas,
    )


def _share(blank: marks.Axes, canvas: Canvas, height: float) -> marks.Mark:
    """How many samples are right, beside the plane."""
    style = canvas.style

    def draw(share: float) -> None:
        marks.label(
            blank,
            style,
            (0.0, height / 2.0),
            f"{100.0 * share:.0f}\u00a0%",
            size=24.0,
            shift=(14.0, 0.0),
            weight="bold",
            room=blank.get_xlim()[1] - style.px(24.0),
        )

    return draw


@stage.draw
def draw(frame: Trained, panels: Panels) -> None:
    """All parameters as bars, and the planes."""
    theme = panels.canvas.style.theme
    for number, (choice, vector) in enumerate(zip(CHOICES, frame.parameters, strict=True)):
        colours = [theme.positive if value > 0.0 else theme.negative for value in vector]
        marks.bars(panels.bars[number], np.arange(float(len(vector))), vector, colours)
        panels.regions[number](network_of(choice), vector)
        panels.dots[number](frame.samples)
        panels.shares[number](float(frame.accuracies[number]))
    panels.words(panels.canvas.say("Epoch {n}", n=frame.epoch))


@hyperparameters.words
def words(film: Film[Trained], say: Say) -> Words:
    """What came of the choices."""
    last = film[-1]
    shares = ", ".join(f"{100.0 * share:.0f}\u00a0%" for share in last.accuracies)
    caption = say(
        "At the left what stands still: the choices, in bold what differs from the row above. In the middle what "
        "moves: weights and biases. After {epochs:|epoch|epochs}, {shares} of the samples are on the right side.",
        epochs=last.epoch,
        shares=shares,
    )
    shows = say("Four rows: chosen numbers, bars of parameters that move, and the plane that the network then parts.")
    return Words(say("Parameters and hyperparameters"), caption, f"{shows} {caption}")
