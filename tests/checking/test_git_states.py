"""Repositories of every shape, in CI: what git holds is compared with, and what it can't read ends with 4."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gits import git
from projects import edit
from sweeps import commit

if TYPE_CHECKING:
    from conftest import Done, Vizpipe

CI = {"CI": "true"}
AGREES = "1 of 1 assets have the hashes"


def clone(tiny: Path, to: Path, *words: str) -> Path:
    """A clone of the project's repository."""
    git(to.parent, "clone", "-q", *words, f"file://{tiny}", str(to))
    return to


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside of the repository."""
    return tmp_path_factory.mktemp("elsewhere")


def drifted(vizpipe: "Vizpipe", place: Path, *, env: dict[str, str] | None = None) -> "Done":
    """A check after code was changed and built: only what git holds can tell."""
    edit(place / "figures" / "tiny.py", '"black"', '"red"')
    assert vizpipe("build", cwd=place, env=env or {}).code == 0
    return vizpipe("check", "--no-exec", cwd=place, env=CI | (env or {}))


@pytest.mark.parametrize("shape", ["plain", "shallow", "reference", "worktree", "sparse", "blobless", "subfolder"])
def test_every_shape_of_repository_is_read(vizpipe: "Vizpipe", tiny: Path, elsewhere: Path, shape: str) -> None:
    """In each shape of clone the commit is the measure: what was built since differs from it, and that is found."""
    place = elsewhere / "clone"
    if shape == "worktree":
        git(tiny, "worktree", "add", "-q", str(place))
    elif shape == "subfolder":
        (place / "site").mkdir(parents=True)
        for name in ("figures", "outputs", "vizpipe.toml"):
            shutil.move(tiny / name, place / "site" / name)
        commit(place)
        place /= "site"
    else:
        words = {"shallow": ["--depth=1"], "reference": ["--reference", str(tiny)], "blobless": ["--filter=blob:none"]}
        git(tiny, "config", "uploadpack.allowFilter", "true")
        clone(tiny, place, *words.get(shape, []))
        if shape == "sparse":
            git(place, "sparse-checkout", "set", "--no-cone", "/*", "!/outputs/one.png")
    done = vizpipe("check", "--no-exec", cwd=place, env=CI)
    assert AGREES in done.out or shape == "sparse", done
    assert done.code == (4 if shape == "sparse" else 0), done
    assert ("one.png is missing" in done.out) == (shape == "sparse")
    done = drifted(vizpipe, place)
    assert done.code == 4, done
    assert "is not the file" in done.out or "was edited" in done.out, done


@pytest.mark.parametrize("loss", ["reference", "objects", "head", "index", "worktree"])
def test_what_git_cannot_read_is_no_agreement(vizpipe: "Vizpipe", tiny: Path, elsewhere: Path, loss: str) -> None:
    """A clone that has lost what it needs ends with 4, and not by telling that there is no manifest."""
    place = elsewhere / "clone"
    if loss == "worktree":
        git(tiny, "worktree", "add", "-q", str(place))
        shutil.rmtree(tiny / ".git" / "worktrees")
    else:
        clone(tiny, place, *(["--reference", str(tiny)] if loss == "reference" else []))
    match loss:
        case "reference":
            (place / ".git" / "objects" / "info" / "alternates").write_text(f"{elsewhere}/gone\n")
        case "objects":
            shutil.rmtree(place / ".git" / "objects")
            (place / ".git" / "objects").mkdir()
        case "head":
            (place / ".git" / "HEAD").write_text("nonsense")
        case "index":
            (place / ".git" / "index").write_bytes(b"nonsense")
    done = vizpipe("check", "--no-exec", cwd=place, env=CI)
    assert done.code == (0 if loss == "index" else 4), done
    assert "is not in HEAD" not in done.out
    assert loss == "index" or "can't" in done.out


def test_an_index_that_differs_is_not_the_commit(vizpipe: "Vizpipe", tiny: Path) -> None:
    """What was added and not committed is not in HEAD: it is found until the commit."""
    edit(tiny / "vizpipe.toml", '["gif", "png", "csv"]', '["gif", "png", "csv", "svg"]')
    assert vizpipe("build").code == 0
    git(tiny, "add", "-A")
    git(tiny, "rm", "-q", "--cached", "outputs/one.png")
    assert "one.svg is new" in vizpipe("check", "--no-exec", env=CI).out
    git(tiny, "commit", "-qm", "without a picture")
    done = vizpipe("check", "--no-exec", env=CI)
    assert done.code == 4
    assert "one.png is not in HEAD: add it to git, and commit" in done.out
    git(tiny, "add", "-N", "outputs/one.png")
    assert vizpipe("check", "--no-exec", env=CI).code == 4
    git(tiny, "add", "-A")
    git(tiny, "commit", "-qm", "all")
    assert vizpipe("check", "--no-exec", env=CI).code == 0


def test_a_bare_repository_holds_no_work_tree(vizpipe: "Vizpipe", tiny: Path, elsewhere: Path) -> None:
    """Beside a bare repository a project is read through the variables that name both, and is not without them."""
    bare = elsewhere / "bare.git"
    clone(tiny, bare, "--bare")
    shutil.rmtree(tiny / ".git")
    assert vizpipe("check", "--no-exec", env=CI).code == 4
    named = {"GIT_DIR": str(bare), "GIT_WORK_TREE": str(tiny)}
    assert vizpipe("check", "--no-exec", env=CI | named).code == 0
    done = drifted(vizpipe, tiny, env=named)
    assert done.code == 4, done
    assert "at HEAD" in done.out
