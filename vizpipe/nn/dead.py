"""Dead units: what a rectifier can do to a network."""

import numpy as np
import numpy.typing as npt

from vizpipe.nn.network import Network

Array = npt.NDArray[np.float64]


def dead_units(network: Network, vector: Array, samples: Array) -> frozenset[tuple[int, int]]:
    """Hidden ReLU units that answer 0 to each of ``samples`` (n, inputs), and so get no gradient from any of them.

    Each is a pair (layer, unit), the inputs being layer 0.
    """
    hidden = zip(network.activations[:-1], network.forward(vector, samples), strict=False)
    return frozenset(
        (layer, int(unit))
        for layer, (activation, (_, answers)) in enumerate(hidden, start=1)
        if activation == "relu"
        for unit in np.flatnonzero(~answers.any(axis=0))
    )
