"""What lies in a film's file beside its frames: fields of other frames, checked before they are believed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from vizpipe.film.packing import AnyArray

_LONGEST = 1_000
"""Letters of a name."""
_BYTES = "u"
"""The kind of fields that hold bytes, and keep them."""
_WIDE = {"f": np.float64, "i": np.int64, "u": np.int64, "U": np.str_}
Arrays = Mapping[str, AnyArray]


class Beside(NamedTuple):
    """The fields of a frame type through a film."""

    prefix: str
    """What the names of their arrays begin with."""
    about: str
    """What they say something of, in words."""
    fields: tuple[str, ...]
    constant: frozenset[str]
    """Those that are the same in all frames."""
    kinds: Mapping[str, str]
    """numpy's kinds that a field may have, ``u`` alone for bytes; of one that is not named, real numbers."""
    shapes: Callable[[Arrays, int], Mapping[str, tuple[int, ...]] | None]
    """What shape each must have, by some of them and by how many frames there are or may be; None if that can't be."""
    is_drawn: Callable[[Arrays], bool]
    """Whether their numbers can be drawn."""

    def arrays(self, frames: Sequence[Any]) -> dict[str, AnyArray]:
        """The arrays of frames, by the names that they have in the file."""
        return {
            self.prefix + name: np.asarray(getattr(frames[0], name))
            if name in self.constant
            else np.stack([np.asarray(getattr(frame, name)) for frame in frames])
            for name in self.fields
        }

    def checked(self, found: Arrays, length: int) -> dict[str, AnyArray]:
        """The fields through a film of so many frames, numbers but bytes as 64-bit ones; nothing where there are none.

        Raises ValueError if they are not whole.
        """
        if not found:
            return {}
        kinds = {name: self.kinds.get(name, "f") for name in self.fields}
        if set(found) != set(kinds) or not all(_is_of(each, kinds[name]) for name, each in found.items()):
            raise ValueError(f"what it says of {self.about} makes no sense")
        shapes = self.shapes(found, length)
        is_whole = shapes is not None and all(found[name].shape == shape for name, shape in shapes.items())
        if not is_whole or not all(np.isfinite(found[name]).all() for name, kind in kinds.items() if kind == "f"):
            raise ValueError(f"what it says of {self.about} is not all there")
        texts = [str(each) for name, kind in kinds.items() if kind == "U" for each in found[name]]
        if any(len(text) > _LONGEST or not text.isprintable() for text in texts) or not self.is_drawn(found):
            raise ValueError(f"what it says of {self.about} can't be drawn")
        return {
            name: found[name]
            if kinds[name] == _BYTES
            else found[name].astype(_WIDE[found[name].dtype.kind], copy=False)
            for name in self.fields
        }


def _is_of(array: AnyArray, kinds: str) -> bool:
    return bool(array.dtype == np.uint8) if kinds == _BYTES else array.dtype.kind in kinds
