"""What every mark is: a frozen set of channels and looks, which gives shapes for a moment."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from vizpipe.drawing.measure import Face
from vizpipe.drawing.picture import channels
from vizpipe.drawing.picture.channels import Moment, asked, refused
from vizpipe.drawing.picture.shapes import Shape
from vizpipe.film.film import Film

F = TypeVar("F")
Array = npt.NDArray[np.float64]


class Need(NamedTuple):
    """The least plot box of a mark, in units of small type."""

    width: float
    height: float
    grows: bool = True
    """Whether more is of use; a table of type has its size."""
    is_rigid: bool = False
    """Whether the box keeps the ratio of its sides as it grows."""
    has_text: bool = True
    """Whether words in it would be too small in a smaller box, even where nothing else fits."""


class Room(NamedTuple):
    """Where a mark draws: a panel's plot."""

    width: float
    height: float
    """In pixels at the reference size."""
    limits: tuple[float, float, float, float]
    """Left, right, bottom, top, in units of the data; of paper, in pixels."""
    is_log: tuple[bool, bool] = (False, False)
    em: float = 16.0
    """How large small type is, in pixels at the reference size."""
    name: float = 20.0
    """The same of panels' names."""
    title: float = 0.0
    """How far the panel's own name reaches, likewise."""
    face: Face = Face()
    """What words are set in."""

    def run(self, x: Array | float) -> Any:  # noqa: ANN401 - as x
        """How far to the right values of x stand, in pixels at the reference size."""
        return _share(x, *self.limits[:2], is_log=self.is_log[0]) * self.width

    def rise(self, y: Array | float) -> Any:  # noqa: ANN401 - as y
        """How high values of y stand, in pixels at the reference size."""
        return _share(y, *self.limits[2:], is_log=self.is_log[1]) * self.height


def _share(values: Array | float, low: float, high: float, *, is_log: bool) -> Array:
    """How far along an axis values stand, 0 to 1 within its limits; on a logarithmic one none stands below them."""
    places = np.asarray(values, dtype=float)
    if is_log:
        low, high, places = math.log10(low), math.log10(high), np.log10(np.maximum(places, low))
    return np.asarray((places - low) / (high - low))


@dataclass(frozen=True)
class Mark(Generic[F]):
    """A mark; one of your own gives shapes from its channels, as those here do."""

    line: int = field(init=False, repr=False, compare=False, default=0)

    def __post_init__(self) -> None:
        """Remember where the recipe asks for it."""
        object.__setattr__(self, "line", channels.author_line())

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """What is drawn at a moment."""
        raise NotImplementedError

    def still(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Those of its shapes that are the same at every moment: they are drawn once, below what moves."""
        del moment, room
        return ()

    def moving(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """The other shapes."""
        return self.shapes(moment, room)

    def seen(self) -> "Iterable[Mark[F]]":
        """Itself, or the marks that it shows at times in its place."""
        return (self,)

    def extent(self, moment: Moment[F]) -> Array:
        """Points (n, 2) that must lie within the panel over the whole film; none if the mark asks for no room."""
        del moment
        return np.empty((0, 2))

    def need(self, moment: Moment[F]) -> Need | None:
        """The least box that it can be read in; None if any panel will do."""
        del moment
        return None

    def is_fixed(self, film: Film[Any], lens: object = None) -> bool:
        """Whether it looks the same throughout the film; one of your own may read the frame, and counts as moving."""
        is_known = len(film) == 1 or type(self).__module__.startswith("vizpipe.drawing.")
        return is_known and all(channels.is_fixed(each, film, lens) for each in channels.channels_of(self).values())

    def read(self, moment: Moment[F], name: str) -> Any:  # noqa: ANN401 - whatever the channel gives
        """The value of a channel now. Raises RecipeError naming mark, line and channel if it can't be read."""
        return asked(self, lambda: moment.read(getattr(self, name)), name)

    def column(self, moment: Moment[F], name: str) -> Array:
        """The values of a channel throughout the film, shape (frames, …); raises as ``read`` does."""
        column: Array = asked(self, lambda: moment.column(getattr(self, name)), name)
        return column

    def until(self, moment: Moment[F], name: str) -> Array:
        """The values of a channel up to now; raises as ``read`` does."""
        values: Array = asked(self, lambda: moment.until(getattr(self, name)), name)
        return values

    def planes(self, moment: Moment[F], name: str) -> Array:
        """A channel of points now, shape (n, 2); raises as ``read`` does, or if it has another shape."""
        points = np.ma.asarray(self.read(moment, name))
        if points.ndim != 2 or points.shape[1] != 2:  # noqa: PLR2004 - x and y
            raise refused(self, f"{name} has shape {points.shape}, and points have (n, 2)")
        return np.ma.filled(points.astype(float), np.nan)
