"""What a budget costs: bytes, frames, size, the paper's colour and the processor's seconds, for one file after another.

Run: python benchmarks/budget.py [--beside FOLDER] (a checkout of another commit, measured in the same run), with --rows
for a few of them, such as hidden-mapping:mp4:500.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

RECIPES = ("hidden-mapping", "plane-folds", "xor-duel")
FORMATS = ("gif", "webp", "mp4", "webm", "html")
BUDGETS = (900, 800, 500)
"""Kilobytes."""


class Outcome(NamedTuple):
    """What a budget led to."""

    bytes: int
    frames: int
    width: int
    height: int
    paper: str
    """The colour of the left upper corner of the last frame, where that can be decoded."""
    seconds: float
    """Of the processor, for encoding: what was drawn and trained before lies in the cache."""


def main() -> None:
    """Print a table, a line for each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--folder", type=Path, help="where films and pictures stay for the next run")
    every = [f"{recipe}:{form}:{budget}" for recipe in RECIPES for form in FORMATS for budget in BUDGETS]
    parser.add_argument("--rows", nargs="*", default=every)
    options = parser.parse_args()
    places = {"before": options.beside, "now": None} if options.beside else {"now": None}
    print("| file | budget | " + " | ".join(f"{each}: kB, frames, size, paper, CPU" for each in places) + " |")
    print("|---" * (2 + len(places)) + "|")
    with tempfile.TemporaryDirectory() as scratch:
        folder = (options.folder or Path(scratch)).absolute()
        warmed: set[tuple[str, str]] = set()
        for row in options.rows:
            recipe, form, budget = row.split(":")
            cells = []
            for name, place in places.items():
                if (recipe, name) not in warmed:
                    warmed.add((recipe, name))
                    run(place, folder / name, recipe, "gif", "warm")
                cells.append(told(run(place, folder / name, recipe, form, row.replace(":", "-"), int(budget))))
            print(f"| {recipe}.{form} | {budget} kB | " + " | ".join(cells) + " |", flush=True)


def run(code: Path | None, folder: Path, recipe: str, form: str, name: str, budget: int = 0) -> Outcome | None:
    """Build one file within a budget of so many kilobytes; None if none fits."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["run", recipe, "-f", form, "--name", name, *(["--max-bytes", f"{budget}kB"] if budget else [])]
    env = os.environ | {"VIZPIPE_CACHE": str(folder / "cache"), **({"PYTHONPATH": str(code)} if code else {})}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "vizpipe", *words]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        return None
    path = folder / f"{name}.{form}"
    told_frames = re.search(rb"(\d+) frames", done.stdout)
    frames = int(told_frames[1]) if told_frames else 1
    wide, tall, paper = shown(path)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Outcome(path.stat().st_size, frames, wide, tall, paper, seconds)


def shown(path: Path) -> tuple[int, int, str]:
    """Width, height and the paper's colour."""
    if path.suffix in (".mp4", ".webm"):
        import av

        with av.open(str(path)) as file:
            decoded = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
        return decoded[-1].shape[1], decoded[-1].shape[0], colour(decoded[-1])
    if path.suffix == ".html":
        text = path.read_text(encoding="utf-8")
        size = [int(text.partition(f'{side}="')[2].partition('"')[0]) for side in ("width", "height")]
        ground = text.partition("background: ")[2][:7]
        return size[0], size[1], ground
    with Image.open(path) as image:
        image.seek(int(getattr(image, "n_frames", 1)) - 1)
        return image.width, image.height, colour(np.asarray(image.convert("RGB")))


def colour(pixels: np.ndarray) -> str:
    """Of the left upper corner."""
    return "#" + "".join(f"{int(each):02x}" for each in pixels[0, 0])


def told(outcome: Outcome | None) -> str:
    """A cell of the table."""
    if outcome is None:
        return "none fits"
    size = f"{outcome.width}×{outcome.height}"
    return f"{outcome.bytes / 1000:.0f}, {outcome.frames}, {size}, {outcome.paper}, {outcome.seconds:.0f} s"


if __name__ == "__main__":
    main()
