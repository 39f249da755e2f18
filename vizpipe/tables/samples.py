"""What a recipe's parameter ``data`` names → samples in a plane."""

import itertools
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vizpipe.datasets import CURVES, SETS, Samples, digits
from vizpipe.errors import UsageError, explain, nearest
from vizpipe.nn.view import principal
from vizpipe.tables import arrays, classes, parquet, text
from vizpipe.tables.numbers import Array, has_numbers, numbers, standardised
from vizpipe.tables.table import MOST_BYTES, Table, counted, shown

LEAST_ROWS, MOST_DRAWN = 10, 1_000
"""Fewer rows are no data to learn from; more dots cover each other."""
_MOSTLY = 0.5
"""A column that lacks more is not chosen."""
INDEX = frozenset({"", "index", "id", "row", "rownames", "unnamed: 0"})
"""What a column is called that counts the rows, in small letters."""
_BROUGHT = {".csv": "a DataFrame", ".npz": "(X, y)"}
"""What rows are called that a program brought: their file is named by its content."""
PARQUET, ZIP = b"PAR1", b"PK"
"""How such files begin."""
_AXIS = 28
"""Letters of a name that an axis has room for."""


def samples_of(
    name: str, root: str, *, label: str | None = None, x: str | None = None, is_raw: bool = False
) -> Samples:
    """A set by its name, or the rows of a file relative to ``root``.

    ``label`` is the column of classes, ``x`` the columns of numbers, with commas between; ``is_raw`` leaves those as
    they are. Raises UsageError in one line, naming row and column where there is one.
    """
    if name in SETS or name == "digits":
        own(name, label, x, is_raw=is_raw)
        return SETS[name] if name in SETS else _digits()
    if name in CURVES:
        raise UsageError(f"{name} is a curve, and this recipe learns classes; generalization takes it")
    table = read(name, Path(root, name), (*SETS, "digits"))
    if len(table) < LEAST_ROWS:
        raise UsageError(f"{table.origin}: {counted(len(table))}; at least {LEAST_ROWS} are needed")
    column = classes.column_of(table, label)
    classes.classes(table, column)  # what is wrong with them is said before what is wrong with the axes
    return _gathered(table, column, _columns(table, column, x), is_raw=is_raw)


def own(name: str, label: str | None, x: str | None, *, is_raw: bool) -> None:
    """Raise UsageError if columns are asked for of a set by name."""
    asked = next((option for option, is_asked in (("label", label), ("x", x), ("raw", is_raw)) if is_asked), None)
    if asked:
        more = "; other words are --label OLD=NEW" if asked == "label" else ""
        raise UsageError(f"--{asked} belongs to a file; {name} has columns of its own{more}")


def read(name: str, path: Path, sets: Sequence[str]) -> Table:
    """A file as a table. Raises UsageError if it is none, with the set whose name is like it."""
    origin, data = content(name, path, sets)
    if data.startswith(PARQUET):
        return parquet.read(origin, data)
    if data.startswith(ZIP):
        if path.suffix.lower() in {".xlsx", ".ods", ".xlsm"}:
            raise UsageError(f"{origin}: a spreadsheet can't be read; save it as CSV")
        return arrays.read_npz(origin, data)
    return text.read(origin, data)


def content(name: str, path: Path, sets: Sequence[str]) -> tuple[str, bytes]:
    """What a file is called, and its bytes. Raises UsageError, with the set whose name is like it if there is none."""
    origin = _BROUGHT.get(path.suffix, path.name) if re.fullmatch(r"[0-9a-f]{64}", path.stem) else path.name
    try:
        size = path.stat().st_size
        if not path.is_file():
            what = "a folder" if path.is_dir() else "no file"
            raise UsageError(f"{name or repr(name)} is {what}; give a CSV, Parquet or NPZ file")
        with path.open("rb") as stream:
            data = stream.read(min(size, MOST_BYTES) + 1)
    except FileNotFoundError:
        raise UsageError(
            f"no file {name}, and no set of that name{nearest(name, sets) or ': ' + ', '.join(sets)}"
        ) from None
    except OSError as error:
        raise explain(error, f"{name} can't be read") from None
    if len(data) > MOST_BYTES:
        raise UsageError(f"{origin}: it is too large; {MOST_BYTES // 1_000_000} MB are the most")
    if not data.strip():
        raise UsageError(f"{origin}: it is empty")
    return origin, data


def _columns(table: Table, label: str, asked: str | None) -> dict[str, Array]:
    """The columns of numbers that are meant: those asked for, or all that can be used. Raises UsageError."""
    if asked is not None:
        names = (asked,) if asked in table.names else tuple(part.strip() for part in asked.split(","))
        if len(set(names)) < 2:  # noqa: PLR2004 - the axes of a plane
            raise UsageError(f"--x {shown(asked)} names one column; a plane takes two or more")
        if label in names:
            raise UsageError(f"{table.origin}: column {shown(label)} can't be both a class and an axis")
        return {name: numbers(table, name, table.column(name, "--x")) for name in names}
    found: dict[str, Array] = {}
    for name, column in zip(table.names, table.columns, strict=True):
        if name == label or not has_numbers(column) or is_index(name, column):
            continue
        if table.names.count(name) > 1:
            table.column(name, "--x")
        values = numbers(table, name, column)
        if np.isnan(values).mean() <= _MOSTLY and np.nanmin(values) < np.nanmax(values):
            found[name] = values
    if len(found) < 2:  # noqa: PLR2004 - as above
        what = f"one column of numbers that differ, {shown(*found)}" if found else "no column of numbers that differ"
        raise UsageError(f"{table.origin}: {what} beside {shown(label)}; a plane takes two")
    return found


def is_index(name: str, column: Sequence[str] | npt.NDArray[np.generic]) -> bool:
    """Whether a column only counts the rows."""
    if name.lower() not in INDEX:
        return False
    try:
        values = [float(cell) for cell in column]
    except ValueError:
        return False
    return all(after - before == 1.0 for before, after in itertools.pairwise(values))


def _gathered(table: Table, label: str, columns: dict[str, Array], *, is_raw: bool) -> Samples:
    """The rows that have all that is asked for, in a plane, with what was done to them."""
    names, matrix = tuple(columns), np.stack([*columns.values()], axis=1)
    named = np.array([cell != "" for cell in classes.texts(table.column(label, "--label"))])
    kept = np.flatnonzero(named & ~np.isnan(matrix).any(axis=1))
    if len(kept) < LEAST_ROWS:
        of = (
            f"{len(kept)} of {len(table):,} rows have a number in every column"
            if len(kept) < len(table)
            else counted(len(kept))
        )
        raise UsageError(f"{table.origin}: {of}; at least {LEAST_ROWS} are needed")
    known, labels = classes.classes(table, label, kept.tolist())
    notes = [f"The data are {len(kept):,} rows of {table.origin}, and the classes are its column {shown(label)}."]
    if len(kept) < len(table):
        lost = len(table) - len(kept)
        told = "lacks a value and is" if lost == 1 else "lack a value and are"
        notes.append(f"{lost:,} of its rows {told} left out.")
    return _placed(table.origin, varied(table, names, matrix[kept]), names, known, labels, notes, is_raw=is_raw)


def varied(table: Table, names: tuple[str, ...], points: Array) -> Array:
    """The same points. Raises UsageError naming a column that is the same everywhere."""
    for name, column in zip(names, points.T, strict=True):
        if column.min() == column.max():
            raise UsageError(
                f"{table.origin}: column {shown(name)} is {column[0]:g} in every row, and tells nothing apart"
            )
    return points


def _placed(  # noqa: PLR0913 - what is known of rows
    origin: str,
    points: Array,
    names: tuple[str, ...],
    known: tuple[str, ...],
    labels: npt.NDArray[np.int64],
    notes: list[str],
    *,
    is_raw: bool,
) -> Samples:
    """Points and labels that a recipe draws, fewer than a thousand, with their notes."""
    if not is_raw:
        points = standardised(points)
    axes = tuple(map(axis, names))
    if len(names) > 2:  # noqa: PLR2004 - the axes of a plane
        view = principal(points)
        points = (points - view.mean) @ view.axes
        axes = tuple(f"PC {n + 1} ({100.0 * share:.0f}\u00a0%)" for n, share in enumerate(view.shares))
        plane = f"The plane holds {100.0 * sum(view.shares):.0f}\u00a0% of the variance of its {len(names):,} columns"
        notes.append(f"{plane}{'' if is_raw else ', standardised'}: two principal components.")
    elif not is_raw:
        notes.append("Both columns are standardised.")
    drawn = classes.stratified(labels, MOST_DRAWN)
    if len(drawn) < len(labels):
        notes.append(f"A sample of {len(drawn):,} is used, each class by its share.")
        points, labels = points[drawn], labels[drawn]
    return Samples(
        origin, lambda _rng, _count: (points, labels), known, axes, tuple(map(escaped, notes)), is_drawn=False
    )


def axis(name: str) -> str:
    """A column's name as an axis has room for it."""
    return name if len(name) <= _AXIS else name[: _AXIS - 1] + "…"


def escaped(note: str) -> str:
    """A sentence as a template, where braces have a meaning."""
    return note.replace("{", "{{").replace("}", "}}")


def _digits() -> Samples:
    """Handwritten digits, seen through two principal components."""
    images, labels = digits()
    varied = images[:, images.min(axis=0) < images.max(axis=0)]
    names = tuple(f"pixel {n}" for n in range(varied.shape[1]))
    notes = ["The data are 1,797 handwritten digits of 8 × 8 pixels."]
    return _placed("digits", varied, names, tuple(map(str, range(10))), labels, notes, is_raw=False)
