"""Turned, stretched and squashed by a hidden layer, the plane comes to lie so that one straight line parts it."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import Box, marks, page, paper, plot, split, zero_lines
from vizpipe.recipe import Canvas, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

SIZES = (2, 2, 1)
REACH = 3.0
"""How far the square of the input plane goes, either way."""
CELLS = 180
LINES = 19
POINTS = 120
SQUASHED = 1.25
"""Half the picture's width in units of the activation."""
MARGIN = 1.1
BEATS = (
    (3, 2.0, 0.0),
    (9, 0.0, 0.0),
    (5, 0.0, 0.0),
    (14, 1.0, 0.0),
    (3, 1.0, 0.0),
    (14, 2.0, 0.0),
    (6, 2.0, 1.0),
    (6, 2.0, 1.0),
)
"""Frames of each beat, and the depth and the share of the straight line that are reached at its end."""


class Fold(NamedTuple):
    """A trained network, seen at one depth."""

    depth: float
    """0 is the input plane, 1 the plane after W·x + b, 2 after the activation; between them it is on its way."""
    line: float
    """How much of the straight line is drawn, 0 to 1."""
    parameters: Array
    """Shape (9,), as ``Network.places`` lays them out."""
    samples: Array
    """Shape (samples, 2)."""
    labels: npt.NDArray[np.int64]
    loss: float
    accuracy: float

    @property
    def affine(self) -> tuple[Array, Array]:
        """The hidden layer's matrix (2, 2) and bias (2,)."""
        layer = next(NETWORK.layers(self.parameters))
        return layer.weights, layer.bias

    @property
    def straight(self) -> tuple[Array, float]:
        """The output unit's weights (2,) and bias: w·a + b = 0 is the straight line."""
        layer = list(NETWORK.layers(self.parameters))[1]
        return layer.weights[:, 0], float(layer.bias[0])

    @property
    def radius(self) -> float:
        """How far from 0 the weighted sums of the square's corners go."""
        matrix, bias = self.affine
        return float(np.abs(_corners() @ matrix + bias).max())

    def place(self, x: Array) -> Array:
        """Points (n, 2) of the input plane → where they stand in the picture, whose sides are at ±1."""
        matrix, bias, shift = self._bent()
        y = x @ matrix + shift * bias
        if self.depth <= 1.0:
            return y / self._zoom()
        return np.asarray(np.interp(y, *_squash(self.depth - 1.0, self.radius)))

    def probability(self, places: Array) -> Array:
        """The probability of class 1 at places (n, 2) of the picture, shape (n,)."""
        matrix, bias, shift = self._bent()
        if self.depth <= 1.0:
            x = (places * self._zoom() - shift * bias) @ np.linalg.inv(matrix)
            return NETWORK.predict(self.parameters, x)[:, 0]
        sums, squashed = _squash(self.depth - 1.0, self.radius)
        a = np.tanh(np.interp(places, squashed, sums))
        weights, offset = self.straight
        return nn.sigmoid.forward(a @ weights + offset)

    def _zoom(self) -> float:
        """What the picture's sides stand for."""
        return float(REACH ** (1.0 - self.depth) * self.radius**self.depth) * MARGIN

    def _bent(self) -> tuple[Array, Array, float]:
        """The matrix at this depth, turned and stretched part of the way, the bias, and the share of it."""
        matrix, bias = self.affine
        share = min(self.depth, 1.0)
        left, lengths, right = np.linalg.svd(matrix)
        turn, stretch = left @ right, right.T @ np.diag(lengths**share) @ right
        angle = share * np.arctan2(turn[1, 0], turn[0, 0])
        turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        return turned @ stretch, bias, share


NETWORK = nn.Network(SIZES, ("tanh", "sigmoid"))


def _corners() -> Array:
    return REACH * np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])


def _squash(share: float, radius: float) -> tuple[Array, Array]:
    """Weighted sums, and where they stand in the picture when tanh has acted by ``share``; both rise."""
    sums = np.linspace(-radius * MARGIN, radius * MARGIN, 4001)
    return sums, (1.0 - share) * sums / (radius * MARGIN) + share * np.tanh(sums) / SQUASHED


@recipe(
    title="The plane folds",
    loops=True,
    size=(1600, 900),
    chapter="Five to share",
    ideas=("What a hidden layer does to the plane, step by step through its depth, until one straight line is enough",),
)
def plane_folds(
    *,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.03,
    max_epochs: Annotated[Count, "Stop training after so many epochs"] = 300,
    target_loss: Annotated[Rate | None, "Stop training when the loss has fallen to this"] = 0.25,
    samples: Annotated[int, Meta(ge=2), "Points to learn from, half of each class"] = 400,
    seed: Seed = 50,
) -> Iterator[Fold]:
    """Train a 2-2-1 network on three clouds, then hold it still and go through its depth and back."""
    rng = np.random.default_rng(seed)
    points, labels = datasets.three_clouds(rng, samples)
    start = NETWORK.initial(rng, nn.initializers.glorot_uniform)
    run = nn.train(
        NETWORK,
        start,
        points,
        labels,
        loss=nn.binary_cross_entropy,
        optimizer=nn.Adam(learning_rate),
        batch_size=32,
        rng=rng,
    )
    last = next(run)
    for last in run:
        if last.epoch >= max_epochs or (target_loss is not None and last.loss <= target_loss):
            break
    parameters = _unmirrored(last.parameters)
    depth, line = 2.0, 1.0  # where the loop closes, so that the still is the answer
    for frames, to_depth, to_line in BEATS:
        for frame in range(1, frames + 1):
            share = _ease(frame / frames)
            yield Fold(
                depth + share * (to_depth - depth),
                line + share * (to_line - line),
                parameters,
                points,
                labels,
                last.loss,
                last.accuracy,
            )
        depth, line = to_depth, to_line


def _unmirrored(parameters: Array) -> Array:
    """The same network with its two hidden units in the order in which the plane is not seen from behind."""
    hidden, output = NETWORK.layers(parameters)
    if np.linalg.det(hidden.weights) >= 0.0:
        return parameters
    parts = [hidden.weights[:, ::-1].ravel(), hidden.bias[::-1], output.weights[::-1].ravel(), output.bias]
    return np.concatenate(parts)


def _ease(share: float) -> float:
    """From 0 to 1, slow at both ends."""
    return share * share * (3.0 - 2.0 * share)


class Panels(NamedTuple):
    """The marks of the stage."""

    field: marks.Mark
    mesh: marks.Mark
    dots: marks.Mark
    edge: marks.Mark
    cut: marks.Mark
    diagram: marks.Mark
    steps: marks.Mark
    boundary: list[Array]
    weights: list[Array]


@plane_folds.stage
def stage(canvas: Canvas, film: Film[Fold]) -> Panels:
    """The plane at the left; the steps and the network at the right."""
    style, say, first = canvas.style, canvas.say, film[0]
    laid = page(canvas, headline=False)
    if style.tall:
        left, right = split(laid.body, rows=(1.0, 0.8), gap=style.px(20.0))
    else:
        left, right = split(laid.body, columns=(1.0, 1.0), gap=style.px(50.0))
    side = min(left.width, left.height)
    axes = plot(canvas, Box(left.left + (left.width - side) / 2.0, left.bottom + left.height - side, side, side))
    axes.set_axis_off()
    axes.set_xlim(-1.0, 1.0)
    axes.set_ylim(-1.0, 1.0)
    blank = paper(canvas, right)
    texts = (
        say("The plane, as the network gets it"),
        say("W·x + b: turned, stretched, moved"),
        say("tanh: squashed from all sides"),
        say("One straight line: {share:.0f}\u00a0% right", share=100.0 * first.accuracy),
    )
    step = style.px(46.0)
    tops = [right.height - style.px(40.0) - number * step for number in range(len(texts))]

    def steps(current: int) -> None:
        for number, (top, text) in enumerate(zip(tops, texts, strict=True)):
            now = number == current
            marks.label(
                blank,
                style,
                (0.0, top),
                f"{number + 1}   {text}",
                size=22.0,
                shift=(0.0, 0.0),
                colour=style.theme.ink if now else style.theme.quiet,
                weight="bold" if now else "normal",
            )

    box = Box(style.px(20.0), style.px(20.0), min(right.width - style.px(40.0), style.px(520.0)), tops[-1] - step * 1.4)
    weights = [layer.weights for layer in NETWORK.layers(first.parameters)]
    return Panels(
        field=marks.field(axes, style),
        mesh=marks.mesh(axes, style),
        dots=marks.samples(axes, style, first.samples, first.labels),
        edge=marks.boundary(axes, style),
        cut=marks.boundary(axes, style, 5.0),
        diagram=marks.network_diagram(
            blank,
            style,
            box,
            SIZES,
            max(float(np.abs(each).max()) for each in weights),
            names=(("x₁", "x₂"), ("a₁", "a₂"), ("y",)),
            radius=34.0,
            widest=12.0,
        ),
        steps=steps,
        boundary=zero_lines(
            lambda x: NETWORK.scores(first.parameters, x).ravel(), REACH * np.array([-1.0, 1.0, -1.0, 1.0])
        ),
        weights=weights,
    )


@stage.draw
def draw(frame: Fold, panels: Panels) -> None:
    """The plane at this depth."""
    grid = marks.grid((-1.0, 1.0, -1.0, 1.0), CELLS)
    rim = np.concatenate([np.linspace(a, b, 60) for a, b in zip(_corners(), np.roll(_corners(), -1, 0), strict=True)])
    panels.field(frame.probability(grid).reshape(CELLS, CELLS), (-1.0, 1.0, -1.0, 1.0), frame.place(rim))
    lines = marks.mesh_lines((-REACH, REACH, -REACH, REACH), LINES, POINTS)
    panels.mesh(frame.place(lines.reshape(-1, 2)).reshape(lines.shape))
    panels.edge([frame.place(line) for line in panels.boundary])
    panels.dots(frame.place(frame.samples))
    if frame.line > 0.0:
        panels.cut([_cut(frame)])
    current = 3 if frame.line > 0.0 else 0 if frame.depth < 0.02 else 1 if frame.depth <= 1.0 else 2
    panels.steps(current)
    panels.diagram(panels.weights, lit=(0, 1, 1, 2)[current])


def _cut(frame: Fold) -> Array:
    """As much of w·a + b = 0 as there is to see, in the picture, from the middle outwards, shape (2, 2)."""
    weights, bias = frame.straight
    foot = -bias * weights / (weights @ weights) / SQUASHED
    along = np.array([-weights[1], weights[0]]) / np.hypot(*weights)
    reach = 1.5 * frame.line
    return np.stack([foot - reach * along, foot + reach * along])


@plane_folds.words
def words(film: Film[Fold], say: Say) -> Words:
    """What happens, and how well it does."""
    last = film[-1]
    caption = say(
        "A trained network held still; time runs through its depth. What was a curve in the plane is one straight line "
        "after the activation: {share:.0f}\u00a0% of the samples lie on the right side of it.",
        share=100.0 * last.accuracy,
    )
    shows = say(
        "A square grid with samples of two classes is turned and stretched, squashed by tanh, cut by a straight "
        "line, and goes back to where it was."
    )
    return Words(say("The plane folds"), caption, f"{shows} {caption}")
