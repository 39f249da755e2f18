"""Lines with as few points as they need."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from vizpipe.encoding.columns import once
from vizpipe.encoding.stroke import Array

_THIN = 0.12
"""Pixels by which a thinned line may be off."""
_BOX = 2


def thin(groups: Sequence[Sequence[Array]]) -> list[list[Array]]:
    """Lines thinned; one that stands from tick to tick is thinned once."""
    named = once(lambda lines: [line.tobytes() for line in lines], groups)
    known = dict(zip(chain.from_iterable(named), chain.from_iterable(groups), strict=True))
    lines = dict(zip(known, thinned(list(known.values())), strict=True))
    return once(lambda names: [lines[name] for name in names], named)


def grown(groups: Sequence[Sequence[Array]]) -> list[list[Array]]:
    """Lines that only grow, without the points that the longest can do without; none if they do more than that."""
    if any(len(lines) != 1 for lines in groups):
        return []
    longest = max((lines[0] for lines in groups), key=len)
    for (line,) in groups:
        if np.abs(line[:-1] - longest[: len(line) - 1]).max(initial=0.0) > _THIN:
            return []
    kept = _kept([longest])
    return [[np.concatenate([line[:-1][kept[: len(line) - 1]], line[-1:]])] for (line,) in groups]


def thinned(lines: Sequence[Array]) -> list[Array]:
    """Lines without the points that they can do without (Ramer, 1972; Douglas and Peucker, 1973)."""
    long = [line for line in lines if len(line) > _BOX]
    if not long:
        return list(lines)
    kept = iter(np.split(_kept(long), np.cumsum([len(line) for line in long])[:-1]))
    return [line[next(kept)] if len(line) > _BOX else line for line in lines]


def _kept(lines: Sequence[Array]) -> npt.NDArray[np.bool_]:
    """Which points stay of lines, one after another. All spans between points that stay are halved together."""
    points, counts = np.concatenate(lines), np.array([len(line) for line in lines])
    ends = np.cumsum(counts) - 1
    begins = ends - counts + 1
    kept = np.zeros(len(points), dtype=bool)
    kept[begins] = kept[ends] = True
    while len(those := np.flatnonzero(ends - begins >= _BOX)):
        begins, ends = begins[those], ends[those]
        inside = ends - begins - 1
        firsts = np.cumsum(inside) - inside
        span = np.repeat(np.arange(len(inside)), inside)
        inner = np.arange(len(span)) + (begins + 1 - firsts)[span]
        along = points[ends] - points[begins]
        lengths = np.maximum((along**2).sum(axis=1), 1e-300)
        away, sides = points[inner] - points[begins][span], along[span]
        shares = ((away * sides).sum(axis=1) / lengths[span]).clip(0.0, 1.0)
        off = np.nan_to_num(np.hypot(*(away - shares[:, None] * sides).T))
        most = np.maximum.reduceat(off, firsts)
        _, first = np.unique(span[farthest := np.flatnonzero(off == most[span])], return_index=True)
        middles = inner[farthest[first]][is_off := most > _THIN]
        kept[middles] = True
        begins, ends = np.concatenate([begins[is_off], middles]), np.concatenate([middles, ends[is_off]])
    return kept
