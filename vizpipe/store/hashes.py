"""Files by their bytes, and by what these stand for."""

import errno
import hashlib
import stat
from pathlib import Path

from vizpipe.store import pointers

_AT_ONCE = 1_000_000
"""Bytes up to which a file is read whole: for small ones that is much quicker."""
_TEXTS = (".csv", ".html", ".svg")
_LOOKED_AT = 8_000
"""Bytes in which git looks for a NUL, to tell a text."""


def read_file(path: Path) -> bytes:
    """The content of a file. Raises OSError, also for what is no file."""
    _size(path)
    return path.read_bytes()


def sha256_of(data: bytes) -> str:
    """The hash of some bytes."""
    return hashlib.sha256(data).hexdigest()


def sha256(path: Path) -> str:
    """The hash of a file's content. Raises OSError, also for what is no file."""
    if _size(path) <= _AT_ONCE:
        return sha256_of(path.read_bytes())
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def content(path: Path) -> str:
    """The hash of what a file says, whatever line ends git gave it. Raises OSError, also for what is no file."""
    if _size(path) <= _AT_ONCE:
        return content_of(path.read_bytes())
    with path.open("rb") as stream:
        if not _has_other_ends(stream.read(_LOOKED_AT)):
            return sha256(path)
    return content_of(path.read_bytes())


def content_of(data: bytes) -> str:
    """The same of some bytes: of a text with the line ends of Windows, as it is with those of others."""
    return sha256_of(unix(data) if _has_other_ends(data[:_LOOKED_AT]) else data)


def unix(text: bytes) -> bytes:
    """A text with the line ends that it has in git."""
    return text.replace(b"\r\n", b"\n")


def _has_other_ends(beginning: bytes) -> bool:
    return b"\r\n" in beginning and b"\0" not in beginning


def is_still(path: Path, *digests: str) -> bool:
    """Whether a file has one of these hashes. Raises OSError.

    A text may have other line ends, as git gives them, and a pointer may stand for the file.
    """
    pointer = pointers.at(path)
    return (pointer is not None and pointer.sha256 in digests) or holds(path, *digests)


def holds(path: Path, *digests: str) -> bool:
    """The same of the file itself, not of a pointer to it. Raises OSError."""
    return sha256(path) in digests or (path.suffix in _TEXTS and sha256_of(unix(path.read_bytes())) in digests)


def _size(path: Path) -> int:
    """How many bytes a file has. Raises OSError for what is no file: a pipe that nobody writes to has no end."""
    facts = path.stat()
    if not stat.S_ISREG(facts.st_mode):
        raise OSError(errno.EINVAL, "this is no file", str(path))
    return facts.st_size
