"""What git knows of a folder; where there is no git, it knows nothing. Nothing in a repository is run."""

import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from vizpipe.store import hashes

_REVISION = re.compile(r"[\w@][\w.@^~{}/+#=,%!&-]{0,199}")
_PATIENCE = 20.0
_SAFELY = ("-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")
"""A folder of the project may pose as a repository, with commands of its own in its configuration."""


class Unreadable(Exception):  # noqa: N818 - what has happened to a file that is there
    """A file is committed, or may be, but its content can't be had here: the reason, for a person."""


def holds(folder: Path) -> bool:
    """Whether the folder lies in a work tree."""
    return _git(folder, "rev-parse", "--is-inside-work-tree") == b"true\n"


def refusal(folder: Path) -> str:
    """Why git won't answer although there is a repository; nothing if there is none, or it does.

    A repository is one around the folder, or the one that ``GIT_DIR`` names.
    """
    near = _near(folder)[0].resolve()
    around = any((place / ".git").exists() for place in (near, *near.parents))
    named = os.environ.get("GIT_DIR", "")
    if holds(folder) or not (around or named):
        return ""
    environment = _plain() if around else _plain() | _named()
    try:
        done = _run(near, ("rev-parse", "--is-inside-work-tree"), b"", environment)
    except _Silent as error:
        return str(error)
    if not around and done.returncode == 0:  # it answers, and the folder lies elsewhere
        return ""
    return f"{'' if around else f'GIT_DIR is {named[:100]}: '}{_in_short(done.stderr)}"


def is_revision(text: str) -> bool:
    """Whether a text can name a revision, and is no option."""
    return bool(_REVISION.fullmatch(text))


def show(folder: Path, revision: str, name: str) -> bytes | None:
    """A file of the folder as it was committed, or None if it was not. Raises Unreadable if that can't be told."""
    if not is_revision(revision):
        return None
    path = "/".join([*_near(folder)[1], name])  # the folder itself may be missing
    # cat-file runs no filter and no text conversion, whatever the repository asks for
    found = _git(folder, "cat-file", "blob", f"{revision}:./{path}")
    if found is None and _git(folder, "rev-parse", "--verify", "--quiet", revision) is None:
        return None  # nothing was committed yet
    if found is None and name in committed(folder, revision):
        place = prefix(folder).removeprefix(".")
        told = f"git show {revision}:{place}{'/' if place else ''}{name}"
        raise Unreadable(f"its content is not in this clone, which is a partial one; {told} fetches it")
    return found


def committed(folder: Path, revision: str) -> dict[str, str]:
    """The folder's files as they were committed: the name that git gives to the content of each.

    Raises Unreadable if that can't be told.
    """
    near, rest = _near(folder)
    inside = "".join(f"{each}/" for each in rest)
    try:
        words = ("ls-tree", "-r", "-z", revision, *(["--", inside] if inside else []))
        done = _run(near, words, b"", _environment(near))
    except _Silent as error:
        raise Unreadable(str(error)) from None
    if done.returncode:
        raise Unreadable(f"git can't read this commit: {_in_short(done.stderr)}")
    lines = [line.partition("\t") for line in done.stdout.decode(errors="surrogateescape").split("\0") if line]
    return {path.removeprefix(inside): facts.split()[2] for facts, _, path in lines}


def kept_by_lfs(folder: Path, sha256: str) -> bytes | None:
    """A file that Git LFS keeps beside this repository, or None if it has not been fetched."""
    found = _git(folder, "rev-parse", "--git-common-dir")
    if found is None:
        return None
    shelf = _near(folder)[0] / os.fsdecode(found.rstrip(b"\n")) / "lfs" / "objects"
    try:
        data = (shelf / sha256[:2] / sha256[2:4] / sha256).read_bytes()
    except OSError:
        return None
    return data if hashes.sha256_of(data) == sha256 else None


def knows(folder: Path, revision: str) -> bool:
    """Whether there is such a commit."""
    return (
        is_revision(revision) and _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is not None
    )


def is_shallow(folder: Path) -> bool:
    """Whether the clone lacks a part of the history."""
    return _git(folder, "rev-parse", "--is-shallow-repository") == b"true\n"


def prefix(folder: Path) -> str:
    """Where the folder lies in the work tree, as git writes paths; "." at its root."""
    found = _git(folder, "rev-parse", "--show-prefix") or b""
    place = found.decode(errors="replace").strip().strip("/").split("/")
    return "/".join([*place, *_near(folder)[1]]).strip("/") or "."


def ignored(folder: Path, names: Iterable[str]) -> set[str] | None:
    """Which of these files of the folder git ignores, or None if it can't say."""
    found = _git(folder, "check-ignore", "-z", "--stdin", asked="\0".join(names).encode(), codes=(0, 1))
    return set(found.decode(errors="replace").split("\0")) - {""} if found is not None else None


def _near(folder: Path) -> tuple[Path, list[str]]:
    """The nearest folder that is there, and the rest of the way."""
    near, rest = folder, list[str]()
    while not near.is_dir() and near != near.parent:
        near, rest = near.parent, [near.name, *rest]
    return near, rest


class _Silent(Exception):  # noqa: N818 - git says nothing
    """Why git did not run, or did not end."""


def _git(folder: Path, *words: str, asked: bytes = b"", codes: tuple[int, ...] = (0,)) -> bytes | None:
    """What a git command prints, or None if it fails."""
    near = _near(folder)[0]
    try:
        done = _run(near, words, asked, _environment(near))
    except _Silent:
        return None
    return done.stdout if done.returncode in codes else None


def _environment(folder: Path) -> dict[str, str]:
    """The variables that git gets: those which name a repository only if that is the folder's.

    In a hook git's own variables name the repository of the hook, which need not be the folder's. The repository whose
    work tree is nearest around the folder counts, as it does for ignore files; of two at one place the one that is
    named together with its work tree.
    """
    plain = _plain()
    if not os.environ.get("GIT_DIR"):
        return plain
    named = plain | _named()
    around, other = (_top(folder, each) for each in (plain, named))
    if other is None or not folder.resolve().is_relative_to(other):
        return plain
    explicit = bool(os.environ.get("GIT_WORK_TREE"))
    return named if around is None or (explicit and other.is_relative_to(around)) else plain


def _top(folder: Path, environment: dict[str, str]) -> Path | None:
    """Where the work tree begins, or None if the folder lies in none."""
    try:
        done = _run(folder, ("rev-parse", "--show-toplevel"), b"", environment)
    except _Silent:
        return None
    return Path(os.fsdecode(done.stdout.rstrip(b"\n"))).resolve() if done.returncode == 0 else None


def _plain() -> dict[str, str]:
    """The variables without those by which git is told of a repository or an index."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(("GIT_CONFIG", "GIT_CEILING", "GIT_DISCOVERY"))
    }


def _named() -> dict[str, str]:
    """The repository that the environment names; paths in it count from the folder where the command runs."""
    found = {"GIT_DIR": str(Path(os.environ["GIT_DIR"]).absolute())}
    tree = os.environ.get("GIT_WORK_TREE")
    if tree:
        return found | {"GIT_WORK_TREE": str(Path(tree).absolute())}
    top = _top(Path.cwd(), _plain() | found)  # the repository's own setting, or the folder where the command runs
    return found | ({"GIT_WORK_TREE": str(top)} if top is not None else {})


def _in_short(text: bytes) -> str:
    """What git complains of, and the command that it knows against it, such as for a repository of another user."""
    lines = text.decode(errors="replace").splitlines()
    ways = (f"; {line.strip()[:300]}" for line in lines if line.strip().startswith("git config "))
    return f"{lines[0][:200]}{next(ways, '')}" if lines else "git does not answer"


def _run(
    folder: Path, words: tuple[str, ...], asked: bytes, environment: dict[str, str]
) -> "subprocess.CompletedProcess[bytes]":
    """Run git. Raises _Silent."""
    try:
        return subprocess.run(
            ["git", *_SAFELY, "-C", str(folder), *words],  # noqa: S607 - the user's git, from the path
            input=asked,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
            env=environment | {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"},
        )
    except FileNotFoundError:
        raise _Silent("git is not installed") from None
    except subprocess.TimeoutExpired:
        raise _Silent(f"git did not answer within {_PATIENCE:.0f} seconds") from None
    except (OSError, subprocess.SubprocessError) as error:
        raise _Silent(f"git can't be run: {getattr(error, 'strerror', None) or 'the system refuses it'}") from None
