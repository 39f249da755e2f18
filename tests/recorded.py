"""Films as recorders write them, made without a framework."""

import numpy as np

from vizpipe import nn
from vizpipe.film.about import About
from vizpipe.film.binned import BINNED
from vizpipe.film.pictured import PICTURED
from vizpipe.recording.reel import Reel, curves

NETWORK = nn.Network((2, 3, 1), ("tanh", "sigmoid"))
ABOUT = About("recorded with PyTorch", ("width", "height"), ("finch", "wren"))


def reel(frames: int = 4, network: nn.Network | None = NETWORK, *, exact: bool = False, seed: int = 0) -> Reel:
    """A few snapshots that move at random, with what was measured."""
    rng = np.random.default_rng(seed)
    inputs = network.sizes[0] if network is not None else 2
    samples, labels = rng.normal(size=(10, inputs)), rng.integers(0, 2, 10)
    made = Reel(network, samples, labels, exact=exact)
    vector = rng.normal(size=network.parameter_count if network is not None else 0).astype(np.float32)
    for epoch in range(frames):
        measured = {"loss": 1.0 / (epoch + 1), "accuracy": 0.5, "val_loss": 2.0 / (epoch + 1)}
        made.add(epoch, measured, vector, (measured["loss"], measured["accuracy"]))
        vector = vector + rng.normal(size=vector.shape).astype(np.float32) * 0.05
    return made


def data(frames: int = 4, network: nn.Network | None = NETWORK) -> bytes:
    """The file of such a film."""
    return reel(frames, network).save(ABOUT)


def histograms() -> bytes:
    """The file of a log that holds a curve and histograms of two layers."""
    places = NETWORK.parameter_count
    vectors = [np.random.default_rng(seed).normal(size=places) for seed in range(3)]
    counted = nn.histograms(NETWORK, range(3), vectors)
    return curves(range(3), [{"loss": 1.0}] * 3, ABOUT, BINNED.arrays(counted))


def images() -> bytes:
    """The file of a log that holds a curve and two images."""
    sizes, names = np.array([[4, 6], [5, 3]]), np.array(["a", "b"])
    shades = np.random.default_rng(0).integers(0, 256, (3, 2, 5, 6, 3), np.uint8)
    seen = [nn.Images(epoch, each, sizes, names) for epoch, each in enumerate(shades)]
    return curves(range(3), [{"loss": 1.0}] * 3, ABOUT, PICTURED.arrays(seen))
