"""Notes: words with a leader, at the thing itself."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from vizpipe.drawing import measure
from vizpipe.drawing.picture.channels import Channel, Moment, Words, channel, moves, refused
from vizpipe.drawing.picture.mark import Array, F, Mark, Room
from vizpipe.drawing.picture.shapes import Legible, Paint, Path, Points, Shape, Text

_GAP = 4.0


@dataclass(frozen=True)
class Note(Mark[F]):
    """Words beside a place in the data, with a line from the one to the other; none while the place isn't there.

    They stand on the other side where there is too little room, and never above or below the panel.
    It can mislead where they come to lie on data: a patch of background covers what is below them.
    """

    at: Channel[F] = channel()
    """(x, y); nan or masked while there is nothing to say."""
    text: Words = ""
    paint: Paint = "ink"
    shift: tuple[float, float] = (18.0, 40.0)
    """How far the words are from the place, across (to the left, if negative) and up, in units of pixels."""

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """A dot at the place, a line, the words."""
        at: Array = np.ma.filled(np.ma.asarray(self.read(moment, "at"), dtype=float), np.nan)
        if at.shape != (2,):
            raise refused(self, f"at has shape {at.shape}, and a place has (2,)")
        if np.isnan(at).any():
            return
        across, up = float(room.run(at[0])), float(room.rise(at[1]))
        text, (aside, rise) = moment.said(self.text), self.shift
        wide = measure.width(text, room.em, room.face)
        side, aside = (1.0 if aside >= 0.0 else -1.0), abs(aside)
        if not 0.0 <= across + side * (aside + wide) <= room.width:
            side = 1.0 if across < room.width / 2.0 else -1.0
        level = min(max(up + rise, room.em), room.height - 0.7 * room.em)
        end = across + side * (aside - _GAP)
        ink = Legible(self.paint) if isinstance(self.paint, str) else self.paint
        yield Path([np.array([[across, up], [end, level]])], self.paint, 1.2, is_round=True, order=2.9, unit="paper")
        yield Points(np.array([[across, up]]), self.paint, 10.0, "background", 1.4, order=2.95, unit="paper")
        yield Text(
            (across + side * aside, level),
            text,
            paint=ink,
            align="left" if side > 0.0 else "right",
            stand="center_baseline",
            has_ground=True,
            unit="paper",
            part="note",
        )

    def is_fixed(self, film: object, lens: object = None) -> bool:
        """Unless its place or its words move."""
        return super().is_fixed(film, lens) and not moves(self.text)  # type: ignore[arg-type]
