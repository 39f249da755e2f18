"""Changes that mean nothing and must not be told."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from sweeps import Count, Done, make_project, run
from sweeps.drifts import Rng, moving_frames, restored, save


def harmless(place: Path, points: int, seed: int = 0) -> Count:
    """No false alarm: ``check`` ends with 0 and names neither training nor files."""
    project = make_project(place / "harmless")
    rng = np.random.default_rng(seed)
    failures = []
    for point in range(points):
        change = HARMLESS[point % len(HARMLESS)]
        with restored(project):
            done = change(project, rng)
        if done.code != 0 or not done.tidy or "training" in done.out or "files" in done.out:
            failures.append(f"{change.__name__}: {done}")
    return Count(points, failures)


def a_png_encoded_again(project: Path, rng: Rng) -> Done:
    """The same pixels in other bytes."""
    path = project / "outputs" / "one.png"
    with Image.open(path) as image:
        image.load()
        info = PngInfo()
        info.add_text("Software", f"something else {rng.integers(100)}")
        image.save(path, compress_level=int(rng.integers(10)), pnginfo=info)
    return run(["check", "-j", "1"], project)


def a_gif_encoded_again(project: Path, rng: Rng) -> Done:
    """The same frames and durations in other bytes, with another comment."""
    save(project, *moving_frames(project), comment=f"another {rng.integers(100)}")
    return run(["check", "-j", "1"], project)


def _with(**env: list[str]) -> Callable[[Path, Rng], Done]:
    def change(project: Path, rng: Rng) -> Done:
        chosen = {name: values[rng.integers(len(values))] for name, values in env.items()}
        return run(["check", "-j", "1"], project, env=chosen)

    change.__name__ = f"another {' and '.join(env)}"
    return change


def another_umask(project: Path, rng: Rng) -> Done:
    """Files that only the owner may read, or all may write."""
    return run(["check", "-j", "1"], project, umask=(0o077, 0o000, 0o027)[rng.integers(3)])


def more_workers(project: Path, rng: Rng) -> Done:
    """One worker or several."""
    return run(["check", "-j", str(rng.integers(1, 5))], project)


def touched_files(project: Path, rng: Rng) -> Done:
    """New times, a comment, a blank line."""
    recipe = project / "figures" / "tiny.py"
    recipe.write_text(recipe.read_text().replace('    """Train."""\n', f"    # {rng.integers(100)}\n\n"))
    for path in (project / "outputs").iterdir():
        path.touch()
    return run(["check", "-j", "1"], project)


HARMLESS: list[Callable[[Path, Rng], Done]] = [
    a_png_encoded_again,
    a_gif_encoded_again,
    _with(OPENBLAS_CORETYPE=["Haswell", "Sandybridge", "Nehalem", "Zen", "Prescott"]),
    _with(OPENBLAS_NUM_THREADS=["1", "2", "4"], OMP_NUM_THREADS=["1", "3"]),
    _with(LC_ALL=["C", "POSIX", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8"]),
    _with(PYTHONHASHSEED=["0", "1", "12345"]),
    _with(TZ=["UTC", "Asia/Tokyo", "America/St_Johns"], SOURCE_DATE_EPOCH=["0", "1700000000"]),
    another_umask,
    more_workers,
    touched_files,
]
