"""Learning in three steps: a set of functions, a measure of how good each is, and a descent that picks a better one."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import marks, name_panel, page, panel, short, split
from vizpipe.recipe import Canvas, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

NETWORK = nn.Network((1, 5, 1), ("tanh", "identity"))
REACH = 3.0
BEATS = (12, 10, 38)
"""Frames of the three steps."""
HELD = 8
"""Frames for which the picked function stands before it is improved."""
EVERY = 12
"""Steps of Adam between two frames."""


class Step(NamedTuple):
    """How far the story has come."""

    step: int
    """1 a set of functions, 2 how good each is, 3 the best one by descent."""
    shown: int
    """How many of the functions are drawn."""
    parameters: Array
    """Of the function that is picked and improved, shape (parameter_count,)."""
    functions: Array
    """Parameters of the whole set, shape (functions, parameter_count)."""
    x: Array
    """Shape (samples, 1)."""
    t: Array
    """Shape (samples, 1)."""

    def loss(self, parameters: Array) -> float:
        """Half the mean squared error of one function: the total loss over all samples."""
        return nn.sum_of_squared_errors.value(NETWORK.predict(parameters, self.x), self.t)

    @property
    def losses(self) -> Array:
        """Of the whole set, shape (functions,)."""
        return np.array([self.loss(each) for each in self.functions])


@recipe(
    title="Three steps of learning",
    chapter="Forward pass",
    ideas=("The three steps: define a set of functions, measure how good they are, pick the best one",),
)
def three_steps(
    *,
    functions: Annotated[int, Meta(ge=2, le=1000), "Functions in the set that is shown"] = 240,
    samples: Annotated[int, Meta(ge=2, le=1000), "Points that the function should meet"] = 24,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.02,
    seed: Seed = 5,
) -> Iterator[Step]:
    """Draw the parameters of one network at random, many times; descend from the best of them."""
    rng = np.random.default_rng(seed)
    x, t = datasets.noisy_curve(
        rng, samples, lambda x: np.sin(1.5 * x) * 0.9 + 0.35 * x, reach=REACH, noise=0.12, ordered=True
    )
    many = rng.normal(0.0, 1.0, (functions, NETWORK.parameter_count))
    bare = Step(1, 0, many[0], many, x, t)
    best = many[int(bare.losses.argmin())]
    for frame in range(BEATS[0]):
        yield bare._replace(shown=max(1, round(functions * ((frame + 1) / BEATS[0]) ** 2)), parameters=best)
    for _ in range(BEATS[1]):
        yield Step(2, functions, best, many, x, t)
    rule = nn.Adam(learning_rate)
    vector, state = best, rule.start(best)
    for frame in range(BEATS[2]):
        yield Step(3, functions, vector, many, x, t)
        for _ in range(EVERY if frame >= HELD else 0):
            _, gradient = NETWORK.gradient(vector, x, t, nn.sum_of_squared_errors)
            vector, state = rule.update(vector, gradient, state)


class Panels(NamedTuple):
    """The stage."""

    plane: marks.Axes
    ranks: marks.Axes
    line: Array
    ghosts: list[Array]
    losses: Array
    order: npt.NDArray[np.int64]
    words: marks.Mark
    canvas: Canvas


@three_steps.stage
def stage(canvas: Canvas, film: Film[Step]) -> Panels:
    """The functions at the left, their losses at the right, the best first."""
    style, say, first = canvas.style, canvas.say, film[0]
    laid = page(canvas)
    left, right = (
        split(laid.body, rows=(1.3, 1.0)) if style.tall else split(laid.body, columns=(1.6, 1.0), gap=style.px(40.0))
    )
    plane, ranks = panel(canvas, left), panel(canvas, right)
    plane.set_xlim(-REACH, REACH)
    plane.set_ylim(-3.2, 3.2)
    name_panel(canvas, plane, say("Functions of one network, and the samples"), "x", "y")
    losses = first.losses
    ranks.set_xlim(-2.0, len(losses) + 1.0)
    ranks.set_yscale("log")
    lowest, highest = film.span(_lowest)[0], film.span(_highest)[1]
    ranks.set_ylim(0.6 * lowest, 1.6 * highest)
    name_panel(canvas, ranks, say("The loss of each, from best to worst"), say("rank"))
    line = np.linspace(-REACH, REACH, 160)
    ghosts = [np.stack([line, NETWORK.predict(each, line[:, None])[:, 0]], axis=1) for each in first.functions]
    widest = [say("3  Pick the best, and descend"), say("loss {loss:.3f}", loss=0.0)]
    return Panels(
        plane, ranks, line, ghosts, losses, losses.argsort(), marks.readout(laid.header, style, widest), canvas
    )


def _lowest(frame: Step) -> float:
    """The lowest loss that is shown in a frame."""
    return (
        min(float(frame.losses.min()), frame.loss(frame.parameters))
        if frame.step == 2
        else frame.loss(frame.parameters)
    )


def _highest(frame: Step) -> float:
    """The highest loss of the set, looked at once it is measured."""
    return float(frame.losses.max()) if frame.step == 2 else 0.0


@stage.draw
def draw(frame: Step, panels: Panels) -> None:
    """Ghosts, coloured once they are measured; the best one, as it improves."""
    style, say, theme = panels.canvas.style, panels.canvas.say, panels.canvas.style.theme
    rank = np.empty(len(panels.order))
    rank[panels.order] = np.arange(len(panels.order)) / max(len(panels.order) - 1, 1)
    quiet = theme.mix(theme.quiet, 0.28)
    if frame.step == 1:
        colours = [quiet] * frame.shown
    else:
        fade = 1.0 if frame.step == 2 else 0.7
        colours = [theme.mix(theme.accent, fade * (0.7 * (1.0 - each) ** 2.2 + 0.3)) for each in rank]
    worst_first = panels.order[::-1] if frame.step > 1 else np.arange(frame.shown)
    indices = [index for index in worst_first if index < frame.shown]
    marks.lines(
        panels.plane,
        style,
        [panels.ghosts[index] for index in indices],
        [colours[index] for index in indices],
        width=1.6,
    )
    points = np.concatenate([frame.x, frame.t], axis=1)
    marks.dots(panels.plane, style, points, theme.ink, size=12.0)
    if frame.step > 1:
        heights = panels.losses[panels.order]
        marks.dots(
            panels.ranks,
            style,
            np.stack([np.arange(float(len(heights))), heights], axis=1),
            [colours[index] for index in panels.order],
            size=9.0,
            edge=theme.background,
        )
    loss = frame.loss(frame.parameters)
    if frame.step == 3:
        answer = NETWORK.predict(frame.parameters, panels.line[:, None])[:, 0]
        marks.stroke(panels.plane, style, panels.line, answer, colour=theme.ink, width=4.5)
        marks.dots(panels.ranks, style, np.array([[0.0, loss]]), theme.ink, size=18.0, order=3.0)
    titles = (
        say("1  Define a set of functions"),
        say("2  Measure how good each is"),
        say("3  Pick the best, and descend"),
    )
    panels.words(titles[frame.step - 1], say("loss {loss:.3f}", loss=loss) if frame.step == 3 else "")


@three_steps.words
def words(film: Film[Step], say: Say) -> Words:
    """How good the set was, and what descent made of it."""
    first, last = film[0], film[-1]
    losses = first.losses
    caption = say(
        "{n:,|function|functions} that differ only in their weights: their losses go from {best} to {worst}. Gradient "
        "descent starts from the best of them and brings its loss to {end}.",
        n=len(losses),
        best=short(float(losses.min())),
        worst=short(float(losses.max())),
        end=short(last.loss(last.parameters)),
    )
    shows = say(
        "{n:,|curve|curves} as ghosts, coloured by how well they meet the samples, and the best of them, which descent "
        "improves.",
        n=len(losses),
    )
    return Words(say("Learning in three steps"), caption, f"{shows} {caption}")
