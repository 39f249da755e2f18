"""How a film shows itself at a prompt and in a notebook: one line, and a small table of its fields."""

import html
from collections.abc import Iterator
from typing import Any, Generic, TypeVar

import numpy as np

from vizpipe.film.packing import AnyArray

F = TypeVar("F", bound=tuple[Any, ...])


class Shown(Generic[F]):
    """What a film has, in words."""

    recipe: str
    """The recipe's name."""
    frame_type: type[F]
    """The class of its frames, a NamedTuple."""
    constant: frozenset[str]
    """The fields that are the same in all frames."""
    _length: int
    _fields: dict[str, AnyArray]

    def __iter__(self) -> Iterator[F]:
        """Give all frames, first to last."""
        raise NotImplementedError

    @property
    def frames(self) -> list[F]:
        """All frames, first to last."""
        return list(self)

    def __repr__(self) -> str:
        """One line: the recipe, how many frames, what each holds."""
        kind = "frame" if self._length == 1 else "frames"
        return f"<Film {self.recipe}: {self._length} {kind} of {self.frame_type.__name__}({', '.join(self._fields)})>"

    def _repr_html_(self) -> str:
        """The line, and each field's shape in a frame, its type, and its lowest and highest value."""
        head = "".join(_cell(word, "th") for word in ("field", "in a frame", "type", "from", "to"))
        rows = "".join(f"<tr>{self._row(name)}</tr>" for name in self._fields)
        return f"<p>{html.escape(repr(self))}</p>\n<table><tr>{head}</tr>{rows}</table>"

    def _row(self, name: str) -> str:
        array = self._fields[name]
        shape = array.shape if name in self.constant else array.shape[1:]
        extent = " × ".join(map(str, shape)) or "one value"
        kind = "text" if array.dtype.kind == "U" else array.dtype.name
        words = [name, f"{extent}, always the same" if name in self.constant else extent, kind, *_ends(array)]
        return "".join(_cell(word, "td") for word in words)


def _cell(word: str, tag: str) -> str:
    return f'<{tag} style="text-align: left; padding: 2px 12px 2px 0">{html.escape(word)}</{tag}>'


def _ends(array: AnyArray) -> tuple[str, str]:
    """The lowest and the highest value of numbers, in words; nothing of texts, or where all is masked."""
    there = np.ma.compressed(array) if array.dtype.kind in "iuf" else np.array([])
    return (f"{there.min():g}", f"{there.max():g}") if len(there) else ("", "")
