"""Where layers put samples, as a film's file holds it beside its frames, of a network that is too large to be kept."""

from collections.abc import Mapping

import numpy as np

from vizpipe.film.packing import AnyArray
from vizpipe.nn.probe import Probe

PROBE = "probe."
"""What the names of its arrays begin with."""
CONSTANT = frozenset({"labels", "held", "names"})
_LONGEST, _MOST_LAYERS = 1_000, 100
_KINDS = {"epoch": "iu", "labels": "iu", "names": "U"}


def arrays(frames: list[Probe]) -> dict[str, AnyArray]:
    """The arrays of frames, in single precision, which is all that a picture needs."""
    found: dict[str, AnyArray] = {}
    for name in Probe._fields:
        values = [np.asarray(getattr(frame, name)) for frame in (frames[:1] if name in CONSTANT else frames)]
        whole = values[0] if name in CONSTANT else np.stack(values)
        found[PROBE + name] = whole.astype(np.float32) if whole.dtype.kind == "f" else whole
    return found


def checked(found: Mapping[str, AnyArray], length: int) -> dict[str, AnyArray]:
    """The fields of ``nn.Probe`` through a film, numbers as 64-bit ones. Raises ValueError if they are not whole."""
    if not found:
        return {}
    if set(found) != set(Probe._fields) or any(each.dtype.kind not in _KINDS.get(n, "f") for n, each in found.items()):
        raise ValueError("what it says of layers makes no sense")
    layers, rows = found["names"].size, found["labels"].size
    shapes = {
        "epoch": (length,),
        "accuracy": (length,),
        "places": (length, layers, rows, 2),
        "scatters": (length, layers),
        "labels": (rows,),
        "held": (layers,),
        "names": (layers,),
    }
    is_whole = 0 < layers <= _MOST_LAYERS and rows and all(found[name].shape == shapes[name] for name in shapes)
    if not is_whole or not all(np.isfinite(found[name]).all() for name in shapes if name not in _KINDS):
        raise ValueError("what it says of layers is not all there")
    texts, labels = [str(each) for each in found["names"]], found["labels"]
    if any(len(text) > _LONGEST or not text.isprintable() for text in texts) or not 0 <= labels.min() <= labels.max():
        raise ValueError("what it says of layers can't be drawn")
    wide = {"f": np.float64, "i": np.int64, "u": np.int64}
    return {
        name: found[name].astype(wide[found[name].dtype.kind]) if found[name].dtype.kind in wide else found[name]
        for name in Probe._fields
    }
