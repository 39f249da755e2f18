"""Marks that are seen only at times."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from vizpipe.drawing.picture.channels import Channel, Moment, channel
from vizpipe.drawing.picture.mark import Array, F, Mark, Room
from vizpipe.drawing.picture.shapes import Shape


@dataclass(frozen=True)
class When(Mark[F]):
    """Other marks, in those frames in which something holds.

    It can mislead where that holds for a frame or two: what is seen so briefly looks like a flaw.
    """

    holds: Channel[F] = channel()
    """Whether they are seen."""
    marks: tuple[Mark[F], ...] = ()

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Their shapes, or none."""
        if self.read(moment, "holds"):
            for mark in self.marks:
                yield from mark.shapes(moment, room)

    def seen(self) -> Iterable[Mark[F]]:
        """The others, and what they show in their place."""
        for mark in self.marks:
            yield from mark.seen()

    def extent(self, moment: Moment[F]) -> Array:
        """What they need, seen or not."""
        return np.concatenate([np.empty((0, 2)), *(mark.extent(moment) for mark in self.marks)])

    def is_fixed(self, film: object, lens: object = None) -> bool:
        """If they are, and are always seen or never."""
        return super().is_fixed(film, lens) and all(mark.is_fixed(film, lens) for mark in self.marks)  # type: ignore[arg-type]
