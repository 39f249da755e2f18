"""Parquet files that are damaged or made to harm: one line, and no memory for what is repeated."""

import io
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from vizpipe.errors import UsageError
from vizpipe.tables import samples_of

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import parquet
else:
    pa = pytest.importorskip("pyarrow", reason="needs vizpipe[parquet]")
    from pyarrow import parquet

ROWS = 40
KINDS = ["finch", "wren"] * (ROWS // 2)


def written(table: Any, **options: Any) -> bytes:
    """A table as a Parquet file."""
    parquet.write_table(table, stream := io.BytesIO(), **options)
    return stream.getvalue()


def seeds() -> list[bytes]:
    """A plain table and one of all kinds of columns, packed in four ways."""
    rng, counted = np.random.default_rng(0), list(range(ROWS))
    plain: dict[str, Any] = {"width": rng.normal(size=ROWS), "height": rng.normal(size=ROWS), "kind": KINDS}
    many: dict[str, Any] = {
        "width": pa.array([None, *plain["width"][1:]]),
        "height": plain["height"].astype(np.float32),
        "when": pa.array(counted, pa.timestamp("s")),
        "day": pa.array(counted, pa.date32()),
        "long": pa.array(counted, pa.duration("ns")),
        "price": pa.array([1] * ROWS, pa.decimal128(5, 2)),
        "raw": pa.array([b"\xff\0"] * ROWS),
        "list": pa.array([[1, 2]] * ROWS),
        "parts": pa.array([{"a": 1}] * ROWS),
        "kind": pa.array(KINDS).dictionary_encode(),
    }
    return [
        written(pa.table(columns), compression=packed, data_page_version=version, row_group_size=15)
        for columns in (plain, many)
        for packed, version in (("none", "1.0"), ("snappy", "2.0"), ("gzip", "1.0"), ("zstd", "2.0"))
    ]


def mutated(rng: np.random.Generator, files: list[bytes]) -> bytes:
    """A file with bytes changed, mostly in its pages or in its footer, sometimes strewn in or cut."""
    body = bytearray(files[rng.integers(len(files))])
    footer = len(body) - 8 - int.from_bytes(body[-8:-4], "little")
    for _ in range(rng.integers(1, 4)):
        first, last = (4, footer) if rng.integers(2) else (footer, len(body) - 8)
        at = int(rng.integers(first, last))
        kind = rng.integers(8)
        if kind == 0:
            del body[at : at + int(rng.integers(30))]
        elif kind == 1:
            body[at:at] = [b"\0", b"\xff\xff\xff\xff\x0f", b"PAR1", b"\x80" * 9][rng.integers(4)]
        else:
            body[at] = rng.integers(256)
        footer = min(footer, len(body) - 9)
    return bytes(body)


def survives(count: int, folder: Path) -> tuple[int, int]:
    """Each of so many mutated files gives samples or a line; how many of which."""
    files, drawn = seeds(), 0
    for data in files:
        (folder / "a.parquet").write_bytes(data)
        assert samples_of("a.parquet", str(folder), label="kind", x="width,height").classes == ("finch", "wren")
    for number in range(count):
        rng = np.random.default_rng([19, number])
        (folder / "a.parquet").write_bytes(mutated(rng, files))
        try:
            samples = samples_of("a.parquet", str(folder), label="kind")
        except UsageError as error:
            assert "\n" not in str(error)  # noqa: PT017 - most are, none must be
            continue
        points, _ = samples.draw(rng, 10)
        assert np.isfinite(points).all()
        drawn += 1
    return drawn, count - drawn


@pytest.mark.parametrize("count", [200, pytest.param(3_000, marks=pytest.mark.soak)])
def test_damaged_files_are_drawn_or_refused(count: int, tmp_path: Path) -> None:
    """Of damaged files none ends with anything but samples or one line, and there are some of either."""
    drawn, refused = survives(count, tmp_path)
    assert min(drawn, refused) > count // 20


def test_a_time_that_no_calendar_has_is_refused(tmp_path: Path) -> None:
    """A date beyond the year 9999 is no traceback."""
    columns = {"a": np.arange(20.0), "b": np.arange(20.0), "when": pa.array([1 << 62] * 20, pa.timestamp("ms"))}
    (tmp_path / "a.parquet").write_bytes(written(pa.table({**columns, "kind": KINDS[:20]})))
    with pytest.raises(UsageError, match=r"a\.parquet: it can't be read as Parquet"):
        samples_of("a.parquet", str(tmp_path), label="kind")


def test_a_text_that_is_repeated_is_held_once(tmp_path: Path) -> None:
    """A text of a million letters in a hundred thousand rows, which packs well, takes no hundred gigabytes."""
    rows = 100_000
    long = pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array(["x" * 1_000_000]))
    numbers = np.random.default_rng(0).normal(size=(2, rows))
    kinds = pa.array(["finch", "wren"] * (rows // 2))
    columns = {"a": numbers[0], "b": numbers[1], "kind": kinds, "long": long}
    options = {"store_schema": False, "dictionary_pagesize_limit": 1 << 30}
    data = written(pa.table(columns), **options)
    assert len(data) < 10_000_000
    (tmp_path / "a.parquet").write_bytes(data)
    before = pa.default_memory_pool().max_memory()
    tracemalloc.start()
    assert samples_of("a.parquet", str(tmp_path), label="kind", x="a,b").classes == ("finch", "wren")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 300_000_000
    assert pa.default_memory_pool().max_memory() < max(before, 300_000_000)
