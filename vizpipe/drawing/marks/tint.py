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
_HATCHED = 0.58
"""From which value on a field is hatched: one that is undecided, or not there yet, is of no class."""


def slanting(shape: tuple[int, ...], left: int, bottom: int, period: int) -> npt.NDArray[np.bool_]:
    """The pixels (rows, columns) of slanting lines, so many apart, of a picture that begins at this place."""
    rows, columns = shape
    at = (np.arange(rows) + bottom)[:, None] + (np.arange(columns) + left)[None]
    lines: npt.NDArray[np.bool_] = at % period < max(period // 6, 1)
    return lines


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

        ``hatch`` is the distance in pixels of lines of ``ink`` over values well above ½, for those who see no colours.
        """
        super().__init__()
        self.values = values
        self.extent = extent
        self.smooth = smooth
        self.hatch = hatch
        self.ends = tuple(map(tuple, colours[[0, -1]]))
        self._count = len(colours)
        table = np.full((self._count + 2, 4), 255, dtype=np.uint8)  # the steps, the ink, and nothing
        table[:-1, :3] = np.rint(255.0 * np.concatenate([colours, [ink]]))
        table[-1] = 0
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
        noted = getattr(renderer, "draw_field", None)
        if noted is not None and type(self) is Tint:  # it takes values, not pixels
            context = renderer.new_gc()
            _clip(self, context)
            look = self.smooth, self.hatch, self._table[self._count : self._count + 1].view(np.uint8)
            noted(context, np.array([box.min, box.max]), self.values, *look)
        elif right > left and top > bottom and box.width > 0.0 and box.height > 0.0:
            # a vector file has no pixels of its own: it gets several for each point
            fine = FINE if renderer.option_scale_image() else 1
            steps = self._steps((left, right, bottom, top), fine)
            image = self._table[steps]  # row 0 is the lowest, as every renderer wants it
            if self.hatch:
                image[self._hatched(steps, left * fine, bottom * fine, self.hatch * fine)] = self._table[self._count]
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

    def _steps(self, edges: tuple[int, int, int, int], fine: int) -> npt.NDArray[np.int16]:
        """The step of each pixel between these edges, from values between grid points, row 0 at the bottom."""
        left, right, bottom, top = edges
        box, values = self.get_window_extent(), self.values.astype(np.float32)
        down = (_centres(bottom, top, fine) - box.y0) / box.height * (values.shape[0] - 1)
        along = (_centres(left, right, fine) - box.x0) / box.width * (values.shape[1] - 1)
        if not self.smooth:
            picked = values.take(np.rint(along).astype(int).clip(0, values.shape[1] - 1), 1)
            picked = picked.take(np.rint(down).astype(int).clip(0, len(values) - 1), 0)
        else:
            picked = _between(_between(values, along, 1), down, 0)
        return self._shaded(picked)

    def _shaded(self, values: npt.NDArray[np.float32]) -> npt.NDArray[np.int16]:
        """The step of each value."""
        steps: npt.NDArray[np.int16] = (values * np.float32(self._count)).clip(0, self._count - 1).astype(np.int16)
        return steps

    def _hatched(self, steps: npt.NDArray[np.int16], left: int, bottom: int, period: int) -> npt.NDArray[np.bool_]:
        """The pixels of slanting lines over values of class 1, fixed to the picture."""
        is_upper: npt.NDArray[np.bool_] = (steps >= _HATCHED * self._count) & (steps < self._count)
        return slanting(steps.shape, left, bottom, period) & is_upper

    def _panel(self) -> Any:  # noqa: ANN401 - Axes, once it was added to one
        return self.axes


class Speckles(Tint):
    """Squares ``size`` pixels wide around places, each in its value's step: as many as a grid has, in one image.

    Later ones lie over earlier ones. Forty thousand take a sixth of the time of matplotlib's scatter.
    """

    def __init__(self, places: Array, values: Array, size: float, colours: Array, **look: Any) -> None:  # noqa: ANN401 - Tint's
        """Take places (n, 2) in units of the data and values (n,) from 0 to 1; ``look`` is hatch and ink."""
        left, bottom = places.min(axis=0)
        right, top = places.max(axis=0)
        super().__init__(values, (left, right, bottom, top), colours, **look)
        self.places, self.size = places, size

    def get_window_extent(self, renderer: RendererBase | None = None) -> Bbox:
        """Where they lie, in pixels."""
        return super().get_window_extent(renderer).padded(self.size / 2.0 + 1.0)

    def _steps(self, edges: tuple[int, int, int, int], fine: int) -> npt.NDArray[np.int16]:
        """The step of each pixel between these edges; nothing where no square lies."""
        left, right, bottom, top = edges
        across, up = (right - left) * fine, (top - bottom) * fine
        wide = max(round(self.size * fine), 1)
        pixels = (self._panel().transData.transform(self.places) - (left, bottom)) * fine - (wide - 1) / 2.0
        corners, shades = np.floor(pixels).astype(np.int64), self._shaded(self.values.astype(np.float32))
        rows, columns = (
            each.reshape(len(shades), -1)
            for each in np.broadcast_arrays(
                corners[:, 1, None, None] + np.arange(wide)[:, None], corners[:, 0, None, None] + np.arange(wide)
            )
        )
        inside = (rows >= 0) & (rows < up) & (columns >= 0) & (columns < across)
        steps = np.full(up * across, self._count + 1, dtype=np.int16)
        steps[(rows * across + columns)[inside]] = np.broadcast_to(shades[:, None], rows.shape)[inside]
        return steps.reshape(up, across)


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
