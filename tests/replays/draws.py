"""Data and initial weights a second time, from the same stream of random numbers; nothing of vizpipe is used."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from replays.networks import Array, Shape

Labels = npt.NDArray[np.int64]
Rng = np.random.Generator
DIGITS = Path(__file__).parents[2] / "vizpipe" / "datasets" / "digits.npz"


def initial(shape: Shape, rng: Rng, how: str | float) -> Array:
    """Weights of each layer, by the name of their distribution or, from N(0, σ²), by σ; biases 0."""
    parts = []
    for inputs, units in pairwise(shape.units):
        size = (inputs, units)
        if how == "zero":
            weights = np.zeros(size)
        elif how == "glorot":
            weights = np.sqrt(6.0 / (inputs + units)) * (2.0 * rng.random(size) - 1.0)
        else:
            sigma = {"xavier": inputs**-0.5, "he": (inputs / 2.0) ** -0.5}.get(str(how), how)
            weights = float(sigma) * rng.standard_normal(size)
        parts += [weights.ravel(), np.zeros(units)]
    return np.concatenate(parts)


def three_clouds(rng: Rng, samples: int) -> tuple[Array, Labels]:
    """A quarter around (−1, −1), a quarter around (1, 1), half around 0, of class 1; σ = 0.5."""
    half = samples // 2
    centres = [-1.0] * (half // 2) + [1.0] * (half - half // 2) + [0.0] * (samples - half)
    points = np.array(centres)[:, None] + 0.5 * rng.standard_normal((samples, 2))
    return points, np.array([0] * half + [1] * (samples - half))


def clouds(rng: Rng, samples: int, centres: Array, spread: float) -> tuple[Array, Labels]:
    """Classes in turn, each around its centre."""
    labels = np.array([number % len(centres) for number in range(samples)])
    return np.stack([centres[label] for label in labels]) + spread * rng.standard_normal((samples, 2)), labels


def random_clouds(rng: Rng, samples: int, classes: int, dimensions: int) -> tuple[Array, Labels]:
    """Random classes around centres from N(0, 0.55²), σ = 1."""
    labels = rng.integers(classes, size=samples)
    centres = 0.55 * rng.standard_normal((classes, dimensions))
    return np.stack([centres[label] for label in labels]) + rng.standard_normal((samples, dimensions)), labels


def moons(rng: Rng, samples: int) -> tuple[Array, Labels]:
    """Half circles of radius 1.3 around (∓0.65, −+0.325), the second upside down; σ = 0.55."""
    labels = np.array([number % 2 for number in range(samples)])
    angles = np.pi * rng.random(samples)
    upper = np.stack([np.cos(angles) - 0.5, np.sin(angles) - 0.25], axis=1)
    lower = np.stack([0.5 - np.cos(angles), 0.25 - np.sin(angles)], axis=1)
    return 1.3 * np.where(labels[:, None] == 0, upper, lower) + 0.55 * rng.standard_normal((samples, 2)), labels


def spirals(rng: Rng, samples: int, turns: float) -> tuple[Array, Labels]:
    """Radius from √0.02 to 1, the angle grows with it; the second spiral is turned by half a circle; σ = 0.015."""
    labels = np.array([number % 2 for number in range(samples)])
    radius = np.sqrt(0.02 + 0.98 * rng.random(samples))
    turned = radius * np.exp(2j * np.pi * radius * turns) * np.where(labels == 1, -1.0, 1.0)
    return np.stack([turned.real, turned.imag], axis=1) + 0.015 * rng.standard_normal((samples, 2)), labels


def noisy_curve(
    rng: Rng, samples: int, curve: Callable[[Array], Array], *, noise: float, ordered: bool = False
) -> tuple[Array, Array]:
    """Inputs from −3 to 3, (samples, 1), and targets around the curve."""
    x = 6.0 * rng.random((samples, 1)) - 3.0
    if ordered:
        x = np.array(sorted(x.ravel()))[:, None]
    return x, curve(x) + noise * rng.standard_normal(x.shape)


def shifted(rng: Rng, images: Array) -> Array:
    """Digits (n, 64), each moved within a frame of ten pixels a side, at random."""
    wide, moves = np.zeros((len(images), 10, 10)), rng.integers(0, 3, (len(images), 2))
    wide[:, 1:9, 1:9] = images.reshape(-1, 8, 8)
    return np.stack(
        [image[down : down + 8, across : across + 8].ravel() for image, (down, across) in zip(wide, moves, strict=True)]
    )


def digits() -> tuple[Array, Labels]:
    """Images (1797, 64) from 0 to 1, and what they show."""
    with np.load(DIGITS) as stored:
        return stored["images"].reshape(1797, 64).astype(float) / 16.0, stored["labels"].astype(np.int64)


def split(rng: Rng, x: Array, labels: Labels, test: int) -> tuple[Array, Labels, Array, Labels]:
    """In a random order all but the last ``test`` to learn from, and those."""
    order = [int(number) for number in rng.permutation(len(x))]
    learn, judge = order[: len(x) - test], order[len(x) - test :]
    return x[learn], labels[learn], x[judge], labels[judge]


def drawn(data: str, rng: Rng, samples: int) -> tuple[Array, Labels]:
    """A set by its name."""
    return {"three-clouds": three_clouds, "moons": moons}[data](rng, samples)
