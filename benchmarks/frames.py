"""How long a frame takes, how large it is: vizpipe beside its peers, in one run, on the same film.

A frame's cost is the slope between a short and a long animation, so that what is done once is left out. Run alone, this
draws the same 20 frames the source's way and vizpipe's way, in turn, and prints the ratio.
"""

import argparse
import os
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import routes
from PIL import Image

from vizpipe.camera.scene import Picture, Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.film.film import Film
from vizpipe.manifest.manifest import Manifest
from vizpipe.parameters import parameter
from vizpipe.pipeline.build import open_build
from vizpipe.pipeline.make import make
from vizpipe.project.asset import new_asset
from vizpipe.registry import registry
from vizpipe.registry.card import Card
from vizpipe.registry.loading import load, make_cards, read_cards
from vizpipe.registry.source import Source
from vizpipe.store.cache import Cache
from vizpipe.workers.pool import Executor, Workers


class Trained(NamedTuple):
    """hidden-mapping with so many frames."""

    film: Film[Any]
    source: Source
    card: Card


def trained(count: int) -> Trained:
    """Train in this process."""
    source = next(each for each in registry.built_in() if Path(each.path).stem == "hidden_mapping")
    (recipe,) = load(source)
    film = recipe.film(max_epochs=count - 1, target_loss=None)
    return Trained(film, source, read_cards(make_cards(source))[0])


def pictures(made: Trained, frames: range, size: tuple[int, int]) -> list[Picture]:
    """Vizpipe's own raw frames."""
    (recipe,) = load(made.source)
    return Scene(recipe, made.film, Style(LIGHT, *size)).pictures(frames)


def vizpipe_seconds(made: Trained, count: int, workers: Executor, place: Path, size: tuple[int, int]) -> float:
    """From a trained film to a file in its place, workers up: stage, palette, drawing, encoding."""
    values = parameter.complete(made.card.parameters, {"max_epochs": count - 1, "target_loss": None}, "")
    shape = f"{size[0]}x{size[1]}"
    wanted = new_asset("frames", made.card, values, size=shape, frames="all")
    film = new_asset("film", made.card, values, formats=["npz"], size="320x200")
    place.mkdir(parents=True, exist_ok=True)
    work = open_build(workers, Cache(place / "cache"), place, Manifest(), lambda _: None)
    make(film, work, made.source)
    if isinstance(workers, Workers):
        workers.warm()
    return routes.seconds(lambda: make(wanted, work, made.source))


def slope(short: float, long: float, counts: tuple[int, int]) -> float:
    """Milliseconds a frame between two lengths."""
    return 1000.0 * (long - short) / (counts[1] - counts[0])


def psnr(raw: list[Picture], file: Path) -> float:
    """How near a GIF's frames are to the raw ones, in dB; equal neighbours count once."""
    errors = []
    with Image.open(file) as image:
        for number in range(min(getattr(image, "n_frames", 1), len(raw))):
            image.seek(number)
            shown = np.asarray(image.convert("RGB")).astype(float)
            errors.append(min(float(np.mean((each[..., :3] - shown) ** 2)) for each in raw[number : number + 3]))
    return float(10.0 * np.log10(255.0**2 / max(sum(errors) / len(errors), 1e-9)))


def main() -> None:
    """Draw the same 20 frames both ways, in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    made = trained(options.frames)
    slow: list[float] = []
    fast: list[float] = []
    with tempfile.TemporaryDirectory() as folder, Workers(options.jobs) as workers:
        for number in range(options.rounds):
            target, frames = Path(folder) / "source.gif", range(options.frames)
            taken = routes.seconds(lambda: routes.source(made.film, frames, target))  # noqa: B023 - called at once
            slow.append(1000.0 * taken / options.frames)
            place = Path(folder) / str(number)
            fast.append(1000.0 * vizpipe_seconds(made, options.frames, workers, place, routes.SIZE) / options.frames)
            print(f"round {number + 1}: the source's way {slow[-1]:.0f} ms a frame, vizpipe {fast[-1]:.1f} ms a frame")
    ratio = min(slow) / min(fast)
    print(f"vizpipe is {ratio:.0f} times as fast a frame ({options.frames} frames, {options.jobs} workers; wanted: 25)")


if __name__ == "__main__":
    main()
