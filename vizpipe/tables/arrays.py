"""The arrays of an NPZ file → a table."""

from vizpipe.errors import UsageError
from vizpipe.tables import npz
from vizpipe.tables.table import MOST_BYTES, Column, Table, fitting, shown

_POINTS, _LABELS = ("x", "points", "data", "features"), ("y", "labels", "target", "targets")
_PLANE = 2
TAKERS = "digits-in-the-plane, it-is-a-two, loss-curves and first-units"
"""Recipes that learn from images."""
_BOUNDS = npz.Bounds(1_000, MOST_BYTES, passes=True)


def opened(origin: str, data: bytes) -> dict[str, npz.AnyArray]:
    """The arrays of an NPZ file by name, but for those of other things than numbers and texts. Raises UsageError."""
    try:
        return npz.read(data, _BOUNDS)
    except ValueError as error:
        raise UsageError(f"{origin}: it can't be read as NPZ: {error}") from None


def read_npz(origin: str, data: bytes) -> Table:
    """The table of an NPZ file: a matrix such as X is columns, and every array (n,) is one. Raises UsageError."""
    arrays = opened(origin, data)
    matrix = next((array for name, array in arrays.items() if name.lower() in _POINTS and array.ndim == _PLANE), None)
    names, columns = list[str](), list[Column]()
    if matrix is not None:
        names += [f"x{n + 1}" for n in range(matrix.shape[1])]
        columns += [matrix[:, n] for n in range(matrix.shape[1])]
    for name, array in arrays.items():
        if array.ndim == 1:
            names.append("label" if name.lower() in _LABELS else name)
            columns.append(tuple(map(str, array)) if array.dtype.kind == "U" else array)
    images = next((name for name, array in arrays.items() if array.ndim > _PLANE), None)
    if matrix is None and images is not None:
        raise UsageError(f"{origin}: its array {shown(images)} holds images; {TAKERS} take them")
    lengths = {len(column) for column in columns}
    if len(lengths) != 1 or not min(lengths):
        what = "no array (n,) in it, and no matrix X" if not lengths else "its arrays are not of one length"
        raise UsageError(f"{origin}: {what}")
    rows = lengths.pop()
    fitting(origin, rows, len(columns))
    return Table(origin, tuple(names), tuple(columns), range(1, rows + 1), "row")
