"""Rows that a program holds → a file that recipes read: a DataFrame of any library, or points with labels."""

import hashlib
import os
from collections.abc import Mapping
from typing import Any

from vizpipe.errors import UsageError
from vizpipe.film.packing import pack
from vizpipe.parameters import brought
from vizpipe.registry.card import Card
from vizpipe.store import atomic, folders
from vizpipe.store.cache import ROWS, Cache

_PAIR = 2


def kept(card: Card, parameters: Mapping[str, object], cache: Cache) -> dict[str, object]:
    """The parameters, with a file in place of rows; column names may be a list. Raises UsageError.

    The file is named by its content, so that the same rows are the same data.
    """
    values = dict(parameters)
    if not any(parameter.kind == "samples" for parameter in card.parameters):
        return values
    if isinstance(columns := values.get("x"), list | tuple):
        values["x"] = ",".join(map(str, columns))
    data = values.get(brought.NAME)
    if brought.NAME in values and not isinstance(data, str | os.PathLike):
        suffix, content = _packed(data)
        place = cache.folder / ROWS / f"{hashlib.sha256(content).hexdigest()}.{suffix}"
        if not place.exists():
            folders.make_folder(place.parent)
            atomic.write(place, content)
        values[brought.NAME] = str(place)
    return values


def _packed(data: object) -> tuple[str, bytes]:
    """A file's ending and its bytes. Raises UsageError for what holds no rows."""
    if isinstance(data, tuple) and len(data) == _PAIR:
        return "npz", _arrays(*data)
    import narwhals as nw  # noqa: PLC0415 - only for those who bring a DataFrame

    try:
        frame: Any = nw.from_native(data, eager_only=True)
    except TypeError:
        kind = type(data).__name__
        raise UsageError(
            f"data is a {kind}, but must be a set's name, a file, a DataFrame, or points and labels: (X, y)"
        ) from None
    text = frame.write_csv()
    return "csv", text.encode()


def _arrays(points: object, labels: object) -> bytes:
    import numpy as np  # noqa: PLC0415 - as above

    x, y = np.asarray(points), np.asarray(labels)
    if x.ndim != _PAIR or y.shape != x.shape[:1] or x.dtype.kind not in "biuf" or y.dtype.kind not in "biufU":
        raise UsageError(f"data: X has shape {x.shape} and y {y.shape}; (n, d) numbers and (n,) classes are needed")
    return pack({"X": x, "y": y})
