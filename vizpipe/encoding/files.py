"""From cached pictures to a published file, and the facts about it."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from vizpipe.encoding import gif, still
from vizpipe.encoding.palette import Palette
from vizpipe.errors import MachineError
from vizpipe.film import unpack
from vizpipe.manifest import File
from vizpipe.store import Cache, sha256, write, writing

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


class Animation:
    """A GIF in the making: takes frames while others are still being drawn, and is published when all are there."""

    def __init__(self, scratch: IO[bytes], palette: Palette, durations: list[int], loop: int, comment: str) -> None:
        """Write to ``scratch`` until it is published."""
        self._scratch = scratch
        self._writer = gif.Writer(scratch, palette, loop, comment)
        self._durations = durations
        self._digest = hashlib.sha256(palette.colours.tobytes())
        self._taken = 0
        self._size = (0, 0)

    def add(self, frames: Iterable[Array]) -> None:
        """Take the next frames, palette indices each."""
        for frame in frames:
            duration = self._durations[self._taken]
            self._writer.add(frame, duration)
            self._digest.update(frame.tobytes() + duration.to_bytes(8, "little"))
            self._size = frame.shape[1], frame.shape[0]
            self._taken += 1

    def publish(self, target: Path, alternative: str) -> File:
        """Put the file in its place and give its facts. Raises MachineError."""
        self._writer.close()
        self._scratch.seek(0)
        with writing(target) as stream:
            shutil.copyfileobj(self._scratch, stream)
        self._scratch.close()
        counts = self._writer.frames, sum(self._durations)
        return _facts(target, self._size, self._digest.hexdigest(), *counts, alternative)


def picture(target: Path, parts: Parts, comment: str, alternative: str) -> File:
    """Encode the still as a PNG and give its facts. Raises MachineError."""
    pixels = parts.still
    with writing(target) as stream:
        still.write(stream, pixels, comment)
    digest = hashlib.sha256(pixels.tobytes()).hexdigest()
    return _facts(target, (pixels.shape[1], pixels.shape[0]), digest, 1, 0, alternative)


def data(target: Path, content: bytes, frames: int, alternative: str) -> File:
    """Publish frame data and give its facts. Raises MachineError."""
    write(target, content)
    return _facts(target, (0, 0), "", frames, 0, alternative)


def _facts(target: Path, size: tuple[int, int], pixels: str, frames: int, duration: int, alternative: str) -> File:
    return File(
        sha256=sha256(target),
        pixels=pixels,
        bytes=target.stat().st_size,
        width=size[0],
        height=size[1],
        frames=frames,
        duration_ms=duration,
        alt=alternative,
        kept=True,
    )
