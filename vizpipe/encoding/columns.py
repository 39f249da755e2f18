"""Whole numbers that change little from one moment to the next, as few bytes: a column of a film for a page's script.

A column is a list of rows, one for each moment; rows may differ in length. Each number is told as its difference from
what one would guess: the number in the row before, that number moved on as it moved last, its left neighbour, or its
left neighbour's change since the row before; for each column whichever leaves least to tell. Where there is nothing to
guess from it is the left neighbour. Differences are written in groups of seven bits, the lowest first, signs folded in
(as in Protocol Buffers' ``sint64``). Deflate does the rest. The same is read by ``live/columns.js``; both run the cases
of ``tests/encoding/columns.json``.
"""

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_BITS = 7
_MOST = 10
"""Groups that a number of 64 bits can take."""
_QUICK = 1
"""How hard deflate tries where columns are only compared."""


def packed(rows: Sequence[Ints]) -> bytes:
    """A column: how many rows follow, one if all are the same; how they are guessed; each row, its length first."""
    if all(np.array_equal(rows[0], row) for row in rows[1:]):
        rows = rows[:1]
    before: list[Ints] = [rows[0][:0], *rows[:-1]]
    earlier: list[Ints] = [rows[0][:0], *before[:-1]]
    told = (
        groups(np.array([len(rows), number])) + b"".join(map(guess, rows, before, earlier))
        for number, guess in enumerate(GUESSES if len(rows) > 1 else GUESSES[:1])
    )
    return min(told, key=lambda column: len(zlib.compress(column, _QUICK)))


def _as_before(row: Ints, before: Ints, earlier: Ints) -> bytes:
    """From the row before."""
    del earlier
    known = min(len(before), len(row))
    told = np.diff(row, prepend=0)
    told[:known] = row[:known] - before[:known]
    return groups(np.concatenate([[len(row)], told]))


def _onward(row: Ints, before: Ints, earlier: Ints) -> bytes:
    """From the row before, moved on as it moved last."""
    moved = min(len(earlier), len(before), len(row))
    guessed = before.copy()
    guessed[:moved] += before[:moved] - earlier[:moved]
    return _as_before(row, guessed, earlier)


def _beside(row: Ints, before: Ints, earlier: Ints) -> bytes:
    """From its left neighbour."""
    return _as_before(row, before[:0], earlier)


def _alongside(row: Ints, before: Ints, earlier: Ints) -> bytes:
    """From the row before, changed as its left neighbour changed."""
    del earlier
    known = min(len(before), len(row))
    told = np.diff(row, prepend=0)
    told[:known] = np.diff(row[:known] - before[:known], prepend=0)
    return groups(np.concatenate([[len(row)], told]))


GUESSES = (_as_before, _onward, _beside, _alongside)
"""Their numbers stand in the column."""


def groups(numbers: Ints) -> bytes:
    """Numbers in groups of seven bits."""
    folded = ((numbers << 1) ^ (numbers >> 63)).astype(np.uint64)
    if not len(folded) or int(folded.max()) < 1 << _BITS:
        return folded.astype(np.uint8).tobytes()
    counts = np.ones(len(folded), dtype=np.int64)
    for group in range(1, _MOST):
        counts += folded >= np.uint64(1 << (_BITS * group))
    begins = np.cumsum(counts) - counts
    made = np.zeros(int(counts.sum()), dtype=np.uint8)
    for group in range(int(counts.max())):
        those = counts > group
        bits = (folded[those] >> np.uint64(_BITS * group)) & np.uint64(0x7F)
        made[begins[those] + group] = bits.astype(np.uint8) | np.where(counts[those] > group + 1, 0x80, 0).astype(
            np.uint8
        )
    return made.tobytes()


def deflated(content: bytes) -> bytes:
    """As a browser inflates it: raw, without a header."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()
