"""A share of each class as bars, under names that somebody may have given: numerals, or words that need room."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from vizpipe.drawing.picture.blocks import Bars
from vizpipe.drawing.picture.channels import Words
from vizpipe.drawing.picture.mark import F
from vizpipe.drawing.picture.parts import Panel, panel
from vizpipe.drawing.picture.shapes import Paint
from vizpipe.film.film import Film

LETTERS, NUMERAL = 14, 3
"""Letters that a picture has room for, and below an upright bar."""
_SHARES = (0.0, 0.5, 1.0)


def class_names(film: Film[Any], count: int) -> list[str]:
    """What so many classes are called, as a picture has room for it: their numbers if nobody named them."""
    names = film.about.classes or [str(each) for each in range(count)]
    return [name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…" for name in names]


def are_words(names: Sequence[str]) -> bool:
    """Whether names need more room than numerals do."""
    return max(map(len, names)) > NUMERAL


def class_bars(  # noqa: PLR0913 - a panel's own
    names: Sequence[str],
    shares: str,
    paints: str | Sequence[str],
    width: float,
    *,
    title: Words,
    behind: Paint | None = None,
    x: str = "",
    rank: int | None = None,
    weight: tuple[float, float] = (1.0, 1.0),
) -> Panel[F]:
    """Bars from 0 to 1 for a field ``shares`` (classes,): upright, or lying with the first on top below words.

    Each may stand before a whole of 1 in the paint ``behind``.
    """
    at, ends = np.arange(float(len(names))), (-0.6, len(names) - 0.4)
    texts = [name.replace("{", "{{").replace("}", "}}") for name in names]
    if are_words(names):
        lying = Bars[F](at[::-1], shares, paints, width, is_upright=False)
        wholes = [] if behind is None else [Bars[F](at, np.ones(len(at)), behind, width, is_upright=False)]
        return panel(
            *wholes,
            lying,
            title=title,
            limits=(0.0, 1.0, *ends),
            ticks=(_SHARES, texts[::-1]),
            rank=rank,
            weight=weight,
        )
    bars = Bars[F](at, shares, paints, width)
    wholes = [] if behind is None else [Bars[F](at, np.ones(len(at)), behind, width)]
    return panel(
        *wholes, bars, title=title, x=x, limits=(*ends, 0.0, 1.0), ticks=(texts, _SHARES), rank=rank, weight=weight
    )
