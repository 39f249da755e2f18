"""One process at a time for a folder."""

import contextlib
import importlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vizpipe.errors import MachineError, explain

fcntl: Any = None
with contextlib.suppress(ImportError):  # Windows has none
    fcntl = importlib.import_module("fcntl")

_PATIENCE, _PAUSE = 60.0, 0.01
"""Seconds that a locked folder is waited for, and between two looks at it."""


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
            _lock(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    """Lock an open folder; nobody who works holds it for longer than a moment. Raises MachineError, OSError."""
    given_up = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > given_up:
                raise MachineError(f"{folder}: another program has locked it for {_PATIENCE:.0f} seconds") from None
            time.sleep(_PAUSE)
        else:
            return
