"""What git knows of a folder; where there is no git, it knows nothing."""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

_REVISION = re.compile(r"[A-Za-z0-9_@][\w.@^~{}/+-]{0,199}")
_PATIENCE = 20.0


def holds(folder: Path) -> bool:
    """Whether the folder lies in a work tree."""
    return _git(folder, "rev-parse", "--is-inside-work-tree") == b"true\n"


def is_revision(text: str) -> bool:
    """Whether a text can name a revision, and is no option."""
    return bool(_REVISION.fullmatch(text))


def show(folder: Path, revision: str, name: str) -> bytes | None:
    """A file of the folder as it was committed, or None."""
    return _git(folder, "show", f"{revision}:./{name}") if is_revision(revision) else None


def knows(folder: Path, revision: str) -> bool:
    """Whether there is such a commit."""
    return (
        is_revision(revision) and _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is not None
    )


def prefix(folder: Path) -> str:
    """Where the folder lies in the work tree, as git writes paths; "." at its root."""
    found = _git(folder, "rev-parse", "--show-prefix") or b""
    near = folder
    rest: list[str] = []
    while not near.is_dir() and near != near.parent:
        near, rest = near.parent, [near.name, *rest]
    return "/".join([*found.decode(errors="replace").strip().strip("/").split("/"), *rest]).strip("/") or "."


def ignored(folder: Path, names: Iterable[str]) -> set[str]:
    """Which of these files of the folder git ignores."""
    found = _git(folder, "check-ignore", "-z", "--stdin", asked="\0".join(names).encode(), codes=(0, 1))
    return set((found or b"").decode(errors="replace").split("\0")) - {""}


def _git(folder: Path, *words: str, asked: bytes = b"", codes: tuple[int, ...] = (0,)) -> bytes | None:
    """What a git command prints, or None if it fails."""
    near = folder
    while not near.is_dir() and near != near.parent:
        near = near.parent
    try:
        done = subprocess.run(
            ["git", "-C", str(near), *words],  # noqa: S607 - the user's git, from the path
            input=asked,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode in codes else None
