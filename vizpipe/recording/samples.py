"""What a network learns from, as somebody has it → the fair sample that a film keeps, its labels and their names."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.errors import UsageError
from vizpipe.recording.model import Array, listed, plain
from vizpipe.tables.classes import stratified

MOST_ROWS = 1_000
LEAST_ROWS = 100
_MOST_NUMBERS, _MOST_PRODUCTS = 100_000, 2_000_000
"""Of a sample, and of what a network does with it: what is kept and asked each epoch must not slow a training."""
_LOADERS = {"DataLoader", "Dataset", "TensorDataset", "BatchDataset", "PrefetchDataset"}
_ONE_HOT = 2


class Labels(NamedTuple):
    """Of a classifier the classes of all rows and their names, of a regression the targets (rows, outputs)."""

    classes: npt.NDArray[np.int64] | None
    targets: Array | None
    names: tuple[str, ...] = ()


def check(x: Any, y: Any) -> None:  # noqa: ANN401 - whatever the user has
    """Raises UsageError for what is no table, and for labels of other rows."""
    for name, each in (("X", x), ("y", y)):
        kind = type(each).__name__
        if kind in _LOADERS or not (hasattr(each, "__len__") and hasattr(each, "__getitem__")):
            raise UsageError(
                f"record: {name} is of type {kind}; give the rows themselves, as an array, a tensor or a table"
            )
    if len(x) != len(y):
        raise UsageError(f"record: X has {len(x):,} rows and y {len(y):,}; give the label of each row")
    if not len(x):
        raise UsageError("record: X has no rows")


def features_of(x: Any) -> tuple[str, ...]:  # noqa: ANN401 - as above
    """The names of a table's columns."""
    columns = getattr(x, "columns", None)
    return () if columns is None else tuple(plain(str(each), 80) for each in columns)


def rows_of(x: Any, chosen: npt.NDArray[np.int64]) -> Any:  # noqa: ANN401 - as above
    """The chosen rows, of the same kind; of a table its values."""
    if hasattr(x, "iloc"):
        return x.iloc[chosen].to_numpy()
    if hasattr(x, "columns") and hasattr(x, "to_numpy"):
        return x.to_numpy()[chosen]
    if isinstance(x, list | tuple):
        return np.asarray([x[at] for at in chosen])
    if hasattr(x, "device") and hasattr(x, "detach"):  # a tensor of PyTorch's
        return x.detach()[chosen.tolist()].clone()
    return np.asarray(x)[chosen]


def image_of(rows: Any) -> tuple[int, ...]:  # noqa: ANN401 - as above
    """The height and the width of rows that are images of one channel; nothing if they are none."""
    sides = tuple(int(side) for side in np.shape(rows)[1:] if side != 1)
    return sides if len(sides) == 2 else ()  # noqa: PLR2004 - a picture's


def table(rows: Any) -> Array:  # noqa: ANN401 - as above
    """Rows as numbers (rows, inputs). Raises UsageError."""
    try:
        plain_rows = rows.detach().double().cpu().numpy() if hasattr(rows, "detach") else np.asarray(rows, np.float64)
    except (TypeError, ValueError):
        raise UsageError(
            "record: X holds something that is no number; give the numbers that the network gets"
        ) from None
    found: Array = np.ascontiguousarray(plain_rows.reshape(len(plain_rows), -1), dtype=np.float64)
    if not np.isfinite(found).all():
        raise UsageError("record: X holds values that are missing or infinite; give rows without them")
    return found


def labels_of(y: Any, outputs: int, known: Sequence[Any], names: Sequence[str]) -> Labels:  # noqa: ANN401 - as above
    """What the labels are to a network of so many outputs; ``known`` are the classes as it calls them.

    Raises UsageError where labels and outputs don't fit together.
    """
    values = y.detach().cpu() if hasattr(y, "detach") else y
    values = values.to_numpy() if hasattr(values, "to_numpy") else np.asarray(values)
    if values.ndim > 1 and values.shape[1:] == (1,) * (values.ndim - 1):
        values = values.reshape(-1)
    if values.ndim == _ONE_HOT and values.shape[1] == outputs and _is_one_hot(values):
        values = values.argmax(axis=1)
    is_number = values.dtype.kind in "iufb"
    if is_number and not np.isfinite(values.astype(np.float64)).all():
        raise UsageError("record: y holds values that are missing or infinite")
    if values.ndim > 1 or (values.dtype.kind == "f" and not (values == np.rint(values)).all()):
        return Labels(None, values.astype(np.float64).reshape(len(values), -1))
    found = list(known) if len(known) else sorted(set(values.tolist()), key=lambda each: (str(type(each)), each))
    most = max(outputs, 2)
    if is_number and not len(known) and 0 <= values.min() <= values.max() < most:
        return Labels(values.astype(np.int64), None, _named(names, most))
    if outputs == 1 and is_number and len(found) > 2:  # noqa: PLR2004 - one output parts two classes
        return Labels(None, values.astype(np.float64)[:, None])
    if len(found) > most:
        raise UsageError(f"record: y holds {len(found):,} classes, but the network has {outputs} outputs")
    place = {each: number for number, each in enumerate(np.asarray(found).tolist())}
    if strange := [each for each in values.tolist() if each not in place]:
        raise UsageError(f"record: y holds {str(strange[0])[:60]!r}, which is none of the network's classes")
    classes = np.array([place[each] for each in values.tolist()], np.int64)
    texts = names or [plain(str(each), 80) for each in found]
    return Labels(classes, None, _named(texts, most))


def _is_one_hot(values: npt.NDArray[Any]) -> bool:
    return values.dtype.kind in "iufb" and bool((((values == 0) | (values == 1)).all(1) & (values.sum(1) == 1)).all())


def _named(names: Sequence[str], most: int) -> tuple[str, ...]:
    if len(names) > most:
        raise UsageError(f"record: classes names {len(names)} ({listed(list(names))}), but there are {most}")
    return tuple(plain(str(name), 80) for name in names)


def fair(labels: npt.NDArray[np.int64] | None, count: int, most: int) -> npt.NDArray[np.int64]:
    """At most so many of ``count`` rows, in order; each class has its share, and one row at least."""
    if count <= most:
        return np.arange(count)
    if labels is not None:
        return stratified(labels, most)
    return np.sort(np.random.default_rng(0).choice(count, most, replace=False))


def room_for(inputs: int, parameters: int) -> int:
    """How many rows are kept."""
    most = min(MOST_ROWS, _MOST_NUMBERS // max(inputs, 1), _MOST_PRODUCTS // max(parameters, 1))
    return max(most, LEAST_ROWS)
