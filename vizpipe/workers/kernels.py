"""Which code multiplies and exponentiates in workers: on every x86-64 processor with AVX2 the same, so the same bytes.

OpenBLAS and numpy choose by the processor that they find, and with another choice a film's last digits are others.
Processors with AVX2 and FMA have been sold since 2013. On one without, and on Arm, nothing is set, and films are
compared by tolerance.
"""

import functools
import importlib.metadata
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LEVEL = "x86-64 with AVX2"
_NEEDED = frozenset({"avx2", "fma", "bmi2"})
_BEYOND = {
    (2, 4): "X86_V4 AVX512_ICL AVX512_SPR",
    (2, 0): "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR",
}
"""What numpy calls all beyond that level, from a version on."""
_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


@functools.cache
def settled() -> bool:
    """Whether this processor has the level that workers keep to."""
    if platform.machine().lower() not in {"x86_64", "amd64"}:
        return False
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:  # no other system tells without being asked in C
        return False
    return any(line.startswith("flags") and set(line.split()) >= _NEEDED for line in lines)


def variables() -> dict[str, str | None]:
    """What workers find in their environment, whatever the caller's says: None is not there.

    One thread each: with more, workers fight for the cores.
    """
    found: dict[str, str | None] = dict.fromkeys(_THREADS, "1")
    if settled():
        numpy = tuple(int(part) for part in importlib.metadata.version("numpy").split(".")[:2])
        beyond = next(names for since, names in _BEYOND.items() if numpy >= since)
        found |= {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": beyond, "NPY_ENABLE_CPU_FEATURES": None}
    return found


@contextmanager
def surroundings() -> Iterator[None]:
    """Put them into the environment for processes that are started inside."""
    wanted = variables()
    before = {name: os.environ.get(name) for name in wanted}
    put(wanted)
    try:
        yield
    finally:
        put(before)


def put(values: dict[str, str | None]) -> None:
    """Set the environment's variables; what is None is taken away."""
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
