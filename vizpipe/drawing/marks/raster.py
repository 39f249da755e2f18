"""An image of values, each a cell of its own."""

from typing import Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.image import AxesImage

from vizpipe.drawing.marks.tint import slanting
from vizpipe.drawing.theme import Theme

_SHADES = 17
"""Of a smooth image: as many as digits are scanned in; more make a file twice as large, and nobody sees them."""
_MINUS = 0.48
"""Up to where in a run of signed values cells are hatched: one near 0 has no sign that matters."""


def run_of(theme: Theme, scale: str) -> LinearSegmentedColormap:
    """The colours of cells: of values below and above 0 (``sign``), or of how much there is (``ink``)."""
    stops: dict[str, list[Any]] = {
        "sign": [theme.negative, theme.middle, theme.positive],
        "ink": [theme.mix(theme.line, 0.2), to_rgb(theme.ink)],
    }
    return LinearSegmentedColormap.from_list("values", stops[scale])


class Raster(AxesImage):
    """As matplotlib's, but what takes values instead of pixels gets the colours of the cells."""

    run = ""
    """The name of its run of colours; empty where values are colours."""
    hatch = 0
    """How many pixels the lines over values below 0 are apart, for those who see no colours; 0 for none."""
    ink: tuple[float, ...] = (0.0, 0.0, 0.0)
    """The colour of these lines."""
    _whole: Any = None
    """The run without steps."""

    def show(self, values: Any, run: str) -> None:  # noqa: ANN401 - an array
        """Take values of a run; between cells of ink there are a few shades of it, not as many as pixels."""
        self.set_data(values)
        self.run = run
        if run == "ink" and self.get_interpolation() != "nearest":
            self._whole = self.get_cmap()
            self.set_cmap(self._whole.resampled(_SHADES))
            self.set_interpolation_stage("data")

    def draw(self, renderer: Any) -> None:  # noqa: ANN401 - matplotlib's
        """Draw, or hand on the colours, RGBA of shape (rows, columns, 4), the uppermost row first, and their box.

        With them goes where each cell is in its run of colours, from which another theme's follow.
        """
        noted = getattr(renderer, "draw_cells", None)
        if noted is None:
            super().draw(renderer)
            return
        context = renderer.new_gc()
        context.set_clip_rectangle(self.get_clip_box())
        left, right, bottom, top = self.get_extent()
        box = self.get_transform().transform([[left, bottom], [right, top]])
        values: Any = self.get_array()
        run = (self.run, self.norm(values)) if self.run else None
        look = self.get_interpolation() != "nearest", self.hatch, np.rint(255.0 * np.array([(*self.ink, 1.0)]))
        cells = self._whole(self.norm(values), bytes=True) if self._whole else self.to_rgba(values, bytes=True)
        noted(context, box, cells, run, self._minus() if self.hatch else None, *look)

    def make_image(self, renderer: Any, magnification: float = 1.0, unsampled: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - matplotlib's
        """As matplotlib's, and slanting lines over cells of values below 0, fixed to the picture."""
        made: Any = super().make_image(renderer, magnification, unsampled)
        image, left, bottom, _ = made
        if not self.hatch or unsampled or image is None:
            return made
        (x0, y0), (x1, y1) = self.get_window_extent().get_points()
        below, period = self._minus()[::-1], max(round(self.hatch * magnification), 1)
        columns, rows = (np.arange(count) for count in (image.shape[1], image.shape[0]))
        across, up = left + (columns + 0.5) / magnification, bottom + (rows + 0.5) / magnification
        along = ((across - x0) / (x1 - x0) * below.shape[1]).astype(int).clip(0, below.shape[1] - 1)
        down = ((up - y0) / (y1 - y0) * below.shape[0]).astype(int).clip(0, below.shape[0] - 1)
        is_line = slanting(image.shape[:2], int(left * magnification), int(bottom * magnification), period)
        image[is_line & below[down][:, along]] = np.rint(255.0 * np.array([*self.ink, 1.0]))
        return made

    def _minus(self) -> Any:  # noqa: ANN401 - flags
        """Which cells are below 0, row 0 on top."""
        values: Any = self.get_array()
        return np.asarray(np.ma.filled(np.ma.asarray(self.norm(values)), 1.0) < _MINUS)
