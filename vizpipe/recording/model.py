"""What a recorder asks of a network, whatever made it."""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


class Chain(NamedTuple):
    """A network that is one layer after another, as ``nn.Network`` knows it."""

    sizes: tuple[int, ...]
    """Units of each layer, the input first."""
    activations: tuple[str, ...]
    """Names, one for each layer but the input; the last may be ``log-softmax``, which ``nn`` does not know."""
    vector: Callable[[], npt.NDArray[Any]]
    """All parameters now, a copy, shape (parameters,), as ``nn.Network.places`` lays them out."""


class Unread(NamedTuple):
    """A network that is not read, and why."""

    why: str
    """The rest of a sentence."""


class Model(Protocol):
    """A network while somebody trains it."""

    maker: str
    """The framework's name."""

    def chain(self, rows: Any) -> Chain | Unread | None:  # noqa: ANN401 - whatever the user's rows are
        """Its layers, found with some rows of data; None as long as it has no weights."""

    def answers(self, rows: Any) -> Array | None:  # noqa: ANN401 - as above
        """What it gives for rows of data now, (rows, outputs), without changing it; None if it can't be asked."""

    def classes(self) -> tuple[Any, ...]:
        """What it calls its classes, if it knows."""


ELEMENTWISE: dict[str, Callable[[Array], Array]] = {
    "identity": lambda z: z,
    "relu": lambda z: np.maximum(z, 0.0),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1.0 / (1.0 + np.exp(-np.clip(z, -700.0, 700.0))),
}


def log_softmax(z: Array) -> Array:
    """The logarithm of softmax, for rows (batch, units)."""
    shifted = z - z.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


LAST = ELEMENTWISE | {"softmax": lambda z: np.exp(log_softmax(z)), "log-softmax": log_softmax}
"""What may follow the last layer."""


def between(before: Array, after: Array, known: dict[str, Callable[[Array], Array]], tolerance: float) -> str | None:
    """The name of the function that makes ``after`` of ``before``, both (rows, units); None if it is none of these."""
    if before.shape != after.shape:
        return None
    for name, function in known.items():
        if np.allclose(function(before), after, rtol=tolerance, atol=tolerance):
            return name
    return None


def listed(names: list[str]) -> str:
    """Names as part of a sentence: the first few."""
    few, more = list(dict.fromkeys(names)), ""
    if len(few) > _FEW:
        few, more = few[:_FEW], f" and {len(few) - _FEW} more"
    return plain(", ".join(few) + more)


_FEW = 4


def plain(text: str, most: int = 200) -> str:
    """A text of somebody's as part of a sentence that is drawn: no braces, which say's templates know."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text[:most])
    return " ".join(shown.replace("{", "(").replace("}", ")").split())
