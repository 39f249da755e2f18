"""What a tape has taken so far, and the bytes of its film."""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from vizpipe.film.about import About
from vizpipe.film.deltas import Deltas
from vizpipe.film.film import CURVE, META
from vizpipe.film.packing import AnyArray, appended
from vizpipe.film.stored import MOST_METRICS, RECORDED, VERSION
from vizpipe.nn.curve import Curve
from vizpipe.nn.network import Network
from vizpipe.nn.training import Snapshot
from vizpipe.recording.probing import Probing

MOST_FRAMES = 250
"""More than an animation shows; so a training of many short epochs is asked ever more seldom."""
MOST_VALUES = 40_000_000
"""Of parameters in all frames together, as they are when they are drawn."""
_FEW = 250_000
"""As many are kept as they are."""
STEPPED = "Weights are kept to a thousandth of the largest of their layer."
_NOT, _QUICKLY, _WELL = 0, 1, 4
"""How hard to pack: bits of weights hardly pack, steps well."""
_LITTLE = 800_000
"""Bytes of weights that may stay unpacked."""
Measure = Callable[[AnyArray], Mapping[str, float]]
"""Gives the loss and the accuracy of a parameter vector."""


class Reel:
    """Frames of a network, or of curves alone without one."""

    def __init__(
        self,
        network: Network | None,
        samples: AnyArray,
        labels: AnyArray,
        *,
        exact: bool,
        measure: Measure = lambda _: {},
        probing: Probing | None = None,
    ) -> None:
        """Take what stays: samples (rows, inputs), labels (rows,), how a frame is measured that nobody did.

        Of a network that is not kept its layers are asked, if they can be: ``probing``.
        """
        self._network, self._samples, self._labels = network, samples, labels
        self._exact, self._measure, self._probing = exact, measure, probing
        self.epochs: list[int] = []
        self._metrics: list[dict[str, float]] = []
        self._measured: list[tuple[float, float] | None] = []
        self._vectors: list[npt.NDArray[Any]] | Deltas = []

    def __len__(self) -> int:
        """Count the frames."""
        return len(self.epochs)

    def add(
        self, epoch: int, metrics: Mapping[str, float], vector: AnyArray | None, measured: tuple[float, float] | None
    ) -> None:
        """Take a frame: what was measured by name, the parameters, the loss and the accuracy that pictures show.

        If these are None they are measured later, should the frame still be there.
        """
        self.epochs.append(epoch)
        self._metrics.append(dict(metrics))
        self._measured.append(measured)
        if self._network is not None and vector is not None:
            self._add_vector(vector)
        if self._probing is not None:
            self._probing.add()

    @property
    def is_full(self) -> bool:
        """Whether every other frame has to go."""
        count = self._network.parameter_count if self._network is not None else 0
        count += self._probing.values if self._probing is not None else 0
        return len(self) >= MOST_FRAMES or len(self) * count >= MOST_VALUES

    def halve(self) -> None:
        """Keep every other frame, the first among them."""
        self.epochs, self._metrics, self._measured = self.epochs[::2], self._metrics[::2], self._measured[::2]
        if self._probing is not None:
            self._probing.halve()
        if isinstance(self._vectors, Deltas):
            self._vectors.halve()
        else:
            self._vectors = self._vectors[::2]

    def _add_vector(self, vector: AnyArray) -> None:
        if isinstance(self._vectors, Deltas):
            self._settle(len(self) - 1, vector)
            self._vectors.add(vector)
            return
        self._vectors.append(vector)
        if not self._exact and len(self._vectors) * len(vector) > _FEW and self._network is not None:
            self._settle_all()
            whole, self._vectors = self._vectors, Deltas([place.block for place in self._network.places])
            for each in whole:
                self._vectors.add(each)

    def _settle(self, at: int, vector: AnyArray) -> None:
        """Measure a frame, unless that was done."""
        if self._measured[at] is None:
            self._metrics[at], self._measured[at] = merged(self._metrics[at], self._measure(vector))

    def _settle_all(self) -> None:
        if not isinstance(self._vectors, Deltas):
            for at, vector in enumerate(self._vectors):
                self._settle(at, vector)

    def save(self, about: About, *, is_last: bool = True) -> bytes:
        """The film so far; unless it is the last time, quickly rather than small."""
        self._settle_all()
        curve, measured = _curve(self._metrics), [each or (np.nan, np.nan) for each in self._measured]
        epochs = np.array(self.epochs, np.int64)
        if self._network is None:
            probe = self._probing.arrays(self.epochs, [right for _, right in measured]) if self._probing else {}
            return _packed({"epoch": epochs, **curve, **probe}, ["names"], about, len(self), _QUICKLY)
        network, stepped = self._network, isinstance(self._vectors, Deltas)
        vectors = (
            self._vectors.arrays() if isinstance(self._vectors, Deltas) else {"parameters": np.stack(self._vectors)}
        )
        fields: dict[str, AnyArray] = {
            "epoch": epochs,
            **vectors,
            "loss": np.array([loss for loss, _ in measured], np.float64),
            "accuracy": np.array([right for _, right in measured], np.float64),
            "sizes": np.array(network.sizes, np.int64),
            "activations": np.array(network.activations),
            "samples": _narrow(self._samples),
            "labels": self._labels,
            **{CURVE + name: each for name, each in curve.items()},
        }
        about = msgspec.structs.replace(about, notes=(*about.notes, STEPPED)) if stepped else about
        constant, level = ["sizes", "activations", "samples", "labels"], _WELL if stepped and is_last else _QUICKLY
        return _packed(fields, constant, about, len(self), level)


def merged(given: Mapping[str, float], own: Mapping[str, float]) -> tuple[dict[str, float], tuple[float, float]]:
    """All numbers of a frame by name, loss and accuracy first; and the two that pictures show.

    What was given counts, unless it is no number.
    """
    shown = [given[name] if np.isfinite(given.get(name, np.nan)) else own.get(name, np.nan) for name in _SHOWN]
    names = dict.fromkeys([*(name for name in _SHOWN if name in given or name in own), *own, *given])
    return {name: given[name] if name in given else own[name] for name in names}, (shown[0], shown[1])


_SHOWN = ("loss", "accuracy")


def curves(
    epochs: Sequence[int],
    metrics: Sequence[Mapping[str, float]],
    about: About,
    beside: Mapping[str, AnyArray] = MappingProxyType({}),
) -> bytes:
    """A film of curves: what was measured at each epoch, by name; what isn't finite or isn't there is masked.

    ``beside`` are arrays of what else it holds, such as histograms. Where nothing was measured it is of epochs alone.
    """
    curve = _curve(metrics) if any(metrics) else {}
    fields = {"epoch": np.array(epochs, np.int64), **curve, **beside}
    return _packed(fields, ["names"] if curve else [], about, len(epochs), _WELL)


def _curve(metrics: Sequence[Mapping[str, float]]) -> dict[str, AnyArray]:
    names = list(dict.fromkeys(name for each in metrics for name in each))[:MOST_METRICS]
    table = np.array([[each.get(name, np.nan) for name in names] for each in metrics], np.float64)
    gaps = ~np.isfinite(table)
    table[gaps] = 0.0
    return {"metrics": np.ma.MaskedArray(table, gaps) if gaps.any() else table, "names": np.array(names, np.str_)}


def _narrow(samples: AnyArray) -> AnyArray:
    """Samples in half the room if that loses nothing."""
    with np.errstate(over="ignore"):
        small = samples.astype(np.float32)
    return small if (small == samples).all() else samples


def _packed(fields: Mapping[str, AnyArray], constant: list[str], about: About, length: int, level: int) -> bytes:
    order = [*Snapshot._fields, *Curve._fields]
    ordered = dict(sorted(fields.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))
    meta = {
        "version": VERSION,
        "recipe": RECORDED,
        "length": length,
        "constant": constant,
        "parameters": {},
        "about": msgspec.to_builtins(about),
    }
    text = np.frombuffer(json.dumps(meta, sort_keys=True, allow_nan=False).encode(), dtype=np.uint8)
    weights, data = ordered.get("parameters"), b""
    is_little = weights is not None and weights.nbytes <= _LITTLE
    # in their order, which says what a film is of
    for is_plain, part in groupby((*ordered.items(), (META, text)), lambda each: is_little and each[0] == "parameters"):
        data = appended(data, dict(part), _NOT if is_plain else level)
    return data
