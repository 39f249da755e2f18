"""What ``--open`` does: the system's viewer or browser, for what was made."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from vizpipe.cli import colours


def show(places: Sequence[Path | str]) -> None:
    """Open the first of these files or addresses, or say that nothing here can; that is no failure."""
    place, why = str(places[0]), _missing()
    if not why and click.launch(place):
        why = "the viewer would not open it"
    if why:
        colours.warning(f"not opened: {why}; it is {place}")


def _missing() -> str:
    """Why there is nothing to show it with; nothing if there is."""
    if os.environ.get("CI"):
        return "nobody looks in CI"
    if sys.platform in {"darwin", "win32"}:
        return ""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "there is no screen here"
    return "" if shutil.which("xdg-open") else "xdg-open is not installed here"
