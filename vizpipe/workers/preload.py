"""What the process imports that workers are forked from: all that every one needs, so that each is ready at once."""

import gc
import sys
from types import TracebackType

from vizpipe.workers import worker

__all__ = ["worker"]

_OBJECTS = (20_000, 20, 50)
"""How many come before garbage is looked for: drawing makes thousands that refer to each other and go together, and a
worker that looked for them as often as Python does by itself would spend a tenth of its time on that."""


def _quiet(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say nothing when the command ends while it asks for one more worker; anything else is worth knowing."""
    if not issubclass(kind, EOFError | OSError):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _quiet
gc.collect()
gc.freeze()  # what was imported stays, so that nobody looks through it again
gc.set_threshold(*_OBJECTS)
