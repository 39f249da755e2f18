"""k-means with three centres stands still after a few rounds."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.drawing.picture import Dots, Picture, panel, phrase
from vizpipe.recipe import Beat, Count, Film, Seed, recipe


class Round(NamedTuple):
    """Where centres are after a round, and which is nearest to each point."""

    number: int
    centres: npt.NDArray[np.float64]
    points: npt.NDArray[np.float64]
    nearest: npt.NDArray[np.int64]


@recipe(title="k-means")
def k_means(*, rounds: Count = 8, seed: Seed = 1) -> Iterator[Round]:
    """Move each centre to the mean of its points, over and over."""
    rng = np.random.default_rng(seed)
    points = np.concatenate([rng.normal(middle, 0.6, (40, 2)) for middle in ([-2, 0], [2, 0], [0, 2])])
    centres = points[rng.choice(len(points), 3, replace=False)]
    for number in range(rounds + 1):
        nearest = np.argmin(((points[:, None] - centres) ** 2).sum(axis=2), axis=1)
        yield Round(number, centres, points, nearest)
        centres = np.stack([points[nearest == centre].mean(axis=0) for centre in range(3)])


def own(centre: int) -> Dots[Round]:
    """The points of a centre, in its colour."""
    return Dots(lambda frame: frame.points[frame.nearest == centre], f"series {centre}")


@k_means.picture
def picture(film: Film[Round]) -> Picture[Round]:
    """All points, and centres as large dots."""
    reach = 1.1 * max(map(abs, film.span("points")))
    plane = panel(*map(own, range(3)), Dots[Round]("centres", "ink", 22.0, "background"), reach=reach)
    return Picture(plane, counter=(phrase("Round {n}", n=lambda frame: frame.number),))


@k_means.story
def story(film: Film[Round]) -> list[Beat[Round]]:
    """From chance to rest."""
    last = film.column("centres")[-1]
    start = Beat[Round]("start", 0, "Three centres, put on three points by chance", 1.5)
    return [start, Beat("still", lambda frame: (frame.centres == last).all(), "No centre moves any more", 2.0)]
