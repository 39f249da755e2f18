"""A gradient's parts are slopes of slices; central differences find them, one side evaluated twice finds only 0."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import nn
from vizpipe.drawing import equal, marks, name_panel, page, panel, signed, split
from vizpipe.recipe import Canvas, Count, Film, Say, Words, recipe

Array = npt.NDArray[np.float64]

PLACES = 2
"""Decimals of every point, as they are drawn: so the gradient beside it is twice what is read there."""


class Slice(NamedTuple):
    """A point on its way round the bowl f = x₀² + x₁², with its gradient."""

    point: Array
    """Shape (2,)."""
    gradient: Array
    """By central differences, shape (2,)."""
    wrong: Array
    """By a listing that evaluates f(x + h) twice, shape (2,)."""
    stuck: Array
    """Where gradient descent by that listing stands after as many steps at rate 0.1, shape (2,)."""
    moved: Array
    """Where it stands by the right gradient, shape (2,)."""


def bowl(point: Array) -> float:
    """f(x) = x₀² + x₁²."""
    return float((point**2).sum())


def one_sided_twice(point: Array, h: float) -> Array:
    """The bug: (f(x + h) − f(x + h)) / 2h, for each coordinate."""
    moved = [point + h * axis for axis in np.eye(2)]
    return np.array([(bowl(each) - bowl(each)) / (2.0 * h) for each in moved])


@recipe(
    title="Partial derivatives",
    loops=True,
    chapter="Loss and gradient",
    ideas=(
        "Partial derivative and numerical gradient: slices through (3, 4) with their tangents, central differences",
        "A listing that evaluates f(x + h) twice: its gradient is always 0",
    ),
)
def partial_derivatives(
    *,
    h: Annotated[float, Meta(ge=1e-10, le=1.0), "Half the distance of the two points of a difference"] = 1e-4,
    steps: Annotated[Count, "Frames of a round"] = 60,
    x0: Annotated[float, Meta(ge=-5.0, le=5.0), "Where the round begins and ends, its x₀ to two decimals"] = 3.0,
    x1: Annotated[float, Meta(ge=-5.0, le=5.0), "Where the round begins and ends, its x₁ to two decimals"] = 4.0,
) -> Iterator[Slice]:
    """Go once round the bowl from (x₀, x₁), and find the gradient there numerically."""
    stuck = moved = start = np.array([x0, x1]).round(PLACES)
    rule = nn.SGD(0.1)
    radius, first = float(np.hypot(*start)), float(np.arctan2(start[1], start[0]))
    for step in range(1, steps + 1):
        angle = first + 2.0 * np.pi * step / steps
        round_about = radius * np.array([np.cos(angle), np.sin(angle)])
        point = round_about.round(PLACES) if step < steps else start
        yield Slice(point, nn.numerical_gradient(bowl, point, h), one_sided_twice(point, h), stuck, moved)
        stuck, _ = rule.update(stuck, one_sided_twice(stuck, h), None)
        moved, _ = rule.update(moved, nn.numerical_gradient(bowl, moved, h), None)


class Panels(NamedTuple):
    """The stage."""

    plane: marks.Axes
    slices: list[marks.Axes]
    words: marks.Mark
    canvas: Canvas


@partial_derivatives.stage
def stage(canvas: Canvas, film: Film[Slice]) -> Panels:
    """The bowl from above, and two slices through it."""
    style, say = canvas.style, canvas.say
    theme = style.theme
    laid = page(canvas)
    cells = (
        split(laid.body, rows=(1.2, 1.0, 1.0))
        if style.tall
        else split(laid.body, columns=(1.0,) * 3, gap=style.px(30.0))
    )
    plane, *slices = (panel(canvas, cell) for cell in cells)
    reach = max(film.span(lambda frame: np.abs(frame.point).max())[1], 1.0) + 1.2
    equal(plane, (0.0, 0.0), reach)
    name_panel(canvas, plane, say("The bowl f = x₀² + x₁² from above"), "x₀", "x₁", away=46.0)
    angles = np.linspace(0.0, 2.0 * np.pi, 181)
    rings = [radius * np.stack([np.cos(angles), np.sin(angles)], axis=1) for radius in range(1, 10)]
    marks.lines(plane, style, rings, [theme.mix(theme.line, 0.7)], width=1.4)
    marks.dots(plane, style, np.zeros((1, 2)), theme.ink, size=8.0)
    names = (say("Slice along x₀: x₁ stands still"), say("Slice along x₁: x₀ stands still"))
    for axes, name, letter in zip(slices, names, ("x₀", "x₁"), strict=True):
        axes.set_xlim(-reach, reach)
        axes.set_ylim(-0.12 * reach**2, 1.5 * reach**2)
        name_panel(canvas, axes, name, letter, "f")
    widest = [
        say("Gradient ({a:.2f}, {b:.2f})", a=-10.0, b=-10.0),
        say("at ({a:.2f}, {b:.2f})", a=-5.0, b=-5.0),
        say("with the bug (0.00, 0.00)"),
    ]
    return Panels(plane, slices, marks.readout(laid.header, style, widest), canvas)


@stage.draw
def draw(frame: Slice, panels: Panels) -> None:
    """The point, its two slices and tangents, the gradient as the sum of its parts."""
    style, say, theme = panels.canvas.style, panels.canvas.say, panels.canvas.style.theme
    x, y = frame.point
    scale = 0.22
    parts = (np.array([frame.gradient[0], 0.0]), np.array([0.0, frame.gradient[1]]))
    for part in parts:
        if np.abs(part).max() > 0.3:
            marks.arrow(
                panels.plane, style, frame.point, frame.point - scale * part, colour=theme.mix(theme.gradient, 0.5)
            )
    marks.arrow(
        panels.plane, style, frame.point, frame.point - scale * frame.gradient, colour=theme.gradient, width=4.0
    )
    guides = [np.array([[-9.0, y], [9.0, y]]), np.array([[x, -9.0], [x, 9.0]])]
    marks.lines(panels.plane, style, guides, [theme.quiet], width=1.6, dashed=True)
    marks.dots(panels.plane, style, frame.moved[None], theme.correct, size=18.0, order=2.8)
    marks.dots(panels.plane, style, frame.stuck[None], theme.wrong, size=26.0, order=2.7)
    marks.label(
        panels.plane,
        style,
        (frame.stuck[0], frame.stuck[1]),
        say("stuck"),
        shift=(16.0, 16.0),
        colour=theme.wrong,
        pad=True,
    )
    marks.dots(panels.plane, style, frame.point[None], theme.ink, size=16.0, order=3.0)
    line = np.linspace(*panels.slices[0].get_xlim(), 200)
    for number, axes in enumerate(panels.slices):
        here, rest = float(frame.point[number]), float(frame.point[1 - number]) ** 2
        marks.stroke(axes, style, line, line**2 + rest, width=3.0)
        height, slope = here**2 + rest, float(frame.gradient[number])
        tangent = np.array([-2.0, 2.0])
        marks.lines(
            axes,
            style,
            [np.stack([here + tangent, height + slope * tangent], axis=1)],
            [theme.gradient],
            width=4.0,
            order=2.5,
        )
        flat = np.stack([here + tangent, np.full(2, height)], axis=1)
        marks.lines(axes, style, [flat], [theme.wrong], width=3.0, dashed=True, order=2.4)
        marks.dots(axes, style, np.array([[here, height]]), theme.ink, size=16.0, order=3.0)
        text = say("slope {slope}", slope=signed(slope, 2))
        axes.text(
            0.5,
            0.97,
            text,
            transform=axes.transAxes,
            ha="center",
            va="top",
            fontsize=style.em(20.0),
            fontweight="bold",
            color=theme.gradient,
            parse_math=False,
        )
    panels.words(
        say("Gradient ({a:.2f}, {b:.2f})", a=frame.gradient[0], b=frame.gradient[1]),
        say("at ({a:.2f}, {b:.2f})", a=x, b=y),
        say("with the bug (0.00, 0.00)"),
    )


@partial_derivatives.words
def words(film: Film[Slice], say: Say) -> Words:
    """The numbers where the round ends."""
    last = film[-1]
    right = say("while the right one, green, goes down")
    if not bowl(last.moved) < bowl(film[0].moved):
        right = say("nor does the right one, green, from the bottom")
        if bowl(last.moved):
            right = say("nor has the right one, green, in its first frame")
    arrow = say("the arrow goes against it, downhill")
    if not last.point.any():
        arrow = say("there is no way down from the bottom")
    caption = say(
        "At ({x:g}, {y:g}) the slices have the slopes {a:.2f} and {b:.2f}: the gradient; {arrow}. Dashed and flat: "
        "what a listing finds that evaluates f(x + h) twice and never f(x − h); its descent, orange, never moves, "
        "{right}.",
        arrow=arrow,
        x=last.point[0],
        y=last.point[1],
        a=last.gradient[0],
        b=last.gradient[1],
        right=right,
    )
    shows = say("A point on a bowl seen from above, and two slices through it: parabolas with their tangents.")
    return Words(say("Partial derivatives: slopes of slices"), caption, f"{shows} {caption}")
