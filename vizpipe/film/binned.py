"""Histograms of weights, as a film's file holds them beside its frames, of a log that has no weights themselves."""

from collections.abc import Mapping

import numpy as np

from vizpipe.film.packing import AnyArray
from vizpipe.nn.histograms import BINS, Histograms

BINNED = "histograms."
"""What the names of its arrays begin with."""
CONSTANT = frozenset({"edges", "names"})
_LONGEST, _MOST_LAYERS = 1_000, 200
_KINDS = {"epoch": "iu", "names": "U"}


def arrays(frames: list[Histograms]) -> dict[str, AnyArray]:
    """The arrays of frames, which need not be as many as the file has others."""
    return {
        BINNED + name: np.asarray(getattr(frames[0], name))
        if name in CONSTANT
        else np.stack([np.asarray(getattr(frame, name)) for frame in frames])
        for name in Histograms._fields
    }


def checked(found: Mapping[str, AnyArray], most: int) -> dict[str, AnyArray]:
    """The fields of ``nn.Histograms`` through a film of at most so many frames, numbers as 64-bit ones.

    Raises ValueError if they are not whole.
    """
    if not found:
        return {}
    kinds = {name: _KINDS.get(name, "f") for name in Histograms._fields}
    if set(found) != set(kinds) or any(each.dtype.kind not in kinds[name] for name, each in found.items()):
        raise ValueError("what it says of weights makes no sense")
    frames, layers = found["epoch"].size, found["names"].size
    shapes = {
        "epoch": (frames,),
        "shares": (frames, layers, BINS),
        "edges": (layers, BINS + 1),
        "deviations": (frames, layers),
        "names": (layers,),
    }
    is_whole = 0 < layers <= _MOST_LAYERS and 0 < frames <= most and all(found[n].shape == shapes[n] for n in shapes)
    if not is_whole or not all(np.isfinite(found[name]).all() for name in kinds if kinds[name] == "f"):
        raise ValueError("what it says of weights is not all there")
    texts = [str(each) for each in found["names"]]
    is_drawn = (np.diff(found["edges"]) > 0.0).all() and min(
        found[name].min() for name in ("shares", "deviations")
    ) >= 0
    if not is_drawn or any(len(text) > _LONGEST or not text.isprintable() for text in texts):
        raise ValueError("what it says of weights can't be drawn")
    wide = {"f": np.float64, "i": np.int64, "u": np.int64, "U": np.str_}
    return {name: found[name].astype(wide[found[name].dtype.kind], copy=False) for name in Histograms._fields}
