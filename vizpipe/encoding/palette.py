"""One palette for a whole animation: chosen from what its frames show, applied by table, measured in every frame."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
"""RGBA, shape (height, width, 4), contiguous; a palette does not look at alpha."""
Indexed = npt.NDArray[np.uint8]
"""Palette indices, shape (height, width)."""

COLOURS = 255
"""One index of a GIF's 256 stays free to mean «as before»."""
BOUND = 16
"""By how much of 255 a pixel may be off in any channel."""
_RESERVE = 32
"""Places left for colours of frames that the palette was not chosen from."""
_FLAT, _MOST_FLAT = 1e-3, 96
"""The share of a picture from which on a colour is kept as it is, and how many are."""
_BITS = 6
_SIDE = 1 << _BITS
_STEP = 256 // _SIDE
_UNKNOWN = np.uint16(0xFFFF)
"""Of a cell nobody asked for; the index 255 is no colour's."""


class Seen(NamedTuple):
    """Distinct colours (n, 3), and how many pixels have each (n,)."""

    colours: npt.NDArray[np.uint8]
    counts: npt.NDArray[np.int64]

    @classmethod
    def of(cls, pixels: npt.NDArray[np.uint8]) -> "Seen":
        """Count the colours of pixels (…, 4)."""
        packed = np.ascontiguousarray(pixels).view("<u4").reshape(-1) & np.uint32(0xFFFFFF)
        return cls._unpacked(*np.unique(packed, return_counts=True))

    @classmethod
    def merged(cls, parts: Iterable["Seen"]) -> "Seen":
        """The colours of all parts, each once."""
        every = list(parts)
        packed = np.concatenate([part.colours.astype(np.uint32) @ _PLACES for part in every])
        distinct, at = np.unique(packed, return_inverse=True)
        counts = np.bincount(at, weights=np.concatenate([part.counts for part in every]), minlength=len(distinct))
        return cls._unpacked(distinct, counts)

    @classmethod
    def _unpacked(cls, packed: npt.NDArray[np.uint32], counts: npt.NDArray[np.generic]) -> "Seen":
        colours = np.stack([packed & 255, packed >> 8 & 255, packed >> 16], axis=-1).astype(np.uint8)
        return cls(colours, counts.astype(np.int64))

    def thinned(self) -> "Seen":
        """One colour for each cell of the table, the most frequent, with the pixels of all."""
        order = np.argsort(-self.counts, kind="stable")
        cells = (self.colours[order] // _STEP).astype(np.uint32) @ _PLACES
        _, first, at = np.unique(cells, return_index=True, return_inverse=True)
        counts = np.bincount(at, weights=self.counts[order], minlength=len(first))
        return Seen(self.colours[order][first], counts.astype(np.int64))

    def flat(self) -> npt.NDArray[np.uint8]:
        """The colours of areas: those of so many pixels that any other would be seen, the most frequent first."""
        order = np.argsort(-self.counts, kind="stable")[:_MOST_FLAT]
        kept: npt.NDArray[np.uint8] = self.colours[order[self.counts[order] >= _FLAT * self.counts.sum()]]
        return kept


_PLACES = np.array([1, 1 << 8, 1 << 16], dtype=np.uint32)


class Gaps(NamedTuple):
    """Pixels that are off by more than ``BOUND``: their places (n,) in the flattened picture, and colours (n, 3)."""

    places: npt.NDArray[np.uint32]
    colours: npt.NDArray[np.uint8]


class Fitted(NamedTuple):
    """A picture in palette indices, and how near that is."""

    indices: Indexed
    off: int
    """By how much of 255 the worst pixel is off in any channel, at most."""
    gaps: Gaps


class Palette:
    """At most 255 colours, and the nearest of them for every colour, as a table over a 64³ cube that fills itself."""

    def __init__(self, colours: npt.NDArray[np.uint8]) -> None:
        """Take distinct colours (n, 3), n ≤ 255."""
        self.colours = colours
        self._table: npt.NDArray[np.uint16] | None = None

    @classmethod
    def chosen(cls, seen: Seen, fixed: Iterable[tuple[int, int, int]] = ()) -> "Palette":
        """The colours that serve what was ``seen`` best: ``fixed`` and flat ones as they are, the rest near to all.

        A few places stay free for ``grow``.
        """
        exact = np.array(sorted(set(fixed)), dtype=np.uint8).reshape(-1, 3)
        _, first = np.unique(np.concatenate([exact, seen.flat()]), axis=0, return_index=True)
        kept = np.concatenate([exact, seen.flat()])[np.sort(first)][: COLOURS - _RESERVE]
        return cls(_spread(kept, seen.thinned().colours, COLOURS - _RESERVE))

    def grow(self, gaps: Gaps) -> tuple[Indexed, npt.NDArray[np.int16]]:
        """The nearest index for each of the ``gaps`` (n,), and by how much it is off (n,).

        Colours that lack come after those that are there, the farthest first, as long as places are free: what indices
        meant before they mean still.
        """
        distinct, at = np.unique(gaps.colours, axis=0, return_inverse=True)
        most = np.iinfo(np.int16).max
        nearest, off = np.zeros(len(distinct), dtype=np.uint8), np.full(len(distinct), most, dtype=np.int16)
        for index, colour in enumerate(self.colours):
            _approach(distinct, index, colour, nearest, off)
        added: list[npt.NDArray[np.uint8]] = []
        while len(self.colours) + len(added) < COLOURS and off.max(initial=0) > BOUND:
            added.append(distinct[off.argmax()])
            _approach(distinct, len(self.colours) + len(added) - 1, added[-1], nearest, off)
        if added:
            self.colours, self._table = np.concatenate([self.colours, added]), None
        return nearest[at.ravel()], off[at.ravel()]

    @property
    def places(self) -> bytes:
        """All 256 places, three bytes each; those that are free are black."""
        return self.colours.tobytes().ljust(3 * (COLOURS + 1), b"\0")

    def _entries(self, cells: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint16]:
        """For each cell of the cube the index of the nearest colour, and 256 times how far off any of it is at most.

        They are worked out when they are first asked for: pictures show a few thousand of a quarter of a million.
        """
        if self._table is None:
            self._table = np.full(_SIDE**3, _UNKNOWN, dtype=np.uint16)
            own = self.cells(np.concatenate([self.colours, np.full((len(self.colours), 1), 255, np.uint8)], axis=1))
            backwards = np.arange(len(self.colours))[::-1]  # of two in a cell the first
            self._enter(self._table, own[backwards], backwards)
        entries = self._table[cells]
        if entries.max(initial=0) == _UNKNOWN:
            self._look_up(self._table, np.unique(cells[entries == _UNKNOWN]))
            entries = self._table[cells]
        return entries

    def _look_up(self, table: npt.NDArray[np.uint16], cells: npt.NDArray[np.uint32]) -> None:
        """Enter the nearest colour to the middle of each cell (n,), in whole numbers: a tie is one everywhere."""
        colours = self.colours.astype(np.float64)
        half_squares = (256 - _STEP) * (colours * colours).sum(axis=1)
        for start in range(0, len(cells), 1 << 13):
            part = cells[start : start + (1 << 13)]
            self._enter(table, part, (half_squares - 510.0 * (_lowest(part) @ colours.T)).argmin(axis=1))

    def _enter(
        self, table: npt.NDArray[np.uint16], cells: npt.NDArray[np.uint32], nearest: npt.NDArray[np.intp]
    ) -> None:
        lowest, chosen = _lowest(cells), self.colours[nearest].astype(np.float64)
        off = np.maximum(chosen - lowest, lowest + (_STEP - 1) - chosen).max(axis=1).astype(np.uint16)
        table[cells] = nearest.astype(np.uint16) | off << np.uint16(8)

    @staticmethod
    def cells(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint32]:
        """The cell of each pixel (…, 4): six bits of blue, green and red, taken from four bytes at a time."""
        packed = np.ascontiguousarray(pixels).view("<u4")[..., 0]
        cells = packed >> np.uint32(2)
        cells &= np.uint32(0x3F)
        for shift, mask in ((4, 0xFC0), (6, 0x3F000)):
            part = packed >> np.uint32(shift)
            part &= np.uint32(mask)
            cells |= part
        return cells

    def fit(self, picture: Picture) -> Fitted:
        """The picture in palette indices, without dithering, and how far off they are."""
        entries = self._entries(self.cells(picture))
        off = int(entries.max()) >> 8
        indices = entries.astype(np.uint8)
        if off <= BOUND:
            return Fitted(indices, off, _NONE)
        far = np.flatnonzero(entries >> np.uint16(8) > BOUND)  # at most; by how much they are is seen only here
        pixels = picture.reshape(-1, 4)[far, :3]
        distances = np.abs(pixels.astype(np.int16) - self.colours[indices.reshape(-1)[far]]).max(axis=1)
        lacking = distances > BOUND
        near = np.delete(entries.reshape(-1), far)
        off = max(int(distances.max()), int(near.max(initial=0)) >> 8)
        return Fitted(indices, off, Gaps(far[lacking].astype(np.uint32), pixels[lacking]))

    def apply(self, picture: Picture) -> Indexed:
        """The picture in palette indices, without dithering."""
        return self.fit(picture).indices


def _lowest(cells: npt.NDArray[np.uint32]) -> npt.NDArray[np.float64]:
    """The lowest red, green and blue (n, 3) in each cell (n,)."""
    parts = cells[:, None] >> np.array([0, _BITS, 2 * _BITS], dtype=np.uint32) & np.uint32(_SIDE - 1)
    return parts.astype(np.float64) * _STEP


_NONE = Gaps(np.empty(0, dtype=np.uint32), np.empty((0, 3), dtype=np.uint8))


def _approach(
    colours: npt.NDArray[np.uint8],
    index: int,
    candidate: npt.NDArray[np.uint8],
    nearest: Indexed,
    off: npt.NDArray[np.int16],
) -> None:
    """Take a candidate wherever it is nearer than what was found so far."""
    distances = np.abs(colours.astype(np.int16) - candidate).max(axis=1)
    nearer = distances < off
    nearest[nearer], off[nearer] = index, distances[nearer]


def _spread(kept: npt.NDArray[np.uint8], others: npt.NDArray[np.uint8], most: int) -> npt.NDArray[np.uint8]:
    """At most ``most`` colours: those ``kept``, and again and again that of the ``others`` farthest from them.

    So none is farther from the nearest than twice the least distance that so many colours can have (Gonzalez, 1985).
    """
    points = others.astype(np.float32)
    nearest = np.full(len(points), np.inf, dtype=np.float32)
    for colour in kept.astype(np.float32):
        np.minimum(nearest, ((points - colour) ** 2).sum(axis=1), out=nearest)
    chosen: list[int] = []
    while len(kept) + len(chosen) < most and len(points):
        farthest = int(nearest.argmax())
        if nearest[farthest] == 0.0:
            break
        chosen.append(farthest)
        np.minimum(nearest, ((points - points[farthest]) ** 2).sum(axis=1), out=nearest)
    return np.concatenate([kept, others[chosen]])
