"""Whole numbers that change little from one moment to the next, as few bytes: a column of a film for a page's script.

A column is a list of rows, one for each moment; rows may differ in length. Each number is told as its difference from
what one would guess: the number in the row before, that number moved on as it moved last, its left neighbour, or its
left neighbour's change since the row before; for each column whichever leaves least to tell. Where there is nothing to
guess from it is the left neighbour. Differences are written in groups of seven bits, the lowest first, signs folded in
(as in Protocol Buffers' ``sint64``). Deflate does the rest. The same is read by ``live/columns.js``; both run the cases
of ``tests/encoding/columns.json``.
"""

import itertools
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_BITS = 7
_QUICK = 1
"""How hard deflate tries where columns are only compared."""


def packed(rows: Sequence[Ints]) -> bytes:
    """A column: how many rows follow, one if all are the same; how they are guessed; each row, its length first."""
    if all(row is rows[0] or np.array_equal(rows[0], row) for row in rows[1:]):
        rows = rows[:1]
    is_even = len({len(row) for row in rows}) == 1
    guesses = _even(np.stack(rows)) if is_even else _uneven(rows)
    some = itertools.islice(guesses, len(GUESSES) if len(rows) > 1 else 1)
    told = [groups(np.concatenate([[len(rows), number], each])) for number, each in enumerate(some)]
    return min(told, key=lambda column: len(zlib.compress(column, _QUICK)))


def once(make: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
    """What is made of each; of what is the same thing from tick to tick it is made once."""
    known = {id(item): item for item in items}
    made = {key: make(item) for key, item in known.items()}
    return [made[id(item)] for item in items]


def _even(rows: Ints) -> Iterator[Ints]:
    """Of rows that are all as long, what is told after each guess: every row behind its length."""
    beside, changes = np.diff(rows, prepend=0), np.diff(rows, axis=0)
    onward = changes.copy()
    onward[1:] -= changes[:-1]
    lengths = np.full((len(rows), 1), rows.shape[1])
    for later in (changes, onward, beside[1:], np.diff(changes, prepend=0)):
        yield np.hstack([lengths, np.concatenate([beside[:1], later])]).ravel()


def _uneven(rows: Sequence[Ints]) -> Iterator[Ints]:
    """The same of any rows."""
    befores = [rows[0][:0], *rows[:-1]]
    for guess in GUESSES:
        yield np.concatenate([part for rest in guess(rows, befores) for part in ([len(rest)], rest)])


def _beside(rows: Sequence[Ints], befores: Sequence[Ints]) -> list[Ints]:
    """From its left neighbour."""
    del befores
    return [_steps(row) for row in rows]


def _as_before(rows: Sequence[Ints], befores: Sequence[Ints]) -> list[Ints]:
    """From the row before."""
    return [
        _rest(row, before, row[: len(before)] - before[: len(row)]) for row, before in zip(rows, befores, strict=True)
    ]


def _onward(rows: Sequence[Ints], befores: Sequence[Ints]) -> list[Ints]:
    """From the row before, moved on as it moved last."""
    earlier = [befores[0], *befores[:-1]]
    return _as_before(rows, [_moved(before, last) for before, last in zip(befores, earlier, strict=True)])


def _alongside(rows: Sequence[Ints], befores: Sequence[Ints]) -> list[Ints]:
    """From the row before, changed as its left neighbour changed."""
    changes = [row[: len(before)] - before[: len(row)] for row, before in zip(rows, befores, strict=True)]
    return [_rest(row, change, _steps(change)) for row, change in zip(rows, changes, strict=True)]


def _steps(row: Ints) -> Ints:
    return np.diff(row, prepend=0)


def _moved(before: Ints, earlier: Ints) -> Ints:
    known = min(len(before), len(earlier))
    moved = before.copy()
    moved[:known] += before[:known] - earlier[:known]
    return moved


def _rest(row: Ints, before: Ints, told: Ints) -> Ints:
    """What is told of a row: where another is known before it ``told``, else its steps."""
    if len(before) >= len(row):
        return told
    return np.concatenate([told, _steps(row)[len(before) :]])


GUESSES = (_as_before, _onward, _beside, _alongside)
"""Their numbers stand in the column."""


def groups(numbers: Ints) -> bytes:
    """Numbers in groups of seven bits."""
    folded = ((numbers << 1) ^ (numbers >> 63)).astype(np.uint64)
    if not len(folded) or int(folded.max()) < 1 << _BITS:
        return folded.astype(np.uint8).tobytes()
    most = -(-int(folded.max()).bit_length() // _BITS)
    shifts = np.arange(0, _BITS * most, _BITS, dtype=np.uint64)
    rest = folded[:, None] >> shifts  # what a group and those after it hold
    has = rest > 0
    has[:, 0] = True
    made = (rest & np.uint64(0x7F)).astype(np.uint8)
    made[:, :-1] |= has[:, 1:].astype(np.uint8) << np.uint8(_BITS)
    return made[has].tobytes()


def deflated(content: bytes) -> bytes:
    """As a browser inflates it: raw, without a header."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()
