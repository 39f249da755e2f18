"""What a recipe prints on a terminal where a line of progress stands: each line takes its place."""

import io
import os
import sys

_WIPE = "\r\033[K"


class Lines(io.TextIOWrapper):
    """A stream whose every line begins by wiping what stands there."""

    _at_start = True

    def write(self, text: str) -> int:
        """Write, each line on a clean one."""
        if text:
            lines = text.splitlines(keepends=True)
            wiped = [_WIPE + line if number or self._at_start else line for number, line in enumerate(lines)]
            self._at_start = text.endswith("\n")
            super().write("".join(wiped))
        return len(text)


def prepare() -> None:
    """Have what this process prints go to standard error: a command's own output holds results."""
    os.dup2(2, 1)
    if os.isatty(1):
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        raw = io.BufferedWriter(io.FileIO(1, "w", closefd=False))
        sys.stdout = Lines(raw, encoding, "backslashreplace", line_buffering=True)
