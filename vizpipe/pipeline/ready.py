"""From cached pictures to files that are ready to be published, and the facts about them."""

import hashlib
import io
import shutil
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import IO, Protocol

import numpy as np
import numpy.typing as npt

from vizpipe.encoding import fitting, seen, still
from vizpipe.encoding.formats import About, Format, Roll
from vizpipe.encoding.palette import COLOURS, Palette
from vizpipe.errors import GoneError
from vizpipe.film.packing import pack, unpack
from vizpipe.film.spread import spread
from vizpipe.manifest.manifest import File
from vizpipe.pipeline.shots import Shots
from vizpipe.store.atomic import writing
from vizpipe.store.cache import Cache
from vizpipe.store.hashes import sha256

Array = npt.NDArray[np.uint8]


def indices(packed: bytes) -> Array:
    """Palette indices (frames, height, width) of what a worker drew, or colours (frames, height, width, 3 or 4)."""
    return fitting.frames(packed)


def palette_of(packed: bytes) -> Palette:
    """The palette that a worker found."""
    return Palette(unpack(packed)["palette"])


def packed(palette: Palette) -> bytes:
    """A palette as ``palette_of`` takes it."""
    return pack({"palette": palette.colours})


class Parts:
    """The pictures of a cut as they lie in the cache: chunks of them, and the still beside the plain ones."""

    def __init__(self, cache: Cache, shots: Shots) -> None:
        """Find them; a cut without a palette is in colours."""
        self._cache, self._key, self._chunks, self._palette = cache, shots.place, shots.chunks, shots.palette
        self._counts: npt.NDArray[np.int64] | None = None

    def packed(self) -> Iterator[bytes]:
        """Chunks as they were drawn, one in memory at a time."""
        for name in self._chunks:
            yield self._read(name)

    @property
    def palette(self) -> Palette | None:
        """What the indices mean, if that is what they are."""
        return palette_of(self._read(self._palette)) if self._palette else None

    @property
    def counts(self) -> npt.NDArray[np.int64] | None:
        """How many pixels of the first, a middle and the last chunk have each colour of the palette, if any."""
        palette = self.palette
        if self._counts is None and palette is not None:
            chosen = [self._chunks[at] for at in spread(len(self._chunks), 3)]
            counts = [np.bincount(indices(self._read(name)).ravel(), minlength=COLOURS) for name in chosen]
            self._counts = np.sum(counts, axis=0)[: len(palette.colours)]
        return self._counts

    @property
    def still(self) -> Array:
        """The last picture, RGBA."""
        return unpack(self._read("still"))["still"]

    def _read(self, part: str) -> bytes:
        stored = self._cache.read("pictures", f"{self._key}.{part}")
        if stored is None:
            raise GoneError(f"{self._cache.folder}: a cached picture is gone or damaged; run the command again")
        return stored


class Ready:
    """A file that is encoded but not yet in its place."""

    def __init__(self, content: IO[bytes], pixels: str, size: tuple[int, int], frames: int, duration: int) -> None:
        """Keep a stream that stands at its beginning, and what it shows."""
        self._content = content
        self.shows = (pixels, *size, frames, duration)
        """Digest, width, height, frames, milliseconds."""

    @property
    def bytes(self) -> int:
        """How large it is."""
        self._content.seek(0, io.SEEK_END)
        size = self._content.tell()
        self._content.seek(0)
        return size

    @property
    def sha256(self) -> str:
        """The hash of its content."""
        self._content.seek(0)
        digest = hashlib.file_digest(self._content, "sha256").hexdigest()  # type: ignore[arg-type]  # IO lacks readinto
        self._content.seek(0)
        return digest

    def close(self) -> None:
        """Forget it."""
        self._content.close()

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


class Writer(Protocol):
    """What writes an animation."""

    def add(self, frame: Array, duration: int) -> None:
        """Show palette indices (height, width), or colours (height, width, 3 or 4), for so many milliseconds."""

    def close(self) -> None:
        """Write the end."""


class Animation:
    """An animated file in the making: takes frames while others are still being drawn."""

    def __init__(
        self, scratch: IO[bytes], form: Format, palette: Palette | None, roll: Roll, about: About, quality: int = 0
    ) -> None:
        """Write to ``scratch`` until it is published, in a ``quality`` of the format's own unless that is 0."""
        self._scratch = scratch
        module = import_module(f"vizpipe.encoding.{form.writer}")
        self._writer: Writer = module.begin(scratch, form, palette, roll, about, quality)
        self._quality = quality
        self._palette = palette
        self._durations = roll.durations
        self._seen = seen.Seen(roll.loop)
        self._taken = 0
        self._size = (0, 0)

    def add(self, frames: Iterable[Array]) -> None:
        """Take the next frames, palette indices each, or colours."""
        for frame in frames:
            duration = self._durations[self._taken]
            self._writer.add(frame, duration)
            if self._palette is None and frame.shape[-1] == 4:  # noqa: PLR2004 - with what is seen through
                self._seen.clear(frame, duration)
            elif self._palette is None:
                self._seen.true(frame, duration)
            else:
                self._seen.indexed(frame, self._palette.colours, duration)
            self._size = frame.shape[1], frame.shape[0]
            self._taken += 1

    def close(self) -> None:
        """Give it up: what was written so far goes with its scratch."""
        self._scratch.close()

    def ready(self) -> Ready:
        """The whole file; there are no more frames to come."""
        self._writer.close()
        self._scratch.seek(0)
        pixels = self._seen.digest
        if self._quality:  # what went in is not what is shown
            pixels = hashlib.sha256(f"{pixels} {self._quality}".encode()).hexdigest()
        return Ready(self._scratch, pixels, self._size, self._seen.frames, sum(self._durations))


def picture(pixels: Array, form: Format, about: About, quality: int = 0) -> Ready:
    """Encode a picture (height, width, 4), in a ``quality`` of the format's own unless that is 0."""
    stream = io.BytesIO()
    still.write(stream, pixels, form.name, about, quality)
    size = pixels.shape[1], pixels.shape[0]
    if form.name != "png":
        return opaque(stream.getvalue(), size)
    stream.seek(0)
    opaque_pixels = bool((pixels[..., 3:] == 255).all())  # noqa: PLR2004 - a byte's most
    return Ready(stream, seen.still(pixels[..., :3] if opaque_pixels else pixels), size, 1, 0)


def opaque(content: bytes, size: tuple[int, int], frames: int = 1, duration: int = 0) -> Ready:
    """Take a file as it is; its size is that of the picture, in pixels."""
    return Ready(io.BytesIO(content), hashlib.sha256(content).hexdigest(), size, frames, duration)


def data(content: bytes, frames: int) -> Ready:
    """Take frame data as they are."""
    return Ready(io.BytesIO(content), hashlib.sha256(content).hexdigest(), (0, 0), frames, 0)
