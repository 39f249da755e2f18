"""How far two pictures are apart: the share of pixels, the largest difference, and where."""

import io

import numpy as np
import numpy.typing as npt
from PIL import Image

from vizpipe.encoding.apart import apart


def png(pixels: npt.NDArray[np.uint8]) -> bytes:
    """A file of these pixels."""
    Image.fromarray(pixels).save(stream := io.BytesIO(), format="PNG")
    return stream.getvalue()


def test_pixels_that_differ_are_counted_measured_and_found() -> None:
    """A corner of another grey is told with its share, its difference and its place; the same picture has none."""
    plain = np.full((60, 90, 3), 200, dtype=np.uint8)
    other = plain.copy()
    other[:6, 81:] = 150
    found = apart(png(plain), png(other), "png")
    assert found == (0.01, 50, "at the upper right")
    assert str(found) == "1.00% of the pixels differ, by 50 of 255 at most, at the upper right"
    assert str(apart(png(plain), png(plain), "png")) == "0 pixels differ"
    assert apart(png(plain), png(plain[1:]), "png") is None
