"""Whose a file is that stands where one is to be written: what vizpipe did not write is not replaced unasked."""

import contextlib
import stat
from pathlib import Path
from typing import Literal

from vizpipe.errors import MachineError, UsageError
from vizpipe.store import pointers
from vizpipe.store.cache import PUBLISHED, Cache
from vizpipe.store.hashes import is_still, sha256

_EDITABLE = (".html", ".pptx", ".svg")
"""What people work on in other programs, which leave the line that made it where it is."""
_SILENT = (".csv", ".parquet")
"""What has no place for that line."""


class Guard:
    """Stands before every file of a command's that has a name which somebody chose."""

    def __init__(self, cache: Cache, *, overwrite: bool, repairs: bool = False) -> None:
        """Take the cache, which remembers hashes of what was written.

        ``overwrite`` allows every regular file to be replaced, ``repairs`` what vizpipe wrote and somebody changed.
        """
        self._cache, self._overwrite, self._repairs = cache, overwrite, repairs
        self._doubts: set[Path] = set()

    def claim(self, path: Path) -> None:
        """Refuse, before any work, what would replace somebody's file. Raises UsageError."""
        try:
            kind = path.lstat().st_mode
        except OSError:  # nothing is there, or the writer says what is wrong
            return
        if not (stat.S_ISREG(kind) or stat.S_ISLNK(kind) or stat.S_ISDIR(kind)):
            raise UsageError(f"{path} is no file, and is not replaced by one")
        if stat.S_ISDIR(kind) or self._overwrite:
            return
        whose = self._whose(path)
        if whose == "another's":
            raise UsageError(f"{path} is there, and vizpipe did not write it; --overwrite replaces it")
        if whose == "unknown":
            self._doubts.add(path)

    def doubts(self, path: Path) -> bool:
        """Whether it depends on what is to be written if a claim can be kept."""
        return path in self._doubts

    def admit(self, path: Path, digest: str) -> None:
        """Remember what is about to be written; refuse it if it would replace what nobody can vouch for.

        Raises UsageError.
        """
        if self.doubts(path) and not holds(path, digest):
            raise UsageError(f"{path} is there, and not as vizpipe wrote it here; --overwrite replaces it")
        with contextlib.suppress(MachineError):
            self._cache.write(PUBLISHED, digest, b"")

    def _whose(self, path: Path) -> Literal["ours", "another's", "unknown"]:
        """Ours is what is empty, or was written here as it is, or says so itself and is of a kind that few edit."""
        try:
            pointer = pointers.at(path)
            if pointer is not None and self._cache.read(PUBLISHED, pointer.sha256) is not None:
                return "ours"
            digest = sha256(path)
            if not path.stat().st_size or self._cache.read(PUBLISHED, digest) is not None:
                return "ours"
        except OSError:  # a link to nothing, a pipe behind a link, a file that may not be read
            return "another's"
        if path.suffix.lower() in _SILENT:
            return "unknown"
        from vizpipe.encoding.provenance import is_marked  # noqa: PLC0415 - Pillow, which a build can spare

        if not is_marked(path):
            return "another's"
        return "ours" if self._repairs or path.suffix.lower() not in _EDITABLE else "unknown"


def holds(path: Path, digest: str) -> bool:
    """Whether a file has this hash, so that nothing is lost by writing it again, or has gone."""
    try:
        return is_still(path, digest)
    except FileNotFoundError:
        return True
    except OSError:
        return False
