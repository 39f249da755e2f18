"""Tables as people have them: which are drawn, which are refused and how, and seconds to the first picture.

python benchmarks/tables.py [FOLDER]     the awkward tables of the tests, and every CSV in a folder beside them
"""

import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "tables"))

from awkward import drawn, refused


def made(folder: Path, file: str, options: dict[str, str]) -> tuple[int, str, float]:
    """The exit code, the last line and the seconds of one picture of a table."""
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    line = [sys.executable, "-m", "vizpipe", "run", "hidden-mapping", "--data", file, "-f", "png", "-o", "out.png"]
    begun = time.perf_counter()
    done = subprocess.run([*line, "--overwrite", *words], cwd=folder, capture_output=True, text=True, check=False)
    said = (done.stderr or done.stdout).strip().splitlines() or [""]
    if "Traceback" in done.stderr:
        return -1, done.stderr, time.perf_counter() - begun
    return done.returncode, said[-1], time.perf_counter() - begun


def main() -> None:
    """Print a line for each table, and what they come to."""
    own = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        tables = [(case.file, case.options, not case.says) for case in (*drawn(), *refused())]
        for case in (*drawn(), *refused()):
            (folder / case.file).write_bytes(case.data)
        for path in sorted(own.glob("*.csv")) if own else ():
            (folder / path.name).write_bytes(path.read_bytes())
            asked = path.with_suffix(".options")
            words = shlex.split(asked.read_text()) if asked.exists() else []
            tables.append((path.name, dict(zip(words[::2], words[1::2], strict=True)), True))
        right, times = 0, list[float]()
        for file, options, is_drawn in tables:
            code, said, seconds = made(folder, file, options)
            is_right = code == (0 if is_drawn else 2)
            right += is_right
            times += [seconds] if code == 0 else []
            print(f"{'' if is_right else 'WRONG '}{code} {seconds:5.1f} s  {file:16} {'' if code == 0 else said[:110]}")
    print(f"{right} of {len(tables)} as they should be; median {statistics.median(times):.1f} s to a picture")


if __name__ == "__main__":
    main()
