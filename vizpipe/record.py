"""A film in a few numbers, by which another machine can say whether training went the same way.

For at most 16 frames, the first and the last among them, and for each field: the mean of its values and their
projection on a fixed direction, in which every single element counts with a weight of its own. Texts count by their
code points.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from vizpipe.encoding import spread
from vizpipe.film import Film

MOST_FRAMES = 16
_GOLDEN = 0.6180339887498949
_DIGITS = 12


def record(film: Film[Any]) -> dict[str, list[list[float]]]:
    """Field → one [mean, projection] a frame; ``frame`` → which frames these are. A constant field has one entry."""
    chosen = spread(len(film), MOST_FRAMES)
    numbers: dict[str, list[list[float]]] = {"frame": [[float(index)] for index in chosen]}
    for name in film.frame_type._fields:
        column = film.column(name)
        kept = chosen[:1] if name in film.constant else chosen
        numbers[name] = [_numbers(column[index]) for index in kept]
    return numbers


def _numbers(value: npt.NDArray[Any]) -> list[float]:
    array = np.asarray(value)
    if array.dtype.kind == "U":
        array = np.array([ord(letter) for text in array.ravel() for letter in str(text)] or [0])
    flat = array.astype(np.float64).ravel()
    # fractional parts of multiples of the golden ratio are spread evenly and never repeat
    weights = 0.5 + np.modf(_GOLDEN * np.arange(1, flat.size + 1))[0]
    scale = max(flat.size, 1)
    return [float(f"{flat.sum() / scale:.{_DIGITS}g}"), float(f"{flat @ weights / scale:.{_DIGITS}g}")]
