"""Where words go may be closed, full or a reader that has left: the exit code is that of the work."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the shell's redirections are those of POSIX")


@pytest.fixture
def built(vizpipe: "Vizpipe", project: "Project") -> None:
    """Build the project."""
    project.ask_for("gif", "png")
    assert vizpipe("build").code == 0


@pytest.fixture
def shell(vizpipe: "Vizpipe", project: "Project", shared_cache: Path) -> "Shell":
    """Run vizpipe with a redirection, in a project whose recipe is read."""
    assert vizpipe("list").code == 0
    return Shell(project.root, os.environ | {"VIZPIPE_CACHE": str(shared_cache)})


class Shell:
    """A shell in a project's folder."""

    def __init__(self, place: Path, env: dict[str, str]) -> None:
        """Remember where."""
        self._place, self._env = place, env

    def __call__(self, words: str, **more: str) -> tuple[int, str, str]:
        """The exit code of vizpipe with these words and redirections, its output and its errors."""
        command = f'"{sys.executable}" -m vizpipe {words}'
        done = subprocess.run(
            ["bash", "-c", command + "\nexit ${PIPESTATUS[0]}"],
            cwd=self._place,
            env=self._env | more,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("words", ["list", "info gates", "--help", "build --json"])
def test_a_reader_that_leaves_is_no_failure(shell: Shell, words: str) -> None:
    """What can't be delivered to a reader that has left is dropped without a word."""
    code, _, errors = shell(f"{words} | true")
    assert (code, errors) == (0, "")


@pytest.mark.usefixtures("built")
def test_a_reader_that_leaves_hides_no_drift(shell: Shell, project: "Project") -> None:
    """``vizpipe check | head -1`` ends with 0 without a word, and still with 4 where something is missing."""
    code, _, errors = shell("check --no-exec | true")
    assert (code, errors) == (0, "")
    (project.root / "outputs" / "one.png").write_bytes(b"")
    assert shell("check --no-exec | true")[0] == 4


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    "closed",
    [
        *(pytest.param(one, marks=pytest.mark.soak) for one in (">&-", "2>&-", ">&- 2>&-", "<&-", "2>/dev/full")),
        "<&- >&- 2>&-",
    ],
)
def test_what_is_closed_or_full_changes_no_build(shell: Shell, project: "Project", closed: str) -> None:
    """Where streams are closed or full workers start and end as ever, and what they write is whole."""
    before = (project.root / "outputs" / "one.gif").read_bytes()
    (project.root / "outputs" / "one.gif").unlink()
    assert shell(f"build --force {closed}")[0] == 0
    assert (project.root / "outputs" / "one.gif").read_bytes() == before
    assert shell(f"run counter --steps=-1 {closed}")[0] == 2


def test_a_full_standard_output_is_told(shell: Shell) -> None:
    """Results that can't be written are the machine's failure."""
    code, _, errors = shell("list >/dev/full")
    assert code == 3
    assert errors.count("\n") == 1


@pytest.mark.parametrize("moment", ["x", "nan", "1e400", "9" * 20, "-1", "１"])
def test_a_wrong_moment_is_refused(shell: Shell, moment: str) -> None:
    """A SOURCE_DATE_EPOCH that is no whole number of seconds is refused."""
    code, _, errors = shell("build --force", SOURCE_DATE_EPOCH=moment)
    assert code == 2
    assert errors.startswith("vizpipe: SOURCE_DATE_EPOCH is ")
    assert errors.count("\n") == 1


@pytest.mark.parametrize(
    "moment", [*(pytest.param(each, marks=pytest.mark.soak) for each in ("", "0")), "253402300799"]
)
def test_any_moment_will_do(shell: Shell, moment: str) -> None:
    """SOURCE_DATE_EPOCH may be any moment from 1970 to the year 9999, or none."""
    assert shell("build --force", SOURCE_DATE_EPOCH=moment)[0] == 0


def test_the_pictures_of_a_closed_terminal_are_the_same(vizpipe: "Vizpipe", shell: Shell) -> None:
    """After a build whose words went into a closed terminal there is nothing to do."""
    assert shell("build --force >&- 2>&-")[0] == 0
    assert vizpipe("build", "--locked").code == 0
