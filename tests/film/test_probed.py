"""Where layers put samples, in a stranger's file: whole, or refused in a line."""

from typing import Any

import numpy as np
import pytest

import recorded
from vizpipe import nn
from vizpipe.errors import UsageError
from vizpipe.film import stored, taken
from vizpipe.film.packing import appended
from vizpipe.film.probed import PROBED, narrow
from vizpipe.nn.probe import Probe

LABELS = np.array([0, 1, 1])
ANSWERS = [[np.random.default_rng(at).normal(size=(3, units)) for units in (4, 2)] for at in range(4)]
FRAMES = list(nn.probes(range(4), [0.5] * 4, ANSWERS.__getitem__, LABELS, ["layer 1", "layer 2"]))


def film(**changed: Any) -> bytes:
    """A film of curves with what is said of layers; some arrays are others, and those that are None are not there."""
    arrays = narrow(PROBED.arrays(FRAMES)) | {PROBED.prefix + name: each for name, each in changed.items()}
    return appended(recorded.data(4, None), {name: each for name, each in arrays.items() if each is not None})


def test_what_was_kept_comes_back() -> None:
    """Each frame is what was kept of it; the curves are there, too."""
    found = stored.read(film(), "x")
    made = taken.film(found, "layers-in-the-plane", nn.Probe)
    assert len(made) == 4
    for frame, kept in zip(made, FRAMES, strict=True):
        for name in Probe._fields:
            value = np.asarray(getattr(kept, name))
            if value.dtype.kind == "f":
                np.testing.assert_allclose(getattr(frame, name), value, rtol=1e-6, atol=1e-6)
            else:
                np.testing.assert_array_equal(getattr(frame, name), value)
    assert taken.film(found, "learning-curves", nn.Curve)[0].names[0] == "loss"
    with pytest.raises(ValueError, match="it holds curves"):
        taken.film(found, "weights-by-layer", nn.Histograms)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"held": None}, "makes no sense"),
        ({"labels": LABELS.astype(float)}, "makes no sense"),
        ({"more": LABELS}, "makes no sense"),
        ({"labels": LABELS[:2]}, "is not all there"),
        ({"epoch": np.arange(3)}, "is not all there"),
        ({"places": np.full((4, 2, 3, 2), np.inf)}, "is not all there"),
        ({"names": np.array(["a", "b\n"])}, "can't be drawn"),
        ({"labels": -LABELS}, "can't be drawn"),
    ],
)
def test_what_is_damaged_is_refused(changed: dict[str, Any], said: str) -> None:
    """Parts that are missing, of another shape or kind, or no numbers, cost one line."""
    with pytest.raises(UsageError, match=said):
        stored.read(film(**changed), "x")
