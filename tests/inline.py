"""What runs tasks in this very process: no worker has to start, and a debugger sees what they do."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Inline:
    """Runs each task at once, here."""

    def submit(self, task: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Run it now."""
        future: Future[T] = Future()
        try:
            future.set_result(task(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - the future carries it to whoever asks
            future.set_exception(error)
        return future

    def stop(self) -> None:
        """Nothing is ever under way."""
