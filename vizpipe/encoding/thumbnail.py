"""A picture made small, for places that keep a copy of it."""

import io
from typing import NamedTuple

from PIL import Image

ACROSS = 640
"""Pixels of its longer side."""
_COLOURS = 64
_QUALITY = 60


class Thumbnail(NamedTuple):
    """The same picture in two formats, and its size in pixels."""

    png: bytes
    webp: bytes
    width: int
    height: int


def thumbnail(picture: bytes) -> Thumbnail:
    """The last frame of a picture in any format that Pillow reads, small; what can be seen through is white."""
    with Image.open(io.BytesIO(picture)) as opened:
        opened.seek(getattr(opened, "n_frames", 1) - 1)
        whole = opened.convert("RGBA")
    image = Image.new("RGB", whole.size, "white")
    image.paste(whole, mask=whole)
    image.thumbnail((ACROSS, ACROSS), Image.Resampling.LANCZOS)
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(png := io.BytesIO(), format="PNG", optimize=True)
    image.save(webp := io.BytesIO(), format="WEBP", quality=_QUALITY, method=6)
    return Thumbnail(png.getvalue(), webp.getvalue(), *image.size)
