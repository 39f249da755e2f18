"""Columns of whole numbers: what is packed can be read again, by the cases that a page's script runs too."""

import json
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from vizpipe.encoding.columns import deflated, groups, packed

CASES = json.loads(Path(__file__).with_name("columns.json").read_text(encoding="utf-8"))


def read(data: bytes) -> list[list[int]]:
    """The rows of a column, read number by number."""
    at = 0

    def number() -> int:
        nonlocal at
        value, shift = 0, 0
        while True:
            part = data[at]
            at += 1
            value |= (part & 0x7F) << shift
            shift += 7
            if not part & 0x80:
                return (value >> 1) ^ -(value & 1)

    rows: list[list[int]] = []
    for _ in range(number()):
        row: list[int] = []
        last = rows[-1] if rows else []
        for place in range(number()):
            before = last[place] if place < len(last) else row[-1] if row else 0
            row.append(before + number())
        rows.append(row)
    assert at == len(data)
    return rows


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_a_column_is_packed_as_its_case_says(case: dict[str, Any]) -> None:
    """Each case of the table holds rows and the bytes that they become; a page's script reads the same table back."""
    rows = [np.array(row, dtype=np.int64) for row in case["rows"]]
    assert packed(rows).hex() == case["bytes"]


@given(some.lists(some.lists(some.integers(-(2**40), 2**40), max_size=9), min_size=1, max_size=6))
def test_rows_come_back_whatever_they_hold(rows: list[list[int]]) -> None:
    """Rows of any length come back; where all are the same, once."""
    told = read(packed([np.array(row, dtype=np.int64) for row in rows]))
    same = all(row == rows[0] for row in rows)
    assert told == (rows[:1] if same else rows)


def test_a_number_takes_as_many_bytes_as_it_has_groups_of_seven_bits() -> None:
    """63 and −64 take one byte, 64 and −65 two; the sign is folded into the lowest bit."""
    assert groups(np.array([0, -1, 1, 63, -64])).hex() == "0001027e7f"
    assert groups(np.array([64])).hex() == "8001"
    assert groups(np.array([-65])).hex() == "8101"


def test_columns_are_deflated_without_a_header() -> None:
    """A browser's ``deflate-raw`` reads them."""
    data = bytes(range(200)) * 3
    assert zlib.decompress(deflated(data), -zlib.MAX_WBITS) == data
