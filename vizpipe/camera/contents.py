"""Artists → notes of what they show: their kind, colour and place, and what is written. Nothing is rendered."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import Collection, QuadMesh, TriMesh
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.spines import Spine
from matplotlib.text import Text
from matplotlib.transforms import Transform

from vizpipe.camera.shots import Shot
from vizpipe.drawing.marks.tint import Speckles, Tint
from vizpipe.drawing.marks.window import Shown
from vizpipe.film.content import Note, Noted, Panel, Sight
from vizpipe.film.weights import weight

Array = npt.NDArray[np.float64]
_ROUGH = "~"
"""Begins the kind of what lies in pixels, which other type moves a little."""
_DIGITS = 6
_FIELD = "field"
_SHOWN = 40


class Contents:
    """Notes of what a figure shows: what stands, read once, and what each frame adds."""

    def __init__(self, figure: Figure) -> None:
        """Take a figure whose stage stands."""
        self._figure = figure
        self._stage: tuple[list[Panel], Note] | None = None
        self._notes: list[Note] = []
        self._inverse: dict[Axes, tuple[int, Any, bool]] = {}

    def noted(self, frames: Sequence[Shot], shots: list[list[Artist]]) -> list[list[Artist]]:
        """Note what frames have gained, the first of them wholly and of the others the texts; give it back."""
        if self._stage is None:
            self._stage = self._standing({id(each) for gained in shots for each in gained})
        for number, (frame, gained) in enumerate(zip(frames, shots, strict=True)):
            at = frame if isinstance(frame, int) else frame.index
            self._notes.append(self._note(at, gained, is_whole=number == 0))
        return shots

    def taken(self) -> bytes:
        """What was noted since this was asked last, as JSON of a Sight."""
        if self._stage is None:
            return b""
        notes, self._notes = self._notes, []
        return msgspec.json.encode(Sight(self._stage[0], [self._stage[1], *notes]))

    def _standing(self, gained: set[int]) -> tuple[list[Panel], Note]:
        panels, plots = [], 0
        for number, axes in enumerate(self._figure.axes):
            box, sides = axes.bbox, (*axes.get_xlim(), *axes.get_ylim())
            is_paper = not axes.axison and abs(sides[1] - sides[0]) > box.width / 4 and sides[0] == sides[2] == 0.0
            self._inverse[axes] = number, axes.transAxes.inverted().get_matrix(), is_paper
            limits = None if is_paper else tuple(float(f"{side:.6g}") for side in sides)
            plots += not is_paper
            title = axes.get_title("center") or axes.get_title("left") or axes.get_title("right")
            name = f"the panel {title[:_SHOWN]!r}" if title else "a sheet" if is_paper else f"panel {plots}"
            panels.append(Panel(name, limits))  # type: ignore[arg-type]  # four of them
        artists = [each for each in self._figure.findobj() if not isinstance(each, Figure | Axes | Axis | Spine)]
        backs = {id(self._figure.patch), *(id(axes.patch) for axes in self._figure.axes)}
        ticks = {id(each) for axes in self._figure.axes for axis in (axes.xaxis, axes.yaxis) for each in axis.findobj()}
        stand = [each for each in artists if id(each) not in backs | ticks | gained]
        note = self._note(-1, stand, is_whole=True)
        return panels, msgspec.structs.replace(note, texts=[*note.texts, *self._axes_texts()])

    def _axes_texts(self) -> Iterator[tuple[int, str, str]]:
        """Axes' names, and ticks that are words."""
        for axes, (number, *_) in self._inverse.items():
            for axis in (axes.xaxis, axes.yaxis) if axes.axison else ():
                named = [axis.label, *(tick for tick in axis.get_ticklabels() if _is_word(tick.get_text()))]
                yield from ((number, each.get_text(), _hex(each.get_color())) for each in named if each.get_text())

    def _note(self, frame: int, artists: Sequence[Artist], *, is_whole: bool) -> Note:
        marks: dict[tuple[int, str, str], list[_Place]] = {}
        texts: list[tuple[int, str, str]] = []
        above: tuple[Any, ...] = ()
        for artist in artists:
            if not artist.get_visible():
                continue
            axes: Any = artist.axes
            number, inverse, is_paper = self._inverse.get(axes, (-1, None, True))
            if isinstance(artist, Text):
                words, colour = artist.get_text(), _hex(artist.get_color())
                here = (number, colour, artist.get_fontsize(), artist.get_position()[0])
                if words and here == above and is_paper:  # the next line of the same
                    texts[-1] = number, f"{texts[-1][1]} {words}", colour
                elif words:
                    texts.append((number, words, colour))
                above = here
            elif is_whole and inverse is not None:
                for kind, colour, points, transform in _parts(artist):
                    place = _place(points, transform, inverse)
                    rough = is_paper or (transform is not None and not _in_data(transform, artist.axes))
                    if place is not None:
                        marks.setdefault((number, f"{_ROUGH if rough else ''}{kind}", colour), []).append(place)
        return Note(frame, _summed(marks) if is_whole else None, texts)


class _Place(NamedTuple):
    """How many points there are, weighted means of where they lie, and how far they reach; of values nothing does."""

    points: int
    x: float
    y: float
    reach: tuple[float, float, float, float] | None = None


def _summed(marks: dict[tuple[int, str, str], list[_Place]]) -> list[Noted]:
    noted = []
    for key, row in marks.items():
        weights = weight(np.arange(len(row)))
        x, y = (np.array([[each.x, each.y] for each in row]).T @ weights) / weights.sum()
        told = [each.reach for each in row if each.reach is not None and key[1].startswith(_ROUGH)]
        left, right, bottom, top = zip(*told, strict=True) if told else ((), (), (), ())
        reach = (min(left), max(right), min(bottom), max(top)) if told else None
        count = sum(each.points for each in row)
        noted.append(Noted(*key, count, round(float(x), _DIGITS), round(float(y), _DIGITS), reach))
    return noted


def _parts(artist: Artist) -> Iterator[tuple[str, str, Array, Transform | None]]:
    """What an artist shows by colour: its kind, a colour, points, and what brings these to the page.

    Without a transform the points are no places but values.
    """
    if isinstance(artist, Line2D):
        points = np.asarray(artist.get_xydata(), dtype=float)
        is_curve = artist.get_linestyle() not in ("None", "", " ") and len(points) > 1
        colour = artist.get_color() if is_curve else artist.get_markerfacecolor()
        yield "curve" if is_curve else "dots", _hex(colour), points, artist.get_transform()
    elif isinstance(artist, Tint):
        values = np.asarray(artist.values, dtype=float)
        kind, ends = "squares" if isinstance(artist, Speckles) else _FIELD, "".join(map(_hex, artist.ends))
        yield kind, ends, _values(values), None
    elif isinstance(artist, AxesImage):
        yield _field(artist)
    elif isinstance(artist, QuadMesh | TriMesh):  # asked for its outlines it makes them, and is another then
        if artist.get_array() is not None:
            yield _field(artist)
    elif isinstance(artist, Collection):
        yield from _collected(artist)
    elif isinstance(artist, Patch):
        outline = artist.get_path().vertices
        colour = artist.get_facecolor() if artist.get_fill() else artist.get_edgecolor()
        yield "shape", _hex(colour), np.asarray(outline, dtype=float), artist.get_transform()


def _field(image: Any) -> tuple[str, str, Array, None]:  # noqa: ANN401 - what has values and a map of colours
    array: Array = np.ma.filled(np.ma.asarray(image.get_array(), dtype=float), -1.0)
    has_map = array.ndim <= 2  # noqa: PLR2004 - else rows, columns, colours
    ends = "".join(_hex(image.get_cmap().copy()(end)) for end in (0.0, 1.0)) if has_map else ""
    return _FIELD, ends, _values(np.asarray(array)), None


def _collected(many: Collection) -> Iterator[tuple[str, str, Array, Transform | None]]:
    """Dots by their places, other collections by their lines."""
    offsets: Array = np.ma.filled(np.ma.asarray(many.get_offsets(), dtype=float), np.nan)
    faces, edges = np.asarray(many.get_facecolor()), np.asarray(many.get_edgecolor())
    colours = faces if len(faces) else edges
    paths = many.get_paths()
    are_dots = len(offsets) > 1 or bool(len(offsets) and np.any(offsets))
    if are_dots:
        places, owner, kind = offsets, np.arange(len(offsets)), "dots"
        transform = many.get_offset_transform()
    else:
        if not paths:
            return
        outlines = [np.asarray(each.vertices, dtype=float) for each in paths]
        places = np.concatenate(outlines)
        owner = np.repeat(np.arange(len(paths)), [len(each) for each in outlines])
        kind, transform = ("areas" if len(faces) else "lines"), many.get_transform()
    if not len(colours):
        return
    if len(colours) == 1:
        yield kind, _hex(colours[0]), places, transform
        return
    packed = (np.rint(colours[:, :3] * 255.0).astype(np.int64) @ np.array([65536, 256, 1]))[owner % len(colours)]
    for each in np.unique(packed):
        yield kind, f"#{each:06x}", places[packed == each], transform


def _values(values: Array) -> Array:
    """Values as points, x and y each the values themselves; y leans to one corner, see ``_leaning``."""
    return np.stack([values.ravel(), values.ravel() * _leaning(values.shape)], axis=-1)


@lru_cache(maxsize=16)
def _leaning(shape: tuple[int, ...]) -> Array:
    """Weights that grow along each side, by no two alike: a field and its mirror images have other sums of them.

    Their mean by the weights of ``_place`` is 1, so that an even field has its value as the sum.
    """
    leaning = np.ones(shape)
    for side, count in enumerate(shape):
        way = np.linspace(0.0, 1.0 + side, count)
        leaning = leaning * np.exp(way).reshape([-1 if at == side else 1 for at in range(len(shape))])
    plain = leaning.ravel()
    weights = weight(np.arange(len(plain)))
    flat: Array = plain / (weights @ plain / weights.sum())
    return flat


def _place(points: Any, transform: Transform | None, inverse: Any) -> _Place | None:  # noqa: ANN401 - arrays
    """Where points lie, as shares of the panel, or of what values they are; None if there are none."""
    places = np.asarray(points, dtype=float).reshape(-1, 2)
    if transform is not None:
        if not len(places):
            return None
        places = transform.transform(places) @ inverse[:2, :2].T + inverse[:2, 2]
    there = np.isfinite(places).all(axis=1)
    if not there.all():
        places = places[there]
    if not len(places):
        return None
    weights = weight(np.arange(len(places)))
    places = np.clip(places, -10.0, 10.0)
    x, y = weights @ places / weights.sum()
    ends = (*places.min(axis=0), *places.max(axis=0))
    reach = None if transform is None else (float(ends[0]), float(ends[2]), float(ends[1]), float(ends[3]))
    return _Place(len(places), float(x), float(y), reach)


def _in_data(transform: Transform, axes: Any) -> bool:  # noqa: ANN401 - an artist's axes
    return isinstance(transform, Shown) or any(transform.contains_branch_seperately(axes.transData))


def _is_word(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _hex(colour: Any) -> str:  # noqa: ANN401 - matplotlib's
    return "" if isinstance(colour, str) and colour == "none" else to_hex(colour)
