"""What draw may not change: everything that stood before the first frame, and what the stage handed to draw.

When the stage stands, all that it consists of is written down: every artist with its attributes, and the arrays, lists,
fonts, transforms and tickers that these hold. matplotlib marks an artist that was changed as stale, which is looked at
after every frame; everything is compared once for all frames that are drawn together.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain, compress
from operator import attrgetter, is_
from types import CellType, FunctionType
from typing import Any

import matplotlib as mpl
from matplotlib._pylab_helpers import Gcf
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Tick
from matplotlib.figure import Figure, FigureBase
from matplotlib.text import Text

from vizpipe.camera.artists import Names, instead
from vizpipe.camera.written import PLAIN, Cell, changed, equal, variables, write_down
from vizpipe.errors import RecipeError

_NOT_SET = frozenset({"backend", "backend_fallback", "interactive"})
"""Settings that matplotlib makes up its mind about by itself."""

_is_stale = attrgetter("stale")


class Laws:
    """Everything that stands before the first frame."""

    def __init__(self, figure: Figure, built: Sequence[object]) -> None:
        """Write down all of it, once the stage was drawn; ``built`` is what it handed to draw."""
        self._figure, self._names = figure, Names(figure)
        self._children = len(figure.get_children())
        self._added: dict[Axes, tuple[Artist, ...]] = {}
        self._hung: dict[Axes, int] = {}
        self._parents: dict[Artist, Artist | None] = {}
        self._parts: list[Artist] = []
        self._cells: list[Cell] = []
        self._of_ticks: dict[Artist, list[Cell]] = {}
        self._walk([figure])
        self._stage = len(self._cells)
        self._walk(built)
        self._frames = [cell for cell in self._cells if isinstance(cell.owner, Axes | FigureBase)]

    def begin(self) -> None:
        """Frames will be drawn: remember matplotlib's settings, and what others have added that are still shown."""
        self._others = self._more("the stage")
        self._settings = dict.copy(mpl.rcParams)
        self._opened = open_figures()

    def after(self, where: str, gained: Sequence[Artist], shots: Sequence[Sequence[Artist]]) -> None:
        """Look at a frame that was drawn; raises RecipeError naming what of the stage it changed.

        ``gained`` is what it added, ``shots`` what frames before it did.
        """
        refuse_figures(where, self._opened)
        self._settled(where)
        if len(self._figure.get_children()) != self._children:
            raise RecipeError(f"{where}: it added to the figure itself, which does not animate; draw inside axes")
        more = self._more(where) - self._others - sum(map(len, shots)) - len(gained)
        if more > 0:
            raise RecipeError(
                f"{where}: it added a legend, table or inset, or to one, which do not animate; put them on the stage"
            )
        if more < 0 or any(map(_is_stale, chain.from_iterable(shots))):
            raise RecipeError(
                f"{where}: it changed an artist that an earlier frame had added; every frame begins with the bare "
                "stage, so add all its artists anew"
            )
        for part in compress(self._parts, [*map(_is_stale, self._parts)]):
            self._compare(where, self._of(part))
            part.stale = False
        self._compare(where, self._frames)

    def end(self, where: str) -> None:
        """Look at everything; raises RecipeError naming what was changed."""
        self._compare(where, self._cells[: self._stage])
        for cell in self._cells[self._stage :]:
            if changed(cell):
                kind = "variable" if isinstance(cell.thing, CellType) else type(cell.thing).__name__
                raise RecipeError(
                    f"{where}: it changed a {kind} that the stage handed to it, so frames would depend on those drawn "
                    "before; draw each from its own data, or copy it first"
                )

    def _more(self, where: str) -> int:
        """How many artists axes have beside those of the stage. Raises RecipeError if one of these is gone."""
        more = 0
        for axes, mine in self._added.items():
            now = _added(axes)
            if len(now) < len(mine) or not all(map(is_, now, mine)):
                gone = next((each for each in mine if not any(each is one for one in now)), axes)
                what = self._names.of(self._chain(gone), self._text(gone))
                raise RecipeError(f"{where}: it removed {what}, which belongs to all frames; leave it off the stage")
            more += len(now) - len(mine) + _hangs_on(axes) - self._hung[axes]
        return more

    def _settled(self, where: str) -> None:
        """Refuse other settings of matplotlib: they would hold for some of the frames that follow."""
        if not dict.__eq__(mpl.rcParams, self._settings):
            now = dict.copy(mpl.rcParams)
            others = sorted(key for key in now if not equal(now[key], self._settings.get(key)))
            if others := [key for key in others if key not in _NOT_SET]:
                raise RecipeError(
                    f"{where}: it changed matplotlib's settings ({', '.join(others)}), for the frames after it too; "
                    "use matplotlib.rc_context, or give the artists what they need"
                )

    def _compare(self, where: str, cells: Iterable[Cell]) -> None:
        for cell in cells:
            if detail := changed(cell):
                owner = cell.owner or self._figure
                what = self._names.of(self._chain(owner), self._text(owner), detail)
                raise RecipeError(f"{where}: it changed {what}, which shows in all frames; {instead(owner, detail)}")

    def _chain(self, artist: Artist) -> list[Artist]:
        """The artist, what it is a part of, and so on up to the figure."""
        chain, parent = [artist], self._parents.get(artist)
        while parent is not None:
            chain.append(parent)
            parent = self._parents.get(parent)
        return chain

    def _of(self, artist: Artist) -> list[Cell]:
        return self._of_ticks.get(artist) or [cell for cell in self._cells if cell.owner is artist]

    def _text(self, artist: Artist) -> str:
        """What a text said on the stage."""
        said = (cell.attribute("_text") for cell in self._of(artist) if cell.thing is artist)
        return next((str(text) for text in said if text), "")

    def _walk(self, roots: Iterable[object]) -> None:
        """Write down all that can be reached, what is nearest to the figure first."""
        seen = {id(cell.thing) for cell in self._cells}
        found: deque[tuple[Any, Artist | None]] = deque((root, None) for root in roots)
        while found:
            thing, owner = found.popleft()
            if isinstance(thing, FunctionType | partial):
                thing = variables(thing)
            if type(thing) in PLAIN or id(thing) in seen:
                continue
            seen.add(id(thing))
            if isinstance(thing, Tick):
                self._walk_tick(thing, owner)
                continue
            if isinstance(thing, Artist):
                self._parents[thing] = owner
                owner, thing.stale = thing, False
                found += [(child, thing) for child in thing.get_children()]
                if isinstance(thing, Axes):
                    self._added[thing], self._hung[thing] = tuple(_added(thing)), _hangs_on(thing)
                elif not isinstance(thing, FigureBase):
                    self._parts.append(thing)
            cell = write_down(owner, thing)
            if cell is None:
                continue
            if cell.kind != "way" and type(thing) is not tuple:
                self._cells.append(cell)
            found += [(each, owner) for each in cell.leads]

    def _walk_tick(self, tick: Tick, axis: Artist | None) -> None:
        """Write down a tick in less detail, for there are many: its parts and their fonts."""
        for part in (tick, *tick.get_children()):
            part.stale, self._parents[part] = False, axis
            font = (part.get_fontproperties(),) if isinstance(part, Text) else ()
            self._of_ticks[part] = [cell for thing in (part, *font) if (cell := write_down(part, thing))]
            self._parts.append(part)


class NoLaws(Laws):
    """For those who can change nothing."""

    def __init__(self, figure: Figure, built: Sequence[object]) -> None:
        """Write down nothing."""

    def begin(self) -> None:
        """Remember nothing."""

    def after(self, where: str, gained: Sequence[Artist], shots: Sequence[Sequence[Artist]]) -> None:
        """Look at nothing."""

    def end(self, where: str) -> None:
        """Look at nothing."""


def open_figures() -> frozenset[int]:
    """The numbers of the figures that plt holds."""
    return frozenset(Gcf.figs)


def refuse_figures(where: str, before: frozenset[int]) -> None:
    """Close figures that were opened beside ours; raises RecipeError if there were any: they are in no picture."""
    opened = open_figures() - before
    for number in opened:
        Gcf.destroy(number)
    if opened:
        raise RecipeError(
            f"{where}: it drew with plt, on a figure of its own, which is in no picture; draw on the stage's axes"
        )


def _added(axes: Axes) -> Sequence[Artist]:
    """What was added to axes, in order, without their furniture."""
    children: Sequence[Artist] = axes._children  # type: ignore[attr-defined]  # noqa: SLF001 - there is no other way
    return children


def _hangs_on(axes: Axes) -> int:
    """How many insets and legends axes have that don't count as added."""
    return len(axes.child_axes) + (axes.legend_ is not None)
