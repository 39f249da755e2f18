"""Pointers that stand for files which another tool keeps: the one that a manifest names is as good as the file."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from projects import edit
from sweeps import commit
from vizpipe.store import git, hashes, pointers

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

OID = "0123456789abcdef" * 4
LFS = f"version https://git-lfs.github.com/spec/v1\noid sha256:{OID}\nsize 12345\n"
ANNEX = f"annex/objects/SHA256E-s12345--{OID}.gif"


def point(path: Path, sha256: str = "") -> None:
    """Put a pointer of Git LFS in the place of a file, to that file or to another."""
    path.write_text(LFS.replace(OID, sha256 or hashes.sha256(path)))


@pytest.mark.parametrize(
    ("data", "tool"),
    [
        (LFS, "Git LFS"),
        (LFS.replace("\n", "\r\n"), "Git LFS"),
        (LFS.replace("git-lfs", "hawser"), "Git LFS"),
        (LFS.replace("oid", f"ext-0-x sha256:{'f' * 64}\noid"), "Git LFS"),
        (f"/{ANNEX}\n", "git-annex"),
        (f"../.git/{ANNEX.replace('SHA', 'Wx/0q/SHA')}/SHA256E-s12345--{OID}.gif", "git-annex"),
        (LFS + "mine\n\n", ""),
        (LFS.replace("sha256:0", "sha256:"), ""),
        (LFS.replace("spec/v1", "spec/v2"), ""),
        (f"see /{ANNEX}", ""),
        (LFS + "x-y z\n" * 1000, ""),
        ("", ""),
    ],
)
def test_a_pointer_is_known_by_its_form(tmp_path: Path, data: str, tool: str) -> None:
    """Pointers of both tools are known with the hash that they name, a link to no object too; what is near is none."""
    expected = pointers.Pointer(tool, OID) if tool else None
    assert pointers.of(data.encode()) == expected
    (tmp_path / "a.gif").write_bytes(data.encode())
    assert pointers.at(tmp_path / "a.gif") == expected
    if tool == "git-annex":
        (tmp_path / "b.gif").symlink_to(data.strip().lstrip("/"))
        assert pointers.at(tmp_path / "b.gif") == (expected if data.startswith("..") else None)
    assert pointers.at(tmp_path / "gone") is None


def test_a_pointer_to_what_was_built_is_the_file(vizpipe: "Vizpipe", tiny: Path) -> None:
    """For build, check and clean a pointer with the right hash is the file; check says so, and nothing is rewritten."""
    outputs = tiny / "outputs"
    for name in ("one.gif", "one.png"):
        point(outputs / name)
    before = {path.name: path.read_bytes() for path in outputs.iterdir()}
    done = vizpipe("check", "--no-exec")
    assert done.code == 0, done
    assert (
        "(environment)  2 of 3 files are Git LFS pointers here; git lfs install && git lfs pull brings them" in done.out
    )
    assert "1 of 1 assets" in done.out
    assert vizpipe("build", "--locked").code == 0
    assert vizpipe("build").code == 0
    assert {path.name: path.read_bytes() for path in outputs.iterdir()} == before
    assert "git lfs install && git lfs pull brings the file" in vizpipe("info", "outputs/one.gif").line
    assert vizpipe("build", "--force").code == 0
    assert pointers.at(outputs / "one.gif") is None
    point(outputs / "one.gif")
    edit(tiny / "vizpipe.toml", '["gif", "png", "csv"]', '["png", "csv"]')
    assert "deleted" in vizpipe("clean").out
    assert not (outputs / "one.gif").exists()


def test_a_pointer_to_another_file_is_an_edit(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A pointer with another hash is a finding that names both, without an exception's text, and build replaces it."""
    path = tiny / "outputs" / "one.gif"
    whole = path.read_bytes()
    point(path, OID)
    done = vizpipe("check", "--no-exec")
    assert done.code == 4
    assert "one.gif is a Git LFS pointer to another file: 0123456789ab…, not " in done.out
    assert "0x" not in done.out
    assert vizpipe("build").code == 0
    assert path.read_bytes() == whole


def test_an_object_of_git_annex_that_is_not_here_is_a_pointer(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A link to an object of git-annex that was not fetched stands for it; one to another object does not."""
    path = tiny / "outputs" / "one.gif"
    digest = hashes.sha256(path)
    path.unlink()
    path.symlink_to(f"../.git/{ANNEX.replace(OID, digest)}")
    done = vizpipe("check", "--no-exec")
    assert done.code == 0, done
    assert "1 of 3 files are git-annex pointers here; git annex get brings them" in done.out
    path.unlink()
    path.symlink_to(f"../.git/{ANNEX}")
    assert "one.gif is a git-annex pointer to another file" in vizpipe("check", "--no-exec").out


def test_the_report_shows_what_git_lfs_keeps_here(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Where pointers are committed the report's old pictures come from Git LFS's own folder, if they are in it."""
    path = tiny / "outputs" / "one.gif"
    digest, whole = hashes.sha256(path), path.read_bytes()
    point(path)
    commit(tiny)
    path.write_bytes(whole)
    assert git.kept_by_lfs(tiny / "outputs", digest) is None
    edit(tiny / "figures" / "tiny.py", '"black"', '"red"')
    for place in ("first", "second"):
        vizpipe("build")
        assert vizpipe("check", "--report", place).code == 0
        page = (tiny / place / "index.html").read_text()
        assert "cannot identify" not in page
        assert page.count("not at hand") == (1 if place == "first" else 0)
        shelf = tiny / ".git" / "lfs" / "objects" / digest[:2] / digest[2:4]
        shelf.mkdir(parents=True, exist_ok=True)
        (shelf / digest).write_bytes(whole)
    assert git.kept_by_lfs(tiny / "outputs", digest) == whole
    (shelf / digest).write_bytes(b"damaged")
    assert git.kept_by_lfs(tiny / "outputs", digest) is None


def test_data_that_are_pointers_are_not_trained_on(vizpipe: "Vizpipe", project: "Project", counter: str) -> None:
    """A data file that is a pointer ends with 2 and the command that brings it, before anything is trained."""
    text = counter.replace("Count, Film", "Count, Film, Path").replace("seed: int = 0", 'table: Path = Path("a.csv")')
    project.write("figures/counter.py", text)
    project.write("a.csv", LFS)
    done = vizpipe("build")
    assert done.code == 2
    assert "a.csv is a Git LFS pointer; git lfs install && git lfs pull brings the file" in done.err
    assert "training" not in done.err
