"""Ways of update rules down a function, and what they are like."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from vizpipe.nn.optimizers import Optimizer

Array = npt.NDArray[np.float64]


def downhill(rule: Optimizer[Any], start: Array, gradient: Callable[[Array], Array]) -> Iterator[Array]:
    """Where a rule is after 0, 1, 2 … steps from ``start``, without end; places and gradients have its shape."""
    place, state = start, rule.start(start)
    while True:
        yield place
        place, state = rule.update(place, gradient(place), state)


def zigzags(coordinate: Array, steps: int = 3) -> bool:
    """Whether a way crosses 0 in each of its first ``steps``, given one coordinate of its places, shape (places,)."""
    signs = np.sign(coordinate[: steps + 1])
    return len(signs) > steps and bool((signs[1:] == -signs[:-1]).all())


def shrinkage(distances: Array, steps: int = 10, tolerance: float = 0.005) -> float:
    """The share of a distance that so many ``steps`` take, if it is the same all the way; 0 if it is not.

    ``distances`` (places,) are those from the bottom, all above 0. Shares that lie less than ``tolerance`` apart are
    the same; of a way of less than twice as many steps nothing can be said, so it has none.
    """
    left = distances[steps:] / distances[:-steps]
    is_steady = len(left) > len(distances) // 2 and np.ptp(left) < tolerance
    return float(1.0 - left.mean()) if is_steady else 0.0
