"""Rows that a program holds → a file that recipes read: a DataFrame of any library, or points or images with labels."""

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

_PAIR, _IMAGES = 2, (3, 4)


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
        suffix, content = _packed(data, are_images=any(map(brought.has_images, card.parameters)))
        place = cache.folder / ROWS / f"{hashlib.sha256(content).hexdigest()}.{suffix}"
        if not place.exists():
            folders.make_folder(place.parent)
            atomic.write(place, content)
        values[brought.NAME] = str(place)
    return values


def _packed(data: object, *, are_images: bool) -> tuple[str, bytes]:
    """A file's ending and its bytes. Raises UsageError for what holds no rows."""
    if isinstance(data, tuple) and len(data) == _PAIR:
        return "npz", _arrays(*data, are_images=are_images)
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


def _arrays(points: object, labels: object, *, are_images: bool) -> bytes:
    import numpy as np  # noqa: PLC0415 - as above

    x, y = np.asarray(points), np.asarray(labels)
    is_right = x.ndim == _PAIR or (are_images and x.ndim in _IMAGES)
    if not is_right or y.shape != x.shape[:1] or x.dtype.kind not in "biuf" or y.dtype.kind not in "biufU":
        wanted = "(n, height, width)" if are_images else "(n, d)"
        raise UsageError(f"data: X has shape {x.shape} and y {y.shape}; {wanted} numbers and (n,) classes are needed")
    return pack({"X": x, "y": y})
