"""Processes that do not run the user's script again: tasks are vizpipe's own, and no script needs a guard for them."""

import sys
import threading
from types import ModuleType
from typing import Any

_TURN = threading.Lock()


def unguarded(context: Any) -> Any:  # noqa: ANN401 - multiprocessing's context
    """The same context, whose processes are not told which script is running."""

    class Context(type(context)):  # type: ignore[misc]  # whatever this system has
        def Process(self, *words: Any, **values: Any) -> Any:  # noqa: ANN401, N802 - multiprocessing's name
            """A process, not yet started."""
            process = context.Process(*words, **values)
            process._Popen = _begun  # noqa: SLF001 - what Process.start calls
            return process

    return Context()


def _begun(process: Any) -> Any:  # noqa: ANN401 - multiprocessing's process, which takes this function along
    """Start it as if no script was running."""
    with _TURN:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            return type(process)._Popen(process)  # noqa: SLF001 - as above
        finally:
            sys.modules["__main__"] = main
