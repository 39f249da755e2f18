"""Samples that a recipe is trained on: one of the sets by name, or rows that somebody brought."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from vizpipe.datasets.circles import circles
from vizpipe.datasets.gaussians import gaussians
from vizpipe.datasets.moons import moons
from vizpipe.datasets.spirals import spirals
from vizpipe.datasets.split import Split, split
from vizpipe.datasets.three_clouds import three_clouds
from vizpipe.datasets.types import Array, Labels
from vizpipe.datasets.xor import xor

UNSEEN = 0.3
"""The share of a file's rows that a network doesn't learn from, where a recipe shows such."""
Draw = Callable[[np.random.Generator, int], tuple[Array, Labels]]


@dataclass(frozen=True)
class Samples:
    """Samples in a plane, each of one class.

    ``draw(rng, samples)`` gives points (n, 2) and class numbers (n,): so many as are asked for of a set, all rows of
    a file.
    """

    name: str
    """Of the set, or of the file."""
    draw: Draw = field(compare=False)
    classes: tuple[str, ...] = ("0", "1")
    """What the classes 0, 1, … are called."""
    features: tuple[str, ...] = ()
    """What both axes are called; empty where nobody named them."""
    notes: tuple[str, ...] = ()
    """What was done with rows that somebody brought, a sentence each."""
    is_drawn: bool = True
    """Whether there are as many as anybody asks for, as of a set; a file has its rows."""

    def parts(
        self, rng: np.random.Generator, samples: int, unseen: int, apart: np.random.Generator | None = None
    ) -> Split:
        """Samples to learn from, and others: both drawn from a set; of a file's rows three tenths stay unseen.

        The others of a set come from the generator ``apart``, if there is one.
        """
        points, labels = self.draw(rng, samples)
        if self.is_drawn:
            return Split(points, labels, *self.draw(apart or rng, unseen))
        return split(np.random.default_rng(0), points, labels, max(1, round(UNSEEN * len(points))))


SETS: Mapping[str, Samples] = MappingProxyType(
    {
        each.name: each
        for each in (
            Samples("three-clouds", three_clouds),
            Samples("moons", moons),
            Samples("circles", circles),
            Samples("xor", xor),
            Samples("spirals", spirals),
            Samples("gaussians", gaussians),
        )
    }
)
"""Every set of two classes in a plane, by the name that ``--data`` takes."""
