"""Parquet → tables: what isn't nested, with texts held once, so that no memory is taken for repeats."""

import io
import math
from typing import Any

import numpy as np

from vizpipe.errors import MachineError, UsageError
from vizpipe.tables.table import MOST_BYTES, Column, Table, fitting

_WIDEST = 1_024
"""Bytes of a value whose width is fixed: numbers and identifiers are of 32 at most."""
_MOST_LETTERS = 10_000_000
"""Of all the texts of a column that differ."""


def read(origin: str, data: bytes) -> Table:
    """The table of a Parquet file. Raises UsageError, and MachineError if pyarrow is missing."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415 - as above
    except ImportError:
        raise MachineError(f"{origin}: Parquet needs pyarrow; install vizpipe[parquet], or save it as CSV") from None
    try:
        with parquet.ParquetFile(io.BytesIO(data)) as file:
            about, schema = file.metadata, file.schema_arrow
            size = sum(about.row_group(n).total_byte_size for n in range(about.num_row_groups))
            if size > MOST_BYTES:
                raise UsageError(f"{origin}: it is too large; {MOST_BYTES // 1_000_000} MB are the most")
            fitting(origin, about.num_rows, about.num_columns)
            if any((about.schema.column(n).length or 0) > _WIDEST for n in range(about.num_columns)):
                raise UsageError(f"{origin}: a column of it is wider than {_WIDEST:,} bytes")
            flat = [field.name for field in schema if not pa.types.is_nested(field.type)]
        with parquet.ParquetFile(io.BytesIO(data), read_dictionary=flat) as file:
            table = file.read(columns=None if len(flat) == len(schema) else flat)
        fitting(origin, table.num_rows, table.num_columns)
        columns = tuple(_column(origin, table.column(n)) for n in range(table.num_columns))
        names = tuple(map(str, table.column_names))
    except (pa.ArrowException, OSError, ValueError, KeyError, IndexError, OverflowError, NotImplementedError):
        raise UsageError(f"{origin}: it can't be read as Parquet") from None
    if not table.num_rows:
        raise UsageError(f"{origin}: it has no row")
    return Table(origin, names, columns, range(1, table.num_rows + 1), "row")


def _column(origin: str, chunks: Any) -> Column:  # noqa: ANN401 - pyarrow's, which brings no types
    """A column as numbers, or as texts with nothing for what is missing."""
    values: list[Any] = []
    letters = 0
    for chunk in chunks.chunks:
        if not hasattr(chunk, "dictionary"):
            values += chunk.to_pylist()
            continue
        known = chunk.dictionary.to_pylist()
        letters += sum(len(each) for each in known if isinstance(each, str | bytes))
        if letters > _MOST_LETTERS:
            raise UsageError(f"{origin}: a column of it has more than {_MOST_LETTERS:,} letters")
        values += [None if at is None else known[at] for at in chunk.indices.to_pylist()]
    if all(value is None or isinstance(value, bool | int | float) for value in values) and any(
        value is not None for value in values
    ):
        return np.array([math.nan if value is None else float(value) for value in values])
    texts = {id(value): "" if value is None else str(value) for value in values}  # one for all that are the same
    return tuple(texts[id(value)] for value in values)
