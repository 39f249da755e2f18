"""The workflows of docs/ci.md, step by step in a clean clone: with an empty cache and with a restored one."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nursery import cards_only
from projects import edit
from sweeps import commit

if TYPE_CHECKING:
    from conftest import Done, Vizpipe

DOCUMENT = Path(__file__).parents[2] / "docs" / "ci.md"


def workflow(file: str) -> str:
    """The YAML that the document says to put into this file."""
    (block,) = re.findall(rf"```yaml\n# [^\n]*{re.escape(file)}\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    return str(block)


def steps() -> list[tuple[list[str], str]]:
    """The commands of the first workflow that run vizpipe, each with what says when it runs."""
    found = re.findall(r"- run: vizpipe ([^\n]*)\n(?:        if: ([^\n#]*))?", workflow("figures.yml"))
    return [(command.split(), condition.strip()) for command, condition in found]


def ran(vizpipe: "Vizpipe", clone: Path, env: dict[str, str]) -> list["Done"]:
    """Run the steps as a service would: one without a condition only if all before it ended well."""
    done: list[Done] = []
    for command, condition in steps():
        if condition == "${{ !cancelled() }}" or not any(each.code for each in done):
            done.append(vizpipe(*command, cwd=clone, env=env | {"CI": "true"}))
    return done


@pytest.fixture
def clone(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean clone of the project."""
    place = tmp_path_factory.mktemp("clone") / "project"
    subprocess.run(["git", "clone", "--quiet", str(tiny), str(place)], check=True, timeout=60)
    return place


def forget_to_build(clone: Path) -> None:
    """Commit another training, and not what it makes."""
    edit(clone / "figures" / "tiny.py", "weights = snapshot.parameters.copy()", "weights = snapshot.parameters * 2.0")
    commit(clone)


def in_shell(script: str, clone: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a script as the services do: it ends with the first command that fails."""
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    environment = os.environ | env
    return subprocess.run(shell, cwd=clone, env=environment, check=False, capture_output=True, text=True, timeout=120)


def test_the_workflow_agrees_with_an_empty_and_with_a_restored_cache(
    vizpipe: "Vizpipe", clone: Path, shared_cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Both steps end with 0 in a clean clone; with the cache of the run before nothing is trained."""
    env = cards_only(shared_cache, tmp_path_factory.mktemp("own"))
    first = ran(vizpipe, clone, env)
    assert [each.code for each in first] == [0, 0], first
    assert "training one" in first[1].err
    shutil.rmtree(clone / "report", ignore_errors=True)
    again = ran(vizpipe, clone, env)
    assert [each.code for each in again] == [0, 0], again
    assert "training" not in again[1].err
    assert "films are taken from the cache" in again[1].err


def test_the_workflow_shows_its_report_where_somebody_forgot_to_build(
    vizpipe: "Vizpipe", clone: Path, own_cache: dict[str, str]
) -> None:
    """Where the first step ends with 4 the second still writes the report, with the reason at its line."""
    forget_to_build(clone)
    done = ran(vizpipe, clone, own_cache)
    assert [each.code for each in done] == [4, 4], done
    assert "tiny was changed" in (clone / "report" / "index.html").read_text()
    assert "tiny was changed" in (clone / "report" / "junit.xml").read_text()


def test_gitlab_ends_as_the_checks_do_and_keeps_the_report(clone: Path, own_cache: dict[str, str]) -> None:
    """GitLab's script goes on after a check that found something, so that there is a report, and ends with its code."""
    lines = [
        line
        for line in re.findall(r"^ {4}- (.*)$", workflow(".gitlab-ci.yml"), re.MULTILINE)
        if not line.startswith("pip ")
    ]
    forget_to_build(clone)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = in_shell("\n".join(lines), clone, own_cache | {"CI": "true", "PATH": path})
    assert done.returncode == 4, done
    assert "tiny was changed" in (clone / "report" / "junit.xml").read_text()


def rebuilt(vizpipe: "Vizpipe", clone: Path, env: dict[str, str]) -> str:
    """Run the workflow that rebuilds, its own commands of git by the shell that GitHub uses; gives what they print."""
    block = workflow("rebuild.yml")
    for command in re.findall(r"- run: vizpipe ([^\n#]*)", block):
        assert vizpipe(*command.split(), cwd=clone, env=env | {"CI": "true"}).code == 0
    (script,) = re.findall(r"- run: \|\n((?: {10}.*\n)+)", block)
    done = in_shell(textwrap.dedent(script), clone, {})
    assert done.returncode == 0, done
    return done.stdout


def test_the_rebuild_pushes_what_changed_and_else_nothing(
    vizpipe: "Vizpipe", clone: Path, tiny: Path, own_cache: dict[str, str]
) -> None:
    """What is pushed is what check then finds right, and of a project that is fresh nothing is committed."""
    git = ["git", "-C", str(tiny)]
    subprocess.run([*git, "checkout", "--quiet", "--detach"], check=True, timeout=60)  # so that its branch takes a push
    assert rebuilt(vizpipe, clone, own_cache) == ""
    forget_to_build(clone)
    assert "Rebuild figures" in rebuilt(vizpipe, clone, own_cache)
    subprocess.run([*git, "checkout", "--quiet", "-"], check=True, timeout=60)
    assert vizpipe("check", cwd=tiny, env=own_cache).code == 0
    assert rebuilt(vizpipe, clone, own_cache) == ""


def test_the_cache_is_trusted_by_key_alone(vizpipe: "Vizpipe", tiny: Path, own_cache: dict[str, str]) -> None:
    """Films of other code are not taken, and without being asked to check takes none."""
    edit(tiny / "vizpipe.toml", 'recipes = "figures"', 'recipes = "figures"\nreuse-films = true')
    assert "training one" in vizpipe("check", env=own_cache).err
    assert "training" not in vizpipe("check", env=own_cache).err
    edit(tiny / "figures" / "tiny.py", "weights = snapshot.parameters.copy()", "weights = snapshot.parameters * 2.0")
    done = vizpipe("check", env=own_cache)
    assert done.code == 4
    assert "training one" in done.err
    edit(tiny / "vizpipe.toml", "reuse-films = true", "reuse-films = false")
    assert "training one" in vizpipe("check", env=own_cache).err
    edit(tiny / "vizpipe.toml", "reuse-films = false", "reuse-films = 1")
    assert "reuse-films must be true or false" in vizpipe("check", env=own_cache).line
