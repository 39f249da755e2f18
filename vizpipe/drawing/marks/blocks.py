"""Marks that fill areas: bars, confidences, histograms, cells with numbers, images of values."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.image import AxesImage

from vizpipe.drawing.language import fixed
from vizpipe.drawing.layout import SMALL, Box
from vizpipe.drawing.marks import checks
from vizpipe.drawing.numbers import signed
from vizpipe.drawing.style import Style

Array = npt.NDArray[np.float64]
Colour = str | tuple[float, float, float]


def bars(  # noqa: PLR0913 - see dots
    axes: Axes,
    at: Array,
    heights: Array,
    colours: Sequence[Colour] | Colour,
    *,
    width: float = 0.8,
    base: float = 0.0,
    upright: bool = True,
    order: float = 1.5,
) -> None:
    """Bars from ``base``, at positions (n,), in one colour or one each; lying down unless ``upright``.

    Raises RecipeError if there aren't as many heights, or neither one colour nor as many.
    """
    checks.as_many("bars", positions=at, heights=heights)
    checks.one_or_each("bars", at, colours=colours)
    checks.there("bars", "heights", heights)
    corners = []
    for middle, height in zip(at, heights, strict=True):
        low, high = middle - width / 2.0, middle + width / 2.0
        box = np.array([[low, base], [high, base], [high, base + height], [low, base + height]])
        corners.append(box if upright else box[:, ::-1])
    axes.add_collection(
        PolyCollection(corners, facecolors=colours, edgecolors="none", zorder=order),
        autolim=False,
    )


def confidences(axes: Axes, style: Style, names: Sequence[str]) -> None:
    """On the stage: axes for one lying bar a class, from 0 to 100 %, with the class' name at its left."""
    axes.set_xlim(0.0, 1.16)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(
        axis="y", length=0.0, labelleft=True, labelsize=style.type(SMALL + 2.0), labelcolor=style.theme.ink
    )
    axes.set_xticks([0.0, 0.5, 1.0], ["0", "50\u00a0%", "100\u00a0%"])
    axes.spines["left"].set_visible(False)


def confidence_bars(axes: Axes, style: Style, shares: Array) -> None:
    """The bars: the winner in ink, the rest quiet, each with its number at its end."""
    theme, winner = style.theme, int(np.argmax(shares))
    quiet = theme.mix(theme.quiet, 0.45)
    bars(
        axes,
        np.arange(len(shares), dtype=float),
        shares,
        [theme.ink if number == winner else quiet for number in range(len(shares))],
        width=0.72,
        upright=False,
    )
    for number, share in enumerate(shares):
        axes.annotate(
            f"{fixed(100.0 * share, '.0f')}\u00a0%",
            (float(share), number),
            xytext=(style.pt(8.0), 0.0),
            textcoords="offset points",
            ha="left",
            va="center_baseline",
            fontsize=style.type(SMALL),
            color=theme.ink if number == winner else theme.quiet,
            zorder=3.0,
        )


def image(
    axes: Axes,
    style: Style,
    values: Array,
    box: Box | tuple[float, float, float, float],
    *,
    limit: float = 1.0,
    signed: bool = False,
) -> None:
    """Values (rows, columns) as cells in a box of the axes' units, row 0 on top: paper to ink from 0 to ``limit``.

    ``signed``: from −limit in the colour of negative weights to +limit in that of positive ones.
    """
    theme = style.theme
    left, bottom, width, height = box
    paper = theme.mix(theme.line, 0.2)
    stops = [theme.negative, theme.middle, theme.positive] if signed else [paper, to_rgb(theme.ink)]
    image = AxesImage(
        axes,
        cmap=LinearSegmentedColormap.from_list("values", stops),
        interpolation="nearest",
        origin="upper",
        extent=(left, left + width, bottom, bottom + height),
        zorder=1.2,
    )
    image.set_data(values)
    image.set_clim(-limit if signed else 0.0, limit)
    axes.add_image(image)


def colours(axes: Axes, shades: Array, extent: tuple[float, float, float, float]) -> AxesImage:
    """Colours (rows, columns, 3) over ``extent`` (left, right, bottom, top), row 0 at the bottom, to be added."""
    image = AxesImage(axes, interpolation="nearest", origin="lower", extent=extent, zorder=1.0)
    image.set_data(shades)
    return image


def cells(  # noqa: PLR0913 - see dots
    axes: Axes,
    style: Style,
    values: Array,
    box: Box,
    *,
    colours: Sequence[Colour] | Colour | None = None,
    places: int | None = 2,
    size: float = SMALL,
    ink: Colour | None = None,
) -> None:
    """A matrix (rows, columns) as a block of cells on a sheet, with its numbers to ``places`` (none if None).

    Raises RecipeError if there is neither one colour nor as many as cells.
    """
    checks.one_or_each("cells", values.ravel(), colours=colours)
    checks.there("cells", "values", values)
    theme = style.theme
    rows, columns = values.shape
    wide, tall = box.width / columns, box.height / rows
    gap = min(wide, tall) * 0.06
    corners, middles = [], []
    for row in range(rows):
        for column in range(columns):
            left, bottom = box.left + column * wide, box.bottom + (rows - 1 - row) * tall
            right, top = left + wide - gap, bottom + tall - gap
            corners.append([[left + gap, bottom + gap], [right, bottom + gap], [right, top], [left + gap, top]])
            middles.append((left + wide / 2.0, bottom + tall / 2.0))
    shade: Any = colours if colours is not None else theme.mix(theme.line, 0.25)
    axes.add_collection(PolyCollection(corners, facecolors=shade, edgecolors="none", zorder=1.2), autolim=False)
    if places is None:
        return
    longest = max(len(signed(float(value), places)) for value in values.flat)
    kind = min(style.em(size), style.fontsize(wide / (0.66 * longest)))
    for (x, y), value in zip(middles, values.flat, strict=True):
        axes.text(
            x,
            y,
            signed(float(value), places),
            ha="center",
            va="center_baseline",
            fontsize=kind,
            color=ink or theme.ink,
            zorder=2.5,
        )


def histogram(
    axes: Axes, style: Style, edges: Array, counts: Array, colour: Colour | None = None, *, share: float = 0.55
) -> None:
    """Counts (bins,) between edges (bins + 1,) as one filled outline."""
    theme = style.theme
    x = np.repeat(edges, 2)
    y = np.concatenate([[0.0], np.repeat(counts, 2), [0.0]])
    shade = colour or theme.ink
    axes.add_collection(
        PolyCollection(
            [np.stack([x, y], axis=1)],
            facecolors=[theme.mix(shade, share) if isinstance(shade, str) else shade],
            edgecolors=shade,
            linewidths=style.pt(1.2),
            zorder=1.5,
        ),
        autolim=False,
    )
