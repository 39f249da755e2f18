"""Builds that end where nobody expects it: killed or interrupted between two steps, and at any moment."""

import itertools
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sweeps import Count, cards_only, environment, make_project, run

DRIVER = """
import os, signal, sys, tempfile
from pathlib import Path
at, number, seen = int(sys.argv[1]), int(sys.argv[2]), 0

def wrap(owner, name):
    real = getattr(owner, name)
    def step(*args, **kwargs):
        global seen
        seen += 1
        if seen == at:
            os.kill(os.getpid(), number)
        return real(*args, **kwargs)
    setattr(owner, name, step)

wrap(tempfile, "NamedTemporaryFile")
wrap(os, "fsync")
for name in ("chmod", "replace", "mkdir"):
    wrap(Path, name)
from vizpipe.cli import main
try:
    main(sys.argv[3:])
finally:
    print("STEPS", seen, file=sys.stderr)
"""
"""A build that sends itself a signal before its n-th step towards a published file or a cache entry."""


INTERRUPTED = 130
SOON = 3.0
"""Seconds after a signal in which a command ends, and all its workers."""
AT_THE_END = 0.5
"""Seconds that a build may still take that was done with its work when the signal came; longer, and it was ignored."""
LONG = ["run", "hidden-mapping", "--learning-rate", "0.0001", "--target-loss", "none", "--frames", "all"]
"""A command that trains for minutes."""


def state(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())} if folder.is_dir() else {}


def killed(
    place: Path,
    points: int | None = None,
    numbers: Sequence[signal.Signals] = (signal.SIGKILL,),
    patience: float = SOON,
) -> Count:
    """A signal between any two steps: only whole files, old or new; no process left; the next build repairs all."""
    project = make_project(place / "killed", committed=False)
    outputs = project / "outputs"
    old = state(outputs)
    recipe = project / "figures" / "tiny.py"
    recipe.write_text(recipe.read_text().replace('"black"', '"red"').replace("Adam(0.1)", "Adam(0.2)"))
    done = run(["build"], project, env=cards_only(project, place / "fresh-cache"))
    assert done.code == 0, done
    new = state(outputs)
    _restore(outputs, old)
    cards_only(project, place / "counted-cache")
    total = _steps(project, place / "counted-cache")
    _restore(outputs, old)
    chosen = range(1, total + 1) if points is None else sorted(set(np.linspace(1, total, points).astype(int)))
    failures = []
    for at, number in zip(chosen, itertools.cycle(numbers)):
        cache = cards_only(project, place / f"cache-{at}")
        process = _drive(project, int(at), number, environment(project) | cache)
        process.communicate(timeout=120)
        left = {name: data for name, data in state(outputs).items() if not name.endswith(".tmp")}
        broken = [name for name, data in left.items() if name != "manifest.json" and data not in (old[name], new[name])]
        if process.returncode != (-number if number == signal.SIGKILL else INTERRUPTED) or broken:
            failures.append(f"step {at}, {number.name}: ended with {process.returncode}, broken {broken}")
        if alive := _alive(process.pid, patience):
            failures.append(f"step {at}: {alive} processes are alive after {patience} s")
        done = run(["build"], project, env=cache)
        if done.code != 0 or state(outputs) != new:
            failures.append(f"step {at}: the next build gives {sorted(state(outputs))} {done}")
        _restore(outputs, old)
    return Count(len(chosen), failures)


def _steps(project: Path, cache: Path) -> int:
    done = _drive(project, 0, signal.SIGKILL, environment(project) | {"VIZPIPE_CACHE": str(cache)})
    _, err = done.communicate(timeout=120)
    return int(err.rsplit(b"STEPS", 1)[1])


def _drive(project: Path, at: int, number: signal.Signals, env: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(at), str(int(number)), "build"],
        cwd=project,
        env=env,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def _restore(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _alive(session: int, patience: float = SOON) -> int:
    """How many processes of a session are left so many seconds after its leader is gone."""
    deadline = time.monotonic() + patience
    while True:
        left = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            left += int(fields[3]) == session and fields[0] != "Z"
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.1)


def interrupted(place: Path, points: int, seed: int = 0) -> Count:
    """Ctrl-C, a request to end, a terminal that closes, at any moment: 130 soon, and the next build repairs.

    Every other command is a build, and one that trains for minutes.
    """
    project = make_project(place / "interrupted", committed=False)
    clean = state(project / "outputs")
    rng = np.random.default_rng(seed)
    failures = []
    for point in range(points):
        number = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)[point % 3]
        process = subprocess.Popen(
            [sys.executable, "-m", "vizpipe", *(LONG if point % 2 else ["build", "--force"])],
            cwd=project,
            env=environment(project),
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        _listening(process.pid)
        time.sleep(rng.uniform(0.0, 2.0))
        begun = time.monotonic()
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
        took = time.monotonic() - begun
        done_already = process.returncode == 0 and took < AT_THE_END
        if not (process.returncode == INTERRUPTED or done_already) or took > SOON or b"Traceback" in err:
            failures.append(f"{number.name}: {process.returncode} after {took:.1f} s: {err.decode()[-300:]}")
        if _alive(process.pid):
            failures.append(f"{number.name}: workers are alive")
        done = run(["build"], project)
        if done.code != 0 or state(project / "outputs") != clean:
            failures.append(f"{number.name}: the next build gives {done}")
    return Count(points, failures)


def _listening(pid: int) -> None:
    """Wait until a process handles SIGHUP, the last that it takes in hand: before that it is no command yet."""
    deadline = time.monotonic() + 30.0
    while time.monotonic() < deadline:
        caught = re.search(r"SigCgt:\s*(\w+)", Path(f"/proc/{pid}/status").read_text())
        if caught and int(caught[1], 16) >> (signal.SIGHUP - 1) & 1:
            return
        time.sleep(0.01)
