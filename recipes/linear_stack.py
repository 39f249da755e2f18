"""However many linear layers are stacked, they equal one; a stack with activations between them bends the plane."""

import math
from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import equal, marks, name_panel, page, panels, power_of_ten
from vizpipe.recipe import Canvas, Film, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

EACH = 10
"""Frames of a layer."""
REACH = 2.6
LINES = 17
POINTS = 90


class Deeper(NamedTuple):
    """Two stacks of the same layers, one linear, one with tanh, seen at one depth."""

    depth: float
    """How many layers have acted; the last of them perhaps in part."""
    matrices: Array
    """Shape (layers, 2, 2)."""
    biases: Array
    """Shape (layers, 2)."""
    samples: Array
    """Shape (samples, 2)."""
    labels: npt.NDArray[np.int64]

    def linear(self, x: Array) -> Array:
        """Points (n, 2) after as many linear layers."""
        return self._through(x, nn.identity)

    def bent(self, x: Array) -> Array:
        """Points (n, 2) after as many layers with tanh, seen twice as large, since tanh ends at ±1."""
        return self._through(x, nn.tanh) * (1.0 + min(self.depth, 1.0))

    def _through(self, x: Array, activation: nn.Activation) -> Array:
        for number, (matrix, bias) in enumerate(zip(self.matrices, self.biases, strict=True)):
            share = min(max(self.depth - number, 0.0), 1.0)
            x = (1.0 - share) * x + share * activation.forward(x @ matrix + bias)
        return x

    @property
    def one(self) -> tuple[Array, Array]:
        """The one linear layer that equals all: its matrix (2, 2) and bias (2,)."""
        matrix, bias = np.eye(2), np.zeros(2)
        for each, offset in zip(self.matrices, self.biases, strict=True):
            matrix, bias = matrix @ each, bias @ each + offset
        return matrix, bias


@recipe(
    title="Why not linear",
    chapter="Activations and outputs",
    ideas=("Why activations: a stack of linear layers is one linear layer",),
)
def linear_stack(
    *,
    layers: Annotated[int, Meta(ge=1, le=12), "Layers in each stack"] = 5,
    samples: Annotated[int, Meta(ge=2, le=2000), "Points to carry along"] = 240,
    seed: Seed = 6,
) -> Iterator[Deeper]:
    """Carry a grid and two classes through layers with random weights, linear at one side, with tanh at the other."""
    rng = np.random.default_rng(seed)
    points, labels = datasets.three_clouds(rng, samples)
    matrices = []
    for _ in range(layers):
        angle, stretch = rng.uniform(0.4, 1.1), rng.uniform(1.05, 1.35)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        matrices.append(turn @ np.diag([stretch, 1.0 / stretch]))
    biases = rng.normal(0.0, 0.25, (layers, 2))
    for frame in range(layers * EACH + 1):
        share = frame % EACH / EACH
        depth = frame // EACH + share * share * (3.0 - 2.0 * share)
        yield Deeper(float(depth), np.stack(matrices), biases, points, labels)


class Panels(NamedTuple):
    """The stage."""

    meshes: list[marks.Mark]
    dots: list[marks.Mark]
    words: marks.Mark
    layers: int
    canvas: Canvas


@linear_stack.stage
def stage(canvas: Canvas, film: Film[Deeper]) -> Panels:
    """Both stacks side by side."""
    style, say, first = canvas.style, canvas.say, film[0]
    laid = page(canvas)
    planes = panels(canvas, laid.body, 2)
    rim = REACH * np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, 1.0], [1.0, -1.0]])
    reach = film.span(lambda frame: np.abs(frame.linear(rim)[:, 1]).max())[1]
    names = (
        say("Linear layers only: straight stays straight"),
        say("The same with tanh after each, shown twice as large: the plane bends"),
    )
    for axes, name in zip(planes, names, strict=True):
        equal(axes, (0.0, 0.0), 1.03 * reach)
        name_panel(canvas, axes, name)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.spines[["left", "bottom"]].set_visible(False)
    widest = [say("Layer {n} of {layers}", n=9, layers=9)]
    return Panels(
        [marks.mesh(axes, style) for axes in planes],
        [marks.samples(axes, style, first.samples, first.labels) for axes in planes],
        marks.readout(laid.header, style, widest),
        len(first.matrices),
        canvas,
    )


@stage.draw
def draw(frame: Deeper, panels: Panels) -> None:
    """The grid and the samples at this depth."""
    lines = marks.mesh_lines((-REACH, REACH, -REACH, REACH), LINES, POINTS)
    for mesh, dots, through in zip(panels.meshes, panels.dots, (frame.linear, frame.bent), strict=True):
        mesh(through(lines.reshape(-1, 2)).reshape(lines.shape))
        dots(through(frame.samples))
    number = min(int(np.ceil(frame.depth)), panels.layers)
    say = panels.canvas.say
    panels.words(say("Layer {n} of {layers}", n=number, layers=panels.layers) if number else say("The input plane"))


@linear_stack.words
def words(film: Film[Deeper], say: Say) -> Words:
    """The one layer that equals all."""
    last = film[-1]
    matrix, bias = last.one
    apart = float(np.abs(last.linear(last.samples) - (last.samples @ matrix + bias)).max())
    caption = say(
        "{n:|linear layer equals|linear layers equal} one with W = [[{a:.2f}, {b:.2f}], [{c:.2f}, {d:.2f}]]: the two "
        "differ by less than {bound} for every sample. Depth is worth something only with an activation between the "
        "layers.",
        n=len(last.matrices),
        a=matrix[0, 0],
        b=matrix[0, 1],
        c=matrix[1, 0],
        d=matrix[1, 1],
        bound=power_of_ten(10.0 ** max(math.floor(math.log10(apart)) + 1, -12) if apart else 1e-12),
    )
    shows = say(
        "A square grid is carried through two stacks of layers: in the linear one its lines stay straight, in the one "
        "with tanh they bend."
    )
    return Words(say("Linear layers, however many, are one"), caption, f"{shows} {caption}")
