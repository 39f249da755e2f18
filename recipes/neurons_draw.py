"""Hinge after hinge, a single hidden layer traces any curve: with every neuron that is added, the error falls."""

from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import nn
from vizpipe.drawing import marks, name_panel, page, panel, split
from vizpipe.recipe import Canvas, Film, Say, Words, recipe

Array = npt.NDArray[np.float64]

POINTS = 600
CANDIDATES = 240
"""Places where a hinge may stand."""
_CAT = np.array(
    (
        (0.000, 0.02), (0.200, 0.03), (0.235, 0.10), (0.260, 0.25), (0.285, 0.38), (0.315, 0.47), (0.345, 0.52),
        (0.353, 0.56), (0.358, 0.66), (0.365, 0.76), (0.375, 0.97), (0.400, 0.92), (0.430, 0.84), (0.460, 0.815),
        (0.500, 0.81), (0.540, 0.815), (0.570, 0.84), (0.600, 0.92), (0.625, 0.97), (0.635, 0.76), (0.642, 0.66),
        (0.647, 0.56), (0.655, 0.52), (0.685, 0.47), (0.715, 0.38), (0.740, 0.25), (0.765, 0.12), (0.790, 0.09),
        (0.850, 0.09), (0.900, 0.12), (0.925, 0.18), (0.940, 0.25), (0.955, 0.24), (0.965, 0.16), (0.975, 0.06),
        (1.000, 0.02),
    )
)  # fmt: skip
SHAPES = {
    "cats": np.concatenate([_CAT * (0.56, 1.0), _CAT[1:] * (0.42, 0.66) + (0.58, 0.006)]),
    "mountains": np.array((
        (0.00, 0.10), (0.07, 0.22), (0.12, 0.19), (0.21, 0.44), (0.25, 0.40), (0.30, 0.52), (0.36, 0.38), (0.42, 0.47),
        (0.50, 0.78), (0.53, 0.93), (0.545, 0.88), (0.60, 0.66), (0.64, 0.60), (0.70, 0.41), (0.76, 0.50), (0.80, 0.46),
        (0.86, 0.30), (0.92, 0.24), (0.96, 0.14), (1.00, 0.10),
    )),
}  # fmt: skip
"""Corners of a silhouette: where along it, how high."""


class Traced(NamedTuple):
    """A network with so many neurons in its hidden layer, fitted as well as it can be."""

    neurons: int
    hinges: Array
    """Where each neuron begins to answer, shape (most,); those not added yet are −1."""
    weights: Array
    """Output weights of the neurons, shape (most,), 0 for those not added yet."""
    bias: float
    error: float
    """Root of the mean squared error, in units of the picture's height."""
    x: Array
    """Shape (points,), from 0 to 1."""
    target: Array
    """The silhouette, shape (points,)."""

    @property
    def answers(self) -> Array:
        """What each neuron adds, wₖ · max(0, x − hₖ), shape (most, points)."""
        return self.weights[:, None] * nn.relu.forward(self.x - self.hinges[:, None])

    @property
    def curve(self) -> Array:
        """What the network answers, shape (points,)."""
        return np.asarray(self.bias + self.answers.sum(axis=0))


@recipe(
    title="Neurons draw a curve",
    size=(1600, 900),
    variants={"mountains": {"shape": "mountains"}},
    chapter="Five to share",
    ideas=("Universality: a single hidden layer traces any continuous curve as neurons are added one by one",),
)
def neurons_draw(
    *,
    shape: Annotated[Literal["cats", "mountains"], "What is traced"] = "cats",
    neurons: Annotated[int, Meta(ge=1, le=120), "Hidden units in the end"] = 80,
) -> Iterator[Traced]:
    """Add ReLU neurons one by one, each where it helps most, and fit all output weights anew by least squares."""
    x = np.linspace(0.0, 1.0, POINTS)
    corners = SHAPES[shape]
    target = np.interp(x, corners[:, 0], corners[:, 1])
    places = np.linspace(0.0, 1.0, CANDIDATES, endpoint=False)
    columns = nn.relu.forward(x[:, None] - places)
    chosen: list[int] = []
    basis = np.ones((POINTS, 1)) / np.sqrt(POINTS)
    for count in range(neurons + 1):
        if count:
            best = _most_helpful(columns, basis, target)
            chosen.append(best)
            basis = np.linalg.qr(np.column_stack([np.ones(POINTS), columns[:, chosen]]))[0]
        design = np.column_stack([np.ones(POINTS), columns[:, chosen]])
        solution = np.linalg.lstsq(design, target, rcond=None)[0]
        hinges, weights = np.full(neurons, -1.0), np.zeros(neurons)
        hinges[: len(chosen)], weights[: len(chosen)] = places[chosen], solution[1:]
        error = float(np.sqrt(np.mean((design @ solution - target) ** 2)))
        yield Traced(count, hinges, weights, float(solution[0]), error, x, target)


def _most_helpful(columns: Array, basis: Array, target: Array) -> int:
    """The candidate that takes most off the error when all weights are fitted anew (orthogonal matching pursuit)."""
    rest = columns - basis @ (basis.T @ columns)
    lengths = np.sqrt((rest**2).sum(axis=0))
    residual = target - basis @ (basis.T @ target)
    gain = np.abs(rest.T @ residual) / np.where(lengths > 1e-9, lengths, np.inf)
    return int(np.argmax(gain))


class Panels(NamedTuple):
    """The marks of the stage."""

    picture: marks.Axes
    parts: marks.Axes
    error: marks.Mark
    words: marks.Mark
    canvas: Canvas


@neurons_draw.stage
def stage(canvas: Canvas, film: Film[Traced]) -> Panels:
    """The silhouette above, the neurons that make it below, the error at the right."""
    style, say, first = canvas.style, canvas.say, film[0]
    laid = page(canvas)
    if style.tall:
        above, below, beside = split(laid.body, rows=(1.5, 1.0, 1.0))
    else:
        left, beside = split(laid.body, columns=(2.4, 1.0), gap=style.px(34.0))
        above, below = split(left, rows=(1.7, 1.0))
    picture, parts, error = (panel(canvas, cell) for cell in (above, below, beside))
    picture.set_xlim(0.0, 1.0)
    picture.set_ylim(-0.05, 1.0)
    name_panel(canvas, picture, say("The silhouette, and what the network draws"))
    picture.fill_between(
        first.x, -1.0, first.target, color=style.theme.mix(style.theme.line, 0.32), linewidth=0.0, zorder=0.5
    )
    picture.set_xticks([])
    picture.set_yticks([])
    picture.spines[["left", "bottom"]].set_visible(False)
    parts.set_xlim(0.0, 1.0)
    limit = 1.1 * max(film.span(lambda frame: np.abs(frame.weights).max(initial=0.0))[1], 1e-9)
    parts.set_ylim(-limit, limit)
    name_panel(canvas, parts, say("Each neuron bends the line at its hinge, up or down"))
    parts.set_xticks([])
    parts.set_yticks([])
    parts.spines[["left", "bottom"]].set_visible(False)
    marks.guide(parts, style, y=0.0)
    counts, errors = film.column("neurons").astype(float), np.maximum(film.column("error"), 1e-6)
    error.set_xlim(0.0, max(float(counts[-1]), 1.0) * 1.05)
    error.set_yscale("log")
    error.set_ylim(0.5 * float(errors.min()), 2.0 * float(errors.max()))
    name_panel(canvas, error, say("Error, in units of the height"), say("neurons"))
    return Panels(
        picture=picture,
        parts=parts,
        error=marks.curve(error, style, counts, errors),
        words=marks.readout(
            laid.header,
            style,
            [say("{n:|neuron|neurons}", n=film[-1].neurons), say("error {error:.2f}\u00a0% of the height", error=10.0)],
        ),
        canvas=canvas,
    )


@stage.draw
def draw(frame: Traced, panels: Panels) -> None:
    """The network with the neurons that it has by now, the newest in colour."""
    style, say = panels.canvas.style, panels.canvas.say
    theme = style.theme
    count = frame.neurons
    marks.stroke(panels.picture, style, frame.x, frame.curve, colour=theme.accent, width=4.0)
    if count:
        hinges = frame.hinges[:count]
        heights = np.interp(hinges, frame.x, frame.curve)
        points = np.stack([hinges, heights], axis=1)
        marks.dots(panels.picture, style, points, theme.ink, size=8.0)
        marks.dots(panels.picture, style, points[-1:], theme.ink, size=16.0)
        weights = frame.weights[:count]
        signs = [theme.positive if weight > 0.0 else theme.negative for weight in weights]
        stems = np.stack([np.stack([hinges, np.zeros(count)], axis=1), np.stack([hinges, weights], axis=1)], axis=1)
        marks.lines(panels.parts, style, stems, signs, width=[2.5] * (count - 1) + [6.0])
        marks.dots(panels.parts, style, stems[:, 1], signs, size=9.0)
    panels.error(count + 1)
    panels.words(
        say("{n:|neuron|neurons}", n=count), say("error {error:.2f}\u00a0% of the height", error=100.0 * frame.error)
    )


@neurons_draw.words
def words(film: Film[Traced], say: Say) -> Words:
    """How close it came."""
    first, last = film[0], film[-1]
    caption = say(
        "Each hidden ReLU neuron adds one hinge where it helps most, then all output weights are fitted anew. The "
        "error falls from {first:.1f} to {last:.2f}\u00a0% of the height with {n:|neuron|neurons}.",
        first=100.0 * first.error,
        last=100.0 * last.error,
        n=last.neurons,
    )
    shows = say("A curve of straight pieces comes ever closer to a silhouette as neurons are added one by one.")
    return Words(say("Neurons draw a curve"), caption, f"{shows} {caption}")
