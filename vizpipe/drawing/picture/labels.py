"""Words in a panel: at a place in the data, in its corner."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from vizpipe.drawing import measure
from vizpipe.drawing.marks.network import MINUS
from vizpipe.drawing.picture.channels import Channel, Moment, Words, channel, moves
from vizpipe.drawing.picture.mark import F, Mark, Room
from vizpipe.drawing.picture.shapes import Paint, Path, Shape, Text


@dataclass(frozen=True)
class Label(Mark[F]):
    """Words at a place in the data.

    It can mislead in a crowd: nothing joins the words to what they name, and they ask for no room.
    """

    at: Channel[F] = channel()
    """(x, y)."""
    text: Words = ""
    paint: Paint = "ink"
    is_bold: bool = False
    shift: tuple[float, float] = (10.0, 0.0)
    has_ground: bool = False
    align: Literal["left", "center", "right"] = "left"
    """Which part of the words is where they are put."""

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """The words."""
        del room
        x, y = np.asarray(self.read(moment, "at"), dtype=float)
        yield Text(
            (float(x), float(y)),
            moment.said(self.text),
            paint=self.paint,
            is_bold=self.is_bold,
            align=self.align,
            shift=self.shift,
            has_ground=self.has_ground,
            part="label",
        )

    def is_fixed(self, film: object, lens: object = None) -> bool:
        """Unless its place or its words move."""
        return super().is_fixed(film, lens) and not moves(self.text)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Corner(Mark[F]):
    """A few words above the right end of a panel: what it comes to.

    It can mislead as a number that changes with every frame: the eye reads it and misses the picture.
    """

    text: Words = ""
    paint: Paint = "ink"
    is_bold: bool = True
    is_inside: bool = False
    """Whether it stands in the panel's corner instead, small and quiet."""

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """The words."""
        text = moment.said(self.text)
        if self.is_inside:
            yield Text((0.99, 0.95), text, "small", "quiet", align="right", stand="top", unit="panel", part="label")
        else:
            width = measure.width(text, room.name, room.face._replace(bold=self.is_bold))
            is_narrow = room.title + width > room.width
            place = (room.title / room.width if is_narrow else 1.0, 1.0 + 0.4 * room.name / room.height)
            align: Literal["left", "right"] = "left" if is_narrow else "right"
            yield Text(place, text, "name", self.paint, self.is_bold, align, "baseline", unit="panel", part="corner")

    def is_fixed(self, film: object, lens: object = None) -> bool:
        """Unless its words move."""
        del lens
        return not moves(self.text) or len(film) == 1  # type: ignore[arg-type]  # a film


@dataclass(frozen=True)
class Key(Mark[F]):
    """What colours mean, side by side at the foot of a paper: each a short stroke and its words, minus dashed.

    It can mislead who can't tell its colours apart: name things where they are, if there is room.
    """

    entries: tuple[tuple[Words, Paint], ...]

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Strokes and words."""
        step, down, em = room.width / len(self.entries), -1.5 * room.em, room.em
        for number, (words, paint) in enumerate(self.entries):
            x = number * step
            stroke, dashes = np.array([[x, down], [x + 1.6 * em, down]]), MINUS if paint == "negative" else ()
            yield Path([stroke], paint, 5.0, dashes=dashes, unit="paper", clip=False)
            place = (x + 2.1 * em, down)
            yield Text(place, moment.said(words), "small", "quiet", stand="center_baseline", unit="paper", part="key")

    def is_fixed(self, film: object, lens: object = None) -> bool:
        """Unless its words move."""
        del film, lens
        return not any(moves(words) for words, _ in self.entries)
