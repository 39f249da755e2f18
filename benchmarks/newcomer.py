"""The first ten minutes of somebody who has never seen the tool, as a transcript: ``python benchmarks/newcomer.py``.

In an empty folder, with an empty cache, each line is typed on a terminal of 80 columns, with colour and without, and
into a pipe. Of a line that moves, what stood there last is kept, and each words of its course once.
"""

import argparse
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import time
from fcntl import ioctl
from pathlib import Path

COLUMNS = 80
LINES = """
vizpipe
vizpipe help run
vizpipe list bends
vizpipe list
vizpipe hidden-mapping
vizpipe run hiden-mapping
vizpipe info hidden-mapping
vizpipe run hidden-mapping
vizpipe run hidden-mapping
vizpipe run hidden-mapping --epochs 50
vizpipe run hidden-mapping --max-epochs 50 --theme dark
vizpipe run hidden-mapping -o out.gif --every 5 --pause 30:3 --font 1.3
vizpipe info out.gif
vizpipe embed out.gif
vizpipe run gates --frames 10
vizpipe run gates --size 100x100
vizpipe info hidden-mapping --texts
vizpipe run hidden-mapping --lang de --label Input=Eingabe --label Imput=Eingabe -o schicht.gif
vizpipe build
vizpipe deck hidden-mapping gates
vizpipe doctor
"""
_MOVES = re.compile(r"\r\x1b\[K|\r(?!\n)")
_COUNT = re.compile(r"\d+(\.\d+)?")


def on_terminal(words: list[str], folder: Path, env: dict[str, str]) -> tuple[str, int]:
    """What a command writes on a terminal of 80 columns, and its exit code."""
    master, slave = pty.openpty()
    ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
    process = subprocess.Popen(words, cwd=folder, env=env, stdin=slave, stdout=slave, stderr=slave, close_fds=True)
    os.close(slave)
    seen = b""
    while True:
        try:
            got = os.read(master, 65536)
        except OSError:  # nobody holds the other end any more
            break
        if not got:
            break
        seen += got
    os.close(master)
    return _settled(seen.decode().replace("\r\n", "\n")), process.wait()


def _settled(text: str) -> str:
    """A line that moved, as its different words, each once."""
    lines = []
    for line in text.split("\n"):
        kept: dict[str, str] = {}
        for part in _MOVES.split(line):
            kept[_COUNT.sub("#", re.sub(r"\x1b\[[0-9;]*m|━|·", "", part))] = part
        lines += [part for part in kept.values() if part] or [""]
    return "\n".join(lines)


def in_pipe(words: list[str], folder: Path, env: dict[str, str]) -> tuple[str, int]:
    """The same, where a pipe takes both streams."""
    done = subprocess.run(
        words, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=600
    )
    return done.stdout.decode(), done.returncode


WAYS = {"a terminal": (on_terminal, {}), "without colour": (on_terminal, {"NO_COLOR": "1"}), "a pipe": (in_pipe, {})}


def main() -> None:
    """Type all lines in all ways."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ways", nargs="*", help=f"which: {', '.join(WAYS)}")
    chosen = parser.parse_args().ways or list(WAYS)
    for way in chosen:
        typed, more = WAYS[way]
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "here"
            folder.mkdir()
            env = {key: text for key, text in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
            env |= {
                "VIZPIPE_CACHE": f"{place}/cache",
                "MPLCONFIGDIR": f"{place}/fonts",
                "TERM": "xterm-256color",
                **more,
            }
            print(f"{f' {way} ':=^{COLUMNS}}", flush=True)
            for line in LINES.strip().splitlines():
                begun = time.perf_counter()
                words = [sys.executable, "-m", *line.split()]
                out, code = typed(words, folder, env)
                seconds = time.perf_counter() - begun
                print(f"\n$ {line}\n{out.rstrip()}\n[{code}, {seconds:.1f} s]", flush=True)


if __name__ == "__main__":
    main()
