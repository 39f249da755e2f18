"""A file's bytes → images that are not read yet: which rows there are, of which class, and how to take some of them."""

import math
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.errors import UsageError
from vizpipe.tables import arrays, classes, npz, parquet, samples, text
from vizpipe.tables.numbers import Array, has_numbers, numbers
from vizpipe.tables.table import MOST_ROWS, Column, Table, fitting, shown

LEAST_SIDE = 8
"""Fewer pixels of a side show nothing."""
_COLOURS, _PLANE = 3, 2
_PIXEL = re.compile(r"pixel", re.IGNORECASE)
_POINTS = "hidden-mapping and other recipes of points take it"
_NAMES = ("y", "label", "labels", "target", "targets", "y_train", "train_labels", "train_y", "y_test", "test_labels")
"""What an array of classes is called; the first is taken."""


class Stack(NamedTuple):
    """Images of one size, in their order."""

    labels: Table
    """A column of classes."""
    side: int
    """Pixels of a side."""
    take: Callable[[Sequence[int]], npt.NDArray[np.generic]]
    """Rows → their pixels, shape (rows, side²) or (rows, side, side), and in colour (rows, side, side, 3)."""
    is_array: bool = False
    """Whether the classes are an array of their own, not a column beside the pixels."""
    is_coloured: bool = False


def read(origin: str, data: bytes, label: str | None) -> Stack:
    """The images of a file. ``label`` is the column or array of classes. Raises UsageError."""
    if data.startswith(samples.ZIP):
        return _of_arrays(origin, arrays.opened(origin, data), label)
    if data.startswith(samples.PARQUET):
        return _of_table(parquet.read(origin, data), label)
    return _of_text(origin, data, label)


def _of_arrays(origin: str, found: dict[str, npz.AnyArray], label: str | None) -> Stack:
    """Of an NPZ file the array of classes, and the images of which there are as many."""
    columns = {name: each.ravel() for name, each in found.items() if each.ndim and each.size == len(each)}
    stacks = {name: each for name, each in found.items() if name not in columns and each.ndim > 1 and each.size}
    stacks = {name: each for name, each in stacks.items() if each.dtype.kind in "biuf"}
    if not stacks:
        raise UsageError(f"{origin}: no array of images in it, (n, height, width)")
    name = label if label is not None else _classes_of(columns, {len(each) for each in stacks.values()})
    if name is None or name not in columns:
        there = f"; there are {', '.join(map(shown, columns))}" if columns else ""
        what = f"no array {shown(label)} for --label" if label is not None else "no array of classes (n,) in it"
        raise UsageError(f"{origin}: {what}{there}")
    fitting = {key: each for key, each in stacks.items() if len(each) == len(columns[name])}
    if not fitting:
        raise UsageError(f"{origin}: {shown(name)} has {len(columns[name]):,} classes, and no array as many images")
    beside = re.sub(r"^y|(?<=_)y", "x", name.lower()).replace("labels", "images").replace("label", "image")
    key = min(fitting, key=lambda each: (each.lower() != beside, -fitting[each].ndim))
    side, pixels, is_coloured = _squared(origin, key, fitting[key])

    cells: Column = columns[name]
    cells = tuple(map(str, cells)) if isinstance(cells, np.ndarray) and cells.dtype.kind == "U" else cells
    labels = Table(origin, (name,), (cells,), range(1, len(cells) + 1), "image")
    return Stack(
        labels, side, lambda rows: pixels[np.asarray(rows, dtype=np.intp)], is_array=True, is_coloured=is_coloured
    )


def _classes_of(columns: dict[str, npz.AnyArray], lengths: set[int]) -> str | None:
    """Which array holds the classes if nobody says so: one that is called so, or the only one as long as images."""
    by_name = {name.lower(): name for name in columns}
    usual = next((by_name[name] for name in _NAMES if name in by_name), None)
    free = [name for name, each in columns.items() if len(each) in lengths]
    return usual or (free[0] if len(free) == 1 else None)


def _squared(origin: str, name: str, images: npz.AnyArray) -> tuple[int, npz.AnyArray, bool]:
    """The side of images, their array with colours last if there are any, and whether there are. Raises UsageError."""
    shape = images.shape[1:]
    if len(shape) == 1:
        return _side(origin, f"array {shown(name)} has rows of", shape[0]), images, False
    if len(shape) == _COLOURS and shape[0] in {1, _COLOURS} and shape[2] not in {1, _COLOURS}:
        images = np.moveaxis(images, 1, -1)
        shape = images.shape[1:]
    if len(shape) == _COLOURS and shape[-1] == 1:
        images, shape = images[..., 0], shape[:-1]
    is_coloured = len(shape) == _COLOURS and shape[-1] == _COLOURS
    if len(shape) - is_coloured != _PLANE:
        told = " × ".join(map(str, images.shape))
        raise UsageError(f"{origin}: array {shown(name)} is {told}; images are (n, height, width), in colour (…, 3)")
    if shape[0] != shape[1]:
        raise UsageError(
            f"{origin}: images of {shape[0]} × {shape[1]} pixels; square ones are needed, so cut or pad them"
        )
    return _side(origin, "images of", shape[0] ** 2), images, is_coloured


def _side(origin: str, what: str, pixels: int) -> int:
    """The side of a square of so many pixels. Raises UsageError."""
    side = math.isqrt(pixels)
    if side**2 == pixels and side >= LEAST_SIDE:
        return side
    if side**2 == pixels and what.startswith("images"):
        raise UsageError(f"{origin}: images of {side} × {side} pixels; at least {LEAST_SIDE} × {LEAST_SIDE} are needed")
    if pixels < LEAST_SIDE**2:
        raise UsageError(f"{origin}: {what} {pixels} numbers, which are points and no images; {_POINTS}")
    third = math.isqrt(pixels // _COLOURS)
    if third**2 * _COLOURS == pixels:
        way = f"make them grey, or bring an NPZ file of (n, {third}, {third}, 3)"
        raise UsageError(f"{origin}: {what} {pixels:,} numbers, {third} × {third} pixels in three colours; {way}")
    raise UsageError(f"{origin}: {what} {pixels:,} numbers, which are no square of pixels such as 28 × 28 = 784")


def _pixels(heading: Table, label: str) -> list[int]:
    """Which columns are pixels: those called so if there are any, or all beside the classes and a count of rows."""
    named = [n for n, name in enumerate(heading.names) if _PIXEL.match(name) and name != label]
    free = [n for n, name in enumerate(heading.names) if name != label and name.lower() not in samples.INDEX]
    return named or free


def _of_table(table: Table, label: str | None) -> Stack:
    """Of a table of columns its pixels, a row each image."""
    name = classes.column_of(table, label)
    columns = _pixels(table, name)
    side = _side(table.origin, f"beside {shown(name)} it has columns of", len(columns))
    return Stack(
        Table(table.origin, (name,), (table.column(name, "--label"),), table.lines, table.unit),
        side,
        lambda rows: _matrix(table, columns, rows),
    )


def _matrix(table: Table, columns: Sequence[int], rows: Sequence[int]) -> Array:
    """Some rows of some columns as numbers. Raises UsageError naming row and column of what is none."""
    lines, some = [table.lines[row] for row in rows], []
    for number in columns:
        name, cells = table.names[number], table.columns[number]
        picked: Column = cells[np.asarray(rows, np.intp)] if isinstance(cells, np.ndarray) else [cells[n] for n in rows]
        part = Table(table.origin, (name,), (picked,), lines, table.unit)
        values = numbers(part, name, picked)
        if np.isnan(values).any():
            at = int(np.isnan(values).argmax())
            raise UsageError(f"{part.place(at, name)}: nothing stands there, and every pixel needs a number")
        some.append(values)
    return np.stack(some, axis=1)


def _row(table: Table, columns: Sequence[int]) -> Array:
    """The only row of a table as numbers. Raises UsageError as ``_matrix`` does."""
    try:
        values = np.array([float(table.columns[n][0]) for n in columns])
    except ValueError:  # then what is wrong is looked for cell by cell
        values = np.array([np.nan])
    return values if np.isfinite(values).all() else _matrix(table, columns, [0])[0]


def _of_text(origin: str, data: bytes, label: str | None) -> Stack:
    """Of a CSV file, which is gone through twice: for the classes, and for the pixels of those that are taken."""
    names, records = text.opened(origin, data)
    name = _label_of(origin, names, records, label)
    at = names.index(name)
    columns = _pixels(Table(origin, names, (), ()), name)
    side = _side(origin, f"beside {shown(name)} it has columns of", len(columns))
    lines, cells = list[int](), list[str]()
    for line, row in records():
        lines.append(line)
        cells.append(row[at].strip())
        if len(lines) > MOST_ROWS:
            raise UsageError(f"{origin}: more than {MOST_ROWS:,} rows; take a sample of them")

    def take(rows: Sequence[int]) -> Array:
        fitting(origin, len(rows), len(columns))
        values, wanted, filled = np.empty((len(rows), len(columns))), set(rows), 0
        for number, (line, row) in enumerate(records()):
            if number in wanted:
                values[filled] = _row(Table(origin, names, tuple((cell.strip(),) for cell in row), [line]), columns)
                filled += 1
        return values

    return Stack(Table(origin, (name,), (tuple(cells),), lines), side, take)


def _label_of(origin: str, names: Sequence[str], records: Callable[[], text.Records], label: str | None) -> str:
    """Which column holds the classes: the one asked for, one called so, or the only one of words. Raises UsageError."""
    heading = Table(origin, tuple(names), ((),) * len(names), ())
    if label is not None:
        heading.column(label, "--label")
        return label
    usual = [name for name in names if name.lower() in classes.USUAL]
    if len(usual) == 1:
        return usual[0]
    _, first = next(records())
    worded = [name for name, cell in zip(names, first, strict=True) if cell.strip() and not has_numbers((cell,))]
    if len(worded) == 1:
        return worded[0]
    few = [shown(name) for name in (names[0], names[-1])] if len(names) > 1 else []
    way = f": --label {' or '.join(few)}" if few else " with --label COLUMN"
    raise UsageError(f"{origin}: say which column holds the classes{way}")
