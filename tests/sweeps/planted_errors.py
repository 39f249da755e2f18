"""Believable errors, planted one line at a time in what trains and computes frames: tests must notice each.

They stand in ``planted_errors.txt``: below a file, of each its kind, the line that is right, what it becomes.
"""

import functools
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from replays.table import TABLE
from sweeps import Count, trial

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = 4


class Plant(NamedTuple):
    """A line that is right, and what a tired person might have written."""

    kind: str
    file: str
    right: str
    """The only line of the file that reads so, without its indent."""
    wrong: str
    """Empty to leave it out."""

    def __str__(self) -> str:
        """For whoever looks for it."""
        return f"{self.kind} in {self.file}: {self.wrong!r} for {self.right!r}"

    @property
    def replays(self) -> tuple[str, ...]:
        """The recipes in which it can show."""
        path = Path(self.file)
        return (path.stem.replace("_", "-"),) if path.parent.name == "recipes" else tuple(TABLE)

    @property
    def tests(self) -> str:
        """The tests of what it stands in."""
        path = Path(self.file)
        return f"tests/recipes/test_{path.name}" if path.parent.name == "recipes" else f"tests/{path.parent.name}"

    def planted(self, text: str) -> str:
        """The file with the error in it."""
        lines = text.splitlines()
        (at,) = (number for number, line in enumerate(lines) if line.strip() == self.right)
        indent = lines[at][: -len(self.right)]
        return "\n".join([*lines[:at], *([indent + self.wrong] if self.wrong else []), *lines[at + 1 :], ""])


def plants() -> list[Plant]:
    """All errors."""
    found = []
    for block in Path(__file__).with_suffix(".txt").read_text().strip().split("\n\n"):
        file, *rest = (line.strip() for line in block.split("\n"))
        threes = zip(rest[::3], rest[1::3], rest[2::3], strict=True)
        found += [Plant(kind, file, right[2:], wrong[2:]) for kind, right, wrong in threes]
    return found


def sample() -> list[Plant]:
    """A few, evenly from all."""
    found = plants()
    return [found[round(number * (len(found) - 1) / (SAMPLE - 1))] for number in range(SAMPLE)]


def noticed(place: Path, errors: Sequence[Plant] = (), *, told: bool = False) -> Count:
    """Every planted error is noticed by a replay or, if by none, by the tests of what it stands in.

    Without ``errors`` all are tried. ``told`` prints how many of each kind were noticed.
    """
    copy, failures, caught = place / "copy", [], Counter[str]()
    errors = errors or plants()
    for folder in ("vizpipe", "recipes", "tests"):
        shutil.copytree(ROOT / folder, copy / folder)  # with what was compiled: times of files are kept
    shutil.copy(ROOT / "pyproject.toml", copy)
    sound = functools.cache(lambda tests: _tests_pass(copy, tests))  # without any error
    with _trials(copy) as server:
        assert _asked(server, ["gates", "xor-duel"]) == trial.AGREE
        for error in errors:
            with _planted(copy / error.file, error):
                verdict = _asked(server, error.replays)
                escaped = verdict == trial.AGREE and _tests_pass(copy, error.tests)
            if escaped:
                failures.append(f"{error} was not noticed")
            elif verdict == trial.BROKEN:
                failures.append(f"{error} can't even be loaded")
            elif verdict == trial.AGREE and not sound(error.tests):
                failures.append(f"{error.tests} fail without {error}")
            else:
                caught[error.kind] += 1
    for kind, number in sorted(Counter(error.kind for error in errors).items()) if told else ():
        print(f"    {kind:34} {caught[kind]} of {number}", flush=True)
    return Count(len(errors), failures)


@contextmanager
def _trials(copy: Path) -> Iterator[subprocess.Popen[str]]:
    """What tries the copy."""
    command, env = [sys.executable, trial.__file__, str(copy)], os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env) as server:
        yield server
        assert server.stdin
        server.stdin.close()


def _asked(server: "subprocess.Popen[str]", names: Sequence[str]) -> int:
    assert server.stdin
    assert server.stdout
    print(*names, file=server.stdin, flush=True)
    return int(server.stdout.readline())


@contextmanager
def _planted(path: Path, error: Plant) -> Iterator[None]:
    """A file of the copy with the error in it."""
    text, times = path.read_text(), path.stat()
    path.write_text(error.planted(text))
    try:
        yield
    finally:
        path.write_text(text)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def _tests_pass(copy: Path, tests: str) -> bool:
    """Whether some tests pass on the copy."""
    env = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-n", "0", "-x", "-q", "-p", "no:cacheprovider", tests]
    return subprocess.run(command, cwd=copy, env=env, capture_output=True, check=False).returncode == 0
