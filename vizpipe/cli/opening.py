"""The system's viewer, for what was made."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import click


def show(files: Sequence[Path]) -> None:
    """Open the first of these files, or say that nothing here can; that is no failure."""
    why = _missing()
    if not why and click.launch(str(files[0])):
        why = "the viewer would not open it"
    if why:
        click.echo(f"vizpipe: not opened: {why}; it is {files[0]}", err=True)


def _missing() -> str:
    """Why there is nothing to show it with; nothing if there is."""
    if os.environ.get("CI"):
        return "nobody looks in CI"
    if sys.platform in {"darwin", "win32"}:
        return ""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "there is no screen here"
    return "" if shutil.which("xdg-open") else "xdg-open is not installed here"
