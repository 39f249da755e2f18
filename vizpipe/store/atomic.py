"""The one atomic writer. Nothing else in the house writes a file."""

import contextlib
import hashlib
import os
import platform
import re
import stat
import tempfile
import threading
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO

from vizpipe.errors import explain
from vizpipe.store.hashes import sha256
from vizpipe.store.identity import is_one_of

_MASK_LOCK = threading.Lock()
_SMALL = 4_000_000
_TRIES = 5
"""How often a replacement is tried that another program refuses, with growing pauses: 0.75 s in all."""
_HERE = hashlib.sha256(platform.node().encode()).hexdigest()[:8]
_OURS = re.compile(r"\.vizpipe-([0-9a-f]{8})-(\d{1,10})-.*\.tmp")
_LEFT = 3600.0
"""Seconds after which a temporary file of another machine counts as left behind."""
_under_way: set[str] = set()
"""The temporary files that this process is writing."""


def scratch(*, named: bool = False) -> IO[bytes]:
    """A file in memory while it is small, or one with a name for libraries that open files; gone when closed."""
    return tempfile.NamedTemporaryFile(prefix="vizpipe-") if named else tempfile.SpooledTemporaryFile(max_size=_SMALL)


@contextlib.contextmanager
def writing(target: Path, *, lasting: bool = True) -> Iterator[IO[bytes]]:
    """Give a stream that becomes ``target`` when the block ends well: the complete new file, or the old one.

    Temporary file beside the target, fsync, replace. An existing file keeps its mode; a link gives way to a file, and
    what it leads to stays as it is. What need not be ``lasting``, since it has a checksum and can be made again, does
    without the fsync. Raises MachineError.
    """
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=prefix(), suffix=".tmp", delete=False) as stream:
            temporary = Path(stream.name)
            _under_way.add(temporary.name)
            yield stream
            stream.flush()
            if lasting:
                os.fsync(stream.fileno())
        temporary.chmod(_mode(target))
        _replace(temporary, target)
        _under_way.discard(temporary.name)
        temporary = None
        if lasting:
            _sync_folder(target.parent)
    except OSError as error:
        raise explain(error, str(target)) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()
            _under_way.discard(temporary.name)


def prefix() -> str:
    """How the temporary files of this process begin: with the machine and the process, so that others can tell."""
    return f".vizpipe-{_HERE}-{os.getpid()}-"


def _replace(temporary: Path, target: Path) -> None:
    """Replace a file, again after a moment if another program holds it open (on Windows that refuses it)."""
    for attempt in range(_TRIES):
        try:
            temporary.replace(target)
        except PermissionError:
            if attempt == _TRIES - 1:
                raise
            time.sleep(0.05 * 2**attempt)
        else:
            return


def tidy(folder: Path) -> None:
    """Delete the temporary files of processes that are no more: what a kill or a power cut left."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            ours = _OURS.fullmatch(path.name)
            if ours and not _is_written(path, *ours.groups()):
                with contextlib.suppress(OSError):
                    path.unlink()


def _is_written(path: Path, machine: str, process: str) -> bool:
    """Whether a process may still be writing a temporary file."""
    if machine != _HERE or os.name == "nt":  # where asking for a process would interrupt it
        with contextlib.suppress(OSError):
            return time.time() - path.stat().st_mtime < _LEFT
        return False
    if int(process) == os.getpid():
        return path.name in _under_way
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's process, or no number of one
        return True
    return True


def write(target: Path, data: bytes, *, lasting: bool = True) -> None:
    """Write ``data`` as the whole content of ``target``, or leave the old file. Raises MachineError."""
    with writing(target, lasting=lasting) as stream:
        stream.write(data)


def discard(folder: Path, name: str, digest: str, needed: Collection[tuple[int, int]] = ()) -> None:
    """Delete a file that was written into ``folder``, if it is there, still has this hash, and can be deleted.

    What has one of the ``needed`` identities stays, whatever it is called.
    """
    path = folder / name
    try:
        inside = path.resolve().is_relative_to(folder.resolve()) and path.is_file() and not path.is_symlink()
        if inside and not is_one_of(path, needed) and sha256(path) == digest:
            path.unlink()
    except OSError:
        return


def delete(path: Path) -> None:
    """Delete a file. Raises OSError."""
    path.unlink()


def date(path: Path, moment: int) -> None:
    """Give a file this time, in nanoseconds; what a link leads to and what has other names keep theirs."""
    with contextlib.suppress(OSError):
        facts = path.lstat()
        if stat.S_ISREG(facts.st_mode) and facts.st_nlink == 1:
            os.utime(path, ns=(facts.st_atime_ns, moment))


def append(target: Path, data: bytes) -> None:
    """Add to a log that others write to as well. Raises MachineError."""
    try:
        with target.open("ab") as stream:
            stream.write(data)
    except OSError as error:
        raise explain(error, str(target)) from error


def _mode(target: Path) -> int:
    """The mode of the old file, or what a new file gets from the umask, as it does in the place of a link.

    A store that keeps its objects under several names keeps them read-only; what was one of its names is so no more.
    """
    with contextlib.suppress(OSError):
        old = target.lstat()
        if stat.S_ISREG(old.st_mode):
            return stat.S_IMODE(old.st_mode) | (stat.S_IWUSR if old.st_nlink > 1 else 0)
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
