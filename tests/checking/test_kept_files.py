"""Kept files: they may come from anywhere, and are told about in words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image

from vizpipe.checking import disk
from vizpipe.encoding import decode
from vizpipe.manifest.manifest import File

Change = Callable[[Path], None]


def _facts(**changes: Any) -> File:
    facts = File("0" * 64, "x", 10, 40, 30, 1, 0, "alt", kept=True)
    return msgspec.structs.replace(facts, **changes)


def _bomb(path: Path) -> None:
    Image.new("1", (30_000, 30_000)).save(path)


def _disguised(path: Path) -> None:
    Image.new("RGB", (40, 30)).save(path, format="BMP")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (_bomb, "more than 400 million pixels"),
        (_disguised, "can't be decoded"),
        (lambda path: path.write_bytes(b"mine"), "can't be decoded: it is no PNG, or a damaged one"),
        (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 100), "can't be decoded"),
        (lambda path: path.mkdir(), "is missing"),
        (lambda path: path.symlink_to("/etc/hostname"), "leads outside"),
        (lambda path: Image.new("RGB", (40, 30)).save(path), "other pixels"),
        (lambda _: None, "is missing"),
    ],
)
def test_a_kept_file_may_come_from_anywhere(tmp_path: Path, make: Change, says: str) -> None:
    """A kept file that is huge, damaged, of another format, a folder or a link that leads out is told in words."""
    make(tmp_path / "a.png")
    assert says in str(disk.problem_of(tmp_path, "a.png", _facts()))


def test_more_than_a_film_is_not_decoded(tmp_path: Path) -> None:
    """A file small on disk, with more pixels than any memory holds, is refused by its header."""
    frames = [Image.new("P", (6000, 6000), k) for k in range(12)]
    path = tmp_path / "a.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=100)
    assert path.stat().st_size < 2_000_000
    with pytest.raises(ValueError, match="million pixels"):
        decode.decode(path, (6000, 6000), 12)


def test_only_the_format_that_the_name_says_is_tried(tmp_path: Path) -> None:
    """A kept TIFF called .gif is no picture, and one without a known ending is not opened."""
    Image.new("RGB", (4, 4)).save(tmp_path / "a.gif", format="TIFF")
    (tmp_path / "a.eps").write_bytes(b"%!PS")
    for name in ("a.gif", "a.eps"):
        with pytest.raises((ValueError, OSError)):
            decode.decode(tmp_path / name, (4, 4), 1)


def test_a_still_that_moves_is_no_still(tmp_path: Path) -> None:
    """An animated PNG with the right first picture is no still."""
    first, second = Image.new("RGB", (40, 30)), Image.new("RGB", (40, 30), "red")
    first.save(tmp_path / "a.png", save_all=True, append_images=[second])
    assert "it moves" in str(disk.problem_of(tmp_path, "a.png", _facts()))
