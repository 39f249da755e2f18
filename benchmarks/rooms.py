"""Which rooms of the package a command walks through: those whose functions run, in the command and in its workers.

python benchmarks/rooms.py            the three walks that docs/architecture.md speaks of
python benchmarks/rooms.py list       any other command line
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SPY = """
import os, sys, threading
HOUSE, LOG = os.environ["ROOMS_HOUSE"] + os.sep, os.environ["ROOMS_LOG"]
seen = set()
def spy(frame, event, argument):
    code = frame.f_code
    is_function = code.co_flags & 1  # and no body of a module or class
    if event == "call" and is_function and code.co_filename not in seen:
        if code.co_filename.startswith(HOUSE):
            seen.add(code.co_filename)
            with open(LOG, "a") as log:
                log.write(code.co_filename[len(HOUSE):] + "\\n")
sys.setprofile(spy)
threading.setprofile(spy)
"""
PROJECT = '[assets.hero]\nrecipe = "hidden-mapping"\nsize = "480x190"\n'


def walk(words: list[str], place: Path, log: Path) -> tuple[list[str], list[str]]:
    """The rooms and the files that a command enters; raises CalledProcessError if it fails."""
    log.write_text("")
    spy = place / ".spy"
    spy.mkdir(exist_ok=True)
    (spy / "sitecustomize.py").write_text(SPY)
    env = os.environ | {
        "PYTHONPATH": str(spy),
        "ROOMS_HOUSE": str(ROOT / "vizpipe"),
        "ROOMS_LOG": str(log),
        "VIZPIPE_CACHE": str(place / ".cache"),
    }
    command = [sys.executable, "-c", "from vizpipe.cli import main; main()", *words]
    subprocess.run(command, cwd=place, env=env, check=True, capture_output=True)
    files = sorted(set(log.read_text().split()))
    return sorted({file.split("/")[0].removesuffix(".py") for file in files}), files


def main() -> None:
    """Print each walk: how many rooms, which, how many files."""
    with tempfile.TemporaryDirectory() as folder:
        place, log = Path(folder) / "project", Path(folder) / "log"
        place.mkdir()
        (place / "vizpipe.toml").write_text(PROJECT)
        walks = [sys.argv[1:]] if sys.argv[1:] else [["run", "hidden-mapping"], ["build"], ["build"], ["check"]]
        for number, words in enumerate(walks):
            rooms, files = walk(words, place, log)
            name = " ".join(words) + (" with nothing to do" if number and words == walks[number - 1] else "")
            print(f"{name}: {len(rooms)} rooms, {len(files)} files: {', '.join(rooms)}")


if __name__ == "__main__":
    main()
