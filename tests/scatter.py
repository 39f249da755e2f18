"""Dots of classes: as something drew them, and as a fresh scatterplot has them."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import seaborn as sns
from matplotlib.collections import EllipseCollection
from matplotlib.figure import Figure

from vizpipe.drawing.style import Style

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


class Look(NamedTuple):
    """Dots one by one, in the order in which they are drawn."""

    places: Array
    """In units of the data, shape (n, 2)."""
    faces: Array
    """RGBA, shape (n, 4)."""
    edges: Array
    """RGBA, shape (n, 4)."""
    areas: Array
    """Diameters squared, in points, shape (n,)."""
    widths: Array
    """Of the rims, in points, shape (n,)."""
    corners: Array
    """How many points their outlines have, shape (n,)."""


def look(dots: Any) -> Look:
    """What a collection of dots looks like, on its axes."""
    places: Array = np.ma.filled(np.ma.asarray(dots.get_offsets(), dtype=float), np.nan)
    is_ellipse = isinstance(dots, EllipseCollection)
    if is_ellipse:
        assert dots._units == "points"
        assert np.array_equal(dots.get_widths(), dots.get_heights())
    areas = np.square(dots.get_widths()) if is_ellipse else dots.get_sizes()
    corners = [len(path.vertices) for path in dots.get_paths()]
    looks = dots.get_facecolors(), dots.get_edgecolors(), areas, dots.get_linewidths(), corners
    return Look(places, *(_each(values, len(places)) for values in looks))


def _each(values: Any, count: int) -> Array:
    """One value for each dot: matplotlib begins again where there are too few."""
    given = np.asarray(values, dtype=float)
    return np.resize(given, (count, *given.shape[1:]))


def turns(labels: Labels) -> Labels:
    """The order in which classes take turns, each shuffled and spread evenly over the whole."""
    shuffle, share = np.random.default_rng(0).permutation, np.zeros(len(labels))
    for label in sorted(set(labels.tolist())):
        queue = shuffle([number for number, each in enumerate(labels) if each == label])
        for before, number in enumerate(queue):
            share[number] = (before + 0.5) / len(queue)
    return np.argsort(share, kind="stable")


def fresh(points: Array, labels: Labels, style: Style, size: float, palette: tuple[Any, ...] = ()) -> Look:
    """What seaborn makes of points (n, 2) in this order, on axes of its own: dots of ``size`` pixels.

    Classes have the theme's colours and, where it tells them apart so, shapes, unless there is a ``palette``.
    """
    given = points.tobytes(), labels.tobytes(), repr(style), size, palette
    if given not in _DRAWN:
        _DRAWN[given] = _scattered(points, labels, style, size, palette)
    return _DRAWN[given]


_DRAWN: dict[tuple[object, ...], Look] = {}
"""By what was given: many panels show the same samples."""


def _scattered(points: Array, labels: Labels, style: Style, size: float, palette: tuple[Any, ...]) -> Look:
    theme, colours = style.theme, list(palette or style.theme.classes)
    shapes = {"style": labels, "style_order": [0, 1], "markers": ["o", "^"]} if theme.shapes else {}
    with style.applied():
        axes = Figure().subplots()
        sns.scatterplot(
            x=points[:, 0],
            y=points[:, 1],
            hue=labels,
            hue_order=list(range(len(colours))),
            palette=colours,
            edgecolor=theme.edge,
            linewidth=style.pt(1.1),
            s=style.pt(size) ** 2,
            legend=False,
            ax=axes,
            **shapes,
        )
    return look(axes.collections[0])
