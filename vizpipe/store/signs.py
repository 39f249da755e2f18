"""What a file was like when it was read."""

import stat
from pathlib import Path
from typing import NamedTuple

from vizpipe.store import hashes


class Known(NamedTuple):
    """A file as it was when keys were made from it."""

    path: str
    digest: str
    """Its hash; empty if it was not there."""
    sign: str
    """Its time, size and number on the disk, which tell quickly that nothing happened."""

    @property
    def moved(self) -> bool:
        """Whether it is another one now. A file that was only touched is not."""
        return sign(self.path) != self.sign and digest_of(self.path) != self.digest


def sign(path: str | Path) -> str:
    """The time, size and number of a file; empty if there is none."""
    try:
        facts = Path(path).stat()
    except (OSError, ValueError):
        return ""
    return f"{facts.st_mtime_ns} {facts.st_size} {facts.st_ino}" if stat.S_ISREG(facts.st_mode) else ""


def digest_of(path: str | Path) -> str:
    """The hash of what a file says; empty if there is none that can be read."""
    try:
        return hashes.content(Path(path))
    except (OSError, ValueError):
        return ""
