"""The diagram of one neuron: inputs, weights, sum, activation, drawn as the cell that it is named after."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from vizpipe.drawing import measure
from vizpipe.drawing.marks.network import MINUS
from vizpipe.drawing.numbers import signed
from vizpipe.drawing.picture.channels import Channel, Moment, channel, refused
from vizpipe.drawing.picture.mark import Array, F, Mark, Need, Room
from vizpipe.drawing.picture.shapes import Legible, Mix, Paint, Path, Points, Shape, Text

_FLESH = Mix("line", 0.25)
_HEADS = (("inputs", "dendrites"), ("weights", "synapses"), ("sum + bias", "cell body"), ("activation", "axon"))
_NODE, _SUM, _BODY = 2.05, 2.75, 3.8
"""Radii of nodes, of the one with the sum, and of the cell's body, in units of the diagram's type."""
_WIDE, _ROW, _FOOT = 25.0, 5.6, 3.8
"""The diagram's width, the least height of one of its rows, and that of the words below, likewise."""
_APART = 1.45
"""How many times as tall rows may be, if there is room."""
_FORK = 2.7, 2.4
"""How far the axon's ends reach, across and up, likewise."""
_STREAM = 1.5
"""How wide the widest stream is, likewise."""
_LEAST, _LARGEST = 0.92, 2.0
"""How much smaller and larger than small type the diagram's type may be."""
_SYNAPSE, _MET = 0.2, 0.6
"""The shares of its way at which an input meets its weight, and where the product waits."""
_ADDED, _SQUASHED = 2.0, 3.0
"""The progress at which there is a sum, and an output."""


class _Places(NamedTuple):
    """Where things stand, in pixels."""

    em: float
    """The size of type."""
    left: float
    body: float
    axon: float
    rows: Array
    """How high each input stands."""
    middle: float
    foot: float
    """How high the names of the parts stand; nan if there is no room below."""


@dataclass(frozen=True)
class Neuron(Mark[F]):
    """One neuron as the cell that it is named after: streams as wide as the numbers that flow, in the colour of a sign.

    It can mislead where signs differ: two wide streams that cancel each other make a narrow one.
    """

    inputs: Channel[F] = channel()
    """Shape (n,)."""
    weights: Channel[F] = channel()
    """Shape (n + 1,), the bias last."""
    output: Channel[F] = channel()
    """What the activation makes of the sum."""
    progress: Channel[F] = channel(_SQUASHED)
    """0 the inputs, 1 times their weights, 2 the sum with the bias, 3 the activation, and any number between."""
    places: int = 2
    """Decimals of inputs and weights; products and sums have twice as many, so that what is drawn adds up."""

    def need(self, moment: Moment[F]) -> Need:
        """Nodes as large as their numbers, and room for a product between them."""
        rows = len(self.read(moment, "inputs")) + 1
        return Need(_LEAST * _WIDE, _LEAST * _ROW * rows)

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """The cell, what flows in it, and the numbers, which wait for the next state."""
        inputs, weights = self._numbers(moment, self.read)
        places = _placed(room, len(weights), measure.width(f"({moment.said(_HEADS[0][1])})", 1.0, room.face) / 2.0)
        unit = _STREAM * places.em / self._largest(moment)
        yield Path(list(_cell(places, weights)), None, fill=_FLESH, order=0.4, unit="paper")
        yield from _streams(places, inputs, weights, float(self.read(moment, "progress")), unit)
        output, progress = (float(self.column(moment, name)[moment.index]) for name in ("output", "progress"))
        inputs, weights = self._numbers(moment, lambda moment, name: self.column(moment, name)[moment.index])
        yield from self._nodes(places, inputs, weights, output, progress)
        yield from self._rows(places, inputs, weights, progress)
        for (name, cell), at, under in zip(_HEADS, *_named(places), strict=True):
            if not np.isnan(at[1]):
                yield _said(places, at, moment.said(name))
                yield _said(places, under, f"({moment.said(cell)})", "quiet")
        if np.isnan(places.foot):
            yield Path([_curve(places)], "ink", 2.0, order=1.3, unit="paper")

    def _numbers(self, moment: Moment[F], read: Any) -> tuple[Array, Array]:  # noqa: ANN401 - self.read, or the like
        """Inputs with the 1 that the bias stands beside, and weights with it, both (n + 1,)."""
        inputs, weights = (np.asarray(read(moment, name), dtype=float) for name in ("inputs", "weights"))
        if inputs.ndim != 1 or weights.shape != (len(inputs) + 1,):
            raise refused(self, f"{inputs.shape} inputs and {weights.shape} weights: it needs a bias too, the last")
        if not np.isfinite([*inputs, *weights]).all():
            raise refused(self, "some numbers aren't there (nan), and a sum needs all of them")
        return np.append(inputs, 1.0), weights

    def _largest(self, moment: Moment[F]) -> float:
        """The largest number that flows in the film."""
        inputs = self.column(moment, "inputs")
        products = np.column_stack([inputs, np.ones(len(inputs))]) * self.column(moment, "weights")
        return float(max(np.abs(each).max() for each in (inputs, products, products.sum(axis=1)))) or 1.0

    def _nodes(self, places: _Places, inputs: Array, weights: Array, output: float, progress: float) -> Iterable[Shape]:
        """Circles with what they hold: inputs, the sum, the output."""
        em, total = places.em, signed(float(inputs @ weights), 2 * self.places)
        held = [*(signed(float(value), self.places) for value in inputs[:-1]), "1"]
        held += [total if progress >= _ADDED else "Σ", signed(output, 2) if progress >= _SQUASHED else "σ"]
        middles = [(places.left, float(row)) for row in places.rows]
        middles += [(places.body, places.middle), (places.axon, places.middle)]
        for number, (middle, text) in enumerate(zip(middles, held, strict=True)):
            radius = (_SUM if number == len(inputs) else _NODE) * em
            yield Points(np.array([middle]), "background", 2.0 * radius, "ink", 2.0, order=2.6, unit="paper")
            yield _said(places, middle, text, room=1.8 * radius, is_bold=True)

    def _rows(self, places: _Places, inputs: Array, weights: Array, progress: float) -> Iterable[Shape]:
        """What each input is called, its weight above its dendrite, and their product below."""
        em, beside = places.em, places.left + (_NODE + 0.5) * places.em
        for number, (row, weight) in enumerate(zip(places.rows, weights, strict=True)):
            is_bias = number == len(weights) - 1
            yield _said(places, (places.left, row + (_NODE + 0.85) * em), _name(number, is_bias=is_bias), "quiet")
            text = f"× {signed(float(weight), self.places)}"
            yield _said(places, (beside, row + 1.55 * em), text, align="left", is_bold=progress < 1.0)
            if progress >= (_ADDED if is_bias else 1.0):
                product = float(inputs[number] * weight)
                text = f"{signed(product, self.places if is_bias else 2 * self.places)}"
                at = (beside, row - 1.6 * em)
                yield _said(places, at, text, Legible(_sign(product)), align="left", is_bold=True)


def _placed(room: Room, rows: int, half: float) -> _Places:
    """Inputs at the left, one below the other; the body in the middle of their height; the output at the right.

    Their name, whose width is twice ``half``, begins at the diagram's edge.
    """
    has_foot = room.height >= (_ROW * rows + _FOOT) * _LEAST * room.em
    foot = _FOOT if has_foot else 0.0
    em = min(room.width / _WIDE, room.height / (_ROW * rows + foot), _LARGEST * room.em)
    left, right = max(half, _NODE + 0.1) * em, room.width - 3.3 * em
    row = min(max((room.height / em - foot) / rows, _ROW), _APART * _ROW)
    low = max((room.height - (row * rows + foot) * em) / 2.0, 0.0)
    heights = np.array([low + (foot - 0.35 + row * (rows - 0.5 - number)) * em for number in range(rows)])
    named, body = low + 0.66 * foot * em if has_foot else np.nan, left + 0.645 * (right - left)
    return _Places(em, left, body, right, heights, float(heights.mean()), named)


def _named(places: _Places) -> tuple[Array, Array]:
    """Where the names of the parts stand, and what these are in a cell: at the foot, else above and below the last two.

    Shapes (parts, 2); nan where there is no room for one.
    """
    across = np.array([places.left, places.left + 6.0 * places.em, places.body, places.axon])
    over = np.array([np.nan, np.nan, _BODY + 1.1, _FORK[1] + 1.9]) * places.em
    is_foot = not np.isnan(places.foot)
    above = np.full(len(across), places.foot) if is_foot else places.middle + over
    below = above - 1.5 * places.em if is_foot else places.middle - over
    return np.stack([across, above], axis=1), np.stack([across, below], axis=1)


def _dendrite(places: _Places, row: float) -> Array:
    """The way from an input to the body: level at first, then bending, shape (points, 2)."""
    share = np.linspace(0.0, 1.0, 61)
    bend = np.clip((share - _MET) / (0.95 - _MET), 0.0, 1.0)
    x = places.left + share * (places.body - places.left)
    return np.stack([x, row + bend * bend * (3.0 - 2.0 * bend) * (places.middle - row)], axis=1)


def _axon(places: _Places) -> Array:
    """The way from the body to the output, shape (points, 2)."""
    return np.linspace((places.body, places.middle), (places.axon, places.middle), 61)


def _streams(places: _Places, inputs: Array, weights: Array, progress: float, unit: float) -> Iterable[Shape]:
    """What flows, as far as it has come: from inputs to products, from products to the sum, on to the output."""
    products, last = inputs * weights, len(inputs) - 1
    for number, (signal, product) in enumerate(zip(inputs, products, strict=True)):
        way, after = _dendrite(places, places.rows[number]), min(max(progress - 1.0, 0.0), 1.0)
        front = after if number == last else _MET * min(progress, 1.0) + (1.0 - _MET) * after
        yield _stream(way, (0.0, min(front, _SYNAPSE)), "quiet", unit * abs(signal))
        yield _stream(way, (_SYNAPSE, front), _sign(product), unit * abs(product))
    total = float(products.sum())
    yield _stream(_axon(places), (0.0, progress - _ADDED), _sign(total), unit * abs(total))


def _cell(places: _Places, weights: Array) -> Iterable[Array]:
    """A nerve cell: a dendrite for each input, wide where its weight is large, a body, an axon with its ends."""
    em, largest, share = places.em, float(np.abs(weights).max()) or 1.0, np.linspace(0.0, 1.0, 61)
    for row, weight in zip(places.rows, weights, strict=True):
        yield _tube(_dendrite(places, row), em * (0.35 + 0.65 * abs(float(weight)) / largest + 1.3 * share**6))
    yield _tube(_axon(places), em * (0.9 + 2.0 * (1.0 - share) ** 5))
    for side in (-1.0, 1.0):
        across, up = _FORK[0] * em * share, side * _FORK[1] * em * share**1.6
        fork = np.stack([places.axon + across, places.middle + up], axis=1)
        yield _tube(fork, em * (0.8 - 0.35 * share))
    turns = np.linspace(0.0, 2.0 * np.pi, 121)
    yield np.array([places.body, places.middle]) + _BODY * em * np.stack([np.cos(turns), np.sin(turns)], axis=1)


def _curve(places: _Places) -> Array:
    """A sigmoid, small, above the output that it gives, shape (points, 2)."""
    share = np.linspace(-1.0, 1.0, 61)
    x = np.linspace(places.body - 2.0 * places.em, places.axon + 2.6 * places.em, len(share))
    return np.stack([x, places.middle + places.em * (_BODY + 2.3 + 2.6 / (1.0 + np.exp(-6.0 * share)))], axis=1)


def _tube(way: Array, half: Array) -> Array:
    """The outline of a line that is ``half`` as wide to either side, shape (2·points, 2)."""
    along = np.gradient(way, axis=0)
    along /= np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)[:, None]
    across = np.stack([-along[:, 1], along[:, 0]], axis=1) * half[:, None]
    outline: Array = np.concatenate([way + across, (way - across)[::-1]])
    return outline


def _stream(way: Array, ends: tuple[float, float], paint: Paint, width: float) -> Path:
    """A part of a way, by shares of its points; nothing if it ends before it begins."""
    begin, end = ends[0], min(ends[1], 1.0)
    wanted, share = np.linspace(begin, end, len(way)), np.linspace(0.0, 1.0, len(way))
    line = np.stack([np.interp(wanted, share, way[:, axis]) for axis in (0, 1)], axis=1)
    dashes = MINUS if paint == "negative" else ()
    return Path(
        [line] if end > begin else [], paint, float(width), None, dashes, is_round=True, order=1.2, unit="paper"
    )


def _name(number: int, *, is_bias: bool) -> str:
    return "bias" if is_bias else f"x{'₀₁₂₃₄₅₆₇₈₉'[number + 1]}"


def _sign(value: float) -> str:
    return "positive" if value > 0.0 else "negative"


def _said(  # noqa: PLR0913 - a text has this much to say
    places: _Places,
    at: tuple[float, float],
    text: str,
    paint: Paint = "ink",
    *,
    align: Literal["left", "center"] = "center",
    is_bold: bool = False,
    room: float = 0.0,
) -> Text:
    return Text(at, text, places.em, paint, is_bold, align, "center_baseline", order=3.0, unit="paper", room=room)
