"""Marks in a plane: samples and dots, a field of probability, its boundary, lines that bend."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from vizpipe.drawing.marks.plane import interleaved, mesh_lines
from vizpipe.drawing.picture.channels import Channel, Moment, asked, channel, is_fixed, refused
from vizpipe.drawing.picture.decisions import decided, plane_points
from vizpipe.drawing.picture.mark import Array, F, Mark, Room
from vizpipe.drawing.picture.networks import Placed
from vizpipe.drawing.picture.passage import Passage, along, fainter, steps_of
from vizpipe.drawing.picture.shapes import Hues, Image, Mix, Paint, Paints, Path, Points, Shape

FIELD, MESH, SAMPLES, BOUNDARY = 1.0, 1.2, 1.4, 1.6
"""The order from back to front."""


@dataclass(frozen=True)
class Samples(Mark[F]):
    """Samples of two classes as dots with a rim, as seaborn's scatterplot maps them; of more in shapes of their own.

    It can mislead where dots lie on each other: a crowd of 50 may look like one of 10. Samples that aren't there (nan
    or masked) are not drawn.
    """

    points: Channel[F] = channel("samples")
    """Shape (n, 2)."""
    labels: Channel[F] = channel("labels")
    """Class numbers, shape (n,)."""
    size: float = 10.0
    hues: Hues | None = None
    """Of both classes, in place of the theme's colours."""
    classes: int = 2
    """How many there are, 2 to 10."""

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """The dots."""
        del room
        points, labels = self.planes(moment, "points"), np.asarray(self.read(moment, "labels"))
        if labels.shape != points.shape[:1]:
            raise refused(self, f"{len(points)} points and labels of shape {labels.shape} don't go together")
        if unknown := set(np.unique(labels).tolist()) - set(range(self.classes)):
            drawn = ", ".join(map(str, range(self.classes)))
            raise refused(self, f"label {min(unknown)!r} is none of those it draws: {drawn}")
        order = interleaved(labels)
        points, labels = points[order], labels[order]
        here = ~np.isnan(points).any(axis=1)
        passage = None
        if isinstance(self.points, Placed):
            before = np.asarray(moment.read(self.points.points), dtype=float)[order][here]
            passage = along(self.points.place, moment.frame, before)
        look: Any = {"order": SAMPLES, "hues": self.hues, "passage": passage, "classes": self.classes}
        yield Points(points[here], size=self.size, labels=labels[here], **look)

    def extent(self, moment: Moment[F]) -> Array:
        """All points of all frames."""
        return _all(self, moment, "points")


@dataclass(frozen=True)
class Dots(Mark[F]):
    """Dots at points, in one colour or one each; those that aren't there (nan or masked) are not drawn.

    It can mislead where dots lie on each other: how many there are can't be seen.
    """

    points: Channel[F] = channel()
    """Shape (n, 2)."""
    paint: Paints = "ink"
    size: float = 10.0
    edge: Paint = "edge"

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """The dots."""
        del room
        points = self.planes(moment, "points")
        paints = self.paint
        here = np.atleast_1d(~np.isnan(points).any(axis=1))
        if isinstance(paints, list):
            if len(paints) != len(points):
                raise refused(self, f"{len(paints)} colours for {len(points)} points")
            paints = [paint for paint, is_here in zip(paints, here, strict=True) if is_here]
        yield Points(points[here], paints, self.size, self.edge)

    def extent(self, moment: Moment[F]) -> Array:
        """All points of all frames."""
        return _all(self, moment, "points")


@dataclass(frozen=True)
class Field(Mark[F]):
    """The probability of class 1 all over a panel, as a tint.

    It can mislead where the probability changes faster than its grid: a thin band between two cells can vanish.
    """

    of: Callable[[F, Array], Array] = channel()
    """From a frame and points (n, 2) to values (n,) from 0 to 1."""
    rim: Channel[F] | None = channel(None)
    """What of it is to be seen: corners (n, 2)."""
    cells: int = 100
    is_smooth: bool = True
    hues: Hues | None = None
    """Of both classes, in place of the theme's colours."""
    strength: float = 1.0
    """How much of its colour it has; at 0 all of it is the middle."""

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """The tint."""
        values = np.asarray(
            asked(self, lambda: self.of(moment.frame, plane_points(room.limits, self.cells)), "of"), float
        )
        if values.size != self.cells**2:
            raise refused(self, f"of gives {values.shape} for {self.cells**2} points, and needs one value each")
        if np.isnan(values).any():
            raise refused(self, "of gives values that aren't there (nan)")
        outline = None if self.rim is None else self.read(moment, "rim")
        square = values.reshape(self.cells, self.cells)
        if self.strength != 1.0:  # or rounding would change pixels
            square = 0.5 + self.strength * (square - 0.5)
        way = fainter(along(self.of, moment.frame), self.strength)
        look: Any = {"is_smooth": self.is_smooth, "outline": outline, "order": FIELD, "hues": self.hues}
        yield Image(square, room.limits, passage=way, **look)

    def is_fixed(self, film: Any, lens: object = None) -> bool:  # noqa: ANN401 - see Mark
        """Only where there is one frame."""
        return is_fixed(self.of, film, lens)


@dataclass(frozen=True)
class Edge(Mark[F]):
    """The line where both classes are equally likely, or any other lines.

    It can mislead as a sharp line where the probability hardly changes: nothing says how sure either side is.
    """

    lines: Channel[F] = channel()
    """Lines, each (points, 2)."""
    width: float = 3.0
    is_dashed: bool = False
    paint: Paint = "ink"

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """The lines."""
        del room
        lines = [np.asarray(line, dtype=float) for line in self.read(moment, "lines")]
        if any(line.ndim != 2 or line.shape[1] != 2 for line in lines):  # noqa: PLR2004 - points of x and y
            raise refused(self, f"lines have shapes {[line.shape for line in lines]}, and each needs (points, 2)")
        yield Path(lines, self.paint, self.width, dashes=(5.0, 4.0) if self.is_dashed else (), order=BOUNDARY)


@dataclass(frozen=True)
class Decision(Mark[F]):
    """What a network of two inputs makes of the whole plane: its field, and the line where it wavers.

    It can mislead far from all samples: the network is as sure of its colour there, and has seen nothing.
    """

    network: Channel[F] = channel("network")
    parameters: Channel[F] = channel("parameters")
    cells: int = 90
    width: float = 3.0

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Field and boundary."""
        network, vector = self.read(moment, "network"), self.read(moment, "parameters")
        values, lines = decided(network, np.asarray(vector, dtype=float).tobytes(), room.limits, self.cells)
        yield Image(values, room.limits, order=FIELD, passage=Passage(steps_of(network.layers(vector))))
        yield Path(list(lines), "ink", self.width, order=BOUNDARY)


@dataclass(frozen=True)
class Mesh(Mark[F]):
    """Lines that were straight and evenly spaced before the plane bent.

    It can mislead where the plane bends between two lines, or between two points of one: no bend is seen there.
    """

    place: Callable[[F, Array], Array] = channel()
    """From a frame and points (n, 2) of the plane to where they are drawn."""
    square: Sequence[float] | Array = (-1.0, 1.0, -1.0, 1.0)
    """The part of the plane that is shown: left, right, bottom, top."""
    count: int = 17
    points: int = 60
    """How many make a line: two do where the plane stays flat."""

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """The lines."""
        del room
        lines = mesh_lines(self.square, self.count, self.points)
        placed = asked(self, lambda: self.place(moment.frame, lines.reshape(-1, 2)), "place")
        passage = along(self.place, moment.frame, lines.reshape(-1, 2))
        yield Path(list(placed.reshape(lines.shape)), "ink", 1.0, alpha=0.22, order=MESH, passage=passage)


@dataclass(frozen=True)
class Band(Mark[F]):
    """The part of a panel below 0 on either axis, shaded: what is shown there is really folded onto the axes.

    It can mislead as soon as something in it is read by its own place: only its foot on the axis is true.
    """

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """Two areas and their inner edges."""
        del moment
        left, right, bottom, top = room.limits
        shade = Mix("line", 0.16)
        upright = np.array([[left, bottom], [left, top], [0.0, top], [0.0, bottom]])
        lying = np.array([[0.0, bottom], [right, bottom], [right, 0.0], [0.0, 0.0]])
        yield Path([upright], None, fill=shade, order=0.4)
        yield Path([lying], None, fill=shade, order=0.4)
        edges = [np.array([[0.0, bottom], [0.0, top]]), np.array([[left, 0.0], [right, 0.0]])]
        yield Path(edges, "quiet", 1.2, is_round=True, order=MESH)


def rim(square: Sequence[float] | Array, points: int = 60) -> Array:
    """The edge of a square (left, right, bottom, top) as a closed path, shape (4·points, 2)."""
    left, right, bottom, top = square
    corners = np.array([[left, bottom], [right, bottom], [right, top], [left, top]])
    steps = np.linspace(0.0, 1.0, points, endpoint=False)[:, None]
    return np.concatenate([a + steps * (b - a) for a, b in zip(corners, np.roll(corners, -1, 0), strict=True)])


def _all(mark: Mark[Any], moment: Moment[Any], name: str) -> Array:
    """All points of a channel in all frames; those of one frame if they never move."""
    if is_fixed(getattr(mark, name), moment.film, moment.lens):
        return mark.planes(moment, name)
    points: Array = np.ma.filled(mark.column(moment, name).astype(float), np.nan).reshape(-1, 2)
    return points
