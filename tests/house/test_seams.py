"""What one adds to vizpipe, as docs/extending.md shows it: how many files that touches, and that it works."""

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = next(folder for folder in Path(__file__).parents if (folder / "pyproject.toml").exists())
EXAMPLES = (ROOT / "docs" / "extending.md").read_text()
COUNTS = dict(re.findall(r"^\| ([a-z ]+) \| (\d+) \|", (ROOT / "CONTRIBUTING.md").read_text(), re.MULTILINE))


class Change(NamedTuple):
    """A new file, or lines that are other."""

    path: str
    kind: str
    text: str

    def apply(self, root: Path) -> None:
        """Make the change in a copy of the repository; fails where its lines don't stand, or stand twice."""
        target = root / self.path
        if self.kind != "diff":
            assert not target.exists(), target
            target.write_text(self.text)
            return
        lines = [(line[:1] or " ", f"{line[1:]}\n") for line in self.text.splitlines()]
        old = "".join(line for mark, line in lines if mark in " -")
        new = "".join(line for mark, line in lines if mark in " +")
        code = target.read_text()
        assert code.count(old) == 1, self
        target.write_text(code.replace(old, new))


def changes(section: str) -> Iterator[Change]:
    """The changes of one section: the last file that was named above a block is the block's."""
    path = ""
    for name, kind, text in re.findall(r"^`([\w/]+\.\w+)`$|^```(\w+)\n(.*?)^```$", section, re.MULTILINE | re.DOTALL):
        path = name or path
        if kind:
            yield Change(path, kind, text)


TITLED = re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", EXAMPLES, re.MULTILINE | re.DOTALL)
SECTIONS = {title.lower(): list(changes(text)) for title, text in TITLED}


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with all that the page adds, and no recipe but the page's."""
    root = tmp_path_factory.mktemp("extended")
    shutil.copytree(ROOT / "vizpipe", root / "vizpipe", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "recipes").mkdir()
    for section in SECTIONS.values():
        for change in section:
            change.apply(root)
    return root


def command(root: Path, *words: str, cwd: Path) -> str:
    """What a command of the extended package says."""
    env = os.environ | {"PYTHONPATH": str(root), "VIZPIPE_CACHE": str(root / "cache")}
    done = subprocess.run(
        [sys.executable, "-m", "vizpipe", *words], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("seam", SECTIONS)
def test_each_thing_touches_as_many_files_as_contributing_says(seam: str) -> None:
    """The table and the example of one seam name the same number of files."""
    assert len({change.path for change in SECTIONS[seam]}) == int(COUNTS[seam])


def test_the_table_has_an_example_of_every_thing() -> None:
    """Whatever CONTRIBUTING.md says can be added is added once in docs/extending.md."""
    assert SECTIONS.keys() == COUNTS.keys()


def test_what_is_added_is_listed(extended: Path, tmp_path: Path) -> None:
    """The new recipe is in the list with its claim, the new verb in the help and does what it says."""
    assert "two-rings" in command(extended, "list", cwd=tmp_path)
    assert "chapters" in command(extended, "--help", cwd=tmp_path)
    assert command(extended, "chapters", cwd=tmp_path).split() == ["1", "none"]


def test_what_is_added_trains_and_draws(extended: Path, tmp_path: Path) -> None:
    """The recipe, on new data, with new activation, optimizer and mark, learns; theme and format are the new ones."""
    options = "--theme", "sepia", "--size", "400x300", "-f", "csv,ppm"
    command(extended, "run", "two-rings", *options, cwd=tmp_path)
    (table,) = tmp_path.glob("two-rings*.csv")
    with table.open() as lines:
        losses = {int(row["epoch"]): float(row["loss"]) for row in csv.DictReader(lines)}
    assert len(losses) == 21
    assert losses[20] < losses[0] / 2
    (film,) = tmp_path.glob("two-rings*.ppm")
    assert film.read_bytes().count(b"P6\n# vizpipe") == 21
    assert bytes.fromhex("f6efe0") in film.read_bytes()
    assert "--theme sepia" in command(extended, "info", str(film), cwd=tmp_path)
