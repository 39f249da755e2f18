"""Truth tables: filled and empty cells instead of a grid of digits."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Circle

from vizpipe.drawing.layout import NAME, SMALL, Box
from vizpipe.drawing.marks import checks
from vizpipe.drawing.style import Style


def truth_table(
    axes: Axes,
    style: Style,
    box: Box,
    heads: Sequence[str],
    rows: Sequence[Sequence[int]],
    *,
    inputs: int = 2,
) -> None:
    """Draw a table on a sheet of paper: 1 is a filled cell, 0 an empty one; outputs in the class colours.

    ``box`` in the sheet's pixels; the first ``inputs`` columns are inputs (ink), the others outputs. Raises RecipeError
    for values other than 0 and 1, or for a row that is longer or shorter than the heads.
    """
    for row in rows:
        checks.as_many("truth_table", heads=heads, values=row)
        checks.known("truth_table", "value", row, (0, 1))
    theme = style.theme
    wide, tall = box.width / len(heads), box.height / (len(rows) + 1)
    radius = 0.36 * min(wide, tall) if tall < wide else 0.3 * wide
    digits = min(SMALL, 1.3 * radius / style.scale)
    for column, head in enumerate(heads):
        x = box.left + (column + 0.5) * wide
        output = column >= inputs
        axes.text(
            x,
            box.bottom + (len(rows) + 0.5) * tall,
            head,
            ha="center",
            va="center",
            fontsize=style.em(min(NAME - 1.0 if output else SMALL, 0.55 * min(wide, tall) / style.scale)),
            fontweight="bold" if output else "normal",
            color=theme.ink if output else theme.quiet,
        )
        for number, row in enumerate(rows):
            value = row[column]
            colour = theme.classes[value] if output else theme.quiet
            y = box.bottom + (len(rows) - number - 0.5) * tall
            axes.add_patch(
                Circle(
                    (x, y),
                    radius,
                    facecolor=theme.letters(colour) if value else theme.background,
                    edgecolor=colour,
                    linewidth=style.pt(2.0),
                    zorder=2.0,
                )
            )
            axes.text(
                x,
                y,
                str(value),
                ha="center",
                va="center_baseline",
                fontsize=style.em(digits),
                fontweight="bold",
                color=theme.background if value else colour,
                zorder=2.2,
            )
    axes.plot(
        [box.left, box.left + box.width],
        [box.bottom + len(rows) * tall] * 2,
        color=theme.line,
        linewidth=style.pt(1.2),
    )
