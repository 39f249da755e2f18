"""What the parameter ``data`` names in a recipe that fits a curve → pairs of numbers."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from vizpipe.datasets import CURVES, SETS
from vizpipe.datasets.pairs import Pairs
from vizpipe.errors import UsageError
from vizpipe.tables import classes
from vizpipe.tables.numbers import Array, has_numbers, numbers, standardised
from vizpipe.tables.samples import LEAST_ROWS, axis, escaped, is_index, own, read, varied
from vizpipe.tables.table import Table, counted, shown

MOST_DRAWN = 300
"""More dots hide the curve between them."""
_LARGEST = 1e50
"""Squares of larger numbers overflow."""
_TWO = 2


def pairs_of(name: str, root: str, *, label: str | None = None, x: str | None = None, is_raw: bool = False) -> Pairs:
    """A noisy curve by its name, or two columns of a file relative to ``root``.

    ``label`` is the column that is predicted, ``x`` the one that it is predicted from; ``is_raw`` leaves both as they
    are. Raises UsageError in one line, naming row and column where there is one.
    """
    if name in CURVES:
        own(name, label, x, is_raw=is_raw)
        return CURVES[name]
    if name in SETS or name == "digits":
        raise UsageError(f"{name} holds classes, and this recipe fits a curve to numbers; hidden-mapping takes it")
    table = read(name, Path(root, name), tuple(CURVES))
    given, wanted = _columns(table, label, x)
    points = np.stack([numbers(table, each, table.column(each, "--x")) for each in (given, wanted)], axis=1)
    kept = points[~np.isnan(points).any(axis=1)]
    if len(kept) < LEAST_ROWS:
        of = f"{len(kept):,} of {len(table):,} rows have a number in both columns" if len(kept) < len(table) else ""
        raise UsageError(f"{table.origin}: {of or counted(len(kept))}; at least {LEAST_ROWS} are needed")
    varied(table, (given, wanted), kept)
    if is_raw and np.abs(kept).max() > _LARGEST:
        raise UsageError(f"{table.origin}: its numbers are too large to learn from as they are; leave out --raw")
    told = f"its column {shown(wanted)} is predicted from its column {shown(given)}"
    notes = [f"The data are {len(kept):,} rows of {table.origin}: {told}."]
    if lost := len(table) - len(kept):
        told = "lacks a value and is" if lost == 1 else "lack a value and are"
        notes.append(f"{lost:,} of its rows {told} left out.")
    if not is_raw:
        kept = standardised(kept)
        notes.append("Both columns are standardised.")
    if len(kept) > MOST_DRAWN:
        kept = kept[_spread(kept[:, 0])]
        notes.append(f"A sample of {MOST_DRAWN:,} is used, spread over {shown(given)} as all rows are.")
    return Pairs(
        table.origin, lambda _rng, _count: kept, features=(axis(given), axis(wanted)), notes=tuple(map(escaped, notes))
    )


def _columns(table: Table, label: str | None, x: str | None) -> tuple[str, str]:
    """The column to predict from and the one that is predicted: those asked for, or those meant. Raises UsageError."""
    for name, option in ((x, "--x"), (label, "--label")):
        if name is None:
            continue
        if option == "--x" and "," in name and name not in table.names:
            raise UsageError(f"--x {shown(name)} names several columns; a curve has one input")
        if not has_numbers(table.column(name, option)):
            takers = "; hidden-mapping, overfitting and deep-or-wide learn classes" if option == "--label" else ""
            raise UsageError(f"{table.origin}: column {shown(name)} holds no numbers, as a curve needs{takers}")
    if x is not None and x == label:
        raise UsageError(f"{table.origin}: column {shown(x)} can't be predicted from itself")
    pairs = zip(table.names, table.columns, strict=True)
    free = [each for each, cells in pairs if has_numbers(cells) and not is_index(each, cells)]
    free = [each for each in free if each not in (x, label)]
    if label is None:
        usual = [each for each in free if each.lower() in classes.USUAL]
        lone = usual if len(usual) == 1 else free[-1:] if len(free) <= (1 if x is not None else _TWO) else []
        label = _only(table, lone, free, "which column is predicted: --label")
        free.remove(label)
    return x or _only(table, free if len(free) == 1 else [], free, "which column it is predicted from: --x"), label


def _only(table: Table, found: list[str], free: list[str], asked: str) -> str:
    if found:
        return found[0]
    if not free:
        raise UsageError(f"{table.origin}: a curve takes two columns of numbers")
    raise UsageError(f"{table.origin}: say {asked} {' or '.join(map(shown, free[:4]))}")


def _spread(x: Array) -> npt.NDArray[np.intp]:
    """As many rows as are drawn, one of each of as many stretches along ``x`` (n,), in their order; always the same."""
    rng = np.random.default_rng(0)
    return np.sort([rng.choice(stretch) for stretch in np.array_split(np.argsort(x, kind="stable"), MOST_DRAWN)])
