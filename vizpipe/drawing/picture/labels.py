"""Words in a panel: at a place in the data, in its corner."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from vizpipe.drawing.picture.channels import Channel, Moment, Phrase, Words, channel
from vizpipe.drawing.picture.mark import F, Mark, Room
from vizpipe.drawing.picture.shapes import Paint, Path, Shape, Text


@dataclass(frozen=True)
class Label(Mark[F]):
    """Words at a place in the data."""

    at: Channel[F] = channel()
    """(x, y)."""
    text: Words = ""
    paint: Paint = "ink"
    size: float = 16.0
    is_bold: bool = False
    shift: tuple[float, float] = (10.0, 0.0)
    has_ground: bool = False

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """The words."""
        del room
        x, y = np.asarray(self.read(moment, "at"), dtype=float)
        yield Text(
            (float(x), float(y)),
            moment.said(self.text),
            self.size,
            self.paint,
            self.is_bold,
            shift=self.shift,
            has_ground=self.has_ground,
            part="label",
        )

    def is_fixed(self, film: object, lens: object = None) -> bool:
        """Unless its place or its words move."""
        return super().is_fixed(film, lens) and not _moves(self.text)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Corner(Mark[F]):
    """A few words above the right end of a panel: what it comes to."""

    text: Words = ""
    paint: Paint = "ink"
    size: float = 17.0
    is_bold: bool = True
    is_inside: bool = False
    """Whether it stands in the panel's corner instead, small and quiet."""

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """The words."""
        del room
        text = moment.said(self.text)
        if self.is_inside:
            yield Text((0.99, 0.95), text, 15.0, "quiet", align="right", stand="top", unit="panel", part="label")
        else:
            yield Text(
                (1.0, 1.02), text, self.size, self.paint, self.is_bold, "right", "bottom", unit="panel", part="corner"
            )

    def is_fixed(self, film: object, lens: object = None) -> bool:
        """Unless its words move."""
        del lens
        return not _moves(self.text) or len(film) == 1  # type: ignore[arg-type]  # a film


@dataclass(frozen=True)
class Key(Mark[F]):
    """What colours mean, side by side at the foot of a paper: each a short stroke and its words."""

    entries: tuple[tuple[Words, Paint], ...]

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Strokes and words."""
        step = room.width / len(self.entries)
        for number, (words, paint) in enumerate(self.entries):
            x = number * step
            yield Path([np.array([[x, -26.0], [x + 26.0, -26.0]])], paint, 5.0, unit="paper", clip=False)
            yield Text((x + 35.0, -26.0), moment.said(words), 15.0, "quiet", stand="center_baseline", unit="paper")

    def is_fixed(self, film: object, lens: object = None) -> bool:
        """Unless its words move."""
        del film, lens
        return not any(_moves(words) for words, _ in self.entries)


def _moves(words: Words) -> bool:
    return isinstance(words, Phrase) and words.moves
