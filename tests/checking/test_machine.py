"""``vizpipe doctor``: what was looked at, what was found, and the line that mends it."""

import importlib.metadata
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vizpipe.checking.machine import Seen, examine

if TYPE_CHECKING:
    from conftest import Vizpipe


def seen(place: Path) -> dict[str, Seen]:
    """What is seen of this machine, by what it is about."""
    return {each.about: each for each in examine(place, 2)}


def test_a_machine_that_has_all_is_told_so(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Where nothing is missing, doctor names what it looked at and ends with 0."""
    done = vizpipe("doctor", env={"VIZPIPE_CACHE": str(tmp_path / "cache")})
    assert done.code == 0
    for about in (
        "Python",
        "libraries",
        "fonts",
        "extras",
        "cache",
        "temporary files",
        "cores",
        "numbers",
        "git",
    ):
        assert f"✓ {about} " in done.out
    assert "✗" not in done.out


def test_a_place_that_cannot_be_written_is_a_fault(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """A cache that can't be written ends with 3, and the way out is named, also for machines."""
    (tmp_path / "file").touch()
    env = {"VIZPIPE_CACHE": str(tmp_path / "file" / "cache")}
    done = vizpipe("doctor", env=env)
    assert done.code == 3
    assert "✗ cache" in done.out
    assert "→ set VIZPIPE_CACHE" in done.out
    faults = [each["about"] for each in vizpipe("doctor", "--json", env=env).json if each["is_fault"]]
    assert faults == ["cache"]


def test_a_full_disk_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A place with no room is named, with how little it has."""
    monkeypatch.setattr("vizpipe.checking.machine._LEAST_ROOM", 10**18)
    found = seen(tmp_path)["this folder"]
    assert found.is_fault
    assert "MB only" in found.found


def test_a_library_of_another_version_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A library of a version that is known to draw badly is named, with the line that installs another."""
    real = importlib.metadata.version
    versions = {"matplotlib": "3.11.1"}
    monkeypatch.setattr(importlib.metadata, "version", lambda name: versions.get(name) or real(name))
    found = seen(tmp_path)["matplotlib"]
    assert found.is_fault
    assert found.mend.startswith("pip install 'matplotlib")
    assert "3.11.1" in found.found


def test_extras_that_are_not_here_are_told_and_no_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What only some need is named with the line that installs it."""
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in ("av", "pptx") else real(name))
    found = seen(tmp_path)["extras not here"]
    assert found.found == "video, slides"
    assert found.mend == "pip install 'vizpipe[video,slides]'"
    assert not found.is_fault


def test_no_git_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without git the rest works; doctor says what doesn't."""
    monkeypatch.setenv("PATH", str(tmp_path))
    found = seen(tmp_path)["git"]
    assert found.found == "is not installed"
    assert not found.is_fault
