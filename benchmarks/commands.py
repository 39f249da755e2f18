"""How long commands take from the shell: start-up, help, builds with nothing to do."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 5


def _run(words: list[str], folder: Path, cache: Path | None = None) -> tuple[float, str]:
    """Run a command once: seconds and what it printed."""
    folder.mkdir(parents=True, exist_ok=True)
    env = os.environ | {"VIZPIPE_CACHE": str(cache or folder / ".cache")}
    begun = time.perf_counter()
    done = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=True)
    return time.perf_counter() - begun, done.stdout


def _command() -> str:
    """The installed command, beside this Python."""
    return str(Path(sys.executable).parent / "vizpipe")


def python(code: str) -> float:
    """The fastest of several times that Python takes for some code, from the shell."""
    return min(_run([sys.executable, "-c", code], Path.cwd() / "benchmarks")[0] for _ in range(ROUNDS))


def vizpipe(words: list[str], folder: Path) -> float:
    """The fastest of several times that a command takes, cards being there."""
    _run([_command(), *words], folder)
    return min(_run([_command(), *words], folder)[0] for _ in range(ROUNDS))


def first_frame(folder: Path) -> tuple[float, str]:
    """From the command to the first drawn frame, published: nothing cached but the card; and what it is made of."""
    _run([_command(), "list"], folder)
    words = [_command(), "run", "hidden-mapping", "--max-epochs", "40", "--frames", "1", "-f", "png", "-j", "2"]
    total = min(_run([*words, "--size", "1800x600", "--seed", str(seed)], folder)[0] for seed in range(ROUNDS))
    bare = min(_run([_command(), "info", "gates"], folder)[0] for _ in range(ROUNDS))
    workers = min(
        _run([*words, "--size", "200x200", "--samples", "2", "--max-epochs", "1", "--seed", str(seed)], folder)[0]
        for seed in range(ROUNDS)
    )
    return total, (
        f"command {bare:.2f}, workers and their imports {workers - bare:.2f}, "
        f"training and drawing at full size {total - workers:.2f}"
    )


def gallery(folder: Path) -> tuple[float, float]:
    """The whole gallery from an empty cache, then with nothing to do."""
    words = [_command(), "build", "--gallery"]
    cold, _ = _run(words, folder)
    return cold, min(_run(words, folder)[0] for _ in range(ROUNDS))


def thousand(folder: Path) -> float:
    """A project of 1,000 assets with nothing to do."""
    folder.mkdir(parents=True)
    table = '[assets.a{0}]\nrecipe = "activations"\nsize = "320x200"\n[assets.a{0}.parameters]\nreach = {1}\n'
    (folder / "vizpipe.toml").write_text("".join(table.format(number, 1 + number / 1000) for number in range(1000)))
    _run([_command(), "build"], folder)
    return min(_run([_command(), "build"], folder)[0] for _ in range(3))


def redraw(folder: Path) -> tuple[int, int]:
    """Build an animation, ask for it in 4K: how many were trained and how many frames drawn."""
    folder.mkdir(parents=True)
    project = '[assets.a]\nrecipe = "hidden-mapping"\nsize = "{}"\nframes = 8\n'
    (folder / "vizpipe.toml").write_text(project.format("640x300"))
    _run([_command(), "build"], folder)
    (folder / "vizpipe.toml").write_text(project.format("3840x2160"))
    done = json.loads(_run([_command(), "build", "--json"], folder)[1])
    return done["trained"], done["drawn"]
