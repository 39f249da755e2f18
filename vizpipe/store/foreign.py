"""Files that are not vizpipe's own, as far as they may be taken into memory."""

from pathlib import Path

from vizpipe.errors import UsageError

MOST_BYTES = 1 << 28


def read(path: Path) -> bytes:
    """All of a file. Raises UsageError if it is too large, or can't be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(f"{path}: it is larger than {MOST_BYTES >> 20} MB")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None
