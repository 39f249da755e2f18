"""A column of a table → classes."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vizpipe.errors import UsageError
from vizpipe.tables.numbers import has_numbers, is_missing, number
from vizpipe.tables.table import Column, Table, shown

MOST = 10
"""More classes than colours and shapes can be told apart."""
USUAL = ("label", "labels", "class", "classes", "target", "species", "category", "y")
"""What a column is called that others are to tell."""
_LETTER = "y"
"""The one of these that may as well be a coordinate: where another column holds words, numbers in it are one."""
_CURVE = "generalization fits a curve to numbers"
"""Where a column of measurements is at its place."""
_LONGEST = 24
"""Letters of a name that a legend has room for."""


def column_of(table: Table, asked: str | None) -> str:
    """The column that holds the classes: the one asked for, or the one that must be meant. Raises UsageError."""
    if asked is not None:
        table.column(asked, "--label")
        return asked
    by_name = [name for name in table.names if name.lower() in USUAL]
    found = {name: {c for c in texts(column) if c} for name, column in zip(table.names, table.columns, strict=True)}
    few = [name for name, cells in found.items() if 2 <= len(cells) <= MOST and all(map(_is_class, cells))]  # noqa: PLR2004 - classes are two or more
    worded = [
        name for name, column in zip(table.names, table.columns, strict=True) if name in few and not has_numbers(column)
    ]
    if len(by_name) == 1 and not (by_name[0].lower() == _LETTER and by_name[0] not in worded and len(worded) == 1):
        return by_name[0]
    if len(worded) == 1:
        return worded[0]
    named = f": --label {' or '.join(shown(name) for name in few[:4])}" if few else ""
    raise UsageError(f"{table.origin}: say which column holds the classes{named or ' with --label COLUMN'}")


def texts(column: Column) -> list[str]:
    """The cells of a column as names of classes, empty where nothing stands; whole numbers without a point."""
    if isinstance(column, np.ndarray):
        if column.dtype.kind == "f":
            return ["" if np.isnan(value) else f"{value:.12g}" for value in column]
        return [str(value) for value in column]
    return ["" if is_missing(cell) and cell.strip().lower() != "none" else cell.strip() for cell in column]


def classes(
    table: Table, name: str, rows: Sequence[int] | None = None, instead: str = _CURVE
) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
    """The classes in a column in their order, and the class number of each of these rows, or of all that have one.

    Raises UsageError if there are fewer than two, more than ten, or if they are numbers with digits after the point,
    and names what is there ``instead`` for measurements.
    """
    cells = texts(table.column(name, "--label"))
    rows = [row for row, cell in enumerate(cells) if cell] if rows is None else rows
    chosen = [cells[row] for row in rows]
    values = {cell: number(cell) for cell in chosen}
    for row, cell in zip(rows, chosen, strict=True):
        if not _is_class(cell):
            what = f"{shown(cell)} is a measurement; classes are names or whole numbers"
            raise UsageError(f"{table.place(row, name)}: {what}{f' ({instead})' if instead else ''}")
    found = sorted(values, key=lambda cell: (values[cell] is None, values[cell] or 0.0, cell))
    if not found:
        raise UsageError(f"{table.origin}: column {shown(name)} is empty")
    if len(found) < 2:  # noqa: PLR2004 - as above
        raise UsageError(f"{table.origin}: column {shown(name)} holds one class, {shown(found[0])}; two are needed")
    if len(found) > MOST:
        few = ", ".join(shown(cell) for cell in found[:3])
        is_told = instead and None not in values.values()
        most = f"{MOST} are the most{f' ({instead})' if is_told else ''}"
        raise UsageError(f"{table.origin}: column {shown(name)} holds {len(found):,} classes ({few}, …); {most}")
    numbered = {cell: index for index, cell in enumerate(found)}
    return tuple(map(_name, found)), np.array([numbered[cell] for cell in chosen])


def stratified(labels: npt.NDArray[np.int64], most: int, least: int = 1) -> npt.NDArray[np.intp]:
    """So many rows, each class by its share but with ``least`` at least, in their order; always the same ones."""
    if len(labels) <= most:
        return np.arange(len(labels))
    rng, counts = np.random.default_rng(0), Counter(labels.tolist())
    kept = [
        rng.choice(np.flatnonzero(labels == label), max(least, round(most * count / len(labels))), replace=False)
        for label, count in sorted(counts.items())
    ]
    return np.sort(np.concatenate(kept))


def _is_class(cell: str) -> bool:
    value = number(cell)
    return value is None or value.is_integer()


def _name(cell: str) -> str:
    """A class as a legend has it."""
    plain = "".join(letter if letter.isprintable() else " " for letter in cell)
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
