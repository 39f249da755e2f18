"""What the process imports that workers are forked from: all that every one needs, so that each is ready at once."""

import sys
from types import TracebackType

from vizpipe.workers import worker

__all__ = ["worker"]


def _quiet(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say nothing when the command ends while it asks for one more worker; anything else is worth knowing."""
    if not issubclass(kind, EOFError | OSError):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _quiet
