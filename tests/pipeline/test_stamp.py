"""Programs that go by the times of files: nothing stays older than what it is made from, and a stamp names that."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vizpipe.pipeline import stamp

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

OLD = 1_600_000_000 * 10**9
RULE = """
-include .stamp
.stamp: ; @$(VIZPIPE) build --stamp .stamp >/dev/null && echo built
outputs/one.gif: ; @echo too old
"""

WORDS = ("words.toml", "languages/de.toml")


@pytest.fixture
def made(project: "Project") -> "Project":
    """A project whose recipe has a helper, a data file, a theme and words of its own."""
    recipe = project.root / "figures" / "counter.py"
    text = recipe.read_text().replace("from vizpipe.recipe", "from _helper import SCALE\nfrom vizpipe.recipe")
    text = text.replace("Count, Film", "Count, Film, Path").replace(
        "seed: int = 0", 'table: Path = Path("my data.txt")'
    )
    recipe.write_text(text.replace("index / steps", "SCALE * float(table.read_text()) * index / steps"))
    project.write("figures/_helper.py", "SCALE = 1.0\n")
    project.write("my data.txt", "0.5")
    project.write("mine.toml", 'ink = "#202020"\n')
    for name in WORDS:
        project.write(name, '"Counter" = "Zähler"\n')
    toml = project.root / "vizpipe.toml"
    look = 'theme = "mine.toml"\ntexts = "words.toml"\nlang = "de"\n'
    toml.write_text(f'{toml.read_text()}{look}formats = ["gif", "csv"]\n')
    return project


def age(root: Path) -> None:
    """Make every file old, so that whatever is touched from now on is newer."""
    for path in root.rglob("*"):
        if path.is_file() and not path.is_symlink():
            os.utime(path, ns=(OLD, OLD))


def make(root: Path, cache: Path, target: str) -> str:
    """What make says that it does, with vizpipe as it is here."""
    command = ["make", "-s", f"VIZPIPE={sys.executable} -m vizpipe", target]
    env = os.environ | {"VIZPIPE_CACHE": str(cache)}
    return subprocess.run(command, cwd=root, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout


@pytest.mark.soak
@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_settles(made: "Project", shared_cache: Path) -> None:
    """With the stamp as its rule make builds after an edit of any source, and then has nothing to do."""
    made.write("Makefile", RULE)
    assert make(made.root, shared_cache, ".stamp") == "built\n"
    for name in ("figures/counter.py", "figures/_helper.py", "my data.txt", "mine.toml", "vizpipe.toml", *WORDS):
        age(made.root)
        assert make(made.root, shared_cache, "outputs/one.gif") == "", name
        path = made.root / name
        path.write_text(path.read_text() + "\n")
        assert make(made.root, shared_cache, "outputs/one.gif") == "built\n", name
        assert make(made.root, shared_cache, "outputs/one.gif") == "", name
    (made.root / "figures" / "_helper.py").unlink()
    recipe = made.root / "figures" / "counter.py"
    recipe.write_text(recipe.read_text().replace("from _helper import SCALE", "SCALE = 1.0"))
    assert make(made.root, shared_cache, ".stamp") == "built\n"
    assert "_helper" not in (made.root / ".stamp").read_text()


def test_no_file_stays_older_than_its_sources(vizpipe: "Vizpipe", made: "Project") -> None:
    """A build with nothing to do moves on the time of files that are older than a source, of no others."""
    assert vizpipe("build").code == 0
    outputs = made.root / "outputs"
    before = {path.name: path.read_bytes() for path in outputs.iterdir()}
    age(made.root)
    assert vizpipe("build").code == 0
    assert {path.stat().st_mtime_ns for path in outputs.iterdir()} == {OLD}
    path = made.root / "figures" / "counter.py"
    path.write_text(path.read_text() + "# a remark\n")
    assert vizpipe("build", "--locked").code == 0
    assert (outputs / "one.gif").stat().st_mtime_ns == OLD
    assert vizpipe("build").out.startswith("1 fresh")
    assert (outputs / "one.gif").stat().st_mtime_ns > path.stat().st_mtime_ns
    assert (outputs / "manifest.json").stat().st_mtime_ns == OLD
    assert {path.name: path.read_bytes() for path in outputs.iterdir()} == before


def test_files_of_others_keep_their_time(tmp_path: Path) -> None:
    """What a link leads to, a file with other names, and all files where a source is newer than the build, stay."""
    source, files = tmp_path / "source", [tmp_path / name for name in ("plain", "link", "hard")]
    for path in (source, tmp_path / "object", files[0]):
        path.write_text("")
    files[1].symlink_to("object")
    files[2].hardlink_to(tmp_path / "object")
    age(tmp_path)
    os.utime(source, ns=(OLD + 5, OLD + 5))
    stamp.settle(files, [source], OLD + 4)
    assert {path.stat().st_mtime_ns for path in files} == {OLD}
    stamp.settle([*files, tmp_path / "gone"], [source, tmp_path / "gone"], OLD + 9)
    assert [path.stat().st_mtime_ns - OLD for path in files] == [9, 0, 0]


def test_a_stamp_says_that_all_is_up_to_date(vizpipe: "Vizpipe", made: "Project") -> None:
    """A build that fails or makes nothing leaves no stamp; somebody's file is replaced only if asked."""
    for words in (["--locked"], ["--dry-run"], ["--why"]):
        assert "--stamp says that all is up to date" in vizpipe("build", *words, "--stamp", "s").line
    path = made.write("s", "mine")
    assert "did not write it; --overwrite" in vizpipe("build", "--stamp", "s").line
    assert made.files == []
    assert vizpipe("build", "--stamp", "s", "--overwrite").code == 0
    assert vizpipe("build", "--stamp", "s").code == 0
    assert path.read_text().splitlines()[1].startswith("s outputs/one.csv outputs/one.gif: figures/_helper.py")
    before = path.stat()
    made.write("my data.txt", "no number")
    assert vizpipe("build", "--stamp", "s").code == 1
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
