"""A film's file → its arrays, by bounds that no film of ours reaches. What is refused is a ValueError."""

import numpy as np

from vizpipe.film.packing import AnyArray
from vizpipe.tables import npz

MOST_BYTES = 1 << 28
"""Of the file."""
MOST_UNPACKED = 1 << 29
"""Of all arrays in it together."""
_BOUNDS = npz.Bounds(64, MOST_UNPACKED)
_MASK = ".mask"


def arrays_in(data: bytes) -> dict[str, AnyArray]:
    """The arrays of a film's file by name, masks applied. Raises ValueError saying what is wrong with it."""
    if len(data) > MOST_BYTES:
        raise ValueError("it is too large")
    if not data.startswith(b"PK\x03\x04"):
        raise ValueError("it is no film" if data else "it is empty")
    return _masked(npz.read(data, _BOUNDS))


def _masked(arrays: dict[str, AnyArray]) -> dict[str, AnyArray]:
    for name in [name for name in arrays if name.endswith(_MASK)]:
        mask, of = arrays.pop(name), name.removesuffix(_MASK)
        if of not in arrays or mask.dtype != bool or mask.shape != arrays[of].shape:
            raise ValueError("a mask in it belongs to nothing")
        arrays[of] = np.ma.MaskedArray(arrays[of], mask)
    return arrays
