"""How long it takes to find the recipes of installed packages: read by path, and asked of importlib.metadata.

python benchmarks/entry_points.py [TIMES]: medians in milliseconds, the import of importlib.metadata apart.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from vizpipe.registry import installed

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 50


def milliseconds(asked: Callable[[], object]) -> float:
    """The median of so many times."""
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        asked()
        taken.append(1000.0 * (time.perf_counter() - begun))
    return statistics.median(taken)


def import_alone() -> float:
    """The milliseconds that a new interpreter takes to import importlib.metadata, over what it takes anyway."""
    code = "import time, msgspec, click; begun = time.perf_counter()\nimport importlib.metadata\n"
    code += "print(1000.0 * (time.perf_counter() - begun))"
    asked = [sys.executable, "-c", code]
    return statistics.median(
        float(subprocess.run(asked, capture_output=True, text=True, check=True).stdout) for _ in range(9)
    )


def metadata() -> object:
    """All entry points of our group, as the standard library finds them."""
    from importlib.metadata import entry_points

    return entry_points(group=installed.GROUP)


if __name__ == "__main__":
    count = sum(len(installed._distributions(folder)) for folder in sys.path)  # noqa: SLF001 - what is measured here
    print(f"{count} distributions")
    print(f"{milliseconds(installed.sources):7.2f} ms  by path")
    print(f"{milliseconds(metadata):7.2f} ms  importlib.metadata.entry_points")
    print(f"{import_alone():7.2f} ms  to import importlib.metadata, each time anew")
