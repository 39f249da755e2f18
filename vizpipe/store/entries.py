"""The cache, read only: bytes by key, each with a checksum in front."""

import contextlib
import hashlib
import os
from pathlib import Path

_CHECKSUM = 32


class Entries:
    """What lies in a cache. It may be deleted, truncated or garbled at any time."""

    def __init__(self, folder: Path | None = None) -> None:
        """Use ``folder``, or VIZPIPE_CACHE, or the user's cache folder."""
        named = os.environ.get("VIZPIPE_CACHE")
        self.folder = folder or (Path(named) if named else _users_own())
        self._used: set[str] = set()

    def path(self, kind: str, key: str) -> Path:
        """Where an entry lies; it may not be there."""
        return self.folder / kind / key

    def read(self, kind: str, key: str) -> bytes | None:
        """The bytes that were stored, or None if they are not there or not whole."""
        path = self.path(kind, key)
        found = read_checked(path)
        if found is not None:
            self._used.add(f"{kind}/{key}")
            with contextlib.suppress(OSError):
                os.utime(path)  # what was used longest ago is deleted first
        return found


def _users_own() -> Path:
    import platformdirs  # noqa: PLC0415 - only where nobody names a folder

    return Path(platformdirs.user_cache_dir("vizpipe", appauthor=False))


def read_checked(path: Path) -> bytes | None:
    """The bytes of a cache entry, or None if it is missing or damaged."""
    try:
        return checked(path.read_bytes())
    except OSError:
        return None


def checked(raw: bytes) -> bytes | None:
    """What was stored, without its checksum, or None if that is wrong."""
    data = raw[_CHECKSUM:]
    return data if hashlib.sha256(data).digest() == raw[:_CHECKSUM] else None
