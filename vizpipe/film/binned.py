"""Histograms of weights, as a film's file holds them beside its frames, of a log that has no weights themselves."""

import numpy as np

from vizpipe.film.beside import Arrays, Beside
from vizpipe.nn.histograms import BINS, Histograms

_MOST_LAYERS = 200


def _shapes(found: Arrays, most: int) -> dict[str, tuple[int, ...]] | None:
    """They need not be as many as the file has other frames."""
    frames, layers = found["epoch"].size, found["names"].size
    if not (0 < layers <= _MOST_LAYERS and 0 < frames <= most):
        return None
    return {
        "epoch": (frames,),
        "shares": (frames, layers, BINS),
        "edges": (layers, BINS + 1),
        "deviations": (frames, layers),
        "names": (layers,),
    }


def _is_drawn(found: Arrays) -> bool:
    least = min(found[name].min() for name in ("shares", "deviations"))
    return bool((np.diff(found["edges"]) > 0.0).all() and least >= 0)


BINNED = Beside(
    "histograms.",
    "weights",
    Histograms._fields,
    frozenset({"edges", "names"}),
    {"epoch": "iu", "names": "U"},
    _shapes,
    _is_drawn,
)
