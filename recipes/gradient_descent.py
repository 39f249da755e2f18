"""Gradient descent gets to the bottom at a good rate; too large a rate throws it out, too small a one stands still."""

from collections.abc import Callable, Iterator
from typing import Annotated, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe import nn
from vizpipe.drawing import equal, given, listed, marks, name_panel, page, panel, short, split
from vizpipe.recipe import Canvas, Count, Film, Rate, Say, Words, recipe

Array = npt.NDArray[np.float64]

START = {"bowl": (-3.0, 4.0), "valley": (-7.0, 2.0)}
CURVATURE = {"bowl": (1.0, 1.0), "valley": (0.05, 1.0)}
"""f = a·x₀² + b·x₁²: a and b."""
FROZEN = 1e150
"""A descent that has got so far stands still, before it overflows."""
TURNS = 3
"""A path that crosses the valley in each of so many steps zigzags."""
LOWEST, HIGHEST = 1e-10, 1e4
"""Ends of the distance's axis; a path that goes further leaves it."""


class Step(NamedTuple):
    """Three descents after the same number of steps."""

    step: int
    places: Array
    """With the good, the large and the small rate, shape (3, 2)."""
    surface: str

    @property
    def distances(self) -> Array:
        """How far each is from the bottom, shape (3,)."""
        return np.asarray(np.hypot(self.places[:, 0], self.places[:, 1]))


def height(surface: str) -> Callable[[Array], float]:
    """The function that is descended."""
    curvature = np.array(CURVATURE[surface])
    return lambda x: float((curvature * x * x).sum())


@recipe(
    title="Gradient descent",
    variants={
        "valley": {"surface": "valley", "learning_rate": 0.95, "too_large": 1.02, "too_small": 0.05},
    },
    chapter="Loss and gradient",
    ideas=(
        "The gradient field: arrows of −∇f over the plane",
        "Gradient descent with a good, a too large and a too small learning rate; in a valley it zigzags",
    ),
)
def gradient_descent(
    *,
    surface: Annotated[Literal["bowl", "valley"], "x₀² + x₁² from (−3, 4), or x₀²/20 + x₁² from (−7, 2)"] = "bowl",
    learning_rate: Annotated[Rate, "A step size that works"] = 0.1,
    too_large: Annotated[Rate, "A step size that is too large"] = 10.0,
    too_small: Annotated[Rate, "A step size that is too small"] = 1e-10,
    steps: Annotated[Count, "Steps of each descent"] = 100,
) -> Iterator[Step]:
    """Descend with three rates by the numerical gradient, as the textbook does."""
    function = height(surface)
    rules = [nn.SGD(rate) for rate in (learning_rate, too_large, too_small)]
    places = np.array([START[surface]] * len(rules))
    for step in range(steps + 1):
        yield Step(step, places, surface)
        gradients = [
            nn.numerical_gradient(function, place)
            if np.abs(place).max() < 1e6
            else 2.0 * np.array(CURVATURE[surface]) * place
            for place in places
        ]
        moved = np.stack(
            [
                rule.update(place, gradient, None)[0]
                for rule, place, gradient in zip(rules, places, gradients, strict=True)
            ]
        )
        places = np.where(np.abs(places).max(axis=1, keepdims=True) < FROZEN, moved, places)


class Panels(NamedTuple):
    """The stage."""

    plane: marks.Axes
    places: Array
    curves: marks.Mark
    words: marks.Mark
    canvas: Canvas


@gradient_descent.stage
def stage(canvas: Canvas, film: Film[Step]) -> Panels:
    """The surface with its field at the left, the distance from the bottom at the right."""
    style, say, first = canvas.style, canvas.say, film[0]
    theme = style.theme
    laid = page(canvas)
    left, right = (
        split(laid.body, rows=(1.2, 1.0)) if style.tall else split(laid.body, columns=(1.25, 1.0), gap=style.px(40.0))
    )
    plane, distance = panel(canvas, left), panel(canvas, right)
    round_ = first.surface == "bowl"
    low, high, bottom, top = equal(plane, (0.0, 0.0), 5.0 if round_ else 4.3)
    formula = "x₀² + x₁²" if round_ else "x₀²/20 + x₁²"
    name_panel(
        canvas, plane, say("f = {formula} from above; arrows point downhill", formula=formula), "x₀", "x₁", away=40.0
    )
    curvature = np.array(CURVATURE[first.surface])
    angles = np.linspace(0.0, 2.0 * np.pi, 181)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1) / np.sqrt(curvature)
    marks.lines(plane, style, [circle * root for root in np.arange(1.0, 12.0)], [theme.mix(theme.line, 0.5)], width=1.2)
    spots = np.stack(
        np.meshgrid(np.linspace(low, high, 17)[1:-1], np.linspace(bottom, top, 13)[1:-1]), axis=-1
    ).reshape(-1, 2)
    downhill = -2.0 * curvature * spots
    longest = float(np.hypot(*downhill.T).max())
    marks.arrows(plane, style, spots, downhill * (0.16 * (top - bottom) / longest), theme.mix(theme.quiet, 0.55))
    steps = film.column("step").astype(float)
    distances = np.maximum(np.stack([frame.distances for frame in film]), LOWEST)
    distance.set_xlim(0.0, max(film.span("step")[1], 1.0) * 1.34)
    distance.set_yscale("log")
    distance.set_ylim(0.5 * float(distances.min()), min(3.0 * float(distances.max()), HIGHEST))
    name_panel(canvas, distance, say("Distance from the bottom"), say("step"))
    rates = [film.parameters[name] for name in ("learning_rate", "too_large", "too_small")]
    names = (
        say("rate {rate}", rate=_given(rates[0])),
        say("rate {rate}", rate=_given(rates[1])),
        say("rate {rate}", rate=_given(rates[2])),
    )
    colours = (theme.ink, theme.wrong, theme.quiet)
    curves = marks.curves(canvas, distance, steps, distances.T, colours=colours, names=names)
    readout = marks.readout(laid.header, style, [say("Step {n}", n=int(steps[-1])), _at(say, np.array([-3.0, -4.0]))])
    places = film.column("places")
    far = np.hypot(places[..., 0], places[..., 1])[..., None]
    return Panels(plane, places * np.minimum(1.0, 1e6 / np.maximum(far, 1e-300)), curves, readout, canvas)


def _moved(say: Say, before: float, now: float) -> str:
    """What became of a distance."""
    if now >= FROZEN:
        return say("leaves for good")
    if short(now) == short(before):
        return say("stays at {now}", now=short(now))
    return say("falls to {now}", now=short(now)) if now < before else say("grows to {now}", now=short(now))


def _given(rate: object) -> str:
    return given(float(str(rate)))


def zigzags(coordinate: Array) -> bool:
    """Whether a path goes to and fro across the bottom of its valley from the first step on, given its x₁ (steps,)."""
    signs = np.sign(coordinate[: TURNS + 1])
    return len(signs) > TURNS and bool((signs[1:] == -signs[:-1]).all())


def _at(say: Say, place: Array) -> str:
    return say("at ({x:.3f}, {y:.3f})", x=place[0], y=place[1])


@stage.draw
def draw(frame: Step, panels: Panels) -> None:
    """The paths so far."""
    style, say, theme = panels.canvas.style, panels.canvas.say, panels.canvas.style.theme
    for number, colour in ((2, theme.quiet), (1, theme.wrong), (0, theme.ink)):
        path = panels.places[: frame.step + 1, number]
        marks.lines(panels.plane, style, [path], [colour], width=1.2 if number == 1 else 2.6, order=2.2)
        marks.dots(panels.plane, style, path, colour, size=8.0)
        marks.dots(
            panels.plane, style, path[-1:], colour, size=20.0 if number else 16.0, order=2.5 + 0.1 * (2 - number)
        )
    panels.curves(frame.step + 1)
    panels.words(say("Step {n}", n=frame.step), _at(say, frame.places[0]))


@gradient_descent.words
def words(film: Film[Step], say: Say) -> Words:
    """Where each ended."""
    last = film[-1]
    before, names = film[0].distances, ("learning_rate", "too_large", "too_small")
    sentences = [
        say("rate {rate} {moved}", rate=_given(film.parameters[name]), moved=_moved(say, was, now))
        for name, was, now in zip(names, before, last.distances, strict=True)
    ]
    caption = say(
        "{steps:,|step|steps} along −∇f from ({x:g}, {y:g}). Distance from the bottom: {told}.",
        steps=last.step,
        x=START[last.surface][0],
        y=START[last.surface][1],
        told="; ".join(sentences),
    )
    if last.surface == "valley":
        caption += " " + say("Across the valley the slope is steep, along it flat.")
        paths = film.column("places")[:, :, 1]
        turning = [_given(film.parameters[name]) for name, path in zip(names, paths.T, strict=True) if zigzags(path)]
        if turning:
            caption += " " + say("The path zigzags at rate {rates}.", rates=listed(say, turning))
    shows = say("Three paths on a surface with arrows that point downhill, and their distances from the bottom.")
    return Words(say("Gradient descent, at three rates"), caption, f"{shows} {caption}")
