"""What can be changed in a network that nobody sees from outside."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vizpipe.nn.network import Network

Array = npt.NDArray[np.float64]


def reordered(network: Network, vector: Array, layer: int, order: Sequence[int]) -> Array:
    """The parameters of the same network with the units of a hidden layer, counted from 1, in another order.

    It answers as before (Hecht-Nielsen, 1990).
    """
    parameters, units = vector.copy(), list(order)
    own, following = list(network.layers(parameters))[layer - 1 : layer + 1]
    own.weights[:], own.bias[:] = own.weights[:, units], own.bias[units]
    following.weights[:] = following.weights[units]
    return parameters
