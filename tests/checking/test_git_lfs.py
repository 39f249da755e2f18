"""Git LFS itself, where it is installed: pointers that it wrote agree by their oid."""

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gits import git
from projects import edit
from sweeps import commit

if TYPE_CHECKING:
    from conftest import Vizpipe


@pytest.mark.skipif(shutil.which("git-lfs") is None, reason="git-lfs is not installed")
def test_pointers_that_git_lfs_wrote_agree_by_their_oid(
    vizpipe: "Vizpipe", tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clone without the objects is fresh and is told to hold pointers; an oid of something else is a finding.

    The command that is told brings the files, also for somebody for whom Git LFS was never installed.
    """
    monkeypatch.setenv("HOME", str(tmp_path))
    git(tiny, "init", "-q")
    git(tiny, "lfs", "install", "--local")
    git(tiny, "lfs", "track", "outputs/*.gif")
    assert vizpipe("build").code == 0
    commit(tiny)
    clone = tmp_path / "clone"
    monkeypatch.setenv("GIT_LFS_SKIP_SMUDGE", "1")
    git(tiny, "clone", "-q", str(tiny), str(clone))
    (pointer,) = clone.glob("outputs/*.gif")
    assert pointer.read_text().startswith("version https://git-lfs")
    done = vizpipe("check", "--no-exec", "-C", str(clone))
    assert done.code == 0
    (told,) = (line.split("; ")[1].removesuffix(" brings them") for line in done.out.splitlines() if "Git LFS" in line)
    assert vizpipe("build", "--locked", "-C", str(clone)).code == 0
    edit(pointer, pointer.read_text().split("\n")[1], f"oid sha256:{'0' * 64}")
    done = vizpipe("check", "--no-exec", "-C", str(clone))
    assert done.code == 4
    assert "is a Git LFS pointer to another file: 000000000000…" in done.out
    git(clone, "checkout", "-q", ".")
    for command in told.split(" && "):
        subprocess.run(command.split(), cwd=clone, check=True, capture_output=True)
    assert pointer.read_bytes().startswith(b"GIF89a")
    done = vizpipe("check", "--no-exec", "-C", str(clone))
    assert done.code == 0, done
    assert "Git LFS" not in done.out
