"""Cells → numbers, with the row and the column of what is none."""

import math
import re

import numpy as np
import numpy.typing as npt

from vizpipe.errors import UsageError
from vizpipe.tables.table import Column, Table, shown

Array = npt.NDArray[np.float64]
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "?", "-", "."})
"""What people write where there is nothing, in small letters."""
_COMMA = re.compile(r"[+-]?\d+(,\d+)?([eE][+-]?\d+)?")
_TRUTHS = {"true": 1.0, "false": 0.0, "yes": 1.0, "no": 0.0}
_MOSTLY = 0.5
"""A column of which so many cells are numbers is meant as one of numbers."""


def number(cell: str, *, has_commas: bool = False) -> float | None:
    """A cell as a number; None if it is no number."""
    text = cell.strip()
    if has_commas and _COMMA.fullmatch(text):
        text = text.replace(",", ".")
    if "_" in text:  # which Python would take
        return None
    try:
        return float(text)
    except ValueError:
        return None


def is_missing(cell: str) -> bool:
    """Whether nothing stands in a cell."""
    return cell.strip().lower() in MISSING


def has_numbers(column: Column) -> bool:
    """Whether most cells of a column, of those that aren't empty, are numbers."""
    if isinstance(column, np.ndarray):
        return column.dtype.kind in "biuf"
    there = [cell for cell in column if not is_missing(cell)]
    if not there:
        return False
    counted = sum(_read(cell, has_commas=True) is not None for cell in there)
    return counted > _MOSTLY * len(there)


def numbers(table: Table, name: str, column: Column) -> Array:
    """A column as numbers, nan where nothing stands, shape (rows,). Raises UsageError naming the first that is none."""
    if isinstance(column, np.ndarray):
        if column.dtype.kind not in "biuf":
            raise UsageError(f"{table.place(0, name)}: '{shown(column[0])}' is no number")
        values = column.astype(np.float64)
    else:
        values = np.empty(len(column))
        has_commas = any("," in cell for cell in column)
        for row, cell in enumerate(column):
            value = math.nan if is_missing(cell) else _read(cell, has_commas=has_commas)
            if value is None:
                raise UsageError(f"{table.place(row, name)}: '{shown(cell)}' is no number")
            values[row] = value
    if np.isinf(values).any():
        raise UsageError(f"{table.place(int(np.argmax(np.isinf(values))), name)}: the number is infinite")
    return values


def _read(cell: str, *, has_commas: bool) -> float | None:
    truth = _TRUTHS.get(cell.strip().lower())
    return number(cell, has_commas=has_commas) if truth is None else truth


def standardised(points: Array) -> Array:
    """Every column with mean 0 and standard deviation 1, shape as given; none may be constant."""
    scale = np.abs(points).max(axis=0)  # so that no square overflows
    plain = points / scale
    centred = plain - plain.mean(axis=0)
    return np.asarray(centred / centred.std(axis=0))
