"""Where tasks run: worker processes here.

A worker that dies or hangs costs its own task alone. Workers use one BLAS thread each, and die with their parent.
"""

import contextlib
import os
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, InvalidStateError, TimeoutError  # noqa: A004 - pebble raises this one
from typing import Any, NamedTuple, ParamSpec, Protocol, Self, TypeVar

from vizpipe.errors import MachineError, RecipeError, VizpipeError
from vizpipe.workers import kernels, printing
from vizpipe.workers.unguarded import unguarded

P = ParamSpec("P")
T = TypeVar("T")

RETRIES = 2
"""How often a task is done again whose worker was killed."""


class Stopped(Exception):  # noqa: N818 - somebody wanted it
    """The task was dropped because its executor was stopped."""


class Executor(Protocol):
    """Runs tasks, which are module-level functions of picklable arguments."""

    def submit(self, task: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Start a task, or queue it."""

    def stop(self) -> None:
        """Drop what is under way, and take no more."""


class Workers:
    """A pool of worker processes, started when the first task arrives."""

    def __init__(
        self, jobs: int, timeout: float | None = None, *, alone: bool = False, rehearsed: bool = False
    ) -> None:
        """Use ``jobs`` processes, and give each task ``timeout`` seconds; ``alone`` they know nothing of the script.

        Those that are ``rehearsed`` come from a process that has drawn before, if the first of all were.
        """
        self._alone, self._rehearsed = alone, rehearsed
        self.jobs = jobs
        self._timeout = timeout
        self._pool: Any = None
        self._stopped = False
        self._lock = threading.Lock()
        self._waiting: set[Future[Any]] = set()

    def __enter__(self) -> Self:
        """Nothing starts before it is needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop what still runs, and wait until it has stopped."""
        self.stop()

    def stop(self) -> None:
        """Drop what is under way, and take no more."""
        with self._lock:
            pool, self._pool, self._stopped = self._pool, None, True
            waiting, self._waiting = self._waiting, set()
        for future in list(waiting):  # a task that was under way has nobody left to answer it
            _answer(future, error=Stopped())
        if pool is not None:
            pool.stop()
            pool.join()

    def resize(self, jobs: int, timeout: float | None) -> None:
        """Go on with so many processes, and so many seconds for each task, while none is under way."""
        with self._lock:
            pool = self._pool if jobs != self.jobs else None
            self._pool = None if pool is not None else self._pool
            self.jobs, self._timeout = jobs, timeout
        if pool is not None:
            pool.stop()
            pool.join()

    def warm(self) -> None:
        """Start the processes now, while the command still plans."""
        for _ in range(self.jobs):
            self.submit(_nothing)

    def submit(self, task: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Queue a task; the future raises RecipeError if its worker ended or took too long.

        A worker that was killed from outside is replaced, and its task done again, at most twice.
        """
        outer: Future[T] = Future()
        with self._lock:
            self._waiting.add(outer)
        outer.add_done_callback(self._waiting.discard)
        self._schedule(_Order(task, args, kwargs, outer))
        return outer

    def _schedule(self, order: "_Order", again: int = 0) -> None:
        with self._lock:
            if self._stopped:
                raise Stopped
            try:
                if self._pool is None:
                    self._pool = _start(self.jobs, alone=self._alone, rehearsed=self._rehearsed)
                inner = self._pool.schedule(order.task, args=order.args, kwargs=order.kwargs, timeout=self._timeout)
            except OSError as error:  # no processes, no memory, no room for their locks
                reason = error.strerror if error.errno else "no space for their locks"
                raise MachineError(f"worker processes can't be started: {reason}", everywhere=True) from error
        inner.add_done_callback(lambda done: self._hand_over(done, order, again))

    def _hand_over(self, done: Any, order: "_Order", again: int) -> None:  # noqa: ANN401 - pebble's future
        """Carry a result or an error over, in the house's words."""
        try:
            _answer(order.result, done.result())
        except VizpipeError as error:
            _answer(order.result, error=error)
        except CancelledError:
            _answer(order.result, error=Stopped())
        except TimeoutError:
            _answer(order.result, error=RecipeError(f"it took longer than {self._timeout:g} s and was stopped"))
        except BaseException as error:  # noqa: BLE001 - a dead worker, or an error in the house itself
            if type(error).__name__ == "ProcessExpired":
                self._mourn(getattr(error, "exitcode", 0) or 0, order, again)
            else:
                _answer(order.result, error=error)

    def _mourn(self, code: int, order: "_Order", again: int) -> None:
        """A worker is gone: by its own hand, which would happen again, or killed."""
        if code < 0 and again < RETRIES:
            try:
                self._schedule(order, again + 1)
            except (Stopped, MachineError) as error:
                _answer(order.result, error=error)
            return
        told = f"was killed {again + 1} times (signal {-code})" if code < 0 else f"ended (exit code {code})"
        _answer(order.result, error=RecipeError(f"its worker process {told}; did it call os._exit?"))


class _Order(NamedTuple):
    """A task, and the future that waits for it."""

    task: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    result: "Future[Any]"


def _answer(future: "Future[Any]", result: object = None, error: BaseException | None = None) -> None:
    """Give a future its result or its error, unless somebody was quicker."""
    with contextlib.suppress(InvalidStateError):
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)


def _start(jobs: int, *, alone: bool, rehearsed: bool) -> Any:  # noqa: ANN401 - pebble's pool
    import multiprocessing  # noqa: PLC0415 - machinery that looking around doesn't need

    from pebble import ProcessPool  # noqa: PLC0415 - as above

    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        from multiprocessing import forkserver  # noqa: PLC0415 - not on every system

        forkserver.set_forkserver_preload([f"vizpipe.workers.{'rehearsal' if rehearsed else 'preload'}"])
        with kernels.surroundings():  # the server imports numpy, and workers are its children
            forkserver.ensure_running()
    return ProcessPool(max_workers=jobs, initializer=_prepare, context=unguarded(context) if alone else context)


def _prepare() -> None:
    """In each worker: leave interrupts to the parent, end at once when told to, and go when the parent goes."""
    import multiprocessing  # noqa: PLC0415 - in the worker only
    import signal  # noqa: PLC0415 - as above

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # pebble's handler waits for a long call in C to return
    with contextlib.suppress(OSError):
        printing.prepare()
    kernels.put(kernels.variables())  # where workers are spawned, numpy is yet to come
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _leave_with(parent: Any) -> None:  # noqa: ANN401 - multiprocessing's private type
    parent.join()
    os._exit(1)


def _nothing() -> None:
    """Do nothing: what a worker does to wake up."""
