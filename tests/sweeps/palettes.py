"""Films with a colour that lives in one frame: every pixel of every file against the numbers that were to be shown."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from sweeps import Count, make_project, run
from vizpipe.encoding.palette import BOUND

RECIPE = '''
"""Colours that move, and one of another kind that is there for a frame."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.recipe import Canvas, Count, Film, Say, Seed, Words, recipe

HIGH, WIDE = 64, 96


class Step(NamedTuple):
    """A picture, its channels from 0 to 255."""

    pixels: npt.NDArray[np.int64]


def moving(rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Two colours, as many as a palette holds beside its reserve, or thousands that run into each other."""
    kind = rng.integers(3)
    if kind == 2:
        ends = rng.integers(256, size=(2, 2, 3))
        down, across = np.linspace(0, 1, HIGH)[:, None, None], np.linspace(0, 1, WIDE)[None, :, None]
        top, bottom = (left + (right - left) * across for left, right in ends)
        return np.rint(top + (bottom - top) * down).astype(np.int64)
    colours = rng.integers(256, size=((2, 220)[kind], 3))
    return colours[rng.integers(len(colours), size=(HIGH // 4, WIDE // 4)).repeat(4, axis=0).repeat(4, axis=1)]


@recipe(size=(WIDE, HIGH))
def flash(*, moments: Count = 24, seed: Seed = 0) -> Iterator[Step]:
    """Move, and flash once."""
    rng = np.random.default_rng(seed)
    still, lit, colour = moving(rng), rng.integers(moments), rng.integers(256, size=3)
    side = rng.integers(1, 40)
    top, left = rng.integers(HIGH - side + 1), rng.integers(WIDE - side + 1)
    for index in range(moments):
        pixels = np.roll(still, index, axis=1)
        if index == lit:
            pixels[top : top + side, left : left + side] = colour
        yield Step(pixels)


@flash.stage
def stage(canvas: Canvas, film: Film[Step]):
    axes = canvas.figure.add_axes((0, 0, 1, 1))
    axes.axis("off")
    axes.set(xlim=(0, WIDE), ylim=(HIGH, 0))
    return axes


@stage.draw
def draw(frame: Step, axes) -> None:
    axes.imshow(frame.pixels.astype(np.uint8), extent=(0, WIDE, HIGH, 0), interpolation="nearest", aspect="auto")


@flash.words
def words(film: Film[Step], say: Say) -> Words:
    return Words("Flash", "", f"A colour is there for one of {len(film)} frames.")
'''
FORMATS = ("gif", "apng", "webp")


def flashes(place: Path, films: int) -> Count:
    """Each a failure: a pixel further off than the bound, a frame that is not there, a warning though colours fit."""
    seeds = ", ".join(map(str, range(films)))
    formats = ", ".join(f'"{each}"' for each in (*FORMATS, "npz"))
    project = make_project(place / "palettes", committed=False)
    (project / "figures" / "flash.py").write_text(RECIPE.lstrip())
    (project / "vizpipe.toml").write_text(
        'recipes = "figures"\n[assets.flash]\nrecipe = "flash"\n'
        f"formats = [{formats}]\nmatrix = {{ seed = [{seeds}] }}\n"
    )
    done = run(["build"], project, timeout=1200)
    failures = [] if done.code == 0 and "colours" not in done.err else [f"the build: {done}"]
    found = sorted((project / "outputs").glob("flash-*.npz"))
    if len(found) != films:
        failures.append(f"{len(found)} films of {films}")
    for data in found:
        with np.load(data) as film:
            pixels = film["pixels"]
        for suffix in FORMATS:
            fault = _fault(data.with_suffix(f".{suffix}"), pixels)
            if fault:
                failures.append(f"{data.stem}.{suffix}: {fault}")
    return Count(films, failures)


def _fault(path: Path, pixels: npt.NDArray[np.int64]) -> str:
    """What is wrong with a file that is to show these pictures (frames, height, width, 3), or an empty text."""
    with Image.open(path) as image:
        if getattr(image, "n_frames", 1) != len(pixels):
            return f"{getattr(image, 'n_frames', 1)} frames of {len(pixels)}"
        for index, wanted in enumerate(pixels):
            image.seek(index)
            off = np.abs(np.asarray(image.convert("RGB"), np.int64) - wanted).max()
            if off > BOUND:
                return f"frame {index} is off by {off}"
    return ""
