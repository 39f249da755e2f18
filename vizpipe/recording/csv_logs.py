"""Logs that are tables → what was measured: CSV files of any column of epochs or steps, such as Keras' CSVLogger's."""

import csv
import io
import math
from pathlib import Path

from vizpipe.errors import UsageError
from vizpipe.recording.log import Log

_CLOCKS = ("epoch", "epochs", "step", "steps", "iteration", "iter", "global_step")
_MOST_ROWS = 100_000
_MOST_COLUMNS, _LONGEST = 200, 100
_EMPTY = {"", "na", "nan", "none", "null", "-"}


def read(data: bytes, path: Path) -> Log:
    """A CSV log. Raises UsageError naming the file and the row that can't be read."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{path}: this is no text; a log is a CSV file, or TensorBoard's") from None
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        names = _names(next(reader, []), path)
        whole = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise UsageError(f"{path}: row {reader.line_num}: {error}") from None
    if len(whole) > _MOST_ROWS:
        raise UsageError(f"{path}: it has {len(whole):,} rows; {_MOST_ROWS:,} is the most")
    clock = next((at for wanted in _CLOCKS for at, name in enumerate(names) if name.lower() == wanted), None)
    texts = {at for at, cell in enumerate(whole[0][1]) if _value(cell, separator) is None} if whole else set()
    rows: dict[int, dict[str, float]] = {}
    for number, cells in whole:
        where = f"{path}: row {number}"
        if len(cells) != len(names):
            raise UsageError(f"{where}: it has {len(cells)} cells, and row 1 names {len(names)} columns")
        time = len(rows) if clock is None else _whole(cells[clock], f"{where}: {names[clock]}")
        found = rows.setdefault(time, {})
        for at, (name, cell) in enumerate(zip(names, cells, strict=True)):
            value = _value(cell, separator) if at not in {clock, *texts} else math.nan
            if value is None:
                raise UsageError(f"{where}: {name} is {cell[:40]!r}, which is no number")
            found |= {name: value} if math.isfinite(value) else {}
    if not any(rows.values()):
        raise UsageError(f"{path}: no number in it was measured")
    return Log(names[clock] if clock is not None else "epoch", rows)


def _names(cells: list[str], path: Path) -> list[str]:
    names = [cell.strip() for cell in cells]
    if not 2 <= len(names) <= _MOST_COLUMNS:  # noqa: PLR2004 - a clock and a number
        raise UsageError(
            f"{path}: row 1 names {len(names)} columns; a log has epochs or steps and numbers, 200 at most"
        )
    if len(set(names)) < len(names) or not all(name.isprintable() and len(name) <= _LONGEST for name in names):
        raise UsageError(f"{path}: row 1: a column's name stands twice, or can't be drawn")
    return names


def _whole(cell: str, where: str) -> int:
    value = _value(cell, ",")
    if value is None or not math.isfinite(value) or value != int(value) or not 0 <= value < 1 << 53:
        raise UsageError(f"{where} is {cell[:40]!r}, but must be a whole number from 0 on")
    return int(value)


def _value(cell: str, separator: str) -> float | None:
    """A number, nan for an empty cell, None for a text; where semicolons part cells, commas are decimal."""
    text = cell.strip()
    if text.lower() in _EMPTY:
        return math.nan
    try:
        return float(text.replace(",", ".") if separator == ";" else text)
    except ValueError:
        return None
