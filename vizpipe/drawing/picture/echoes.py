"""Shapes that an earlier moment drew already, told apart from new ones: most of a film's shapes never change."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.artist import Artist

_PLAIN = frozenset({str, float, int, bool, type(None)})


class Echo(Artist):
    """Stands for the artists that a shape was made into before, and draws nothing."""

    def __init__(self, content: Any, order: float) -> None:  # noqa: ANN401 - a key
        """Stand where they stood."""
        super().__init__()
        self.content = content
        self.set_zorder(order)

    def set_clip_path(self, path: Any, transform: Any = None) -> None:  # noqa: ANN401 - matplotlib's
        """Be cut by nothing, since nothing is drawn."""


def content(value: Any) -> Any:  # noqa: ANN401 - a shape, or what it holds
    """What a shape holds, as a key: equal keys draw the same. Raises TypeError for what can't be one."""
    if type(value) in _PLAIN:  # as most are
        return value
    if isinstance(value, np.ndarray):
        if value.dtype.hasobject or isinstance(value, np.ma.MaskedArray):
            raise TypeError
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, tuple | list):
        return type(value), *map(content, value)
    hash(value)
    return value


class Echoes:
    """What one panel has drawn."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._drawn: set[Any] = set()

    def add(self, axes: Any, shape: Any, look: object, make: Callable[[], None]) -> None:  # noqa: ANN401 - matplotlib's
        """Add an echo of a shape that was drawn before; of another ``make`` its artists, and mark them with the key."""
        try:
            key = content((id(axes), look, type(shape), *shape))
        except TypeError:
            make()
            return
        if key in self._drawn:
            axes.add_artist(Echo(key, shape.order))
            return
        self._drawn.add(key)
        before = len(axes._children)  # noqa: SLF001 - there is no other way
        make()
        for artist in axes._children[before:]:  # noqa: SLF001 - as above
            vars(artist)["content"] = key
