"""What agrees with what is committed stays as it is: the file, the manifest's line.

Its time stays too, unless what it is made from is newer: then it moves on, so that make settles (``test_stamp.py``).
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from nursery import cards_only
from sweeps import commit
from vizpipe.manifest import manifest

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

ROUNDING = "weights = snapshot.parameters * (1.0 + 3e-14)"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, new_project: Callable[..., Path]) -> Path:
    """A project that is built."""
    return new_project(tmp_path_factory.mktemp("churn") / "template", committed=False)


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file's bytes and time."""
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.iterdir())}


def written(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file's bytes and number on the disk, which is another if it was written again."""
    return {path.name: (path.read_bytes(), path.stat().st_ino) for path in sorted(folder.iterdir())}


def counts(done: dict[str, int]) -> tuple[int, int, int]:
    """How much was trained, drawn, written."""
    return done["trained"], done["drawn"], done["written"]


def test_another_library_that_gives_the_same_changes_nothing(
    vizpipe: "Vizpipe", tiny: Path, own_cache: dict[str, str], other_numpy: dict[str, str]
) -> None:
    """A library that gives the same is tried once, and the files and the manifest keep even their times."""
    env = own_cache | other_numpy
    before = state(tiny / "outputs")
    assert vizpipe("build", "--locked", env=env).code == 4
    assert counts(vizpipe("build", "--json", env=env).json) == (1, 10, 0)
    assert state(tiny / "outputs") == before
    assert counts(vizpipe("build", "--json", env=env).json) == (0, 0, 0)
    assert vizpipe("build", "--locked", env=env).code == 0
    assert vizpipe("build", "--locked").code == 0


def test_rounding_changes_no_file(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Code that gives the same but for rounding gets new keys, and keeps the old record and the old files."""
    recipe = tiny / "figures" / "tiny.py"
    text = recipe.read_text()
    assert "weights = snapshot.parameters.copy()" in text
    recipe.write_text(text.replace("weights = snapshot.parameters.copy()", ROUNDING))
    before, old = written(tiny / "outputs"), manifest.read(tiny / "outputs").assets["one"]
    assert counts(vizpipe("build", "--json").json) == (1, 10, 0)
    after, new = written(tiny / "outputs"), manifest.read(tiny / "outputs").assets["one"]
    assert [name for name in before if before[name] != after[name]] == ["manifest.json"]
    assert (new.digest, new.film, new.files, new.drawn) == (old.digest, old.film, old.files, old.drawn)
    assert new.keys.film != old.keys.film
    assert vizpipe("build", "--locked").code == 0


def test_another_description_is_taken(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A new alternative text for the same pictures stands in the manifest and in the pictures after one build."""
    recipe = tiny / "figures" / "tiny.py"
    recipe.write_text(recipe.read_text().replace("Nine weights move", "All weights move"))
    before = written(tiny / "outputs")
    assert vizpipe("build").code == 0
    after = written(tiny / "outputs")
    assert [name for name in before if before[name] != after[name]] == ["manifest.json", "one.gif", "one.png"]
    assert all("All weights" in facts.alt for facts in manifest.read(tiny / "outputs").assets["one"].files.values())
    assert vizpipe("build", "--locked").code == 0


def test_what_git_keeps_is_asked_anew(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A file that git is told to ignore is no longer kept after the next build, though nothing else changed."""
    commit(tiny)
    (tiny / ".gitignore").write_text("*.gif\n")
    subprocess.run(["git", "rm", "-q", "--cached", "outputs/one.gif"], cwd=tiny, check=True)
    assert vizpipe("build").code == 0
    files = manifest.read(tiny / "outputs").assets["one"].files
    assert {name: facts.kept for name, facts in files.items()} == {"one.csv": True, "one.gif": False, "one.png": True}


@pytest.mark.usefixtures("tiny")
def test_force_takes_the_environment_as_new(
    vizpipe: "Vizpipe",
    own_cache: dict[str, str],
    shared_cache: Path,
    other_numpy: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """After --force the other library is the fresh one."""
    env = own_cache | other_numpy
    assert vizpipe("build", "--force", env=env).code == 0
    fresh = env | cards_only(shared_cache, tmp_path_factory.mktemp("empty"))
    assert vizpipe("build", "--locked", env=fresh).code == 0


def test_a_file_that_is_written_anew_says_so_itself(vizpipe: "Vizpipe", tiny: Path) -> None:
    """The line of a file that is written anew has its own hash and size, whatever stood there."""
    outputs = tiny / "outputs"
    old = manifest.read(outputs).assets["one"]
    facts = old.files["one.gif"]
    other = msgspec.structs.replace(facts, sha256="0" * 64, bytes=1)
    changed = msgspec.structs.replace(old, files=old.files | {"one.gif": other})
    (outputs / "manifest.json").write_bytes(manifest.encode(manifest.Manifest(assets={"one": changed})))
    (outputs / "one.gif").unlink()
    assert counts(vizpipe("build", "--json").json)[2] == 1
    assert manifest.read(outputs).assets["one"].files["one.gif"] == facts
    assert counts(vizpipe("build", "--json").json) == (0, 0, 0)


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_that_is_years_off_changes_nothing(
    vizpipe: "Vizpipe",
    tiny: Path,
    own_cache: dict[str, str],
    python_that: Callable[[str], dict[str, str]],
    years: int,
) -> None:
    """With a clock that is years off nothing is redone, and a build from nothing gives the same bytes."""
    shift = f"import time\nreal = time.time\ntime.time = lambda: real() + {years * 365 * 86400}\n"
    env = own_cache | python_that(shift)
    assert vizpipe("build").code == 0
    for path in [path for path in tiny.rglob("*") if path.is_file()]:
        moment = path.stat().st_mtime - years * 365 * 86400
        os.utime(path, (moment, moment))
    assert vizpipe("build", "--locked", env=env).code == 0
    before = {path.name: path.read_bytes() for path in (tiny / "outputs").iterdir()}
    shutil.rmtree(tiny / "outputs")
    assert vizpipe("build", env=env).code == 0
    assert {path.name: path.read_bytes() for path in (tiny / "outputs").iterdir()} == before


def test_small_numbers_that_are_seen_are_no_rounding(vizpipe: "Vizpipe", project: "Project") -> None:
    """Other values of 1e-15 on axes that show them are other pictures, though the numbers are all but zero."""
    path = project.root / "figures" / "counter.py"
    text = path.read_text().replace("index / steps", "1e-15 * index").replace("set_xlim(0, 1)", "set_xlim(0, 1e-14)")
    path.write_text(text)
    assert vizpipe("build").code == 0
    before = (project.root / "outputs" / "one.gif").read_bytes()
    path.write_text(text.replace("1e-15 * index", "3e-15 * index"))
    assert vizpipe("build").code == 0
    assert (project.root / "outputs" / "one.gif").read_bytes() != before


def test_words_of_dropped_formats_are_not_told_again(vizpipe: "Vizpipe", project: "Project") -> None:
    """When a format is dropped and the words change, the line and the file have the new ones, and stay fresh."""
    project.ask_for("gif", "png")
    assert vizpipe("build").code == 0
    project.ask_for("png")
    assert vizpipe("build").code == 0
    path = project.root / "figures" / "counter.py"
    path.write_text(path.read_text().replace("A dot that moves", "A spot that moves"))
    assert vizpipe("build").code == 0
    assert vizpipe("build", "--locked").code == 0
    assert "spot" in manifest.read(project.root / "outputs").assets["one"].files["one.png"].alt
    (project.root / "outputs" / "one.gif").unlink()
    assert vizpipe("build", "--locked").code == 0, "nobody asks for it"
