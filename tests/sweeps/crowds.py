"""Several builds at once in one folder, with a reader that decodes every file all the time."""

import subprocess
import sys
import threading
from pathlib import Path

from PIL import Image

from sweeps import Count, environment, make_project, run
from vizpipe.manifest import manifest

TOML = 'recipes = "figures"\n' + "".join(
    f'[assets.{name}]\nrecipe = "tiny"\nformats = ["gif", "png"]\n[assets.{name}.parameters]\nseed = {seed}\n'
    for seed, name in enumerate(("one", "two", "three"))
)


def together(place: Path, rounds: int) -> Count:
    """Two and three builds at once, of the same and of other assets: no broken read, no lost entry, no lock left."""
    project = make_project(place / "crowd", committed=False, toml=TOML)
    outputs = project / "outputs"
    (outputs / ".lock").write_text("somebody's left-over lock blocks nobody")
    failures: list[str] = []
    stop = threading.Event()
    reader = threading.Thread(target=_read, args=(outputs, stop, failures))
    reader.start()
    try:
        for number in range(rounds):
            names = [["one"], ["two", "three"], []] if number % 2 else [[], []]
            colour = ("red", "green", "blue")[number % 3]
            recipe = project / "figures" / "tiny.py"
            text = recipe.read_text().splitlines()
            recipe.write_text("\n".join(f'COLOUR = "{colour}"' if line.startswith("COLOUR") else line for line in text))
            running = [
                subprocess.Popen(
                    [sys.executable, "-m", "vizpipe", "build", "-j", "1", *which],
                    cwd=project,
                    env=environment(project),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                )
                for which in names
            ]
            for process in running:
                _, err = process.communicate(timeout=120)
                if process.returncode:
                    failures.append(f"round {number}: {process.returncode} {err.decode()[-300:]}")
            known = manifest.read(outputs).assets
            left = sorted(path.name for path in outputs.iterdir() if path.name.startswith(".vizpipe"))
            if set(known) != {"one", "two", "three"} or left:
                failures.append(f"round {number}: the manifest knows {sorted(known)}, left are {left}")
    finally:
        stop.set()
        reader.join()
    done = run(["build", "--locked"], project)
    if done.code != 0:
        failures.append(f"at the end: {done}")
    return Count(rounds, failures)


def _read(outputs: Path, stop: threading.Event, failures: list[str]) -> None:
    """Decode everything, again and again."""
    reads = 0
    while not stop.is_set():
        for path in outputs.glob("*.[gp][in][fg]"):
            try:
                with Image.open(path) as image:
                    for frame in range(getattr(image, "n_frames", 1)):
                        image.seek(frame)
                        image.load()
                reads += 1
            except Exception as error:  # noqa: BLE001 - decoders raise anything at half a file
                failures.append(f"{path.name}, read {reads}: {type(error).__name__}: {error}")
            stop.wait(0.002)  # or the builds would wait for the reader
