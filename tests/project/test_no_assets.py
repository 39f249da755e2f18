"""A project file without assets: each command says so in one sentence, and ends as one that has nothing to do."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gits import git

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

EMPTY = {
    "nothing": ("vizpipe.toml", ""),
    "recipes": ("vizpipe.toml", 'recipes = "."'),
    "a table": ("vizpipe.toml", "[assets]"),
    "in pyproject": ("pyproject.toml", '[tool.vizpipe]\noutputs = "pictures"'),
}


@pytest.mark.parametrize("kind", EMPTY)
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("build",), 0),
        (("build", "--locked"), 0),
        (("build", "--json"), 0),
        (("check",), 0),
        (("check", "--no-exec"), 0),
        (("check", "--json"), 0),
        (("check", "--pictures"), 0),
        (("deck",), 2),
        (("gallery",), 2),
    ],
    ids=str,
)
def test_a_project_that_names_no_assets_is_told_so(
    vizpipe: "Vizpipe", tmp_path: Path, kind: str, words: tuple[str, ...], code: int
) -> None:
    """Where nothing is asked for nothing is wrong, but who wants to show something is told that there is nothing."""
    pytest.importorskip({"deck": "pptx", "gallery": "pygments"}.get(words[0], "vizpipe"))
    name, text = EMPTY[kind]
    (tmp_path / name).write_text(text)
    done = vizpipe(*words)
    assert (done.code, done.line) == (code, f"vizpipe: {tmp_path / name} names no assets")
    assert bool(done.out) == ("--json" in words)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_what_a_project_no_longer_asks_for_is_still_said(vizpipe: "Vizpipe", project: "Project") -> None:
    """Committed assets that are gone from the file count until clean's work is committed; then all is well."""
    assert vizpipe("build").code == 0
    git(project.root, "init")
    git(project.root, "add", ".")
    git(project.root, "commit", "-m", "all")
    project.write("vizpipe.toml", 'recipes = "figures"')
    done = vizpipe("build")
    assert (done.code, "names no assets" in done.err, "no longer asked for: one" in done.out) == (0, True, True)
    for words in (("check",), ("check", "--no-exec")):
        done = vizpipe(*words)
        assert (done.code, "names no assets" in done.err, "one: " in done.out) == (4, True, True)
    assert vizpipe("clean").code == 0
    git(project.root, "add", "-A")
    git(project.root, "commit", "-m", "none")
    assert [vizpipe("check", *words).code for words in ((), ("--no-exec",))] == [0, 0]


def test_a_manifest_that_cannot_be_read_is_said_without_assets_too(vizpipe: "Vizpipe", project: "Project") -> None:
    """Nothing asked for is no reason to be silent about a manifest that is there and broken."""
    assert vizpipe("build").code == 0
    shutil.copy(project.root / "figures" / "counter.py", project.root / "outputs" / "manifest.json")
    project.write("vizpipe.toml", 'recipes = "figures"')
    assert vizpipe("check").code == 4
