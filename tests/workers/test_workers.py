"""Worker processes: they die with their parent, an interrupt ends with 130, memory stays flat."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from inline import Inline
from sweeps.kills import LONG
from vizpipe.errors import RecipeError
from vizpipe.workers.pool import Stopped, Workers


def family(pid: int) -> set[int]:
    """All living processes below one."""
    found, waiting = set(), [pid]
    while waiting:
        parent = waiting.pop()
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = entry.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == parent and fields[0] != "Z":
                child = int(entry.parent.name)
                found.add(child)
                waiting.append(child)
    return found


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(condition: Callable[[], bool]) -> None:
    """Wait for something, for a minute at most."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc")
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGINT, 130),
        pytest.param(signal.SIGTERM, 130, marks=pytest.mark.soak),
        pytest.param(signal.SIGHUP, 130, marks=pytest.mark.soak),
        (signal.SIGKILL, -9),
    ],
)
def test_a_command_that_ends_takes_its_workers_along(
    tmp_path: Path, own_cache: dict[str, str], number: signal.Signals, code: int
) -> None:
    """After any signal no worker is alive, nothing is half-written, and the code is 130."""
    command = [sys.executable, "-m", "vizpipe", *LONG]
    # whose cards are there: workers that read recipe files are others, and gone before those come that train
    env = os.environ | own_cache
    with subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        until(lambda: len(family(process.pid)) >= 3)
        time.sleep(1.5)
        workers = family(process.pid)
        process.send_signal(number)
        _, error = process.communicate(timeout=60)
    assert process.returncode == code
    if code == 130:
        assert b"interrupted" in error
        assert b"Traceback" not in error
    until(lambda: not any(map(alive, workers)))
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_dies_costs_its_own_task() -> None:
    """The task of a worker that dies is an error, and the next one works."""
    with Workers(1) as workers:
        dead = workers.submit(os._exit, 7)
        with pytest.raises(RecipeError, match="exit code 7"):
            dead.result(timeout=60)
        assert workers.submit(os.getpid).result(timeout=60) != os.getpid()


def test_a_task_that_hangs_is_stopped() -> None:
    """A task that hangs is stopped after its timeout, with a line that says so."""
    with Workers(1, timeout=1.0) as workers:
        workers.submit(time.sleep, 0).result(timeout=60)
        with pytest.raises(RecipeError, match="longer than 1 s"):
            workers.submit(time.sleep, 60).result(timeout=60)


KILLER = """
import os, signal, sys
from pathlib import Path
from vizpipe.workers.pool import Workers
from vizpipe.errors import RecipeError

def kill(mark, times):
    count = len(list(mark.parent.glob(mark.name + "*")))
    if count < times:
        mark.with_suffix(f".{count}").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return count

if __name__ == "__main__":
    here = Path(sys.argv[1])
    with Workers(1) as workers:
        print(workers.submit(kill, here / "one", 1).result(timeout=60))
        try:
            workers.submit(kill, here / "many", 9).result(timeout=60)
        except RecipeError as error:
            print(error)
        print(workers.submit(abs, -5).result(timeout=60))
"""


def test_a_worker_that_is_killed_is_replaced_and_its_task_done_again(tmp_path: Path) -> None:
    """Where a worker is killed once its result still arrives; killed each time, its task fails after three tries."""
    script = tmp_path / "killer.py"
    script.write_text(KILLER)
    done = subprocess.run([sys.executable, str(script), str(tmp_path)], capture_output=True, text=True, check=True)
    first, second, third = done.stdout.splitlines()
    assert (first, third) == ("1", "5")
    assert "killed 3 times (signal 9)" in second


def busy(mark: Path) -> int:
    """Say that it begins, and never come back from a call in C."""
    mark.touch()
    return sum(range(10**13))


def test_a_worker_that_is_busy_ends_when_it_is_told_to(tmp_path: Path) -> None:
    """A worker that is in a call of C when its pool stops ends by the first signal, and needs no SIGKILL."""
    with Workers(1) as workers:
        workers.warm()
        workers.submit(busy, tmp_path / "begun")
        until((tmp_path / "begun").exists)
        (worker,) = multiprocessing.active_children()
    assert worker.exitcode == -signal.SIGTERM


def test_a_stopped_pool_takes_no_more() -> None:
    """A stopped pool takes no more; stopping it twice, or one that never started, is fine."""
    workers = Workers(1)
    workers.stop()
    workers.stop()
    with pytest.raises(Stopped):
        workers.submit(os.getpid)


def test_workers_use_one_blas_thread() -> None:
    """A worker uses one BLAS thread, whatever the user's environment says."""
    before = os.environ.get("OPENBLAS_NUM_THREADS")
    with Workers(1) as workers:
        assert workers.submit(os.getenv, "OPENBLAS_NUM_THREADS").result(timeout=60) == "1"
    assert os.environ.get("OPENBLAS_NUM_THREADS") == before


def test_inline_runs_here() -> None:
    """Inline tasks run in this very process, and keep errors for whoever asks."""
    assert Inline().submit(os.getpid).result() == os.getpid()
    with pytest.raises(ZeroDivisionError):
        Inline().submit(divmod, 1, 0).result()
