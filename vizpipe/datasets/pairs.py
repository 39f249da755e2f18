"""Pairs of numbers that a curve is fitted to: drawn around a curve that is known, or rows that somebody brought."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from vizpipe.datasets.noisy_curve import noisy_curve
from vizpipe.datasets.samples import UNSEEN
from vizpipe.datasets.split import split
from vizpipe.datasets.types import Array

_REACH, _NOISE = 3.0, 0.35


@dataclass(frozen=True)
class Pairs:
    """Inputs, and the number that belongs to each.

    ``draw(rng, count)`` gives pairs (n, 2): so many as are asked for around a curve, all rows of a file.
    """

    name: str
    """Of the curve, or of the file."""
    draw: Callable[[np.random.Generator, int], Array] = field(compare=False)
    truth: Callable[[Array], Array] | None = field(default=None, compare=False)
    """The curve (n,) → (n,) around which they are drawn; of a file nobody knows it."""
    noise: float = 0.0
    """The standard deviation around it."""
    features: tuple[str, ...] = ()
    """What input and target are called; empty where nobody named them."""
    notes: tuple[str, ...] = ()
    """What was done with rows that somebody brought, a sentence each."""

    @property
    def noise_loss(self) -> float:
        """What the curve itself costs on average: half the mean squared error that the noise alone makes."""
        return self.noise**2 / 2.0

    @property
    def is_drawn(self) -> bool:
        """Whether there are as many as anybody asks for; a file has its rows."""
        return self.truth is not None

    def parts(self, rng: np.random.Generator, samples: int, unseen: int) -> tuple[Array, Array]:
        """Pairs to learn from and others, (n, 2) and (m, 2); of a file's rows three tenths stay unseen."""
        pairs = self.draw(rng, samples + unseen)
        if self.is_drawn:
            return pairs[:samples], pairs[samples:]
        halves = split(np.random.default_rng(0), pairs, np.arange(len(pairs)), max(1, round(UNSEEN * len(pairs))))
        return halves.train_samples, halves.test_samples


def _wave(x: Array) -> Array:
    return np.asarray(np.sin(1.4 * x) + 0.2 * x)


def _noisy_wave(rng: np.random.Generator, count: int) -> Array:
    return np.hstack(noisy_curve(rng, count, _wave, reach=_REACH, noise=_NOISE))


CURVES: Mapping[str, Pairs] = MappingProxyType({"noisy-wave": Pairs("noisy-wave", _noisy_wave, _wave, _NOISE)})
"""Every noisy curve, by the name that ``--data`` takes."""
