"""What a film's file holds → a film of the frames that a recipe draws, made of others where they can be."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from vizpipe import nn
from vizpipe.errors import UsageError
from vizpipe.film.binned import BINNED
from vizpipe.film.film import Film
from vizpipe.film.packing import AnyArray, repeated
from vizpipe.film.pictured import PICTURED
from vizpipe.film.probed import PROBED
from vizpipe.film.stored import Stored, load
from vizpipe.parameters.parameter import Value

F = TypeVar("F", bound=tuple[Any, ...])


def load_film(path: str | Path) -> Film[Any]:
    """A film's file, recorded, of a log or one that ``-f npz`` wrote of a network, as a film of ``nn.Snapshot``.

    Of what holds no network it is a film of ``nn.Curve``. Raises UsageError if it can't be read, or is no film.
    """
    stored = load(path)
    try:
        return film(stored, stored.recipe, nn.Snapshot if stored.is_network else nn.Curve)
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from None


def film(stored: Stored, name: str, frame_type: type[F], parameters: Mapping[str, Value] | None = None) -> Film[F]:
    """The film, for a recipe called ``name`` of frames ``frame_type``; its own ``parameters`` win over the file's.

    Raises ValueError if the file holds no such frames.
    """
    values = dict(stored.parameters) | dict(parameters or {})
    fields, constant = stored.fields, stored.constant
    if tuple(fields) != tuple(frame_type._fields):  # type: ignore[attr-defined]  # a frame is a NamedTuple
        for held, beside, of in (
            (stored.probe, PROBED, nn.Probe),
            (stored.histograms, BINNED, nn.Histograms),
            (stored.images, PICTURED, nn.Images),
        ):
            if held and frame_type is of:
                return Film(name, frame_type, len(held["epoch"]), dict(held), beside.constant, values, stored.about)
        if stored.is_network and frame_type in _SEEN:
            return Film.shoot(name, frame_type, _SEEN[frame_type](stored), values, stored.about)
        if frame_type is not nn.Curve:
            raise ValueError(f"it holds {stored.shape}")
        fields, constant = curve_of(stored)
    return Film(name, frame_type, stored.length, dict(fields), constant, values, stored.about)


def _histograms(stored: Stored) -> Iterable[nn.Histograms]:
    return nn.histograms(_network(stored), _column(stored, "epoch").tolist(), list(_column(stored, "parameters")))


def _probes(stored: Stored) -> Iterable[nn.Probe]:
    """What the layers of a network answer to the samples that lie in its film."""
    network, samples, vectors = _network(stored), stored.fields["samples"], _column(stored, "parameters")

    def answers(at: int) -> list[AnyArray]:
        passed = network.forward(vectors[at], samples)
        return [passed[layer - 1][1] for layer in nn.looked_at(network)]

    epochs, right = _column(stored, "epoch").tolist(), _column(stored, "accuracy").tolist()
    return nn.probes(epochs, right, answers, stored.fields["labels"], nn.layer_names(network))


_SEEN: dict[type[Any], Callable[[Stored], Iterable[Any]]] = {nn.Histograms: _histograms, nn.Probe: _probes}
"""Frames that can be made of a network's snapshots."""


def _network(stored: Stored) -> nn.Network:
    sizes, names = stored.fields["sizes"].tolist(), stored.fields["activations"].tolist()
    return nn.Network(tuple(sizes), tuple(names))


def _column(stored: Stored, name: str) -> AnyArray:
    """A field through the whole film, shape (frames, …)."""
    field = stored.fields[name]
    return repeated(field, stored.length) if name in stored.constant else field


def curve_of(stored: Stored) -> tuple[dict[str, AnyArray], frozenset[str]]:
    """What was measured in any film, as the fields of ``nn.Curve``; without an epoch frames are counted.

    Raises ValueError if there is nothing.
    """
    scalars = {
        name: np.ma.asarray(each, np.float64)
        for name, each in stored.fields.items()
        if name not in stored.constant and each.ndim == 1 and each.dtype.kind == "f"
    }
    if stored.curve:
        metrics, names = np.ma.asarray(stored.curve["metrics"]), stored.curve["names"]
    elif scalars:
        metrics, names = np.ma.stack(list(scalars.values()), axis=1), np.array(list(scalars))
    else:
        raise ValueError(f"it holds {stored.shape}, in which no number a frame was measured")
    epoch = stored.fields.get("epoch")
    counted = np.arange(stored.length, dtype=np.int64)
    is_counted = epoch is None or epoch.shape != (stored.length,) or epoch.dtype.kind not in "iu"
    fields = {"epoch": counted if is_counted or epoch is None else epoch, "metrics": metrics, "names": names}
    return fields, frozenset({"names"})
