"""What networks of two inputs answer all over the plane in which their samples lie."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

MARGIN = 0.35
"""How far the square reaches beyond the samples, in units of the data."""
_PLANE = 2


class Grid(NamedTuple):
    """The answers of a film's networks on an even grid of points."""

    points: Array
    """Shape (cells², 2), row by row from the bottom, the outermost on the square's edges."""
    outputs: Array
    """Shape (frames, cells²), or (frames, cells², units) of networks with several output units."""


def square(lowest: float, highest: float) -> Array:
    """The part of the plane that holds samples from one coordinate to another: left, right, bottom, top."""
    low, high = lowest - MARGIN, highest + MARGIN
    return np.array([low, high, low, high])


def grid(limits: Iterable[float], cells: int) -> Array:
    """Points all over ``limits`` (left, right, bottom, top), row by row from the bottom, shape (cells², 2)."""
    left, right, bottom, top = limits
    across, up = np.linspace(left, right, cells), np.linspace(bottom, top, cells)
    return np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)


def lacks(frame: Any) -> str:  # noqa: ANN401 - any recipe's frame
    """What a frame lacks to be a network with samples in the plane, such as ``nn.Snapshot``; nothing if it is one."""
    samples, vector = (np.asarray(getattr(frame, name, None)).shape for name in ("samples", "parameters"))
    network: Any = getattr(frame, "network", None)
    if samples[1:] != (_PLANE,):
        return "samples (n, 2)"
    if not hasattr(network, "predict") or network.sizes[0] != _PLANE:
        return "a network of two inputs"
    return "" if vector == (network.parameter_count,) else "the network's parameters"


def answers(frames: Iterable[Any], points: Array) -> Grid:
    """What the network of each frame answers at points (n, 2)."""
    outputs = np.stack([frame.network.predict(frame.parameters, points) for frame in frames])
    return Grid(points, outputs[:, :, 0] if outputs.shape[2] == 1 else outputs)
