"""Cut a bowl in two directions: the slopes of the cuts are its partial derivatives, and together the gradient."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, Any, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import nn
from vizpipe.drawing import given
from vizpipe.recipe import Array, Beat, Count, Film, Say, Words, recipe

PLACES = 2
"""Decimals of every point, as they are drawn: so the gradient beside it is twice what is read there."""
WIDE, NEAR = 2.0, 0.3
"""Half the distance of the two points at first, and from which on two dots would lie on each other."""
CLOSER = 12
"""Frames in which they come together."""
TURN = np.array([[0.93, -0.37], [0.37, 0.93]])
"""By how much the bowl is turned to be seen: neither cut is seen edge on, and (3, 4) lies at the right."""
LETTERS, PAINTS = ("x₀", "x₁"), ("quiet", "series 5")
"""Of the two directions, and of the cuts along them."""


class Slice(NamedTuple):
    """A point on the bowl f = x₀² + x₁², with its gradient."""

    point: Array
    """Shape (2,)."""
    h: float
    """Half the distance of the two points of a difference; 0 while there are none."""
    gradient: Array
    """By central differences, shape (2,)."""

    @property
    def slopes(self) -> Array:
        """The gradient as it is told."""
        return self.gradient.round(PLACES) + 0.0

    def cut(self, number: int, x: Array | float) -> Array:
        """Heights of the slice along one coordinate, the other held at the point's."""
        return np.asarray(x**2 + self.point[1 - number] ** 2)


def bowl(point: Array) -> float:
    """f(x) = x₀² + x₁²."""
    return float((point**2).sum())


@recipe(
    title="Partial derivatives",
    size=(1920, 900),
    chapter="Loss and gradient",
    ideas=(
        "Partial derivative and numerical gradient: slices through (3, 4) with their tangents, central differences",
        "A listing that evaluates f(x + h) twice: its gradient is always 0",
    ),
)
def partial_derivatives(
    *,
    h: Annotated[float, Meta(ge=1e-10, le=1.0), "Half the distance of the two points in the end"] = 1e-4,
    steps: Annotated[Count, "Frames of a round"] = 40,
    x0: Annotated[float, Meta(ge=-5.0, le=5.0), "Where the round begins and ends, its x₀ to two decimals"] = 3.0,
    x1: Annotated[float, Meta(ge=-5.0, le=5.0), "Where the round begins and ends, its x₁ to two decimals"] = 4.0,
) -> Iterator[Slice]:
    """Find the gradient at (x₀, x₁) by two points far apart, bring them together, and go once round the bowl."""
    start = np.array([x0, x1]).round(PLACES)
    radius, first = float(np.hypot(*start)), float(np.arctan2(start[1], start[0]))
    yield Slice(start, 0.0, nn.numerical_gradient(bowl, start, h))
    for width in np.geomspace(WIDE, h, CLOSER + 1):
        yield Slice(start, float(width), nn.numerical_gradient(bowl, start, width))
    for step in range(1, steps + 1):
        angle = first + 2.0 * np.pi * step / steps
        point = (radius * np.array([np.cos(angle), np.sin(angle)])).round(PLACES) if step < steps else start
        yield Slice(point, float(width), nn.numerical_gradient(bowl, point, width))


@partial_derivatives.picture
def picture(film: Film[Slice]) -> vp.Picture[Slice]:
    """The bowl with two cuts through a point, and both cuts from the side."""
    rim = max(film.span(lambda frame: np.hypot(*frame.point))[1], 1.0) + WIDE + 0.4
    whole, slices = _whole(film, rim), vp.each(range(2), partial(_slice, start=film[0].point, rim=rim))
    at = vp.phrase("at ({x:.2f}, {y:.2f})", x=lambda frame: frame.point[0], y=lambda frame: frame.point[1])
    return vp.Picture(vp.stack(whole, slices), counter=(at,), thumb=vp.row(whole, slices))


def _whole(film: Film[Slice], rim: float) -> vp.Panel[Slice]:
    """The bowl, seen almost from the side, both cuts with the names of their directions, and then the gradient."""
    view = vp.View(lambda points: (points**2).sum(axis=1), tilt=0.28, lift=1.12 / rim)
    limits = (-1.05 * rim, 1.05 * rim, -0.15 * rim, 1.56 * rim)
    levels = [(rim * ring / 9.0) ** 2 for ring in range(1, 10)]

    def along(frame: Slice, number: int) -> list[Array]:
        points = np.insert(_inside(frame, number, rim)[:, None], 1 - number, frame.point[1 - number], axis=1)
        return [view.show(points @ TURN)]

    def tip(frame: Slice, number: int) -> Array:
        return np.asarray(along(frame, number)[0][-1])

    def uphill(frame: Slice) -> list[Array]:
        way = frame.gradient / max(float(np.hypot(*frame.gradient)), 1e-9)
        shaft = view.show((frame.point + np.outer(np.linspace(0.0, 2.2, 20), way)) @ TURN)
        x, y = 0.07 * rim * (shaft[-1] - shaft[-2]) / float(np.hypot(*(shaft[-1] - shaft[-2])))
        head = [(-x - 0.6 * y, -y + 0.6 * x), (0.0, 0.0), (-x + 0.6 * y, -y - 0.6 * x)]
        return [shaft, shaft[-1] + head]

    glass = vp.Surface[Slice](view, (-rim, rim, -rim, rim), levels, limits, arrows=(0, 0))
    cuts = [vp.Edge[Slice](partial(along, number=n), 5.0, paint=PAINTS[n]) for n in range(2)]
    look: Any = {"shift": (0.0, 19.0), "has_ground": True, "align": "center"}
    names = [vp.Label[Slice](partial(tip, number=n), LETTERS[n], **look) for n in range(2)]
    gradient = vp.phrase("gradient ({a:g}, {b:g}), uphill", a=lambda f: f.slopes[0], b=lambda f: f.slopes[1])
    arrow, told = vp.Edge[Slice](uphill, 5.0, paint="gradient"), vp.Corner[Slice](gradient, "gradient")
    end = arrow, vp.When[Slice](partial(_is_at, start=film[0].point, quarters=range(4)), (told,))
    here = vp.Dots[Slice](lambda frame: view.show(frame.point[None] @ TURN), "ink", 20.0)
    is_end = vp.When[Slice](lambda f: f.h == film[-1].h and bool(f.gradient.any()), end)
    return vp.panel(glass, *cuts, *names, is_end, here, title="f = x₀² + x₁², cut twice", limits=limits, bare=True)


def _slice(number: int, start: Array, rim: float) -> vp.Panel[Slice]:
    """One cut from the side: the curve, two points on it, and the line through them."""
    letter = LETTERS[number]

    def curve(frame: Slice) -> list[Array]:
        line = _inside(frame, number, rim)
        return [np.stack([line, frame.cut(number, line)], axis=1)]

    def pair(frame: Slice) -> Array:
        x = frame.point[number] + frame.h * np.array([-1.0, 1.0])
        return np.stack([x, frame.cut(number, x)], axis=1)

    def through(frame: Slice) -> Array:
        (x, middle), way = pair(frame).mean(axis=0), np.array([-1.15 * WIDE, 1.15 * WIDE])
        return np.stack([x + way, middle + frame.gradient[number] * way], axis=1)

    def twice(frame: Slice) -> str:
        x = given(frame.point[number] + 0.0)
        return f"({x})" if frame.point[number] < 0.0 else x

    down = -16.0 if start[number] >= 0.0 else 0.0  # below the lower of the two, on the level of the upper
    first = vp.Label[Slice](lambda f: pair(f)[0], f"{letter} − h", shift=(14.0, down))
    second = vp.Label[Slice](lambda f: pair(f)[1], f"{letter} + h", shift=(-14.0, -16.0 - down), align="right")
    is_first = vp.When[Slice](lambda frame: frame.h == WIDE and bool((frame.point == start).all()), (first, second))
    line = vp.Edge[Slice](lambda f: [through(f)], 4.0, paint="gradient")
    slope = vp.Corner[Slice](vp.phrase("{g:g} = 2 · {x}", g=lambda f: f.slopes[number], x=twice), "gradient")
    told = vp.When[Slice](partial(_is_at, start=start, quarters=range(4)), (slope,))
    marks = line, vp.Dots[Slice](lambda f: pair(f)[: 1 if f.h < NEAR else 2], "ink", 16.0), is_first, told
    here = vp.Dots[Slice](lambda f: np.array([[f.point[number], bowl(f.point)]]), vp.Mix("ink", 0.5), 12.0)
    seen = vp.When[Slice](lambda f: f.h > 0.0, marks), vp.When[Slice](lambda f: f.h == 0.0 or f.h > NEAR, (here,))
    cut, limits = vp.Edge[Slice](curve, 3.5, paint=PAINTS[number]), (-rim, rim, -0.03 * rim**2, 1.05 * rim**2)
    return vp.panel(cut, *seen, title=f"Cut along {letter}", x=letter, y="f", limits=limits)


def _is_at(frame: Slice, start: Array, quarters: Sequence[int]) -> bool:
    """Whether it has gone one of so many quarters of the round."""
    places = np.array([start, start[::-1] * (-1.0, 1.0), -start, start[::-1] * (1.0, -1.0)])[list(quarters)]
    return bool((np.abs(frame.point - places).max(axis=1) < 2.0 * 10.0**-PLACES).any())


def _inside(frame: Slice, number: int, rim: float) -> Array:
    """Places along a cut from rim to rim, shape (101,)."""
    end = float(np.sqrt(rim**2 - frame.point[1 - number] ** 2))
    return np.linspace(-end, end, 101)


@partial_derivatives.story
def story(film: Film[Slice]) -> list[Beat[Slice]]:
    """Cuts, two points on each, the points together, and a round."""
    first, last = film[0], film[-1]
    values = {"x": first.point[0], "y": first.point[1], "a": last.slopes[0], "b": last.slopes[1]}
    both = "The slopes {a:g} and {b:g} are the partial derivatives; together, the gradient"
    twice = "At every point the slopes are twice the coordinates: 2x₀ and 2x₁"
    rest = "The gradient (2x₀, 2x₁) points uphill, at every point" if first.point.any() else ""
    opposite = "Across, at ({x:g}, {y:g}), the gradient points the other way: uphill too"
    here = {"x": lambda frame: frame.point[0], "y": lambda frame: frame.point[1]}
    said = "", "", opposite if first.point.any() else "", twice
    return [
        Beat("start", 0, "How steep is the bowl at ({x:g}, {y:g})? Cut it, one variable at a time", 2.0, values=values),
        Beat("points", 1, "Two points on each cut, h to either side: their line has this slope", 2.0),
        Beat("closer", 2, "The closer the two points, the closer their line to the tangent", 0.5),
        Beat("gradient", 1 + CLOSER, both, 2.0, values=values),
        Beat("round", 2 + CLOSER, twice, 0.0),
        *(
            Beat(f"quarter {n}", partial(_is_at, start=first.point, quarters=(n,)), said[n], 0.8, values=here)
            for n in (1, 2, 3)
        ),
        Beat("rest", -1, rest, 2.0),
    ]


@partial_derivatives.words
def words(film: Film[Slice], say: Say) -> Words:
    """The numbers where the round ends."""
    (x, y), (a, b) = film[-1].point, film[-1].slopes
    down = say("downhill is against it") if x or y else say("there is no way down from the bottom")
    caption = say(
        "At ({x:g}, {y:g}) the slices have the slopes {a:g} and {b:g}: the gradient; {down}. Two points x ± h find "
        "them, and so do the formulas 2x₀ and 2x₁. With x + h taken for both points, every slope would be 0.",
        down=down, x=x, y=y, a=a, b=b)  # fmt: skip
    shows = say("A bowl of glass with two cuts through a point, and both cuts from the side: parabolas with tangents.")
    return Words(say("Partial derivatives: slopes of slices"), caption, f"{shows} {caption}")
