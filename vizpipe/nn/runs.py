"""Training runs as recipes film them: up to a goal, and several side by side."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.nn.training import Snapshot

Array = npt.NDArray[np.float64]


class Abreast(NamedTuple):
    """Several networks of one shape after the same number of epochs."""

    epoch: int
    parameters: Array
    """Shape (runs, parameter_count)."""
    losses: Array
    """Mean over all samples, shape (runs,)."""
    accuracies: Array
    """Share of samples on the right side, shape (runs,)."""


def until(run: Iterable[Snapshot], max_epochs: int, target_loss: float | None = None) -> Iterator[Snapshot]:
    """A run up to the first snapshot of epoch ``max_epochs`` or later, or whose loss has fallen to ``target_loss``."""
    for snapshot in run:
        yield snapshot
        if snapshot.epoch >= max_epochs or (target_loss is not None and snapshot.loss <= target_loss):
            return


def abreast(runs: Iterable[Iterator[Snapshot]], epochs: int) -> Iterator[Abreast]:
    """Runs of networks of one shape side by side, from where each is now on and for ``epochs`` more.

    Raises ValueError if the shapes differ.
    """
    runs = list(runs)
    for _ in range(epochs + 1):
        now = [next(run) for run in runs]
        vectors, losses, accuracies = zip(*((each.parameters, each.loss, each.accuracy) for each in now), strict=True)
        yield Abreast(now[0].epoch, np.stack(vectors), np.array(losses), np.array(accuracies))
