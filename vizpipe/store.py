"""The one atomic writer, and the cache. Nothing else in the house writes a file."""

import contextlib
import errno
import hashlib
import importlib
import os
import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

import platformdirs

from vizpipe.errors import MachineError

fcntl: Any = None
with contextlib.suppress(ImportError):  # Windows has none
    fcntl = importlib.import_module("fcntl")

KINDS = ("cards", "films", "pictures")
"""What the cache keeps, each in a folder of its own."""
_MASK_LOCK = threading.Lock()
_CHECKSUM = 32
_SMALL = 4_000_000


def explain(error: OSError, what: str) -> MachineError:
    """Say in one line what the machine refused, and where."""
    reasons = {
        errno.ENOSPC: "no space is left",
        errno.EFBIG: "no space is left for a file of this size",
        errno.EDQUOT: "the quota is used up",
        errno.EROFS: "the file system is read-only",
        errno.EACCES: "writing is not permitted",
        errno.EPERM: "writing is not permitted",
        errno.ENOTDIR: "part of the path is a file, not a folder",
        errno.EISDIR: "there is a folder of this name",
        errno.ENAMETOOLONG: "the name is too long",
    }
    everywhere = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
    text = f"{what}: {reasons.get(error.errno or 0, error.strerror or str(error))}"
    return MachineError(text, everywhere=everywhere)


def scratch() -> IO[bytes]:
    """A file without a name, in memory while it is small; gone when it is closed."""
    return tempfile.SpooledTemporaryFile(max_size=_SMALL)


@contextlib.contextmanager
def writing(target: Path, *, lasting: bool = True) -> Iterator[IO[bytes]]:
    """Give a stream that becomes ``target`` when the block ends well: the complete new file, or the old one.

    Temporary file beside the target, fsync, replace. An existing file keeps its mode. What need not be ``lasting``,
    since it has a checksum and can be made again, does without the fsync. Raises MachineError.
    """
    target = Path(os.path.realpath(target))
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".vizpipe-", suffix=".tmp", delete=False) as stream:
            temporary = Path(stream.name)
            yield stream
            stream.flush()
            if lasting:
                os.fsync(stream.fileno())
        temporary.chmod(_mode(target))
        temporary.replace(target)
        temporary = None
        if lasting:
            _sync_folder(target.parent)
    except OSError as error:
        raise explain(error, str(target)) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def write(target: Path, data: bytes, *, lasting: bool = True) -> None:
    """Write ``data`` as the whole content of ``target``, or leave the old file. Raises MachineError."""
    with writing(target, lasting=lasting) as stream:
        stream.write(data)


def ready(folder: Path) -> None:
    """Try that files can be made in ``folder``, or that it can be made; leaves nothing. Raises MachineError."""
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    try:
        descriptor, name = tempfile.mkstemp(dir=there, prefix=".vizpipe-", suffix=".tmp")
        os.close(descriptor)
        Path(name).unlink()
    except OSError as error:
        raise explain(error, str(folder)) from error


def make_folder(folder: Path) -> None:
    """Make a folder and those above it. Raises MachineError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explain(error, str(folder)) from error


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time for a folder. The lock is on the folder itself: none is left behind, however this ends."""
    if fcntl is None:
        yield
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise explain(error, str(folder)) from error
    try:
        with contextlib.suppress(OSError):  # some network file systems have no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder of one's own that is gone after the block. Raises MachineError."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="vizpipe-", ignore_cleanup_errors=True)
    except OSError as error:
        raise explain(error, tempfile.gettempdir()) from error
    with folder as name:
        yield Path(name)


def append(target: Path, data: bytes) -> None:
    """Add to a log that others write to as well. Raises MachineError."""
    try:
        with target.open("ab") as stream:
            stream.write(data)
    except OSError as error:
        raise explain(error, str(target)) from error


def sha256_of(data: bytes) -> str:
    """The hash of some bytes."""
    return hashlib.sha256(data).hexdigest()


def sha256(path: Path) -> str:
    """The hash of a file's content."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _mode(target: Path) -> int:
    """The mode of the old file, or what a new file gets from the umask."""
    try:
        return target.stat().st_mode & 0o7777
    except OSError:
        with _MASK_LOCK:  # reading the umask means setting it, for a moment and for all threads
            mask = os.umask(0o077)
            os.umask(mask)
        return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the replacement itself last; not every system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class Cache:
    """Bytes by key, each with a checksum in front. May be deleted, truncated or garbled at any time.

    Where the folder can't be written, entries go to a temporary one, and ``refused`` says why.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Use ``folder``, or VIZPIPE_CACHE, or the user's cache folder."""
        named = os.environ.get("VIZPIPE_CACHE")
        place = Path(named) if named else Path(platformdirs.user_cache_dir("vizpipe", appauthor=False))
        self.folder = folder or place
        self.refused = ""
        self._scratch: Path | None = None
        self._opened = time.time()
        self.written = False

    def path(self, kind: str, key: str) -> Path:
        """Where an entry lies; it may not be there."""
        place = self.folder / kind / key
        if self._scratch is not None and not place.exists():
            return self._scratch / kind / key
        return place

    def read(self, kind: str, key: str) -> bytes | None:
        """The bytes that were stored, or None if they are not there or not whole."""
        path = self.path(kind, key)
        found = read_checked(path)
        if found is not None:
            with contextlib.suppress(OSError):
                os.utime(path)  # trim deletes what was used longest ago
        return found

    def write(self, kind: str, key: str, data: bytes) -> Path:
        """Store bytes, and give where. Raises MachineError if there is no room at all."""
        self.written = True
        checked = hashlib.sha256(data).digest() + data
        if self._scratch is None:
            try:
                return self._put(self.folder / kind / key, checked)
            except MachineError as error:
                self.refused = str(error)
                self._scratch = Path(tempfile.mkdtemp(prefix="vizpipe-"))
                weakref.finalize(self, shutil.rmtree, self._scratch, ignore_errors=True)
        return self._put(self._scratch / kind / key, checked)

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
        entries = []
        for kind in KINDS:
            with contextlib.suppress(OSError):
                for path in (self.folder / kind).iterdir():
                    facts = path.stat()
                    entries.append((facts.st_mtime, facts.st_size, path))
        left, freed = sum(size for _, size, _ in entries), 0
        for used, size, path in sorted(entries, key=itemgetter(0)):
            if left - freed <= limit or used >= self._opened:
                break
            with contextlib.suppress(OSError):  # another command may be quicker
                path.unlink()
                freed += size
        return freed

    def clear(self) -> int:
        """Delete every entry, and nothing else that lies in the folder; give the number of bytes that were freed."""
        size = 0
        try:
            for kind in KINDS:
                place = self.folder / kind
                size += sum(path.stat().st_size for path in place.glob("*") if path.is_file())
                if place.is_dir() and not place.is_symlink():
                    shutil.rmtree(place)
            if self.folder.is_dir() and not any(self.folder.iterdir()):
                self.folder.rmdir()
        except OSError as error:
            raise explain(error, str(self.folder)) from error
        return size


def _limit(text: str) -> int:
    """The cache's limit in bytes; what is no number counts as not given."""
    megabytes = int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else _MEGABYTES
    return megabytes * 1_000_000


_MEGABYTES = 2000
_DIGITS = 10


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
