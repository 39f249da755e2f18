"""Confident in the wrong class: squared error is 1 at most, cross-entropy grows without limit."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

import vizpipe.drawing.picture as vp
from vizpipe import nn
from vizpipe.recipe import Array, Film, Say, Words, recipe

GOOD = (0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0)
BAD = (0.1, 0.05, 0.1, 0.0, 0.05, 0.1, 0.0, 0.6, 0.0, 0.0)
CLASS = 2
SHARES = np.concatenate([np.geomspace(1e-5, 0.01, 120), np.linspace(0.01, 1.0, 200)[1:]])
"""Probabilities of the true class, dense where its logarithm is steep."""
SQUARED, ENTROPY = vp.Legible("series 3"), "ink"


class Cases(NamedTuple):
    """Two answers to one question, and what each loss makes of them."""

    outputs: Array
    """The textbook's two softmax outputs, shape (2, 10)."""
    label: int
    squared: Array
    """Sum of squared errors of each, shape (2,)."""
    entropy: Array
    """Cross-entropy of each, shape (2,), from one-hot targets."""
    sparse: Array
    """The same from the integer label, shape (2,)."""


@recipe(
    title="Two losses, two answers",
    size=(1920, 1080),
    chapter="Loss and gradient",
    ideas=(
        "Sum of squared errors and cross-entropy, with one-hot and with integer labels",
        "Binary and (sparse) categorical cross-entropy: which loss for which output; the curve −log y",
    ),
)
def losses() -> Cases:
    """Evaluate the textbook's outputs: class 2 found, and class 2 taken for a 7."""
    y = np.array([GOOD, BAD])
    one_hot = np.eye(10)[[CLASS]]
    return Cases(
        y,
        CLASS,
        _each(nn.sum_of_squared_errors, y, one_hot),
        _each(nn.categorical_cross_entropy, y, one_hot),
        _each(nn.sparse_categorical_cross_entropy, y, np.array([CLASS])),
    )


def _each(loss: nn.Loss, outputs: Array, target: npt.NDArray[Any]) -> Array:
    """What each row (n, outputs) costs by itself, with one target for all, shape (n,)."""
    return np.array([loss.value(row[None], target) for row in outputs])


@losses.picture
def picture(film: Film[Cases]) -> vp.Picture[Cases]:
    """What two answers cost, and what any answer costs that gives its true class less."""
    right, wrong = (_answer(film[0], number, name) for number, name in enumerate(("Right", "Wrong")))
    costs = _costs(film[0])
    return vp.Picture(vp.stack(vp.column(right, wrong), costs), thumb=vp.column(wrong, costs))


def _answer(cases: Cases, number: int, name: str) -> vp.Panel[Cases]:
    """Ten probabilities, that of the true class in ink, and what both losses make of them."""
    share = cases.outputs[number, CLASS]
    paints: list[vp.Paint] = ["ink" if each == CLASS else vp.Mix("quiet", 0.5) for each in range(10)]
    given = vp.phrase("{y:g} for the true class", y=share)
    costs = {"squared": cases.squared[number], "entropy": cases.entropy[number]}
    title = vp.phrase(f"{name}: squared error {{squared:.2f}}, cross-entropy {{entropy:.2f}}", **costs)
    bars = vp.Bars[Cases](np.arange(10.0), lambda frame: frame.outputs[number], paints)
    label = vp.Label[Cases](np.array([CLASS, share]), given, is_bold=True, shift=(-14, 16))
    most = int(cases.outputs[number].argmax())
    high, wrong = cases.outputs[number, most], vp.phrase("{y:g} for a wrong class", y=cases.outputs[number, most])
    taken = vp.Label[Cases](np.array([most - 0.4, high]), wrong, shift=(-10.0, -12.0), align="right")
    marks = (bars, label) if most == CLASS else (bars, label, taken)
    limits, ticks, weight = (-0.6, 9.6, 0.0, 0.85), (range(10), (0.0, 0.3, 0.6)), (1.0, 0.62)
    x = "class; bar: its probability"
    return vp.panel(*marks, title=title, x=x, limits=limits, ticks=ticks, weight=weight)


def _costs(cases: Cases) -> vp.Panel[Cases]:
    """Both losses: squared error is most where one wrong class has all the rest, least where nine share it alike."""
    target, alike = np.eye(10)[:1], np.repeat(1.0 - SHARES[:, None], 9, axis=1) / 9.0
    one = np.pad(np.stack([SHARES, 1.0 - SHARES], axis=1), ((0, 0), (0, 8)))
    most = _each(nn.sum_of_squared_errors, one, target)
    least = _each(nn.sum_of_squared_errors, np.column_stack([SHARES, alike]), target)
    entropy = _each(nn.categorical_cross_entropy, one, target)
    places, less = (np.stack([cases.outputs[:, CLASS], each], axis=1) for each in (cases.entropy, cases.squared))
    steep = np.array([3e-4, -np.log(3e-4)])
    marks = (
        vp.Area[Cases](SHARES, most, SQUARED, width=3.0, base=least),
        vp.Line[Cases](SHARES, entropy, ENTROPY, width=3.0),
        vp.Edge[Cases](np.stack([less, places], axis=1), 2.0, paint="line"),
        vp.Dots[Cases](less, SQUARED, 13.0),
        vp.Dots[Cases](places, ENTROPY, 13.0),
        vp.Label[Cases](places[0], "right", ENTROPY, shift=(12.0, 10.0)),
        vp.Label[Cases](places[1], "wrong", ENTROPY, shift=(12.0, 10.0)),
        vp.Label[Cases](steep, "cross-entropy −log y: ∞ at y = 0", ENTROPY, shift=(14.0, 10.0)),
        vp.Label[Cases](np.array([SHARES[0], 1.0]), "squared error: 1 at most", SQUARED, shift=(6.0, 20.0)),
    )
    x, limits = "probability y of the true class, logarithmic", (SHARES[0], 3.0, -0.5, 11.8)
    title, ticks = "Less for the true class, more loss", ((1e-4, 0.01, 1.0), (0.0, 5.0, 10.0))
    return vp.panel(*marks, title=title, x=x, limits=limits, ticks=ticks, log="x")


@losses.words
def words(film: Film[Cases], say: Say) -> Words:
    """The numbers."""
    cases = film[0]
    values = {"y": cases.outputs[:, CLASS], "e": cases.entropy, "most": -np.log(nn.EPSILON)}
    caption = say(
        "Where the true class has {y[0]:g} cross-entropy is {e[0]:.3f}, where it has {y[1]:g} it is {e[1]:.3f}, by "
        "one-hot and by integer labels; a sigmoid output has the same curve. Code adds 10⁻⁷ to y before the log, and "
        "so ends at {most:.1f}. Squared error is ½ Σ (y − t)², most where one wrong class has all the rest, least "
        "where nine share it. Of a batch both are the mean.",
        **values,
    )
    shows = say("Bars of two answers, one right and one wrong, with their losses; beside them, both losses as curves.")
    title = say("Confident in the wrong class: squared error is 1 at most, cross-entropy has no limit")
    return Words(title, caption, f"{shows} {caption}")
