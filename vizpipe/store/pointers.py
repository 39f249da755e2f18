"""Small files and links that stand for one which another tool keeps, Git LFS or git-annex, by its hash."""

import os
import re
from pathlib import Path
from typing import NamedTuple

from vizpipe.errors import UsageError

_MOST = 1_024
"""Bytes of a pointer; both tools give up beyond some such number."""
_LFS = re.compile(rb"version https://(?:git-lfs|hawser)\.github\.com/spec/v1\r?\n(?:[\w.-]+ [^\r\n]+\r?\n)*")
_OID = re.compile(rb"^oid sha256:([0-9a-f]{64})\r?$", re.MULTILINE)
_ANNEX = re.compile(rb"(?:.*/)?annex/objects/(?:.*/)?SHA256E?-(?:s\d+-|m\d+-|S\d+-|C\d+-)*-?([0-9a-f]{64})[\w.]*\s*")


class Pointer(NamedTuple):
    """What stands in a file's place."""

    tool: str
    sha256: str
    """Of the file that it stands for."""

    @property
    def fetch(self) -> str:
        """The command that brings the file itself.

        ``git lfs pull`` alone ends with 0 and brings nothing where Git LFS was never installed for this user.
        """
        return "git lfs install && git lfs pull" if self.tool == "Git LFS" else "git annex get"


def of(data: bytes) -> Pointer | None:
    """The pointer that these bytes are, or None."""
    if len(data) > _MOST:
        return None
    if _LFS.fullmatch(data) and (oid := _OID.search(data)):
        return Pointer("Git LFS", oid[1].decode())
    if data.startswith((b"/annex/", b"../", b".git/")) and (key := _ANNEX.fullmatch(data)):
        return Pointer("git-annex", key[1].decode())
    return None


def at(path: Path) -> Pointer | None:
    """The pointer in a place: a small file, or a link to an object of git-annex that is not there; or None."""
    try:
        if path.is_symlink() and not path.exists():
            return of(os.fsencode(path.readlink()))
        return of(path.read_bytes()) if path.is_file() and path.stat().st_size <= _MOST else None
    except OSError:
        return None


def refuse(path: Path) -> None:
    """Raise UsageError where a pointer stands for a file that somebody wants to read."""
    if (pointer := at(path)) is not None:
        raise UsageError(f"{path} is a {pointer.tool} pointer; {pointer.fetch} brings the file")
