"""Pictures ↔ palettes as they travel between workers: packed, with what a palette lacks."""

import functools
import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from vizpipe.encoding.palette import BOUND, Gaps, Indexed, Palette, Picture, Seen
from vizpipe.encoding.seen import emptied
from vizpipe.film.packing import appended, pack, unpack

Fixed = Iterable[tuple[int, int, int]]


def chosen(pictures: Iterable[Picture], fixed: Fixed) -> tuple[bytes, bytes]:
    """A palette for pictures, and the colours that it was chosen from."""
    seen = Seen.merged([Seen.of(picture) for picture in pictures])
    return pack({"palette": Palette.chosen(seen, fixed).colours}), pack(seen.thinned()._asdict())


def chosen_anew(seen: bytes, lacking: Sequence[bytes], fixed: Fixed) -> bytes:
    """A palette for what was seen and for colours that were lacking in other pictures."""
    missed = np.concatenate([_gaps(part)[0].colours for part in lacking])
    every = Seen.merged([Seen(**unpack(seen)), Seen.of(np.pad(missed, ((0, 0), (0, 1))))])
    return pack({"palette": Palette.chosen(every.thinned(), fixed).colours})


def coloured(pictures: Iterable[Picture], *, clear: bool = False) -> tuple[bytes, str, int, bytes]:
    """Pictures in all their colours, as ``fitted`` gives them; with what is seen through if they are ``clear``."""
    frames = np.stack([emptied(picture) if clear else picture[..., :3] for picture in pictures])
    return pack({"frames": frames}), hashlib.sha256(frames.tobytes()).hexdigest(), 0, b""


def fitted(pictures: Iterable[Picture], palette: bytes) -> tuple[bytes, str, int, bytes]:
    """Pictures in palette indices; a digest of both; how far off the worst pixel is; which lack a colour."""
    fits = [_palette(palette).fit(picture) for picture in pictures]
    indices = np.stack([each.indices for each in fits])
    digest = hashlib.sha256(indices.tobytes() + palette).hexdigest()
    starts = range(0, indices.size, indices[0].size)
    gaps = [(each.gaps.places + np.uint32(start), each.gaps.colours) for start, each in zip(starts, fits, strict=True)]
    whole = Gaps(*(np.concatenate(part) for part in zip(*gaps, strict=True)))
    off = max(each.off for each in fits)
    if not whole.places.size:
        return pack({"frames": indices}), digest, off, b""
    shape = np.array(indices.shape)
    return (
        pack({"frames": indices}),
        digest,
        off,
        pack({"places": whole.places, "colours": whole.colours, "shape": shape}),
    )


class Filled(NamedTuple):
    """Pictures without gaps, as far as the palette can fill them; a digest, and how near they are."""

    pictures: bytes
    digest: str
    off: int
    """By how much of 255 the worst pixel is off in any channel, at most."""
    share: float = 0.0
    """Of the pixels of the worst picture, those that are still off by more than is allowed."""


def filled(palette: Palette, drawn: Filled, gaps: bytes) -> Filled:
    """Let the palette grow by what pictures lack, and keep beside them what stands there then."""
    whole, size = _gaps(gaps)
    indices, distances = palette.grow(whole)
    left = np.bincount(whole.places[distances > BOUND] // np.uint32(size), minlength=1).max() / size
    mended = hashlib.sha256(drawn.digest.encode() + gaps + palette.colours[indices].tobytes())
    pictures = appended(drawn.pictures, {"places": whole.places, "indices": indices})
    return Filled(pictures, mended.hexdigest(), max(int(distances.max()), BOUND), float(left))


def frames(packed: bytes) -> Indexed:
    """Palette indices (frames, height, width) of what was ``fitted``, filled or not, or colours."""
    arrays = unpack(packed)
    whole: Indexed = arrays["frames"]
    if "places" in arrays:
        whole.reshape(-1)[arrays["places"]] = arrays["indices"]
    return whole


def _gaps(packed: bytes) -> tuple[Gaps, int]:
    """Gaps of pictures, and how many pixels each of these has."""
    arrays = unpack(packed)
    _, height, width = arrays.pop("shape").tolist()
    return Gaps(**arrays), height * width


@functools.lru_cache(maxsize=2)
def _palette(packed: bytes) -> Palette:
    return Palette(unpack(packed)["palette"])
