"""Published files → what they show. They may come from anywhere, so nothing in them is believed.

Only the format that the name says is tried, the header is looked at before a pixel is decoded, and no more is decoded
than the manifest says there is.
"""

import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from vizpipe.encoding.formats import EXACT, FORMATS
from vizpipe.encoding.seen import Seen, still

LARGEST = 400_000_000
"""Bytes of a file that is still read."""
MOST = 400_000_000
"""Pixels of all frames together that are still decoded."""


_MANY = f"more than {MOST // 1_000_000} million pixels"


class Undecodable(ValueError):  # noqa: N818 - what a file can be
    """Why a file can't be decoded, in words of our own."""


class Decoded(NamedTuple):
    """What a file shows."""

    pixels: str
    width: int
    height: int
    frames: int
    duration_ms: int


def decode(path: Path, size: tuple[int, int], frames: int) -> Decoded:
    """What the file shows, which should be ``frames`` pictures of ``size``. Raises Undecodable, OSError."""
    suffix = path.suffix.removeprefix(".")
    if suffix not in EXACT:
        message = "no picture that can be decoded"
        raise Undecodable(message)
    if path.stat().st_size > LARGEST:
        message = f"it is larger than {LARGEST // 1_000_000} MB"
        raise Undecodable(message)
    data = path.read_bytes()
    if suffix == "gif" and data.count(b"NETSCAPE2.0") > 1:
        message = "it says twice how often it plays"
        raise Undecodable(message)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a damaged or huge file often only warns
            with Image.open(io.BytesIO(data), formats=[EXACT[suffix]]) as image:
                if image.size != size:
                    return Decoded("", *image.size, 0, 0)
                return _animation(image, frames) if FORMATS[suffix].moves else _still(image)
    except Undecodable:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError):
        message = f"it has {_MANY}"
        raise Undecodable(message) from None
    except Exception as error:  # decoders raise anything at damaged files
        message = f"it is no {EXACT[suffix]}, or a damaged one"
        raise Undecodable(message) from error


def corner(path: Path) -> tuple[int, int, int]:
    """The colour of a picture of our own in its left upper corner: its background."""
    with Image.open(path) as image:
        red, green, blue = (int(each) for each in np.asarray(image.convert("RGB"))[0, 0])
    return red, green, blue


def frames(path: Path) -> Iterator[bytes]:
    """Every frame of an animation of our own, each as a PNG."""
    with Image.open(path) as image:
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            stream = io.BytesIO()
            plain = Image.fromarray(np.asarray(image.convert("RGB")))  # without what the file says of transparency
            plain.quantize(256, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
            yield stream.getvalue()


def small(animation: Path | bytes, wide: int) -> tuple[list[npt.NDArray[np.uint8]], list[int]]:
    """The frames of a GIF of our own, RGB, at most so many pixels wide, and the milliseconds of each."""
    pictures, durations = [], []
    with Image.open(animation if isinstance(animation, Path) else io.BytesIO(animation), formats=["GIF"]) as image:
        share = min(wide / image.width, 1.0)
        size = max(round(image.width * share), 1), max(round(image.height * share), 1)
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            pictures.append(np.asarray(image.convert("RGB").resize(size, Image.Resampling.BOX)))
            durations.append(int(image.info.get("duration", 0)))
    return pictures, durations


def _still(image: Image.Image) -> Decoded:
    if getattr(image, "n_frames", 1) != 1:
        message = "it moves"
        raise Undecodable(message)
    pixels = np.asarray(image.convert("RGBA"))
    opaque = bool((pixels[..., 3] == 255).all())  # noqa: PLR2004 - a byte's most
    return Decoded(still(np.ascontiguousarray(pixels[..., :3]) if opaque else pixels), *image.size, 1, 0)


def _animation(image: Image.Image, most: int) -> Decoded:
    count = int(getattr(image, "n_frames", 1))
    if count > 2 * most + 2:  # a stranger's encoder may split frames, but not without end
        return Decoded("", *image.size, count, 0)
    if count * image.width * image.height > MOST:
        message = f"it has {_MANY}"
        raise Undecodable(message)
    loop = image.info.get("loop")
    seen = Seen(1 if loop is None else int(loop) + 1 if loop else 0)
    for number in range(count):
        image.seek(number)
        seen.clear(np.asarray(image.convert("RGBA")), int(image.info.get("duration", 0)))
    return Decoded(seen.digest, *image.size, seen.frames, seen.duration)
