"""Many classes in a plane: which wins where, what they are called, and room for samples that somebody brings."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import contourpy
import numpy as np

from vizpipe.drawing import measure
from vizpipe.drawing.picture.channels import Moment, asked, channel, refused
from vizpipe.drawing.picture.decisions import plane_points
from vizpipe.drawing.picture.mark import Array, F, Mark, Need, Room
from vizpipe.drawing.picture.parts import Limits, Panel, Picture, paper
from vizpipe.drawing.picture.planes import BOUNDARY, FIELD, Samples
from vizpipe.drawing.picture.shapes import Mix, Path, Points, Shape, Text
from vizpipe.drawing.picture.ways import panels_with_paths
from vizpipe.film.film import Film
from vizpipe.parameters.brought import NAME

_TINT = 0.32
"""How strong the colour of a class is where it wins."""
_LINE, _DOT = 1.6, 14.0
"""Of a legend: from row to row in units of small type, and how large a dot is."""
_FREE = 0.06
"""Beyond the outermost samples that somebody chose, as a share of how far they reach."""


@dataclass(frozen=True)
class Regions(Mark[F]):
    """Where in a plane which of several classes is the most probable, as areas in their colours, with their borders.

    It can mislead as a map that is sure everywhere: an area is as strong where its class wins by little.
    """

    of: Callable[[F, Array], Array] = channel()
    """From a frame and points (n, 2) to probabilities (n, classes)."""
    cells: int = 120
    strength: float = 1.0
    """How much of its colour an area has."""

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Areas, then the lines between them."""
        values = np.asarray(asked(self, lambda: self.of(moment.frame, plane_points(room.limits, self.cells)), "of"))
        if values.ndim != 2 or len(values) != self.cells**2 or np.isnan(values).any():  # noqa: PLR2004 - points, classes
            raise refused(self, f"of gives {values.shape} for {self.cells**2} points, and needs (points, classes)")
        left, right, bottom, top = room.limits
        across, up = np.linspace(left, right, self.cells), np.linspace(bottom, top, self.cells)
        edges = list[Array]()
        for number in range(values.shape[1]):
            lead = values[:, number] - np.delete(values, number, axis=1).max(axis=1)
            lines = contourpy.contour_generator(across, up, lead.reshape(self.cells, self.cells), fill_type="OuterCode")
            areas = [np.asarray(area) for area in lines.filled(0.0, 2.0)[0]]
            if areas:
                tint = Mix(f"class {number}", _TINT * self.strength)
                yield Path(areas, None, fill=tint, order=FIELD)
            edges += [np.asarray(line) for line in lines.lines(0.0)]
        if edges:
            yield Path(edges, Mix("ink", 0.6), 2.0, order=BOUNDARY)


@dataclass(frozen=True)
class Classes(Mark[F]):
    """What classes are called, one below the other, each beside a dot such as ``Samples`` draws.

    It can mislead nobody, but the eye has to go there and back: name few classes where they are.
    """

    names: Sequence[str] = ()
    """As they are: in a user's name braces are letters."""

    def need(self, moment: Moment[F]) -> Need:
        """A line for each, as wide as the longest."""
        longest = max(measure.width(moment.say.whole(name), 1.0) for name in self.names)
        return Need(longest + 2.0, _LINE * len(self.names), grows=False)

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Dots and names, from the top."""
        em, count = room.em, len(self.names)
        downs = room.height - (np.arange(count) + 0.8) * _LINE * em
        places = np.stack([np.full(count, 0.6 * em), downs], axis=1)
        labels = np.arange(count)
        yield Points(places, size=_DOT, labels=labels, unit="paper", clip=False, classes=max(count, 2))
        for name, (x, y) in zip(self.names, places, strict=True):
            stand = (float(x + em), float(y))
            yield Text(stand, moment.say.whole(name), "small", stand="center_baseline", unit="paper", part="key")

    def is_fixed(self, film: object, lens: object = None) -> bool:
        """Always."""
        del film, lens
        return True


def keyed(picture: Picture[Any], film: Film[Any]) -> Picture[Any]:
    """The picture with what the classes are called beside its headline, where somebody named them and it shows them."""
    names, marks = film.about.classes, [mark for _, panel in panels_with_paths(picture) for mark in panel.seen]
    is_said = any(isinstance(mark, Classes) for mark in marks)
    if not names or is_said or not any(isinstance(mark, Samples) for mark in marks):
        return picture
    return replace(picture, aside=(*picture.aside, paper(Classes[Any](names))))


def around(panel: Panel[Any], reach: float, moments: Sequence[Moment[Any]]) -> Limits:
    """From −``reach`` to ``reach``; around samples that somebody chose, if these lie beyond, or on one side of 0."""
    brought = [each for each in moments if each.film.about.origin or NAME in each.film.parameters]
    inputs = [mark for mark in panel.seen if isinstance(mark, Samples) and isinstance(mark.points, str)]  # as they are
    points = [mark.extent(each) for each in brought for mark in inputs]
    every = np.concatenate([np.zeros(0), *(each[np.isfinite(each)] for each in points)])
    low, high = (float(every.min()), float(every.max())) if len(every) else (0.0, 0.0)
    if -reach <= low <= 0.0 <= high <= reach:
        return -reach, reach, -reach, reach
    room = _FREE * (high - low)
    return low - room, high + room, low - room, high + room
