"""Frame data as files: a tidy table as CSV or Parquet, and the film itself as NPZ."""

import io
from typing import Any

from vizpipe.film.film import Film

GRID = 50
"""Cells of the grid of predictions along each side."""


def encode(film: Film[Any], name: str) -> bytes:
    """The film's table as CSV, every float in its shortest exact form, or Parquet; its arrays, and its grid, as NPZ."""
    if name == "npz":
        return film.save(GRID)
    if name == "parquet":
        table, stream = film.table(), io.BytesIO()
        if "value" in table and table["value"].dtype == object:  # numbers and texts: a column has one type
            texts = table["value"].map(lambda value: isinstance(value, str))
            table["text"] = table["value"].where(texts).astype("string")
            table["value"] = table["value"].mask(texts).astype("float64")
        table.to_parquet(stream, index=False, engine="pyarrow", compression="zstd")
        return stream.getvalue()
    return film.table().to_csv(index=False, lineterminator="\n").encode()
