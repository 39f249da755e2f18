"""A network's way from one layer to another as numbers, so that whatever draws a picture can work out its points.

A passage is steps in their order: a weight matrix with its bias, or an activation by name.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


class Affine(NamedTuple):
    """Points · weights + bias."""

    weights: Array
    """Shape (fan_in, fan_out)."""
    bias: Array
    """Shape (fan_out,)."""


Step = Affine | str
"""An affine map, or the name of an activation of ``nn``."""


class Passage(NamedTuple):
    """Steps, and the points that they begin with."""

    steps: tuple[Step, ...]
    points: Array | None = None
    """Shape (n, fan_in); None for those all over a panel."""


def along(way: object, frame: object, points: Array | None = None) -> Passage | None:
    """The passage of points on a way; None if it is any other function."""
    steps = getattr(way, "steps", None)
    return None if steps is None else Passage(steps(frame), points)


def fainter(passage: Passage | None, strength: float) -> Passage | None:
    """The same with answers from 0 to 1 nearer to a half."""
    if passage is None or strength == 1.0:
        return passage
    nearer = Affine(np.array([[strength]]), np.array([0.5 - 0.5 * strength]))
    return passage._replace(steps=(*passage.steps, nearer))


def steps_of(layers: Iterable[Any], *, is_open: bool = False) -> tuple[Step, ...]:
    """What layers do one after another; an open end lacks the last activation."""
    steps: list[Step] = []
    for layer in layers:
        steps += [Affine(layer.weights, layer.bias), layer.activation.name]
    return tuple(steps[:-1] if is_open else steps)


def made_by(artist: Any, passage: Passage | None) -> Any:  # noqa: ANN401 - an artist
    """The artist, which knows from now on what worked out its points."""
    vars(artist)["passage"] = passage
    return artist
