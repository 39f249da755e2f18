"""What is committed is read from git: wherever the repository lies, and whatever of it is missing here."""

import shutil
from pathlib import Path

import msgspec
import pytest

from gits import git as run
from sweeps import commit
from vizpipe.checking import baseline, disk
from vizpipe.errors import UsageError
from vizpipe.manifest import entering, manifest
from vizpipe.manifest.manifest import Entry, File, Keys, Manifest
from vizpipe.store import git, ours
from vizpipe.store.hashes import sha256_of

GIF = b"GIF89a, as it was built"


def entry(data: bytes) -> Entry:
    """An asset with one file."""
    facts = File(sha256_of(data), "x", len(data), 40, 30, 1, 0, "alt", kept=True)
    return Entry("tiny", {}, Keys("", "", {}, {}), 1, "", "", [], {"one.gif": facts})


@pytest.fixture
def outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The outputs of a project in a subfolder of a repository, committed; no variable of git or of CI is set."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "CI", "GITHUB_ACTIONS", "TF_BUILD", "JENKINS_URL"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "repository" / "site" / "outputs"
    folder.mkdir(parents=True)
    (folder / "one.gif").write_bytes(GIF)
    (folder / ours.NAME).write_bytes(manifest.encode(Manifest(assets={"one": entry(GIF)})))
    commit(tmp_path / "repository")
    return folder


def told(outputs: Path, against: str | None = None) -> str:
    """What is wrong with what is compared with; nothing if it is the committed manifest."""
    base = baseline.find(outputs, against)
    return base.problem.text if base.problem is not None else "" if base.manifest.assets else "no assets"


def test_the_repository_that_the_environment_names_counts(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git's variables alone name the repository, as for yadm, a file that was built since is no measure."""
    repository = outputs.parents[1]
    (repository / ".git").rename(repository.parent / "elsewhere.git")
    monkeypatch.chdir(repository)
    (outputs / ours.NAME).write_bytes(manifest.encode(Manifest()))
    assert told(outputs) == "no assets", "outside of git the file itself is compared with"
    monkeypatch.setenv("GIT_DIR", "../elsewhere.git")
    for tree in (".", ""):
        monkeypatch.setenv("GIT_WORK_TREE", tree)
        assert told(outputs) == ""
        assert git.prefix(outputs) == "site/outputs"
    monkeypatch.setenv("GIT_DIR", "../nowhere.git")
    assert "git can't say what is committed: GIT_DIR is ../nowhere.git: " in told(outputs)


def test_a_hook_of_another_repository_changes_nothing(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest work tree around the folder counts, though a hook's variables may name one above, or beside."""
    above = outputs.parents[2]
    run(above, "init", "-q")
    for name, value in {"GIT_DIR": ".git", "GIT_WORK_TREE": ".", "GIT_INDEX_FILE": "x", "GIT_PREFIX": "site/"}.items():
        monkeypatch.setenv(name, str(above / value))
    assert told(outputs) == ""
    monkeypatch.delenv("GIT_WORK_TREE")
    monkeypatch.setenv("GIT_DIR", str(outputs.parents[1] / ".git"))
    monkeypatch.chdir(outputs.parent)  # which git would take for the top of the work tree
    assert told(outputs) == ""


@pytest.mark.parametrize("missing", ["blob:none", "tree:0"])
def test_what_is_not_in_a_partial_clone_is_not_told_to_be_missing(outputs: Path, missing: str) -> None:
    """What a partial clone has not fetched is not told to be missing: the finding says so, and how it is had."""
    origin = outputs.parents[1]
    run(origin, "branch", "old")
    (outputs / ours.NAME).write_bytes(manifest.encode(Manifest(assets={"two": entry(GIF)})))
    run(origin, "commit", "-qam", "two")
    run(origin, "config", "uploadpack.allowFilter", "true")
    run(origin.parent, "clone", "-q", f"--filter={missing}", f"file://{origin}", "clone")
    clone = origin.parent / "clone" / "site" / "outputs"
    assert told(clone) == ""
    said = told(clone, "origin/old")
    assert "can't be read" in said
    assert "is not in origin/old" not in said
    if missing == "blob:none":
        assert "git show origin/old:site/outputs/manifest.json fetches it" in said
        run(clone, "show", "origin/old:site/outputs/manifest.json")
        assert told(clone, "origin/old") == ""


def test_a_shallow_clone_says_that_it_is_one(outputs: Path) -> None:
    """A commit that a shallow clone left out is not told to be none."""
    origin = outputs.parents[1]
    run(origin, "commit", "-q", "--allow-empty", "-m", "two")
    run(origin.parent, "clone", "-q", "--depth=1", f"file://{origin}", "clone")
    with pytest.raises(UsageError, match="has only a part of the history"):
        told(origin.parent / "clone" / "site" / "outputs", "HEAD~1")
    with pytest.raises(UsageError, match="no such commit here"):
        told(outputs, "nowhere")


def test_linked_work_trees_and_submodules_are_repositories(outputs: Path) -> None:
    """Linked work trees and submodules are repositories; one whose ``.git`` leads nowhere is compared with nothing."""
    origin = outputs.parents[1]
    run(origin, "worktree", "add", "-q", str(origin.parent / "linked"))
    super_project = origin.parent / "super"
    super_project.mkdir()
    run(super_project, "init", "-q")
    run(super_project, "submodule", "add", "-q", f"file://{origin}", "part")
    for place in (origin.parent / "linked", super_project / "part"):
        assert told(place / "site" / "outputs") == ""
    shutil.rmtree(origin / ".git" / "worktrees")
    assert "git can't say what is committed: " in told(origin.parent / "linked" / "site" / "outputs")


def test_git_that_is_missing_is_told(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git is missing a repository is compared with nothing, also when a revision was named, and it is told."""
    monkeypatch.setenv("PATH", "")
    for against in (None, "main"):
        assert told(outputs, against) == "git can't say what is committed: git is not installed"


def test_a_repository_of_another_owner_is_told(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git's refusal of another owner's repository is told; a revision that was named is not told to be none."""
    monkeypatch.setattr(git, "_plain", lambda real=git._plain: real() | {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})
    monkeypatch.setenv("HOME", str(outputs))
    for against in (None, "HEAD"):
        words = told(outputs, against)
        assert "dubious ownership" in words
        assert "; git config --global --add safe.directory " in words  # the way out, in git's own words


def test_without_a_repository_ci_is_told_and_people_too(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a repository the manifest on the disk is the measure: CI gets a finding, a person the words."""
    shutil.rmtree(outputs.parents[1] / ".git")
    assert baseline.find(outputs, None).name.endswith("which need not be committed: there is no git here")
    monkeypatch.setenv("CI", "true")
    assert "nothing says what is committed; --against outputs/manifest.json takes the file" in told(outputs)
    assert told(outputs, str(outputs / ours.NAME)) == ""


def problems(outputs: Path) -> list[str]:
    """What is wrong with the committed files."""
    old = baseline.find(outputs, None).manifest.assets
    return [each.text for each in disk.committed_files(outputs, "HEAD", old, asked={})]


def test_files_that_were_never_committed_are_found(outputs: Path) -> None:
    """A picture that was not added is there for its author only, and so is one whose change was not added."""
    assert problems(outputs) == []
    (outputs / "one.gif").write_bytes(b"GIF89a, built again")
    line = manifest.encode(Manifest(assets={"one": entry(b"GIF89a, built again")}))
    (outputs / ours.NAME).write_bytes(line)
    run(outputs, "commit", "-qm", "the line alone", "manifest.json")
    assert problems(outputs) == [
        "one.gif in HEAD is not the file that the manifest there tells of: add it to git, and commit"
    ]
    run(outputs, "rm", "-q", "--cached", "one.gif")
    run(outputs, "commit", "-qm", "gone")
    assert problems(outputs) == ["one.gif is not in HEAD: add it to git, and commit"]


def test_a_pointer_to_a_file_that_another_tool_keeps_stands_for_it(outputs: Path) -> None:
    """A pointer that git-lfs or git-annex committed stands for the file that it points to."""
    (outputs / "one.gif").write_text(
        f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256_of(GIF)}\nsize 23\n"
    )
    run(outputs, "commit", "-qam", "pointer")
    (outputs / "one.gif").write_bytes(GIF)
    assert problems(outputs) == []


def test_what_git_ignores_stays_known_where_git_cannot_say(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build where git is missing turns no ignored file into one that must be committed."""
    (outputs / ".gitignore").write_text("*.gif\n")
    run(outputs, "rm", "-q", "--cached", "one.gif")
    entering.enter(outputs, {"one": entry(GIF)})
    assert not manifest.read(outputs).assets["one"].files["one.gif"].kept
    monkeypatch.setenv("PATH", "")
    entering.enter(outputs, {"one": msgspec.structs.replace(entry(GIF), frames=2)})
    assert not manifest.read(outputs).assets["one"].files["one.gif"].kept
