"""CSV as people have it: with ``,``, ``;``, tabs or ``|``, with a byte order mark, with or without names on top."""

import codecs
import csv
import io
import itertools
from collections.abc import Callable, Iterator

from vizpipe.errors import UsageError
from vizpipe.tables.numbers import number
from vizpipe.tables.table import Table, fitting

_SEPARATORS = ",;\t|"
Records = Iterator[tuple[int, list[str]]]
"""Rows, each with the line on which it begins."""
_LOOKED_AT = 20
"""Records by which the separator is told."""
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def read(origin: str, data: bytes, known: str = "CSV, Parquet and NPZ") -> Table:
    """The table of a text file. Raises UsageError naming the line, or what is ``known`` if that is no text."""
    names, records = opened(origin, data, known)
    rows = list(records())
    fitting(origin, len(rows), len(names))
    columns = tuple(
        tuple(cell.strip() for cell in column) for column in zip(*(cells for _, cells in rows), strict=True)
    )
    return Table(origin, names, columns, [line for line, _ in rows])


def opened(
    origin: str, data: bytes, known: str = "CSV, Parquet and NPZ"
) -> tuple[tuple[str, ...], Callable[[], Records]]:
    """The names of a text file's columns, and what goes through its rows once more, each with its line.

    Raises UsageError as ``read`` does, that of a row once it comes there.
    """
    text = _decoded(origin, data, known)
    separator = _separator(text)
    first = next(_records(origin, text, separator), None)
    if first is None:
        raise UsageError(f"{origin}: it is empty")
    line, head = first
    has_names = not any(number(cell) is not None for cell in head)
    names = tuple(cell.strip() for cell in head) if has_names else tuple(f"column {n + 1}" for n in range(len(head)))

    def records() -> Records:
        found = itertools.islice(_records(origin, text, separator), 1 if has_names else 0, None)
        row = None
        for row in found:
            if len(row[1]) != len(names):
                raise UsageError(f"{origin}, line {row[0]:,}: {len(row[1])} cells, and line {line} has {len(names)}")
            yield row
        if row is None:
            raise UsageError(f"{origin}: it has a header but no rows")

    return names, records


def _decoded(origin: str, data: bytes, known: str) -> str:
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    if encoding is None and b"\0" in data[:4096]:
        raise UsageError(f"{origin}: that is no table; {known} can be read")
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding is not None:
            raise UsageError(f"{origin}: its text is damaged; save it as CSV in UTF-8") from None
        return data.decode("cp1252", "replace")  # what spreadsheets write where nobody asked for UTF-8


def _separator(text: str) -> str:
    """What parts the cells: the one by which the first lines have the same number of cells, and most of them."""
    head = io.StringIO(text[:100_000], newline="")
    lines = [line for line in head if line.strip()][:_LOOKED_AT]
    best, most = ",", (0.0, 0)
    for separator in _SEPARATORS:
        try:
            widths = [len(cells) for cells in csv.reader(lines, delimiter=separator) if cells]
        except csv.Error:
            continue
        usual = max(set(widths), key=widths.count) if widths else 1
        if usual > 1 and (score := (widths.count(usual) / len(widths), usual)) > most:
            best, most = separator, score
    return best


def _records(origin: str, text: str, separator: str) -> Records:
    """The records that are not empty, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = "a quotation mark is never closed" if "end of data" in str(error) else "it can't be read as CSV"
            raise UsageError(f"{origin}, line {line:,}: {what}") from None
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1
