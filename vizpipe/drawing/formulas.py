"""Formulas with their numbers put in, as a textbook sets them."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vizpipe.drawing.say import textbook


def weighted_sum(bias: float, weights: Sequence[float] | npt.NDArray[np.float64], names: Sequence[str]) -> str:
    """A bias and each weight with its name, a sign before it: −0.7 + 0.5x₁ − 0.5x₂, to six digits at most.

    Raises ValueError unless there are as many names as weights.
    """
    terms = [
        f"{'−' if weight < 0.0 else '+'} {textbook(f'{abs(weight):g}')}{name}"
        for weight, name in zip(weights, names, strict=True)
    ]
    return " ".join([textbook(f"{bias:g}"), *terms])
