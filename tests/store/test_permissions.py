"""Folders that nobody may write or read: 3 and the folder's name, and nothing is lost."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nursery import cards_only

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


@pytest.mark.parametrize("words", [["run", "gates", "-o", "file/below"], ["run", "gates", "-o", "file"]])
def test_an_output_folder_that_cannot_be_made_ends_with_3(vizpipe: "Vizpipe", tmp_path: Path, words: list[str]) -> None:
    """An output folder that can't be made ends with 3 and one line that names it, before any training."""
    (tmp_path / "file").write_text("mine")
    done = vizpipe(*words)
    assert done.code == 3, done
    assert "file" in done.line
    assert "training" not in done.err
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only where there is a /proc")
def test_a_folder_that_the_system_keeps_for_itself_ends_with_3(vizpipe: "Vizpipe") -> None:
    """A folder where nobody can write, not even root, ends with 3 and its name."""
    done = vizpipe("run", "gates", "-o", "/proc/vizpipe")
    assert done.code == 3, done
    assert "/proc/vizpipe" in done.line


def without_power(words: list[str], cwd: Path, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run the command as one for whom permissions count: another user than root, or root without its power to override.

    On Linux root may write anywhere by a capability, which a process can give up for its children.
    """
    code = "import os, sys\n"
    if os.getuid() == 0:
        code += "import ctypes\nfor power in (1, 2):\n    assert not ctypes.CDLL(None).prctl(24, power, 0, 0, 0)\n"
    code += "os.execv(sys.executable, [sys.executable, '-m', 'vizpipe', *sys.argv[1:]])"
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | env, check=False, cwd=cwd)


@pytest.fixture
def read_only(tmp_path: Path, shared_cache: Path) -> Iterator[Path]:
    """A folder in which nobody may write, with one below it, and another with what a cache knows of recipes."""
    folder = tmp_path / "locked"
    (folder / "outputs").mkdir(parents=True)
    cards_only(shared_cache, folder)
    for each in (folder / "outputs", folder / "cards", folder):
        each.chmod(0o555)
    yield folder
    for each in (folder, folder / "cards", folder / "outputs"):
        each.chmod(0o755)


@pytest.mark.skipif(sys.platform != "linux", reason="root gives up its power by a call of Linux")
def test_a_read_only_output_folder_ends_with_3(tmp_path: Path, read_only: Path, shared_cache: Path) -> None:
    """For whom permissions count, a read-only output folder ends with 3 and its name, before any training."""
    done = without_power(["run", "gates", "-o", str(read_only)], tmp_path, {"VIZPIPE_CACHE": str(shared_cache)})
    assert done.returncode == 3, done
    assert str(read_only) in done.stderr
    assert "training" not in done.stderr


def test_a_new_recipe_in_a_folder_that_may_not_be_written_ends_with_3(read_only: Path, shared_cache: Path) -> None:
    """In a read-only folder ``new`` ends with 3 and one line, and has written nothing."""
    before = sorted(read_only.rglob("*"))
    done = without_power(["new", "mine"], read_only, {"VIZPIPE_CACHE": str(shared_cache)})
    assert done.returncode == 3, done
    assert "not permitted" in done.stderr
    assert "locked" in done.stderr
    assert sorted(read_only.rglob("*")) == before


@pytest.mark.skipif(sys.platform != "linux", reason="root gives up its power by a call of Linux")
def test_a_read_only_cache_is_only_warned_of(tmp_path: Path, read_only: Path) -> None:
    """Where the cache is read-only a run says so once and goes on, and its files are whole."""
    done = without_power(["run", "gates"], tmp_path, {"VIZPIPE_CACHE": str(read_only)})
    assert done.returncode == 0, done
    assert done.stderr.count("the cache is not kept") == 1
    assert (tmp_path / "gates.png").stat().st_size > 10_000
    assert list((read_only / "outputs").iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="root gives up its power by a call of Linux")
def test_a_manifest_that_cannot_be_read_now_is_not_lost(
    vizpipe: "Vizpipe", project: "Project", shared_cache: Path
) -> None:
    """A manifest that nobody may read ends build and clean with 3, and keeps every line."""
    assert vizpipe("build").code == 0
    path = project.root / "outputs" / "manifest.json"
    before = path.read_bytes()
    path.chmod(0)
    for words in (["build", "--force"], ["clean"]):
        done = without_power(words, project.root, {"VIZPIPE_CACHE": str(shared_cache)})
        assert done.returncode == 3, done
        assert "manifest.json" in done.stderr
    path.chmod(0o644)
    assert path.read_bytes() == before


@pytest.mark.skipif(sys.platform != "linux", reason="root gives up its power by a call of Linux")
def test_recipes_that_cannot_be_read_end_with_3(project: "Project", shared_cache: Path) -> None:
    """A folder of recipes that can't be read ends with 3 and is named as what is wrong, instead of a recipe."""
    (project.root / "figures").chmod(0)
    done = without_power(["build"], project.root, {"VIZPIPE_CACHE": str(shared_cache)})
    (project.root / "figures").chmod(0o755)
    assert done.returncode == 3, done
    assert "figures: the folder of recipes can't be read" in done.stderr
