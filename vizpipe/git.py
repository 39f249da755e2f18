"""What git knows of a folder; where there is no git, it knows nothing. Nothing in a repository is run."""

import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

_REVISION = re.compile(r"[\w@][\w.@^~{}/+#=,%!&-]{0,199}")
_PATIENCE = 20.0
_SAFELY = ("-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")
"""A folder of the project may pose as a repository, with commands of its own in its configuration."""


def holds(folder: Path) -> bool:
    """Whether the folder lies in a work tree."""
    return _git(folder, "rev-parse", "--is-inside-work-tree") == b"true\n"


def refusal(folder: Path) -> str:
    """Why git won't answer although there is a repository around the folder; nothing if there is none, or it does."""
    near = _near(folder)[0].resolve()
    if holds(folder) or not any((place / ".git").exists() for place in (near, *near.parents)):
        return ""
    done = _run(near, ("rev-parse", "--is-inside-work-tree"), b"")
    lines = done.stderr.decode(errors="replace").splitlines() if done is not None else ["there is no git"]
    return lines[0][:200] if lines else "git does not answer"


def is_revision(text: str) -> bool:
    """Whether a text can name a revision, and is no option."""
    return bool(_REVISION.fullmatch(text))


def show(folder: Path, revision: str, name: str) -> bytes | None:
    """A file of the folder as it was committed, or None."""
    if not is_revision(revision):
        return None
    path = "/".join([*_near(folder)[1], name])  # the folder itself may be missing
    # cat-file runs no filter and no text conversion, whatever the repository asks for
    return _git(folder, "cat-file", "blob", f"{revision}:./{path}")


def knows(folder: Path, revision: str) -> bool:
    """Whether there is such a commit."""
    return (
        is_revision(revision) and _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is not None
    )


def prefix(folder: Path) -> str:
    """Where the folder lies in the work tree, as git writes paths; "." at its root."""
    found = _git(folder, "rev-parse", "--show-prefix") or b""
    place = found.decode(errors="replace").strip().strip("/").split("/")
    return "/".join([*place, *_near(folder)[1]]).strip("/") or "."


def ignored(folder: Path, names: Iterable[str]) -> set[str]:
    """Which of these files of the folder git ignores."""
    found = _git(folder, "check-ignore", "-z", "--stdin", asked="\0".join(names).encode(), codes=(0, 1))
    return set((found or b"").decode(errors="replace").split("\0")) - {""}


def _near(folder: Path) -> tuple[Path, list[str]]:
    """The nearest folder that is there, and the rest of the way."""
    near, rest = folder, list[str]()
    while not near.is_dir() and near != near.parent:
        near, rest = near.parent, [near.name, *rest]
    return near, rest


def _git(folder: Path, *words: str, asked: bytes = b"", codes: tuple[int, ...] = (0,)) -> bytes | None:
    """What a git command prints, or None if it fails."""
    done = _run(_near(folder)[0], words, asked)
    return done.stdout if done is not None and done.returncode in codes else None


def _run(folder: Path, words: tuple[str, ...], asked: bytes) -> "subprocess.CompletedProcess[bytes] | None":
    # in a hook, git's own variables would name another repository or index than the folder's
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith("GIT_CONFIG")
    }
    try:
        return subprocess.run(
            ["git", *_SAFELY, "-C", str(folder), *words],  # noqa: S607 - the user's git, from the path
            input=asked,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
            env=kept | {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"},
        )
    except (OSError, subprocess.SubprocessError):
        return None
