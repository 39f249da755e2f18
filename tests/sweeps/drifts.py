"""Drifts that are planted and must be found, and changes that mean nothing and must not be told."""

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageSequence
from PIL.PngImagePlugin import PngInfo

from sweeps import Count, Done, make_project, run

Rng = np.random.Generator
Plant = Callable[[Path, Rng], str]


def planted(place: Path, points: int, seed: int = 0) -> Count:
    """Every drift ends ``check`` with 4, and without a traceback."""
    project = make_project(place / "drift")
    rng = np.random.default_rng(seed)
    failures = []
    for point in range(points):
        plant = PLANTS[point % len(PLANTS)]
        with _Restored(project):
            told = plant(project, rng)
            done = run(["check", "-j", "1"], project)
        if done.code != 4 or not done.tidy:
            failures.append(f"{plant.__name__} {told}: {done}")
    return Count(points, failures)


def harmless(place: Path, points: int, seed: int = 0) -> Count:
    """No false alarm: ``check`` ends with 0 and names neither training nor files."""
    project = make_project(place / "harmless")
    rng = np.random.default_rng(seed)
    failures = []
    for point in range(points):
        change = HARMLESS[point % len(HARMLESS)]
        with _Restored(project):
            done = change(project, rng)
        if done.code != 0 or not done.tidy or "training" in done.out or "files" in done.out:
            failures.append(f"{change.__name__}: {done}")
    return Count(points, failures)


class _Restored:
    """The project as it was, after the block."""

    def __init__(self, project: Path) -> None:
        self._project = project

    def __enter__(self) -> None:
        self._kept = self._project.with_name("kept")
        shutil.copytree(self._project, self._kept)

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._project)
        self._kept.rename(self._project)


# ---------------------------------------------------------------- drifts


def a_weight(project: Path, rng: Rng) -> str:
    """One weight by 1e−3 relative from one epoch on."""
    recipe = project / "figures" / "tiny.py"
    epoch, index = rng.integers(0, 10), rng.integers(9)
    line = f"        if snapshot.epoch >= {epoch}:\n            weights[{index}] = weights[{index}] * 1.001 + 1e-9\n"
    text = recipe.read_text()
    assert "        yield Step" in text
    recipe.write_text(text.replace("        yield Step", f"{line}        yield Step"))
    return f"weight {index} from epoch {epoch} on"


def a_pixel(project: Path, rng: Rng) -> str:
    """One pixel of the still."""
    path = project / "outputs" / "one.png"
    with Image.open(path) as image:
        pixels = np.array(image.convert("RGB"))
    row, column, channel = (int(rng.integers(side)) for side in pixels.shape)
    pixels[row, column, channel] ^= 1
    Image.fromarray(pixels).save(path)
    return f"{row} {column}"


def a_pixel_that_moves(project: Path, rng: Rng) -> str:
    """One pixel of one frame of the animation."""
    frames, durations = _frames(project)
    number = int(rng.integers(len(frames)))
    row, column, channel = (int(rng.integers(side)) for side in frames[number].shape)
    frames[number][row, column, channel] ^= 128
    _save(project, frames, durations)
    return f"frame {number}"


def a_dropped_frame(project: Path, rng: Rng) -> str:
    """A frame less, in the file or in the training."""
    if rng.integers(2):
        toml = project / "vizpipe.toml"
        toml.write_text(toml.read_text() + "[assets.one.parameters]\nepochs = 8\n")
        return "in the training"
    frames, durations = _frames(project)
    number = int(rng.integers(len(frames)))
    del frames[number], durations[number]
    _save(project, frames, durations)
    return f"frame {number} of the file"


def a_duration(project: Path, rng: Rng) -> str:
    """One frame stands longer."""
    frames, durations = _frames(project)
    number = int(rng.integers(len(frames)))
    durations[number] += 10
    _save(project, frames, durations)
    return f"frame {number}"


def a_truncated_file(project: Path, rng: Rng) -> str:
    """Any published file, cut anywhere."""
    name = ("one.gif", "one.png", "one.csv")[rng.integers(3)]
    path = project / "outputs" / name
    data = path.read_bytes()
    length = int(rng.integers(len(data)))
    path.write_bytes(data[:length])
    return f"{name} at {length}"


def an_edited_manifest(project: Path, rng: Rng) -> str:
    """Any value of the committed manifest, changed and committed."""
    from sweeps import commit

    path = project / "outputs" / "manifest.json"
    data = json.loads(path.read_text())
    places: list[tuple[object, object]] = []

    def walk(node: object) -> None:
        pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for key, value in pairs:
            places.append((node, key)) if isinstance(value, str | int | float) else walk(value)

    walk(data["assets"])
    node, key = places[rng.integers(len(places))]
    old = node[key]  # type: ignore[index]
    node[key] = not old if isinstance(old, bool) else f"{old}x" if isinstance(old, str) else old + 1  # type: ignore[index]
    path.write_text(json.dumps(data))
    commit(project)
    return f"{key}: {old}"


def a_missing_file(project: Path, rng: Rng) -> str:
    """A kept file that is gone."""
    name = ("one.gif", "one.png", "one.csv")[rng.integers(3)]
    (project / "outputs" / name).unlink()
    return name


def a_build_before(project: Path, rng: Rng) -> str:
    """A drift that was built before it is checked, in the same job."""
    told = a_weight(project, rng)
    done = run(["build"], project)
    assert done.code == 0, done
    return told


PLANTS: list[Plant] = [
    a_weight,
    a_pixel,
    a_pixel_that_moves,
    a_dropped_frame,
    a_duration,
    a_truncated_file,
    an_edited_manifest,
    a_missing_file,
    a_weight,
    a_build_before,
]


def _frames(project: Path) -> tuple[list[np.ndarray], list[int]]:
    with Image.open(project / "outputs" / "one.gif") as image:
        shown = [(np.array(each.convert("RGB")), int(each.info["duration"])) for each in ImageSequence.Iterator(image)]
    return [frame for frame, _ in shown], [duration for _, duration in shown]


def _save(project: Path, frames: list[np.ndarray], durations: list[int], comment: str = "") -> None:
    """Encode an animation as another program would: other palettes, other boxes."""
    images = [Image.fromarray(frame).quantize(256, dither=Image.Dither.NONE) for frame in frames]
    stream = io.BytesIO()
    first, *rest = images
    first.save(
        stream, "GIF", save_all=True, append_images=rest, duration=durations, loop=0, optimize=False, comment=comment
    )
    (project / "outputs" / "one.gif").write_bytes(stream.getvalue())


# ---------------------------------------------------------------- what means nothing


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
    _save(project, *_frames(project), comment=f"another {rng.integers(100)}")
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
