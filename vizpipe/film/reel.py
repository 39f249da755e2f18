"""Films side by side: small multiples of one recipe, on one clock, with limits that all of them share."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from vizpipe.film.film import Film
from vizpipe.film.stops import chosen

F = TypeVar("F", bound=tuple[Any, ...])


class Reel(Generic[F]):
    """One film or several of the same recipe, each with its label; or one at several of its frames."""

    def __init__(
        self,
        films: Sequence[Film[F]],
        labels: Sequence[str] = (),
        fixed: Sequence[int] = (),
        columns: int = 0,
        span: tuple[int, int, int] = (1, 0, -1),
    ) -> None:
        """Take the films; a single one needs no label. ``fixed`` are frames at which they stand still.

        ``columns`` is how many stand side by side; 0 leaves that to the sheet. ``span`` says which
        frames are told: one of so many, from one to another.
        """
        self.films = [_Joined(film, films) for film in films] if len(films) > 1 else list(films)
        self.labels = tuple(labels)
        self.columns = columns
        self.fixed = tuple(fixed)
        self.told = chosen(max(map(len, films)), *span)
        """The frames that are told."""

    def __len__(self) -> int:
        """Count the ticks of the clock: the frames of the longest film."""
        return 1 if self.fixed else max(len(film) for film in self.films)

    def change(self) -> list[float]:
        """How far the data have moved at each tick, all films together."""
        whole = np.zeros(len(self))
        for film in self.films:
            part = film.change()
            whole += np.pad(part, (0, len(whole) - len(part)), mode="edge")
        return [float(each) for each in whole]

    def frames(self, index: int, share: float = 0.0) -> list[F]:
        """What each film shows at a tick, or so far on the way to the next; one that has ended holds its last frame."""
        shown = zip(self.films, self.indices(index), strict=True)
        moves = share and not self.fixed
        return [film.at(at, share) if moves and at < len(film) - 1 else film[at] for film, at in shown]

    def indices(self, index: int) -> list[int]:
        """Which frame each film shows at a tick."""
        if self.fixed:
            return list(self.fixed)
        return [min(index, len(film) - 1) if index >= 0 else index for film in self.films]


class _Joined(Film[F]):
    """A film whose spans reach over its neighbours too, so that limits are shared."""

    def __init__(self, film: Film[F], neighbours: Sequence[Film[F]]) -> None:
        self.__dict__.update(film.__dict__)
        self.neighbours = tuple(neighbours)

    def span(self, of: str | Callable[[F], npt.NDArray[Any] | float]) -> tuple[float, float]:
        """The lowest and the highest value of a field, or of a function of a frame, over all films."""
        spans = np.array([film.span(of) for film in self.neighbours])
        return float(spans[:, 0].min()), float(spans[:, 1].max())


def beside(film: Film[F]) -> Sequence[Film[F]]:
    """All films of the sheet on which a film stands; the film alone if it stands on none."""
    return film.neighbours if isinstance(film, _Joined) else (film,)
