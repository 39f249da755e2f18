"""What a network makes of points all over a panel, worked out once for all pages that show it."""

import functools
from typing import Protocol

import numpy as np

from vizpipe.drawing.marks.plane import zero_lines
from vizpipe.drawing.picture.mark import Array
from vizpipe.film.plane import grid


class Network(Protocol):
    """A network of two inputs."""

    def forward(self, vector: Array, x: Array) -> list[tuple[Array, Array]]:
        """Before and after the activation, each (n, units), for every layer."""

    def scores(self, vector: Array, x: Array) -> Array:
        """What is 0 where both classes are equally likely, shape (n, 1)."""


@functools.lru_cache(maxsize=400)
def decided(
    network: Network, vector: bytes, limits: tuple[float, float, float, float], cells: int
) -> tuple[Array, tuple[Array, ...]]:
    """Outputs on a grid and the lines between classes, kept: a wide page and a tall one show the same moments."""
    parameters = np.frombuffer(vector)
    scores, outputs = network.forward(parameters, plane_points(limits, cells))[-1]
    outputs.flags.writeable = False
    lines = zero_lines(lambda points: network.scores(parameters, points).ravel(), np.array(limits), cells, scores)
    return outputs.reshape(cells, cells), tuple(lines)


@functools.lru_cache(maxsize=64)
def plane_points(limits: tuple[float, float, float, float], cells: int) -> Array:
    """Points all over a panel, row by row from the bottom, shape (cells², 2), read-only."""
    points = grid(limits, cells)
    points.flags.writeable = False
    return points
