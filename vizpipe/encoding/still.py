"""PNG: one picture, exact."""

from typing import IO

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from vizpipe.encoding.palette import Picture


def write(stream: IO[bytes], picture: Picture, comment: str) -> None:
    """Write a picture with a comment that says what made it."""
    info = PngInfo()
    info.add_itxt("Comment", comment)
    Image.fromarray(np.ascontiguousarray(picture[..., :3])).save(stream, format="PNG", pnginfo=info, compress_level=7)
