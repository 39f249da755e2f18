"""Marks that fill areas: bars, histograms, images of values, cells with numbers, truth tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from vizpipe.drawing.numbers import signed
from vizpipe.drawing.picture.channels import Channel, Moment, channel, refused
from vizpipe.drawing.picture.mark import Array, F, Mark, Need, Room
from vizpipe.drawing.picture.shapes import Image, Legible, Mix, Paint, Paints, Path, Points, Shape, Text

_SMALL, _NAME, _SIDE = 15.0, 18.0, 6.5


@dataclass(frozen=True)
class Bars(Mark[F]):
    """Bars from ``base``, upright or lying down, in one colour or one each.

    It can mislead where limits cut off the base: twice as long is then not twice as much.
    """

    at: Channel[F] = channel()
    """Positions, shape (n,)."""
    heights: Channel[F] = channel()
    """Shape (n,)."""
    paint: Paints = "ink"
    width: float = 0.8
    base: float = 0.0
    is_upright: bool = True

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """One area a bar."""
        del room
        at, heights = (np.asarray(self.read(moment, name), dtype=float) for name in ("at", "heights"))
        if at.shape != heights.shape or at.ndim != 1:
            raise refused(self, f"{at.shape} positions and {heights.shape} heights don't go together")
        if np.isnan(heights).any():
            raise refused(self, "some heights aren't there (nan), and a bar can't be left out")
        low, high, base = at - self.width / 2.0, at + self.width / 2.0, np.full_like(at, self.base)
        x, y = [low, high, high, low], [base, base, base + heights, base + heights]
        corners = np.stack([np.stack(x if self.is_upright else y, 1), np.stack(y if self.is_upright else x, 1)], 2)
        yield Path(list(corners), None, fill=self.paint, order=1.5)

    def extent(self, moment: Moment[F]) -> Array:
        """The ends of all bars in all frames."""
        at, heights = self.column(moment, "at"), self.column(moment, "heights")
        ends = [(at.min() - self.width, self.base), (at.max() + self.width, self.base + heights.max())]
        points = np.array([*ends, (at.min(), self.base + min(heights.min(), 0.0))])
        return points if self.is_upright else points[:, ::-1]


@dataclass(frozen=True)
class Histogram(Mark[F]):
    """Counts between edges, as one filled outline.

    It can mislead where bins are of different widths: height says how many, and area is what is seen.
    """

    edges: Channel[F] = channel()
    """Shape (bins + 1,)."""
    counts: Channel[F] = channel()
    """Shape (bins,)."""
    paint: Paint = "ink"
    share: float = 0.55
    """How strong the filling is."""

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """The outline."""
        del room
        edges, counts = (np.asarray(self.read(moment, name), dtype=float) for name in ("edges", "counts"))
        if len(edges) != len(counts) + 1:
            raise refused(self, f"{len(edges)} edges for {len(counts)} counts: one more is needed")
        outline = np.stack([np.repeat(edges, 2), np.concatenate([[0.0], np.repeat(counts, 2), [0.0]])], axis=1)
        filling = Mix(self.paint, self.share) if isinstance(self.paint, str) else self.paint
        yield Path([outline], self.paint, 1.2, fill=filling, order=1.5)

    def extent(self, moment: Moment[F]) -> Array:
        """From the first edge to the last, and up to the largest count."""
        edges, counts = self.column(moment, "edges"), self.column(moment, "counts")
        return np.array([(edges.min(), 0.0), (edges.max(), counts.max())])


@dataclass(frozen=True)
class Pixels(Mark[F]):
    """Values as cells, row 0 on top: from paper to ink, or from minus to plus; or colours, the same in every theme.

    It can mislead beyond ``limit``: all values there look the same.
    """

    values: Channel[F] = channel()
    """Shape (rows, columns); of colours (rows, columns, 3), from 0 to 1."""
    limit: float = 1.0
    is_signed: bool = False
    is_square: bool = False
    """Whether cells are square: then the image stands in the middle, as large as there is room."""
    ratio: float = 0.0
    """With square cells, how wide a plot it asks for, in heights; as the image is if 0. A family has one."""

    def need(self, moment: Moment[F]) -> Need | None:
        """A plot in a ratio that stays, if cells are square."""
        if not self.is_square:
            return None
        rows, columns = self._values(moment).shape[:2]
        ratio = self.ratio or columns / rows
        return Need(_SIDE * min(ratio, 1.0), _SIDE / max(ratio, 1.0), is_rigid=True, has_text=False)

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """The image, over the whole panel unless its cells are square."""
        values = self._values(moment)
        scale: Literal["rgb", "sign", "ink"] = "rgb" if values.ndim > 2 else "sign" if self.is_signed else "ink"  # noqa: PLR2004 - colours
        extent = room.limits
        if self.is_square:
            left, right, bottom, top = room.limits
            rows, columns = values.shape[:2]
            cell = min(room.width / columns, room.height / rows)
            across = 0.5 * (right - left) * columns * cell / room.width
            up = 0.5 * (top - bottom) * rows * cell / room.height
            x, y = 0.5 * (left + right), 0.5 * (bottom + top)
            extent = (x - across, x + across, y - up, y + up)
        yield Image(values, extent, scale, self.limit, is_smooth=False, order=1.2)

    def _values(self, moment: Moment[F]) -> Array:
        values = np.asarray(self.read(moment, "values"), dtype=float)
        if values.ndim != 2 and values.shape[2:] != (3,):  # noqa: PLR2004 - rows and columns, and colours
            raise refused(self, f"values have shape {values.shape}, and an image has (rows, columns) or three colours")
        return values


@dataclass(frozen=True)
class Truth(Mark[F]):
    """A truth table on paper: 1 is a filled cell, 0 an empty one; outputs in the class colours.

    It can mislead where rows are left out: it looks whole with any number of them.
    """

    heads: Sequence[str]
    rows: Channel[F] = channel()
    """Of 0 and 1, shape (rows, columns)."""
    inputs: int = 2
    """How many of the columns are inputs; the others are outputs."""

    def need(self, moment: Moment[F]) -> Need:
        """A cell for each value, as large as its digit."""
        return Need(2.2 * len(self.heads), 1.7 * (len(self.read(moment, "rows")) + 1))

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Heads, a line below them, and the cells with their digits."""
        rows = np.asarray(self.read(moment, "rows"))
        if rows.ndim != 2 or rows.shape[1] != len(self.heads) or not np.isin(rows, (0, 1)).all():  # noqa: PLR2004
            raise refused(self, f"rows have shape {rows.shape}: it needs 0 and 1 under each of {len(self.heads)} heads")
        wide, tall = room.width / len(self.heads), room.height / (len(rows) + 1)
        radius = 0.36 * min(wide, tall) if tall < wide else 0.3 * wide
        digits = min(_SMALL, 1.3 * radius)
        for column, head in enumerate(self.heads):
            is_output, x = column >= self.inputs, (column + 0.5) * wide
            size = min(_NAME - 1.0 if is_output else _SMALL, 0.55 * min(wide, tall))
            place = (x, (len(rows) + 0.5) * tall)
            paint = "ink" if is_output else "quiet"
            yield Text(place, moment.said(head), size, paint, is_output, "center", unit="paper", part="head")
            middles = np.array([(x, (len(rows) - number - 0.5) * tall) for number in range(len(rows))])
            paints = [f"class {value}" if is_output else "quiet" for value in rows[:, column]]
            fills = [
                Legible(paint) if value else "background" for value, paint in zip(rows[:, column], paints, strict=True)
            ]
            yield Points(middles, fills, 2.0 * radius, paints, 2.0, order=2.0, unit="paper")
            for (left, low), value, paint in zip(middles, rows[:, column], paints, strict=True):
                ink = "background" if value else paint
                where = (float(left), float(low))
                yield Text(where, str(value), digits, ink, True, "center", "center_baseline", order=2.2, unit="paper")  # noqa: FBT003 - bold
        edge = np.array([[0.0, len(rows) * tall], [room.width, len(rows) * tall]])
        yield Path([edge], "line", 1.2, is_round=True, unit="paper")


@dataclass(frozen=True)
class Cells(Mark[F]):
    """A matrix as a block of cells with its numbers, all of one size.

    It can mislead where numbers are rounded: a product of those shown need not be the one shown.
    """

    values: Channel[F] = channel()
    """Shape (rows, columns)."""
    places: int | None = 2
    """Decimals; no numbers if None."""
    paint: Paints = Mix("line", 0.25)
    size: float = _SMALL

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Areas and numbers."""
        values = np.asarray(self.read(moment, "values"), dtype=float)
        if values.ndim != 2 or np.isnan(values).any():  # noqa: PLR2004 - rows and columns
            raise refused(self, f"values have shape {values.shape}: it needs (rows, columns), and all of them there")
        rows, columns = values.shape
        wide, tall = room.width / columns, room.height / rows
        gap = 0.06 * min(wide, tall)
        lefts = np.tile(np.arange(columns), rows) * wide
        lows = np.repeat(np.arange(rows)[::-1], columns) * tall
        unit = np.array([[gap, gap], [wide - gap, gap], [wide - gap, tall - gap], [gap, tall - gap]])
        yield Path(list(np.stack([lefts, lows], 1)[:, None] + unit), None, fill=self.paint, order=1.2, unit="paper")
        if self.places is None:
            return
        texts = [signed(float(value), self.places) for value in values.flat]
        size = min(self.size, wide / (0.66 * max(map(len, texts))))
        for text, left, low in zip(texts, lefts, lows, strict=True):
            middle = (float(left + wide / 2.0), float(low + tall / 2.0))
            yield Text(middle, text, size, align="center", stand="center_baseline", order=2.5, unit="paper")
