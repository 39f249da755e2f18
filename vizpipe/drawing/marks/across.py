"""A neuron's straight line, long enough for a panel."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vizpipe.drawing.marks.plane import straight_line

Array = npt.NDArray[np.float64]


def line_across(neuron: Sequence[float] | Array, limits: Sequence[float] | Array) -> Array:
    """The line w·x + b = 0 of ``neuron`` (w₁, w₂, b) as two points, shape (2, 2).

    Where it crosses ``limits`` (left, right, bottom, top) both lie beyond them. Where both weights are 0 there is no
    line, and the two points are one.
    """
    sides = np.asarray(limits, dtype=float)
    middle, reach = sides.reshape(2, 2).mean(axis=1), 2.0 * float(np.hypot(*np.diff(sides)[::2]))
    return straight_line(np.asarray(neuron[:2]), float(neuron[2]), middle, reach)
