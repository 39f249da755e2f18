"""What a tape has taken so far, and the bytes of its film."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from vizpipe.film.about import About
from vizpipe.film.deltas import Deltas
from vizpipe.film.film import CURVE, META
from vizpipe.film.packing import AnyArray, pack
from vizpipe.film.stored import MOST_METRICS, RECORDED, VERSION
from vizpipe.nn.curve import Curve
from vizpipe.nn.network import Network
from vizpipe.nn.training import Snapshot

MOST_FRAMES = 2_000
MOST_VALUES = 40_000_000
"""Of parameters in all frames together, as they are when they are drawn."""
_FEW = 250_000
"""As many are kept as they are."""
STEPPED = "Weights are kept to a thousandth of the largest of their layer."
_QUICKLY, _WELL = 1, 6
"""How hard to pack: bits of weights hardly pack, steps well."""


class Reel:
    """Frames of a network, or of curves alone without one."""

    def __init__(self, network: Network | None, samples: AnyArray, labels: AnyArray, *, exact: bool) -> None:
        """Take what stays: samples (rows, inputs) and labels (rows,)."""
        self._network, self._samples, self._labels = network, samples, labels
        self._exact = exact
        self.epochs: list[int] = []
        self._metrics: list[dict[str, float]] = []
        self._measured: list[tuple[float, float]] = []
        self._vectors: list[npt.NDArray[Any]] | Deltas = []

    def __len__(self) -> int:
        """Count the frames."""
        return len(self.epochs)

    def add(
        self, epoch: int, metrics: Mapping[str, float], vector: AnyArray | None, measured: tuple[float, float]
    ) -> None:
        """Take a frame: what was measured by name, the parameters, the loss and the accuracy that pictures show."""
        if self._network is not None and vector is not None:
            self._add_vector(vector)
        self.epochs.append(epoch)
        self._metrics.append(dict(metrics))
        self._measured.append(measured)

    @property
    def is_full(self) -> bool:
        """Whether every other frame has to go."""
        count = self._network.parameter_count if self._network is not None else 0
        return len(self) >= MOST_FRAMES or len(self) * count >= MOST_VALUES

    def halve(self) -> None:
        """Keep every other frame, the first among them."""
        self.epochs, self._metrics, self._measured = self.epochs[::2], self._metrics[::2], self._measured[::2]
        if isinstance(self._vectors, Deltas):
            self._vectors.halve()
        else:
            self._vectors = self._vectors[::2]

    def _add_vector(self, vector: AnyArray) -> None:
        if isinstance(self._vectors, Deltas):
            self._vectors.add(vector)
            return
        self._vectors.append(vector)
        if not self._exact and len(self._vectors) * len(vector) > _FEW and self._network is not None:
            whole, self._vectors = self._vectors, Deltas([place.block for place in self._network.places])
            for each in whole:
                self._vectors.add(each)

    def save(self, about: About, *, is_last: bool = True) -> bytes:
        """The film so far; unless it is the last time, quickly rather than small."""
        curve = _curve(self._metrics)
        epochs = np.array(self.epochs, np.int64)
        if self._network is None:
            return _packed({"epoch": epochs, **curve}, ["names"], about, len(self), _QUICKLY)
        network, stepped = self._network, isinstance(self._vectors, Deltas)
        vectors = (
            self._vectors.arrays() if isinstance(self._vectors, Deltas) else {"parameters": np.stack(self._vectors)}
        )
        fields: dict[str, AnyArray] = {
            "epoch": epochs,
            **vectors,
            "loss": np.array([loss for loss, _ in self._measured], np.float64),
            "accuracy": np.array([right for _, right in self._measured], np.float64),
            "sizes": np.array(network.sizes, np.int64),
            "activations": np.array(network.activations),
            "samples": _narrow(self._samples),
            "labels": self._labels,
            **{CURVE + name: each for name, each in curve.items()},
        }
        about = msgspec.structs.replace(about, notes=(*about.notes, STEPPED)) if stepped else about
        constant, level = ["sizes", "activations", "samples", "labels"], _WELL if stepped and is_last else _QUICKLY
        return _packed(fields, constant, about, len(self), level)


def curves(epochs: Sequence[int], metrics: Sequence[Mapping[str, float]], about: About) -> bytes:
    """A film of curves: what was measured at each epoch, by name; what isn't finite or isn't there is masked."""
    fields = {"epoch": np.array(epochs, np.int64), **_curve(metrics)}
    return _packed(fields, ["names"], about, len(epochs), _WELL)


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
    return pack({**ordered, META: text}, level)
