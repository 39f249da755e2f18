"""The cache: what it reads, it also writes, deletes and keeps within a limit."""

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
import weakref
from operator import itemgetter
from pathlib import Path

from vizpipe.errors import MachineError, explain
from vizpipe.store.atomic import tidy, write
from vizpipe.store.entries import Entries, checked, read_checked
from vizpipe.store.folders import make_folder

__all__ = ["KINDS", "PUBLISHED", "ROWS", "Cache", "checked", "read_checked"]

PUBLISHED = "published"
ROWS = "rows"
"""Rows that programs brought, as files that recipes read."""
KINDS = ("cards", "films", "pictures", PUBLISHED, ROWS)
"""What the cache keeps, each in a folder of its own; of published files their hashes alone, as keys."""
_KEY = re.compile(r"[0-9a-f]{64}(\.\w+)?")


class Cache(Entries):
    """Bytes by key, each with a checksum in front. May be deleted, truncated or garbled at any time.

    Where the folder can't be written, entries go to a temporary one, and ``refused`` says why.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Use ``folder``, or VIZPIPE_CACHE, or the user's cache folder."""
        super().__init__(folder)
        self.refused = ""
        self._scratch: Path | None = None
        self.written = False

    def path(self, kind: str, key: str) -> Path:
        """Where an entry lies; it may not be there."""
        place = super().path(kind, key)
        if self._scratch is not None and not place.exists():
            return self._scratch / kind / key
        return place

    def write(self, kind: str, key: str, data: bytes) -> Path:
        """Store bytes, and give where. Raises MachineError if there is no room at all."""
        self.written = True
        self._used.add(f"{kind}/{key}")
        marked = hashlib.sha256(data).digest() + data
        if self._scratch is None:
            try:
                return self._put(self.folder / kind / key, marked)
            except MachineError as error:
                self.refused = str(error)
                self._scratch = Path(tempfile.mkdtemp(prefix="vizpipe-"))
                weakref.finalize(self, shutil.rmtree, self._scratch, ignore_errors=True)
        return self._put(self._scratch / kind / key, marked)

    @staticmethod
    def _put(target: Path, data: bytes) -> Path:
        make_folder(target.parent)
        write(target, data, lasting=False)
        return target

    def trim(self, limit: int | None = None) -> int:
        """Delete what was used longest ago until at most ``limit`` bytes are left; give how many were freed.

        What this process has read or written stays. The limit is VIZPIPE_CACHE_LIMIT in megabytes, or 2,000.
        """
        if limit is None:
            limit = _limit(os.environ.get("VIZPIPE_CACHE_LIMIT", ""))
        entries, mine = [], 0
        for kind in KINDS:
            tidy(self.folder / kind)
            with contextlib.suppress(OSError):
                for path in (self.folder / kind).iterdir():
                    facts = path.stat()
                    if f"{kind}/{path.name}" in self._used:
                        mine += facts.st_size
                    else:
                        entries.append((facts.st_mtime, facts.st_size, path))
        left, freed = sum(size for _, size, _ in entries) + mine, 0
        for _, size, path in sorted(entries, key=itemgetter(0)):
            if left - freed <= limit:
                break
            with contextlib.suppress(OSError):  # another command may be quicker
                if _is_entry(path):
                    path.unlink()
                    freed += size
        return freed

    def clear(self) -> int:
        """Delete every entry, and nothing else that lies in the folder; give the number of bytes that were freed."""
        size = 0
        try:
            for kind in KINDS:
                place = self.folder / kind
                if not place.is_dir() or place.is_symlink():
                    continue
                tidy(place)
                for path in place.iterdir():
                    if _is_entry(path):
                        size += path.stat().st_size
                        path.unlink()
                if not any(place.iterdir()):
                    place.rmdir()
            if self.folder.is_dir() and not any(self.folder.iterdir()):
                self.folder.rmdir()
        except OSError as error:
            raise explain(error, str(self.folder)) from error
        return size


def _is_entry(path: Path) -> bool:
    """Whether a file is the cache's, by its name or its checksum: a folder of pictures may be somebody's."""
    return path.is_file() and (_KEY.fullmatch(path.name) is not None or read_checked(path) is not None)


def _limit(text: str) -> int:
    """The cache's limit in bytes; what is no number counts as not given."""
    megabytes = int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else _MEGABYTES
    return megabytes * 1_000_000


_MEGABYTES = 2000
_DIGITS = 10
