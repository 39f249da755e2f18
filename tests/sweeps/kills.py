"""Builds that end where nobody expects it: killed between two steps, interrupted, out of space."""

import functools
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from sweeps import Count, cards_only, environment, make_project, run
from vizpipe.errors import MachineError
from vizpipe.store import atomic

DRIVER = """
import os, signal, sys, tempfile
from pathlib import Path
at, seen = int(sys.argv[1]), 0

def wrap(owner, name):
    real = getattr(owner, name)
    def step(*args, **kwargs):
        global seen
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    setattr(owner, name, step)

wrap(tempfile, "NamedTemporaryFile")
wrap(os, "fsync")
for name in ("chmod", "replace", "mkdir"):
    wrap(Path, name)
from vizpipe.cli import main
try:
    main(sys.argv[2:])
finally:
    print("STEPS", seen, file=sys.stderr)
"""
"""A build that kills itself before its n-th step towards a published file or a cache entry."""


INTERRUPTED = 130
AT_THE_END = 0.5
"""Seconds that a build may still take that was done with its work when the signal came; longer, and it was ignored."""


def state(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())} if folder.is_dir() else {}


def killed(place: Path, points: int | None = None) -> Count:
    """SIGKILL of the command between any two steps: only whole files, old or new; the next build repairs everything."""
    project = make_project(place / "killed", committed=False)
    outputs = project / "outputs"
    old = state(outputs)
    recipe = project / "figures" / "tiny.py"
    recipe.write_text(recipe.read_text().replace('"black"', '"red"').replace("Adam(0.1)", "Adam(0.2)"))
    fresh = {"VIZPIPE_CACHE": str(place / "fresh-cache")}
    done = run(["build"], project, env=fresh)
    assert done.code == 0, done
    new = state(outputs)
    _restore(outputs, old)
    cards_only(project, place / "counted-cache")
    total = _steps(project, place / "counted-cache")
    _restore(outputs, old)
    chosen = range(1, total + 1) if points is None else sorted(set(np.linspace(1, total, points).astype(int)))
    failures = []
    for at in chosen:
        cache = cards_only(project, place / f"cache-{at}")
        process = _drive(project, int(at), environment(project) | cache)
        process.communicate(timeout=120)
        left = {name: data for name, data in state(outputs).items() if not name.endswith(".tmp")}
        broken = [name for name, data in left.items() if name != "manifest.json" and data not in (old[name], new[name])]
        if process.returncode != -signal.SIGKILL or broken:
            failures.append(f"step {at}: ended with {process.returncode}, broken {broken}")
        if alive := _alive(process.pid):
            failures.append(f"step {at}: {alive} processes are alive after 3 s")
        done = run(["build"], project, env=cache)
        if done.code != 0 or state(outputs) != new:
            failures.append(f"step {at}: the next build gives {sorted(state(outputs))} {done}")
        _restore(outputs, old)
    return Count(len(chosen), failures)


def _steps(project: Path, cache: Path) -> int:
    done = _drive(project, 0, environment(project) | {"VIZPIPE_CACHE": str(cache)})
    _, err = done.communicate(timeout=120)
    return int(err.rsplit(b"STEPS", 1)[1])


def _drive(project: Path, at: int, env: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(at), "build"],
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


def _alive(session: int) -> int:
    """How many processes of a session are left 3 s after its leader is gone."""
    for _ in range(30):
        left = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            left += int(fields[3]) == session and fields[0] != "Z"
        if not left:
            return 0
        time.sleep(0.1)
    return left


def interrupted(place: Path, points: int, seed: int = 0) -> Count:
    """Ctrl-C, a request to end, a terminal that closes, at any moment: 130 within 3 s, and the next build repairs."""
    project = make_project(place / "interrupted", committed=False)
    clean = state(project / "outputs")
    rng = np.random.default_rng(seed)
    failures = []
    for point in range(points):
        number = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)[point % 3]
        process = subprocess.Popen(
            [sys.executable, "-m", "vizpipe", "build", "--force"],
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
        if not (process.returncode == INTERRUPTED or done_already) or took > 3.0 or b"Traceback" in err:
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
