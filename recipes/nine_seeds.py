"""Nine initial weights of one small ReLU network meet different ends: some part the classes, some don't."""

from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import Box, marks, page, paper, plot, split
from vizpipe.recipe import Canvas, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

SEEDS = 9
REACH = 2.9
CELLS = 70
GOOD = 0.8
"""The accuracy from which the classes are parted; one straight line in the plane does not get there."""


class Nine(NamedTuple):
    """Nine networks after the same number of epochs."""

    epoch: int
    parameters: Array
    """Shape (9, parameter_count)."""
    losses: Array
    """Mean over the samples, shape (9,)."""
    accuracies: Array
    """Share of samples on the right side, shape (9,)."""
    activation: str
    samples: Array
    """Shape (samples, 2)."""
    labels: npt.NDArray[np.int64]

    @property
    def network(self) -> nn.Network:
        """The shape that all nine share."""
        return nn.Network((2, 2, 1), (self.activation, "sigmoid"))

    def dead(self, number: int) -> frozenset[tuple[int, int]]:
        """The (layer, unit) pairs of a network that answer 0 to every sample."""
        return nn.dead_units(self.network, self.parameters[number], self.samples)


@recipe(
    title="Nine seeds, nine fates",
    size=(1280, 960),
    variants={"tanh": {"activation": "tanh"}},
    chapter="Five to share",
    ideas=("What chance does: the same network from nine initial weights, dead units in grey",),
)
def nine_seeds(
    *,
    activation: Annotated[Literal["relu", "tanh"], "What the two hidden units do with their weighted sums"] = "relu",
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.02,
    epochs: Annotated[Count, "How often every sample is seen"] = 59,
    samples: Annotated[int, Meta(ge=2), "Points to learn from, half of each class"] = 300,
    seed: Seed = 0,
) -> Iterator[Nine]:
    """Train a 2-2-1 network nine times on the same three clouds; the seed chooses the clouds and all weights."""
    points, labels = datasets.three_clouds(np.random.default_rng([seed, SEEDS]), samples)
    network = nn.Network((2, 2, 1), (activation, "sigmoid"))
    runs = []
    for number in range(SEEDS):
        rng = np.random.default_rng([seed, number])
        runs.append(
            nn.train(
                network,
                network.initial(rng, nn.initializers.glorot_uniform),
                points,
                labels,
                loss=nn.binary_cross_entropy,
                optimizer=nn.Adam(learning_rate),
                batch_size=32,
                rng=np.random.default_rng([seed, SEEDS + 1]),
            )
        )
    for nine in nn.abreast(runs, epochs):
        yield Nine(*nine, activation, points, labels)


class Panels(NamedTuple):
    """The marks of the stage, one of each kind for each network."""

    planes: list[marks.Mark]
    dots: list[marks.Mark]
    diagrams: list[marks.Mark]
    says: list[marks.Mark]
    words: marks.Mark
    say: Say


@nine_seeds.stage
def stage(canvas: Canvas, film: Film[Nine]) -> Panels:
    """Three by three: a plane, and its network and loss beside it."""
    style, say, first = canvas.style, canvas.say, film[0]
    laid = page(canvas)
    across = 1 if style.tall else 3
    cells = split(laid.body, rows=(1.0,) * (SEEDS // across), columns=(1.0,) * across, gap=style.px(22.0))
    largest = 0.5 * max(abs(end) for end in film.span("parameters"))
    panels = Panels([], [], [], [], _readout(canvas, laid.header, film), say)
    for cell in cells:
        side = min(cell.height, cell.width * 0.6)
        axes = plot(canvas, Box(cell.left, cell.bottom + cell.height - side, side, side))
        axes.set_axis_off()
        axes.set_xlim(-REACH, REACH)
        axes.set_ylim(-REACH, REACH)
        gap = style.px(18.0)
        blank = paper(
            canvas, Box(cell.left + side + gap, cell.bottom + cell.height - side, cell.width - side - gap, side)
        )
        wide = min(cell.width - side - gap, style.px(230.0))
        diagram = Box(0.0, 0.36 * side, wide, 0.6 * side)
        panels.planes.append(marks.decision(axes, style, (-REACH, REACH, -REACH, REACH), CELLS))
        panels.dots.append(marks.samples(axes, style, first.samples, first.labels, size=6.0))
        panels.diagrams.append(marks.network_diagram(blank, style, diagram, (2, 2, 1), largest, radius=15.0))
        panels.says.append(_told(blank, canvas, 0.27 * side))
    return panels


def _readout(canvas: Canvas, header: marks.Axes, film: Film[Nine]) -> marks.Mark:
    say = canvas.say
    return marks.readout(
        header, canvas.style, [say("Epoch {n}", n=film[-1].epoch), say("{n} of 9 part the classes", n=9)]
    )


def _told(blank: marks.Axes, canvas: Canvas, top: float) -> marks.Mark:
    """Accuracy and fate of one network."""
    style = canvas.style

    def draw(share: float, fate: str) -> None:
        good = share >= GOOD
        colour = style.theme.ink if good else style.theme.quiet
        for number, text in enumerate((f"{100.0 * share:.0f}\u00a0%", fate)):
            blank.text(
                0.0,
                top - number * style.px(30.0),
                text,
                fontsize=style.em(16.0 if number else 24.0),
                fontweight="bold" if good and not number else "normal",
                color=colour,
                va="center",
                parse_math=False,
            )

    return draw


@stage.draw
def draw(frame: Nine, panels: Panels) -> None:
    """All nine after this epoch."""
    say = panels.say
    network = frame.network
    for number, vector in enumerate(frame.parameters):
        panels.planes[number](network, vector)
        panels.dots[number](frame.samples)
        dead = frame.dead(number)
        panels.diagrams[number]([layer.weights for layer in network.layers(vector)], dead=dead)
        fates = ("", say("one unit dead"), say("both units dead"))
        panels.says[number](float(frame.accuracies[number]), fates[len(dead)])
    parted = int((frame.accuracies >= GOOD).sum())
    panels.words(say("Epoch {n}", n=frame.epoch), say("{n} of 9 part the classes", n=parted))


@nine_seeds.words
def words(film: Film[Nine], say: Say) -> Words:
    """How many made it."""
    last = film[-1]
    dead = sum(bool(last.dead(number)) for number in range(SEEDS))
    caption = say(
        "Same samples, same network, same clock; only the first weights differ. After {epochs:|epoch|epochs} {parted} "
        "of 9 part the classes (at least 80\u00a0% right), losses lie between {low:.2f} and {high:.2f}.",
        epochs=last.epoch,
        parted=int((last.accuracies >= GOOD).sum()),
        low=float(last.losses.min()),
        high=float(last.losses.max()),
    )
    if dead:
        caption += " " + say("In {dead} of them a unit is dead and grey: it answers 0 to every sample.", dead=dead)
    shows = say("Nine planes with the same samples, each with the regions of one network, and the network beside it.")
    return Words(say("Nine seeds, nine fates"), caption, f"{shows} {caption}")
