"""Frames → what changes from one to the next: equal neighbours become one that stands longer."""

from collections.abc import Callable

import numpy as np

from vizpipe.encoding.palette import COLOURS, Indexed

UNCHANGED = COLOURS
"""The index that means «as before»."""
_FLAT = 2
"""The axes of a picture in palette indices; colours have one more."""


class Changes:
    """Takes frames, and hands on parts: indices (height, width), the left upper corner, milliseconds.

    Frames may be colours (height, width, 4) too: then a part is whole, and takes the place of what was.
    """

    def __init__(self, put: Callable[[Indexed, tuple[int, int], int], None], longest: int) -> None:
        """``longest`` is the most milliseconds that one part may stand."""
        self._put, self._longest = put, longest
        self._previous: Indexed | None = None
        self._waiting: tuple[Indexed, tuple[int, int]] | None = None
        self._shown = 0
        self.parts = 0
        """How many there are so far."""

    def add(self, frame: Indexed, duration: int) -> None:
        """Show palette indices (height, width), or colours (height, width, 4), for so many milliseconds."""
        if self._previous is None:
            self._begin(frame, (0, 0))
        else:
            changed = self._previous != frame
            changed = changed.any(axis=2) if frame.ndim > _FLAT else changed
            if changed.any():
                self._begin(*_box(frame, changed))
            elif self._shown + duration > self._longest:  # a part that changes nothing
                self._begin(_unchanged(frame[:1, :1], np.zeros((1, 1), dtype=bool)), (0, 0))
        self._shown += duration
        self._previous = frame

    def close(self) -> None:
        """Hand on the last part, now that its duration is known."""
        if self._waiting is not None:
            self._put(*self._waiting, self._shown)
        self._waiting, self._shown = None, 0

    def _begin(self, part: Indexed, corner: tuple[int, int]) -> None:
        self.close()
        self._waiting = part, corner
        self.parts += 1


def _box(after: Indexed, changed: np.ndarray) -> tuple[Indexed, tuple[int, int]]:
    """The smallest box that changed, with what stayed in it transparent."""
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    box = np.s_[top:bottom, left:right]
    return _unchanged(after[box], changed[box]), (int(left), int(top))


def _unchanged(part: Indexed, changed: np.ndarray) -> Indexed:
    """A part, with «as before» wherever it did not change; colours have no sign for that."""
    return part if part.ndim > _FLAT else np.where(changed, part, np.uint8(UNCHANGED))
