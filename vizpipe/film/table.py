"""A film's fields as a tidy table."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from vizpipe.film.packing import AnyArray

if TYPE_CHECKING:
    import pandas as pd


def tidy(columns: Mapping[str, AnyArray], length: int) -> "pd.DataFrame":
    """Fields of shape (frames, …) as a table: one row a frame and element, as ``Film.table`` says."""
    import pandas as pd  # noqa: PLC0415 - half a second that only tables need

    scalars = {name: column for name, column in columns.items() if column.ndim == 1}
    base = pd.DataFrame({"frame": np.arange(length), **{name: _cells(each) for name, each in scalars.items()}})
    parts = []
    for name, column in columns.items():
        if name in scalars:
            continue
        size = int(np.prod(column.shape[1:]))
        labels = [" ".join(map(str, at)) for at in np.ndindex(column.shape[1:])]
        part = base.loc[base.index.repeat(size)].reset_index(drop=True)
        parts.append(part.assign(field=name, index=labels * length, value=_cells(column.reshape(-1))))
    return pd.concat(parts, ignore_index=True) if parts else base


def _cells(values: AnyArray) -> Any:  # noqa: ANN401 - what a column of a table takes
    """Values (n,) for a table, missing where they are masked."""
    if not isinstance(values, np.ma.MaskedArray):
        return values
    import pandas as pd  # noqa: PLC0415 - see tidy

    mask, plain = np.ma.getmaskarray(values), np.asarray(values)
    if plain.dtype.kind == "f":
        return np.where(mask, np.nan, plain)
    kinds = {"i": "Int64", "u": "UInt64", "b": "boolean", "U": "string"}
    cells: Any = pd.Series(plain.tolist())
    return cells.astype(kinds[plain.dtype.kind]).mask(mask).array
