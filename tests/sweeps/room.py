"""Builds that find no room: files that may not grow, a file system that is full."""

import functools
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np

from sweeps import Count, cards_only, environment, make_project, run
from sweeps.kills import state
from vizpipe.errors import MachineError
from vizpipe.store import atomic


def byte_by_byte(place: Path, points: int) -> Count:
    """The writer in a process whose files may have N bytes at most, for every N: the old file or the new one."""
    place.mkdir(parents=True, exist_ok=True)
    target = place / "target"
    old, new = b"o" * 700, b"n" * (points - 1)
    failures = []
    for limit in range(points):
        target.write_bytes(old)
        child = os.fork()
        if not child:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            try:
                atomic.write(target, new)
            except MachineError:
                os._exit(3)
            except BaseException:  # noqa: BLE001 - the parent counts it
                os._exit(9)
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        expected = (0, new) if limit >= len(new) else (3, old)
        if (code, target.read_bytes()) != expected or len(list(place.iterdir())) != 1:
            failures.append(f"{limit} bytes: {code}, {len(target.read_bytes())} bytes there")
    return Count(points, failures)


def full_disk(place: Path, points: int) -> Count:
    """A build whose files may not grow beyond N bytes ends with 3, and the published files stay whole."""
    project = make_project(place / "full", committed=False)
    old = state(project / "outputs")
    largest = max(len(data) for data in old.values())
    recipe = project / "figures" / "tiny.py"
    recipe.write_text(recipe.read_text().replace('"black"', '"red"'))
    failures = []
    for limit in np.linspace(1, 0.8 * largest, points).astype(int):
        done = subprocess.run(
            [sys.executable, "-m", "vizpipe", "build", "--force"],
            cwd=project,
            env=environment(project) | cards_only(project, place / f"cache-{limit}"),
            capture_output=True,
            check=False,
            timeout=120,
            preexec_fn=functools.partial(resource.setrlimit, resource.RLIMIT_FSIZE, (limit, limit)),
        )
        err = done.stderr.decode()
        now = state(project / "outputs")
        if done.returncode != 3 or "Traceback" in err or now != old:
            changed = [name for name in old | now if old.get(name) != now.get(name)]
            failures.append(f"{limit} bytes: {done.returncode}, changed {changed}: {err[-300:]}")
    return Count(points, failures)


def small_disk(place: Path) -> Count:
    """The same on a file system that is really full, where the machine lets us mount one."""
    project = make_project(place / "small", committed=False)
    old = state(project / "outputs")
    size = sum(-(-len(data) // 4096) for data in old.values()) * 4096 + 4096  # one page more than the old files take
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(project / "outputs")],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        return Count(0, [])
    try:
        for name, data in old.items():
            (project / "outputs" / name).write_bytes(data)
        recipe = project / "figures" / "tiny.py"
        recipe.write_text(recipe.read_text().replace('"black"', '"red"'))
        done = run(["build", "--force"], project, env={"VIZPIPE_CACHE": str(place / "small-cache")})
        whole = state(project / "outputs") == old
    finally:
        subprocess.run(["umount", str(project / "outputs")], check=True)
    return Count(1, [] if done.code == 3 and done.tidy and whole else [f"{done}, whole: {whole}"])
