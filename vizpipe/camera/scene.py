"""The camera: a stage, set once, and frames drawn on it, as pictures or as a figure. The only import of celluloid.

celluloid collects the artists that the axes gained since the last snap. Here they are drawn over the stage, which is
kept as a buffer of pixels. Whatever of the stage would be drawn after the frame's first artist, and can touch it, is
kept out of the buffer and drawn with the frame in order; so a picture equals a full redraw to the pixel.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from operator import itemgetter
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
from celluloid import Camera
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import BboxBase

from vizpipe.camera.contents import Contents
from vizpipe.camera.laws import Laws, NoLaws, open_figures, refuse_figures
from vizpipe.camera.legends import free_legend, freeze
from vizpipe.camera.order import as_added, in_order, kind
from vizpipe.camera.sheet import set_stages, words_of
from vizpipe.camera.shots import Shot, clear, told
from vizpipe.camera.wording import Wording
from vizpipe.drawing.canvas import Canvas, Words
from vizpipe.drawing.picture.staging import Staged
from vizpipe.drawing.say import Say
from vizpipe.drawing.style import DPI, Style
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film
from vizpipe.film.reel import Reel
from vizpipe.film.schedule import Tick
from vizpipe.recipe.recipe import Recipe

F = TypeVar("F", bound=tuple[Any, ...])
Picture = npt.NDArray[np.uint8]
"""RGBA as the renderer keeps it, shape (height, width, 4); alpha is 255 throughout if the theme has a paper."""
Place = tuple[int, float, int, int]
"""Where in a draw of the figure something comes: its axes' turn, z-order, kind and number among its like."""


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
        """Set the stage; raises RecipeError if matplotlib won't make exactly that size.

        ``words`` are the title and caption to draw, those that the recipe says unless given.
        """
        self._recipe, self._style = recipe, (style := replace(style, is_measured=recipe.is_pictured))
        self._reel = film if isinstance(film, Reel) else Reel([film])
        self._bound = NoLaws if recipe.is_pictured else Laws  # marks have no axes in their hands
        figures = open_figures()
        with style.applied():
            self.figure = Figure(figsize=(style.width / DPI, style.height / DPI), dpi=DPI)
            self._canvas = FigureCanvasAgg(self.figure)
            if (made := self._canvas.get_width_height()) != (style.width, style.height):
                raise RecipeError(f"{recipe.name}: matplotlib makes {made}, not {style.width}x{style.height}")
            say = say or Say()
            self._wording = Wording(say, style)
            whole = Canvas(self.figure, style, say, self._wording.words(words or words_of(recipe, self._reel, say)))
            self.built = list(set_stages(recipe, self._reel, whole))
            refuse_figures(f"{recipe.name}: its stage", figures)
            self._wording.stage(self.figure)
            legends = [free_legend(axes) for axes in self.figure.axes]
            for axes in self.figure.axes:
                axes.set_autoscale_on(False)
            if not recipe.is_pictured:  # whoever draws by hand may ask where things stand
                self.figure.draw_without_rendering()
            for legend in legends:
                freeze(legend)
            self._laws = self._bound(self.figure, self.built)
        self.contents = Contents(self.figure)
        self._buffer: Any = None
        self._floor: dict[Axes, float] = {}
        self._above: list[tuple[Place, Artist]] = []
        self._later: dict[Axes, list[BboxBase]] = {}
        self._turns: dict[Axes, int] = {}

    def pictures(self, frames: Sequence[Shot], *, is_smooth: bool = False, is_noted: bool = True) -> list[Picture]:
        """Film these frames with one camera, tints in steps or ``smooth``; what they show can be ``noted``."""
        with self._shown(frames, is_smooth=is_smooth) as shots:
            return [self._develop(shot) for shot in (self.contents.noted(frames, shots) if is_noted else shots)]

    def noted(self, frames: Sequence[Shot]) -> None:
        """Note what these frames show, as ``pictures`` does; nothing is rendered."""
        with self._shown(frames) as shots:
            self.contents.noted(frames, shots)

    def redrawn(self, frame: Shot) -> Picture:
        """One frame by a full redraw of everything: slow, the measure of all shortcuts."""
        with self._shown([frame]) as (shot,):
            return self._redraw(shot)

    def gained(self, frames: Sequence[Shot], *, is_smooth: bool = False) -> Iterator[list[Artist]]:
        """The artists that draw adds for each of these frames; nothing is rendered."""
        with self._shown(frames, is_smooth=is_smooth) as shots:
            yield from shots

    @contextmanager
    def _shown(self, frames: Sequence[Shot], *, is_smooth: bool = False) -> Iterator[list[list[Artist]]]:
        """The artists of each of these frames, until the block ends."""
        with self._style.applied():
            shots = self._shoot(frames, is_smooth=is_smooth)
            try:
                yield shots
            finally:
                clear(shots)

    def still(self, frame: Shot) -> Figure:
        """The figure with one frame drawn on it, for vector files. The scene can't be filmed after that."""
        return next(iter(self.stills([frame])))

    def stills(self, frames: Sequence[Shot]) -> Iterator[Figure]:
        """The figure with one frame after another drawn on it, to be written as vectors inside ``applied``."""
        for frame in frames:
            with self._style.applied():
                (shot,) = self._shoot([frame], is_smooth=True)
                for artist in shot:
                    artist.set_animated(False)
            yield self.figure
            if len(frames) > 1:
                clear([shot])
                self._laws = self._bound(self.figure, self.built)  # whoever wrote the file has moved what stands

    def applied(self) -> AbstractContextManager[None]:
        """The style's context, in which a vector file must be written."""
        return self._style.applied()

    def _draw(self, shot: Shot, *, is_smooth: bool = False) -> None:
        """Draw what every film shows at a tick of the clock."""
        tick = Tick(shot) if isinstance(shot, int) else shot
        shown = zip(self._reel.indices(tick.index), self._reel.frames(tick.index, tick.share), strict=True)
        for (index, frame), built in zip(shown, self.built, strict=True):
            if isinstance(built, Staged):
                built.draw(built.moment(index, frame, tick.share, tick.beat), is_smooth=is_smooth)
            else:
                self._recipe.staged.drawer(frame, built)

    def _shoot(self, frames: Sequence[Shot], *, is_smooth: bool = False) -> list[list[Artist]]:
        """Draw each frame and let celluloid collect what it added; raises RecipeError if it did anything else."""
        camera = Camera(self.figure)
        camera.snap()  # the stage itself is part of no frame
        shots: list[list[Artist]] = []
        self._laws.begin()
        try:
            for shot in frames:
                for axes in self.figure.axes:
                    axes.set_prop_cycle(None)  # or colours would depend on the frames before
                self._draw(shot, is_smooth=is_smooth)
                shots.append(gained := as_added(camera.snap()))
                self._wording.texts(gained)
                self._laws.after(f"{self._recipe.name}: draw, {told([shot])}", gained, shots[:-1])
                for artist in gained:
                    artist.set_animated(True)  # so that a draw of the figure leaves it out
                    artist.stale = False
            self._laws.end(f"{self._recipe.name}: draw, {told(frames)}")
        except BaseException:
            clear(shots)
            raise
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

        Kept out is what a full redraw would draw after an axes' first moving artist (be it bare), if it reaches there.
        """
        renderer = self._canvas.get_renderer()
        self._floor, self._above, self._later, self._turns = floor, [], {}, {}
        for number, (owner, artist) in enumerate(in_order(self.figure)):
            self._later |= {axes: [] for axes in floor if axes in self._turns and axes not in (owner, *self._later)}
            if owner is not None:
                self._turns.setdefault(owner, number)
            is_empty = isinstance(artist, Text) and not artist.get_text()
            if artist.get_animated() or not artist.get_visible() or is_empty:
                continue
            if owner in floor and artist is not owner.patch and artist.get_zorder() >= floor[owner]:
                self._later.setdefault(owner, [])
            box = artist.get_tightbbox(renderer)
            if any(box is None or box.overlaps(axes.bbox) for axes in self._later):
                turn = number if owner is None else self._turns[owner]
                self._above.append(((turn, artist.get_zorder(), kind(owner, artist), number), artist))
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
