"""Marks in a plane that a network looks at: its samples, its field of probability, a mesh that bends, the boundary."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

import contourpy
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from vizpipe.drawing.marks import checks
from vizpipe.drawing.marks.tint import Tint
from vizpipe.drawing.style import Style
from vizpipe.film.film import Film
from vizpipe.film.plane import grid

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
F = TypeVar("F", bound=tuple[Any, ...])

FIELD, MESH, SAMPLES, BOUNDARY = 1.0, 1.2, 1.4, 1.6
"""The order from back to front: a boundary in a crowd of dots would not be seen under it."""


def samples(axes: Axes, style: Style, points: Array, labels: Labels, size: float = 10.0) -> Callable[[Array], None]:
    """Samples of two classes as dots with a rim; call the mark with points (samples, 2).

    Seaborn maps classes to colours here, once. Dots that lie on each other hide each other: a crowd of 50 may look
    like one of 10. Raises RecipeError for labels other than 0 and 1, or if there aren't as many labels as points.
    """
    import seaborn as sns  # noqa: PLC0415 - two seconds that only labelled dots need

    checks.as_many("samples", points=points, labels=labels)
    checks.known("samples", "label", np.unique(labels), (0, 1))
    order = interleaved(labels)
    points, labels = points[order], labels[order]
    sns.scatterplot(
        x=points[:, 0],
        y=points[:, 1],
        hue=labels,
        hue_order=[0, 1],
        palette=list(style.theme.classes),
        edgecolor=style.theme.edge,
        linewidth=style.pt(1.1),
        s=style.pt(size) ** 2,
        legend=False,
        ax=axes,
        **({"style": labels, "style_order": [0, 1], "markers": ["o", "^"]} if style.theme.shapes else {}),
    )
    mapped = axes.collections[-1]
    mapped.remove()
    settings = {
        "sizes": mapped.get_sizes() if isinstance(mapped, PathCollection) else None,
        "facecolors": mapped.get_facecolor(),
        "edgecolors": mapped.get_edgecolor(),
        "linewidths": mapped.get_linewidth(),
    }
    if style.theme.shapes:
        faces = np.asarray(settings["facecolors"])
        settings |= {"edgecolors": faces, "linewidths": style.pt(1.8), "sizes": [style.pt(1.15 * size) ** 2]}
        settings["facecolors"] = np.where(labels[:, None] == 0, to_rgba(style.theme.background), faces)
    paths = mapped.get_paths()

    def draw(points: Array) -> None:
        checks.as_many("samples", points=points, labels=labels)
        dots = PathCollection(paths, offsets=points[order], offset_transform=axes.transData, zorder=SAMPLES, **settings)
        dots.set_transform(IdentityTransform())  # sizes are in points, whatever the axes' units
        axes.add_collection(dots, autolim=False)

    return draw


def interleaved(labels: Labels) -> Labels:
    """The order in which samples are drawn, so that no class covers the other: each spread evenly, shape (n,).

    Neighbours in the data come far apart: what was made first, such as one of two clouds, is not below all the rest.
    """
    turn = np.zeros(len(labels))
    shuffle = np.random.default_rng(0).permutation
    for each in np.unique(labels):
        members = shuffle(np.flatnonzero(labels == each))
        turn[members] = (np.arange(len(members)) + 0.5) / len(members)
    return np.argsort(turn, kind="stable")


def field(axes: Axes, style: Style, *, smooth: bool = True) -> Callable[..., None]:
    """The probability of class 1 as a tint in steps, which read as contour lines.

    Call the mark with probabilities (rows, columns) on an even grid, the grid's ``extent`` (left, right, bottom, top)
    and, if only part of it is to be seen, an ``outline`` (corners, 2). Without ``smooth`` a hard edge stays hard.
    It misleads where the probability changes faster than its grid: a thin band between two cells can vanish.
    """

    def draw(probability: Array, extent: tuple[float, float, float, float], outline: Array | None = None) -> None:
        checks.there("field", "probabilities", probability)
        hatch = round(style.px(9.0)) if style.theme.shapes else 0
        ink = to_rgb(style.theme.classes[1])
        tint = Tint(probability, extent, style.field_colours, smooth=smooth, hatch=hatch, ink=ink)
        tint.set_zorder(FIELD)
        axes.add_artist(tint)
        if outline is not None:
            tint.set_clip_path(PathPatch(Path(outline, closed=True), transform=axes.transData))

    return draw


def mesh_lines(limits: Sequence[float] | Array, count: int, points: int) -> Array:
    """Straight lines across ``limits`` (left, right, bottom, top), upright ones first, shape (2·count, points, 2)."""
    left, right, bottom, top = limits
    upright = np.meshgrid(np.linspace(left, right, count), np.linspace(bottom, top, points), indexing="ij")
    along, level = np.meshgrid(np.linspace(left, right, points), np.linspace(bottom, top, count))
    return np.concatenate([np.stack(upright, axis=-1), np.stack([along, level], axis=-1)])


class Classifier(Protocol):
    """A network of two inputs and one output."""

    def predict(self, vector: Array, x: Array) -> Array:
        """Probabilities of class 1, shape (n, 1)."""

    def scores(self, vector: Array, x: Array) -> Array:
        """What is 0 where both classes are equally likely, shape (n, 1)."""


def decision(
    axes: Axes, style: Style, limits: tuple[float, float, float, float], cells: int = 100, width: float = 3.0
) -> Callable[[Classifier, Array], None]:
    """What a network makes of the whole plane, field and boundary; call the mark with network and parameters."""
    tint, edge, points = field(axes, style), boundary(axes, style, width), grid(limits, cells)

    def draw(network: Classifier, vector: Array) -> None:
        tint(network.predict(vector, points).reshape(cells, cells), limits)
        edge(zero_lines(lambda x: network.scores(vector, x).ravel(), np.array(limits), cells))

    return draw


def mesh(axes: Axes, style: Style) -> Callable[[Array], None]:
    """Thin lines that were straight before the plane bent; call the mark with lines (count, points, 2)."""

    def draw(lines: Array) -> None:
        axes.add_collection(
            LineCollection(list(lines), colors=style.theme.ink, linewidths=style.pt(1.0), alpha=0.22, zorder=MESH),
            autolim=False,
        )

    return draw


def boundary(
    axes: Axes, style: Style, width: float = 3.0, *, dashed: bool = False
) -> Callable[[Sequence[Array]], None]:
    """The line where both classes are equally likely; call the mark with lines, each (points, 2)."""

    def draw(lines: Sequence[Array]) -> None:
        axes.add_collection(
            LineCollection(
                lines,
                colors=style.theme.ink,
                linewidths=style.pt(width),
                linestyles=[(0.0, (5.0, 4.0))] if dashed else "solid",
                zorder=BOUNDARY,
            ),
            autolim=False,
        )

    return draw


def band(axes: Axes, style: Style) -> None:
    """On the stage: shade what lies outside the zero lines, where things are shown that are really folded onto them."""
    left, right = axes.get_xlim()
    bottom = axes.get_ylim()[0]
    shade = style.theme.mix(style.theme.line, 0.16)
    axes.axvspan(left, 0.0, color=shade, linewidth=0.0, zorder=0.4)
    axes.fill_between([0.0, right], bottom, 0.0, color=shade, linewidth=0.0, zorder=0.4)
    axes.axvline(0.0, color=style.theme.quiet, linewidth=style.pt(1.2), zorder=MESH)
    axes.axhline(0.0, color=style.theme.quiet, linewidth=style.pt(1.2), zorder=MESH)


def straight_line(
    weights: Array, bias: float, middle: Sequence[float] | Array = (0.0, 0.0), reach: float = 10.0
) -> Array:
    """The line w·x + b = 0 as two points, each ``reach`` from where it is nearest to ``middle``, shape (2, 2).

    Where both weights are 0 there is no line, and the two points are one.
    """
    length = float(np.hypot(*weights)) or 1.0
    normal = np.asarray(weights) / length
    foot = np.asarray(middle) - (normal @ middle + bias / length) * normal
    along = reach * np.array([-normal[1], normal[0]])
    return np.stack([foot - along, foot + along])


def limits_of(
    film: Film[F], points: Callable[[F], Array], margin: float = 0.06, least: float = 1e-6
) -> npt.NDArray[np.float64]:
    """Left, right, bottom and top that hold a frame's points (n, 2) in all frames, with room at the edge.

    The room is so much of the span, which counts as ``least`` at least. On a sheet all its films are meant.
    """
    spans = [film.span(lambda frame, axis=axis: points(frame)[:, axis]) for axis in (0, 1)]  # type: ignore[misc]
    rooms = [margin * max(high - low, least) for low, high in spans]
    sides = [(low - room, high + room) for (low, high), room in zip(spans, rooms, strict=True)]
    return np.array(sides).ravel()


def zero_lines(
    function: Callable[[Array], Array], square: Array, cells: int = 90, known: Array | None = None
) -> list[Array]:
    """Where ``function`` of points (n, 2) changes its sign inside ``square`` (left, right, bottom, top).

    Traced on a grid, then moved onto the true zero by secants, so that what is drawn comes from the network. A region
    smaller than a grid cell can be missed. ``known`` are its values on the grid, where somebody has them.
    """
    left, right, bottom, top = (float(side) for side in square)
    across, up = np.linspace(left, right, cells), np.linspace(bottom, top, cells)
    values = (function(grid((left, right, bottom, top), cells)) if known is None else known).reshape(cells, cells)
    lines = contourpy.contour_generator(across, up, values, line_type="Separate").lines(0.0)
    step = 1e-6 * max(right - left, top - bottom)
    polished = []
    for line in lines:
        points = np.array(line, dtype=np.float64)
        for _ in range(3):
            here = function(points)
            slope = np.stack([(function(points + step * axis) - here) / step for axis in np.eye(2)], axis=1)
            steep = (slope * slope).sum(axis=1)
            move = np.where(steep > 0.0, here / np.where(steep > 0.0, steep, 1.0), 0.0)[:, None] * slope
            limit = max((right - left), (top - bottom)) / cells
            points = points - np.clip(move, -limit, limit)
        polished += _crossings(function, points, limit) if (values == 0.0).any() else [points]
    return polished


def _crossings(function: Callable[[Array], Array], points: Array, step: float) -> list[Array]:
    """The parts of a line at which the sign really changes: flat ground at exactly 0 has a rim, but no boundary."""
    around = np.stack([function(points + step * np.array(way)) for way in ((1, 0), (-1, 0), (0, 1), (0, -1))])
    real = (around.max(axis=0) > 0.0) & (around.min(axis=0) < 0.0)
    parts = np.split(points, np.flatnonzero(np.diff(real)) + 1)
    return [
        part for part, here in zip(parts, np.split(real, np.flatnonzero(np.diff(real)) + 1), strict=True) if here[0]
    ]
