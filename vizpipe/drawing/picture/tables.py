"""Marks of tables: seaborn draws aside, and what it drew is read as shapes."""

import inspect
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

import numpy as np
from matplotlib import MatplotlibDeprecationWarning
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from vizpipe.drawing.picture.artistry import shapes_of
from vizpipe.drawing.picture.channels import Channel, Moment, channel, is_fixed, refused
from vizpipe.drawing.picture.mark import Array, F, Mark, Room
from vizpipe.drawing.picture.shapes import Paint, Shape
from vizpipe.drawing.style import DPI
from vizpipe.errors import nearest

if TYPE_CHECKING:
    import pandas as pd

KINDS = (
    "scatterplot",
    "lineplot",
    "histplot",
    "kdeplot",
    "ecdfplot",
    "rugplot",
    "stripplot",
    "swarmplot",
    "boxplot",
    "violinplot",
    "boxenplot",
    "pointplot",
    "barplot",
    "countplot",
    "regplot",
    "residplot",
)
"""seaborn's plots of one axes that take a table and the names of its columns."""
_FEW = 2
_STAINS = [(1.0, (number + 1) / 255.0, 1.0 - (number + 1) / 255.0) for number in range(64)]
"""Colours that stand for levels of hue while seaborn draws: nothing else has them."""


class _Scales(NamedTuple):
    """What stays the same over a film."""

    levels: list[Any]
    """What the hue says in any frame, in order; none without a hue."""
    order: list[Any] | None
    """The names along an axis, of all frames; none if there are only numbers."""


@dataclass(frozen=True)
class Seaborn(Mark[F]):
    """One of seaborn's plots of a table; hues, limits and the order of names stay the same over the film.

    Names along an axis stand at 0, 1, 2 … in alphabetical order; the panel's ``ticks`` write them.

    It can mislead as that plot does: a smooth density of few points, a box around two heaps, a bar of a mean of three.
    """

    kind: str = "scatterplot"
    """The name of seaborn's function: ``scatterplot``, ``lineplot``, ``histplot``, ``boxplot`` …"""
    data: "Channel[F] | pd.DataFrame" = channel(None)
    """A pandas table: one for the whole film, or a function of the frame."""
    x: str | None = None
    """The names of columns."""
    y: str | None = None
    hue: str | None = None
    paint: Paint = "ink"
    """The colour where there is no hue."""
    look: Mapping[str, Any] = field(default_factory=dict)
    """More of what the function takes: ``{"s": 20, "bins": 12}``."""

    def __post_init__(self) -> None:
        """Refuse plots that seaborn has not. Raises RecipeError."""
        super().__post_init__()
        if self.kind not in KINDS:
            raise refused(self, f"seaborn has no {self.kind[:40]!r} of one axes{nearest(self.kind, KINDS)}")

    def shapes(self, moment: Moment[F], room: Room) -> Iterable[Shape]:
        """What seaborn draws."""
        scales = self._scales(moment)
        paints = dict(zip(_STAINS, self._paints(scales.levels), strict=False))
        return shapes_of(self._drawn(self._table(moment), scales, room), paints)

    def extent(self, moment: Moment[F]) -> Array:
        """Whatever seaborn would show of all frames."""
        tables = list(self._tables(moment))
        drawn = [self._drawn(table, self._scales(moment, tables), None) for table in tables]
        return np.concatenate([np.column_stack([axes.get_xlim(), axes.get_ylim()]) for axes in drawn])

    def is_fixed(self, film: Any, lens: object = None) -> bool:  # noqa: ANN401 - see Mark
        """Where the table is one for the whole film."""
        return _is_table(self.data) or is_fixed(self.data, film, lens)

    def _table(self, moment: Moment[F]) -> "pd.DataFrame":
        """The table of a moment. Raises RecipeError if it is none, or lacks a column that is named."""
        table = self.read(moment, "data")
        if not _is_table(table):
            raise refused(self, f"data gives {type(table).__name__}, which is no table of pandas")
        for name in (self.x, self.y, self.hue):
            if name is not None and name not in table.columns:
                raise refused(self, f"the table has no column {name[:40]!r}{nearest(name, map(str, table.columns))}")
        return table

    def _tables(self, moment: Moment[F]) -> "Iterator[pd.DataFrame]":
        """The tables of all frames, or the one."""
        if self.is_fixed(moment.film, moment.lens):
            yield self._table(moment)
            return
        for index in range(len(moment.film)):
            frame = moment.film[index]
            yield self._table(Moment(moment.film, index, frame if moment.lens is None else moment.lens(frame)))

    def _scales(self, moment: Moment[F], tables: "Iterable[pd.DataFrame] | None" = None) -> _Scales:
        """The levels of the hue and the names along an axis, from all tables, which are read once for a film.

        Raises RecipeError for too many levels.
        """
        key = id(self), "scales"
        if key not in moment.columns:
            seen = list(tables or self._tables(moment))
            levels = [] if self.hue is None else _values(seen, self.hue)
            if len(levels) > len(_STAINS):
                raise refused(self, f"hue {self.hue} has {len(levels)} levels; {len(_STAINS)} is the most")
            named = [each for each in (self.x, self.y) if each is not None and seen[0][each].dtype.kind not in "biuf"]
            moment.columns[key] = _Scales(levels, _values(seen, named[0]) if named else None)
        scales: _Scales = moment.columns[key]
        return scales

    def _paints(self, levels: list[Any]) -> list[Paint]:
        if not levels:
            return [self.paint]
        name = "class" if len(levels) <= _FEW else "series"
        return [f"{name} {number}" for number in range(len(levels))]

    def _drawn(self, table: "pd.DataFrame", scales: _Scales, room: Room | None) -> Axes:
        """What seaborn makes of a table, on axes aside. Raises RecipeError if it can't."""
        import seaborn as sns  # noqa: PLC0415 - two seconds that only tables need

        figure = Figure(dpi=DPI) if room is None else Figure((room.width / DPI, room.height / DPI), DPI)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        if room is not None:
            for scale, is_log in zip((axes.set_xscale, axes.set_yscale), room.is_log, strict=True):
                scale("log" if is_log else "linear")
            axes.set_xlim(room.limits[:2])
            axes.set_ylim(room.limits[2:])
        function = getattr(sns, self.kind)
        takes = inspect.signature(function).parameters
        asked: dict[str, Any] = {"x": self.x, "y": self.y, "order": scales.order, "color": _STAINS[0]}
        if scales.levels:
            palette = _STAINS[: len(scales.levels)]
            asked |= {"hue": self.hue, "hue_order": scales.levels, "palette": palette, "color": None}
        asked |= {"seed": 0, "legend": False, "saturation": 1.0}
        asked = {name: value for name, value in asked.items() if value is not None and name in takes}
        before = np.random.get_state()  # noqa: NPY002 - seaborn's jitter draws from numpy's own generator
        try:
            np.random.seed(0)  # noqa: NPY002 - as above
            with warnings.catch_warnings(action="ignore", category=MatplotlibDeprecationWarning):
                function(data=table, ax=axes, **asked | dict(self.look))
                if self.kind == "swarmplot":  # its dots find their places when they are drawn
                    figure.draw_without_rendering()
        except Exception as error:
            text = " ".join(str(error).split())[:200]
            raise refused(self, f"seaborn's {self.kind}: {type(error).__name__}: {text}") from error
        finally:
            np.random.set_state(before)  # noqa: NPY002 - as above
        if room is not None:
            axes.set_xlim(room.limits[:2])
            axes.set_ylim(room.limits[2:])
        return axes


def _is_table(value: object) -> TypeGuard["pd.DataFrame"]:
    import pandas as pd  # noqa: PLC0415 - half a second that only tables need

    return isinstance(value, pd.DataFrame)


def _values(tables: "Iterable[pd.DataFrame]", name: str) -> list[Any]:
    """What a column holds in any table, each once, in order."""
    import pandas as pd  # noqa: PLC0415 - half a second that only tables need

    seen = pd.concat([table[name] for table in tables]).dropna().unique()
    return sorted(seen.tolist(), key=lambda each: (str(type(each)), each))
