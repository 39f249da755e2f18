"""How the weights of each layer are spread while anything is trained: the frame of recipes that draw histograms."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.nn.network import Network

Array = npt.NDArray[np.float64]
BINS = 61
"""Of each histogram, with 0 in the middle of one."""


class Histograms(NamedTuple):
    """How many of each layer's weights lie between which values at the end of one epoch."""

    epoch: int
    """0 is the untrained network; of logs, the step."""
    shares: Array
    """Of a layer's weights in each bin, shape (layers, bins); they add up to 1."""
    edges: Array
    """Of a layer's bins, the same in all frames, shape (layers, bins + 1)."""
    deviations: Array
    """The standard deviation of each layer's weights, shape (layers,)."""
    names: npt.NDArray[np.str_]
    """What each layer is called, shape (layers,)."""


def histograms(network: Network, epochs: Sequence[int], vectors: Sequence[Array]) -> list[Histograms]:
    """A frame for each parameter vector; biases don't count. The edges reach as far as any weight of the layer."""
    shares, edges, deviations = [], [], []
    for place in network.places:
        reach = max(*(float(np.abs(vector[place.weights]).max()) for vector in vectors), 1e-12)
        edges.append(np.linspace(-reach, reach, BINS + 1))
        counted = [_counted(vector[place.weights], reach) for vector in vectors]
        shares.append(np.stack(counted))
        deviations.append([float(vector[place.weights].std()) for vector in vectors])
    names = np.array([f"layer {n} ({a} → {b})" for n, (a, b) in enumerate(pairwise(network.sizes), 1)])
    told = zip(epochs, np.stack(shares, axis=1), np.array(deviations).T, strict=True)
    return [Histograms(int(epoch), rows, np.stack(edges), spread, names) for epoch, rows, spread in told]


def _counted(weights: Array, reach: float) -> Array:
    """The share of weights in each of the bins from −reach to reach."""
    at = np.minimum(((weights / reach + 1.0) * (BINS / 2.0)).astype(np.int64), BINS - 1)
    return np.asarray(np.bincount(at, minlength=BINS) / len(weights))
