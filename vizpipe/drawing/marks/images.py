"""Small pictures: an image of a digit, the weights of a unit."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from matplotlib.colors import LinearSegmentedColormap, to_rgb

from vizpipe.drawing.layout import Box, plot

if TYPE_CHECKING:
    from vizpipe.drawing.canvas import Canvas


def picture(canvas: "Canvas", box: Box, image: npt.NDArray[np.float64]) -> None:
    """On the stage: an image (rows, columns) from 0, paper, to 1, ink, as a square in the middle of a box."""
    side = min(box.width, box.height)
    square = Box(box.left + (box.width - side) / 2.0, box.bottom + (box.height - side) / 2.0, side, side)
    axes = plot(canvas, square)
    axes.set_axis_off()
    theme = canvas.style.theme
    paper = theme.mix(theme.line, 0.2)
    colours = LinearSegmentedColormap.from_list("ink", [paper, to_rgb(theme.ink)])
    axes.imshow(image, cmap=colours, vmin=0.0, vmax=1.0, interpolation="nearest", aspect="auto")
