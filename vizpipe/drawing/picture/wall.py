"""A wall of small images, each as strong as a number says."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from vizpipe.drawing.picture.channels import Channel, Moment, channel, refused
from vizpipe.drawing.picture.mark import Array, F, Mark, Need, Room
from vizpipe.drawing.picture.shapes import Image, Shape


@dataclass(frozen=True)
class Wall(Mark[F]):
    """Images on paper in rows from the left, those of a row in their own order, each as clear as its share says.

    It can mislead where rows are of different lengths: a long one looks like more success.
    """

    images: Channel[F] = channel()
    """From 0 (paper) to 1 (ink), shape (n, height, width)."""
    rows: Channel[F] = channel()
    """The row of each, from 0 on top, shape (n,)."""
    shares: Channel[F] = channel()
    """How clear each is, from 0 to 1, shape (n,)."""
    columns: int = 0
    """How many have room in a row; as many as the longest has, if these are more."""

    def need(self, moment: Moment[F]) -> Need:
        """Images half as large as type."""
        counts = np.bincount(self.read(moment, "rows"))
        return Need(0.5 * max(*counts, self.columns), 0.5 * len(counts), is_rigid=True, has_text=False)

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """All of it as one image; what is between the images isn't there."""
        images: Array = np.asarray(self.read(moment, "images"), dtype=float)
        rows, shares = np.asarray(self.read(moment, "rows")), np.asarray(self.read(moment, "shares"), dtype=float)
        if images.ndim != 3 or rows.shape != images.shape[:1] or shares.shape != rows.shape:  # noqa: PLR2004
            raise refused(self, f"images {images.shape}, rows {rows.shape} and shares {shares.shape} don't go together")
        if np.isnan(shares).any():
            raise refused(self, "some shares aren't there (nan), and an image can't be left out")
        _, high, wide = images.shape
        counts = np.bincount(rows)
        grid = np.full((len(counts), max(counts), high + 1, wide + 1), np.nan)
        for row, count in enumerate(counts):
            grid[row, :count, :high, :wide] = (images * shares[:, None, None])[rows == row]
        values = grid.transpose(0, 2, 1, 3).reshape(len(counts) * (high + 1), -1)
        side = min(room.width / max(*counts, self.columns), room.height / len(counts))
        extent = (0.0, side * max(counts), room.height - side * len(counts), room.height)
        yield Image(values, extent, "ink", order=1.2, unit="paper")
