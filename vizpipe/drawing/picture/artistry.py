"""Matplotlib's artists → shapes: what another library drew on axes aside, as a picture's values."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import Collection, PathCollection
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path as Outline
from matplotlib.text import Text as Words

from vizpipe.drawing.picture.shapes import Mix, Paint, Path, Points, Shape, Text
from vizpipe.drawing.style import DPI, POINTS_PER_INCH

Array = npt.NDArray[np.float64]
Paints = Mapping[tuple[float, float, float], Paint]
_NEAR = 0.02
"""How far two channels of one colour may lie apart: 8 bits, and a little."""
_DARK, _BRIGHT = 0.35, 0.9
_PX = DPI / POINTS_PER_INCH
"""Pixels at the reference size of one of matplotlib's points."""


def shapes_of(axes: Axes, paints: Paints) -> Iterator[Shape]:
    """Everything drawn on axes; ``paints`` says which role a colour stands for.

    Other colours are kept; black and white are ink and background, greys are quiet.
    """
    artists = [*axes.collections, *axes.lines, *axes.patches, *axes.texts]
    for artist in sorted((each for each in artists if each.get_visible()), key=lambda each: each.get_zorder()):
        if isinstance(artist, PathCollection):
            yield from _dots(artist, paints)
        elif isinstance(artist, Collection):
            yield from _areas(artist, axes, paints)
        elif isinstance(artist, Line2D):
            yield from _line(artist, paints)
        elif isinstance(artist, Patch):
            yield from _patch(artist, axes, paints)
        elif isinstance(artist, Words) and artist.get_text():
            x, y = artist.get_position()
            yield Text((float(x), float(y)), artist.get_text(), align="center")


def _paint(colour: Any, paints: Paints) -> Paint | None:  # noqa: ANN401 - matplotlib's
    """The role that a colour stands for, or the colour; none if it can't be seen."""
    if isinstance(colour, str) and colour == "none":
        return None
    *plain, alpha = to_rgba(colour)
    if alpha == 0.0:
        return None
    paint = _role((plain[0], plain[1], plain[2]), paints)
    if alpha == 1.0:
        return paint
    return Mix(paint, alpha, "") if isinstance(paint, str) else (plain[0], plain[1], plain[2])


def _role(colour: tuple[float, float, float], paints: Paints) -> Paint:
    for stain, paint in paints.items():
        if max(abs(one - other) for one, other in zip(stain, colour, strict=True)) <= _NEAR / 10.0:
            return paint
    low, high = min(colour), max(colour)
    if high - low > _NEAR:
        return colour
    return "ink" if high <= _DARK else "background" if low >= _BRIGHT else "quiet"


def _each(colours: Any, count: int, paints: Paints) -> list[Paint | None]:  # noqa: ANN401 - matplotlib's
    """One paint each, of one colour for all or one each."""
    found = [_paint(colour, paints) for colour in colours]
    return [found[number % len(found)] for number in range(count)] if found else [None] * count


def _dots(dots: PathCollection, paints: Paints) -> Iterator[Shape]:
    """Dots of each size there is."""
    places = np.ma.filled(np.ma.asarray(dots.get_offsets()).astype(float), np.nan)
    here = ~np.isnan(places).any(axis=1)
    sizes = np.resize(np.sqrt(np.asarray(dots.get_sizes(), dtype=float)), len(places)) * _PX
    fills = _each(dots.get_facecolors(), len(places), paints)  # type: ignore[attr-defined]  # matplotlib's stubs lack it
    edges = _each(dots.get_edgecolors(), len(places), paints)  # type: ignore[attr-defined]  # as above
    width = float(np.max(dots.get_linewidths(), initial=0.0)) * _PX  # type: ignore[attr-defined]  # as above
    for size in np.unique(sizes[here]):
        which = np.flatnonzero(here & (sizes == size))
        inside = [fills[number] or "background" for number in which]
        rims = [edges[number] or inside[at] for at, number in enumerate(which)]
        yield Points(places[which], inside, float(size), rims, width, order=dots.get_zorder())


def _areas(areas: Collection, axes: Axes, paints: Paints) -> Iterator[Shape]:
    """Polygons, or lines where nothing is filled."""
    to_data = areas.get_transform() - axes.transData
    outlines = [to_data.transform_path(path) for path in areas.get_paths()]
    lines = [polygon for path in outlines for polygon in _polygons(path)]
    if not lines:
        return
    fills = _each(areas.get_facecolor(), len(lines), paints)
    strokes = _each(areas.get_edgecolor(), len(lines), paints)
    width = float(np.max(areas.get_linewidth(), initial=0.0)) * _PX
    order = areas.get_zorder()
    for line, fill, stroke in zip(lines, fills, strokes, strict=True):
        yield Path([line], stroke if width else None, width, fill, order=order)


def _line(line: Line2D, paints: Paints) -> Iterator[Shape]:
    """A line with its dashes, and its markers as dots."""
    to_data = line.get_transform() - (line.axes or line).transData  # type: ignore[union-attr]  # drawn on axes
    points = to_data.transform(np.ma.filled(np.ma.asarray(line.get_xydata(), dtype=float), np.nan))
    paint = _paint(line.get_color(), paints)
    if paint is None or not len(points):
        return
    if line.get_linestyle() not in {"None", "", " "}:
        pattern: Any = vars(line)["_unscaled_dash_pattern"][1]  # nothing public tells
        dashes = tuple(float(each) for each in pattern or ())
        width = line.get_linewidth() * _PX
        yield Path([points], paint, width, dashes=dashes, is_round=True, alpha=line.get_alpha() or 1.0)
    if line.get_marker() not in {"None", "", " ", None}:
        size, rim = line.get_markersize() * _PX, line.get_markeredgewidth() * _PX
        fill = _paint(line.get_markerfacecolor(), paints) or "background"
        edge = _paint(line.get_markeredgecolor(), paints) or fill
        yield Points(points[~np.isnan(points).any(axis=1)], fill, size, edge, rim)


def _patch(patch: Patch, axes: Axes, paints: Paints) -> Iterator[Shape]:
    """A bar or a box."""
    outline = (patch.get_transform() - axes.transData).transform_path(patch.get_path())
    fill = _paint(patch.get_facecolor(), paints) if patch.get_fill() else None
    width = patch.get_linewidth() * _PX
    stroke = _paint(patch.get_edgecolor(), paints) if width else None
    for line in _polygons(outline):
        if np.ptp(line[:, 0]) or np.ptp(line[:, 1]):
            yield Path([line], stroke, width, fill, order=patch.get_zorder())


def _polygons(path: Outline) -> Iterator[Array]:
    """The parts of a path, curves as many short lines."""
    for part in path.to_polygons(closed_only=False):
        line = np.asarray(part, dtype=float)
        if len(line) > 1:
            yield line
