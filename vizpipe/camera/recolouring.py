"""Strokes of one theme → those of another, without drawing them again: only colours differ, and each is a paint's."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.colors import to_rgb

from vizpipe.camera.recording import placed_in
from vizpipe.camera.scene import Scene
from vizpipe.drawing.picture.shapes import colour
from vizpipe.drawing.theme import Theme
from vizpipe.encoding.stroke import Colours, Stroke

_RGB = tuple[int, int, int]
_FURNITURE = ("ink", "quiet", "line", "background", "edge", "class 0", "class 1")
"""What is painted without a mark's saying so: axes, words, samples as seaborn maps them."""


def recoloured(
    scene: Scene[Any], moments: Sequence[Sequence[Stroke]], theme: Theme, other: Theme
) -> list[list[Stroke]] | None:
    """The strokes in the other theme's colours.

    None where that can't be told: a colour that is no paint's, one of two paints that differ in the other theme, or
    cells, whose colours run.
    """
    known = _table(scene, theme, other)
    if any(stroke.kind == "cells" for strokes in moments for stroke in strokes):
        return None
    try:
        return [[_stroke(stroke, known) for stroke in strokes] for strokes in moments]
    except KeyError:
        return None


def _table(scene: Scene[Any], theme: Theme, other: Theme) -> dict[_RGB, _RGB]:
    """From each colour of the theme to that of the same paint in the other, where there is but one."""
    paints: set[Any] = {*_FURNITURE}.union(*(placed.artists.paints for _, _, placed in placed_in(scene)))
    told: dict[_RGB, set[_RGB]] = {}
    for paint in paints:
        one, two = colour(theme, paint), colour(other, paint)
        told.setdefault(_bytes(one), set()).add(_bytes(two))
        told.setdefault(_bytes(theme.letters(one)), set()).add(_bytes(other.letters(two)))
    return {one: next(iter(others)) for one, others in told.items() if len(others) == 1}


def _bytes(paint: Any) -> _RGB:  # noqa: ANN401 - matplotlib's
    red, green, blue = (round(255.0 * part) for part in to_rgb(paint))
    return red, green, blue


def _stroke(stroke: Stroke, known: dict[_RGB, _RGB]) -> Stroke:
    if not len(stroke.fills) and not len(stroke.edges):
        return stroke
    return stroke._replace(fills=_mapped(stroke.fills, known), edges=_mapped(stroke.edges, known))


def _mapped(colours: Colours, known: dict[_RGB, _RGB]) -> Colours:
    """RGBA in the other theme, as far through as before. Raises KeyError."""
    rows: Iterable[tuple[int, ...]] = map(tuple, colours.tolist())
    return np.array([(*known[row[0], row[1], row[2]], row[3]) for row in rows], dtype=np.uint8).reshape(-1, 4)
