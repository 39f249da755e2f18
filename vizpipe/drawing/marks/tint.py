"""An image of a field in steps of colour, at the resolution of the picture: five times as fast as an AxesImage.

matplotlib's image resamples data, mask and colours apart, in float64; here two linear interpolations and one table do.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.transforms import Affine2D, Bbox, TransformedPath

Array = npt.NDArray[np.float64]
FINE = 2
"""Pixels across a point of a vector file: 144 an inch."""


class Tint(Artist):
    """Values (rows, columns) from 0 to 1 over ``extent``, each shown in its step's colour."""

    def __init__(
        self,
        values: Array,
        extent: tuple[float, float, float, float],
        colours: Array,
        *,
        smooth: bool = True,
        hatch: int = 0,
        ink: Sequence[float] = (0.0, 0.0, 0.0),
    ) -> None:
        """Take values on an even grid whose outermost points lie on ``extent`` (left, right, bottom, top).

        ``hatch`` is the distance in pixels of lines of ``ink`` over values above ½, for those who see no colours.
        """
        super().__init__()
        self.values = values
        self.extent = extent
        self.smooth = smooth
        self.hatch = hatch
        table = np.full((len(colours) + 1, 4), 255, dtype=np.uint8)
        table[:, :3] = np.rint(255.0 * np.concatenate([colours, [ink]]))
        self._table = table.view("<u4")[:, 0]

    def get_window_extent(self, renderer: RendererBase | None = None) -> Bbox:
        """Where it lies, in pixels."""
        del renderer
        left, right, bottom, top = self.extent
        return Bbox(self._panel().transData.transform([[left, bottom], [right, top]]))

    def draw(self, renderer: RendererBase) -> None:
        """Draw the part that lies inside the axes, pixel by pixel."""
        if not self.get_visible():
            return
        axes = self._panel()
        box, room = self.get_window_extent(), axes.bbox
        left, bottom = (int(np.floor(max(low, edge))) for low, edge in ((box.x0, room.x0), (box.y0, room.y0)))
        right, top = (int(np.ceil(min(high, edge))) for high, edge in ((box.x1, room.x1), (box.y1, room.y1)))
        if right > left and top > bottom and box.width > 0.0 and box.height > 0.0:
            rows, columns = self.values.shape
            # a vector file has no pixels of its own: it gets several for each point
            fine = FINE if renderer.option_scale_image() else 1
            down = (_centres(bottom, top, fine) - box.y0) / box.height * (rows - 1)
            along = (_centres(left, right, fine) - box.x0) / box.width * (columns - 1)
            steps = self._steps(down, along)
            image = self._table[steps]  # row 0 is the lowest, as every renderer wants it
            if self.hatch:
                image[self._hatched(steps, left * fine, bottom * fine, self.hatch * fine)] = self._table[-1]
            context = renderer.new_gc()
            _clip(self, context)
            context.set_alpha(1.0)
            pixels = image.view(np.uint8).reshape(*image.shape, 4)
            if fine == 1:
                renderer.draw_image(context, left, bottom, pixels)
            else:
                renderer.draw_image(context, left, bottom, pixels, Affine2D().scale(right - left, top - bottom))
            context.restore()
        self.stale = False

    def _steps(self, down: Array, along: Array) -> npt.NDArray[np.uint8]:
        """The step of each pixel, from values between grid points, row 0 at the bottom."""
        values = self.values.astype(np.float32)
        if not self.smooth:
            picked = values.take(np.rint(along).astype(int).clip(0, values.shape[1] - 1), 1)
            picked = picked.take(np.rint(down).astype(int).clip(0, len(values) - 1), 0)
        else:
            picked = _between(_between(values, along, 1), down, 0)
        count = len(self._table) - 1
        steps: npt.NDArray[np.uint8] = (picked * np.float32(count)).clip(0, count - 1).astype(np.uint8)
        return steps

    def _hatched(self, steps: npt.NDArray[np.uint8], left: int, bottom: int, period: int) -> npt.NDArray[np.bool_]:
        """The pixels of slanting lines over the upper half of the values, fixed to the picture."""
        rows, columns = steps.shape
        at = (np.arange(rows) + bottom)[:, None] + (np.arange(columns) + left)[None]
        inside: npt.NDArray[np.bool_] = (at % period < max(period // 6, 1)) & (steps >= (len(self._table) - 1) // 2)
        return inside

    def _panel(self) -> Any:  # noqa: ANN401 - Axes, once it was added to one
        return self.axes


def _centres(low: int, high: int, fine: int) -> Array:
    """The middles of so many pixels for each whole one from ``low`` to ``high``."""
    return low + (np.arange((high - low) * fine) + 0.5) / fine


def _clip(artist: Artist, context: GraphicsContextBase) -> None:
    """Keep what is drawn inside the artist's clip box and path."""
    box, path = artist.get_clip_box(), artist.get_clip_path()
    if box is not None:
        context.set_clip_rectangle(box)
    if isinstance(path, TransformedPath):  # what an artist keeps of any patch or path
        context.set_clip_path(path)


def _between(values: npt.NDArray[np.float32], at: Array, axis: int) -> npt.NDArray[np.float32]:
    """Rows or columns at fractional positions, linearly between their neighbours."""
    low = np.floor(at).astype(int).clip(0, max(values.shape[axis] - 2, 0))
    high = np.minimum(low + 1, values.shape[axis] - 1)
    share = (at - low).clip(0.0, 1.0).astype(np.float32)
    first = values.take(low, axis)
    made: npt.NDArray[np.float32] = values.take(high, axis)
    made -= first
    made *= share if axis else share[:, None]
    made += first
    return made
