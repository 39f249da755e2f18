"""From cached pictures to files that are ready to be published, and the facts about them."""

import hashlib
import io
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from vizpipe.cache import Cache
from vizpipe.encoding import gif, seen, still
from vizpipe.encoding.palette import Palette
from vizpipe.errors import MachineError
from vizpipe.film import unpack
from vizpipe.manifest import File
from vizpipe.store import sha256, writing

Array = npt.NDArray[np.uint8]


def indices(packed: bytes) -> Array:
    """Palette indices (frames, height, width) of what a worker drew."""
    return unpack(packed)["frames"]


def palette_of(packed: bytes) -> Palette:
    """The palette that a worker found."""
    return Palette(unpack(packed)["palette"])


class Parts:
    """An asset's pictures as they lie in the cache: chunks of palette indices, the still."""

    def __init__(self, cache: Cache, key: str, chunks: int, count: int) -> None:
        """Find them under the pictures' key."""
        self._cache, self._key, self._chunks = cache, key, chunks
        self.count = count

    def packed(self) -> Iterator[bytes]:
        """Chunks of palette indices as they were drawn, one in memory at a time."""
        for number in range(self._chunks):
            yield self._read(str(number))

    @property
    def still(self) -> Array:
        """The last picture, RGB."""
        return self._load("still", "still")

    def _load(self, part: str, name: str) -> Array:
        return unpack(self._read(part))[name]

    def _read(self, part: str) -> bytes:
        stored = self._cache.read("pictures", f"{self._key}.{part}")
        if stored is None:
            raise MachineError(f"{self._cache.folder}: a cached picture is gone or damaged; run the command again")
        return stored


class Ready:
    """A file that is encoded but not yet in its place."""

    def __init__(self, content: IO[bytes], pixels: str, size: tuple[int, int], frames: int, duration: int) -> None:
        """Keep a stream that stands at its beginning, and what it shows."""
        self._content = content
        self.shows = (pixels, *size, frames, duration)
        """Digest, width, height, frames, milliseconds."""

    def publish(self, target: Path, alternative: str) -> File:
        """Put the file in its place and give its facts. Raises MachineError."""
        with writing(target) as stream:
            shutil.copyfileobj(self._content, stream)
        self._content.close()
        pixels, width, height, frames, duration = self.shows
        return File(
            sha256=sha256(target),
            pixels=pixels,
            bytes=target.stat().st_size,
            width=width,
            height=height,
            frames=frames,
            duration_ms=duration,
            alt=alternative,
            kept=True,
        )


class Animation:
    """A GIF in the making: takes frames while others are still being drawn."""

    def __init__(self, scratch: IO[bytes], palette: Palette, durations: list[int], loop: int, comment: str) -> None:
        """Write to ``scratch`` until it is published."""
        self._scratch = scratch
        self._writer = gif.Writer(scratch, palette, loop, comment)
        self._colours = palette.colours
        self._durations = durations
        self._seen = seen.Seen(loop)
        self._taken = 0
        self._size = (0, 0)

    def add(self, frames: Iterable[Array]) -> None:
        """Take the next frames, palette indices each."""
        for frame in frames:
            duration = self._durations[self._taken]
            self._writer.add(frame, duration)
            self._seen.indexed(frame, self._colours, duration)
            self._size = frame.shape[1], frame.shape[0]
            self._taken += 1

    def ready(self) -> Ready:
        """The whole file; there are no more frames to come."""
        self._writer.close()
        self._scratch.seek(0)
        return Ready(self._scratch, self._seen.digest, self._size, self._seen.frames, sum(self._durations))


def picture(parts: Parts, comment: str) -> Ready:
    """Encode the still as a PNG."""
    pixels = parts.still
    stream = io.BytesIO()
    still.write(stream, pixels, comment)
    stream.seek(0)
    return Ready(stream, seen.still(pixels[..., :3]), (pixels.shape[1], pixels.shape[0]), 1, 0)


def vector(content: bytes, size: tuple[int, int]) -> Ready:
    """Take a vector file as it is; its size is that of the picture, in pixels."""
    return Ready(io.BytesIO(content), hashlib.sha256(content).hexdigest(), size, 1, 0)


def data(content: bytes, frames: int) -> Ready:
    """Take frame data as they are."""
    return Ready(io.BytesIO(content), hashlib.sha256(content).hexdigest(), (0, 0), frames, 0)
