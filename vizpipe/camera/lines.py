"""matplotlib's paths → lines: points in pixels, curves as many short lines."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.path import Path

from vizpipe.encoding.stroke import Array

_FINE = 4.0
"""A curve becomes short lines, as fine as on a page so many times larger."""
_LINE = 2
"""Points that a line has at least."""


def filled(points: npt.ArrayLike) -> Array:
    """Points, shape (n, 2); nan where they are masked."""
    return np.asarray(np.ma.filled(np.ma.asarray(points, dtype=float), np.nan)).reshape(-1, 2)


def straight(paths: Sequence[Path], transform: Any) -> tuple[Array, tuple[int, ...]] | None:  # noqa: ANN401 - matplotlib's
    """The points of paths that are one whole line or polygon each, and how many each has; None if any is not.

    A mesh has hundreds of them in each picture: taken together they cost what one does.
    """
    counts = tuple(len(np.asarray(path.vertices)) for path in paths)
    codes = [path.codes for path in paths if path.codes is not None]
    if min(counts) < _LINE or len(codes) not in {0, len(paths)}:
        return None
    places: Array = np.asarray(transform.transform(np.concatenate([path.vertices for path in paths])), dtype=float)
    if codes:
        ends = np.cumsum(counts) - 1
        begins = np.concatenate([[0], ends[:-1] + 1])
        closed = np.full(len(places), Path.LINETO)
        closed[begins], closed[ends] = Path.MOVETO, Path.CLOSEPOLY
        if not np.array_equal(np.concatenate(codes), closed):
            return None
        places[ends] = places[begins]
    return (places, counts) if np.isfinite(places).all() else None


def lines_of(path: Path, transform: Any = None) -> list[Array]:  # noqa: ANN401 - matplotlib's
    """The lines of a path, curves as many short ones; what isn't there parts them."""
    moved = path if transform is None else path.transformed(transform)
    points, codes = filled(moved.vertices), moved.codes
    if codes is None:
        parts = [points]
    elif np.isin(codes, (Path.CURVE3, Path.CURVE4)).any():
        fine = Path(points * _FINE, codes).to_polygons(closed_only=False)
        parts = [np.asarray(part) / _FINE for part in fine]
    else:
        begins = np.flatnonzero(codes == Path.MOVETO)
        parts = []
        for part, code in zip(np.split(points, begins[1:]), np.split(codes, begins[1:]), strict=True):
            closed = np.where((code == Path.CLOSEPOLY)[:, None], part[:1], part)
            parts.append(closed[code != Path.STOP])
    lines = []
    for part in parts:
        here = np.isfinite(part).all(axis=1)
        ends = np.flatnonzero(np.diff(here.astype(int))) + 1
        lines += [
            each for each, is_here in zip(np.split(part, ends), np.split(here, ends), strict=True) if is_here[:1].all()
        ]
    return [line for line in lines if len(line) >= _LINE]
