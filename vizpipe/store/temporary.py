"""Files and folders that are gone again: a trial whether one can write, a folder of one's own."""

import contextlib
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path

from vizpipe.errors import explain
from vizpipe.store.atomic import prefix


def ready(folder: Path) -> None:
    """Try that files can be made in ``folder``, or that it can be made; leaves nothing. Raises MachineError."""
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    try:
        descriptor, name = tempfile.mkstemp(dir=there, prefix=prefix(), suffix=".tmp")
        os.close(descriptor)
        Path(name).unlink()
    except OSError as error:
        raise explain(error, str(folder)) from error


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder of one's own that is gone after the block. Raises MachineError."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="vizpipe-", ignore_cleanup_errors=True)
    except OSError as error:
        raise explain(error, tempfile.gettempdir()) from error
    with folder as name:
        yield Path(name)


class KeptFolder:
    """A folder of one's own that is gone when nobody holds this any more, or the process ends."""

    def __init__(self) -> None:
        """Make it. Raises MachineError."""
        try:
            self.path = Path(tempfile.mkdtemp(prefix="vizpipe-"))
        except OSError as error:
            raise explain(error, tempfile.gettempdir()) from error
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
