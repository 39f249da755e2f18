"""A network for square images whose first layer is a convolution: the same few weights at every place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from vizpipe.nn.initializers import Initializer
from vizpipe.nn.layers import Layer
from vizpipe.nn.losses import Loss, Targets
from vizpipe.nn.network import Network

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Convolution:
    """Patches that slide over an image pixel by pixel, and a fully connected layer on what they find.

    A patch is ``patch`` × ``patch`` weights and a bias (LeCun et al., "Backpropagation applied to handwritten zip code
    recognition", 1989). Its parameters lie in one vector: patch by patch the weights row by row and the bias, then the
    second layer as a ``Network`` has it. Raises ValueError where a patch does not fit into the image.
    """

    image: int
    """Pixels of each side; an image is given as a row of image² numbers."""
    patch: int
    filters: int
    """How many patches slide."""
    outputs: int
    activations: tuple[str, str] = ("relu", "softmax")

    def __post_init__(self) -> None:
        """Refuse what can't slide."""
        if not 1 <= self.patch <= self.image:
            message = f"a patch of {self.patch} pixels does not fit into an image of {self.image}"
            raise ValueError(message)
        _ = self.written_out

    @property
    def places(self) -> int:
        """At how many places along each axis a patch looks."""
        return self.image - self.patch + 1

    @cached_property
    def written_out(self) -> Network:
        """The fully connected network that is the same function: most of its first layer's weights are 0."""
        return Network((self.image**2, self.filters * self.places**2, self.outputs), self.activations)

    @cached_property
    def ties(self) -> npt.NDArray[np.int64]:
        """For each number of the network written out, which parameter it is, −1 where it stays 0."""
        first = np.full((self.image, self.image, self.filters, self.places, self.places), -1)
        bias = np.empty((self.filters, self.places, self.places), dtype=np.int64)
        own = np.arange(self.filters * (self.patch**2 + 1)).reshape(self.filters, -1)
        bias[:] = own[:, -1, None, None]
        for row, column in np.ndindex(self.places, self.places):
            seen = slice(row, row + self.patch), slice(column, column + self.patch)
            first[(*seen, slice(None), row, column)] = own[:, :-1].T.reshape(self.patch, self.patch, self.filters)
        rest = self.written_out.parameter_count - self.written_out.places[0].block.stop
        return np.concatenate([first.ravel(), bias.ravel(), own.size + np.arange(rest)])

    @property
    def parameter_count(self) -> int:
        """How many numbers training sets."""
        return int(self.ties[-1]) + 1

    def spread(self, vector: Array) -> Array:
        """The parameters of the network written out."""
        return np.append(vector, 0.0)[self.ties]

    def initial(self, rng: np.random.Generator, initializer: Initializer) -> Array:
        """A fresh parameter vector, shape (parameter_count,): drawn weights, zero biases."""
        patches = np.zeros((self.filters, self.patch**2 + 1))
        patches[:, :-1] = initializer(rng, self.patch**2, self.filters).T
        units = self.filters * self.places**2
        return np.concatenate([patches.ravel(), initializer(rng, units, self.outputs).ravel(), np.zeros(self.outputs)])

    def layers(self, vector: Array) -> Iterator[Layer]:
        """The layers of the network written out."""
        return self.written_out.layers(self.spread(vector))

    def predict(self, vector: Array, x: Array) -> Array:
        """The outputs for images (batch, image²), shape (batch, outputs)."""
        return self.written_out.predict(self.spread(vector), x)

    def backpropagate(
        self, vector: Array, x: Array, targets: Targets, loss: Loss, masks: Sequence[Array] | None = None
    ) -> tuple[Array, Array]:
        """As a ``Network`` does: a shared weight's gradient is the sum of those at all its places."""
        outputs, gradient = self.written_out.backpropagate(self.spread(vector), x, targets, loss, masks)
        shared = np.bincount(self.ties + 1, gradient, self.parameter_count + 1)  # the first is of what stays 0
        return outputs, shared[1:].astype(np.float64, copy=False)
