"""Mini-batch training as a generator of snapshots."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.nn.convolution import Convolution
from vizpipe.nn.dead import dead_units
from vizpipe.nn.losses import Loss, Targets
from vizpipe.nn.network import Network, with_ones
from vizpipe.nn.optimizers import Optimizer
from vizpipe.nn.regularization import Penalties

Array = npt.NDArray[np.float64]


class Snapshot(NamedTuple):
    """A network at the end of one epoch: the frame that recipes which train share."""

    epoch: int
    """0 is the untrained network."""
    parameters: Array
    """Shape (parameter_count,): weights and biases, as ``Network.places`` lays them out."""
    loss: float
    """Mean over all samples."""
    accuracy: float
    """Share of samples on the right side, 0 to 1."""
    sizes: npt.NDArray[np.int64]
    """Units of each layer, the input first."""
    activations: npt.NDArray[np.str_]
    """Names, one for each layer but the input."""
    samples: Array
    """Shape (samples, inputs)."""
    labels: npt.NDArray[np.int64]
    """Class of each sample, shape (samples,)."""

    @property
    def network(self) -> Network:
        """The network's shape, to be used with ``parameters``."""
        return Network(tuple(int(size) for size in self.sizes), tuple(str(name) for name in self.activations))

    @property
    def weights(self) -> list[Array]:
        """One (fan_in, fan_out) array a layer."""
        return [layer.weights for layer in self.network.layers(self.parameters)]

    @property
    def dead(self) -> frozenset[tuple[int, int]]:
        """Hidden ReLU units that answer 0 to every sample, as (layer, unit)."""
        return dead_units(self.network, self.parameters, self.samples)

    def forward(self, x: Array) -> list[tuple[Array, Array]]:
        """Before and after the activation of each layer, for inputs of shape (batch, inputs)."""
        return self.network.forward(self.parameters, x)

    def predict(self, x: Array) -> Array:
        """Outputs, shape (batch, outputs), for inputs of shape (batch, inputs)."""
        return self.network.predict(self.parameters, x)


def accuracy(outputs: Array, labels: npt.NDArray[np.int64]) -> float:
    """Share of rows whose class is right: the side of 0.5 for one output unit, the largest output for more."""
    chosen = outputs[:, 0] > 0.5 if outputs.shape[1] == 1 else outputs.argmax(axis=1)  # noqa: PLR2004 - one half
    return float(np.mean(chosen == labels))


_NONE = Penalties()


def descend(  # noqa: PLR0913 - a training run has this many parts, and each is named
    network: Network | Convolution,
    vector: Array,
    x: Array,
    targets: Targets,
    *,
    loss: Loss,
    optimizer: Optimizer[Any],
    batch_size: int,
    rng: np.random.Generator,
    watch: bool = True,
    penalties: Penalties = _NONE,
) -> Iterator[tuple[Array, Array]]:
    """Train for ever: after each epoch, give the parameters and the loss of each of its mini-batches.

    Without ``watch`` the losses are not worked out, and empty. Losses are without the penalties.
    A diverging run goes to inf and nan without a warning; whoever consumes it decides what that means.
    Raises ValueError for penalties on a convolution.
    """
    state, regular = optimizer.start(vector), network if penalties != _NONE else None
    if isinstance(regular, Convolution):
        message = "penalties are for fully connected networks"
        raise ValueError(message)  # noqa: TRY004 - a convolution is a network, but not of this kind
    widened = with_ones(x)
    while True:
        shuffled = rng.permutation(len(x))
        samples, wanted = widened.take(shuffled, axis=0), targets.take(shuffled, axis=0)
        losses = []
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            for start in range(0, len(x), batch_size):
                answers = wanted[start : start + batch_size]
                batch = samples[start : start + batch_size]
                masks = penalties.masks(rng, regular, len(batch)) if regular else None
                outputs, gradient = network.backpropagate(vector, batch, answers, loss, masks)
                if regular:
                    gradient = penalties.decay(regular, vector, gradient)
                vector, state = optimizer.update(vector, gradient, state)
                if regular:
                    vector = penalties.clamp(regular, vector)
                if watch:
                    losses.append(loss.value(outputs, answers))
        yield vector, np.array(losses)


def train(  # noqa: PLR0913 - see descend
    network: Network,
    vector: Array,
    samples: Array,
    labels: npt.NDArray[np.int64],
    *,
    loss: Loss,
    optimizer: Optimizer[Any],
    batch_size: int,
    rng: np.random.Generator,
    penalties: Penalties = _NONE,
) -> Iterator[Snapshot]:
    """Snapshots of a classifier, the untrained network first, then one after each epoch, without end.

    One output unit is trained on labels 0 and 1, several on class numbers or one-hot rows, as the loss wants it.
    Losses are without the penalties.
    """
    units = network.sizes[-1]
    targets: Targets = labels
    if units == 1:
        targets = labels[:, None].astype(np.float64)
    elif loss.name != "sparse-categorical-cross-entropy":
        targets = np.eye(units)[labels]
    sizes, activations = np.array(network.sizes), np.array(network.activations)

    def snapshot(epoch: int, vector: Array) -> Snapshot:
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            outputs = network.predict(vector, samples)
            value = loss.value(outputs, targets)
        return Snapshot(epoch, vector, value, accuracy(outputs, labels), sizes, activations, samples, labels)

    yield snapshot(0, vector)
    how: dict[str, Any] = {"loss": loss, "optimizer": optimizer, "batch_size": batch_size, "penalties": penalties}
    run = descend(network, vector, samples, targets, rng=rng, watch=False, **how)
    for epoch, (trained, _) in enumerate(run, start=1):
        yield snapshot(epoch, trained)
