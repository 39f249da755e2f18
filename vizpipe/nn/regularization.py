"""Regularization: what keeps a network from learning its training data by heart.

Each remedy is a value. ``Penalties`` holds those that a training step applies; early stopping watches from outside.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.nn.network import Network

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Penalties:
    """What a training step does against overfitting; the defaults do nothing.

    Raises ValueError unless 0 ≤ dropout < 1, weight_decay ≥ 0 and max_norm > 0.
    """

    dropout: float = 0.0
    """The probability by which a hidden unit is silent for a sample in a step (Srivastava et al., 2014)."""
    weight_decay: float = 0.0
    """λ in L + λ/2 ‖w‖²: λw is added to each weight's gradient, biases excepted (Krogh and Hertz, 1992).

    Under Adam this is the L2 penalty, not the decoupled decay of Loshchilov and Hutter (2019).
    """
    max_norm: float | None = None
    """The longest that the weights into one unit may be, as a vector; it holds for output units too, not for biases.

    (Srivastava et al., 2014, after Srebro and Shraibman, 2005.)
    """

    def __post_init__(self) -> None:
        """Refuse what has no meaning."""
        limit = self.max_norm
        if not 0.0 <= self.dropout < 1.0 or not self.weight_decay >= 0.0 or not (limit is None or limit > 0.0):
            message = f"0 <= dropout < 1, weight_decay >= 0 and max_norm > 0 are needed, not {self}"
            raise ValueError(message)

    def masks(self, rng: np.random.Generator, network: Network, rows: int) -> list[Array] | None:
        """Inverted dropout: for each hidden layer (rows, units), 0 for silent units and 1 / (1 − dropout) for others.

        So the expected activation stays what it is without dropout, and prediction needs no change.
        """
        if not self.dropout:
            return None
        return [(rng.random((rows, units)) >= self.dropout) / (1.0 - self.dropout) for units in network.sizes[1:-1]]

    def decay(self, network: Network, vector: Array, gradient: Array) -> Array:
        """The gradient with the penalty's own, λw, added for weights; ``gradient`` is changed."""
        if self.weight_decay:
            for place in network.places:
                gradient[place.weights] += self.weight_decay * vector[place.weights]
        return gradient

    def clamp(self, network: Network, vector: Array) -> Array:
        """Weights into each unit scaled back to the longest that is allowed; ``vector`` is changed."""
        if self.max_norm is not None:
            for layer in network.layers(vector):
                lengths = np.sqrt((layer.weights**2).sum(axis=0))
                layer.weights[:] *= np.minimum(1.0, self.max_norm / np.maximum(lengths, 1e-300))
        return vector


class Watch(NamedTuple):
    """What early stopping remembers."""

    epoch: int
    """The best epoch so far."""
    loss: float
    """The validation loss there."""
    parameters: Array
    """The weights there: what is restored in the end."""
    waited: int
    """Epochs since."""


@dataclass(frozen=True)
class EarlyStopping:
    """Stop when the validation loss has not fallen for ``patience`` epochs, and return to its best (Prechelt, 1998)."""

    patience: int

    def start(self, parameters: Array) -> Watch:
        """Nothing seen yet."""
        return Watch(-1, float("inf"), parameters, 0)

    def update(self, watch: Watch, epoch: int, loss: float, parameters: Array) -> Watch:
        """Look at one epoch; a loss that is nan is no improvement."""
        if loss < watch.loss:
            return Watch(epoch, loss, parameters.copy(), 0)
        return watch._replace(waited=watch.waited + 1)

    def stops(self, watch: Watch) -> bool:
        """Whether patience is over."""
        return watch.waited >= self.patience

    def follow(self, run: Iterable[Array], loss: Callable[[Array], float]) -> Iterator[tuple[Array, int]]:
        """What a run's parameters are after each epoch, and −1; from when patience is over, the best and their epoch.

        ``run`` gives parameters from epoch 0 on, ``loss`` the validation loss of some. What stands still has no end.
        """
        watch: Watch | None = None
        for epoch, parameters in enumerate(run):
            watch = self.update(watch or self.start(parameters), epoch, loss(parameters), parameters)
            if self.stops(watch):
                yield from itertools.repeat((watch.parameters, watch.epoch))
            yield parameters, -1
