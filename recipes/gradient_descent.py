"""Gradient descent gets to the bottom at a good rate; too large a rate throws it out, too small a one stands still."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe import nn
from vizpipe.drawing import given, listed, short
from vizpipe.drawing.picture import Balls, Legible, Paint, Picture, Surface, Trail, View, panel, phrase, stack
from vizpipe.recipe import Beat, Count, Film, Rate, Say, Words, recipe

Array = npt.NDArray[np.float64]

START = {"bowl": (-3.0, 4.0), "valley": (-7.0, 2.0)}
CURVATURE = {"bowl": (1.0, 1.0), "valley": (0.05, 1.0)}
"""f = a·x₀² + b·x₁²: a and b."""
FORMULA = {"bowl": "x₀² + x₁²", "valley": "x₀²/20 + x₁²"}
RIM = {"bowl": 30.0, "valley": 7.0}
"""How high f is drawn; what gets higher has left it."""
RATES = ("learning_rate", "too_large", "too_small")
PAINTS: list[Paint] = ["ink", Legible("series 5"), Legible("series 0")]
SAFE = 6
"""Up to so many powers of ten from the bottom numerical differences are taken, and heights."""
FROZEN = 1e150
"""A descent that has got so far stands still, before it overflows."""
ARRIVED = 0.99
"""The share of its way from which a descent has arrived."""
SEEN = 0.005
"""A share that rounds to no per cent is less."""
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
    decades: Array
    """How far each is from the bottom, as powers of ten, shape (3,): for a step of which all are to be seen."""

    @property
    def distances(self) -> Array:
        """How far each is from the bottom, shape (3,)."""
        return np.asarray(np.hypot(self.places[:, 0], self.places[:, 1]))

    @property
    def is_out(self) -> bool:
        """Whether the one with the large rate has left the surface that is drawn."""
        return bool(self.decades[1] > SAFE or heights(self.surface, self.places[1:2])[0] > RIM[self.surface])

    @property
    def shares(self) -> Array:
        """What share of its way each has come, shape (3,)."""
        return np.asarray(1.0 - self.distances / np.hypot(*START[self.surface]))


def heights(surface: str, points: Array) -> Array:
    """The function that is descended at points (n, 2), shape (n,)."""
    return np.asarray((np.array(CURVATURE[surface]) * points * points).sum(axis=1))


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
    rules = [nn.SGD(rate) for rate in (learning_rate, too_large, too_small)]
    places = np.array([START[surface]] * len(rules))
    for step in range(steps + 1):
        far = np.maximum(np.hypot(places[:, 0], places[:, 1]), LOWEST)
        yield Step(step, places, surface, np.log10(far))
        gradients = [
            nn.numerical_gradient(lambda x: float(heights(surface, x[None])[0]), place)
            if np.abs(place).max() < 10.0**SAFE
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


def drawn(surface: str) -> Surface[Step]:
    """The surface as it is seen: a round bowl, or a part of a long valley."""
    of, levels = partial(heights, surface), [RIM[surface] * share * share for share in (0.2, 0.4, 0.6, 0.8, 1.0)]
    if surface == "bowl":
        return Surface(View(of, 0.5, 0.09), (-6.0, 6.0, -6.0, 6.0), levels, (-5.9, 7.9, -3.8, 6.2), (6, 6), 1.1)
    return Surface(View(of, 0.8, 0.2), (-9.0, 2.6, -3.0, 3.0), levels, (-9.4, 3.0, -2.3, 4.2), (8, 5), 0.9)


@gradient_descent.picture
def picture(film: Film[Step]) -> Picture[Step]:
    """The surface seen obliquely with three balls on it, and how far each is from the bottom."""
    surface, names = drawn(film[0].surface), [phrase("rate {rate}", rate=rate) for rate in _rates(film)]
    low, high = (10.0**end for end in film.span("decades"))
    distances = Trail[Step]("step", lambda frame: 10.0**frame.decades, names, PAINTS)
    far = panel(
        distances,
        title="Distance from the bottom, logarithmic",
        x="step",
        limits=(0.0, max(film.span("step")[1], 1.0), 0.5 * low, min(3.0 * high, HIGHEST)),
        log="y",
        weight=(1.1, 2.0),
        rank=0,
    )
    title = phrase("f = {formula}; arrows point downhill", formula=FORMULA[film[0].surface])
    balls = Balls[Step](surface.view, "places", names, PAINTS)
    land = panel(surface, balls, title=title, limits=surface.limits, bare=True)
    return Picture(stack(land, far), counter=(phrase("Step {n}", n=lambda frame: frame.step),))


@gradient_descent.story
def story(film: Film[Step]) -> list[Beat[Step]]:
    """Who zigzags, who leaves, who arrives, who is left behind: each only if it is so."""
    values: dict[str, object] = dict(zip(("good", "large", "small"), _rates(film), strict=True))
    values |= {"left": next((frame.step for frame in film if frame.is_out), 0), "n": lambda frame: frame.step}
    values |= {"share": lambda frame: 100.0 * frame.shares[2]}
    taken = steadily(film)
    values |= {"taken": 100.0 * taken}
    zigzag = "Rate {good} zigzags: far across the valley, little along it"
    out = f"Rate {{large}} is too large: step\u00a0{{left}} throws it out of the {film[0].surface}"
    there = "Rate {good} gets there: after step\u00a0{n} less than a hundredth of the way is left"
    steady = "Every ten steps take {taken:.0f}\u00a0% of what is left: a straight line on this scale"
    end = "{small} has come {share:.0f}\u00a0% of the way" if film[-1].shares[2] >= SEEN else "{small} has hardly moved"
    rest = f"Rate {{good}} arrives, {{large}} flies out, {end}"
    turning = [Beat[Step]("zigzag", 1, zigzag, 0.5, each=True, values=values), Beat("on", 2 * TURNS, "", 0.0)]
    return [
        Beat("start", 0, "Three step sizes, one start: which gets to the bottom?", 1.8),
        *(turning if film[0].surface == "valley" and zigzags(film.column("places")[:, 0, 1]) else ()),
        Beat("out", lambda frame: frame.is_out, out, 1.8, glide=True, values=values),
        Beat("there", lambda frame: frame.shares[0] > ARRIVED, there, 1.5, values=values),
        Beat("steady", lambda frame: taken > 0.0 and frame.step >= len(film) // 2, steady, 0.0, values=values),
        Beat("rest", lambda frame: frame.step == len(film) - 1 and _is_told(frame), rest, 3.0, values=values),
    ]


def _is_told(frame: Step) -> bool:
    """Whether the good rate has arrived, the large one left, and the small one most of its way before it."""
    return bool(frame.is_out and frame.shares[0] > ARRIVED and 0.0 <= frame.shares[2] < 0.5)


def steadily(film: Film[Step]) -> float:
    """The share of what is left that ten steps with the good rate take, if it is always the same; else 0."""
    left = 10.0 ** (film.column("decades")[10:, 0] - film.column("decades")[:-10, 0])
    is_steady = len(left) > len(film) // 2 and np.ptp(left) < SEEN
    return float(1.0 - left.mean()) if is_steady and film[-1].shares[0] > ARRIVED else 0.0


def _rates(film: Film[Step]) -> list[str]:
    return [given(float(str(film.parameters[name]))) for name in RATES]


def _moved(say: Say, before: float, now: float) -> str:
    """What became of a distance."""
    if now >= FROZEN:
        return say("leaves for good")
    if short(now) == short(before):
        return say("stays at {now}", now=short(now))
    return say("falls to {now}", now=short(now)) if now < before else say("grows to {now}", now=short(now))


def zigzags(coordinate: Array) -> bool:
    """Whether a path goes to and fro across the bottom of its valley from the first step on, given its x₁ (steps,)."""
    signs = np.sign(coordinate[: TURNS + 1])
    return len(signs) > TURNS and bool((signs[1:] == -signs[:-1]).all())


@gradient_descent.words
def words(film: Film[Step], say: Say) -> Words:
    """Where each ended."""
    last = film[-1]
    before, rates = film[0].distances, _rates(film)
    sentences = [
        say("rate {rate} {moved}", rate=rate, moved=_moved(say, was, now))
        for rate, was, now in zip(rates, before, last.distances, strict=True)
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
        turning = [rate for rate, path in zip(rates, paths.T, strict=True) if zigzags(path)]
        if turning:
            caption += " " + say("The path zigzags at rate {rates}.", rates=listed(say, turning))
    shows = say("Three balls on a surface with arrows that point downhill, and how far each is from the bottom.")
    return Words(say("Gradient descent, at three rates"), caption, f"{shows} {caption}")
