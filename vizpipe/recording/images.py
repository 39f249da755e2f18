"""Images of a log, each in a file of some format → frames in which they stand side by side, small enough to be kept.

They may come from anywhere: only three formats are tried, and a size is looked at before a pixel is decoded.
"""

import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
from PIL import Image

from vizpipe.errors import UsageError
from vizpipe.nn.images import Images
from vizpipe.nn.probe import evenly
from vizpipe.recording.log import Encoded
from vizpipe.recording.model import plain
from vizpipe.recording.together import tags_of, together

MOST_NAMES, MOST_FRAMES, LONGEST_SIDE = 9, 250, 128
"""Images that have room, steps, and pixels of the longer side."""
MOST_VALUES = 24_000_000
"""Bytes of all frames together."""
_FORMATS, _LARGEST, _COLOURS = ("PNG", "JPEG", "GIF"), 4_096, 3
Pixels = npt.NDArray[np.uint8]


def frames(images: Mapping[int, Mapping[str, Encoded]]) -> tuple[list[Images], list[str]]:
    """A frame for each step at which all of them were written, and what a reader must know, a sentence each.

    Raises UsageError naming the record whose image can't be read.
    """
    tags = tags_of(images)
    kept, steps = together(images, tags)
    if not kept:
        return [], []
    notes, names = list[str](), kept[:MOST_NAMES]
    if len(kept) < len(tags):
        notes.append(f"Images are {len(kept)} of {len(tags)}; others were written at other times.")
    if len(names) < len(kept):
        notes.append(f"Of {len(kept)} images the first {len(names)} are shown.")
    chosen = [steps[at] for at in evenly(len(steps), MOST_FRAMES)]
    seen = np.array([[_size(name, images[step][name]) for name in names] for step in chosen])
    most = _reduced(seen.reshape(-1, 2)).max(axis=0)
    chosen = [chosen[at] for at in evenly(len(chosen), MOST_VALUES // (_COLOURS * len(names) * int(most.prod())))]
    if len(chosen) < len(steps):
        notes.append(f"Of {len(steps):,} steps at which they were written {len(chosen)} are shown, evenly.")
    if seen.max() > LONGEST_SIDE:
        notes.append(f"Images are scaled down to {LONGEST_SIDE} pixels.")
    return _framed(images, chosen, names), notes


def _framed(images: Mapping[int, Mapping[str, Encoded]], steps: list[int], names: list[str]) -> list[Images]:
    """The images of these names at these steps, each in the upper left corner of what the largest takes."""
    found = [[_decoded(name, images[step][name]) for name in names] for step in steps]
    sizes = np.array([[each.shape[:2] for each in row] for row in found]).max(axis=0)
    whole = np.full((len(steps), len(names), *sizes.max(axis=0), _COLOURS), 255, np.uint8)
    for at, row in enumerate(found):
        for number, each in enumerate(row):
            whole[at, number, : each.shape[0], : each.shape[1]] = each
    told = np.array([plain(name) for name in names])
    return [Images(step, whole[at], sizes, told) for at, step in enumerate(steps)]


def _reduced(sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Heights and widths (n, 2) as they are kept."""
    share = np.minimum(LONGEST_SIDE / sizes.max(axis=1, keepdims=True), 1.0)
    return np.asarray(np.maximum(np.rint(sizes * share), 1.0), np.int64)


def _size(name: str, image: Encoded) -> tuple[int, int]:
    """Height and width."""
    with _opened(name, image) as opened:
        return opened.height, opened.width


def _decoded(name: str, image: Encoded) -> Pixels:
    """Its colours (height, width, 3), on white where it can be seen through, no larger than what is kept."""
    with _opened(name, image) as opened:
        high, wide = _reduced(np.array([[opened.height, opened.width]]))[0].tolist()
        whole = _eight_bits(opened).convert("RGBA")
    paper = Image.new("RGB", whole.size, "white")
    paper.paste(whole, mask=whole)
    small = paper if paper.size == (wide, high) else paper.resize((wide, high), Image.Resampling.BOX)
    return np.asarray(small)


def _eight_bits(image: Image.Image) -> Image.Image:
    """An image of at most eight bits a channel, of which Pillow would cut off greys of sixteen."""
    if not image.mode.startswith("I"):
        return image
    return Image.fromarray(np.asarray(np.clip(np.asarray(image), 0, 65_535) // 257, np.uint8))


@contextmanager
def _opened(name: str, image: Encoded) -> Iterator[Image.Image]:
    """An image of which the size is known to be bearable; what goes wrong in there is a UsageError."""
    told = f"{image.origin}: the image '{plain(name, 60)}'"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a damaged file often only warns
            with Image.open(io.BytesIO(image.data), formats=_FORMATS) as opened:
                if is_bearable := max(opened.size) <= _LARGEST:
                    yield opened
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        is_bearable = False
    except Exception:  # noqa: BLE001 - decoders raise anything at damaged files
        raise UsageError(f"{told} is no PNG, JPEG or GIF, or a damaged one") from None
    if not is_bearable:
        raise UsageError(f"{told} is larger than {_LARGEST:,} × {_LARGEST:,} pixels")
