"""Drifts that are planted and must be found."""

import io
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image, ImageSequence

from sweeps import Count, make_project, run

Rng = np.random.Generator
Plant = Callable[[Path, Rng], str]


def planted(place: Path, points: int, seed: int = 0) -> Count:
    """Every drift ends ``check`` with 4, and without a traceback."""
    project = make_project(place / "drift")
    rng = np.random.default_rng(seed)
    failures = []
    for point in range(points):
        plant = PLANTS[point % len(PLANTS)]
        with restored(project):
            told = plant(project, rng)
            done = run(["check", "-j", "1"], project)
        if done.code != 4 or not done.tidy:
            failures.append(f"{plant.__name__} {told}: {done}")
    return Count(points, failures)


@contextmanager
def restored(project: Path) -> Iterator[None]:
    """The project as it was, after the block."""
    kept = project.with_name("kept")
    shutil.copytree(project, kept)
    try:
        yield
    finally:
        shutil.rmtree(project)
        kept.rename(project)


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
    frames, durations = moving_frames(project)
    number = int(rng.integers(len(frames)))
    row, column, channel = (int(rng.integers(side)) for side in frames[number].shape)
    frames[number][row, column, channel] ^= 128
    save(project, frames, durations)
    return f"frame {number}"


def a_dropped_frame(project: Path, rng: Rng) -> str:
    """A frame less, in the file or in the training."""
    if rng.integers(2):
        toml = project / "vizpipe.toml"
        toml.write_text(toml.read_text() + "[assets.one.parameters]\nepochs = 8\n")
        return "in the training"
    frames, durations = moving_frames(project)
    number = int(rng.integers(len(frames)))
    del frames[number], durations[number]
    save(project, frames, durations)
    return f"frame {number} of the file"


def a_duration(project: Path, rng: Rng) -> str:
    """One frame stands longer."""
    frames, durations = moving_frames(project)
    number = int(rng.integers(len(frames)))
    durations[number] += 10
    save(project, frames, durations)
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


def moving_frames(project: Path) -> tuple[list[np.ndarray], list[int]]:
    """The animation's frames, and how many milliseconds each is shown."""
    with Image.open(project / "outputs" / "one.gif") as image:
        shown = [(np.array(each.convert("RGB")), int(each.info["duration"])) for each in ImageSequence.Iterator(image)]
    return [frame for frame, _ in shown], [duration for _, duration in shown]


def save(project: Path, frames: list[np.ndarray], durations: list[int], comment: str = "") -> None:
    """Encode an animation as another program would: other palettes, other boxes."""
    images = [Image.fromarray(frame).quantize(256, dither=Image.Dither.NONE) for frame in frames]
    stream = io.BytesIO()
    first, *rest = images
    first.save(
        stream, "GIF", save_all=True, append_images=rest, duration=durations, loop=0, optimize=False, comment=comment
    )
    (project / "outputs" / "one.gif").write_bytes(stream.getvalue())
