"""Files that are damaged or made to harm: one line, no code run, no memory taken for what isn't there."""

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
from awkward import POINTS, drawn, npz, text

from vizpipe.errors import MachineError, UsageError
from vizpipe.tables import samples_of

SEEDS = [
    *((case.file, case.data) for case in drawn()),
    ("matrix.npz", npz(X=POINTS, y=np.repeat([0, 1], 30))),
    ("columns.npz", npz(a=POINTS[:, 0], b=POINTS[:, 1], label=np.repeat([0, 1], 30))),
]


def mutated(rng: np.random.Generator) -> tuple[str, bytes]:
    """A file with bytes flipped, cut, doubled or strewn in."""
    name, data = SEEDS[rng.integers(len(SEEDS))]
    body = bytearray(data)
    for _ in range(rng.integers(1, 9)):
        at = int(rng.integers(max(len(body), 1)))
        kind = rng.integers(5)
        if kind == 0:
            body[at : at + 1] = bytes([rng.integers(256)])
        elif kind == 1:
            del body[at:]
        elif kind == 2:
            body[at:at] = body[: int(rng.integers(400))]
        elif kind == 3:
            body[at:at] = [b"\0", b'"', b";", b"\xff\xfe", b"1e999", b"-inf", b"\r", b"{}", b"999999999999"][
                rng.integers(9)
            ]
        else:
            del body[at : at + int(rng.integers(60))]
    return name, bytes(body)


def survives(count: int, folder: Path) -> None:
    """Each of so many mutated files gives samples or a line."""
    rng = np.random.default_rng(19)
    for _ in range(count):
        name, data = mutated(rng)
        (folder / name).write_bytes(data)
        said = ""
        try:
            samples = samples_of(name, str(folder))
        except (UsageError, MachineError) as error:
            said = str(error)
        if said:
            assert "\n" not in said
            continue
        points, labels = samples.draw(rng, 10)
        assert np.isfinite(points).all()
        assert set(labels.tolist()) == set(range(len(samples.classes)))


def test_damaged_files_are_drawn_or_refused(tmp_path: Path) -> None:
    """Of 400 damaged files none ends with anything but samples or one line."""
    survives(400, tmp_path)


@pytest.mark.soak
def test_many_damaged_files_are_drawn_or_refused(tmp_path: Path) -> None:
    """Nor of 10,000."""
    survives(10_000, tmp_path)


def header(shape: str, kind: str = "<f8") -> bytes:
    """The header of an array that says it is larger than its file."""
    words = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}".encode()
    words += b" " * (-(len(words) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(words)) + words


@pytest.mark.parametrize("shape", ["(1000000000000,)", "(1000000000, 2)", "(4294967296, 4294967296)"])
def test_no_memory_is_taken_for_an_array_that_is_not_there(shape: str, tmp_path: Path) -> None:
    """A header that promises terabytes is refused before anything is allocated."""
    with zipfile.ZipFile(stream := io.BytesIO(), "w") as archive:
        archive.writestr("X.npy", header(shape) + b"\0" * 64)
    (tmp_path / "bomb.npz").write_bytes(stream.getvalue())
    tracemalloc.start()
    with pytest.raises(UsageError, match=r"bomb\.npz: it can't be read as NPZ"):
        samples_of("bomb.npz", str(tmp_path))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000


def test_a_zip_that_swells_is_refused(tmp_path: Path) -> None:
    """A member of 300 MB of zeros, packed into 300 kB, is refused by its size."""
    path = tmp_path / "swell.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("X.npy", "w") as member:
        member.write(header("(18750000, 2)"))
        for _ in range(300):
            member.write(b"\0" * 1_000_000)
    with pytest.raises(UsageError, match="it unpacks to more than 200 MB"):
        samples_of("swell.npz", str(tmp_path))


def test_very_long_names_and_cells_stay_short_in_what_is_said(tmp_path: Path) -> None:
    """A line stays a line, however long a column's name or a cell is."""
    lines = text([f"{'a' * 5000},b,kind", *(f"{'9' * 400}x,1,finch" for _ in range(20))])
    (tmp_path / "long.csv").write_bytes(lines)
    with pytest.raises(UsageError) as caught:
        samples_of("long.csv", str(tmp_path), x=f"{'a' * 5000},b")
    assert len(str(caught.value)) < 200
