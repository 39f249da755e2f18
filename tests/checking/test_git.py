"""What is committed, and what git says of it when the repository is odd."""

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from projects import edit
from sweeps import commit

if TYPE_CHECKING:
    from conftest import Vizpipe


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "can't be read"),
        (b"[" * 5000, "can't be read"),
        (b"\xff\xfe", "can't be read"),
        (b'{"schema":99,"assets":{}}', "its schema is 99"),
        (b'{"name":"my app"}', "it is not vizpipe's"),
        (b'{"schema":2,"assets":{"one":{}}}', "can't be read"),
    ],
)
def test_a_manifest_that_cannot_be_read_never_passes(vizpipe: "Vizpipe", tiny: Path, content: bytes, says: str) -> None:
    """A committed manifest that can't be read never passes, even if the file in the work tree is whole."""
    path = tiny / "outputs" / "manifest.json"
    whole = path.read_bytes()
    path.write_bytes(content)
    commit(tiny)
    path.write_bytes(whole)
    done = vizpipe("check", "--no-exec")
    assert done.code == 4
    assert says in done.out


def test_without_a_commit_there_is_nothing_to_compare_with(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A repository without the manifest ends with 4; outside of git the manifest itself counts, but not in CI."""
    shutil.rmtree(tiny / ".git")
    assert vizpipe("check", "--no-exec").code == 0
    assert vizpipe("check", "--no-exec", env={"CI": "true"}).code == 4
    subprocess.run(["git", "init", "-q"], cwd=tiny, check=True)
    done = vizpipe("check", "--no-exec")
    assert done.code == 4
    assert "outputs/manifest.json is not in HEAD: commit it" in done.out


def test_a_folder_that_poses_as_a_repository_is_not_asked(vizpipe: "Vizpipe", tiny: Path) -> None:
    """No command in the configuration of a folder that poses as a repository is run, and nothing passes there."""
    import shutil as files

    outputs = tiny / "outputs"
    for name in ("objects", "refs"):
        (outputs / name).mkdir()
        (outputs / name / "keep").write_text("")
    (outputs / "HEAD").write_text("ref: refs/heads/main\n")
    ran = tiny / "ran"
    config = '[core]\nbare = false\nworktree = .\n[extensions]\npartialClone = evil\n[remote "evil"]\npromisor = true\n'
    (outputs / "config").write_text(f'{config}url = .\nuploadpack = "touch {ran}; false"\n')
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=tiny, capture_output=True, text=True, check=True)
    files.copytree(tiny / ".git" / "objects", outputs / "objects", dirs_exist_ok=True)
    (outputs / "refs" / "heads").mkdir()
    (outputs / "refs" / "heads" / "main").write_text(head.stdout)
    for blob in (outputs / "objects").glob("??/*"):
        kind = subprocess.run(
            ["git", "cat-file", "-t", blob.parent.name + blob.name],
            cwd=tiny,
            capture_output=True,
            text=True,
            check=True,
        )
        if kind.stdout == "blob\n":
            blob.chmod(0o644)
            blob.unlink()
    assert vizpipe("check", "--no-exec").code == 4
    assert not ran.exists()


def test_where_git_refuses_nothing_passes(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A repository that git won't read is not the same as none: the manifest that was just built is no measure."""
    (tiny / ".git" / "HEAD").write_text("nonsense")
    done = vizpipe("check", "--no-exec")
    assert done.code == 4
    assert "git can't say what is committed" in done.out
    assert "0 of 1 assets" in done.out or "0 of 0 assets" in done.out


def test_in_a_hook_gits_own_variables_change_nothing(vizpipe: "Vizpipe", tiny: Path) -> None:
    """The variables by which git names another work tree in a hook change nothing."""
    env = {"GIT_DIR": str(tiny / "elsewhere"), "GIT_INDEX_FILE": str(tiny / "index"), "GIT_PREFIX": "outputs/"}
    assert vizpipe("check", "--no-exec", env=env).code == 0


def test_a_missing_outputs_folder_is_found_at_head(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Where the outputs folder is missing, what is committed is known and its files are told to be missing."""
    shutil.rmtree(tiny / "outputs")
    done = vizpipe("check", "--no-exec")
    assert done.code == 4
    assert done.out.count("is missing") == 3


def test_a_revision_may_have_any_name(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A branch that is called after an issue can be the revision to compare with."""
    subprocess.run(["git", "branch", "fix#12,a=b"], cwd=tiny, check=True)
    assert vizpipe("check", "--no-exec", "--against", "fix#12,a=b").code == 0


def test_other_line_ends_make_nothing_stale(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A text to which git gave another system's line ends is what it was to build and clean."""
    edit(tiny / "vizpipe.toml", 'formats = ["gif", "png", "csv"]', 'formats = ["csv", "png", "svg"]')
    assert vizpipe("build").code == 0
    for name in ("one.csv", "one.svg"):
        path = tiny / "outputs" / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert vizpipe("build", "--locked").code == 0
    assert vizpipe("build", "--json").json["written"] == 0
    path.write_bytes(path.read_bytes() + b" ")
    assert vizpipe("build", "--locked").code == 4


def test_a_dropped_format_may_be_cleaned_before_the_commit(vizpipe: "Vizpipe", tiny: Path) -> None:
    """The file of a format that nobody asks for any more may be cleaned before the commit: it is not missing."""
    edit(tiny / "vizpipe.toml", 'formats = ["gif", "png", "csv"]', 'formats = ["png"]')
    assert vizpipe("build").code == 0
    assert vizpipe("clean").code == 0
    for words in (["check"], ["check", "--no-exec"]):
        done = vizpipe(*words)
        assert done.code == 0, done
        assert "one.gif is no longer asked for; vizpipe clean deletes it" in done.out


def test_a_manifest_with_marks_of_a_merge_is_told(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A manifest with the marks of a merge is repaired by the build, which says so."""
    path = tiny / "outputs" / "manifest.json"
    path.write_text("<<<<<<< HEAD\n" + path.read_text())
    done = vizpipe("build")
    assert done.code == 0
    assert "git left a conflict in outputs/manifest.json; vizpipe build, then git add" in done.err
    assert vizpipe("build").err == ""
