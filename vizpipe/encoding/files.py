"""From cached pictures to a published file, and the facts about it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vizpipe.encoding import Timing, gif, still
from vizpipe.encoding.palette import Palette
from vizpipe.errors import MachineError
from vizpipe.film import unpack
from vizpipe.manifest import File
from vizpipe.store import Cache, sha256, write, writing

Array = npt.NDArray[np.uint8]


class Parts:
    """An asset's pictures as they lie in the cache: chunks of palette indices, the palette, the still."""

    def __init__(self, cache: Cache, key: str, chunks: int, count: int) -> None:
        """Find them under the pictures' key."""
        self._cache, self._key, self._chunks = cache, key, chunks
        self.count = count

    def frames(self) -> Iterator[Array]:
        """Palette indices, one frame after another, one chunk in memory at a time."""
        for number in range(self._chunks):
            yield from self._load(str(number), "frames")

    @property
    def palette(self) -> Palette:
        """The colours of all frames."""
        return Palette(self._load("palette", "palette"))

    @property
    def still(self) -> Array:
        """The last picture, RGB."""
        return self._load("still", "still")

    def _load(self, part: str, name: str) -> Array:
        stored = self._cache.read("pictures", f"{self._key}.{part}")
        if stored is None:
            raise MachineError(f"{self._cache.folder}: a cached picture is gone or damaged; run the command again")
        return unpack(stored)[name]


def animation(target: Path, parts: Parts, timing: Timing, comment: str, alternative: str) -> File:
    """Encode all frames as a GIF and give its facts. Raises MachineError."""
    palette, durations = parts.palette, timing.durations(parts.count)
    digest = hashlib.sha256()
    height = width = 0

    def watched() -> Iterator[Array]:
        nonlocal height, width
        for frame, duration in zip(parts.frames(), durations, strict=True):
            height, width = frame.shape
            digest.update(frame.tobytes() + duration.to_bytes(8, "little"))
            yield frame

    with writing(target) as stream:
        count = gif.write(stream, watched(), palette, durations, timing.loop, comment)
    digest.update(palette.colours.tobytes())
    return _facts(target, (width, height), digest.hexdigest(), count, sum(durations), alternative)


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
