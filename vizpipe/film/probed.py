"""Where layers put samples, as a film's file holds it beside its frames, of a network that is too large to be kept."""

import numpy as np

from vizpipe.film.beside import Arrays, Beside
from vizpipe.film.packing import AnyArray
from vizpipe.nn.probe import Probe

_MOST_LAYERS = 100


def _shapes(found: Arrays, frames: int) -> dict[str, tuple[int, ...]] | None:
    layers, rows = found["names"].size, found["labels"].size
    if not (0 < layers <= _MOST_LAYERS and rows):
        return None
    return {
        "epoch": (frames,),
        "accuracy": (frames,),
        "places": (frames, layers, rows, 2),
        "scatters": (frames, layers),
        "labels": (rows,),
        "held": (layers,),
        "names": (layers,),
    }


def _is_drawn(found: Arrays) -> bool:
    return bool(found["labels"].min() >= 0)


PROBED = Beside(
    "probe.",
    "layers",
    Probe._fields,
    frozenset({"labels", "held", "names"}),
    {"epoch": "iu", "labels": "iu", "names": "U"},
    _shapes,
    _is_drawn,
)


def narrow(arrays: Arrays) -> dict[str, AnyArray]:
    """The arrays in single precision, which is all that a picture needs."""
    return {name: each.astype(np.float32) if each.dtype.kind == "f" else each for name, each in arrays.items()}
