"""Strokes of one theme → those of another, without drawing them again: only colours differ, and each is a paint's."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.colors import to_rgb

from vizpipe.camera.recording import placed_in
from vizpipe.camera.scene import Scene
from vizpipe.drawing.marks.raster import run_of
from vizpipe.drawing.picture.shapes import colour
from vizpipe.drawing.theme import Theme
from vizpipe.encoding.stroke import PAGE, Colours, Stroke

_RGB = tuple[int, int, int]
_FURNITURE = ("ink", "quiet", "line", "background", "edge")
"""What is painted without a mark's saying so: axes, words."""


def recoloured(
    scene: Scene[Any], moments: Sequence[Sequence[Stroke]], theme: Theme, other: Theme
) -> list[list[Stroke]] | None:
    """The strokes in the other theme's colours.

    None where that can't be told: a colour that is no paint's, or one of two paints that differ in the other theme.
    """
    painted = _tables({name: placed.artists.paints for name, _, placed in placed_in(scene)}, theme, other)
    written = _tables({name: placed.artists.inks for name, _, placed in placed_in(scene)}, theme, other, letters=True)

    def table(stroke: Stroke) -> dict[_RGB, _RGB]:
        known = written if stroke.kind == "text" else painted
        return known.get(stroke.panel, known[PAGE])

    told: dict[int, Stroke] = {}  # what stays from moment to moment is one stroke

    def again(stroke: Stroke) -> Stroke:
        if id(stroke) not in told:
            told[id(stroke)] = _stroke(stroke, table(stroke), other)
        return told[id(stroke)]

    try:
        return [[again(each) for each in strokes] for strokes in moments]
    except KeyError:
        return None


def _tables(
    paints: Mapping[str, set[Any]], theme: Theme, other: Theme, *, letters: bool = False
) -> dict[str, dict[_RGB, _RGB]]:
    """For each panel, and for the page, from a colour of the theme to that of the same paint in the other.

    One colour may be two paints, so that panels, and what is written in them, are told apart.
    """
    whole = {**paints, PAGE: set[Any]().union(*paints.values())}
    return {name: _table({*_FURNITURE, *used}, theme, other, letters=letters) for name, used in whole.items()}


def _table(paints: set[Any], theme: Theme, other: Theme, *, letters: bool) -> dict[_RGB, _RGB]:
    """From each colour of paints to that of the same paint in the other theme, where there is but one."""
    told: dict[_RGB, set[_RGB]] = {}
    for paint in paints:
        one, two = colour(theme, paint), colour(other, paint)
        told.setdefault(_bytes(one), set()).add(_bytes(two))
        if letters:
            told.setdefault(_bytes(theme.letters(one)), set()).add(_bytes(other.letters(two)))
    return {one: next(iter(others)) for one, others in told.items() if len(others) == 1}


def _bytes(paint: Any) -> _RGB:  # noqa: ANN401 - matplotlib's
    red, green, blue = (round(255.0 * part) for part in to_rgb(paint))
    return red, green, blue


def _stroke(stroke: Stroke, known: dict[_RGB, _RGB], other: Theme) -> Stroke:
    if stroke.run is not None:
        name, places = stroke.run
        return stroke._replace(values=run_of(other, name)(places, bytes=True))
    if not len(stroke.fills) and not len(stroke.edges):
        return stroke
    return stroke._replace(fills=_mapped(stroke.fills, known), edges=_mapped(stroke.edges, known))


def _mapped(colours: Colours, known: dict[_RGB, _RGB]) -> Colours:
    """RGBA in the other theme, as far through as before. Raises KeyError."""
    rows: Iterable[tuple[int, ...]] = map(tuple, colours.tolist())
    return np.array([(*known[row[0], row[1], row[2]], row[3]) for row in rows], dtype=np.uint8).reshape(-1, 4)
