"""GIF, frame by frame: memory stays flat however long the film is."""

from typing import IO

import numpy as np
from PIL import GifImagePlugin, Image

from vizpipe.encoding.palette import COLOURS, Indexed, Palette

_UNCHANGED = COLOURS
_LONGEST = 655_350
"""Milliseconds: a GIF counts hundredths of a second in 16 bits."""


class Writer:
    """Writes an animation, one frame at a time.

    Equal neighbours become one longer frame; each other frame is only what changed.
    """

    def __init__(self, stream: IO[bytes], palette: Palette, loop: int, comment: str) -> None:
        """Write to ``stream``. ``loop`` counts plays, 0 for ever."""
        colours = np.zeros((COLOURS + 1, 3), dtype=np.uint8)
        colours[: len(palette.colours)] = palette.colours
        self._table = colours.tobytes()
        self._stream, self._loop, self._comment = stream, loop, comment
        self._previous: Indexed | None = None
        self._waiting: tuple[Image.Image, tuple[int, int]] | None = None
        self._shown = 0
        self.frames = 0
        """How many frames the file has so far."""

    def add(self, frame: Indexed, duration: int) -> None:
        """Show palette indices (height, width) for so many milliseconds."""
        if self._previous is None:
            first = self._image(frame)
            self._head(first, duration)
            self._waiting, self.frames = (first, (0, 0)), 1
        else:
            changed = self._previous != frame
            full = self._shown + duration > _LONGEST
            if full or changed.any():
                self._put()
                self._waiting = self._change(frame, changed) if changed.any() else self._nothing()
                self.frames += 1
        self._shown += duration
        self._previous = frame

    def close(self) -> None:
        """Write the last frame and the end."""
        self._put()
        self._stream.write(b";")

    def _head(self, first: Image.Image, duration: int) -> None:
        info = {"duration": duration, "comment": self._comment[:4000].encode()}
        if self._loop != 1:
            info["loop"] = max(self._loop - 1, 0)
        for part in GifImagePlugin._get_global_header(first, info):  # noqa: SLF001 - getheader repacks the palette
            self._stream.write(part)

    def _put(self) -> None:
        """Write the frame that waits, now that its duration is known."""
        if self._waiting is not None:
            image, offset = self._waiting
            parts = GifImagePlugin.getdata(image, offset, duration=self._shown, transparency=_UNCHANGED, disposal=1)
            for part in parts:
                self._stream.write(part)
        self._shown = 0

    def _change(self, after: Indexed, changed: np.ndarray) -> tuple[Image.Image, tuple[int, int]]:
        """The smallest box that changed, with what stayed in it transparent."""
        rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
        top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
        box = np.s_[top:bottom, left:right]
        part = np.where(changed[box], after[box], np.uint8(_UNCHANGED))
        return self._image(part), (int(left), int(top))

    def _nothing(self) -> tuple[Image.Image, tuple[int, int]]:
        """A frame that changes nothing, since no frame can stand longer than eleven minutes."""
        return self._image(np.full((1, 1), _UNCHANGED, dtype=np.uint8)), (0, 0)

    def _image(self, indices: Indexed) -> Image.Image:
        image = Image.fromarray(np.ascontiguousarray(indices), mode="P")
        image.putpalette(self._table)
        return image
