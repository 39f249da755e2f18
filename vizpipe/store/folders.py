"""Folders: inside or outside, and made where they are missing."""

import os
import re
from pathlib import Path

from vizpipe.errors import UsageError, explain

_SAFE = re.compile(r"[\w.+-]+(/[\w.+-]+)*")


def is_safe(name: str) -> bool:
    """Whether a file's name stays inside its folder."""
    return bool(_SAFE.fullmatch(name)) and ".." not in name.split("/") and len(name) < 200  # noqa: PLR2004


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


def make_folder(folder: Path) -> None:
    """Make a folder and those above it. Raises MachineError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explain(error, str(folder)) from error


def matplotlibs_own() -> Path:
    """Where matplotlib keeps its list of fonts; it need not be loaded to know that."""
    config = os.environ.get("MPLCONFIGDIR")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "matplotlib"
    return Path(config) if config else home
