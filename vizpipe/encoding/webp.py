"""WebP: moving pictures without loss, two thirds of a GIF."""

import math
import tempfile
from typing import IO

import numpy as np
from PIL import Image

from vizpipe.encoding.formats import About, Format, Roll
from vizpipe.encoding.palette import Indexed, Palette, Picture
from vizpipe.encoding.still import packet

_EFFORT = {"lossless": True, "method": 2, "quality": 50}
"""On hidden-mapping more takes twice as long and gains 3 %; with loss, quality 80 is larger than without any."""


class Writer:
    """Writes an animation. Pillow wants all frames at once: they wait on disk, so that memory stays flat."""

    def __init__(self, stream: IO[bytes], palette: Palette | None, loop: int, about: About) -> None:
        """Write to ``stream``; frames are colours (height, width, 4) if there is no palette.

        ``loop`` counts plays, 0 for ever.
        """
        self._stream, self._palette, self._loop, self._about = stream, palette, loop, about
        self._waiting = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close(), or when it is forgotten
        self._durations: list[int] = []
        self._shape: tuple[int, ...] = (0, 0)

    def add(self, frame: Indexed, duration: int) -> None:
        """Show palette indices (height, width), or colours (height, width, 4), for so many milliseconds."""
        self._shape = frame.shape
        self._waiting.write(np.ascontiguousarray(frame).data)
        self._durations.append(duration)

    def close(self) -> None:
        """Encode all frames."""
        with self._waiting:
            self._waiting.seek(0)
            colours = self._palette.colours if self._palette is not None else None
            roll = _Frames(self._waiting, self._shape, colours, len(self._durations))
            roll.save(
                self._stream,
                "WEBP",
                save_all=True,
                duration=self._durations,
                loop=self._loop,
                xmp=packet(self._about),
                **_EFFORT,
            )


def begin(stream: IO[bytes], form: Format, palette: Palette | None, roll: Roll, about: About, quality: int) -> Writer:
    """A writer of this film; there is no ``quality`` to choose."""
    del form, quality
    return Writer(stream, palette, roll.loop, about)


class _Frames(Image.Image):
    """All frames as one image of Pillow's, of which one is in memory."""

    def __init__(self, file: IO[bytes], shape: tuple[int, ...], colours: Picture | None, count: int) -> None:
        super().__init__()
        blank = Image.new("RGB" if colours is not None else "RGBA", (shape[1], shape[0]))
        self._im, self._mode, self._size = blank.im, blank.mode, blank.size
        self._file, self._shape, self._colours = file, shape, colours
        self.n_frames = count

    def seek(self, frame: int) -> None:
        """Load one frame."""
        size = math.prod(self._shape)
        if frame < self.n_frames:
            self._file.seek(frame * size)
            stored = np.frombuffer(self._file.read(size), dtype=np.uint8).reshape(self._shape)
            self.paste(Image.fromarray(stored if self._colours is None else self._colours[stored]))
