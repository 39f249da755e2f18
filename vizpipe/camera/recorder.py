"""What a renderer is asked to draw, as it comes: every text with its owner, every mark with what is left of it."""

from collections.abc import Callable, Sequence
from itertools import cycle
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox

from vizpipe.camera.traces import Colour, Flags, Share, Trace, along, cell, is_in_turn, laid, tints, within
from vizpipe.drawing.reader import Reader
from vizpipe.drawing.style import DPI, POINTS_PER_INCH

Array = npt.NDArray[np.float64]
_OPAQUE = 0.99


class Mark(NamedTuple):
    """One thing that was drawn and is no text."""

    panel: int
    """Its number, −1 for the figure itself."""
    kind: str
    """``dots``, ``line``, ``shape`` or ``image``."""
    points: Array
    """Shape (n, 2), pixels from the lower left corner: centres of dots, the corners of all else."""
    reach: float
    """How far a dot reaches from its centre, and a line from its middle."""
    room: Bbox
    """Outside of which it is cut."""
    colours: tuple[Colour, ...]
    """That are filled with, or drawn with where nothing is filled; of an image, those that fill a hundredth of it."""
    sign: str
    """What tells it apart but for its colour: the shape of its dots, its dashes, its hatching."""
    is_data: bool
    """No axis, frame, background or level line."""
    seen: tuple[Share, ...] = ()
    """How much of it is still in sight when all is drawn, for each colour; none of what is translucent, or a shape."""
    cell: float = 0.0
    """Of an image, how long the flat cells are that its edges are made of, in pixels; 0 if there are none."""
    rims: tuple[tuple[Colour, Colour], ...] = ()
    """Of dots, what fills some and what is around these: of rings, the colour by which one knows them."""
    is_in_turn: bool = False
    """Of dots, whether its colours are drawn by turns: then none hides another by coming after it."""


class Written(Reader):
    """Notes whose the texts are, too."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self.owners: list[Any] = []

    def draw_text(self, gc: Any, x: float, y: float, s: str, prop: Any, *rest: Any, **more: Any) -> None:  # noqa: ANN401 - matplotlib's
        """Note the text and its axes, then draw it."""
        before = len(self.read)
        super().draw_text(gc, x, y, s, prop, *rest, **more)
        if len(self.read) > before:
            self.owners.append(getattr(more.get("mtext"), "axes", None))


class Recorder(Reader):
    """Draws all but texts, and keeps a note of it."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self.page = Bbox.from_extents(0.0, 0.0, width, height)
        self.panel, self.is_data = -1, False
        self._noted: list[Mark] = []
        self._traces: list[Trace] = []
        self._plain: dict[str, Callable[..., None]] = {}
        for name in ("draw_markers", "draw_path_collection", "draw_image"):  # set by matplotlib on each renderer
            self._plain[name] = getattr(self, name)
            setattr(self, name, getattr(self, f"_{name}"))

    def marks(self) -> tuple[Mark, ...]:
        """All that was drawn, with what of it is in sight now."""
        shown, seen = self._shown(), dict[int, list[Share]]()
        for trace in self._traces:
            seen.setdefault(trace.mark, []).append(trace.share(shown, _others(self._noted[trace.mark], trace.colour)))
        return tuple(mark._replace(seen=tuple(seen.get(number, ()))) for number, mark in enumerate(self._noted))

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
            half = _half(gc.get_linewidth()) if kind == "line" else 0.0
            self._note(gc, kind, corners.vertices, half, [colour], sign)
        super().draw_path(gc, path, transform, rgbFace)  # type: ignore[no-untyped-call]
        self._settle()

    def _draw_markers(self, gc: Any, shape: Any, to_shape: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:  # noqa: ANN401, N803 - matplotlib's
        outline = shape.transformed(to_shape)
        colour = gc.get_rgb() if rgbFace is None or (len(rgbFace) > 3 and not rgbFace[3]) else rgbFace  # noqa: PLR2004 - with alpha
        places = path.transformed(transform).vertices
        if len(places) == 1 and not outline.get_extents().contains(0.0, 0.0):  # a collection of one path, where it lies
            kind = "line" if rgbFace is None else "shape"
            self._note(gc, kind, outline.vertices + places, 0.0, [colour], "")
        else:
            self._note(gc, "dots", places, _reach(outline), [colour], _shape(outline), outlines=[outline])
        self._plain["draw_markers"](gc, shape, to_shape, path, transform, rgbFace)
        self._settle()

    def _draw_path_collection(self, gc: Any, master: Any, paths: Any, transforms: Any, *rest: Any, **more: Any) -> None:  # noqa: ANN401 - matplotlib's
        offsets, to_offset, faces, edges, widths = rest[:5]
        colours = [each for each in faces if len(each) < 4 or each[3] > 0.0] or [*edges]  # noqa: PLR2004 - with alpha
        outlines = [path.transformed(master) for path in paths]
        places = to_offset.transform(np.asarray(offsets, dtype=float)) if len(offsets) else np.zeros((0, 2))
        if outlines and (len(places) > 1 or np.any(places != 0.0)):  # matplotlib tries it with no path at first
            scale = float(np.abs(transforms[0][:2, :2]).max()) if len(transforms) else 1.0
            dots = [each.transformed(Affine2D().scale(scale)) for each in outlines]
            self._note(gc, "dots", places, max(map(_reach, dots)), colours, _shape(outlines[0]), outlines=dots)
            around = dict.fromkeys(zip(map(_rounded, faces), cycle(map(_rounded, edges)), strict=False))
            self._noted[-1] = self._noted[-1]._replace(rims=tuple(around))
        else:
            for number, outline in enumerate(outlines):
                colour = [colours[number % len(colours)]] if colours else []
                half = 0.0 if len(faces) else _half(widths[number % len(widths)])
                for part in [outline.vertices] if len(faces) else _strokes(outline):
                    self._note(gc, "shape" if len(faces) else "line", part, half, colour, "")
        self._plain["draw_path_collection"](gc, master, paths, transforms, *rest, **more)
        self._settle()

    def _draw_image(self, gc: Any, x: float, y: float, im: Any, *rest: Any) -> None:  # noqa: ANN401 - matplotlib's
        tall, wide = im.shape[:2]
        self._note(gc, "image", np.array([[x, y], [x + wide, y + tall]]), 0.0, [], "")
        self._noted[-1] = self._noted[-1]._replace(cell=cell(np.asarray(im)), colours=tints(np.asarray(im)))
        self._plain["draw_image"](gc, x, y, im, *rest)

    def _note(  # noqa: PLR0913 - a mark's parts
        self,
        gc: Any,  # noqa: ANN401 - matplotlib's
        kind: str,
        points: npt.ArrayLike,
        reach: float,
        colours: Any,  # noqa: ANN401 - matplotlib's
        sign: str,
        *,
        outlines: Sequence[Path] = (),
    ) -> None:
        places: Array = np.ma.filled(np.ma.asarray(points, dtype=float), np.nan).reshape(-1, 2)
        box = gc.get_clip_rectangle()
        room = self.page if box is None else Bbox(box.extents.reshape(2, 2))
        told = tuple(dict.fromkeys(_rounded(each) for each in colours))
        alpha = gc.get_alpha()
        shown = told if alpha is None or alpha > 0.0 else ()
        mark = Mark(self.panel, kind, places, reach, room, shown, sign, self.is_data)
        if self.is_data and len(places) and all(len(each) < 4 or each[3] > _OPAQUE for each in colours):  # noqa: PLR2004
            mark = self._ask(mark, [_rounded(each) for each in colours], outlines)
        self._noted.append(mark)

    def _ask(self, mark: Mark, each: Sequence[Colour], outlines: Sequence[Path]) -> Mark:
        """Choose points at which it is looked for: along a line, or in dots, colour by colour."""
        parts: list[tuple[Array, Flags]] = []
        if mark.kind == "line" and mark.colours:
            line = along(mark.points)
            parts = [(line, np.ones(len(line), dtype=bool))]
        elif mark.kind == "dots" and mark.colours:
            of = np.resize([mark.colours.index(colour) for colour in each], len(mark.points))
            points, inside = within(mark.points, mark.reach, outlines)
            mark = mark._replace(is_in_turn=is_in_turn(of))
            loose = np.broadcast_to(~(mark.is_in_turn & laid(mark.points))[:, None], inside.shape)
            own = [inside & (of == number)[:, None] for number in range(len(mark.colours))]
            parts = [(points[each], loose[each]) for each in own]
        low, high = np.maximum(mark.room.min, 0.0), np.minimum(mark.room.max, np.asarray(self.page.max) - 1.0)
        for (points, loose), colour in zip(parts, mark.colours, strict=False):
            is_there = ((points >= low) & (points <= high)).all(axis=1)  # nan is not
            at = np.floor(points[is_there]).astype(int)
            rows = int(self.page.y1) - 1 - at[:, 1]
            self._traces.append(Trace(len(self._noted), rows, at[:, 0], colour, loose[is_there]))
        return mark

    def _settle(self) -> None:
        """See which points of what was drawn last have its colour."""
        for number in range(len(self._traces) - 1, -1, -1):
            if self._traces[number].before is not None:
                break
            trace = self._traces[number]
            self._traces[number] = trace._replace(before=trace.shows(self._shown(), trace.colour))

    def _shown(self) -> npt.NDArray[np.uint8]:
        """The picture as it is now, RGB."""
        return np.asarray(self.buffer_rgba())[..., :3]  # type: ignore[no-untyped-call]


def _others(mark: Mark, colour: Colour) -> list[Colour]:
    """The colours of a mark, with what is around its dots, that are not those of the dots of one colour."""
    own = {colour, *(rim for face, rim in mark.rims if face == colour)}
    return [each for each in dict.fromkeys([*mark.colours, *(rim for _, rim in mark.rims)]) if each not in own]


def _rounded(colour: Any) -> Colour:  # noqa: ANN401 - matplotlib's
    red, green, blue = (round(float(part), 3) for part in colour[:3])
    return red, green, blue


def _half(width: float) -> float:
    """Half of a line's width, in pixels instead of points."""
    return 0.5 * width * DPI / POINTS_PER_INCH


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
