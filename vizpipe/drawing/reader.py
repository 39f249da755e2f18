"""What a reader would see of a figure's texts: each that is drawn, where, how large, and on what colours."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from vizpipe.drawing.style import DPI, POINTS_PER_INCH
from vizpipe.drawing.theme import contrast

_FEW = 10
"""Percent of the pixels behind a text that may be worse: thin lines cross it."""


class Text(NamedTuple):
    """A text as it was drawn."""

    words: str
    pixels: float
    """The size of its type."""
    box: Bbox
    contrast: float
    """Of its colour with what lies behind it (WCAG 2.2)."""
    align: str = "left"
    """Which part of it stands at its place: ``left``, ``center`` or ``right``."""


class Reader(RendererAgg):
    """Draws, and keeps a note of every text that is really drawn."""

    def __init__(self, width: int, height: int) -> None:
        """Draw on so many pixels."""
        super().__init__(width, height, DPI)  # type: ignore[no-untyped-call]
        self.read: list[Text] = []

    def draw_text(self, gc: Any, x: float, y: float, s: str, prop: Any, *rest: Any, **more: Any) -> None:  # noqa: ANN401 - matplotlib's
        """Take a note, then draw it."""
        drawn = more.get("mtext")
        if s.strip() and drawn is not None:
            box = drawn.get_window_extent(self)
            size = prop.get_size_in_points() * DPI / POINTS_PER_INCH
            if not any(s == text.words and np.allclose(box.extents, text.box.extents) for text in self.read):
                self.read.append(
                    Text(s, size, box, self._contrast(gc, box), drawn.get_ha())
                )  # twice in one place is once
        super().draw_text(gc, x, y, s, prop, *rest, **more)  # type: ignore[no-untyped-call]

    def _contrast(self, gc: Any, box: Bbox) -> float:  # noqa: ANN401 - matplotlib's
        """How well the text's colour stands on what has been drawn until now."""
        pixels = np.asarray(self.buffer_rgba())[..., :3]  # type: ignore[no-untyped-call]
        tall, wide = pixels.shape[:2]
        left, right = (int(np.clip(edge, 0, wide)) for edge in (box.x0, np.ceil(box.x1)))
        top, bottom = (int(np.clip(edge, 0, tall)) for edge in (tall - box.y1, np.ceil(tall - box.y0)))
        behind = pixels[top:bottom, left:right].reshape(-1, 3) / 255.0
        if not len(behind):
            return float("inf")
        red, green, blue, *alpha = gc.get_rgb()
        share = float(alpha[0]) if alpha else 1.0
        seen: npt.NDArray[np.float64] = share * np.array([red, green, blue]) + (1.0 - share) * behind
        return float(np.percentile(contrast(seen, behind), _FEW))


def read(figure: Figure, width: int, height: int) -> list[Text]:
    """Every text of a figure, drawn now."""
    reader = Reader(width, height)
    reader.clear()  # type: ignore[no-untyped-call]
    figure.draw(reader)
    return reader.read
