"""A film's file from anywhere → a film: recorded from somebody's network, of a log, or what ``-f npz`` wrote.

The file is that of ``Film.save``. A recorded one says its ``version`` and what its frames are, may hold parameters in
steps (see ``deltas``), and beside snapshots holds the ``curve.`` of all that was measured, beside curves, or beside
epochs alone, what else there is to be seen. It is nobody's own: every
size is bounded before memory is taken, every value is checked, nothing in it is run.
"""

import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from vizpipe.errors import UsageError
from vizpipe.film import deltas
from vizpipe.film.about import About
from vizpipe.film.binned import BINNED
from vizpipe.film.film import CURVE, META
from vizpipe.film.members import MOST_BYTES, MOST_UNPACKED, arrays_in
from vizpipe.film.packing import AnyArray
from vizpipe.film.pictured import PICTURED
from vizpipe.film.probed import PROBED
from vizpipe.nn.activations import ACTIVATIONS
from vizpipe.nn.curve import Curve
from vizpipe.nn.network import Network
from vizpipe.nn.training import Snapshot
from vizpipe.parameters.parameter import Value

VERSION = 1
"""Of the file; a newer one is refused."""
RECORDED = "recorded"
"""The recipe of films that no recipe made."""
MOST_FRAMES, MOST_METRICS, MOST_LAYERS, LONGEST_TEXT = 100_000, 200, 100, 1_000
_MOST_TEXTS = 10_000


class _Meta(msgspec.Struct):
    recipe: str
    length: int
    constant: list[str]
    parameters: dict[str, bool | int | float | str | None]
    about: About = About()
    version: int = 0


class Stored(NamedTuple):
    """What a film's file holds, checked."""

    recipe: str
    length: int
    fields: Mapping[str, AnyArray]
    """Shape (frames, …), constant ones without the first axis."""
    constant: frozenset[str]
    parameters: Mapping[str, Value]
    about: About
    curve: Mapping[str, AnyArray]
    """What else was measured: ``metrics`` (frames, metrics) and ``names``; nothing if nothing was."""
    probe: Mapping[str, AnyArray]
    """Where layers put samples, the fields of ``nn.Probe``; nothing unless the network was too large to be kept."""
    histograms: Mapping[str, AnyArray]
    """The fields of ``nn.Histograms`` through as many frames as there are; nothing unless a log holds some."""
    images: Mapping[str, AnyArray]
    """The fields of ``nn.Images`` likewise."""

    @property
    def is_network(self) -> bool:
        """Whether its frames are snapshots of a network."""
        return tuple(self.fields) == Snapshot._fields

    @property
    def shape(self) -> str:
        """What it is of, in words."""
        if self.is_network:
            return f"a {'-'.join(str(size) for size in self.fields['sizes'])} network"
        held = {"curves": tuple(self.fields) == Curve._fields, "histograms": self.histograms, "images": self.images}
        *most, last = [name for name, is_there in held.items() if is_there] or [f"frames of {self.recipe}"]
        return f"{', '.join(most)} and {last}" if most else last


def read(data: bytes, name: str) -> Stored:
    """Read a film's file, called ``name``. Raises UsageError saying in a line what is wrong with it."""
    try:
        arrays = arrays_in(data)
        return _checked(_meta(arrays), arrays)
    except ValueError as error:
        raise UsageError(f"{name}: this can't be read as a film: {error}") from None


def load(path: str | Path) -> Stored:
    """Read a film's file. Raises UsageError if it can't be read, or is no film."""
    place = Path(path)
    try:
        facts = place.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise UsageError(f"{place}: this is no file")  # a pipe that nobody writes to has no end
        if facts.st_size > MOST_BYTES:
            raise UsageError(f"{place}: this can't be read as a film: it is too large")
        return read(place.read_bytes(), str(place))
    except OSError as error:
        raise UsageError(f"{place}: {error.strerror or error}") from None


def _meta(arrays: dict[str, AnyArray]) -> _Meta:
    if META not in arrays:
        raise ValueError("it holds arrays, but no film")
    try:
        meta = msgspec.json.decode(np.asarray(arrays.pop(META)).tobytes(), type=_Meta)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError("what it says of itself makes no sense") from error
    if meta.version > VERSION:
        known = f"this vizpipe reads versions up to {VERSION}"
        raise ValueError(f"it is of version {meta.version}, and {known}; upgrade vizpipe")
    about = meta.about
    texts = [about.origin, meta.recipe, *about.features, *about.classes, *about.notes, *meta.parameters]
    texts += [each for each in meta.parameters.values() if isinstance(each, str)]
    if len(texts) > _MOST_TEXTS or any(len(text) > LONGEST_TEXT or not text.isprintable() for text in texts):
        raise ValueError("its names are no texts that can be drawn")
    return meta


def _checked(meta: _Meta, arrays: dict[str, AnyArray]) -> Stored:
    starts = (CURVE, PROBED.prefix, BINNED.prefix, PICTURED.prefix)
    curve, probe, counted, shown = (_beside(arrays, start) for start in starts)
    packed = {name: arrays.pop(name) for name in list(arrays) if deltas.is_part(name)}
    fields = {name: each for name, each in arrays.items() if "." not in name}
    constant = frozenset(meta.constant)
    if not 0 < meta.length <= MOST_FRAMES:
        raise ValueError(f"it says that it has {meta.length} frames; 1 to {MOST_FRAMES:,} can be drawn")
    if packed:
        fields = _unpacked(packed, fields, meta.length)
    whole = constant <= set(fields) and bool(fields)
    if not whole or any(each.shape[:1] != (meta.length,) for name, each in fields.items() if name not in constant):
        raise ValueError("its frames are not all there")
    for name, each in (*fields.items(), *curve.items()):
        if each.dtype.kind == "f" and not np.isfinite(np.ma.compressed(each)).all():
            raise ValueError(f"its {name} is not finite throughout")
    stored = Stored(
        meta.recipe,
        meta.length,
        fields,
        constant,
        meta.parameters,
        meta.about,
        curve,
        PROBED.checked(probe, meta.length),
        BINNED.checked(counted, MOST_FRAMES),
        PICTURED.checked(shown, MOST_FRAMES),
    )
    if stored.is_network:
        fields = _check_network(stored)
    if curve or tuple(fields) == Curve._fields:
        _check_curve(curve or fields, meta.length, constant if not curve else frozenset({"names"}))
    return stored._replace(fields=fields)


def _beside(arrays: dict[str, AnyArray], start: str) -> dict[str, AnyArray]:
    """Take what lies beside the frames, by its names without their beginning."""
    return {name.removeprefix(start): arrays.pop(name) for name in list(arrays) if name.startswith(start)}


def _unpacked(packed: Mapping[str, AnyArray], fields: Mapping[str, AnyArray], length: int) -> dict[str, AnyArray]:
    """The fields with parameters of which a file holds the steps."""
    if len(packed.get(deltas.EXPONENTS, ())) != length:
        raise ValueError("its parameters are not all there")
    network = _network(fields)
    count = network.parameter_count
    if count * length * 8 > MOST_UNPACKED:
        raise ValueError(f"it unpacks to more than {MOST_UNPACKED >> 20} MB")
    vectors = np.empty((length, count))
    for at, vector in enumerate(deltas.frames(packed, [place.block for place in network.places])):
        vectors[at] = vector
    whole = {**fields, "parameters": vectors}
    return {name: whole[name] for name in Snapshot._fields if name in whole}


def _network(fields: Mapping[str, AnyArray]) -> Network:
    """The network that the fields of snapshots name."""
    sizes, names = fields.get("sizes"), fields.get("activations")
    if sizes is None or names is None or sizes.ndim != 1 or names.ndim != 1 or sizes.dtype.kind not in "iu":
        raise ValueError("its layers are not named")
    if names.dtype.kind != "U" or not 2 <= len(sizes) <= MOST_LAYERS or len(names) != len(sizes) - 1:  # noqa: PLR2004 - input and output
        raise ValueError("its layers are not named")
    if unknown := [str(name)[:40] for name in names if str(name) not in ACTIVATIONS]:
        raise ValueError(f"it uses the activation {unknown[0]!a}; known are {', '.join(ACTIVATIONS)}")
    if not all(1 <= int(size) < 1 << 24 for size in sizes):
        raise ValueError("its layers have no possible sizes")
    return Network(tuple(int(size) for size in sizes), tuple(str(name) for name in names))


def _check_network(stored: Stored) -> dict[str, AnyArray]:
    """The fields of snapshots, numbers as 64-bit ones; what recipes rely on holds, or ValueError says what does not."""
    fields = dict(stored.fields)
    if not {"sizes", "activations", "samples", "labels"} <= stored.constant:
        raise ValueError("its samples or its layers change from frame to frame")
    network = _network(fields)
    samples, labels, parameters = fields["samples"], fields["labels"], fields["parameters"]
    if samples.ndim != 2 or samples.shape[1] != network.sizes[0] or samples.dtype.kind != "f":  # noqa: PLR2004 - a table
        raise ValueError(f"its samples have shape {samples.shape}, but its network has {network.sizes[0]} inputs")
    if labels.shape != samples.shape[:1] or labels.dtype.kind not in "iu":
        raise ValueError("its samples are not all labelled")
    if parameters.shape[-1:] != (network.parameter_count,) or parameters.dtype.kind != "f":
        raise ValueError(f"its parameters are not the {network.parameter_count:,} of its network")
    image = stored.about.image
    if image and (len(image) != 2 or min(image) < 1 or image[0] * image[1] != network.sizes[0]):  # noqa: PLR2004 - its sides
        raise ValueError(f"its images are not of the {network.sizes[0]:,} pixels that its network gets")
    most = max(network.sizes[-1], 2)
    if len(labels) and not 0 <= int(labels.min()) <= int(labels.max()) < most:
        raise ValueError(f"its labels are no classes from 0 to {most - 1}")
    kinds = {"epoch": "iu", "loss": "f", "accuracy": "f"}
    if any(fields[name].dtype.kind not in kind or fields[name].ndim > 1 for name, kind in kinds.items()):
        raise ValueError("its epochs, losses or accuracies are no numbers")
    wide = {"f": np.float64, "i": np.int64, "u": np.int64}
    return {
        name: each.astype(wide[each.dtype.kind], copy=False) if each.dtype.kind in wide else each
        for name, each in fields.items()
    }


def _check_curve(curve: Mapping[str, AnyArray], length: int, constant: frozenset[str]) -> None:
    metrics, names = curve.get("metrics"), curve.get("names")
    if metrics is None or names is None or "names" not in constant or names.dtype.kind != "U":
        raise ValueError("its curves are not named")
    rows = metrics.shape[:1] if "metrics" not in constant else (length,)
    if rows != (length,) or metrics.shape[-1:] != names.shape or metrics.dtype.kind != "f":
        raise ValueError("its curves are not all there")
    texts = [str(name) for name in names]
    if not 0 < len(texts) <= MOST_METRICS or any(len(t) > LONGEST_TEXT or not t.isprintable() for t in texts):
        raise ValueError("its curves are not named")
