"""A feedforward network as a value: its shape here, its parameters in one float64 vector."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.nn.activations import ACTIVATIONS, Activation
from vizpipe.nn.initializers import Initializer
from vizpipe.nn.layers import Layer
from vizpipe.nn.losses import Loss, Targets

Array = npt.NDArray[np.float64]


class Place(NamedTuple):
    """Where one layer's weights and bias lie in the parameter vector."""

    weights: slice
    bias: slice
    shape: tuple[int, int]
    activation: Activation


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
        for fan_in, fan_out, name in zip(self.sizes, self.sizes[1:], self.activations, strict=False):
            middle, end = start + fan_in * fan_out, start + fan_in * fan_out + fan_out
            places.append(Place(slice(start, middle), slice(middle, end), (fan_in, fan_out), ACTIVATIONS[name]))
            start = end
        return tuple(places)

    @property
    def parameter_count(self) -> int:
        """How many numbers training sets: all weights and all biases."""
        return int(self.places[-1].bias.stop)

    def initial(self, rng: np.random.Generator, initializer: Initializer) -> Array:
        """A fresh parameter vector, shape (parameter_count,): drawn weights, zero biases."""
        vector = np.zeros(self.parameter_count)
        for place in self.places:
            vector[place.weights] = initializer(rng, *place.shape).ravel()
        return vector

    def layers(self, vector: Array) -> Iterator[Layer]:
        """The layers as views into ``vector``, first to last."""
        for weights, bias, shape, activation in self.places:
            yield Layer(vector[weights].reshape(shape), vector[bias], activation)

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

    def gradient(self, vector: Array, x: Array, targets: Targets, loss: Loss) -> tuple[float, Array]:
        """The batch's loss and its exact gradient, shape of ``vector``, by backpropagation.

        (Rumelhart, Hinton and Williams, 1986.)
        """
        layers, inputs = list(self.layers(vector)), [x]
        for layer in layers:
            inputs.append(layer(inputs[-1]))
        gradient = np.empty_like(vector)
        upstream = loss.gradient(inputs[-1], targets)
        for index in range(len(layers) - 1, -1, -1):
            place, layer = self.places[index], layers[index]
            delta = layer.activation.backward(upstream, inputs[index + 1])
            np.matmul(inputs[index].T, delta, out=gradient[place.weights].reshape(place.shape))
            delta.sum(axis=0, out=gradient[place.bias])
            if index:
                upstream = delta @ layer.weights.T
        return loss.value(inputs[-1], targets), gradient
