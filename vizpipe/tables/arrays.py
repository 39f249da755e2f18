"""NPZ → tables, with sizes that are known before memory is taken, and without pickle."""

import io
import math
import zipfile
from typing import Any

import numpy as np

from vizpipe.errors import UsageError
from vizpipe.tables.table import MOST_BYTES, Column, Table, fitting

_POINTS, _LABELS = ("x", "points", "data", "features"), ("y", "labels", "target", "targets")
_PLANE = 2
_MOST_ARRAYS = 1_000


def read_npz(origin: str, data: bytes) -> Table:
    """The table of an NPZ file: a matrix such as X is columns, and every array (n,) is one. Raises UsageError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            arrays = {name: array for name, array in _arrays(origin, archive) if array.dtype.kind in "biufU"}
    except (OSError, ValueError, EOFError, KeyError, NotImplementedError, RuntimeError, zipfile.BadZipFile):
        raise UsageError(f"{origin}: it can't be read as NPZ") from None
    matrix = next((array for name, array in arrays.items() if name.lower() in _POINTS and array.ndim == _PLANE), None)
    names, columns = list[str](), list[Column]()
    if matrix is not None:
        names += [f"x{n + 1}" for n in range(matrix.shape[1])]
        columns += [matrix[:, n] for n in range(matrix.shape[1])]
    for name, array in arrays.items():
        if array.ndim == 1:
            names.append("label" if name.lower() in _LABELS else name)
            columns.append(tuple(map(str, array)) if array.dtype.kind == "U" else array)
    lengths = {len(column) for column in columns}
    if len(lengths) != 1 or not min(lengths):
        what = "no array (n,) in it, and no matrix X" if not lengths else "its arrays are not of one length"
        raise UsageError(f"{origin}: {what}")
    rows = lengths.pop()
    fitting(origin, rows, len(columns))
    return Table(origin, tuple(names), tuple(columns), range(1, rows + 1), "row")


def _arrays(origin: str, archive: zipfile.ZipFile) -> Any:  # noqa: ANN401 - pairs of names and arrays of any kind
    """Every array of an archive. Raises UsageError before memory is taken for too much, and for objects."""
    entries = [entry for entry in archive.infolist() if entry.filename.endswith(".npy")]
    if len(entries) > _MOST_ARRAYS or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise UsageError(f"{origin}: it is too large; {MOST_BYTES // 1_000_000} MB are the most")
    for entry in entries:
        with archive.open(entry) as stream:
            head = stream.read(min(entry.file_size, 65_536))
        start = io.BytesIO(head)
        version = np.lib.format.read_magic(start)
        reading = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, _, dtype = reading(start)
        if dtype.hasobject:
            raise UsageError(f"{origin}: {entry.filename[:60]} holds Python objects, which are never loaded")
        if math.prod(shape) * dtype.itemsize > entry.file_size:
            raise UsageError(f"{origin}: it can't be read as NPZ")
        with archive.open(entry) as stream:
            yield entry.filename.removesuffix(".npy"), np.lib.format.read_array(stream, allow_pickle=False)
