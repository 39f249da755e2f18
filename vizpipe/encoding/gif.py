"""GIF, frame by frame: memory stays flat however long the film is."""

from typing import IO

import numpy as np
from PIL import GifImagePlugin, Image

from vizpipe.encoding.changes import UNCHANGED, Changes
from vizpipe.encoding.formats import About, Format, Roll
from vizpipe.encoding.palette import Indexed, Palette

_LONGEST = 655_350
"""Milliseconds: a GIF counts hundredths of a second in 16 bits."""
_COMMENT = 8000
_COLOURS_AT = 13
"""Where the global colour table begins: after six bytes of a signature and seven of the screen."""


class Writer:
    """Writes an animation, one frame at a time; each frame is only what changed."""

    def __init__(self, stream: IO[bytes], palette: Palette, loop: int, about: About) -> None:
        """Write to ``stream``. ``loop`` counts plays, 0 for ever."""
        self._stream, self._palette, self._loop = stream, palette, loop
        self._comment = f"{about.origin}\n\n{about.alternative}".encode()[:_COMMENT]
        self._changes = Changes(self._put, _LONGEST)
        self._begun = False

    def add(self, frame: Indexed, duration: int) -> None:
        """Show palette indices (height, width) for so many milliseconds."""
        self._changes.add(frame, duration)

    @property
    def frames(self) -> int:
        """How many frames the file has so far."""
        return self._changes.parts

    def close(self) -> None:
        """Write the last frame, the end, and the table of colours, which may have grown."""
        self._changes.close()
        self._stream.write(b";")
        if self._begun:
            self._stream.seek(_COLOURS_AT)
            self._stream.write(self._palette.places)

    def _put(self, part: Indexed, corner: tuple[int, int], duration: int) -> None:
        image = Image.fromarray(np.ascontiguousarray(part), mode="P")
        image.putpalette(self._palette.places)
        if not self._begun:
            self._begun = True
            info: dict[str, object] = {"duration": duration, "comment": self._comment}
            if self._loop != 1:
                info["loop"] = max(self._loop - 1, 0)
            for each in GifImagePlugin._get_global_header(image, info):  # noqa: SLF001 - getheader repacks the palette
                self._stream.write(each)
        for each in GifImagePlugin.getdata(image, corner, duration=duration, transparency=UNCHANGED, disposal=1):
            self._stream.write(each)


def begin(stream: IO[bytes], form: Format, palette: Palette, roll: Roll, about: About, quality: int) -> Writer:
    """A writer of this film; there is no ``quality`` to choose."""
    del form, quality
    return Writer(stream, palette, roll.loop, about)
