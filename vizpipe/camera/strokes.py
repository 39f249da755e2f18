"""What a renderer is asked to draw, noted as strokes: whatever library drew it, something else can draw the same."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path

from vizpipe.camera.lines import filled, lines_of, straight
from vizpipe.drawing.style import DPI, POINTS_PER_INCH
from vizpipe.encoding.stroke import NONE, PAGE, Array, Colours, Stroke

_PX = DPI / POINTS_PER_INCH
_OPAQUE = 255
_ALPHA = 3


class Unable(Exception):  # noqa: N818 - no error: there is another way
    """What was drawn is none of the known strokes."""


class Strokes(RendererAgg):
    """Draws nothing, and keeps a note of all it should draw."""

    def __init__(self, width: int, height: int) -> None:
        """Listen to what is drawn on so many pixels."""
        super().__init__(width, height, DPI)  # type: ignore[no-untyped-call]
        self.noted: list[Stroke] = []
        self.panel = PAGE
        self.passage: Any = None
        self._about_zero: dict[bytes, bool] = {}
        for name in ("draw_markers", "draw_path_collection", "draw_image"):  # set by matplotlib on each renderer
            setattr(self, name, getattr(self, f"_{name}"))

    def listen(self, artist: Any, panel: str) -> list[Stroke]:  # noqa: ANN401 - matplotlib's
        """What an artist draws. Raises Unable for pixels, and what is turned."""
        self.noted, self.panel, self.passage = [], panel, getattr(artist, "passage", None)
        artist.draw(self)
        whole = getattr(artist, "whole", "")
        return [stroke._replace(whole=whole) for stroke in self.noted] if whole else self.noted

    def draw_path(self, gc: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:  # noqa: ANN401, N803 - matplotlib's
        """Note a line or an area."""
        if gc.get_hatch():
            raise Unable("hatching")
        self._lines(gc, [lines_of(path, transform)], [gc.get_linewidth()], _one(rgbFace, gc), _one(gc.get_rgb(), gc))

    def _draw_markers(self, gc: Any, shape: Any, to_shape: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:  # noqa: ANN401, N803 - matplotlib's
        places = filled(path.transformed(transform).vertices)
        fills, edges = _one(rgbFace, gc), _one(gc.get_rgb(), gc)
        outline = shape.transformed(to_shape)
        if len(places) == 1 and not self._is_marker(outline):  # a collection of one path, where it lies
            self._lines(gc, [[line + places for line in lines_of(outline)]], [gc.get_linewidth()], fills, edges)
        else:
            self._dots(gc, [outline], [0], places, np.ones(1), gc.get_linewidth(), fills, edges)

    def _is_marker(self, outline: Path) -> bool:
        """Whether it lies about the place that it is drawn at. The extents of a curve take long, and are the same."""
        content = np.asarray(outline.vertices).tobytes()
        if content not in self._about_zero:
            self._about_zero[content] = bool(outline.get_extents().contains(0.0, 0.0))
        return self._about_zero[content]

    def _draw_path_collection(self, gc: Any, master: Any, paths: Any, transforms: Any, *rest: Any, **_: Any) -> None:  # noqa: ANN401 - matplotlib's
        offsets, to_offset, faces, edges, widths, styles = rest[:6]
        if not len(paths):  # matplotlib tries it with no path at first
            return
        places = to_offset.transform(filled(offsets)) if len(offsets) else np.zeros((0, 2))
        if len(places) > 1 or np.any(places != 0.0):
            scales = np.array([each[0, 0] for each in transforms]) if len(transforms) else np.ones(1)
            wide = float(widths[0]) if len(widths) else 0.0
            kinds = {id(path): path for path in paths[: len(places)]}
            numbers, outlines = (
                {key: at for at, key in enumerate(kinds)},
                [each.transformed(master) for each in kinds.values()],
            )
            of = [numbers[id(path)] for path in paths[: len(places)]]
            self._dots(gc, outlines, of, places, scales, wide, _many(faces), _many(edges))
            return
        gc.set_dashes(*(styles[0] if len(styles) else (0.0, None)))
        each, fills, rims = list(widths), _many(faces), _many(edges)
        if (whole := straight(paths, master)) is not None:
            self._joined(gc, *whole, np.arange(len(paths)), each, fills, rims)
        else:
            self._lines(gc, [lines_of(path, master) for path in paths], each, fills, rims)

    def _lines(
        self,
        gc: Any,  # noqa: ANN401 - matplotlib's
        groups: Sequence[Sequence[Array]],
        widths: Sequence[float],
        fills: Colours,
        edges: Colours,
    ) -> None:
        """Note the lines of paths; each path may have several, all in one colour."""
        lines = [line for group in groups for line in group]
        if lines:
            of = np.array([number for number, group in enumerate(groups) for _ in group])
            self._joined(gc, np.concatenate(lines), tuple(map(len, lines)), of, widths, fills, edges)

    def _joined(  # noqa: PLR0913, PLR0917 - what lines are
        self,
        gc: Any,  # noqa: ANN401 - matplotlib's
        places: Array,
        counts: tuple[int, ...],
        of: npt.NDArray[np.int64],
        widths: Sequence[float],
        fills: Colours,
        edges: Colours,
    ) -> None:
        """Note lines whose points follow one another; ``of`` says whose widths and colours each has."""
        edges = edges if len(widths) and max(widths) > 0.0 else NONE
        if not (len(fills) or len(edges)):
            return
        wide = np.asarray(widths if len(edges) else [0.0], dtype=float) * _PX
        wide, fills, edges = (_each(wide, of), _each(fills, of), _each(edges, of))
        dashes = tuple(round(float(each) * _PX, 2) for each in gc.get_dashes()[1] or ()) if len(edges) else ()
        look = dashes, str(gc.get_capstyle()), str(gc.get_joinstyle())
        self.noted.append(
            Stroke("lines", self.panel, look, places, counts, wide, fills, edges, _clip(gc), passage=self.passage)
        )

    def _dots(  # noqa: PLR0913, PLR0917 - what dots are
        self,
        gc: Any,  # noqa: ANN401 - matplotlib's
        outlines: Sequence[Path],
        of: Sequence[int],
        places: Array,
        scales: Array,
        width: float,
        fills: Colours,
        edges: Colours,
    ) -> None:
        """Note dots; ``of`` says which outline each has, and goes round."""
        if not len(places) or not np.size(outlines[0].vertices):
            return
        shapes, reaches = zip(*map(_outline, outlines), strict=True)
        look: tuple[Any, ...] = shapes[0], round(width * _PX, 2)
        edges, reach = edges if width > 0.0 else NONE, np.array(reaches[:1])
        if len(shapes) > 1:  # classes have shapes of their own
            each = np.resize(of, len(places))
            look, reach = (*look, shapes, tuple(each.tolist())), np.array(reaches)[each]
        size = np.abs(scales) * reach
        size = size[:1] if (size == size[0]).all() else size
        self.noted.append(
            Stroke("dots", self.panel, look, places, (), size, fills, edges, _clip(gc), passage=self.passage)
        )

    def _draw_image(self, *_: Any) -> None:  # noqa: ANN401 - matplotlib's
        raise Unable("pixels")

    def draw_field(self, gc: Any, box: Array, values: Array, *look: Any) -> None:  # noqa: ANN401 - matplotlib's
        """Note a field, as ``Tint`` hands it on: whether it is smooth, how far hatching is apart, in which colour."""
        is_smooth, hatch, ink = look
        noted = Stroke("field", self.panel, (bool(is_smooth), int(hatch)), box, values=np.asarray(values))
        fills = ink.reshape(1, 4) if hatch else NONE
        self.noted.append(noted._replace(fills=fills, clip=_clip(gc), passage=self.passage))

    def draw_cells(self, gc: Any, box: Array, colours: Colours, run: Any, minus: Any, *look: Any) -> None:  # noqa: ANN401 - matplotlib's
        """Note cells, as ``Raster`` hands them on: their colours, where each stands in which run, which are hatched."""
        is_smooth, hatch, ink = look
        noted = Stroke("cells", self.panel, (bool(is_smooth), int(hatch)), box, clip=_clip(gc), values=colours, run=run)
        self.noted.append(noted._replace(fills=ink.astype(np.uint8), minus=minus) if hatch else noted)

    def draw_text(  # noqa: PLR0913, PLR0917 - matplotlib's
        self,
        gc: Any,  # noqa: ANN401
        x: float,
        y: float,
        s: str,
        prop: Any,  # noqa: ANN401
        angle: float,
        ismath: Any = False,  # noqa: ANN401, FBT002
        mtext: Any = None,  # noqa: ANN401
    ) -> None:
        """Note letters."""
        del mtext
        if not s.strip():
            return
        if ismath or angle % 360.0:
            raise Unable("mathematics" if ismath else "letters that are turned")
        look = tuple(prop.get_family()), "bold" if prop.get_weight() in {"bold", 700} else "normal"
        size = np.array([prop.get_size_in_points() * _PX])
        place = np.array([[float(x), float(self.height - y)]])
        self.noted.append(
            Stroke("text", self.panel, look, place, (), size, _one(gc.get_rgb(), gc), clip=_clip(gc), text=s)
        )


def _outline(path: Path) -> tuple[tuple[float, ...], float]:
    """The corners of a dot, in parts of how far it reaches, none of one that is round; and how far that is."""
    corners = np.asarray(path.vertices, dtype=float)
    reach = float(np.abs(corners).max())
    is_round = path.codes is not None and bool(np.isin(path.codes, Path.CURVE4).any())
    return () if is_round else tuple(np.round(corners / reach, 3).ravel().tolist()), reach


def _each(values: Any, of: npt.NDArray[np.int64]) -> Any:  # noqa: ANN401 - an array
    """The value of each line, where there are several."""
    return values[of % len(values)] if len(values) > 1 else values


def _clip(gc: Any) -> Array:  # noqa: ANN401 - matplotlib's
    path, transform = gc.get_clip_path()
    if path is not None:
        corners: Array = np.asarray(transform.transform(path.vertices), dtype=float)
        return corners[:-1] if len(corners) > 1 and np.allclose(corners[0], corners[-1]) else corners
    box = gc.get_clip_rectangle()
    return np.zeros((0, 2)) if box is None else np.asarray(box.extents, dtype=float).reshape(2, 2)


def _one(rgb: Any, gc: Any) -> Colours:  # noqa: ANN401 - matplotlib's
    """One colour, none if nothing of it is to be seen."""
    if rgb is None:
        return NONE
    alpha = float(gc.get_alpha()) if gc.get_forced_alpha() else float(rgb[_ALPHA]) if len(rgb) > _ALPHA else 1.0
    return _many([(*rgb[:_ALPHA], alpha)]) if alpha else NONE


def _many(colours: Any) -> Colours:  # noqa: ANN401 - matplotlib's
    """Colours, one if all are the same; none if nothing of them is to be seen."""
    if not len(colours):
        return NONE
    table: Colours = np.rint(_OPAQUE * np.asarray(colours, dtype=float)).clip(0, _OPAQUE).astype(np.uint8)
    if not table[:, _ALPHA].any():
        return NONE
    return table[:1] if (table == table[0]).all() else table
