"""What is committed: the manifest at git's HEAD, at another revision, or in a file."""

import contextlib
import os
from pathlib import Path
from typing import NamedTuple

from vizpipe.checking import Finding
from vizpipe.errors import UsageError
from vizpipe.manifest import lines, manifest
from vizpipe.manifest.manifest import Manifest, Unreadable
from vizpipe.store import git, hashes, ours, pointers

_CI = ("CI", "GITHUB_ACTIONS", "TF_BUILD", "JENKINS_URL")
"""Variables by which services say that they run a command, and what says that they don't."""
_NO = ("", "0", "false", "no")


class Baseline(NamedTuple):
    """A manifest to compare with, where it comes from, and why it can't be read, if so."""

    manifest: Manifest
    name: str
    revision: str | None
    """The revision that its files can be had from."""
    problem: Finding | None


def find(outputs: Path, against: str | None) -> Baseline:
    """The committed manifest, never the one that a build has just written.

    Raises UsageError for an ``against`` that is neither a file nor a commit.
    """
    if against is not None and (data := _file(against)) is not None:
        return _read(data, against, None)
    place = f"{outputs.name}/{ours.NAME}"
    refused = git.refusal(outputs)
    merge = against is None and manifest.is_merge(bytes_of(outputs / ours.NAME) or b"")
    if refused or merge:
        return _broken(place, None, f"git can't say what is committed: {refused}" if refused else lines.told_of(place))
    if against is None and not git.holds(outputs):
        return _uncommitted(outputs / ours.NAME)
    revision = against or "HEAD"
    if against is not None and not git.knows(outputs, revision):
        cut = ", which has only a part of the history (git fetch --unshallow brings the rest)"
        where = f"in this clone{cut}" if git.is_shallow(outputs) else "here"
        raise UsageError(f"--against {against[:60]}: there is no such file, and no such commit {where}")
    name = f"{place} at {revision}"
    try:
        data = git.show(outputs, revision, ours.NAME)
    except git.Unreadable as error:
        return _broken(name, revision, f"{name} can't be read: {error}")
    if data is None:
        problem = f"{place} is not in {revision}: commit it, or compare with a file (--against FILE)"
        return _broken(name, revision, problem)
    return _read(data, name, revision)


def content(base: Baseline, outputs: Path, file: str) -> bytes | None:
    """A published file as it was committed, as far as it can be had: from git, or from the disk if it is the same."""
    stored = None
    with contextlib.suppress(git.Unreadable):
        stored = git.show(outputs, base.revision, file) if base.revision else None
    facts = {name: facts for entry in base.manifest.assets.values() for name, facts in entry.files.items()}
    if stored is not None and (pointer := pointers.of(stored)) is not None:
        stored = git.kept_by_lfs(outputs, pointer.sha256) if pointer.tool == "Git LFS" else None
    if stored is None and file in facts:
        data = bytes_of(outputs / file)
        stored = data if data is not None and hashes.sha256_of(data) == facts[file].sha256 else None
    return stored


def bytes_of(path: Path) -> bytes | None:
    """What a file holds; None if it can't be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _uncommitted(path: Path) -> Baseline:
    """The manifest itself, where there is no git: a build may just have written it, which is no proof in CI."""
    if any(os.environ.get(name, "").lower() not in _NO for name in _CI):
        problem = "there is no git repository here, so nothing says what is committed"
        return _broken(str(path), None, f"{problem}; --against {path.parent.name}/{path.name} takes the file as it is")
    try:
        return _read(hashes.read_file(path), f"{path}, which need not be committed: there is no git here", None)
    except OSError as error:
        return _broken(str(path), None, f"{path}: {error.strerror}; build first, then check")


def _file(name: str) -> bytes | None:
    """The content of a file; None if there is none of this name."""
    try:
        return Path(name).read_bytes() if Path(name).is_file() else None
    except OSError as error:
        raise UsageError(f"--against {name[:60]}: {error.strerror}") from None


def _read(data: bytes, name: str, revision: str | None) -> Baseline:
    try:
        return Baseline(manifest.parse(data), name, revision, None)
    except Unreadable as error:
        return _broken(name, revision, f"{name} can't be read: {error}")


def _broken(name: str, revision: str | None, text: str) -> Baseline:
    return Baseline(Manifest(), name, revision, Finding("manifest", "", text, ours.NAME))
