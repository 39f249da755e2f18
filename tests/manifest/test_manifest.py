"""The manifest: a stable line an asset, and what happens to one that is damaged, foreign or written twice."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


def test_the_manifest_is_one_stable_line_an_asset(vizpipe: "Vizpipe", project: "Project") -> None:
    """Of an asset one line changes, between two that say its name; the first and the last line never do."""
    assert vizpipe("build").code == 0
    lines = (project.root / "outputs" / "manifest.json").read_text().splitlines()
    assert len(lines) == 5
    last = '"":{"files":{}}}}'
    assert [lines[at] for at in (0, 1, 3, 4)] == ['{"schema":3,"assets":{', '"one":{', '"name":"one"},', last]
    assets = json.loads("\n".join(lines))["assets"]
    assert assets["one"]["name"] == "one"
    assert [file for asset in assets.values() for file in asset["files"]] == ["one.gif"]


def test_a_last_line_of_before_is_read(vizpipe: "Vizpipe", project: "Project") -> None:
    """What says null in its last line is whole still, and a build with nothing to do leaves the assets as they are."""
    assert vizpipe("build").code == 0
    path = project.root / "outputs" / "manifest.json"
    now = path.read_bytes()
    path.write_bytes(now.replace(b'"":{"files":{}}', b'"":null'))
    assert path.read_bytes() != now
    assert vizpipe("check", "--no-exec").code == 0
    assert vizpipe("build").code == 0
    assert path.read_bytes() == now


def test_git_tells_what_is_kept(vizpipe: "Vizpipe", project: "Project") -> None:
    """A file's ``kept`` is false where git ignores it."""
    import subprocess

    subprocess.run(["git", "init", "-q", str(project.root)], check=True)
    project.write(".gitignore", "*.gif\n")
    text = (project.root / "vizpipe.toml").read_text()
    project.write("vizpipe.toml", text + 'formats = ["gif", "png"]\n')
    assert vizpipe("build").code == 0
    assert {name: facts["kept"] for name, facts in project.manifest["one"]["files"].items()} == {
        "one.gif": False,
        "one.png": True,
    }


@pytest.mark.parametrize(
    "content",
    ["{", '{"schema":2,"assets":{"one":{}}}', "\udcff", "[" * 5000,
     *(pytest.param(each, marks=pytest.mark.soak) for each in ("", "[]", "null", '{"schema":2,"assets":{"one":3}}'))],
)  # fmt: skip
def test_a_damaged_manifest_costs_a_rebuild_only(vizpipe: "Vizpipe", project: "Project", content: str) -> None:
    """Whatever stands in a damaged manifest, build repairs it."""
    assert vizpipe("build").code == 0
    before = (project.root / "outputs" / "manifest.json").read_bytes()
    (project.root / "outputs" / "manifest.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    done = vizpipe("build")
    assert done.code == 0, done
    assert (project.root / "outputs" / "manifest.json").read_bytes() == before


def test_a_manifest_that_names_files_outside_is_not_believed(vizpipe: "Vizpipe", project: "Project") -> None:
    """Clean deletes nothing outside the outputs folder, though the manifest names it."""
    assert vizpipe("build").code == 0
    victim = project.write("victim.txt", "mine")
    path = project.root / "outputs" / "manifest.json"
    path.write_text(path.read_text().replace("one.gif", "../victim.txt"))
    project.write("vizpipe.toml", 'recipes = "figures"\n')
    assert vizpipe("clean").code == 0
    assert victim.read_text() == "mine"


def test_two_builds_at_once_lose_no_entry(vizpipe: "Vizpipe", project: "Project", shared_cache: Path) -> None:
    """Two builds at once leave both assets in the manifest; ``make soak`` tries it fifty times."""
    text = (project.root / "vizpipe.toml").read_text()
    project.write("vizpipe.toml", text + '\n[assets.two]\nrecipe = "counter"\nsize = "180x90"\n')
    assert vizpipe("list").code == 0

    env = os.environ | {"VIZPIPE_CACHE": str(shared_cache)}
    commands = [[sys.executable, "-m", "vizpipe", "build", name, "--force"] for name in ("one", "two")]
    running = [subprocess.Popen(each, cwd=project.root, env=env, stdout=subprocess.DEVNULL) for each in commands]
    assert [each.wait(timeout=120) for each in running] == [0, 0]
    assert set(project.manifest) == {"one", "two"}


@pytest.mark.parametrize(
    "content", ['{"name": "my app", "start_url": "/"}', '{"schema": 99, "assets": {}}', '[{"name": "one"}]']
)
def test_a_manifest_that_is_not_ours_is_not_lost(vizpipe: "Vizpipe", project: "Project", content: str) -> None:
    """The manifest of a web app, or of a newer vizpipe, ends with 2 and stands as it was."""
    path = project.write("outputs/manifest.json", content)
    for words in (["build"], ["clean"]):
        done = vizpipe(*words)
        assert done.code == 2
        assert "manifest.json" in done.line
    assert path.read_text() == content
