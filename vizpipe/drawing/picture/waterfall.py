"""Numbers added up before the reader's eyes: bars laid end to end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from vizpipe.drawing.picture.channels import Channel, Moment, channel, refused
from vizpipe.drawing.picture.mark import Array, F, Mark, Room
from vizpipe.drawing.picture.shapes import Mix, Paint, Path, Shape, Text


@dataclass(frozen=True)
class Waterfall(Mark[F]):
    """Numbers as bars that begin where the one before ended, from 0 to their sum, one below the other.

    It can mislead where a bar goes back over the one before: the sum is where the last ends, not the widest reach.
    """

    parts: Channel[F] = channel()
    """The numbers, shape (n,)."""
    names: Sequence[str] = ()
    """One a number."""
    shown: Channel[F] = channel(np.inf)
    """How many are drawn; the last of them a part of its length."""
    top: float = 0.0
    """How high the first bar lies, in units of the data."""
    step: float = 0.12
    """From one bar to the next, likewise."""

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Bars, the lines that join them, names where they begin."""
        parts = np.asarray(self.read(moment, "parts"), dtype=float)
        if parts.ndim != 1 or np.isnan(parts).any():
            raise refused(self, f"parts have shape {parts.shape}: it needs (n,), and all of them there")
        if self.names and len(self.names) != len(parts):
            raise refused(self, f"{len(self.names)} names for {len(parts)} numbers")
        rows = self.top - self.step * np.arange(len(parts))
        drawn = parts * np.clip(float(self.read(moment, "shown")) - np.arange(len(parts)), 0.0, 1.0)
        ends = np.cumsum(drawn)
        half, bars, joins = 0.3 * self.step, [], []
        there = [(row, end, part) for row, end, part in zip(rows, ends, drawn, strict=True) if part]
        for row, end, part in there:
            corners = [(end - part, row - half), (end, row - half), (end, row + half), (end - part, row + half)]
            bars.append(np.array(corners))
            joins.append(np.array([(end - part, row + self.step), (end - part, row)]))
        yield Path(joins[1:], "quiet", 1.0, order=1.4)
        rims: list[Paint] = ["positive" if part > 0.0 else "negative" for *_, part in there]
        fills: list[Paint] = [
            rim if part > 0.0 else Mix("negative", 0.25) for rim, (*_, part) in zip(rims, there, strict=True)
        ]
        if bars:  # one that has no length would be seen as a line
            yield Path(bars, rims, 2.0, fill=fills, order=1.5)  # empty below zero, so that the sign is seen in grey
        middle = (room.limits[0] + room.limits[1]) / 2.0
        for row, end, part, name in zip(rows, ends, drawn, self.names, strict=False):
            if part:
                is_right = end - part / 2.0 > middle  # words stand where there is more room
                at = (float(min(end - part, end) if is_right else max(end - part, end)), float(row))
                align: Literal["left", "right"] = "right" if is_right else "left"
                shift = -6.0 if is_right else 6.0
                yield Text(at, moment.said(name), "small", "quiet", align=align, shift=(shift, 0.0), has_ground=True)

    def extent(self, moment: Moment[F]) -> Array:
        """Where the bars end in all frames."""
        ends = np.cumsum(self.column(moment, "parts"), axis=1)
        low = self.top - self.step * (ends.shape[1] - 0.5)
        return np.array([(x, y) for x in (0.0, ends.min(), ends.max()) for y in (self.top + self.step / 2.0, low)])
