"""The camera: a stage, set once, and frames drawn on it, as pictures or as a figure. The only import of celluloid.

celluloid collects the artists that the axes gained since the last snap. Here they are drawn over the stage, which is
kept as a buffer of pixels. Whatever of the stage would be drawn after the frame's first artist, and can touch it, is
kept out of the buffer and drawn with the frame in order; so a picture equals a full redraw to the pixel.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from operator import itemgetter, methodcaller
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
from celluloid import Camera
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.text import Text
from matplotlib.transforms import BboxBase

from vizpipe.drawing.style import DPI, Style
from vizpipe.errors import RecipeError
from vizpipe.film import Film
from vizpipe.recipe import Canvas, Recipe, Say, Words
from vizpipe.reel import Reel
from vizpipe.sheet import set_stages, words_of
from vizpipe.wording import Wording

F = TypeVar("F", bound=tuple[Any, ...])
Picture = npt.NDArray[np.uint8]
"""RGBA as the renderer keeps it, shape (height, width, 4); alpha is 255 throughout."""
Place = tuple[int, float, int, int]
"""Where in a draw of the figure something comes: its axes' turn, z-order, kind and number among its like."""

_by_zorder = methodcaller("get_zorder")


class _Item(NamedTuple):
    """Something that is drawn, and the axes it belongs to (None for the figure itself)."""

    owner: Axes | None
    artist: Artist


class Scene(Generic[F]):
    """A recipe's stage for one film and one style, ready to be filmed."""

    def __init__(
        self,
        recipe: Recipe[Any, F],
        film: Film[F] | Reel[F],
        style: Style,
        say: Say | None = None,
        words: Words | None = None,
    ) -> None:
        """Set the stage and draw it once; raises RecipeError if matplotlib won't make exactly that size.

        ``words`` are the title and caption to draw, those that the recipe says unless given.
        """
        self._recipe, self._style = recipe, style
        self._reel = film if isinstance(film, Reel) else Reel([film])
        with style.applied():
            self.figure = Figure(figsize=(style.width / DPI, style.height / DPI), dpi=DPI)
            self._canvas = FigureCanvasAgg(self.figure)
            size = self._canvas.get_width_height()
            if size != (style.width, style.height):
                raise RecipeError(
                    f"{recipe.name}: matplotlib makes {size[0]}x{size[1]}, not {style.width}x{style.height}"
                )
            say = say or Say()
            self._wording = Wording(say, style)
            told = self._wording.words(words or words_of(recipe, self._reel, say))
            whole = Canvas(self.figure, style, say, told, moment=style.compact)
            self._built = list(set_stages(recipe, self._reel, whole))
            self._wording.stage(self.figure)
            self._drawer = recipe.staged.drawer
            legends = [_free_legend(axes) for axes in self.figure.axes]
            for axes in self.figure.axes:
                axes.set_autoscale_on(False)
            self._canvas.draw()
            for legend in legends:
                _freeze(legend)
        self._buffer: Any = None
        self._floor: dict[Axes, float] = {}
        self._above: list[tuple[Place, Artist]] = []
        self._later: dict[Axes, list[BboxBase]] = {}
        self._turns: dict[Axes, int] = {}

    def pictures(self, frames: Sequence[int]) -> Iterator[Picture]:
        """Film these frames with one camera; when it is done, their artists are gone."""
        with self._style.applied():
            shots = self._shoot(frames)
            try:
                for shot in shots:
                    yield self._develop(shot)
            finally:
                _clear(shots)

    def redrawn(self, frame: int) -> Picture:
        """One frame by a full redraw of everything: slow, the measure of all shortcuts."""
        with self._style.applied():
            shots = self._shoot([frame])
            try:
                return self._redraw(shots[0])
            finally:
                _clear(shots)

    def still(self, frame: int) -> Figure:
        """The figure with one frame drawn on it, for vector files. The scene can't be filmed after that."""
        return next(iter(self.stills([frame])))

    def stills(self, frames: Sequence[int]) -> Iterator[Figure]:
        """The figure with one frame after another drawn on it, to be written as vectors inside ``applied``."""
        for frame in frames:
            with self._style.applied():
                (shot,) = self._shoot([frame])
                for artist in shot:
                    artist.set_animated(False)
            yield self.figure
            if len(frames) > 1:
                _clear([shot])

    def applied(self) -> AbstractContextManager[None]:
        """The style's context, in which a vector file must be written."""
        return self._style.applied()

    def _draw(self, index: int) -> None:
        """Draw what every film shows at a tick of the clock."""
        for frame, built in zip(self._reel.frames(index), self._built, strict=True):
            self._drawer(frame, built)

    def _shoot(self, frames: Sequence[int]) -> list[list[Artist]]:
        """Draw each frame and let celluloid collect what it added."""
        camera = Camera(self.figure)
        camera.snap()  # the stage itself is part of no frame
        shots: list[list[Artist]] = []
        for index in frames:
            for axes in self.figure.axes:
                axes.set_prop_cycle(None)  # or colours would depend on the frames before
            before = _census(self.figure)
            self._draw(index)
            gained = camera.snap()
            self._wording.texts(gained)
            _check(f"{self._recipe.name}: draw, frame {index}", before, _census(self.figure), gained)
            for artist in gained:
                artist.set_animated(True)  # so that a draw of the figure leaves it out
            shots.append(gained)
        return shots

    def _develop(self, shot: list[Artist]) -> Picture:
        """Restore the stage and draw the frame's artists over it."""
        floor: dict[Axes, float] = {}
        for artist in shot:
            if isinstance(artist.axes, Axes):
                floor[artist.axes] = min(floor.get(artist.axes, np.inf), artist.get_zorder())
        if self._buffer is None or floor != self._floor:
            self._keep_stage(floor)
        if self._spills(shot):
            return self._redraw(shot)
        self._canvas.restore_region(self._buffer)
        renderer = self._canvas.get_renderer()
        mine = [(self._place(artist, number), artist) for number, artist in enumerate(shot)]
        for _, artist in sorted(self._above + mine, key=itemgetter(0)):
            artist.draw(renderer)
        return self._pixels()

    def _place(self, artist: Artist, number: int) -> Place:
        """Where a frame's artist is drawn: after the stage's artists of the same z-order, before its furniture."""
        return self._turns[artist.axes], artist.get_zorder(), 1, number  # type: ignore[index]  # celluloid collects from axes

    def _keep_stage(self, floor: dict[Axes, float]) -> None:
        """Draw the stage without what may lie over a frame's artists, and keep the pixels.

        Kept out is what a full redraw would draw after an axes' first moving artist, if it can touch it: if it reaches
        into these axes. Moving artists that leave their axes are dealt with frame by frame.
        """
        renderer = self._canvas.get_renderer()
        self._floor, self._above, self._later = floor, [], {}
        self._turns = {}
        for number, (owner, artist) in enumerate(_in_order(self.figure)):
            if owner is not None:
                self._turns.setdefault(owner, number)
            if (
                artist.get_animated()
                or not artist.get_visible()
                or (isinstance(artist, Text) and not artist.get_text())
            ):
                continue
            if owner in floor and artist is not owner.patch and artist.get_zorder() >= floor[owner]:
                self._later.setdefault(owner, [])
            box = artist.get_tightbbox(renderer)
            if any(box is None or box.overlaps(axes.bbox) for axes in self._later):
                turn = number if owner is None else self._turns[owner]
                self._above.append(((turn, artist.get_zorder(), _kind(owner, artist), number), artist))
            elif box is not None:
                for boxes in self._later.values():
                    boxes.append(box)
        for _, artist in self._above:
            artist.set_animated(True)
        self._canvas.draw()
        self._buffer = self._canvas.copy_from_bbox(self.figure.bbox)
        for _, artist in self._above:
            artist.set_animated(False)

    def _spills(self, shot: list[Artist]) -> bool:
        """Whether an artist that isn't clipped reaches something in the buffer that a full redraw draws later."""
        renderer = self._canvas.get_renderer()
        for artist in shot:
            later = self._later.get(artist.axes, []) if isinstance(artist.axes, Axes) else []
            clipped = artist.get_clip_on() and (artist.get_clip_box() or artist.get_clip_path())
            if not later or clipped:
                continue
            box = artist.get_window_extent(renderer)
            if any(box.overlaps(other) for other in later):
                return True
        return False

    def _redraw(self, shot: list[Artist]) -> Picture:
        """Draw everything as matplotlib would."""
        for artist in shot:
            artist.set_animated(False)
        self._canvas.draw()
        for artist in shot:
            artist.set_animated(True)
        return self._pixels()

    def _pixels(self) -> Picture:
        return np.array(self._canvas.buffer_rgba())


def _kind(owner: Axes | None, artist: Artist) -> int:
    """0 for what was added to an axes and comes before a frame's artists of the same z-order, 2 for its furniture."""
    if owner is None:
        return 0
    added = (*owner.lines, *owner.collections, *owner.patches, *owner.texts, *owner.images, *owner.artists)
    return 0 if any(each is artist for each in added) else 2


def _clear(shots: list[list[Artist]]) -> None:
    for shot in shots:
        for artist in shot:
            artist.remove()


def _free_legend(axes: Axes) -> Legend | None:
    """Keep a legend as a plain artist: celluloid would add it again at every snap."""
    legend = axes.get_legend()
    if legend is not None:
        axes.add_artist(legend)
        axes.legend_ = None
    return legend


def _freeze(legend: Legend | None) -> None:
    """Keep a legend where it stands: the place «best» looks at what is drawn, and would move from frame to frame."""
    if legend is not None and getattr(legend, "_loc", None) == 0:
        corner = legend.get_window_extent()
        legend.set_loc(tuple(legend.axes.transAxes.inverted().transform((corner.x0, corner.y0))))


def _in_order(figure: Figure) -> Iterator[_Item]:
    """All that a draw of the figure would draw, in its order: axes taken apart, the figure's own artists whole."""
    children = [child for child in figure.get_children() if child is not figure.patch]
    for child in sorted(children, key=_by_zorder):
        if not isinstance(child, Axes):
            yield _Item(None, child)
        elif child.get_visible():
            framed = child.axison and child.get_frame_on()
            skipped = {id(child.patch)}
            if not framed:
                skipped |= {id(spine) for spine in child.spines.values()}
            if not child.axison:
                skipped |= {id(child.xaxis), id(child.yaxis)}
            if framed:
                yield _Item(child, child.patch)
            parts = [part for part in child.get_children() if id(part) not in skipped]
            yield from (_Item(child, part) for part in sorted(parts, key=_by_zorder))


class _Census(NamedTuple):
    """What draw may not change: the camera would miss it, or show it in every frame."""

    figure: int
    children: int
    frames: tuple[tuple[object, ...], ...]
    touched: frozenset[int]


def _census(figure: Figure) -> _Census:
    parts = [child for axes in figure.axes for child in axes.get_children()]
    frames = tuple(
        (axes.get_xlim(), axes.get_ylim(), axes.get_title("left"), axes.get_title(), axes.get_title("right"))
        for axes in figure.axes
    )
    stale = frozenset(id(part) for part in parts if part.stale and not part.get_animated())
    return _Census(len(figure.get_children()), len(parts), frames, stale)


def _check(where: str, before: _Census, after: _Census, gained: Sequence[Artist]) -> None:
    """Refuse what would be drawn in the wrong frames; raises RecipeError saying what to do instead."""
    if after.figure != before.figure:
        raise RecipeError(f"{where}: it added to the figure itself, which does not animate; draw inside axes")
    if after.frames != before.frames:
        raise RecipeError(
            f"{where}: it changed a panel's limits or title, which show in all frames; set them on the stage"
        )
    if after.children != before.children + len(gained):
        raise RecipeError(f"{where}: it added a legend, table or inset, which do not animate; put them on the stage")
    if after.touched - before.touched - {id(artist) for artist in gained}:
        raise RecipeError(
            f"{where}: it changed an artist of the stage, which shows in all frames; add a new one instead"
        )
