"""Files by their bytes."""

import errno
import hashlib
import stat
from pathlib import Path

_AT_ONCE = 1_000_000
"""Bytes up to which a file is read whole: for small ones that is much quicker."""
_TEXTS = (".csv", ".html", ".svg")


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


def is_still(path: Path, *digests: str) -> bool:
    """Whether a file has one of these hashes; a text may have other line ends, as git gives them. Raises OSError."""
    if sha256(path) in digests:
        return True
    return path.suffix in _TEXTS and sha256_of(path.read_bytes().replace(b"\r\n", b"\n")) in digests


def _size(path: Path) -> int:
    """How many bytes a file has. Raises OSError for what is no file: a pipe that nobody writes to has no end."""
    facts = path.stat()
    if not stat.S_ISREG(facts.st_mode):
        raise OSError(errno.EINVAL, "this is no file", str(path))
    return facts.st_size
