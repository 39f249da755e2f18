"""The site of the gallery: python benchmarks/site.py [--jobs N] [--beside COMMIT] [NAME]… makes it and makes it again.

Seconds, and those of the processor in all processes, from films that are in the cache and from pages that are, too.
Beside another commit, in turn with it, also whether all files of both are the same.
"""

import argparse
import ctypes
import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vizpipe.store.cache import Cache

ROOT = Path(__file__).parents[1]
_SUBREAPER = 36
"""What prctl calls a process to whom those fall whose parents have ended, so that their seconds are counted too."""


def made(code: Path, cache: Path, target: Path, jobs: int, names: list[str]) -> tuple[float, float]:
    """Make the site; seconds that passed, and those of the processor."""
    command = [sys.executable, "-m", "vizpipe", "gallery", "--gallery", "-j", str(jobs), "-o", str(target), *names]
    surroundings = os.environ | {"PYTHONPATH": str(code), "VIZPIPE_CACHE": str(cache)}
    begun, before = time.perf_counter(), _processor()
    subprocess.run(command, check=True, cwd=code, env=surroundings, capture_output=True)
    passed = time.perf_counter() - begun
    while True:  # workers, and what they were forked from
        try:
            os.wait()
        except ChildProcessError:
            return passed, _processor() - before


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def files(folder: Path) -> dict[str, str]:
    """Each file's digest."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


@contextmanager
def _codes(commit: str | None) -> Iterator[dict[str, Path]]:
    """Folders of the code that is measured, the other commit's first."""
    with tempfile.TemporaryDirectory() as folder:
        codes = {}
        if commit is not None:
            packed = subprocess.run(["git", "archive", commit], check=True, cwd=ROOT, capture_output=True).stdout
            subprocess.run(["tar", "x", "-C", folder], check=True, input=packed)
            codes[commit] = Path(folder)
        yield {**codes, "now": ROOT}


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--beside")
    asked = parser.parse_args()
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    sites: dict[str, dict[str, str]] = {}
    with _codes(asked.beside) as codes, tempfile.TemporaryDirectory() as scratch:
        for name, code in codes.items():
            cache, target = Path(scratch, "cache"), Path(scratch, name)
            for kind in ("films", "cards"):
                shutil.copytree(Cache().folder / kind, cache / kind)
            for turn in ("from films", "again"):
                passed, used = made(code, cache, target, asked.jobs, asked.names)
                print(f"{name}: {turn}, {passed:.1f} s, {used:.1f} s of the processor", flush=True)
                again = files(target)
                if sites.setdefault(name, again) != again:
                    print(f"{name}: the second site differs")
            shutil.rmtree(cache)
    if asked.beside is not None:
        one, other = sites.values()
        apart = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
        print(f"{len(other)} files, {len(apart)} differ {' '.join(apart)}")


if __name__ == "__main__":
    main()
