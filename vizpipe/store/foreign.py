"""Files that are not vizpipe's own, as far as they may be taken into memory."""

from pathlib import Path

from vizpipe.errors import UsageError
from vizpipe.store.hashes import read_file

MOST_BYTES = 1 << 28


def read(path: Path) -> bytes:
    """All of a file. Raises UsageError if it is too large, can't be read, or is no file: a pipe has no end."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(f"{path}: it is larger than {MOST_BYTES >> 20} MB")
        return read_file(path)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None
