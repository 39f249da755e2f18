"""What is kept of a network that is too large: where its layers put some samples."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vizpipe.film.packing import AnyArray
from vizpipe.film.probed import PROBED, narrow
from vizpipe.nn.network import Network
from vizpipe.nn.probe import layer_names, looked_at, probes
from vizpipe.recording.measuring import classed
from vizpipe.recording.model import Array, Chain

ROWS, UNITS = 200, 2_048
"""Samples, and units of a layer, that are asked at most."""


class Probing:
    """Some layers of a network, which are asked after each epoch."""

    def __init__(self, chain: Chain, activations: tuple[str, ...], rows: Array, labels: npt.NDArray[np.int64]) -> None:
        """Take the network and its samples (rows, inputs) with their labels; 200 of them are asked at most."""
        self._chain, self._network = chain, Network(chain.sizes, activations)
        some = slice(None, None, -(-len(rows) // ROWS))
        self._rows, self._labels = rows[some], labels[some]
        self._now: list[AnyArray] = []
        self._kept: list[list[AnyArray]] = []

    @property
    def values(self) -> int:
        """How many numbers are kept of each frame."""
        return sum(each.size for each in self._kept[0]) if self._kept else 0

    def ask(self) -> tuple[float, float]:
        """Ask the network now: the loss and the accuracy of its answers."""
        vector = self._chain.vector()
        with np.errstate(all="ignore"):
            passed = self._network.forward(vector, self._rows.astype(vector.dtype))
        answers = [passed[layer - 1][1] for layer in looked_at(self._network)]
        self._now = [each[:, :: -(-each.shape[1] // UNITS)].astype(np.float32) for each in answers]
        return classed(passed[-1][1], self._labels)

    def add(self) -> None:
        """Keep what its layers answer now."""
        if not self._now:
            self.ask()
        self._kept.append(self._now)
        self._now = []

    def halve(self) -> None:
        """Keep every other frame, the first among them."""
        self._kept = self._kept[::2]

    def arrays(self, epochs: Sequence[int], accuracies: Sequence[float]) -> dict[str, AnyArray]:
        """What the film's file holds of it; nothing where an accuracy isn't known."""
        if not np.isfinite(accuracies).all():
            return {}
        names = layer_names(self._network)
        return narrow(PROBED.arrays(list(probes(epochs, accuracies, self._kept.__getitem__, self._labels, names))))
