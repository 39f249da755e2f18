"""The table of docs/reliability.md: what stands in a file's place, and what build, clean, check and deck do with it."""

import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from projects import edit

if TYPE_CHECKING:
    from conftest import Vizpipe

Place = Callable[[Path, Path], None]


def link(path: Path, store: Path) -> None:
    """Move it into the store, read-only, and leave a link."""
    path.rename(store / path.name)
    (store / path.name).chmod(0o444)
    path.symlink_to(os.path.relpath(store / path.name, path.parent))


def hard(path: Path, store: Path) -> None:
    """Give it another name in the store."""
    (store / path.name).hardlink_to(path)


def circle(path: Path, store: Path) -> None:
    """Put a link to itself in its place."""
    (store / path.name).write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(path.name)


def read_only(path: Path, store: Path) -> None:
    """Take its owner's right to write."""
    copy(path, store)
    path.chmod(0o444)


def directory(path: Path, store: Path) -> None:
    """Put a folder with somebody's file in its place."""
    copy(path, store)
    path.unlink()
    path.mkdir()
    (path / "mine").write_text("mine")


def copy(path: Path, store: Path) -> None:
    """Remember its content in the store."""
    (store / path.name).write_bytes(path.read_bytes())


@pytest.mark.parametrize(
    ("put", "inside", "ends"),
    [
        (link, True, (0, 0, "deleted")),
        (link, False, (2, 4, "kept")),
        (circle, True, (2, 4, "kept")),
        (hard, True, (0, 0, "deleted")),
        (hard, False, (0, 0, "deleted")),
        (read_only, True, (0, 0, "deleted")),
        (directory, True, (3, 4, "kept")),
    ],
)
def test_one_rule_for_every_verb(
    vizpipe: "Vizpipe",
    tiny: Path,
    tmp_path_factory: pytest.TempPathFactory,
    *,
    put: Place,
    inside: bool,
    ends: tuple[int, int, str],
) -> None:
    """Whatever stands there, the store's object keeps its bytes; each verb ends as the table says, in plain words."""
    build, check, clean = ends
    store = tiny / ".store" if inside else tmp_path_factory.mktemp("elsewhere")
    store.mkdir(exist_ok=True)
    path = tiny / "outputs" / "one.gif"
    put(path, store)
    whole, kind = (store / "one.gif").read_bytes(), path.lstat().st_mode
    done = vizpipe("check", "--no-exec")
    assert done.code == check, done
    edit(tiny / "figures" / "tiny.py", '"black"', '"red"')
    done = vizpipe("build")
    assert done.code == build, done
    assert "Errno" not in done.err
    assert "0x" not in done.err
    assert (store / "one.gif").read_bytes() == whole
    if build == 0:
        assert stat.S_ISREG(path.lstat().st_mode)
        assert path.read_bytes() != whole
        path.unlink()
        (store / "one.gif").rename(store / "old")
        path.write_bytes(whole)
        edit(tiny / "figures" / "tiny.py", '"red"', '"black"')
        assert vizpipe("build").code == 0
        put(path, store)
    else:
        assert path.lstat().st_mode == kind
    edit(tiny / "vizpipe.toml", '["gif", "png", "csv"]', '["png", "csv"]')
    if build:
        edit(tiny / "figures" / "tiny.py", '"red"', '"black"')
    done = vizpipe("clean")
    assert done.code == 0, done
    assert clean in done.out
    assert os.path.lexists(path) == (clean == "kept")
    assert (store / "one.gif").read_bytes() == whole


def test_a_mount_is_told(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A file on which another is mounted can't be replaced or deleted: 3 and its name, and it stays as it was."""
    path, other = tiny / "outputs" / "one.gif", tiny / "other"
    other.write_bytes(path.read_bytes())
    mounted = subprocess.run(["mount", "--bind", str(other), str(path)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("nobody may mount here")
    try:
        assert vizpipe("check", "--no-exec").code == 0
        edit(tiny / "figures" / "tiny.py", '"black"', '"red"')
        done = vizpipe("build")
        assert (done.code, "one.gif" in done.err, "mounted" in done.err) == (3, True, True), done
        edit(tiny / "vizpipe.toml", '["gif", "png", "csv"]', '["png", "csv"]')
        done = vizpipe("clean")
        assert (done.code, "mounted" in done.err) == (3, True), done
        assert other.read_bytes() == path.read_bytes()
    finally:
        subprocess.run(["umount", str(path)], check=True)


@pytest.mark.parametrize(
    ("put", "inside", "code"),
    [
        (link, True, 0),
        (link, False, 2),
        (circle, True, 2),
        (hard, False, 0),
        (read_only, True, 0),
        (directory, True, 2),
    ],
)
def test_a_deck_keeps_to_it(
    vizpipe: "Vizpipe", tiny: Path, tmp_path_factory: pytest.TempPathFactory, *, put: Place, inside: bool, code: int
) -> None:
    """A deck in the place of each is written, or refused before anything is drawn; the store keeps its bytes."""
    pytest.importorskip("pptx")
    store = tiny / ".store" if inside else tmp_path_factory.mktemp("elsewhere")
    store.mkdir(exist_ok=True)
    path = tiny / "one.pptx"
    assert vizpipe("deck", "one", "-o", "one.pptx").code == 0
    put(path, store)
    whole = (store / "one.pptx").read_bytes()
    done = vizpipe("deck", "one", "-o", "one.pptx", "--aspect", "4:3")
    assert done.code == code, done
    assert (store / "one.pptx").read_bytes() == whole
    assert code or (stat.S_ISREG(path.lstat().st_mode) and path.read_bytes() != whole)
