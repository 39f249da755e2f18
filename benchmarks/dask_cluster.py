"""A Dask scheduler and two workers on this machine, for the time of a block: what a cluster's frames cost."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def running(folder: Path, workers: int = 2) -> Iterator[str]:
    """Give the address of a scheduler with so many workers of one thread."""
    from distributed import Client

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    started = [_start(folder, "dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")]
    try:
        for number in range(workers):
            place = str(folder / f"worker{number}")
            words = ("--nthreads", "1", "--no-dashboard", "--local-directory", place)
            started.append(_start(folder, "dask_worker", address, *words))
        client: Any = Client(address, timeout=60, set_as_default=False)  # type: ignore[no-untyped-call]
        client.wait_for_workers(workers, timeout=60)
        client.close()
        yield address
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _start(folder: Path, module: str, *words: str) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    command = [sys.executable, "-m", f"distributed.cli.{module}", *words]
    return subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet, start_new_session=True)
