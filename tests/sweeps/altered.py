"""A mark whose shapes are altered: lost, of another colour, moved, or with a letter less."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from vizpipe.drawing.picture.channels import Moment
from vizpipe.drawing.picture.mark import Array, Mark, Need, Room
from vizpipe.drawing.picture.shapes import Group, Image, Path, Points, Shape, Text
from vizpipe.film.film import Film

Of = Callable[[Shape, Room], "Shape | None"]
"""Alters one shape, or leaves it out."""
STEP = 0.05
"""By how much of a panel data and limits are moved."""
_LETTERS = 4
_HUES = (130.0, 300.0)
_OTHER, _ANOTHER = "series 5", "accent"


@dataclass(frozen=True)
class Altered(Mark[Any]):
    """A mark whose shapes are altered from a frame on."""

    mark: Mark[Any]
    alter: Of
    since: int = 0

    def shapes(self, moment: Moment[Any], room: Room) -> Iterable[Shape]:
        """Its shapes, altered."""
        return self._of(self.mark.shapes(moment, room), moment, room)

    def still(self, moment: Moment[Any], room: Room) -> Iterable[Shape]:
        """Those that stand."""
        return self._of(self.mark.still(moment, room), moment, room)

    def moving(self, moment: Moment[Any], room: Room) -> Iterable[Shape]:
        """The others."""
        return self._of(self.mark.moving(moment, room), moment, room)

    def seen(self) -> Iterable[Mark[Any]]:
        """What the mark shows at times."""
        return self.mark.seen()

    def extent(self, moment: Moment[Any]) -> Array:
        """The room that the mark asks for, altered or not."""
        return self.mark.extent(moment)

    def need(self, moment: Moment[Any]) -> Need | None:
        """The box that the mark asks for."""
        return self.mark.need(moment)

    def is_fixed(self, film: Film[Any], lens: object = None) -> bool:
        """If the mark is, and is altered from the beginning."""
        return not self.since and self.mark.is_fixed(film, lens)

    def _of(self, shapes: Iterable[Shape], moment: Moment[Any], room: Room) -> Iterable[Shape]:
        return shapes if moment.index < self.since else _altered(shapes, self.alter, room)


def _altered(shapes: Iterable[Shape], alter: Of, room: Room) -> Iterator[Shape]:
    for shape in shapes:
        if isinstance(shape, Group):
            yield shape._replace(shapes=list(_altered(shape.shapes, alter, room)))
        elif (other := alter(shape, room)) is not None:
            yield other


def unaltered(shape: Shape, room: Room) -> Shape:
    """The shape as it is."""
    del room
    return shape


def lost(shape: Shape, room: Room) -> Shape | None:
    """Words alone are left."""
    del room
    return shape if isinstance(shape, Text) else None


def recoloured(shape: Any, room: Room) -> Shape:
    """Two classes, ends of a scale or paints have changed places; one paint is another."""
    del room
    changes: dict[str, Any]
    match shape:
        case Path():
            part = "stroke" if shape.fill is None else "fill"
            changes = dict(**{part: _exchanged(getattr(shape, part))}, passage=None)
        case Points(labels=labels) if labels is not None:
            changes = {"labels": np.where(labels < 2, 1 - labels, labels), "passage": None}
        case Points(values=values) if values is not None:
            changes = {"hues": (shape.hues or _HUES)[::-1]}
        case Points():
            changes = {"fill": _exchanged(shape.fill), "passage": None}
        case Image(scale="classes"):
            changes = {"hues": (shape.hues or _HUES)[::-1]}
        case Image():
            changes = {"values": -shape.values if shape.scale == "sign" else 1.0 - shape.values, "passage": None}
        case _:
            changes = {}
    other: Shape = shape._replace(**changes)
    return other


def _exchanged(paints: Any) -> Any:
    if not isinstance(paints, list):
        return _ANOTHER if paints == _OTHER else _OTHER
    first = paints[0] if paints else None
    second = next((each for each in paints if each != first), _OTHER)
    return [second if each == first else first if each == second else each for each in paints]


def moved(shape: Shape, room: Room) -> Shape:
    """Lines and dots stand a twentieth of the panel higher; values of a field are a twentieth lower."""
    match shape:
        case Path():
            return shape._replace(lines=[_higher(each, shape.unit, room) for each in shape.lines], passage=None)
        case Points():
            return shape._replace(places=_higher(shape.places, shape.unit, room), passage=None)
        case Image():
            return shape._replace(values=(1.0 - STEP) * shape.values, passage=None)
    return shape


def opposed(shape: Shape, room: Room) -> Shape:
    """Values of a field are those of the other class, or of the other sign; its mean may stay."""
    del room
    match shape:
        case Image(scale="sign"):
            return shape._replace(values=-shape.values, passage=None)
        case Image():
            return shape._replace(values=1.0 - shape.values, passage=None)
        case Points(values=values) if values is not None:
            return shape._replace(values=1.0 - values, passage=None)
    return shape


def _higher(points: Array, unit: str, room: Room) -> Array:
    low, high = room.limits[2:] if unit == "data" else (0.0, 1.0 if unit == "panel" else room.height)
    x, y = np.asarray(points, dtype=float).reshape(-1, 2).T
    if unit == "data" and room.is_log[1]:
        return np.stack([x, y * (high / low) ** STEP], axis=1)
    return np.stack([x, y + STEP * (high - low)], axis=1)


def shorter(shape: Shape, room: Room) -> Shape:
    """A text has one letter less."""
    del room
    return shape._replace(text=_less(shape.text)) if isinstance(shape, Text) and is_text(shape) else shape


def is_text(shape: Shape) -> bool:
    """Whether it is words, of a few letters at least."""
    return isinstance(shape, Text) and sum(map(str.isalpha, shape.text)) >= _LETTERS


def _less(text: str) -> str:
    last = max(at for at, letter in enumerate(text) if letter.isalpha())
    return text[:last] + text[last + 1 :]
