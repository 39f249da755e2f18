"""Both losses punish confidence in the wrong class; squared error never by more than 1, cross-entropy without limit."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe import nn
from vizpipe.drawing import Box, marks, name_panel, page, panel, split
from vizpipe.recipe import Canvas, Film, Say, Words, recipe

Array = npt.NDArray[np.float64]

GOOD = (0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0)
BAD = (0.1, 0.05, 0.1, 0.0, 0.05, 0.1, 0.0, 0.6, 0.0, 0.0)
CLASS = 2


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
        np.array([nn.sum_of_squared_errors.value(row[None], one_hot) for row in y]),
        np.array([nn.categorical_cross_entropy.value(row[None], one_hot) for row in y]),
        np.array([nn.sparse_categorical_cross_entropy.value(row[None], np.array([CLASS])) for row in y]),
    )


@losses.stage
def stage(canvas: Canvas, film: Film[Cases]) -> None:
    """Above the two answers; below −log y, and its twin for two classes."""
    style, say, cases = canvas.style, canvas.say, film[0]
    theme = style.theme
    laid = page(canvas, headline=False)
    ones = (1.0,) * (4 if style.tall else 2)
    cells = split(laid.body, rows=ones, columns=(1.0,) * (1 if style.tall else 2), gap=style.px(20.0))
    titles = (say("Right: confident in class 2"), say("Wrong: confident in class 7"))
    for number, (cell, title) in enumerate(zip(cells[:2], titles, strict=True)):
        axes = panel(canvas, cell, left=60.0)
        axes.set_xlim(-0.6, 9.6)
        axes.set_ylim(0.0, 1.0)
        name_panel(canvas, axes, title, say("class"))
        axes.set_xticks(range(10))
        y = cases.outputs[number]
        colours = [theme.ink if k == int(y.argmax()) else theme.mix(theme.quiet, 0.5) for k in range(10)]
        marks.bars(axes, np.arange(10.0), y, colours)
        marks.lines(
            axes,
            style,
            [
                np.array([[cases.label - 0.4, 1.0], [cases.label - 0.4, 0.0]]),
                np.array([[cases.label + 0.4, 1.0], [cases.label + 0.4, 0.0]]),
            ],
            [theme.correct] * 2,
            width=2.0,
            dashed=True,
        )
        high = 0.38 if style.tall else 0.93
        marks.label(axes, style, (cases.label, high), say("the target"), shift=(50.0, 0.0), colour=theme.correct)
        for row, (name, value) in enumerate(
            ((say("squared error"), cases.squared[number]), (say("cross-entropy"), cases.entropy[number]))
        ):
            at = (9.5, (0.81 if style.tall else 0.94) - 0.13 * row)
            size = 16.0 if style.tall else 21.0
            marks.label(
                axes,
                style,
                at,
                f"{name}  {value:.4f}",
                size=size,
                shift=(0.0, 0.0),
                align="right",
                weight="bold",
            )
    _curves(canvas, cells[2:], cases)


def _curves(canvas: Canvas, cells: list[Box], cases: Cases) -> None:
    """What cross-entropy makes of the confidence in the right class."""
    style, say = canvas.style, canvas.say
    theme = style.theme
    y = np.linspace(0.002, 1.0, 500)
    left, right = (panel(canvas, cell, left=60.0) for cell in cells)
    for axes in (left, right):
        axes.set_xlim(0.0, 1.04)
        axes.set_ylim(0.0, 5.0)
    name_panel(
        canvas, left, say("Softmax: (sparse) categorical cross-entropy, −log y"), say("confidence y in the right class")
    )
    marks.stroke(left, style, y, -np.log(y), width=3.5)
    for number, colour in enumerate((theme.correct, theme.wrong)):
        confidence = float(cases.outputs[number, cases.label])
        loss = float(cases.entropy[number])
        marks.dots(left, style, np.array([[confidence, loss]]), colour, size=18.0)
        text = f"{(say('right'), say('wrong'))[number]}: −log {confidence:g} = {loss:.3f}"
        size, room = 19.0, None if not style.tall else (1.0 - confidence) * left.bbox.width
        marks.label(
            left,
            style,
            (confidence, loss),
            text,
            size=size,
            shift=(16.0, 16.0),
            colour=colour,
            weight="bold",
            room=room,
        )
    name_panel(canvas, right, say("One sigmoid output: binary cross-entropy"), say("output y"))
    marks.stroke(right, style, y, -np.log(y), colour=theme.classes[1], width=3.5)
    marks.stroke(right, style, 1.0 - y, -np.log(y), colour=theme.classes[0], width=3.5)
    room = (0.3 if style.tall else 0.35) * cells[1].width
    marks.label(
        right,
        style,
        (0.12, 4.3 if style.tall else 3.3),
        say("class 1: −log y"),
        size=18.0,
        shift=(0.0, 0.0),
        colour=theme.classes[1],
        weight="bold",
        room=room,
    )
    marks.label(
        right,
        style,
        (0.88, 3.3),
        say("class 0: −log(1 − y)"),
        size=18.0,
        shift=(0.0, 0.0),
        align="right",
        colour=theme.classes[0],
        weight="bold",
        room=room,
    )


@losses.words
def words(film: Film[Cases], say: Say) -> Words:
    """The numbers."""
    cases = film[0]
    caption = say(
        "The right answer costs {s0:.4f} by squared error and {e0:.4f} by cross-entropy, the wrong one {s1:.4f} and "
        "{e1:.4f}. One-hot and integer labels give the same cross-entropy.",
        s0=cases.squared[0],
        s1=cases.squared[1],
        e0=cases.entropy[0],
        e1=cases.entropy[1],
    )
    shows = say("Bars of two answers, one right and one wrong, with their losses, and the curves of −log y.")
    return Words(say("What a wrong answer costs"), caption, f"{shows} {caption}")
