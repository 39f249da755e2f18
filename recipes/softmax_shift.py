"""A constant added to all scores changes nothing in a softmax; a large one overflows it when it is computed naively."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import nn
from vizpipe.drawing import marks, name_panel, page, panels
from vizpipe.recipe import Canvas, Film, Say, Words, recipe

Array = npt.NDArray[np.float64]

SCORES = np.array([0.3, 2.9, 4.0])
LIMIT = float(np.log(np.finfo(float).max))
"""The largest score whose power a float64 can hold, 709.78."""
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


def naive(scores: Array) -> Array:
    """The textbook's definition, word for word."""
    with np.errstate(over="ignore", invalid="ignore"):
        powers = np.exp(scores)
        return np.asarray(powers / powers.sum())


@recipe(
    title="Softmax, naive and stable",
    chapter="Activations and outputs",
    ideas=("Softmax: subtract the maximum, or it overflows; a constant added to all scores changes nothing",),
)
def softmax_shift(
    *,
    largest: Annotated[float, Meta(ge=0.0, le=10000.0), "The constant in the last frame, to one decimal"] = 1000.0,
    steps: Annotated[int, Meta(ge=2, le=2000), "Frames"] = 51,
) -> Iterator[Shifted]:
    """Add a growing constant to the textbook's scores (0.3, 2.9, 4.0)."""
    for shift in np.linspace(0.0, largest, steps).round(PLACES):
        yield Shifted(float(shift), SCORES + shift)


class Panels(NamedTuple):
    """The stage."""

    axes: list[marks.Axes]
    powers: marks.Axes
    words: marks.Mark
    canvas: Canvas


@softmax_shift.stage
def stage(canvas: Canvas, film: Film[Shifted]) -> Panels:
    """The scores' powers, the naive softmax, the stable one."""
    style, say = canvas.style, canvas.say
    shifts = film.column("shift")
    laid = page(canvas)
    powers, left, right = panels(canvas, laid.body, 3)
    names = ("y₁", "y₂", "y₃")
    powers.set_xlim(0.0, 460.0)
    powers.set_ylim(2.6, -0.6)
    name_panel(canvas, powers, say("e to the power of each score"), say("as a power of ten"))
    powers.set_yticks(range(3), ["a₁", "a₂", "a₃"])
    powers.tick_params(axis="y", length=0.0, labelsize=style.em(17.0), labelcolor=style.theme.ink)
    limit = np.log10(np.finfo(float).max)
    marks.guide(powers, style, x=float(limit))
    marks.label(powers, style, (float(limit), -0.5), say("a computer's limit: 10³⁰⁸"), shift=(-8.0, 0.0), align="right")
    for axes, name in (
        (left, say("Naive: divided by their sum")),
        (right, say("Stable: the largest score subtracted first")),
    ):
        name_panel(canvas, axes, name)
        marks.confidences(axes, style, names)
    widest = [
        max((say("Add {shift:,g} to every score", shift=shift) for shift in shifts), key=len),
        say("a = ({a:,.1f}, {b:,.1f}, {c:,.1f})", **dict(zip("abc", film[-1].scores, strict=True))),
    ]
    return Panels([left, right], powers, marks.readout(laid.header, style, widest), canvas)


@stage.draw
def draw(frame: Shifted, panels: Panels) -> None:
    """Both results."""
    style, say, theme = panels.canvas.style, panels.canvas.say, panels.canvas.style.theme
    digits = frame.scores / np.log(10.0)
    over = frame.scores > LIMIT
    marks.bars(
        panels.powers,
        np.arange(3.0),
        np.minimum(digits, 460.0),
        [theme.wrong if each else theme.mix(theme.quiet, 0.6) for each in over],
        width=0.6,
        upright=False,
    )
    naively = frame.naive
    if np.isfinite(naively).all():
        marks.confidence_bars(panels.axes[0], style, naively)
    for number in np.flatnonzero(~np.isfinite(naively)):
        sentence = say("∞ / ∞ = not a number")
        marks.label(panels.axes[0], style, (0.0, int(number)), sentence, size=19.0, colour=theme.wrong, weight="bold")
    if not np.isfinite(naively).all():
        for number in np.flatnonzero(np.isfinite(naively)):
            marks.label(panels.axes[0], style, (0.0, int(number)), say("number / ∞ = 0"), size=19.0)
    marks.confidence_bars(panels.axes[1], style, frame.stable)
    a, b, c = frame.scores
    panels.words(
        say("Add {shift:,g} to every score", shift=frame.shift),
        say("a = ({a:,.1f}, {b:,.1f}, {c:,.1f})", a=a, b=b, c=c),
    )


@softmax_shift.words
def words(film: Film[Shifted], say: Say) -> Words:
    """Where the naive form breaks."""
    broken = not np.isfinite(film[-1].naive).all()
    first = film[0].stable
    caption = say(
        "Scores (0.3, 2.9, 4.0) give ({a:.3f}, {b:.3f}, {c:.3f}), and so they do with any constant added.",
        a=first[0],
        b=first[1],
        c=first[2],
    )
    if broken:
        caption += " " + say(
            "Powers of scores beyond {limit:.2f} overflow: with more than {shift:.2f} added the naive form divides "
            "infinity by infinity; subtracting the largest score first avoids it.",
            limit=LIMIT,
            shift=LIMIT - SCORES.max(),
        )
    shows = say("The powers of three scores, and two softmaxes of them; the bars of the stable one stay as they are.")
    if broken:
        shows += " " + say("Those of the naive one vanish.")
    return Words(say("Softmax: naive and stable"), caption, f"{shows} {caption}")
