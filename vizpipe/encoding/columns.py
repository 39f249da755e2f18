"""Whole numbers that change little from one moment to the next, as few bytes: a column of a film for a page's script.

A column is a list of rows, one for each moment; rows may differ in length. Each number is told as its difference from
the one in the row before, where that row has one, else from its left neighbour; differences are written in groups of
seven bits, the lowest first, signs folded in (as in Protocol Buffers' ``sint64``). Deflate does the rest. The same is
read by ``live/columns.js``; both run the cases of ``tests/encoding/columns.json``.
"""

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_BITS = 7
_MOST = 10
"""Groups that a number of 64 bits can take."""


def packed(rows: Sequence[Ints]) -> bytes:
    """A column: how many rows follow, one if all are the same; then each row, its length first."""
    if all(np.array_equal(rows[0], row) for row in rows[1:]):
        rows = rows[:1]
    before: Sequence[Ints | None] = [None, *rows[:-1]]
    return groups(np.array([len(rows)])) + b"".join(_row(row, last) for row, last in zip(rows, before, strict=True))


def _row(row: Ints, last: Ints | None) -> bytes:
    known = 0 if last is None else min(len(last), len(row))
    told = np.diff(row, prepend=0)
    if last is not None:
        told[:known] = row[:known] - last[:known]
    return groups(np.concatenate([[len(row)], told]))


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


def deflated(columns: bytes) -> bytes:
    """As a browser inflates it: raw, without a header."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(columns) + packer.flush()
