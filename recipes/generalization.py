"""A wide network goes on learning its training points by heart while, for most seeds, it gets worse on unseen ones."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import marks, name_panel, page, panel, split
from vizpipe.recipe import Canvas, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

REACH = 3.0
FRAMES = 60
NOISE = 0.35
"""Standard deviation of the points around the truth."""
NOISE_LOSS = NOISE**2 / 2.0
"""What the truth itself costs on average."""
WORSE = 1.5
"""How many times its lowest the loss on unseen points must be to say that it has risen."""


class Fit(NamedTuple):
    """A network after so many steps."""

    step: int
    parameters: Array
    """Shape (parameter_count,)."""
    train_loss: float
    """Half the mean squared error on the points that it learns from."""
    test_loss: float
    """The same on points kept apart."""
    best_step: int
    """Of all steps so far, shown or not, the one with the lowest loss on points kept apart."""
    best_loss: float
    """That loss."""
    hidden: int
    train: Array
    """x and y of the points to learn from, shape (samples, 2)."""
    test: Array
    """x and y of the points kept apart, shape (tests, 2)."""

    def curve(self, x: Array) -> Array:
        """What the network answers to inputs (n,), shape (n,)."""
        return _network(self.hidden).predict(self.parameters, x[:, None] / REACH).ravel()


def _network(hidden: int) -> nn.Network:
    return nn.Network((1, hidden, hidden, 1), ("tanh", "tanh", "identity"))


def truth(x: Array) -> Array:
    """The curve that the points scatter around."""
    return np.asarray(np.sin(1.4 * x) + 0.2 * x)


@recipe(
    title="Train and test",
    chapter="Training",
    ideas=("Train and test: why data are split, and what generalization is",),
    chaotic=True,
)
def generalization(
    *,
    samples: Annotated[int, Meta(ge=2, le=500), "Points to learn from"] = 14,
    tests: Annotated[int, Meta(ge=2, le=500), "Points kept apart"] = 14,
    hidden: Annotated[int, Meta(ge=1, le=64), "Units in each of two hidden layers"] = 24,
    iterations: Annotated[Count, "Steps of training on all points"] = 3000,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.01,
    seed: Seed = 7,
) -> Iterator[Fit]:
    """Fit noisy points of a curve with far more parameters than points; watch points kept apart."""
    rng = np.random.default_rng(seed)
    points = np.hstack(datasets.noisy_curve(rng, samples + tests, truth, reach=REACH, noise=NOISE))
    train, test = points[:samples], points[samples:]
    network, rule = _network(hidden), nn.Adam(learning_rate)
    vector = network.initial(rng, nn.initializers.xavier)
    state = rule.start(vector)
    best = (np.inf, 0)
    wanted = set(np.unique(np.rint(np.geomspace(1.0, iterations + 1.0, FRAMES) - 1.0).astype(int)).tolist())
    for step in range(iterations + 1):
        inputs, targets = train[:, :1] / REACH, train[:, 1:]
        losses = [
            nn.sum_of_squared_errors.value(network.predict(vector, part[:, :1] / REACH), part[:, 1:])
            for part in (train, test)
        ]
        best = min(best, (losses[1], step))
        if step in wanted:
            yield Fit(step, vector, losses[0], losses[1], best[1], best[0], hidden, train, test)
        _, gradient = network.gradient(vector, inputs, targets, nn.sum_of_squared_errors)
        vector, state = rule.update(vector, gradient, state)


class Panels(NamedTuple):
    """The stage."""

    plane: marks.Axes
    curves: marks.Mark
    steps: list[int]
    words: marks.Mark
    canvas: Canvas


@generalization.stage
def stage(canvas: Canvas, film: Film[Fit]) -> Panels:
    """The points and the curve at the left, both losses at the right."""
    style, say, first = canvas.style, canvas.say, film[0]
    theme = style.theme
    laid = page(canvas)
    left, right = (
        split(laid.body, rows=(1.2, 1.0)) if style.tall else split(laid.body, columns=(1.4, 1.0), gap=style.px(40.0))
    )
    plane, losses = panel(canvas, left), panel(canvas, right)
    plane.set_xlim(-REACH * 1.04, REACH * 1.04)
    plane.set_ylim(-2.6, 2.6)
    name_panel(
        canvas, plane, say("Filled points are learned from, open ones never seen; grey: the truth"), "x", "y", away=40.0
    )
    line = np.linspace(-REACH, REACH, 300)
    marks.stroke(plane, style, line, truth(line), colour=theme.line, width=5.0)
    marks.dots(plane, style, first.test, theme.background, size=15.0, edge=theme.ink)
    marks.dots(plane, style, first.train, theme.ink, size=15.0)
    steps = film.column("step")
    both = np.maximum(np.stack([film.column("train_loss"), film.column("test_loss")]), 1e-8)
    losses.set_xscale("log")
    losses.set_yscale("log")
    losses.set_xlim(1.0, 3.5 * (film.span("step")[1] + 1.0))
    low, high = (film.span(lambda frame: np.array([frame.train_loss, frame.test_loss]))[end] for end in (0, 1))
    losses.set_ylim(0.6 * max(low, 1e-8), 1.8 * max(high, 1e-8))
    name_panel(canvas, losses, say("Loss on either"), say("step"))
    best = film[-1].best_step + 1.0
    marks.guide(losses, style, x=best)
    late = bool(best**2 > losses.get_xlim()[1])
    at, align = (best, 1.4 * max(high, 1e-8)), "right" if late else "left"
    shift = (-8.0 if late else 8.0, 0.0)
    marks.label(losses, style, at, say("best on unseen points"), shift=shift, align=align, pad=True)
    widest = [say("Step {n}", n=int(steps[-1])), say("train {loss:.4f}", loss=0.0), say("test {loss:.4f}", loss=0.0)]
    return Panels(
        plane,
        marks.curves(
            canvas, losses, steps + 1.0, both, colours=(theme.quiet, theme.correct), names=(say("train"), say("test"))
        ),
        [int(step) for step in steps],
        marks.readout(laid.header, style, widest),
        canvas,
    )


@stage.draw
def draw(frame: Fit, panels: Panels) -> None:
    """The curve after this step."""
    style, say, theme = panels.canvas.style, panels.canvas.say, panels.canvas.style.theme
    line = np.linspace(-REACH, REACH, 400)
    marks.stroke(panels.plane, style, line, frame.curve(line), colour=theme.accent, width=4.0)
    panels.curves(panels.steps.index(frame.step) + 1)
    panels.words(
        say("Step {n}", n=frame.step),
        say("train {loss:.4f}", loss=frame.train_loss),
        say("test {loss:.4f}", loss=frame.test_loss),
    )


def learns_noise(last: Fit) -> bool:
    """Whether a network meets its points more closely than the truth does, and has paid for it on others."""
    return last.train_loss < NOISE_LOSS < last.test_loss and last.test_loss > WORSE * last.best_loss


@generalization.words
def words(film: Film[Fit], say: Say) -> Words:
    """When it was best, and what came after."""
    last = film[-1]
    caption = say(
        "{parameters:,} parameters and {n:|point|points}. The loss on unseen points is lowest after "
        "{step:,|step|steps}: {best:.3f}.",
        parameters=last.parameters.size,
        n=len(last.train),
        step=last.best_step,
        best=last.best_loss,
    )
    shows = say("A curve among noisy points, and its losses on points that it learns from and on points kept apart.")
    if learns_noise(last):
        caption += " " + say(
            "Then it learns the noise: by step {step:,} the training loss is below {noise:.2f}, which noise alone "
            "costs, and the test loss has risen to about {test:.1g} (further digits differ between processors). Only "
            "data kept apart show it.",
            step=last.step,
            noise=NOISE_LOSS,
            test=last.test_loss,
        )
        shows = say("A curve that first follows the truth and then bends to meet points, and two losses that part.")
    return Words(say("Why data are split: train and test"), caption, f"{shows} {caption}")
