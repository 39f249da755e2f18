"""Areas: what lies between a curve and its base is filled, be that a number or another curve."""

from typing import Any, NamedTuple

import numpy as np
import pytest

from vizpipe.drawing.picture import Area, Moment, Room
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film

ROOM = Room(200.0, 100.0, (0.0, 4.0, 0.0, 10.0))
X, Y = np.arange(4.0), np.array([3.0, 5.0, np.nan, 6.0])
THERE = [[0.0, 3.0], [1.0, 5.0], [3.0, 6.0]]


class Frame(NamedTuple):
    """A frame with a curve."""

    low: Any


def outline(low: Any) -> list[list[float]]:
    """The corners of the area above a base."""
    film = Film.shoot("one", Frame, [Frame(low)], {})
    area, _ = Area[Frame](X, Y, base="low").shapes(Moment(film, 0, film[0]), ROOM)
    return list(area.lines[0].tolist())  # type: ignore[union-attr]


def test_an_area_reaches_down_to_a_number_or_to_a_curve() -> None:
    """Its corners go along the curve, where that is there, and back along the base, at its two ends if it is level."""
    assert outline(1.0) == [*THERE, [3.0, 1.0], [0.0, 1.0]]
    assert outline(np.array([1.0, 2.0, 0.0, 4.0])) == [*THERE, [3.0, 4.0], [1.0, 2.0], [0.0, 1.0]]


def test_a_base_of_another_length_is_refused() -> None:
    """A base has a number for each point of the curve, or one for all."""
    with pytest.raises(RecipeError, match=r"Area: base has shape \(2,\), and must be a number or have \(points,\): 4"):
        outline(np.ones(2))
