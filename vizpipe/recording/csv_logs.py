"""Logs that are tables → what was measured: CSV files, such as Keras' CSVLogger's.

A column of epochs or steps is their clock; without one the rows are counted, from 0 on.
"""

import math
from pathlib import Path

from vizpipe.errors import UsageError
from vizpipe.recording.log import Log
from vizpipe.tables import text
from vizpipe.tables.numbers import is_missing, number
from vizpipe.tables.table import Column, Table, shown

_CLOCKS = ("epoch", "epochs", "step", "steps", "iteration", "iter", "global_step")
COUNTED = "row"
"""The clock of a log that has none."""
_MOST_ROWS = 100_000
_MOST_COLUMNS, _LONGEST = 200, 100


def read(data: bytes, path: Path) -> Log:
    """A CSV log. Raises UsageError naming the file, the line and the column that can't be read."""
    table = text.read(str(path), data, "CSV logs and TensorBoard's event files")
    _check_names(table)
    if len(table) > _MOST_ROWS:
        raise UsageError(f"{path}: it has {len(table):,} rows; {_MOST_ROWS:,} is the most")
    names = [name.lower() for name in table.names]
    clock = next((names.index(wanted) for wanted in _CLOCKS if wanted in names), None)
    times = range(len(table)) if clock is None else _whole(table, table.names[clock], table.columns[clock])
    rows: dict[int, dict[str, float]] = {time: {} for time in times}
    for at, (name, column) in enumerate(zip(table.names, table.columns, strict=True)):
        if at == clock or _value(column[0], has_commas=True) is None:
            continue
        for time, value in zip(times, _values(table, name, column), strict=True):
            rows[time] |= {name: value} if math.isfinite(value) else {}
    if not any(rows.values()):
        raise UsageError(f"{path}: no number in it was measured")
    return Log(table.names[clock] if clock is not None else COUNTED, rows)


def _check_names(table: Table) -> None:
    names, where = table.names, f"{table.origin}: its first line"
    if not 2 <= len(names) <= _MOST_COLUMNS:  # noqa: PLR2004 - a clock and a number
        raise UsageError(
            f"{where} names {len(names):,} columns; a log has epochs or steps and numbers, {_MOST_COLUMNS} at most"
        )
    if len(set(names)) < len(names) or not all(name.isprintable() and len(name) <= _LONGEST for name in names):
        raise UsageError(f"{where}: a column's name stands twice, or can't be drawn")


def _values(table: Table, name: str, column: Column) -> list[float]:
    """A column of numbers, nan for what is missing. Raises UsageError naming the first cell that is none."""
    has_commas = any("," in cell for cell in column)
    values = [_value(cell, has_commas=has_commas) for cell in column]
    if None in values:
        row = values.index(None)
        raise UsageError(f"{table.place(row, name)}: '{shown(column[row])}' is no number")
    return [value for value in values if value is not None]


def _whole(table: Table, name: str, column: Column) -> list[int]:
    """A column of whole numbers. Raises UsageError naming the first cell that is none."""
    values = _values(table, name, column)
    for row, value in enumerate(values):
        if not 0.0 <= value < 1 << 53 or value != int(value):
            where = f"{table.place(row, name)}: '{shown(column[row])}'"
            raise UsageError(f"{where} is no epoch or step, which are whole numbers from 0 on")
    return [int(value) for value in values]


def _value(cell: str, *, has_commas: bool) -> float | None:
    """A number, nan where nothing stands, None for a text."""
    return math.nan if is_missing(cell) else number(cell, has_commas=has_commas)
