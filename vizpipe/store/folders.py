"""Folders: inside or outside, ready to be written in."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from vizpipe.errors import UsageError, explain
from vizpipe.store.atomic import _prefix


def keep_inside(target: Path, *roots: Path) -> None:
    """Refuse a path that a link leads out of all ``roots``: nothing is written through links. Raises UsageError."""
    if leads_out(target, *roots):
        raise UsageError(f"{target} is a link that leads elsewhere, and nothing is written through links; delete it")


def leads_out(target: Path, *roots: Path) -> bool:
    """Whether a path, its links followed, lies in none of these folders, or its links go round in a circle."""
    try:
        place = target.resolve()
        if place.is_symlink():  # newer Pythons give a circle back as it is
            return True
        return not any(place.is_relative_to(root.resolve()) for root in roots)
    except (OSError, RuntimeError):  # links in a circle
        return True


def ready(folder: Path) -> None:
    """Try that files can be made in ``folder``, or that it can be made; leaves nothing. Raises MachineError."""
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    try:
        descriptor, name = tempfile.mkstemp(dir=there, prefix=_prefix(), suffix=".tmp")
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
def scratch_folder() -> Iterator[Path]:
    """A folder of one's own that is gone after the block. Raises MachineError."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="vizpipe-", ignore_cleanup_errors=True)
    except OSError as error:
        raise explain(error, tempfile.gettempdir()) from error
    with folder as name:
        yield Path(name)
