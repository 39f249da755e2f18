"""Columns of whole numbers: what is packed can be read again, by the cases that a page's script runs too."""

import json
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

import vizpipe.encoding
from browsers import CHROMIUM
from vizpipe.encoding.columns import deflated, groups, packed

SCRIPT = Path(vizpipe.encoding.__file__).parent / "live" / "columns.js"
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
    count, guess = number(), number()
    for _ in range(count):
        row: list[int] = []
        last, earlier = ([], [], *rows)[-1], ([], [], *rows)[-2]
        for place in range(number()):
            left = row[-1] if row else 0
            guessed = left
            if place < len(last):
                moved = last[place] - earlier[place] if place < len(earlier) else 0
                changed = left - last[place - 1] if row else 0
                guessed = (last[place], last[place] + moved, left, last[place] + changed)[guess]
            row.append(guessed + number())
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


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt install chromium)")
@pytest.mark.xdist_group("browser")
def test_the_script_of_a_page_reads_every_case_back(browser: Any) -> None:
    """The same table, read by the script in a browser: each column gives its case's rows, alone and in one file."""
    page = browser.new_page()
    page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
    told = (
        "readColumns(Uint8Array.from({}.match(/../g), (byte) => parseInt(byte, 16)))"
        ".map((each) => Array.from({{ length: each.length }}, (_, row) => [...each.row(row)]))"
    )
    expected = [case["rows"] if len({str(row) for row in case["rows"]}) > 1 else case["rows"][:1] for case in CASES]
    assert [page.evaluate(told.format(json.dumps(case["bytes"])))[0] for case in CASES] == expected
    assert page.evaluate(told.format(json.dumps("".join(case["bytes"] for case in CASES)))) == expected
    page.close()


def test_a_column_is_told_by_what_leaves_least() -> None:
    """Points that move steadily, or all alike, take a byte or two each row; told from the row before they take more."""
    steady = [np.arange(50) ** 2 * 40 + 300 * tick for tick in range(20)]
    assert len(zlib.compress(packed(steady))) < 200
    assert read(packed(steady)) == [row.tolist() for row in steady]


def test_a_number_takes_as_many_bytes_as_it_has_groups_of_seven_bits() -> None:
    """63 and −64 take one byte, 64 and −65 two; the sign is folded into the lowest bit."""
    assert groups(np.array([0, -1, 1, 63, -64])).hex() == "0001027e7f"
    assert groups(np.array([64])).hex() == "8001"
    assert groups(np.array([-65])).hex() == "8101"


def test_columns_are_deflated_without_a_header() -> None:
    """A browser's ``deflate-raw`` reads them."""
    data = bytes(range(200)) * 3
    assert zlib.decompress(deflated(data), -zlib.MAX_WBITS) == data
