"""PNG that moves, frame by frame, and single pictures in a palette (PNG specification, third edition, 2025).

Without a palette frames are colours that can be seen through.
"""

import struct
import zlib
from typing import IO

import numpy as np

from vizpipe.encoding.changes import UNCHANGED, Changes
from vizpipe.encoding.formats import About, Format, Roll
from vizpipe.encoding.palette import Indexed, Palette

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LONGEST = 655_350
"""Milliseconds: hundredths of a second in 16 bits."""
_INDEXED, _COLOURED = 3, 6
"""What a picture is made of: places in a palette, or red, green, blue and alpha."""
_LEVEL = 8
"""A third of the effort of 9 for a sixtieth more bytes."""


class Writer:
    """Writes an animation, one frame at a time; each frame is only what changed."""

    def __init__(self, stream: IO[bytes], palette: Palette | None, loop: int, about: About) -> None:
        """Write to ``stream``; frames are colours (height, width, 4) if there is no palette.

        ``loop`` counts plays, 0 for ever.
        """
        self._stream, self._palette, self._loop, self._about = stream, palette, loop, about
        self._changes = Changes(self._put, _LONGEST)
        self._number = 0
        self._count_at = 0

    def add(self, frame: Indexed, duration: int) -> None:
        """Show palette indices (height, width), or colours (height, width, 4), for so many milliseconds."""
        self._changes.add(frame, duration)

    def close(self) -> None:
        """Write the last frame, the end, and at the beginning how many frames there are, and their colours."""
        self._changes.close()
        self._stream.write(_chunk(b"IEND"))
        self._stream.seek(self._count_at)
        self._stream.write(_chunk(b"acTL", struct.pack(">II", self._changes.parts, self._loop)))
        if self._palette is not None:
            self._stream.write(_colours(self._palette))

    def _put(self, part: Indexed, corner: tuple[int, int], duration: int) -> None:
        height, width = part.shape[:2]
        first = self._number == 0
        if first:
            self._stream.write(_head(width, height, _INDEXED if self._palette is not None else _COLOURED))
            self._count_at = self._stream.tell()
            self._stream.write(_chunk(b"acTL", bytes(8)))
            if self._palette is not None:
                self._stream.write(_colours(self._palette))
            self._stream.write(_text("Comment", self._about.origin) + _text("Description", self._about.alternative))
        over = int(self._palette is not None)  # drawn over what was; colours take its place
        place = struct.pack(">IIIIHHBB", width, height, *corner, duration // 10, 100, 0, over)
        self._stream.write(_chunk(b"fcTL", struct.pack(">I", self._next()) + place))
        if first:
            self._stream.write(_chunk(b"IDAT", _rows(part)))
        else:
            self._stream.write(_chunk(b"fdAT", struct.pack(">I", self._next()) + _rows(part)))

    def _next(self) -> int:
        self._number += 1
        return self._number - 1


def begin(stream: IO[bytes], form: Format, palette: Palette | None, roll: Roll, about: About, quality: int) -> Writer:
    """A writer of this film; there is no ``quality`` to choose."""
    del form, quality
    return Writer(stream, palette, roll.loop, about)


class Part:
    """One picture in a palette that may grow until it is written, with an index for what can be seen through."""

    def __init__(self, part: Indexed) -> None:
        """Take palette indices (height, width)."""
        self._shape, self._data = part.shape, _rows(part)

    def png(self, palette: Palette) -> bytes:
        """The picture as a file."""
        height, width = self._shape
        return _head(width, height, _INDEXED) + _colours(palette) + _chunk(b"IDAT", self._data) + _chunk(b"IEND")


def _head(width: int, height: int, kind: int) -> bytes:
    return _SIGNATURE + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0))


def _colours(palette: Palette) -> bytes:
    return _chunk(b"PLTE", palette.places) + _chunk(b"tRNS", b"\xff" * UNCHANGED + b"\x00")


def _rows(part: Indexed) -> bytes:
    """The rows, each after a nought: neither indices nor flat colours gain by a filter."""
    return zlib.compress(np.pad(part.reshape(len(part), -1), ((0, 0), (1, 0))).tobytes(), _LEVEL)


def _text(name: str, text: str) -> bytes:
    return _chunk(b"iTXt", name.encode() + bytes(5) + text.encode())


def _chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
