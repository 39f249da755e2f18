"""A table as it stands in a file: columns with names, and what its rows are called when something is wrong there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vizpipe.errors import UsageError, nearest

Column = Sequence[str] | npt.NDArray[np.generic]
MOST_BYTES, MOST_ROWS, MOST_CELLS = 200_000_000, 1_000_000, 20_000_000
"""No file is larger than what fits into memory with ease, also as numbers."""
_SHOWN = 40


@dataclass(frozen=True)
class Table:
    """Columns of one length; texts where the file holds text, an array where it holds numbers."""

    origin: str
    """The file's name."""
    names: tuple[str, ...]
    columns: tuple[Column, ...]
    lines: Sequence[int]
    """Where each row stands in the file."""
    unit: str = "line"

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.lines)

    def place(self, row: int, name: str) -> str:
        """A cell in words: the file, its line, its column."""
        return f"{self.origin}, {self.unit} {self.lines[row]:,}, column {shown(name)}"

    def column(self, name: str, option: str) -> Column:
        """The column of that name. Raises UsageError with the nearest, or if there are two."""
        found = [column for known, column in zip(self.names, self.columns, strict=True) if known == name]
        if not found:
            known = ", ".join(map(shown, self.names[:12])) + (" …" if len(self.names) > 12 else "")  # noqa: PLR2004 - a line's worth
            hint = nearest(name, self.names) or f"; there are {known}"
            raise UsageError(f"{self.origin}: no column {shown(name)} for {option}{hint}")
        if len(found) > 1:
            raise UsageError(f"{self.origin}: {len(found)} columns are called {shown(name)}; give each its own name")
        return found[0]


def counted(rows: int) -> str:
    """A number of rows in words."""
    return f"{rows:,} row{'' if rows == 1 else 's'}"


def shown(value: object) -> str:
    """A name or a cell as messages show it."""
    text = str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def fitting(origin: str, rows: int, columns: int) -> None:
    """Refuse a table that is too large, with the most there may be."""
    if rows > MOST_ROWS:
        raise UsageError(f"{origin}: {rows:,} rows; {MOST_ROWS:,} are the most, take a sample of them")
    if rows * columns > MOST_CELLS:
        raise UsageError(f"{origin}: {rows:,} rows of {columns:,} columns; {MOST_CELLS:,} cells are the most")
