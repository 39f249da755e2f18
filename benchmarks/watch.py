"""How long it takes from a save to the picture in a browser's hands: edits of a new recipe that ``watch`` shows.

python benchmarks/watch.py [EDITS]     so many colours and so many parameters, 10 unless said; medians and worst in ms
"""

import http.client
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

EDITS = int(sys.argv[1]) if len(sys.argv) > 1 else 10
VIZPIPE = [sys.executable, "-m", "vizpipe"]
PAUSE = 1.0
"""Seconds between a picture and the next save."""


class Reader:
    """Somebody who has the page open: hears what happens, and asks for each picture."""

    def __init__(self, address: str) -> None:
        """Begin to listen."""
        self._place = urlsplit(address).netloc
        connection = http.client.HTTPConnection(self._place, timeout=60)
        connection.request("GET", "/events")
        self._events = connection.getresponse()
        self._seen = ""

    def next(self) -> bytes:
        """The next picture that is another one. Raises SystemExit if the recipe fails."""
        while True:
            line = self._events.readline().decode()
            if not line.startswith("data:"):
                continue
            said: dict[str, Any] = json.loads(line.removeprefix("data:"))
            if said["error"]:
                sys.exit(said["error"])
            if said["number"] and said["number"] != self._seen:
                self._seen = said["number"]
                connection = http.client.HTTPConnection(self._place, timeout=60)
                connection.request("GET", f"/picture?{self._seen}")
                return connection.getresponse().read()


def measure(reader: Reader, recipe: Path, edits: list[str]) -> list[float]:
    """The milliseconds from each save to its picture, all of which differ from the one before."""
    taken, before = [], b""
    for text in edits:
        time.sleep(PAUSE)
        whole = recipe.with_suffix(".new")
        whole.write_text(text, encoding="utf-8")
        begun = time.perf_counter()
        whole.replace(recipe)  # as editors do
        picture = reader.next()
        taken.append(1000.0 * (time.perf_counter() - begun))
        if picture == before:
            sys.exit("the same picture again")
        before = picture
    return taken


def main() -> None:
    """Write a recipe, watch it, edit it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = os.environ | {"VIZPIPE_CACHE": str(folder / "cache"), "PYTHONUNBUFFERED": "1"}
        subprocess.run([*VIZPIPE, "new", "two-moons"], cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)
        recipe = folder / "recipes" / "two_moons.py"
        text = recipe.read_text(encoding="utf-8")
        begun = time.perf_counter()
        command = [*VIZPIPE, "watch", "two-moons", "--port", "0"]
        with subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, text=True) as watch:
            try:
                lines = watch.stdout or sys.exit("it says nothing")
                reader = Reader(lines.readline().split()[0])
                reader.next()
                print(f"first picture after {time.perf_counter() - begun:.1f} s")
                colours = [text.replace("Samples()", f"Samples(hues=({20 * n}, 240))") for n in range(1, EDITS + 1)]
                rates = [
                    text.replace('Rate, "Step size of the optimizer"] = 0.01', f'Rate, "Step size"] = 0.0{n}')
                    for n in range(11, EDITS + 11)
                ]
                for what, edits in (("colour", colours), ("parameter", rates)):
                    if text in edits:
                        sys.exit("the recipe that a new one begins as has changed; change the edits")
                    taken = measure(reader, recipe, edits)
                    print(f"{what:10} median {statistics.median(taken):4.0f} ms, worst {max(taken):4.0f} ms")
                    print("          ", *(f"{each:.0f}" for each in taken))
            finally:
                watch.send_signal(signal.SIGINT)


if __name__ == "__main__":
    main()
