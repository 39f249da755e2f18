"""Things that can be changed where they are, written down, and whether they were changed since.

There is no list of what may be changed, only one of what matplotlib itself changes without anybody seeing it.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from functools import partial
from operator import is_
from types import CellType, SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.cbook import CallbackRegistry, Grouper
from matplotlib.transforms import Affine2D, Bbox, TransformNode

PLAIN = frozenset({type(None), bool, int, float, complex, str, bytes, type, CallbackRegistry, Grouper})
"""Kinds of things that can't be changed, or don't show."""
_COUNTED = (
    "_children",
    "_get_lines",
    "_get_patches_for_fill",
    "_mouseover_set",
    "_stale_viewlims",
    "dataLim",
    "ignore_existing_data_limits",
)
"""Attributes by which axes count what was added to them."""
_KEPT = (
    "_affine",
    "_cachedRenderer",
    "_imcache",
    "_invalid",
    "_invalidx",
    "_invalidy",
    "_inverted",
    "_parents",
    "_remove_method",
    "_renderer",
    "_stale",
    "_subslice",
    "_transformed_path",
    "_x_filled",
    "_xy",
    "canvas",
    "stale_callback",
)
"""Attributes that matplotlib keeps for speed and for windows."""
_UNSEEN = frozenset(_COUNTED + _KEPT)
_DERIVED = _UNSEEN | {"_mtx", "_points"}
_DEEPEST = 6


class Cell(NamedTuple):
    """Something that can be changed, what it held, and the artist that it belongs to."""

    owner: Artist | None
    thing: Any
    keys: tuple[Any, ...] | None
    """Of what it held; None if that has no names."""
    held: Any

    def attribute(self, key: str) -> Any:  # noqa: ANN401 - whatever it was
        """What it held under a name; None if there was nothing."""
        return self.held[self.keys.index(key)] if self.keys and key in self.keys else None


def write_down(owner: Artist | None, thing: Any) -> Cell | None:  # noqa: ANN401 - whatever a stage holds
    """What a thing holds, if it can be changed; a tuple, which can't, leads to others."""
    kind = type(thing)
    if isinstance(thing, np.ndarray):
        return Cell(owner, thing, None, _values(thing)) if thing.flags.writeable else None
    if isinstance(thing, list | tuple | deque | set):
        return Cell(owner, thing, None, tuple(thing))
    if isinstance(thing, CellType):
        return Cell(owner, thing, None, _contents(thing))
    if isinstance(thing, Mapping):
        return Cell(owner, thing, tuple(thing.keys()), tuple(thing.values()))
    is_state = isinstance(thing, Artist | SimpleNamespace) or is_dataclass(kind)
    if is_state or (kind.__module__.startswith("matplotlib.") and not isinstance(thing, FigureCanvasBase)):
        return _attributes(owner, thing)
    return None


def variables(function: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a function, or a partial one
    """What a function keeps from one call to the next."""
    if isinstance(function, partial):
        return (function.func, function.args, function.keywords)
    return (*(function.__closure__ or ()), *(function.__defaults__ or ()), function.__kwdefaults__)


def changed(cell: Cell) -> str:
    """Which attribute of a thing is another than it was; empty if none is."""
    thing, keys, held = cell.thing, cell.keys, cell.held
    if isinstance(thing, np.ndarray):
        return "" if equal(_values(thing), held) else "data"
    if keys is None:
        now = _contents(thing) if isinstance(thing, CellType) else tuple(thing)
        return "" if _same(now, held) else "contents"
    if isinstance(thing, Mapping):
        return "" if tuple(thing) == keys and _same(tuple(thing.values()), held) else "contents"
    known = vars(thing)
    if all(map(is_, map(known.get, keys), held)):
        return ""
    return next((key for key, old in zip(keys, held, strict=True) if not equal(known.get(key), old)), "")


def equal(one: Any, other: Any, depth: int = 0) -> bool:  # noqa: ANN401, PLR0911 - whatever a stage holds
    """Whether two things hold the same."""
    if one is other:
        return True
    if type(one) is not type(other) or depth > _DEEPEST:
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and equal(_values(one), _values(other), depth)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(equal(a, b, depth + 1) for a, b in zip(one, other, strict=True))
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(equal(one[key], other[key], depth + 1) for key in one)
    if isinstance(one, Artist) or not type(one).__module__.startswith("matplotlib."):
        return _says_equal(one, other)
    mine, theirs = (getattr(each, "__dict__", {}) for each in (one, other))
    return mine.keys() == theirs.keys() and all(
        key in _UNSEEN or equal(value, theirs[key], depth + 1) for key, value in mine.items()
    )


def _attributes(owner: Artist | None, thing: Any) -> Cell | None:  # noqa: ANN401 - an object of some class
    known: Mapping[str, Any] = getattr(thing, "__dict__", {})
    derives = isinstance(thing, TransformNode) and not isinstance(thing, Bbox) and type(thing) is not Affine2D
    skipped = _DERIVED if derives else _UNSEEN
    keys = tuple(key for key in known if key not in skipped)
    return Cell(owner, thing, keys, tuple(known[key] for key in keys)) if keys else None


def _values(array: Any) -> bytes | list[Any]:  # noqa: ANN401 - an array of any type
    """All that an array holds, its mask too."""
    if array.dtype.hasobject:
        return list(array.flat)
    mask = np.ma.getmaskarray(array).tobytes() if isinstance(array, np.ma.MaskedArray) else b""
    return bytes(np.asarray(array).tobytes()) + mask


def _contents(cell: CellType) -> tuple[Any, ...]:
    """What a function's variable holds: nothing, if it isn't bound."""
    try:
        return (cell.cell_contents,)
    except ValueError:
        return ()


def _same(now: Sequence[Any], held: Sequence[Any]) -> bool:
    return len(now) == len(held) and (all(map(is_, now, held)) or all(map(equal, now, held)))


def _says_equal(one: object, other: object) -> bool:
    try:
        return bool(one == other)
    except (TypeError, ValueError):
        return False
