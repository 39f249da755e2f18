"""What is drawn of a figure, in pixels: its panels, its texts, and every mark as the renderer got it.

A figure is drawn twice, with its texts and without. So whatever an author draws can be measured, with the vocabulary or
with matplotlib alone.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.spines import Spine
from matplotlib.transforms import Bbox

from vizpipe.camera.order import in_order
from vizpipe.drawing.reader import Reader, Text

Array = npt.NDArray[np.float64]
Pixels = npt.NDArray[np.uint8]
_OPAQUE = 0.99


class Panel(NamedTuple):
    """An axes as it was drawn."""

    name: str
    box: Bbox
    """In pixels, from the lower left corner."""
    spans: tuple[float, float]
    """Of both axes' limits."""
    limits: tuple[tuple[float, float], tuple[float, float]]
    names: tuple[str, str]
    """Of both axes."""
    is_linear: bool
    is_framed: bool
    """Whether it shows axes."""


class Mark(NamedTuple):
    """One thing that was drawn and is no text."""

    panel: int
    """Its number, −1 for the figure itself."""
    kind: str
    """``dots``, ``line``, ``shape`` or ``image``."""
    points: Array
    """Shape (n, 2), pixels from the lower left corner: centres of dots, the corners of all else."""
    reach: float
    """How far a dot reaches from its centre."""
    room: Bbox
    """Outside of which it is cut."""
    colours: tuple[tuple[float, float, float], ...]
    """That are filled with, or drawn with where nothing is filled."""
    sign: str
    """What tells it apart but for its colour: the shape of its dots, its dashes, its hatching."""
    is_data: bool
    """No axis, frame, background or level line."""


class Sight(NamedTuple):
    """A figure as it was drawn."""

    width: int
    height: int
    panels: tuple[Panel, ...]
    marks: tuple[Mark, ...]
    texts: tuple[Text, ...]
    owners: tuple[int, ...]
    """The panel of each text."""
    picture: Pixels
    """RGB, shape (height, width, 3)."""
    bare: Pixels
    """The same without texts."""


class _Reader(Reader):
    """Notes whose the texts are, too."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self.owners: list[Any] = []

    def draw_text(self, gc: Any, x: float, y: float, s: str, prop: Any, *rest: Any, **more: Any) -> None:  # noqa: ANN401 - matplotlib's
        before = len(self.read)
        super().draw_text(gc, x, y, s, prop, *rest, **more)
        if len(self.read) > before:
            self.owners.append(getattr(more.get("mtext"), "axes", None))


class _Recorder(Reader):
    """Draws all but texts, and keeps a note of it."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self.page = Bbox.from_extents(0.0, 0.0, width, height)
        self.marks: list[Mark] = []
        self.panel, self.is_data = -1, False
        self._plain: dict[str, Callable[..., None]] = {}
        for name in ("draw_markers", "draw_path_collection", "draw_image"):  # set by matplotlib on each renderer
            self._plain[name] = getattr(self, name)
            setattr(self, name, getattr(self, f"_{name}"))

    def draw_text(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 - matplotlib's
        """Draw none."""

    def draw_path(self, gc: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:  # noqa: ANN401, N803 - matplotlib's
        """Note a line, or a shape."""
        is_filled = rgbFace is not None and (len(rgbFace) < 4 or rgbFace[3] > 0.0)  # noqa: PLR2004 - with alpha
        if is_filled or gc.get_linewidth() > 0.0:
            colour = rgbFace if is_filled else gc.get_rgb()
            sign = f"{gc.get_dashes()[1] or ''}{gc.get_hatch() or ''}"
            corners = path.transformed(transform)
            kind = "shape" if is_filled or (corners.codes is not None and Path.CURVE4 in corners.codes) else "line"
            self._note(gc, kind, corners.vertices, 0.0, [colour], sign)
        super().draw_path(gc, path, transform, rgbFace)  # type: ignore[no-untyped-call]

    def _draw_markers(self, gc: Any, shape: Any, to_shape: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:  # noqa: ANN401, N803 - matplotlib's
        outline = shape.transformed(to_shape)
        colour = gc.get_rgb() if rgbFace is None or (len(rgbFace) > 3 and not rgbFace[3]) else rgbFace  # noqa: PLR2004 - with alpha
        places = path.transformed(transform).vertices
        self._note(gc, "dots", places, _reach(outline), [colour], _shape(outline))
        self._plain["draw_markers"](gc, shape, to_shape, path, transform, rgbFace)

    def _draw_path_collection(self, gc: Any, master: Any, paths: Any, transforms: Any, *rest: Any, **more: Any) -> None:  # noqa: ANN401 - matplotlib's
        offsets, to_offset, faces, edges = rest[:4]
        colours = [each for each in faces if len(each) < 4 or each[3] > 0.0] or [*edges]  # noqa: PLR2004 - with alpha
        outlines = [path.transformed(master) for path in paths]
        places = to_offset.transform(np.asarray(offsets, dtype=float)) if len(offsets) else np.zeros((0, 2))
        if len(places) > 1 or (len(places) and np.any(places != 0.0)):
            scale = float(np.abs(transforms[0][:2, :2]).max()) if len(transforms) else 1.0
            reach = max((_reach(each) for each in outlines), default=0.0) * scale
            self._note(gc, "dots", places, reach, colours, _shape(outlines[0]) if outlines else "")
        else:
            for number, outline in enumerate(outlines):
                colour = [colours[number % len(colours)]] if colours else []
                for part in [outline.vertices] if len(faces) else _strokes(outline):
                    self._note(gc, "shape" if len(faces) else "line", part, 0.0, colour, "")
        self._plain["draw_path_collection"](gc, master, paths, transforms, *rest, **more)

    def _draw_image(self, gc: Any, x: float, y: float, im: Any, *rest: Any) -> None:  # noqa: ANN401 - matplotlib's
        tall, wide = im.shape[:2]
        self._note(gc, "image", np.array([[x, y], [x + wide, y + tall]]), 0.0, [], "")
        self._plain["draw_image"](gc, x, y, im, *rest)

    def _note(self, gc: Any, kind: str, points: Any, reach: float, colours: Any, sign: str) -> None:  # noqa: ANN401 - a mark's parts
        places: Array = np.ma.filled(np.ma.asarray(points, dtype=float), np.nan).reshape(-1, 2)
        box = gc.get_clip_rectangle()
        room = self.page if box is None else Bbox(box.extents.reshape(2, 2))
        told = tuple(dict.fromkeys(_rounded(each) for each in colours))
        alpha = gc.get_alpha()
        shown = told if alpha is None or alpha > 0.0 else ()
        self.marks.append(Mark(self.panel, kind, places, reach, room, shown, sign, self.is_data))


def _rounded(colour: Any) -> tuple[float, float, float]:  # noqa: ANN401 - matplotlib's
    red, green, blue = (round(float(part), 3) for part in colour[:3])
    return red, green, blue


def _strokes(outline: Path) -> list[Array]:
    """The lines of a path, each drawn in one stroke."""
    if outline.codes is None:
        return [np.asarray(outline.vertices)]
    begins = np.flatnonzero(outline.codes == Path.MOVETO)
    return np.split(np.asarray(outline.vertices), begins[begins > 0])


def _reach(outline: Any) -> float:  # noqa: ANN401 - a path
    corners = outline.vertices
    return float(np.abs(corners).max()) if len(corners) else 0.0


def _shape(outline: Any) -> str:  # noqa: ANN401 - a path
    corners = outline.vertices
    is_round = outline.codes is not None and Path.CURVE4 in outline.codes
    return "round" if is_round else f"{len(corners)} corners"


def look(figure: Figure, width: int, height: int) -> Sight:
    """Draw a figure of so many pixels, and keep what was drawn."""
    reader = _Reader(width, height)
    reader.clear()  # type: ignore[no-untyped-call]
    figure.draw(reader)
    recorder = _Recorder(width, height)
    recorder.clear()  # type: ignore[no-untyped-call]
    axes = [*_all_axes(figure)]
    figure.patch.draw(recorder)
    for owner, artist in in_order(figure):
        _draw(recorder, artist, owner, axes)
    owners = tuple(axes.index(each) if each in axes else -1 for each in reader.owners)
    panels = tuple(_panel(each, number, len(axes)) for number, each in enumerate(axes, 1))
    pictures = (np.array(each.buffer_rgba())[..., :3] for each in (reader, recorder))  # type: ignore[no-untyped-call]
    return Sight(width, height, panels, tuple(recorder.marks), tuple(reader.read), owners, *pictures)


def _all_axes(figure: Figure) -> Iterator[Axes]:
    """The axes of a figure, and those that lie in them."""
    for axes in figure.axes:
        yield axes
        yield from (each for each in axes.child_axes if isinstance(each, Axes))


def _draw(recorder: _Recorder, artist: Artist, owner: Axes | None, axes: list[Axes]) -> None:
    """Draw an artist under the name of its panel; of an inset, each part."""
    if isinstance(artist, Axes):
        parts = sorted(artist.get_children(), key=lambda part: part.get_zorder()) if artist.get_visible() else []
        for part in parts:
            if artist.axison or (not isinstance(part, Axis | Spine) and part is not artist.patch):
                _draw(recorder, part, artist, axes)
        return
    recorder.panel = axes.index(owner) if owner in axes else -1
    furniture = isinstance(artist, Axis | Spine | ContourSet) or (  # level lines may leave the panel
        owner is not None and artist is owner.patch
    )
    recorder.is_data = not furniture
    artist.draw(recorder)


def _panel(axes: Axes, number: int, count: int) -> Panel:
    titles = [title for place in ("left", "center", "right") if (title := axes.get_title(place))]
    name = " ".join(titles[0].split()) if titles else (f"panel {number}" if count > 1 else "the panel")
    limits = axes.get_xlim(), axes.get_ylim()
    spans = abs(limits[0][1] - limits[0][0]), abs(limits[1][1] - limits[1][0])
    names = axes.get_xlabel(), axes.get_ylabel()
    linear = axes.get_xscale() == axes.get_yscale() == "linear"
    framed = axes.axison and bool(len(axes.get_xticks()) or len(axes.get_yticks()))
    return Panel(name, axes.bbox.frozen(), spans, limits, names, linear, framed)
