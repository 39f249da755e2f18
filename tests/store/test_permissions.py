"""Folders that nobody may write or read: 3 and the folder's name, and nothing is lost."""

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
def test_a_read_only_output_folder_ends_with_3(without_power: "Vizpipe", tmp_path: Path, read_only: Path) -> None:
    """For whom permissions count, a read-only output folder ends with 3 and its name, before any training."""
    done = without_power(["run", "gates", "-o", str(read_only)], tmp_path)
    assert done.code == 3, done
    assert str(read_only) in done.err
    assert "training" not in done.err


def test_a_new_recipe_in_a_folder_that_may_not_be_written_ends_with_3(
    without_power: "Vizpipe", read_only: Path
) -> None:
    """In a read-only folder ``new`` ends with 3 and one line, and has written nothing."""
    before = sorted(read_only.rglob("*"))
    done = without_power(["new", "mine"], read_only)
    assert done.code == 3, done
    assert "not permitted" in done.err
    assert "locked" in done.err
    assert sorted(read_only.rglob("*")) == before


@pytest.mark.skipif(sys.platform != "linux", reason="root gives up its power by a call of Linux")
def test_a_read_only_cache_is_only_warned_of(without_power: "Vizpipe", tmp_path: Path, read_only: Path) -> None:
    """Where the cache is read-only a run says so once and goes on, and its files are whole."""
    done = without_power(["run", "gates"], tmp_path, read_only)
    assert done.code == 0, done
    assert done.err.count("the cache is not kept") == 1
    assert (tmp_path / "gates.png").stat().st_size > 10_000
    assert list((read_only / "outputs").iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="root gives up its power by a call of Linux")
def test_a_manifest_that_cannot_be_read_now_is_not_lost(
    vizpipe: "Vizpipe", without_power: "Vizpipe", project: "Project"
) -> None:
    """A manifest that nobody may read ends build and clean with 3, and keeps every line."""
    assert vizpipe("build").code == 0
    path = project.root / "outputs" / "manifest.json"
    before = path.read_bytes()
    path.chmod(0)
    for words in (["build", "--force"], ["clean"]):
        done = without_power(words, project.root)
        assert done.code == 3, done
        assert "manifest.json" in done.err
    path.chmod(0o644)
    assert path.read_bytes() == before


@pytest.mark.skipif(sys.platform != "linux", reason="root gives up its power by a call of Linux")
def test_recipes_that_cannot_be_read_end_with_3(without_power: "Vizpipe", project: "Project") -> None:
    """A folder of recipes that can't be read ends with 3 and is named as what is wrong, instead of a recipe."""
    (project.root / "figures").chmod(0)
    done = without_power(["build"], project.root)
    (project.root / "figures").chmod(0o755)
    assert done.code == 3, done
    assert "figures: the folder of recipes can't be read" in done.err
