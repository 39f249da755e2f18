"""Tasks on a Dask cluster that somebody runs: the same tasks as in local workers, and no scheduler of our own.

A Dask connection runs code: whoever can reach a scheduler can run anything on its workers, and a scheduler can run
anything here. So only addresses of this machine are used unless the user says otherwise.
"""

import ipaddress
import logging
import sys
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from vizpipe.errors import MachineError, RecipeError, UsageError, VizpipeError
from vizpipe.workers.pool import Stopped

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE = 15.0
"""Seconds until a scheduler that does not answer is given up."""
COMPARED = ("numpy", "matplotlib", "font-source-sans-pro", "seaborn", "pandas", "pillow", "celluloid", "contourpy")


class Cluster:
    """Runs tasks on the workers of a Dask scheduler."""

    def __init__(self, address: str, *, remote: bool = False) -> None:
        """Connect to ``tcp://HOST:PORT`` or ``tls://HOST:PORT``; beyond this machine only if ``remote``.

        Raises UsageError for an address that won't do, MachineError if nobody answers or a worker has other versions.
        """
        _check(address, remote=remote)
        try:
            from distributed import Client  # noqa: PLC0415 - an extra
        except ImportError:
            raise MachineError("--cluster needs Dask: pip install 'vizpipe[cluster]'") from None
        _hush()
        self._address = address
        try:
            self._client: Any = Client(  # type: ignore[no-untyped-call]  # Dask has no types
                address, timeout=PATIENCE, set_as_default=False, name="vizpipe"
            )
        except (OSError, ValueError) as error:
            raise MachineError(f"--cluster {address}: no scheduler answers ({type(error).__name__})") from None
        self._compare()

    def _compare(self) -> None:
        """Refuse workers that would draw other pixels."""
        own = versions()
        found: dict[str, dict[str, str]] = self._guarded(lambda: self._client.run(versions))
        if not found:
            self.stop()
            raise MachineError(f"--cluster {self._address}: the scheduler has no workers")
        for worker, theirs in found.items():
            other = [
                f"{name} {theirs.get(name)} there, {own[name]} here" for name in own if theirs.get(name) != own[name]
            ]
            if other:
                self.stop()
                raise MachineError(f"--cluster {self._address}: worker {worker} differs: {', '.join(other)}")

    def submit(self, task: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Send a task; files that it reads travel along.

        Not as scattered data, which dies with the worker that holds it: films are small, and tasks outlive workers.
        """
        sent = [_carried(each) for each in args]
        outer: Future[T] = Future()
        try:
            inner = self._guarded(lambda: self._client.submit(task, *sent, pure=False, retries=2, **kwargs))
        except MachineError as error:
            outer.set_exception(error)
            return outer
        threading.Thread(target=self._hand_over, args=(inner, outer), daemon=True).start()
        return outer

    def stop(self) -> None:
        """Drop what is under way, and leave the cluster as it was."""
        try:
            self._client.close(timeout=2)
        except Exception:  # noqa: BLE001 - it may be gone already
            return

    def _hand_over(self, inner: Any, outer: "Future[Any]") -> None:  # noqa: ANN401 - Dask's future
        """Wait for a result, and say in one line what became of a task that has none."""
        try:
            outer.set_result(self._wait(inner))
        except VizpipeError as error:
            outer.set_exception(error)
        except Exception as error:  # noqa: BLE001 - whatever the cluster raises
            outer.set_exception(self._translate(error))

    def _wait(self, inner: Any) -> Any:  # noqa: ANN401 - Dask's
        """The result, unless the scheduler dies meanwhile."""
        from distributed import TimeoutError as Late  # noqa: PLC0415 - an extra

        while True:
            try:
                return inner.result(timeout=2)
            except Late:
                if not _alive(self._client):
                    raise MachineError(f"--cluster {self._address}: the scheduler is gone", everywhere=True) from None

    def _translate(self, error: Exception) -> Exception:
        if type(error).__name__ == "KilledWorker":
            return RecipeError("every worker that tried it died; did it call os._exit?")
        if getattr(self._client, "status", "") in ("closed", "closing"):
            return Stopped()
        if not _alive(self._client):
            return MachineError(f"--cluster {self._address}: the scheduler is gone", everywhere=True)
        if isinstance(error, CancelledError) or type(error).__name__ in ("CommClosedError", "FutureCancelledError"):
            return MachineError(f"--cluster {self._address}: it lost a task; run the command again")
        return error

    def _guarded(self, action: Callable[[], T]) -> T:
        try:
            return action()
        except VizpipeError:
            raise
        except Exception as error:  # noqa: BLE001 - a lost connection has many names
            raise MachineError(f"--cluster {self._address}: {type(error).__name__}", everywhere=True) from None


def _hush() -> None:
    """Keep Dask's own log and warnings off the terminal: what matters is said in one line."""
    warnings.filterwarnings("ignore", module=r"distributed\.")
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _alive(client: Any) -> bool:  # noqa: ANN401 - Dask's client
    """Whether the scheduler still answers."""
    try:
        client.sync(client.scheduler.identity, callback_timeout=PATIENCE)
    except Exception:  # noqa: BLE001 - a lost connection has many names
        return False
    return True


def versions() -> dict[str, str]:
    """What decides about pixels, here or on a worker."""
    from vizpipe import __version__  # noqa: PLC0415 - runs on workers
    from vizpipe.registry import house  # noqa: PLC0415 - as above

    found = {"Python": ".".join(map(str, sys.version_info[:2])), "vizpipe": f"{__version__} ({house.digest()[:8]})"}
    for name in COMPARED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
    return found


def _check(address: str, *, remote: bool) -> None:
    """Refuse what is no address of this machine, unless the user wants it."""
    parts = urlsplit(address)
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme not in ("tcp", "tls") or not parts.hostname or not port:
        raise UsageError(f"--cluster is {address[:60]}, but must be tcp://HOST:PORT or tls://HOST:PORT")
    try:
        here = ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:
        here = parts.hostname == "localhost"
    if not here and not remote:
        told = "a Dask connection runs code, so addresses beyond this machine need --cluster-remote"
        raise UsageError(f"--cluster {address[:60]}: {told}")


def _carried(value: object) -> object:
    """A file in the cache as its bytes, since workers elsewhere can't read it; also inside a tuple of films."""
    if isinstance(value, Path):
        return value.read_bytes()
    return tuple(_carried(each) for each in value) if type(value) is tuple else value
