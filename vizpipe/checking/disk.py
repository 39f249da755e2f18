"""Published files that git keeps: whether each still is what the manifest says, on the disk and in the commit."""

import os
from collections.abc import Collection, Mapping
from hashlib import sha1
from pathlib import Path

from vizpipe.checking import Finding
from vizpipe.encoding.formats import EXACT
from vizpipe.manifest.manifest import Entry, File
from vizpipe.store import folders, git, hashes, pointers
from vizpipe.store.ours import NAME

_MISSING = "is missing"
_SHORT = 1_000
"""Bytes of a text that stands in a commit for a file which another tool keeps, and names its hash."""
_SHA1 = 40


def kept_files(
    folder: Path,
    old: Mapping[str, Entry],
    new: Mapping[str, Entry],
    *,
    asked: Mapping[str, Collection[str]],
    root: Path | None = None,
) -> list[Finding]:
    """What is wrong with the kept files of these assets; what a build has just made anew is no edit.

    Of the assets in ``asked`` only these files have to be there; links may lead about in ``root``, the project's.
    """
    findings: list[Finding] = []
    for name in sorted(old):
        for file, facts in sorted(old[name].files.items()):
            made = new[name].files.get(file) if name in new else None
            problem = problem_of(folder, file, facts, made, root=root) if facts.kept else None
            if problem and (problem != _MISSING or file in asked.get(name, (file,))):
                findings.append(Finding("files", name, f"{file} {problem}", file))
    return findings


def problem_of(folder: Path, file: str, facts: File, made: File | None = None, root: Path | None = None) -> str | None:
    """What is wrong with one file, or None: it has the same bytes, shows the same, or a pointer to it is there."""
    path = folder / file
    if folders.leads_out(path, folder, root or folder):
        return "leads outside of its folder"
    digests = (facts.sha256, *([made.sha256] if made is not None else []))
    if (pointer := pointers.at(path)) is not None:
        told = f"is a {pointer.tool} pointer to another file: {pointer.sha256[:12]}…, not {facts.sha256[:12]}…"
        return None if pointer.sha256 in digests else told
    try:
        if not path.is_file():
            return _MISSING
        if hashes.is_still(path, *digests):
            return None
    except OSError as error:
        return f"can't be read: {error.strerror}"
    return _shown(path, facts) if path.suffix.removeprefix(".") in EXACT else "was edited"


def committed_files(
    folder: Path, revision: str, old: Mapping[str, Entry], *, asked: Mapping[str, Collection[str]]
) -> list[Finding]:
    """What is wrong with these assets' kept files in the commit that their lines stand in.

    Of the assets in ``asked`` only these files have to be there.
    """
    kept = [
        (name, file, facts)
        for name, entry in sorted(old.items())
        for file, facts in sorted(entry.files.items())
        if facts.kept and file in asked.get(name, (file,))
    ]
    try:
        committed = git.committed(folder, revision) if kept else {}
    except git.Unreadable as error:
        return [Finding("manifest", "", f"which files are committed can't be told: {error}", NAME)]
    problems = [
        (name, file, _in_commit(folder, revision, file, facts, committed.get(file))) for name, file, facts in kept
    ]
    return [Finding("files", name, f"{file} {problem}", file) for name, file, problem in problems if problem]


def pointed_at(folder: Path, old: Mapping[str, Entry]) -> list[Finding]:
    """That files are not here, but pointers to them are; which files those are, ``kept_files`` has compared."""
    kept = [file for entry in old.values() for file, facts in entry.files.items() if facts.kept]
    found = [pointer for file in kept if (pointer := pointers.at(folder / file)) is not None]
    tools = sorted({(pointer.tool, pointer.fetch) for pointer in found})
    return [
        Finding("environment", "", f"{len(found)} of {len(kept)} files are {tool} pointers here; {fetch} brings them")
        for tool, fetch in tools
    ]


def _in_commit(folder: Path, revision: str, file: str, facts: File, object_name: str | None) -> str:
    """What is wrong with one file in a commit, where git knows its content as ``known``; nothing if it is right."""
    if object_name is None:
        return f"is not in {revision}: add it to git, and commit"
    data = b""
    try:
        if _name_of(folder / file, object_name) != object_name:  # otherwise it is what was looked at on the disk
            data = git.show(folder, revision, file) or b""
    except FileNotFoundError:
        pass  # which is told already
    except (OSError, git.Unreadable) as error:
        return f"can't be compared with {revision}: {getattr(error, 'strerror', None) or error}"
    stands_for_it = len(data) < _SHORT and facts.sha256.encode() in data
    same = {hashes.sha256_of(data), hashes.sha256_of(hashes.unix(data))}
    if not data or stands_for_it or facts.sha256 in same:
        return ""
    return f"in {revision} is not the file that the manifest there tells of: add it to git, and commit"


def _name_of(path: Path, like: str) -> str:
    """How git would call the content of a file, or of a link. Raises OSError."""
    data = os.fsencode(path.readlink()) if path.is_symlink() else hashes.read_file(path)
    whole = b"blob %d\0" % len(data) + data
    return sha1(whole, usedforsecurity=False).hexdigest() if len(like) == _SHA1 else hashes.sha256_of(whole)


def _shown(path: Path, facts: File) -> str | None:
    """How a picture that was encoded again differs from what the manifest says of it."""
    from vizpipe.encoding.decode import Undecodable, decode  # noqa: PLC0415 - Pillow, only for files that were touched

    try:
        picture = decode(path, (facts.width, facts.height), facts.frames)
    except Undecodable as error:
        return f"was edited and can't be decoded: {error}"
    except OSError as error:
        return f"can't be read: {error.strerror}"
    if (picture.width, picture.height) != (facts.width, facts.height):
        return f"was edited: it is {picture.width}×{picture.height}, not {facts.width}×{facts.height}"
    if picture.duration_ms != facts.duration_ms and picture.pixels:
        return f"was edited: it lasts {picture.duration_ms} ms, not {facts.duration_ms} ms"
    if picture.frames != facts.frames:
        return f"was edited: it has {picture.frames} different frames, not {facts.frames}"
    return None if picture.pixels == facts.pixels else "was edited: other pixels, or another loop"
