"""Shapes: what marks give. Arrays, units and names of colour roles, so that anything can draw and compare them.

Coordinates are data of the panel (``data``), shares of it from its lower left corner (``panel``), or pixels from there
at the reference size (``paper``). Lengths (widths, sizes, shifts) are pixels at the reference size.
"""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.colors import to_rgba

from vizpipe.drawing.picture.passage import Passage
from vizpipe.drawing.theme import Theme
from vizpipe.errors import RecipeError, nearest

Array = npt.NDArray[np.float64]
Unit = Literal["data", "panel", "paper"]


class Mix(NamedTuple):
    """A role's colour, ``share`` of it mixed into that of another role; into whatever lies below, if that is empty."""

    role: str
    share: float
    into: str = "background"


class Legible(NamedTuple):
    """A role's colour, lighter or darker until letters of the background can be read on it."""

    role: str


Paint = str | Mix | Legible | tuple[float, float, float]
"""A role's name, a mixture of two, or a colour of the user's own as RGB from 0 to 1."""
Paints = Paint | Sequence[Paint]
"""One for all, or one each."""
Hues = tuple[float, float]
"""Of class 0 and 1, in degrees: colours of seaborn's ``diverging_palette`` in place of the theme's two."""
ROLES = (
    "ink",
    "quiet",
    "line",
    "background",
    "middle",
    "edge",
    "accent",
    "gradient",
    "correct",
    "wrong",
    "positive",
    "negative",
)
"""The roles of a theme that are one colour; beside them ``class 0`` to ``class 9`` and ``series 0`` … count."""


class Path(NamedTuple):
    """Lines, each (points, 2), or, with a ``fill``, areas."""

    lines: Sequence[Array]
    stroke: Paints | None = "ink"
    width: float | Sequence[float] = 2.5
    fill: Paints | None = None
    dashes: tuple[float, ...] = ()
    """Lengths of strokes and gaps in units of the width; a whole line if empty."""
    is_round: bool = False
    """Whether ends and joins are round."""
    alpha: float = 1.0
    order: float = 2.0
    unit: Unit = "data"
    clip: bool = True
    passage: Passage | None = None
    """What worked it out, where a network did."""


class Points(NamedTuple):
    """Dots of ``size`` across at ``places`` (n, 2)."""

    places: Array
    fill: Paints = "ink"
    size: float = 10.0
    edge: Paints = "edge"
    rim: float = 1.1
    """How wide the edge is."""
    labels: npt.NDArray[np.int64] | None = None
    """The class of each, (n,): then classes say fill and, in print or of three and more, shape; seaborn maps them."""
    classes: int = 2
    """How many classes there are, also where not all of them are seen."""
    order: float = 2.4
    unit: Unit = "data"
    clip: bool = True
    values: Array | None = None
    """The probability of class 1 at each, (n,): then they are squares without an edge, in the tints of a field."""
    hues: Hues | None = None
    passage: Passage | None = None
    """What worked it out, where a network did."""


class Image(NamedTuple):
    """Values (rows, columns), or colours (rows, columns, 3), over ``extent`` (left, right, bottom, top)."""

    values: Array
    extent: tuple[float, float, float, float]
    scale: Literal["classes", "sign", "ink", "rgb"] = "classes"
    """``classes``: the probability of class 1 as a tint, row 0 at the bottom; the others have row 0 on top."""
    limit: float = 1.0
    is_smooth: bool = True
    outline: Array | None = None
    """What of it is to be seen, corners (n, 2)."""
    order: float = 1.0
    unit: Unit = "data"
    hues: Hues | None = None
    passage: Passage | None = None
    """What worked it out, where a network did."""


class Text(NamedTuple):
    """Words at a place."""

    place: tuple[float, float]
    text: str
    size: float | Literal["small", "name"] = "small"
    """In pixels at the reference size, but never less than can be read; or that of the page's small or larger type."""
    paint: Paint = "ink"
    is_bold: bool = False
    align: Literal["left", "center", "right"] = "left"
    stand: Literal["baseline", "bottom", "center", "center_baseline", "top"] = "center"
    shift: tuple[float, float] = (0.0, 0.0)
    has_ground: bool = False
    """Whether it stands on a patch of background, so that no line strikes it through."""
    order: float = 3.0
    unit: Unit = "data"
    room: float = 0.0
    """How wide it may be; smaller if it is wider, unless 0."""
    part: str = ""
    """What it is to the picture, for those who compare texts: a title, an axis' name."""


class Group(NamedTuple):
    """Shapes that belong together."""

    shapes: "Sequence[Shape]"
    name: str = ""


Shape = Path | Points | Image | Text | Group


def colour(theme: Theme, paint: Paint) -> Any:  # noqa: ANN401 - matplotlib's
    """A paint as the theme has it. Raises RecipeError for a name that is no role."""
    if isinstance(paint, Mix):
        if not paint.into:
            return to_rgba(colour(theme, paint.role), paint.share)
        return theme.mix(colour(theme, paint.role), paint.share, colour(theme, paint.into))
    if isinstance(paint, Legible):
        return theme.letters(colour(theme, paint.role))
    if not isinstance(paint, str):
        return paint
    if paint in ROLES:
        return getattr(theme, paint)
    kind, _, number = paint.partition(" ")
    if kind in {"class", "series"} and number.isdecimal():
        row = theme.class_palette if kind == "class" else theme.palette
        return row[int(number) % len(row)]
    names = (*ROLES, "class 0", "class 1")
    raise RecipeError(
        f"{paint[:40]!r} is no colour role{nearest(paint, names)}; there are {', '.join(names)}, series 0 …"
    )


def plain(shape: Shape) -> dict[str, Any]:
    """A shape as JSON can hold it, numbers rounded to nine digits: to compare and to print."""
    body = {name: _plain(value) for name, value in zip(shape._fields, shape, strict=True) if name != "passage"}
    return {"shape": type(shape).__name__, **body}


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, Path | Points | Image | Text | Group):
        return plain(value)
    if isinstance(value, float):
        return float(f"{value:.9g}") if np.isfinite(value) else None
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.item() if isinstance(value, np.generic) else value
