"""Where words go: any terminal, a pipe whose reader has gone, a descriptor that was closed."""

import contextlib
import io
import os
import sys
from typing import TextIO

_FIRST = 3


class _Patient(io.FileIO):
    """A descriptor whose reader may go: the rest is dropped, so that the command still ends with its own exit code."""

    def write(self, data: object) -> int:
        """Write, or drop what can't be delivered; that standard output is full is told, for it holds results."""
        try:
            return super().write(data)  # type: ignore[arg-type]
        except OSError as error:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())  # also for what Python still writes when it ends
            os.close(nowhere)
            if self.fileno() == 1 and not isinstance(error, BrokenPipeError):
                raise
            return memoryview(data).nbytes  # type: ignore[arg-type]


def prepare() -> None:
    """Open what was closed, so that no other file gets its number, and make standard output and errors patient."""
    for number in range(_FIRST):
        try:
            os.fstat(number)
        except OSError:
            nowhere = os.open(os.devnull, os.O_RDWR)  # the lowest free number, which is this one
            with contextlib.suppress(OSError):
                os.set_inheritable(nowhere, True)  # noqa: FBT003 - its only argument
    sys.stdout, sys.stderr = _patient(1, sys.stdout), _patient(2, sys.stderr)


def _patient(number: int, stream: TextIO | None) -> TextIO:
    """A stream on a descriptor; one that somebody has put in its place stays."""
    standard = sys.__stdout__ if number == 1 else sys.__stderr__
    if stream is not None and stream is not standard:
        return stream
    if os.name == "nt" and isinstance(stream, io.TextIOWrapper):  # a console there takes more than bytes
        stream.reconfigure(errors="backslashreplace")
        return stream
    encoding = stream.encoding if stream is not None else "utf-8"
    raw = io.BufferedWriter(_Patient(number, "w", closefd=False))
    # a terminal without → is no reason to fail
    return io.TextIOWrapper(raw, encoding, "backslashreplace", line_buffering=number != 1 or raw.raw.isatty())
