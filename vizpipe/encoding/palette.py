"""One palette for a whole animation, from a few sampled frames, and its application by table."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

Picture = npt.NDArray[np.uint8]
"""RGBA, shape (height, width, 4), contiguous; alpha is not looked at."""
Indexed = npt.NDArray[np.uint8]
"""Palette indices, shape (height, width)."""

COLOURS = 255
"""One index of a GIF's 256 stays free to mean «as before»."""
_BITS = 6
_SIDE = 1 << _BITS


class Palette:
    """At most 255 colours, and the nearest of them for every colour, as a table over a 64³ cube."""

    def __init__(self, colours: npt.NDArray[np.uint8]) -> None:
        """Take colours (n, 3), n ≤ 255."""
        self.colours = colours
        self._table: npt.NDArray[np.uint8] | None = None

    @classmethod
    def sampled(cls, pictures: Sequence[Picture], fixed: Iterable[tuple[int, int, int]]) -> "Palette":
        """The colours that serve ``pictures`` best, ``fixed`` ones among them as they are."""
        exact = np.array(sorted(set(fixed)), dtype=np.uint8).reshape(-1, 3)
        pixels = np.concatenate([picture.reshape(-1, 4)[:, :3] for picture in pictures])
        # every distinct colour counts, whatever its share, or thin lines would lose theirs
        sheet = Image.fromarray(pixels[: len(pixels) // 64 * 64].reshape(-1, 64, 3))
        found = sheet.quantize(COLOURS - len(exact), method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        flat = np.array(found.getpalette() or [], dtype=np.uint8).reshape(-1, 3)
        return cls(np.unique(np.concatenate([exact, flat]), axis=0)[:COLOURS])

    @property
    def table(self) -> npt.NDArray[np.uint8]:
        """Index of the nearest colour for each cell of the cube, shape (64³,)."""
        if self._table is None:
            steps = (np.arange(_SIDE, dtype=np.float32) * 255.0 / (_SIDE - 1)).astype(np.float32)
            blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
            cube = np.stack([red, green, blue], axis=-1).reshape(-1, 3)
            colours = self.colours.astype(np.float32)
            table = np.empty(len(cube), dtype=np.uint8)
            lengths = 0.5 * (colours * colours).sum(axis=1)
            for start in range(0, len(cube), 1 << 14):
                part = slice(start, start + (1 << 14))
                table[part] = (lengths - cube[part] @ colours.T).argmin(axis=1)
            opaque = np.full((len(self.colours), 1), 255, dtype=np.uint8)
            own = self._cells(np.concatenate([self.colours, opaque], axis=1))
            table[own] = np.arange(len(self.colours))
            self._table = table
        return self._table

    @staticmethod
    def _cells(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint32]:
        """The cell of each pixel (…, 4): six bits of blue, green and red, taken from four bytes at a time."""
        packed = np.ascontiguousarray(pixels).view("<u4")[..., 0]
        cells = packed >> np.uint32(2)
        cells &= np.uint32(0x3F)
        for shift, mask in ((4, 0xFC0), (6, 0x3F000)):
            part = packed >> np.uint32(shift)
            part &= np.uint32(mask)
            cells |= part
        return cells

    def apply(self, picture: Picture) -> Indexed:
        """The picture in palette indices, without dithering."""
        return self.table[self._cells(picture)]


def fewer(palette: Palette, most: int) -> tuple[Indexed, Palette]:
    """A palette of at most ``most`` colours, and which of them stands for each colour of the old one.

    The two nearest colours become the first of them, again and again, until few enough are left.
    """
    colours = palette.colours.astype(np.float64)
    count = len(colours)
    heads = np.arange(count)
    distances = ((colours[:, None] - colours[None]) ** 2).sum(axis=-1)
    distances[np.diag_indices(count)] = np.inf
    for _ in range(max(count - most, 0)):
        one, other = np.unravel_index(int(distances.argmin()), distances.shape)
        heads[heads == other] = one
        distances[other, :] = distances[:, other] = np.inf
    kept = np.unique(heads)
    places: Indexed = np.searchsorted(kept, heads).astype(np.uint8)
    return places, Palette(palette.colours[kept])
