"""A digest of what an animation shows, the same for every file that shows the same: encoded again, or by others."""

import hashlib

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]


class Seen:
    """Takes frames one after another; equal neighbours count as one that stands longer."""

    def __init__(self, loop: int) -> None:
        """``loop`` counts plays, 0 for ever."""
        self._digest = hashlib.sha256(f"loop {loop}".encode())
        self._previous = b""
        self._shown = 0
        self.duration = 0
        """Milliseconds so far."""
        self.frames = 0
        """Different frames so far."""

    def indexed(self, frame: Bytes, colours: Bytes, duration: int) -> None:
        """Take palette indices (height, width) into distinct colours (n, 3)."""
        used = np.flatnonzero(np.bincount(frame.ravel(), minlength=len(colours)))
        used = used[np.lexsort(colours[used].T[::-1])]
        ranks = bytearray(256)
        for rank, index in enumerate(used):
            ranks[index] = rank
        self._take(colours[used].tobytes(), frame.tobytes().translate(bytes(ranks)), frame.shape, duration)

    def true(self, frame: Bytes, duration: int) -> None:
        """Take colours (height, width, 3) as they are; what ``rgb`` gives for them is the same only by name."""
        self._take(b"", frame.tobytes(), frame.shape, duration)

    def clear(self, frame: Bytes, duration: int) -> None:
        """Take colours and what is seen through (height, width, 4); of a picture that hides all, its colours."""
        if (frame[..., 3] == 255).all():  # noqa: PLR2004 - a byte's most
            self.rgb(frame[..., :3], duration)
        else:
            self._take(b"", emptied(frame).tobytes(), frame.shape, duration)

    def rgb(self, frame: Bytes, duration: int) -> None:
        """Take colours (height, width, 3)."""
        packed = frame.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], dtype=np.uint32)
        used, ranks = np.unique(packed, return_inverse=True)
        colours = np.stack([used >> 16, used >> 8 & 255, used & 255], axis=-1).astype(np.uint8)
        kind = np.uint8 if len(used) <= 256 else np.uint32  # noqa: PLR2004 - what a byte holds
        self._take(colours.tobytes(), ranks.astype(kind).tobytes(), frame.shape[:2], duration)

    def _take(self, colours: bytes, ranks: bytes, shape: tuple[int, ...], duration: int) -> None:
        picture = hashlib.sha256(f"{shape} {len(colours)} ".encode() + colours + ranks).digest()
        if picture != self._previous:
            self._flush()
            self._previous = picture
            self.frames += 1
        self._shown += duration
        self.duration += duration

    def _flush(self) -> None:
        self._digest.update(self._previous + self._shown.to_bytes(8, "little"))
        self._shown = 0

    @property
    def digest(self) -> str:
        """Of all frames; there are no more to come."""
        self._flush()
        self._previous = b""
        return self._digest.hexdigest()


def emptied(pixels: Bytes) -> Bytes:
    """The same picture (height, width, 4), without colours where none is seen: formats keep any there."""
    return np.where(pixels[..., 3:] == 0, np.uint8(0), pixels)


def still(pixels: Bytes) -> str:
    """A digest of one picture (height, width, 3)."""
    return hashlib.sha256(f"{pixels.shape} ".encode() + pixels.tobytes()).hexdigest()
