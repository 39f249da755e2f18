"""How much memory a long film takes: the peak of the command and of each worker, for a short and a long film.

Run: python benchmarks/memory.py (reads /proc, so Linux only).
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Film 50 and 400 frames, and print what the long film took more."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", type=int, default=50)
    parser.add_argument("--long", type=int, default=400)
    parser.add_argument("--size", default="1920x760")
    options = parser.parse_args()
    short = peaks(options.short, options.size)
    long = peaks(options.long, options.size)
    for name, before, after in zip(("command", "worker", "worker"), short, long, strict=False):
        print(
            f"{name}: {before:.0f} MB for {options.short} frames, {after:.0f} MB for {options.long}, "
            f"{after - before:+.0f} MB (wanted: at most +40)"
        )


def peaks(frames: int, size: str) -> list[float]:
    """Peak resident megabytes of the command, then of its two largest workers."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["run", "hidden-mapping", "--target-loss", "none", "--max-epochs", str(frames - 1), "--frames", "all"]
        command = [sys.executable, "-m", "vizpipe", *words, "--size", size, "-j", "2"]
        env = os.environ | {"VIZPIPE_CACHE": f"{folder}/cache"}
        seen: dict[int, float] = {}
        with subprocess.Popen(
            command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            while process.poll() is None:
                for pid in (process.pid, *below(process.pid)):
                    seen[pid] = max(seen.get(pid, 0.0), peak(pid))
                time.sleep(0.1)
        if process.returncode:
            sys.exit(f"the command failed with {process.returncode}")
        return [seen.pop(process.pid), *sorted(seen.values(), reverse=True)[:2]]


def below(pid: int) -> list[int]:
    """All processes below one."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            child = int(path.parent.name)
            found += [child, *below(child)]
    return found


def peak(pid: int) -> float:
    """The most resident memory that a process ever had, in megabytes."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024.0
    except OSError:
        pass
    return 0.0


if __name__ == "__main__":
    main()
