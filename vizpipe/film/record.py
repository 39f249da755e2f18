"""Film → record: a few numbers by which another machine can say whether training went the same way."""

from typing import Any

import numpy as np
import numpy.typing as npt

from vizpipe.film.drift import Record
from vizpipe.film.film import Film
from vizpipe.film.spread import spread
from vizpipe.film.weights import weight

MOST_FRAMES = 16
MOST_BLOCKS = 8
_BLOCK = 64
"""Values that share a sum at least, so that small fields have one."""
_DIGITS = 12


def record(film: Film[Any]) -> Record:
    """Scale and weighted sums of every field: at the first, the last and some frames between, then of all frames."""
    chosen = spread(len(film), MOST_FRAMES)
    fields = {}
    for name in film.frame_type._fields:
        column = film.column(name)
        if name in film.constant:
            fields[name] = [_numbers(column[0])]
        else:
            fields[name] = [*(_numbers(column[index]) for index in chosen), _numbers(column)]
    return Record(chosen, fields)


def _numbers(value: npt.NDArray[Any]) -> list[float]:
    array = np.asarray(value)
    if array.dtype.kind == "U":
        array = np.array([ord(letter) for text in array.ravel() for letter in str(text)] or [0])
    flat = array.astype(np.float64).ravel()
    largest = float(np.abs(flat).max(initial=0.0)) or 1.0  # squares of huge numbers would overflow
    if isinstance(value, np.ma.MaskedArray):  # what is masked is nought; that it is counts too
        flat = np.concatenate([flat, largest * np.ma.getmaskarray(value).ravel()])
    scale = largest * float(np.sqrt(((flat / largest) ** 2).sum() / max(flat.size, 1)))
    weighted = flat / largest * weight(np.arange(flat.size))
    blocks = np.array_split(weighted, min(MOST_BLOCKS, flat.size // _BLOCK + 1))
    sums = [largest * (float(block.sum()) / max(block.size, 1)) for block in blocks]
    return [float(f"{number:.{_DIGITS}g}") for number in (scale, *sums)]
