"""Frames and start-up of two checkouts in one run, in turn: whether a change made vizpipe slower.

Run: python benchmarks/beside.py CHECKOUT [RECIPE], a folder with another commit; ratios over 1 mean that this one is
quicker. RECIPE is filmed, hidden-mapping unless given; one that is drawn by hand in both tells of the pipeline alone.
A frame's cost is the slope between a short and a long film that were trained before.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 7
FILMED = (*sys.argv[2:], "hidden-mapping")[0]
SHORT, LONG = 10, 60
"""Frames of the two films."""
HERE = Path(__file__).resolve().parents[1]
STARTS = {"help": ["--help"], "list": ["list"], "build with nothing to do": ["build"]}
TOML = '[assets.one]\nrecipe = "xor-duel"\nsize = "480x270"\nframes = 8\n'


def main() -> None:
    """Print a line for each measure."""
    other = Path(sys.argv[1]).resolve()
    places = {"before": other, "now": HERE}
    measures: dict[str, dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folders = {name: prepared(code, Path(scratch) / name) for name, code in places.items()}
        for number in range(ROUNDS):
            names = list(places) if number % 2 else list(reversed(places))
            for name in names:
                for what, seconds in measured(places[name], folders[name]).items():
                    measures.setdefault(what, {}).setdefault(name, []).append(seconds)
    print("| what | before | now | before ÷ now |\n|---|---|---|---|")
    for what, by_place in measures.items():
        before, now = (statistics.median(by_place[name]) * 1000 for name in ("before", "now"))
        print(f"| {what} | {before:.1f} ms | {now:.1f} ms | {before / now:.2f} |")


def prepared(code: Path, folder: Path) -> Path:
    """A project that was built, and a film that was trained."""
    folder.mkdir(parents=True)
    (folder / "vizpipe.toml").write_text(TOML)
    run(code, folder, ["build"])
    run(code, folder, ["run", FILMED, "-f", "png", "--name", "film"])
    return folder


def measured(code: Path, folder: Path) -> dict[str, float]:
    """Seconds of each start, and of a frame."""
    seconds = {what: run(code, folder, words) for what, words in STARTS.items()}
    films = {}
    for frames in (SHORT, LONG):
        shutil.rmtree(folder / "cache" / "pictures", ignore_errors=True)
        words = ["run", FILMED, "--frames", str(frames), "--name", "film", "-f", "gif"]
        films[frames] = run(code, folder, words)
    return seconds | {"a frame": (films[LONG] - films[SHORT]) / (LONG - SHORT)}


def run(code: Path, folder: Path, words: list[str]) -> float:
    """The seconds of a command."""
    env = os.environ | {"PYTHONPATH": str(code), "VIZPIPE_CACHE": str(folder / "cache")}
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "vizpipe", *words], cwd=folder, env=env, capture_output=True, check=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
