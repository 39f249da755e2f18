"""The same pictures with less: in fewer colours, fewer of them, smaller ones. The paper's colour and flat ones stay."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

from vizpipe.encoding import formats
from vizpipe.encoding.levers import ALL_COLOURS, Lever
from vizpipe.encoding.palette import Indexed, Palette, Picture, Seen
from vizpipe.film import spread

Counts = npt.NDArray[np.int64]
_FLAT = 1e-3
"""The share of the pixels from which on a colour is an area's, and stays as it is."""


def fewer(palette: Palette, counts: Counts, most: int) -> tuple[Indexed, Palette]:
    """A palette of at most ``most`` colours, and which of them stands for each colour of the old one.

    Of the two nearest colours the one with more pixels, by ``counts`` (n,), stands for both, again and again, until few
    enough are left; the colours of areas, up to half of ``most``, are never stood for by others.
    """
    colours = palette.colours.astype(np.float64)
    count = len(colours)
    heads = np.arange(count)
    distances = ((colours[:, None] - colours[None]) ** 2).sum(axis=-1)
    distances[np.diag_indices(count)] = np.inf
    frequent = np.argsort(-counts, kind="stable")[: max(most // 2, 1)]
    kept = frequent[counts[frequent] >= _FLAT * counts.sum()]
    distances[np.ix_(kept, kept)] = np.inf
    for _ in range(max(count - most, 0)):
        first, second = (int(each) for each in np.unravel_index(int(distances.argmin()), distances.shape))
        if (second in kept, counts[second]) > (first in kept, counts[first]):
            first, second = second, first
        heads[heads == second] = first
        distances[second, :] = distances[:, second] = np.inf
    left = np.unique(heads)
    places: Indexed = np.searchsorted(left, heads).astype(np.uint8)
    return places, Palette(palette.colours[left])


class Lesser:
    """Frames with less of everything, by a lever; the first and the last frame stay."""

    def __init__(
        self,
        palette: Palette | None,
        counts: Counts | None,
        durations: list[int],
        lever: Lever,
        stays: Sequence[int] = (),
    ) -> None:
        """``durations`` are those of all frames, ``stays`` the places of those that stay whatever happens.

        Frames are colours if there is no palette; else ``counts`` (n,) says how many pixels have each of its colours.
        """
        self.palette: Palette | None = None
        if palette is not None and counts is not None:
            self._places, self.palette = fewer(palette, counts, lever.colours)
            self._rgba = np.pad(palette.colours, ((0, 0), (0, 1)), constant_values=255)
        self._plain = lever.colours >= ALL_COLOURS
        self._scale = lever.scale
        kept = spread.spread(len(durations), -(-len(durations) // lever.every)) if len(durations) > 1 else [0]
        self.kept = sorted({*kept, *stays})
        ends = [*self.kept[1:], len(durations)]
        self.durations = [sum(durations[start:end]) for start, end in zip(self.kept, ends, strict=True)]

    def frames(self, chunks: Iterator[Indexed]) -> Iterator[Indexed]:
        """Those that are kept of the chunks (frames, height, width), made less."""
        number, kept = 0, set(self.kept)
        for chunk in chunks:
            for frame in chunk:
                if number in kept:
                    yield self._less(frame)
                number += 1

    def _less(self, frame: Indexed) -> Indexed:
        if self.palette is None:
            return scaled(frame, self._scale) if self._scale < 1.0 else frame
        if self._scale < 1.0:
            return self.palette.apply(scaled(self._rgba[frame], self._scale))
        return frame if self._plain else self._places[frame]


def scaled(picture: Picture, scale: float) -> Picture:
    """A smaller picture: each pixel the mean of those it stands for."""
    height, width = (max(round(side * scale), formats.SMALLEST_SIDE) for side in picture.shape[:2])
    image = Image.fromarray(np.ascontiguousarray(picture))
    return np.asarray(image.resize((width, height), Image.Resampling.BOX))


def still(picture: Picture, lever: Lever) -> Picture:
    """One picture (height, width, 4) with less."""
    small = scaled(picture, lever.scale) if lever.scale < 1.0 else picture
    if lever.colours >= ALL_COLOURS:
        return small
    palette = Palette.chosen(Seen.of(small))
    indices = palette.apply(small)
    counts = np.bincount(indices.ravel(), minlength=len(palette.colours))
    places, few = fewer(palette, counts, lever.colours)
    return np.concatenate([few.colours[places[indices]], small[..., 3:]], axis=-1)
