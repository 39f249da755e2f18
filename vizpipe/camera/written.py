"""Things that can be changed where they are, written down, and whether they were changed since.

There is no list of what may be changed, only one of what matplotlib itself changes without anybody seeing it.
"""

import functools
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from operator import is_
from types import CellType, SimpleNamespace
from typing import Any, Literal, NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.cbook import CallbackRegistry, Grouper
from matplotlib.transforms import Affine2D, Bbox, TransformNode, TransformWrapper

PLAIN = frozenset({type(None), bool, int, float, complex, str, bytes, type, CallbackRegistry, Grouper})
"""Kinds of things that can't be changed, or don't show."""
_COUNTED = (
    "_children",
    "_get_lines",
    "_get_patches_for_fill",
    "_mouseover_set",
    "_stale_viewlims",
    "containers",
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
_DEEPEST = 6

Kind = Literal["array", "row", "variable", "mapping", "object", "way", ""]
"""How to look into a thing: a ``way`` only leads to others."""


class Cell(NamedTuple):
    """Something that can be changed, what it held, and the artist that it belongs to."""

    owner: Artist | None
    thing: Any
    kind: Kind
    keys: tuple[Any, ...]
    """Of what it held, if that has names."""
    held: Any

    def attribute(self, key: str) -> Any:  # noqa: ANN401 - whatever it was
        """What it held under a name; None if there was nothing."""
        return self.held[self.keys.index(key)] if key in self.keys else None

    @property
    def leads(self) -> list[Any]:
        """The things that it held and that may hold more."""
        if self.kind == "array":
            return []
        if self.kind not in {"object", "way"}:
            return [each for each in self.held if type(each) not in PLAIN]
        named = zip(self.keys, self.held, strict=True)
        return [each for key, each in named if type(each) not in PLAIN and key not in _UNSEEN]


def write_down(owner: Artist | None, thing: Any) -> Cell | None:  # noqa: ANN401 - whatever a stage holds
    """What a thing holds; None if it can't be changed or doesn't show."""
    kind = _kind(type(thing))  # type: ignore[arg-type]  # mypy doubts that types can be hashed
    if kind == "object" or (kind == "way" and hasattr(thing, "__dict__")):
        known = vars(thing)
        return Cell(owner, thing, kind, tuple(known), tuple(known.values()))
    if kind == "array":
        return Cell(owner, thing, kind, (), _values(thing)) if thing.flags.writeable else None
    if kind == "variable":
        return Cell(owner, thing, kind, (), _contents(thing))
    if kind == "mapping":
        return Cell(owner, thing, kind, tuple(thing.keys()), tuple(thing.values()))
    return Cell(owner, thing, kind, (), tuple(thing)) if kind else None


@functools.cache
def _kind(kind: type[Any]) -> Kind:
    if issubclass(kind, TransformNode) and not issubclass(kind, Bbox | Affine2D | TransformWrapper):
        return "way"
    if issubclass(kind, FigureCanvasBase):
        return ""
    if issubclass(kind, Artist | SimpleNamespace) or kind.__module__.startswith("matplotlib.") or is_dataclass(kind):
        return "mapping" if issubclass(kind, Mapping) else "object" if kind.__dictoffset__ else ""
    kinds: dict[Kind, Any] = {"array": np.ndarray, "row": list | tuple | deque | set, "variable": CellType}
    kinds["mapping"] = Mapping
    return next((name for name, types in kinds.items() if issubclass(kind, types)), "")


def variables(function: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a function, or a partial one
    """What a function keeps from one call to the next."""
    if isinstance(function, functools.partial):
        return (function.func, function.args, function.keywords)
    return (*(function.__closure__ or ()), *(function.__defaults__ or ()), function.__kwdefaults__)


def changed(cell: Cell) -> str:
    """Which attribute of a thing is another than it was; empty if none is."""
    thing, held = cell.thing, cell.held
    if cell.kind == "object":
        known = vars(thing)
        if len(known) != len(held) and (more := _more(cell)):
            return more
        if all(map(is_, map(known.get, cell.keys), held)):
            return ""
        others = ((key, old) for key, old in zip(cell.keys, held, strict=True) if known.get(key) is not old)
        return next((key for key, old in others if not _is_unseen(key, old) and not equal(known.get(key), old)), "")
    if cell.kind == "array":
        return "" if equal(_values(thing), held) else "data"
    if cell.kind == "mapping":
        return "" if tuple(thing) == cell.keys and _same(tuple(thing.values()), held) else "contents"
    now = _contents(thing) if cell.kind == "variable" else tuple(thing)
    return "" if _same(now, held) else "contents"


def _is_unseen(key: str, old: object) -> bool:
    """Whether an attribute doesn't show: some are worked out when they are asked for."""
    return key in _UNSEEN or (old is None and key in {"_path", "_position", "_transform"})


def _more(cell: Cell) -> str:
    """An attribute that was set since and hides what its class says; in a namespace, any."""
    kind = type(cell.thing)
    for key in vars(cell.thing).keys() - set(cell.keys) - _UNSEEN:
        of_class = getattr(kind, key, None)
        plain = hasattr(kind, key) and not hasattr(of_class, "__get__")
        if kind is SimpleNamespace or (plain and not equal(of_class, getattr(cell.thing, key))):
            return str(key)
    return ""


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


def _values(array: Any) -> bytes | list[Any]:  # noqa: ANN401 - an array of any type
    """All that an array holds, its mask too."""
    if type(array) is np.ndarray and not array.dtype.hasobject:
        return array.tobytes()
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
