"""GIF, frame by frame: memory stays flat however long the film is."""

from collections.abc import Iterator
from typing import IO

import numpy as np
from PIL import GifImagePlugin, Image

from vizpipe.encoding.palette import COLOURS, Indexed, Palette

_UNCHANGED = COLOURS


def write(
    stream: IO[bytes], frames: Iterator[Indexed], palette: Palette, durations: list[int], loop: int, comment: str
) -> int:
    """Write an animation and give the number of frames in the file.

    Equal neighbours become one longer frame; each other frame is only what changed. ``loop`` counts plays, 0 for ever.
    """
    colours = np.zeros((COLOURS + 1, 3), dtype=np.uint8)
    colours[: len(palette.colours)] = palette.colours
    table = colours.tobytes()
    previous: Indexed | None = None
    waiting: tuple[Image.Image, tuple[int, int]] | None = None
    shown = count = 0
    for frame, duration in zip(frames, durations, strict=True):
        if previous is None:
            first = _image(frame, table)
            info = {"duration": duration, "comment": comment[:4000].encode()}
            if loop != 1:
                info["loop"] = max(loop - 1, 0)
            for part in GifImagePlugin._get_global_header(first, info):  # noqa: SLF001 - getheader repacks the palette
                stream.write(part)
            waiting, count = (first, (0, 0)), 1
        elif not np.array_equal(previous, frame):
            _put(stream, waiting, shown)
            waiting = _change(previous, frame, table)
            shown, count = 0, count + 1
        shown += duration
        previous = frame
    _put(stream, waiting, shown)
    stream.write(b";")
    return count


def _put(stream: IO[bytes], waiting: tuple[Image.Image, tuple[int, int]] | None, shown: int) -> None:
    if waiting is not None:
        image, offset = waiting
        for part in GifImagePlugin.getdata(image, offset, duration=shown, transparency=_UNCHANGED, disposal=1):
            stream.write(part)


def _change(before: Indexed, after: Indexed, table: bytes) -> tuple[Image.Image, tuple[int, int]]:
    """The smallest box that changed, with what stayed in it transparent."""
    changed = before != after
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    part = after[top:bottom, left:right].copy()
    part[~changed[top:bottom, left:right]] = _UNCHANGED
    return _image(part, table), (int(left), int(top))


def _image(indices: Indexed, table: bytes) -> Image.Image:
    image = Image.fromarray(indices, mode="P")
    image.putpalette(table)
    return image
