"""A picture as strokes: what was drawn in order, as values, in the picture's own pixels from its lower left corner."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Colours = npt.NDArray[np.uint8]
Kind = Literal["lines", "dots", "text", "field", "cells"]
NONE: Colours = np.zeros((0, 4), dtype=np.uint8)
PAGE = "page"
"""The name of what belongs to no panel."""
TWENTIETHS = 20
"""In so many parts of its width the height of a page in a column of text is counted."""
TALLEST = 25
"""Of these a page may be as many high."""


class Stroke(NamedTuple):
    """One thing that was drawn."""

    kind: Kind
    panel: str
    """Whose it is."""
    look: tuple[Any, ...]
    """What tells it from its like, and never changes while it is there: dashes and ends of lines, the outline of dots,
    the font of letters."""
    places: Array
    """Shape (n, 2): points of lines, middles of dots, where letters begin, two corners of fields and cells."""
    counts: tuple[int, ...] = ()
    """Of lines: how many points each has."""
    sizes: Array = np.zeros(0)
    """How wide lines are, how far dots reach from their middles, how large letters are: one for all or one each."""
    fills: Colours = NONE
    """RGBA, one for all or one each; none where nothing is filled."""
    edges: Colours = NONE
    """The same of what is stroked."""
    clip: Array = np.zeros((0, 2))
    """What it is cut by: corners (n, 2), two of them for a box; none if it isn't."""
    text: str = ""
    values: Any = None
    """Of a field its values (rows, columns) from 0 to 1, row 0 at the bottom; of cells RGBA (rows, columns, 4), row 0
    on top."""
    run: Any = None
    """Of cells the name of their run of colours and where in it each is, from 0 to 1; None for colours of their own."""
    minus: Any = None
    """Of cells which are hatched, flags (rows, columns); None where none is."""
    whole: str = ""
    """What it is part of: one that is part of another thing, such as another tick, is never the same thing moved."""
    passage: Any = None
    """What worked it out, where a network did; see ``Passage``."""


class Plot(NamedTuple):
    """A panel as a pointer reads it."""

    box: tuple[float, float, float, float]
    """Left, bottom, right, top in pixels."""
    limits: tuple[float, float, float, float] | None = None
    """Left, right, bottom, top in units of the data; None for a sheet without axes."""
    is_log: tuple[bool, bool] = (False, False)
    names: tuple[str, str] = ("", "")
    """Of its axes."""


class Sheet(NamedTuple):
    """All pictures of a film at one size."""

    width: int
    height: int
    plots: Mapping[str, Plot]
    moments: Sequence[Sequence[Stroke]]
    """What is drawn at each tick, from back to front."""
    others: Sequence[Sequence[Stroke]]
    """The same in the other theme; only colours differ."""
    shades: tuple[Colours, Colours]
    """The colours of a field from 0 to 1 in both themes, RGB (n, 3)."""
    grounds: tuple[Colours, Colours]
    """The colours of the page, RGB."""
    needs: Any = None
    """What its parts ask for where a page is composed anew, as JSON; None if it can't be."""
