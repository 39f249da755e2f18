"""The one writer and the cache."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from vizpipe.errors import MachineError
from vizpipe.store import atomic, cache, temporary
from vizpipe.store.cache import Cache


def test_a_file_is_old_or_new_never_half(tmp_path: Path) -> None:
    """A block of the writer that fails leaves the old file and no other."""
    target = tmp_path / "a.gif"
    atomic.write(target, b"old")

    def fail() -> None:
        with atomic.writing(target) as stream:
            stream.write(b"ne")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.gif"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666])
def test_an_existing_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    """Publishing a file again changes its content, not its permissions."""
    target = tmp_path / "a.gif"
    target.write_bytes(b"old")
    target.chmod(mode)
    atomic.write(target, b"new")
    assert stat.S_IMODE(target.stat().st_mode) == mode


def test_a_new_file_gets_the_users_mode(tmp_path: Path) -> None:
    """A new file has the mode 0666 less the umask, as any program's file."""
    mask = os.umask(0o027)
    try:
        atomic.write(tmp_path / "a", b"x")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    """A folder that is a file is an error of one line with the path."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(MachineError, match="file"):
        temporary.ready(tmp_path / "file" / "below")


@pytest.mark.parametrize(("kept", "added"), [(-1, b""), (10, b""), (0, b""), (-1, b"?")])
def test_a_damaged_entry_is_a_missing_one(tmp_path: Path, kept: int, added: bytes) -> None:
    """A cache entry that is truncated, emptied or changed is never read."""
    entries = Cache(tmp_path)
    path = entries.write("films", "key", b"some bytes")
    assert entries.read("films", "key") == b"some bytes"
    path.write_bytes(path.read_bytes()[:kept] + added)
    assert entries.read("films", "key") is None


def test_a_cache_that_cannot_be_kept_still_works(tmp_path: Path) -> None:
    """Entries of a cache that can't be kept go elsewhere for this command, and the reason is known."""
    (tmp_path / "file").write_bytes(b"")
    entries = Cache(tmp_path / "file")
    entries.write("films", "key", b"some bytes")
    assert entries.read("films", "key") == b"some bytes"
    assert "file" in entries.refused


def test_clearing_frees_everything(tmp_path: Path) -> None:
    """All entries are gone from a cache that was cleared, and an empty one can be cleared too."""
    entries = Cache(tmp_path / "cache")
    entries.write("films", "key", b"x" * 100)
    assert entries.clear() == 132
    assert entries.clear() == 0


def test_a_cache_in_somebodys_folder_deletes_entries_alone(tmp_path: Path) -> None:
    """VIZPIPE_CACHE can be a home with a folder of pictures: whole and damaged entries go, all else stays."""
    mine = tmp_path / "pictures" / "holiday.jpg"
    mine.parent.mkdir()
    mine.write_bytes(b"mine")
    (mine.parent / "album").mkdir()
    old = Cache(tmp_path)
    for name in ("key", "0" * 64, f"{'f' * 64}.still"):
        old.write("pictures", name, b"x")
    (tmp_path / "pictures" / ("0" * 64)).write_bytes(b"damaged")
    assert Cache(tmp_path).trim(0) == 33 + 33 + 7
    old.write("films", "key", b"x")
    assert old.clear() == 33
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["album", "holiday.jpg", "pictures"]


def test_the_cache_keeps_to_its_limit(tmp_path: Path) -> None:
    """What was used longest ago goes first from a full cache; what this process used stays, whatever the limit."""
    old = Cache(tmp_path)
    paths = [old.write("films", str(number), bytes(968)) for number in range(6)]  # 1,000 bytes with their checksums
    for number, path in enumerate(paths):
        os.utime(path, (1000.0 + number, 1000.0 + number))
    entries = Cache(tmp_path)
    assert entries.read("films", "0") is not None
    assert entries.trim(3500) == 3000
    assert [path.exists() for path in paths] == [True, False, False, False, True, True]
    assert entries.trim(0) == 2000
    assert [path.name for path in sorted(tmp_path.rglob("*")) if path.is_file()] == ["0"]


@pytest.mark.parametrize(("text", "limit"), [("", 2e9), ("5", 5e6), ("many", 2e9), ("-1", 2e9), ("9" * 30, 2e9)])
def test_the_limit_is_read_carefully(text: str, limit: float) -> None:
    """The cache's limit is in megabytes, or 2,000 if it is no number."""
    assert cache._limit(text) == limit


def test_a_target_that_is_held_open_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused replacement of a file is tried a few times; then one line names the file, and nothing is left."""
    target = tmp_path / "a.gif"
    target.write_bytes(b"old")
    real, refusals = Path.replace, [3]

    def refuse(self: Path, other: Path) -> Path:
        if refusals[0]:
            refusals[0] -= 1
            raise PermissionError(13, "held open")
        return real(self, other)

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr("vizpipe.store.atomic.time.sleep", lambda _: None)
    atomic.write(target, b"new")
    assert target.read_bytes() == b"new"
    refusals[0] = 99
    with pytest.raises(MachineError, match=r"a\.gif"):
        atomic.write(target, b"newer")
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.gif"]


def test_only_what_dead_processes_left_is_tidied(tmp_path: Path) -> None:
    """Unfinished files of dead processes and old ones go; our own, a living process's and a stranger's stay."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    here = atomic._HERE
    names = {
        f".vizpipe-{here}-{dead.pid}-a.tmp": False,
        f".vizpipe-{here}-{os.getpid()}-gone.tmp": False,
        f".vizpipe-{here}-{os.getppid()}-b.tmp": True,
        ".vizpipe-00000000-1-new.tmp": True,
        ".vizpipe-00000000-1-old.tmp": False,
        f".vizpipe-{here}-99999999999-c.tmp": True,
        ".vizpipe-mine.tmp": True,
        "a.gif": True,
    }
    for name in names:
        (tmp_path / name).write_bytes(b"")
    os.utime(tmp_path / ".vizpipe-00000000-1-old.tmp", (1.0, 1.0))
    with atomic.writing(tmp_path / "b.gif") as stream:
        stream.write(b"x")
        atomic.tidy(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {name for name, stays in names.items() if stays} | {"b.gif"}


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_that_is_years_off_breaks_no_limit(tmp_path: Path, years: int) -> None:
    """Cache entries of the past and of the future go all the same, and what was used just now stays."""
    old = Cache(tmp_path)
    for number in range(3):
        path = old.write("films", str(number), bytes(968))
        os.utime(path, (path.stat().st_mtime + years * 3e7,) * 2)
    now = Cache(tmp_path)
    now.write("films", "mine", bytes(968))
    assert now.trim(1500) == 3000
    assert now.read("films", "mine") is not None


def test_emptying_the_cache_takes_nothing_else(tmp_path: Path) -> None:
    """A folder that was named as the cache by mistake keeps its own files when the cache is emptied."""
    (tmp_path / "mine.txt").write_text("precious")
    (tmp_path / "films").mkdir()
    cache = Cache(tmp_path)
    cache.write("films", "key", b"x")
    cache.clear()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
