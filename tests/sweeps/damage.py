"""Manifests and cache entries that were cut, flipped or written by somebody else."""

import contextlib
import io
import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from sweeps import Count, Done, environment, make_project, run
from sweeps.kills import state
from vizpipe.cli import main
from vizpipe.manifest import manifest
from vizpipe.store.cache import Cache

GARBAGE = [
    b"",
    b"null",
    b"[]",
    b"{}",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"\xff\xfe\x00",
    b'{"schema":99,"assets":{}}',
    b'{"schema":2,"assets":{"one":{}}}',
    b'{"schema":2,"assets":{"../../x":3}}',
    b'{"schema":"2"}',
    b'{"schema":2,"assets":{"one":1e999}}',
    os.urandom(1000),
]


def here(words: list[str], place: Path) -> Done:
    """Run a command in this process: for those that are tried thousands of times."""
    out, err = io.StringIO(), io.StringIO()
    with _in(place), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(words)
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 1
        except BaseException as error:  # noqa: BLE001 - a traceback is what is looked for
            return Done(-1, out.getvalue(), f"Traceback {type(error).__name__}: {error}")
    return Done(code, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def _in(place: Path) -> Iterator[None]:
    before, folder = dict(os.environ), Path.cwd()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    os.environ.update(environment(place))
    os.chdir(place)
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(before)


def manifests(
    place: Path, cuts: int | None, flips: int, seed: int = 0, garbage: Sequence[bytes] = tuple(GARBAGE)
) -> Count:
    """Cut at every length, flipped bits, garbage: a build that repairs or refuses, a check that never passes."""
    project = make_project(place / "manifests")
    path = project / "outputs" / "manifest.json"
    whole, clean = path.read_bytes(), state(project / "outputs")
    known = manifest.parse(whole)
    rng = np.random.default_rng(seed)
    lengths = range(len(whole)) if cuts is None else np.linspace(0, len(whole) - 1, cuts).astype(int)
    damaged = [whole[:length] for length in lengths]
    for _ in range(flips):
        flipped = bytearray(whole)
        flipped[rng.integers(len(flipped))] ^= 1 << int(rng.integers(8))
        damaged.append(bytes(flipped))
    failures = []
    for number, data in enumerate([*damaged, *garbage]):
        path.write_bytes(data)
        checked = here(["check", "--no-exec", "--against", str(path)], project)
        if not checked.tidy or checked.code not in (0, 4) or (checked.code == 0 and not _same(data, known)):
            failures.append(f"{number}: check gives {checked}")
        done = run(["build"], project)
        foreign = done.code == 2 and path.read_bytes() == data and len(done.err.splitlines()) == 1
        whole_enough = {**state(project / "outputs"), path.name: whole} == clean and _same(path.read_bytes(), known)
        repaired = done.code == 0 and whole_enough
        if not done.tidy or not (repaired or foreign):
            failures.append(f"{number}: build gives {done}")
    return Count(len(damaged) + len(garbage), failures)


def _same(data: bytes, known: manifest.Manifest) -> bool:
    try:
        return manifest.parse(data) == known
    except manifest.Unreadable:
        return False


def caches(place: Path, reads: int, builds: int, seed: int = 0) -> Count:
    """Every entry cut or flipped is a missing one; builds with damaged entries give the clean files."""
    project = make_project(place / "caches", committed=False)
    outputs = project / "outputs"
    clean = state(outputs)
    folder = Path(environment(project)["VIZPIPE_CACHE"])
    entries = sorted(path for path in folder.rglob("*") if path.is_file())
    rng = np.random.default_rng(seed)
    failures = []
    for number in range(reads):
        entry = entries[number % len(entries)]
        whole = entry.read_bytes()
        entry.write_bytes(_damage(whole, rng))
        if Cache(folder).read(entry.parent.name, entry.name) is not None:
            failures.append(f"{entry.parent.name} {number} is read")
        entry.write_bytes(whole)
    for number in range(builds):
        for entry in rng.choice(len(entries), size=min(3, len(entries)), replace=False):
            entries[entry].write_bytes(_damage(entries[entry].read_bytes() or b"x", rng))
        for name in clean:
            (outputs / name).unlink()
        done = run(["build", "-j", "1"], project)
        if done.code != 0 or state(outputs) != clean:
            failures.append(f"build {number}: {done}")
    return Count(reads + builds, failures)


def _damage(data: bytes, rng: np.random.Generator) -> bytes:
    if rng.integers(2) or not data:
        return data[: rng.integers(max(len(data), 1))]
    flipped = bytearray(data)
    flipped[rng.integers(len(flipped))] ^= 1 << int(rng.integers(8))
    return bytes(flipped)
