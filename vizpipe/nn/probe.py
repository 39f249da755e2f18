"""Where layers put samples while a network is trained, seen in a plane: the frame of recipes that look inside."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.nn.network import Network
from vizpipe.nn.view import principal

Array = npt.NDArray[np.float64]
_PLANE, _FITTED, _ROWS, _LARGEST = 2, 12, 200, 1e30
"""Dimensions; frames and samples that axes are fitted to at most; answers beyond which none is seen."""


class Probe(NamedTuple):
    """What some layers answer to samples at the end of one epoch, each seen along two axes that stand still."""

    epoch: int
    """0 is the untrained network."""
    accuracy: float
    """Share of samples on the right side, 0 to 1."""
    places: Array
    """Where each layer puts each sample, shape (layers, samples, 2)."""
    scatters: Array
    """How widely samples of a class scatter in a layer, as a share of how widely all do, shape (layers,)."""
    labels: npt.NDArray[np.int64]
    """Class of each sample, shape (samples,)."""
    held: Array
    """The share of the samples' variance that a layer's two axes hold, shape (layers,)."""
    names: npt.NDArray[np.str_]
    """What each layer is called, shape (layers,)."""


def scatter(answers: Array, labels: npt.NDArray[np.int64]) -> float:
    """How far answers (samples, units) are from the mean of their class, as a share of how far from that of all."""
    whole, own = float(((answers - answers.mean(axis=0)) ** 2).sum()), 0.0
    for each in np.unique(labels):
        some = answers[labels == each]
        own += float(((some - some.mean(axis=0)) ** 2).sum())
    return float(np.sqrt(own / whole)) if whole > 0.0 else 1.0


def probes(
    epochs: Sequence[int],
    accuracies: Sequence[float],
    answers: Callable[[int], Sequence[Array]],
    labels: npt.NDArray[np.int64],
    names: Sequence[str],
) -> Iterator[Probe]:
    """A frame for each epoch; ``answers(frame)`` gives what each layer answers to the samples, (samples, units).

    A layer of two units is seen as it is, others along the two axes of most variance, fitted once over all frames.
    """
    count = len(epochs)
    rows = slice(None, None, -(-len(labels) // _ROWS))
    fitted = [[_finite(each)[rows] for each in answers(at)] for at in evenly(count, _FITTED)]
    views = [principal(np.concatenate(layer)) for layer in zip(*fitted, strict=True)]
    axes = [np.eye(2) if view.mean.size == _PLANE else view.axes for view in views]
    held = [1.0 if view.mean.size == _PLANE else sum(view.shares) for view in views]
    for at in range(count):
        found = [_finite(each) for each in answers(at)]
        places = [(each - view.mean) @ plane for each, view, plane in zip(found, views, axes, strict=True)]
        scatters = np.array([scatter(each, labels) for each in found])
        wide, said = np.stack(places), np.array(list(names))
        yield Probe(int(epochs[at]), float(accuracies[at]), wide, scatters, labels, np.array(held), said)


def evenly(count: int, most: int) -> list[int]:
    """At most ``most`` of ``count`` positions, evenly, the first and the last among them."""
    found: list[int] = np.unique(np.rint(np.linspace(0, count - 1, min(count, most))).astype(int)).tolist()
    return found


def _finite(answers: Array) -> Array:
    """Answers of a network that diverges, too, can be squared."""
    return np.clip(np.nan_to_num(np.asarray(answers, np.float64)), -_LARGEST, _LARGEST)


def looked_at(network: Network) -> list[int]:
    """Which layers, from 1 on: the first hidden one, the one in the middle and the last; or the only one there is."""
    last = max(len(network.sizes) - 2, 1)
    return sorted({1, (last + 1) // 2, last})


def layer_names(network: Network) -> list[str]:
    """What the layers that are looked at are called."""
    counted = [(layer, network.sizes[layer]) for layer in looked_at(network)]
    return [f"layer {layer} ({units} unit{'s' * (units > 1)})" for layer, units in counted]
