"""Pictures ↔ palettes as they travel between workers: packed, with what each palette lacks."""

import functools
import hashlib
from collections.abc import Iterable, Sequence

import numpy as np

from vizpipe.encoding.palette import Palette, Picture, Seen
from vizpipe.film.packing import pack, unpack

Fixed = Iterable[tuple[int, int, int]]


def chosen(pictures: Iterable[Picture], fixed: Fixed) -> tuple[bytes, bytes]:
    """A palette for pictures, and the colours that it was chosen from."""
    seen = Seen.merged([Seen.of(picture) for picture in pictures])
    return pack({"palette": Palette.chosen(seen, fixed).colours}), pack(seen.thinned()._asdict())


def widened(palette: bytes, seen: bytes, lacking: Sequence[bytes], fixed: Fixed) -> tuple[bytes, bool]:
    """A palette for what another lacks too, and whether the other's indices still mean the same."""
    old = _palette(palette)
    wide = old.widened(_seen(seen), Seen.merged([_seen(part) for part in lacking]), fixed)
    return pack({"palette": wide.colours}), np.array_equal(wide.colours[: len(old.colours)], old.colours)


def coloured(pictures: Iterable[Picture]) -> tuple[bytes, str, int, float, bytes]:
    """Pictures in all their colours, as ``fitted`` gives them."""
    frames = np.stack([picture[..., :3] for picture in pictures])
    return pack({"frames": frames}), hashlib.sha256(frames.tobytes()).hexdigest(), 0, 0.0, b""


def fitted(pictures: Iterable[Picture], palette: bytes) -> tuple[bytes, str, int, float, bytes]:
    """Pictures in palette indices; a digest of both; how far off the worst pixel is, how many are, their colours."""
    fits = [_palette(palette).fit(picture) for picture in pictures]
    indices = np.stack([each.indices for each in fits])
    digest = hashlib.sha256(indices.tobytes() + palette).hexdigest()
    lacking = [each.lacking for each in fits if each.share]
    packed = pack(Seen.merged(lacking)._asdict()) if lacking else b""
    return pack({"frames": indices}), digest, max(each.off for each in fits), max(each.share for each in fits), packed


def _seen(packed: bytes) -> Seen:
    return Seen(**unpack(packed))


@functools.lru_cache(maxsize=2)
def _palette(packed: bytes) -> Palette:
    return Palette(unpack(packed)["palette"])
