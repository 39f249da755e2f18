"""Gradient descent gets to the bottom at a good rate; too large a rate throws it out, too small a one stands still."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Literal, NamedTuple

import numpy as np

import vizpipe.drawing.picture as vp
from vizpipe import nn
from vizpipe.drawing import became, given, listed
from vizpipe.recipe import Array, Beat, Count, Film, Rate, Say, Words, recipe

SAFE = 6
"""Up to so many powers of ten from the bottom numerical differences are taken, and heights."""
FROZEN = 1e150
"""A descent that has got so far stands still, before it overflows."""


class Land(NamedTuple):
    """What is descended."""

    f: nn.Quadratic
    formula: str
    start: tuple[float, float]
    rim: float
    """How high f is drawn; what gets higher has left it."""


LANDS = {
    "bowl": Land(nn.Quadratic((1.0, 1.0)), "x₀² + x₁²", (-3.0, 4.0), 30.0),
    "valley": Land(nn.Quadratic((0.05, 1.0)), "x₀²/20 + x₁²", (-7.0, 2.0), 7.0),
}


class Step(NamedTuple):
    """Three descents, with the good, the large and the small rate, after the same number of steps."""

    step: int
    places: Array
    """Shape (3, 2)."""
    surface: str
    decades: Array
    """How far each is from the bottom, as powers of ten, shape (3,): for a step of which all are to be seen."""

    @property
    def distances(self) -> Array:
        """How far each is from the bottom, shape (3,)."""
        return np.asarray(np.hypot(self.places[:, 0], self.places[:, 1]))

    @property
    def shares(self) -> Array:
        """What share of its way each has come, shape (3,)."""
        return np.asarray(1.0 - self.distances / np.hypot(*LANDS[self.surface].start))

    @property
    def is_there(self) -> bool:
        """Whether the one with the good rate has less than a hundredth of its way before it."""
        return bool(self.shares[0] > 0.99)

    @property
    def is_out(self) -> bool:
        """Whether the one with the large rate has left the surface that is drawn."""
        land = LANDS[self.surface]
        return bool(self.decades[1] > SAFE or land.f(self.places[1]) > land.rim)


@recipe(
    title="Gradient descent",
    variants={"valley": {"surface": "valley", "learning_rate": 0.95, "too_large": 1.02, "too_small": 0.05}},
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
    f, start = LANDS[surface].f, np.array(LANDS[surface].start)

    def gradient(place: Array) -> Array:
        if np.abs(place).max() >= FROZEN:
            return np.zeros(2)
        is_near = np.abs(place).max() < 10.0**SAFE
        return nn.numerical_gradient(lambda x: float(f(x)), place) if is_near else f.gradient(place)

    paths = [nn.downhill(nn.SGD(rate), start, gradient) for rate in (learning_rate, too_large, too_small)]
    for step, three in enumerate(islice(zip(*paths, strict=True), steps + 1)):
        places = np.array(three)
        yield Step(step, places, surface, np.log10(np.maximum(np.hypot(*places.T), 1e-10)))


@gradient_descent.picture
def picture(film: Film[Step]) -> vp.Picture[Step]:
    """The surface seen obliquely with three balls on it, and how far each is from the bottom."""
    names = [vp.phrase("rate {rate}", rate=rate) for rate in rates(film)]
    paints: list[vp.Paint] = ["ink", vp.Legible("series 5"), vp.Mix("series 0", 0.55, "ink")]
    low, high = (10.0**end for end in film.span("decades"))
    limits = (0.0, max(film.span("step")[1], 1.0), 0.5 * low, min(3.0 * high, 1e4))  # what goes further leaves it
    trails = vp.Trail[Step]("step", lambda frame: 10.0**frame.decades, names, paints)
    title = "Distance from the bottom, logarithmic"
    far = vp.panel(trails, title=title, x="step", limits=limits, log="y", weight=(0.8, 1.05), rank=0)
    formula = vp.phrase("f = {formula}; arrows point downhill", formula=LANDS[film[0].surface].formula)

    def land(surface: vp.Surface[Step]) -> vp.Panel[Step]:
        start, later = (vp.Balls[Step](surface.view, "places", each, paints) for each in (["", "", ""], names))
        balls = vp.When[Step](lambda frame: frame.step == 0, (start,)), vp.When[Step]("step", (later,))
        return vp.panel(surface, *balls, title=formula, limits=surface.limits, bare=True)

    counter, glimpse = vp.phrase("Step {n:,}", n=lambda frame: frame.step), land(drawn(film[0].surface, is_flat=True))
    return vp.Picture(vp.stack(land(drawn(film[0].surface)), far), counter=(counter,), thumb=glimpse)


def drawn(surface: str, *, is_flat: bool = False) -> vp.Surface[Step]:
    """The surface as it is seen: a round bowl, or a part of a long valley; flat, as wide as a thumbnail."""
    f, levels = LANDS[surface].f, [LANDS[surface].rim * share * share for share in (0.2, 0.4, 0.6, 0.8, 1.0)]
    if surface == "bowl":
        tilt, lift, limits = (0.46, 0.072, (-5.2, 5.5, -0.75, 4.35)) if is_flat else (0.6, 0.13, (-6.2, 6.4, -1.3, 7.5))
        return vp.Surface(vp.View(f, tilt, lift), (-6, 6, -6, 6), levels, limits, (0, 0) if is_flat else (5, 5), 1.1)
    tilt, lift, limits = (0.75, 0.38, (-9.2, 2.8, -0.85, 5.0)) if is_flat else (0.9, 0.45, (-9.8, 3.0, -1.0, 7.1))
    return vp.Surface(vp.View(f, tilt, lift), (-9, 2.6, -3, 3), levels, limits, (0, 0) if is_flat else (6, 4), 0.9)


def rates(film: Film[Step]) -> list[str]:
    """The good, the large and the small one, as they were given."""
    return [given(float(str(film.parameters[name]))) for name in ("learning_rate", "too_large", "too_small")]


@gradient_descent.story
def story(film: Film[Step]) -> list[Beat[Step]]:
    """Who zigzags, who leaves, who arrives, who is left behind: each only if it is so."""
    first, last = film[0], film[-1]
    taken = nn.shrinkage(10.0 ** film.column("decades")[:, 0]) if last.is_there else 0.0
    values: dict[str, object] = dict(zip(("good", "large", "small"), rates(film), strict=True))
    values |= {"left": next((frame.step for frame in film if frame.is_out), 0), "n": lambda frame: frame.step}
    values |= {"share": lambda frame: 100.0 * frame.shares[2], "taken": 100.0 * taken}
    zigzag = "Rate {good} zigzags: far across the valley, little along it"
    out = f"Rate {{large}} is too large: step\u00a0{{left}} throws it out of the {first.surface}"
    there = "Rate {good} gets there: after step\u00a0{n} less than a hundredth of the way is left"
    steady = "Every ten steps take {taken:.0f}\u00a0% of what is left: a straight line on this scale"
    end = "{small} has come {share:.0f}\u00a0% of the way" if last.shares[2] >= 0.005 else "{small} has hardly moved"
    rest = f"Rate {{good}} arrives, {{large}} flies out, {end}"
    is_told = last.is_there and last.is_out and 0.0 <= last.shares[2] < 0.5
    turning = [Beat[Step]("zigzag", 1, zigzag, 0.5, each=True, values=values), Beat("on", 6, "", 0.0)]
    return [
        Beat("start", 0, "Rates {good}, {large} and {small}, one start: which gets to the bottom?", 1.8, values=values),
        *(turning if first.surface == "valley" and nn.zigzags(film.column("places")[:, 0, 1]) else ()),
        Beat("out", lambda frame: frame.is_out, out, 1.8, glide=True, values=values),
        Beat("there", lambda frame: frame.is_there, there, 1.5, values=values),
        Beat("steady", lambda frame: taken > 0.0 and frame.step >= len(film) // 2, steady, 0.0, values=values),
        Beat("rest", lambda frame: is_told and frame.step == last.step, rest, 3.0, values=values),
    ]


@gradient_descent.words
def words(film: Film[Step], say: Say) -> Words:
    """Where each ended."""
    last, (x, y) = film[-1], LANDS[film[-1].surface].start
    ends = [
        say("rate {rate} {moved}", rate=rate, moved=say("leaves for good") if now >= FROZEN else became(say, was, now))
        for rate, was, now in zip(rates(film), film[0].distances, last.distances, strict=True)
    ]
    along = "{steps:,|step|steps} along −∇f from ({x:g}, {y:g}). Distance from the bottom: {told}."
    caption = say(along, steps=last.step, x=x, y=y, told="; ".join(ends))
    if last.surface == "valley":
        caption += " " + say("Across the valley the slope is steep, along it flat.")
        across = zip(rates(film), film.column("places")[:, :, 1].T, strict=True)
        if turning := [rate for rate, path in across if nn.zigzags(path)]:
            caption += " " + say("The path zigzags at rate {rates}.", rates=listed(say, turning))
    shows = say("Three balls on a surface with arrows that point downhill, and how far each is from the bottom.")
    return Words(say("Gradient descent at three learning rates"), caption, f"{shows} {caption}")
