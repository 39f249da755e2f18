"""An image of values, each a cell of its own."""

from typing import Any

from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.image import AxesImage

from vizpipe.drawing.theme import Theme


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
        noted(context, box, self.to_rgba(values, bytes=True), run, is_smooth=self.get_interpolation() != "nearest")
