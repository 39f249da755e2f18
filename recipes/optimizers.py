"""From one starting point, five update rules take five ways down a valley, and train one network at five speeds."""

from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe import datasets, nn
from vizpipe.drawing import equal, marks, name_panel, page, panel, short, split
from vizpipe.recipe import Canvas, Count, Film, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

START = np.array([-7.0, 2.0])
CURVATURE = np.array([0.05, 1.0])
"""f = x₀²/20 + x₁², the textbook's valley."""
NAMES = ("SGD", "Momentum", "AdaGrad", "RMSProp", "Adam")
ON_VALLEY: tuple[nn.Optimizer[Any], ...] = (
    nn.SGD(0.95),
    nn.Momentum(0.1),
    nn.AdaGrad(1.5),
    nn.RMSProp(0.1),
    nn.Adam(0.3),
)
ON_NETWORK: tuple[nn.Optimizer[Any], ...] = (
    nn.SGD(0.01),
    nn.Momentum(0.01),
    nn.AdaGrad(0.01),
    nn.RMSProp(0.001),
    nn.Adam(0.001),
)
NETWORK = nn.Network((64, 50, 50, 10), ("relu", "relu", "softmax"))


class Step(NamedTuple):
    """All five after the same number of steps."""

    step: int
    places: Array
    """In the valley, shape (5, 2)."""
    losses: Array
    """Of the network, mean over the mini-batches of the step, at step 0 over all digits, shape (5,)."""


@recipe(
    title="Optimizers",
    chapter="Training",
    ideas=("Optimizers: SGD, momentum, AdaGrad, RMSProp and Adam on one valley and on one network",),
)
def optimizers(
    *,
    steps: Annotated[Count, "Steps of each rule"] = 60,
    mini_batches: Annotated[Count, "Mini-batches of the network between two frames"] = 10,
    seed: Seed = 0,
) -> Iterator[Step]:
    """Descend the textbook's valley with the textbook's rates; train 64-50-50-10 on digits with common ones."""
    rng = np.random.default_rng(seed)
    images, labels = datasets.digits()
    start = NETWORK.initial(rng, nn.initializers.he)
    places, states = [START] * len(NAMES), [rule.start(START) for rule in ON_VALLEY]
    vectors, memories = [start] * len(NAMES), [rule.start(start) for rule in ON_NETWORK]
    loss = nn.sparse_categorical_cross_entropy
    smooth = np.full(len(NAMES), loss.value(NETWORK.predict(start, images), labels))
    for step in range(steps + 1):
        yield Step(step, np.stack(places), smooth)
        moved = [
            rule.update(place, 2.0 * CURVATURE * place, state)
            for rule, place, state in zip(ON_VALLEY, places, states, strict=True)
        ]
        places, states = [place for place, _ in moved], [state for _, state in moved]
        sums = np.zeros(len(NAMES))
        for _ in range(mini_batches):
            batch = rng.choice(len(images), 100, replace=False)
            for number, rule in enumerate(ON_NETWORK):
                value, gradient = NETWORK.gradient(vectors[number], images[batch], labels[batch], loss)
                vectors[number], memories[number] = rule.update(vectors[number], gradient, memories[number])
                sums[number] += value / mini_batches
        smooth = sums


class Panels(NamedTuple):
    """The stage."""

    plane: marks.Axes
    paths: list[marks.Mark]
    curves: marks.Mark
    words: marks.Mark
    canvas: Canvas


_COLOURS = (7, 1, 2, 3, 0)
"""Of each rule, in the palette."""


@optimizers.stage
def stage(canvas: Canvas, film: Film[Step]) -> Panels:
    """The valley at the left, the network's loss at the right."""
    style, say = canvas.style, canvas.say
    theme = style.theme
    laid = page(canvas)
    left, right = (
        split(laid.body, rows=(1.0, 1.0)) if style.tall else split(laid.body, columns=(1.45, 1.0), gap=style.px(40.0))
    )
    plane, loss = panel(canvas, left), panel(canvas, right)
    equal(plane, (-2.2, 0.0), 2.9)
    name_panel(canvas, plane, say("The valley f = x₀²/20 + x₁²"), "x₀", "x₁", away=40.0)
    angles = np.linspace(0.0, 2.0 * np.pi, 181)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1) / np.sqrt(CURVATURE)
    marks.lines(
        plane, style, [ring * root for root in np.arange(0.4, 5.0, 0.4)], [theme.mix(theme.line, 0.55)], width=1.2
    )
    marks.dots(plane, style, np.zeros((1, 2)), theme.ink, size=12.0, edge=theme.background, order=2.9)
    places, losses = film.column("places"), film.column("losses")
    steps = film.column("step").astype(float)
    loss.set_xlim(0.0, max(film.span("step")[1], 1.0) * 1.32)
    loss.set_yscale("log")
    low, high = film.span("losses")
    loss.set_ylim(0.6 * low, 1.5 * high)
    name_panel(
        canvas,
        loss,
        say("Loss of a network on digits"),
        say("step ({n:|mini-batch|mini-batches})", n=film.parameters["mini_batches"]),
    )
    colours = [theme.palette[colour] for colour in _COLOURS]
    paths = [
        marks.curve(plane, style, places[:, number, 0], places[:, number, 1], colour=colour, width=3.0)
        for number, colour in enumerate(colours)
    ]
    curves = marks.curves(canvas, loss, steps, losses.T, colours=colours, names=NAMES)
    return Panels(plane, paths, curves, marks.readout(laid.header, style, [say("Step {n}", n=int(steps[-1]))]), canvas)


@stage.draw
def draw(frame: Step, panels: Panels) -> None:
    """The paths and losses so far."""
    for path in panels.paths:
        path(frame.step + 1)
    panels.curves(frame.step + 1)
    panels.words(panels.canvas.say("Step {n}", n=frame.step))


@optimizers.words
def words(film: Film[Step], say: Say) -> Words:
    """Where each got to."""
    last = film[-1]
    far = np.hypot(*last.places.T)
    caption = say(
        "Colours are the same in both panels. After {n:|step|steps} in the valley the distances from the bottom are "
        "{far}; on the network the losses are {losses}. Which rule is best depends on the problem and on its rate.",
        n=last.step,
        far=", ".join(f"{name} {short(value)}" for name, value in zip(NAMES, far, strict=True)),
        losses=", ".join(f"{name} {value:.2f}" for name, value in zip(NAMES, last.losses, strict=True)),
    )
    shows = say("Five coloured paths in a long valley, and the loss curves of five networks in the same colours.")
    return Words(say("Five ways down: optimizers"), caption, f"{shows} {caption}")
