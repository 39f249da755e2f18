"""A feedforward network as a value: its shape here, its parameters in one float64 vector."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.nn.activations import ACTIVATIONS, Activation
from vizpipe.nn.initializers import Initializer
from vizpipe.nn.layers import Layer
from vizpipe.nn.losses import Loss, Targets

Array = npt.NDArray[np.float64]


class Place(NamedTuple):
    """Where one layer lies in the parameter vector: its weights row by row, then its bias, as one more row."""

    block: slice
    shape: tuple[int, int]
    """(fan_in + 1, fan_out), the bias being the last row."""
    activation: Activation

    @property
    def weights(self) -> slice:
        """Where the weights lie."""
        return slice(self.block.start, self.block.stop - self.shape[1])

    @property
    def bias(self) -> slice:
        """Where the bias lies."""
        return slice(self.block.stop - self.shape[1], self.block.stop)


@dataclass(frozen=True)
class Network:
    """Fully connected layers one after another.

    ``sizes`` counts units from the input on, ``activations`` names one function for each layer but the input, which
    computes nothing. Raises ValueError if the two don't fit together or a name is unknown.
    """

    sizes: tuple[int, ...]
    activations: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a shape that is no network."""
        if len(self.sizes) != len(self.activations) + 1:
            message = f"{len(self.sizes)} sizes need {len(self.sizes) - 1} activations, not {len(self.activations)}"
            raise ValueError(message)
        if min(self.sizes) < 1:
            message = f"every layer needs at least one unit: {self.sizes}"
            raise ValueError(message)
        if unknown := set(self.activations) - set(ACTIVATIONS):
            message = f"unknown activation {min(unknown)!r}; there are {', '.join(ACTIVATIONS)}"
            raise ValueError(message)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The layout of the vector: layer by layer, weights row by row, then the bias."""
        places, start = [], 0
        for (fan_in, fan_out), name in zip(pairwise(self.sizes), self.activations, strict=True):
            end = start + (fan_in + 1) * fan_out
            places.append(Place(slice(start, end), (fan_in + 1, fan_out), ACTIVATIONS[name]))
            start = end
        return tuple(places)

    @property
    def parameter_count(self) -> int:
        """How many numbers training sets: all weights and all biases."""
        return int(self.places[-1].block.stop)

    def initial(self, rng: np.random.Generator, initializer: Initializer) -> Array:
        """A fresh parameter vector, shape (parameter_count,): drawn weights, zero biases."""
        vector = np.zeros(self.parameter_count)
        for place in self.places:
            vector[place.weights] = initializer(rng, place.shape[0] - 1, place.shape[1]).ravel()
        return vector

    def layers(self, vector: Array) -> Iterator[Layer]:
        """The layers as views into ``vector``, first to last."""
        for block, shape, activation in self.places:
            matrix = vector[block].reshape(shape)
            yield Layer(matrix[:-1], matrix[-1], activation)

    def forward(self, vector: Array, x: Array) -> list[tuple[Array, Array]]:
        """Before and after the activation, each (batch, units), for every layer but the input."""
        passed = []
        for layer in self.layers(vector):
            z = layer.affine(x)
            x = layer.activation.forward(z)
            passed.append((z, x))
        return passed

    def predict(self, vector: Array, x: Array) -> Array:
        """The outputs, shape (batch, units of the last layer)."""
        for layer in self.layers(vector):
            x = layer(x)
        return x

    def scores(self, vector: Array, x: Array) -> Array:
        """What the last layer's activation gets: for two classes 0 where both are equally likely, (batch, units)."""
        return self.forward(vector, x)[-1][0]

    def gradient(self, vector: Array, x: Array, targets: Targets, loss: Loss) -> tuple[float, Array]:
        """The batch's loss and its exact gradient, shape of ``vector``, by backpropagation.

        (Rumelhart, Hinton and Williams, 1986.)
        """
        outputs, gradient = self.backpropagate(vector, with_ones(x), targets, loss)
        return loss.value(outputs, targets), gradient

    def backpropagate(
        self, vector: Array, x: Array, targets: Targets, loss: Loss, masks: Sequence[Array] | None = None
    ) -> tuple[Array, Array]:
        """The outputs and the gradient, for inputs that already have a last column of ones, as ``with_ones`` gives.

        With the bias as one more row of weights, a layer is one product forward and two back. ``masks``, one
        (batch, units) for each hidden layer, multiply its activations (dropout).
        """
        last = len(self.places) - 1
        matrices, inputs, outputs = [], [x], []
        for index, (block, shape, activation) in enumerate(self.places):
            matrix = vector[block].reshape(shape)
            y = activation.forward(inputs[-1] @ matrix)
            matrices.append(matrix)
            outputs.append(y)
            if index < last:
                inputs.append(with_ones(y if masks is None else y * masks[index]))
        gradient = np.empty_like(vector)
        upstream = loss.gradient(outputs[-1], targets)
        for index in range(last, -1, -1):
            block, shape, activation = self.places[index]
            delta = activation.backward(upstream, outputs[index])
            np.matmul(inputs[index].T, delta, out=gradient[block].reshape(shape))
            if index:
                upstream = delta @ matrices[index][:-1].T
                if masks is not None:
                    upstream *= masks[index - 1]
        return outputs[-1], gradient


def with_ones(x: Array) -> Array:
    """Inputs (batch, n) with a last column of ones, (batch, n + 1), by which the bias is multiplied."""
    count, width = x.shape
    widened = np.empty((count, width + 1))
    widened[:, :width] = x
    widened[:, width] = 1.0
    return widened


def mlp(sizes: Sequence[int], hidden: str, output: str) -> Network:
    """A multilayer perceptron: one activation in all hidden layers, another at the output.

    ``sizes`` counts units from the input on. Raises ValueError as ``Network`` does.
    """
    return Network(tuple(sizes), (*(hidden for _ in sizes[1:-1]), output))
