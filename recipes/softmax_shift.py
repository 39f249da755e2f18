"""Adding a constant to all scores leaves softmax as it is, but the naive form overflows: subtract the largest first."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated, Literal, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import nn
from vizpipe.drawing import signed
from vizpipe.recipe import Array, Beat, Film, Say, Words, recipe

SCORES = {"near": np.array([0.3, 2.9, 4.0]), "far": np.array([10.0, 0.0, -10.0])}
"""The textbook's scores; others, to which 1,000 is added in its second example."""
LIMIT = float(np.log(np.finfo(float).max))
"""The largest score whose power a float64 can hold, 709.78."""
NAIVE, STABLE, UP = "ink", vp.Legible("series 0"), 0.17
PLACES = 1
"""Decimals of the constant and of the scores, as they are drawn: so one can be added to the other."""


class Shifted(NamedTuple):
    """Three scores with a constant added."""

    shift: float
    scores: Array
    """Shape (3,), the constant included."""

    @property
    def stable(self) -> Array:
        """Softmax less the largest score, shape (3,)."""
        return nn.softmax.forward(self.scores[None]).ravel()

    @property
    def naive(self) -> Array:
        """Softmax as its definition says, e to the power of each score over their sum, shape (3,); may be nan."""
        return naive(self.scores)

    @property
    def less(self) -> Array:
        """The scores less the largest, shape (3,): at most 0."""
        return np.asarray(self.scores - self.scores.max())

    @property
    def is_broken(self) -> bool:
        """Whether the naive form gives something that is no number."""
        return not bool(np.isfinite(self.naive).all())


def naive(scores: Array) -> Array:
    """The textbook's definition, word for word."""
    with np.errstate(over="ignore", invalid="ignore"):
        powers = np.exp(scores)
        return np.asarray(powers / powers.sum())


@recipe(
    title="Softmax, naive and stable",
    chapter="Activations and outputs",
    variants={"thousand": {"scores": "far"}},
    ideas=("Softmax: subtract the maximum, or it overflows; a constant added to all scores changes nothing",),
)
def softmax_shift(
    *,
    scores: Annotated[Literal["near", "far"], "0.3, 2.9 and 4.0, or 10, 0 and −10"] = "near",
    largest: Annotated[float, Meta(ge=0.0, le=10000.0), "The constant in the last frame, to one decimal"] = 1000.0,
    steps: Annotated[int, Meta(ge=2, le=2000), "Frames"] = 51,
) -> Iterator[Shifted]:
    """Add a growing constant to three scores."""
    for shift in np.linspace(0.0, largest, steps).round(PLACES):
        yield Shifted(float(shift), SCORES[scores] + shift)


@softmax_shift.picture
def picture(film: Film[Shifted]) -> vp.Picture[Shifted]:
    """What e is raised to in the naive form and in the stable one, and the shares that both give."""
    reach, most = 1.06 * max(film.span("scores")[1], 1.08 * LIMIT), 1.25 * float(film[0].stable.max())
    a, b, c = (lambda frame: frame.scores[0]), (lambda frame: frame.scores[1]), (lambda frame: frame.scores[2])
    scores = vp.phrase("Scores {a:,.1f}, {b:,.1f} and {c:,.1f}", a=a, b=b, c=c)
    free, least = 2.0 - float(film[0].stable.argmin()), vp.phrase("stable: {x:.1f} to 0", x=film[0].less.min())
    names = [f"{score:g} + c".replace("-", "\u2212") for score in film[0].scores - film[0].shift]
    ruler = vp.panel(
        vp.Rule(x=LIMIT),
        vp.Label(np.array([LIMIT, 2.7]), "overflow", "quiet"),
        *_powers(lambda frame: frame.scores, NAIVE, UP),
        *_powers(lambda frame: frame.less, STABLE, -UP),
        vp.Label(np.array([0.0, 2.5]), "naive", NAIVE, shift=(-4.0, 0.0)),
        vp.Label(np.array([0.0, 2.0 - UP]), least, STABLE, shift=(14.0, 0.0)),
        title="The exponents of e",
        x="exponent",
        limits=(-0.05 * reach, reach, -0.6, 2.95),
        ticks=(None, names[::-1]),
        weight=(1.4, 1.0),
    )
    shares = vp.panel(
        *_shares(lambda frame: frame.naive, NAIVE, UP),
        *_shares(lambda frame: frame.stable, STABLE, -UP),
        vp.Label(np.array([0.6 * most, free + UP]), "naive: of the scores", NAIVE, shift=(0.0, 0.0), align="center"),
        vp.Label(
            np.array([0.6 * most, free - UP]), "stable: largest subtracted", STABLE, shift=(0.0, 0.0), align="center"
        ),
        title="Each divided by their sum",
        limits=(0.0, most, -0.6, 2.6),
        ticks=((0.0, 0.25, 0.5, 0.75, 1.0), ("y₃", "y₂", "y₁")),
    )
    return vp.Picture(vp.stack(ruler, shares), counter=(scores,), thumb=ruler)


def _powers(scores: Callable[[Shifted], Array], paint: vp.Paint, up: float) -> Iterator[vp.Mark[Shifted]]:
    """Three sticks from 0 on, the last score lowest."""
    places = np.arange(3.0) + up
    yield vp.Bars(places, lambda frame: scores(frame)[::-1], paint, 0.06, is_upright=False)
    yield vp.Dots(lambda frame: np.stack([scores(frame)[::-1], places], axis=1), paint, 15.0)


def _shares(shares: Callable[[Shifted], Array], paint: vp.Paint, up: float) -> Iterator[vp.Mark[Shifted]]:
    """Three shares of 1 with their numbers, and what is no number."""

    def told(frame: Shifted, at: int) -> str:
        share = shares(frame)[at]
        return f"{signed(100.0 * share, 1)}\u00a0%" if np.isfinite(share) else "∞ / ∞"

    def place(frame: Shifted, at: int) -> Array:
        return np.array([np.nan_to_num(shares(frame)[at]), 2.0 - at + up])

    yield vp.Bars(np.arange(3.0) + up, lambda frame: np.nan_to_num(shares(frame)[::-1]), paint, 0.3, is_upright=False)
    for at in range(3):
        yield vp.Label(partial(place, at=at), vp.phrase("{told}", told=partial(told, at=at)), paint)


@softmax_shift.story
def story(film: Film[Shifted]) -> list[Beat[Shifted]]:
    """The shares stay as they are, until the naive form has none."""
    most = film.column("shift").max()
    same = "Add the same number c to all three: the probabilities do not change"
    broken = "Beyond e to the power of {limit:.1f} no number fits: the naive form breaks"
    stable = "Subtract the largest score first: the powers stay small, the result right"
    return [
        Beat("start", 0, "Softmax: e to the power of each score, divided by the sum of all three", 2.5),
        Beat("same", lambda frame: 10.0 * frame.shift >= most > 0.0, same, 0.0),
        Beat("broken", lambda frame: frame.is_broken, broken, 2.0, values={"limit": LIMIT}),
        Beat("stable", lambda frame: frame.is_broken and frame.shift == most, stable, 3.0),
    ]


@softmax_shift.words
def words(film: Film[Shifted], say: Say) -> Words:
    """Where the naive form breaks."""
    first, last = film[0], film[-1]
    base, shares = (dict(zip("abc", each, strict=True)) for each in (first.scores - first.shift, first.stable))
    caption = say("Scores ({a:g}, {b:g}, {c:g}) give", **base) + " "
    caption += say("({a:.3g}, {b:.3g}, {c:.3g}), and so they do with any constant added.", **shares)
    shows = say("The powers of three scores and their softmax, naive and stable; the stable one stays as it is.")
    if last.is_broken:
        caption += " " + say(
            "e to the power of more than {limit:.2f} overflows: with more than {shift:.2f} added the naive form "
            "divides infinity by infinity. Subtracting the largest score first avoids it.",
            limit=LIMIT,
            shift=LIMIT - (first.scores - first.shift).max(),
        )
        shows += " " + say("At least one of the naive results is not a number.")
    return Words(say("Softmax, naive and stable"), caption, f"{shows} {caption}")
