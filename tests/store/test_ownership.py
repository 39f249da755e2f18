"""Whose files are whose: what links lead to, what others wrote, names that are two spellings of one file."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from vizpipe.errors import UsageError
from vizpipe.film.packing import pack
from vizpipe.manifest.ownership import Guard
from vizpipe.store import hashes
from vizpipe.store.cache import PUBLISHED, Cache

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

LINE = "vizpipe 1.0: vizpipe run gates"


def _picture(path: Path) -> None:
    Image.fromarray(np.zeros((4, 4), dtype=np.uint8)).save(path, format="GIF", comment=LINE.encode())


def _text(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(text)


MARKED = f"<svg><metadata><dc:title>{LINE}</dc:title></metadata></svg>"
XML = "<testsuite/>\n<!-- vizpipe 1.0: vizpipe check -->\n"


@pytest.mark.parametrize(
    ("name", "make", "repairs", "outcome"),
    [
        ("a.gif", lambda _: None, False, "free"),
        ("a.gif", _text(""), False, "free"),
        ("a.gif", _picture, False, "free"),
        ("a.gif", _text("mine"), False, "foreign"),
        ("a.gif", _text("mine"), True, "foreign"),
        ("a.GIF", _text("GIF89a"), True, "foreign"),
        ("a.svg", _text("<svg/>"), False, "foreign"),
        ("a.svg", _text(MARKED), False, "unknown"),
        ("a.svg", _text(MARKED), True, "free"),
        ("a.csv", _text("frame,x\n"), False, "unknown"),
        ("a.csv", _text("frame,x\n"), True, "unknown"),
        ("a.npz", lambda path: path.write_bytes(pack({"__film__": np.zeros(2)})), False, "free"),
        ("a.npz", lambda path: path.write_bytes(pack({"mine": np.zeros(2)})), False, "foreign"),
        ("a.npz", _text("PK"), False, "foreign"),
        ("a.xml", _text(XML), True, "free"),
        ("a.xml", _text(XML + "<mine/>"), True, "foreign"),
        ("a.gif", lambda path: path.symlink_to("gone"), True, "foreign"),
        ("a.gif", os.mkfifo, True, "no file"),
    ],
)
def test_only_what_vizpipe_wrote_is_replaced_unasked(
    tmp_path: Path, *, name: str, make: Callable[[Path], object], repairs: bool, outcome: str
) -> None:
    """A file with our line or hash, or the same content, is replaced unasked; asked, every file; a pipe never."""
    path, cache = tmp_path / name, Cache(tmp_path / "cache")
    make(path)
    guard = Guard(cache, overwrite=False, repairs=repairs)
    willing = Guard(cache, overwrite=True, repairs=repairs)
    if outcome in ("foreign", "no file"):
        with pytest.raises(UsageError, match="overwrite" if outcome == "foreign" else "is no file"):
            guard.claim(path)
    else:
        guard.claim(path)
        guard.claim(path)
    if outcome == "no file":
        with pytest.raises(UsageError, match="is no file"):
            willing.claim(path)
        return
    willing.claim(path)
    if outcome == "unknown":
        with pytest.raises(UsageError, match="overwrite"):
            guard.admit(path, hashes.sha256_of(b"other"))
        guard.admit(path, hashes.sha256(path))
    elif outcome == "free":
        guard.admit(path, hashes.sha256_of(b"other"))
    willing.admit(path, hashes.sha256_of(b"other"))


@pytest.mark.parametrize("name", ["a.csv", "a.svg", "a.pptx", "a.gif", "a"])
def test_what_was_written_here_is_known_by_its_hash(tmp_path: Path, name: str) -> None:
    """What was written here may be replaced until somebody changes it, or the cache is emptied."""
    path, cache = tmp_path / name, Cache(tmp_path / "cache")
    path.write_bytes(b"ours")
    Guard(cache, overwrite=False).admit(path, hashes.sha256(path))
    later = Guard(cache, overwrite=False)
    later.claim(path)
    later.admit(path, hashes.sha256_of(b"newer"))
    path.write_bytes(b"ours, and a word of mine")
    with pytest.raises(UsageError):
        _replaced(path, Guard(cache, overwrite=False))
    path.write_bytes(b"ours")
    cache.clear()
    assert cache.read(PUBLISHED, hashes.sha256(path)) is None
    with pytest.raises(UsageError):
        _replaced(path, Guard(cache, overwrite=False))


def _replaced(path: Path, guard: Guard) -> None:
    guard.claim(path)
    guard.admit(path, hashes.sha256_of(b"newest"))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["run", "counter", "--size", "200x100", "--name", "a"], "a.gif"),
        (["run", "counter", "-f", "csv", "-o", "a.csv"], "a.csv"),
        (["build"], "outputs/one.gif"),
        (["check", "--no-exec", "--junit", "j.xml"], "j.xml"),
        (["check", "--no-exec", "--report", "page"], "page/index.html"),
    ],
)
def test_every_writer_asks_first(vizpipe: "Vizpipe", project: "Project", words: list[str], name: str) -> None:
    """Every writer leaves another's file with 2 and one line; --overwrite replaces it, and then it may do so again."""
    path = project.write(name, "mine")
    done = vizpipe(*words)
    assert done.code == 2
    assert "overwrite" in done.err
    assert str(path.name) in done.err
    assert path.read_text() == "mine"
    if "--no-exec" in words:
        return
    assert vizpipe(*words, "--overwrite").code == 0
    assert path.read_bytes() != b"mine"
    assert vizpipe(*words).code == 0


def test_a_build_without_its_manifest_and_cache_heals(
    vizpipe: "Vizpipe", project: "Project", own_cache: dict[str, str]
) -> None:
    """Without manifest and cache a build asks nobody: pictures say what made them, tables come out the same."""
    project.ask_for("gif", "png", "svg", "html", "csv", "npz")
    assert vizpipe("build").code == 0
    before = {path.name: path.read_bytes() for path in (project.root / "outputs").iterdir()}
    (project.root / "outputs" / "manifest.json").unlink()
    assert vizpipe("build", env=own_cache).code == 0
    assert {path.name: path.read_bytes() for path in (project.root / "outputs").iterdir()} == before
    (project.root / "outputs" / "manifest.json").unlink()
    text = (project.root / "figures" / "counter.py").read_text()
    project.write("figures/counter.py", text.replace('"black"', '"red"').replace("index / steps", "index / steps / 2"))
    assert vizpipe("build", env=own_cache).code == 0
    after = {path.name: path.read_bytes() for path in (project.root / "outputs").iterdir()}
    assert all(after[name] != before[name] for name in before)
