"""Four samples go through three layers in three matrix products, and each row is computed as if it were alone."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

import vizpipe.drawing.picture as vp
from vizpipe import nn
from vizpipe.drawing import signed
from vizpipe.recipe import Array, Beat, Film, Say, Words, recipe

NETWORK = nn.Network((2, 3, 2, 2), ("sigmoid", "sigmoid", "identity"))
WEIGHTS = (((0.1, 0.3, 0.5), (0.2, 0.4, 0.6)), ((0.1, 0.4), (0.2, 0.5), (0.3, 0.6)), ((0.1, 0.3), (0.2, 0.4)))
BIASES = ((0.1, 0.2, 0.3), (0.1, 0.2), (0.1, 0.2))
BATCH = ((1.0, 0.5), (5.0, 6.0), (-6.0, -3.0), (-3.0, 0.0))
"""The textbook's row first; with the others, each block follows from the digits of the one before."""
NAMES = ("X", "A₁", "A₂", "Y")
FORMULAS = ("A₁ = σ(X·W₁ + b₁)", "A₂ = σ(A₁·W₂ + b₂)", "Y = A₂·W₃ + b₃")


class Product(NamedTuple):
    """A batch on its way through the layers."""

    progress: float
    """How many layers it is through."""
    part: str
    """What is looked at: the whole batch, a single number, or a single row."""
    parameters: Array
    """Shape (parameter_count,)."""
    batch: Array
    """Shape (rows, 2)."""

    @property
    def blocks(self) -> list[Array]:
        """The batch and what each layer makes of it, each (rows, units)."""
        return [self.batch, *(a for _, a in NETWORK.forward(self.parameters, self.batch))]

    @property
    def multiplications(self) -> int:
        """How many it takes to work out the one number or the batch, as far as it is worked out."""
        done = NETWORK.sizes[: int(self.progress) + 1]
        return 2 if self.part == "number" else len(self.batch) * sum(a * b for a, b in itertools.pairwise(done))


@recipe(
    title="A network as matrices",
    chapter="Forward pass",
    ideas=(
        "A network as matrices: the nested product, shapes that fit together, a batch as one product",
        "Why matrices: the multiplications of a product do not wait for each other, so that they run at the same time",
    ),
)
def matrices() -> Iterator[Product]:
    """Send a batch of four through the textbook's three-layer network."""
    parts = [part for w, b in zip(WEIGHTS, BIASES, strict=True) for part in (np.array(w).ravel(), np.array(b))]
    vector, batch = np.concatenate(parts), np.array(BATCH)
    yield Product(0.0, "batch", vector, batch)
    yield Product(0.0, "number", vector, batch)
    for step in range(2 * len(WEIGHTS)):  # a product at work, and done
        yield Product((step + 1) / 2.0, "batch", vector, batch)
    yield Product(float(len(WEIGHTS)), "row", vector, batch)


@dataclass(frozen=True)
class Layer(vp.Mark[Product]):
    """A product as by hand: what comes in at the left, weights above, and each answer where row and column meet."""

    number: int

    def need(self, moment: vp.Moment[Product]) -> vp.Need:
        """Cells as wide as a number."""
        del moment
        return vp.Need(15.0, 14.3)

    def shapes(self, moment: vp.Moment[Product], room: vp.Room) -> Iterator[vp.Path | vp.Text]:
        """Four blocks, a strand from each column that comes in to its row of weights, a frame around the batch."""
        frame, n, digit = moment.frame, self.number, "₀₁₂₃"[self.number]
        come, out, (weights, bias, _) = *frame.blocks[n - 1 : n + 1], list(NETWORK.layers(frame.parameters))[n - 1]
        (rows, wide), units = come.shape, out.shape[1]
        left, low, right = wide + 0.8, rows + 1.5, wide + 0.8 + units
        one, share = frame.part == "number" and n == 1, frame.progress - n + 1.0
        busy = one or frame.part == "row" or (frame.part == "batch" and 0.0 < share <= 1.0)
        row = busy & ((np.arange(rows)[:, None] == 0) | (frame.part == "batch"))
        column = busy & ((np.arange(units) == 0) | (not one))
        known, size = (share >= 1.0) | (one & row & column), min(26.0, 0.06 * room.width, 0.05 * room.height)
        yield from _cells(come, (0.0, 0.0), (row, share >= 0.0), 1 if n == 1 else 3, size)
        yield from _cells(out, (left, 0.0), (row & column & known, known), 3, size)
        yield from _cells(bias[None], (left, rows + 0.3), (column, True), 1, size)
        yield from _cells(weights, (left, low), (column, True), 1, size)
        turn, radius = np.linspace(0.0, np.pi / 2.0, 30), np.arange(wide)[:, None] + 0.5
        arcs = np.stack([left - (0.8 + radius) * np.cos(turn), low + radius * np.sin(turn)], axis=2)
        yield vp.Path([np.array([[arc[0, 0], rows + 0.05], *arc]) for arc in arcs], "quiet", 1.8)
        middle = (left + right) / 2.0
        for text, x, y in (
            (f"{NAMES[n - 1]}: {rows} × {wide}", wide / 2.0, -0.7),
            (f"{NAMES[n]}: {rows} × {units}", middle, -0.7),
            (f"W{digit}: {wide} × {units}", middle, low + wide + 0.5),
            (f"+ b{digit}", left - 0.4, rows + 0.8),
        ):
            yield vp.Text((x, y), text, align="center", stand="center_baseline")
        if frame.part == "batch" and share in {0.0, 1.0}:
            start, end = (0.0, float(wide)) if share == 0.0 else (left, right)
            yield vp.Path([_box(start, 0.0, end, float(rows))], "ink", 4.0, order=2.8)


def _cells(
    values: Array, corner: tuple[float, float], states: tuple[npt.ArrayLike, npt.ArrayLike], places: int, size: float
) -> Iterator[vp.Path | vp.Text]:
    """A matrix: cells that are at work in ink, and numbers in those that are known."""
    busy, known = (np.broadcast_to(each, values.shape) for each in states)
    for (row, column), value in np.ndenumerate(values):
        x, y = corner[0] + column, corner[1] + len(values) - 1 - row
        calm = vp.Mix("line", 0.25 if known[row, column] else 0.08)
        fill = vp.Mix("ink", 0.3) if busy[row, column] else calm
        yield vp.Path([_box(x + 0.04, y + 0.05, x + 0.96, y + 0.95)], None, fill=fill, order=1.2)
        if known[row, column]:
            text = signed(float(value), places)
            yield vp.Text((x + 0.5, y + 0.5), text, size, align="center", stand="center_baseline", order=2.5)


def _box(left: float, low: float, right: float, high: float) -> Array:
    """A closed rectangle, shape (5, 2)."""
    return np.array([[left, low], [right, low], [right, high], [left, high], [left, low]])


@matrices.picture
def picture(_: Film[Product]) -> vp.Picture[Product]:
    """A product for each layer."""
    wide, first = (-0.05, 5.85, -1.2, 9.4), (-0.05, 5.85, -1.2, 8.4)
    layers = [vp.panel(Layer(n), title=title, limits=wide, bare=True) for n, title in enumerate(FORMULAS, 1)]
    count = vp.phrase("{n:|product|products} done", n=lambda frame: int(frame.progress))
    return vp.Picture(vp.stack(*layers), counter=(count,), thumb=vp.panel(Layer(1), limits=first, bare=True))


@matrices.story
def story(film: Film[Product]) -> list[Beat[Product]]:
    """One number, then whole products, and in the end a row by itself."""
    one = "Along the lines: 1.0 · 0.1 + 0.5 · 0.2, plus 0.1, is 0.3; σ(0.3) = 0.574"
    whole = "One product works out all {rows} rows at once"
    fits = "Each column meets a row of the next weights: so the second product fits"
    alone = "Three products for {rows} rows: each row comes out as if it went alone"
    rows = {"rows": len(film[-1].batch)}
    return [
        Beat("start", 0, "Four samples, three layers: how many matrix products does it take?", 1.5),
        Beat("number", 1, one, 2.5),
        Beat("first", 2, whole, 1.2, values=rows),
        Beat("done", 3, "", 1.3),
        Beat("second", 4, fits, 1.2),
        Beat("third", 6, "Three products, however many rows the batch has", 0.6),
        Beat("all", -2, "", 1.5),
        Beat("row", -1, alone, 2.5, values=rows),
    ]


@matrices.words
def words(film: Film[Product], say: Say) -> Words:
    """What fits together."""
    last = film[-1]
    y = last.blocks[-1][0]
    caption = say(
        "Y = σ(σ(X·W₁ + b₁)·W₂ + b₂)·W₃ + b₃. The row (1.0, 0.5) becomes ({a:.3f}, {b:.3f}), in the batch and alone. "
        "All {n} multiplications of a batch take three products; those of one product do not depend on each other, so "
        "that a graphics card can do them at the same time.",
        a=y[0],
        b=y[1],
        n=last.multiplications,
    )
    shows = say("Three matrix products: in each the weights stand above the answers, and what comes in to their left.")
    return Words(say("A network as matrices"), caption, f"{shows} {caption}")
