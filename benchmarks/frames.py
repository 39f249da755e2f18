"""How long a frame takes: the same 20 frames of hidden-mapping drawn the source's way and vizpipe's way, in turn.

The source's way is seaborn's scatterplot of the 200 × 200 grid in each of three panels, plain celluloid and Pillow's
writer. Both draw the same network's same epochs at 1800 × 600. What both need once (imports, training, starting
workers) is left out; vizpipe's stage and palette count as its frames' cost. Run: python benchmarks/frames.py
"""

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import matplotlib as mpl
import numpy as np

mpl.use("Agg")

import seaborn as sns
from celluloid import Camera
from matplotlib import pyplot as plt
from matplotlib.animation import PillowWriter

from vizpipe import parameters, pipeline, project, registry
from vizpipe.execution import Workers
from vizpipe.film import Film
from vizpipe.manifest import Manifest
from vizpipe.recipe import Recipe
from vizpipe.store import Cache

SIZE = (1800, 600)
GRID = 200


def main() -> None:
    """Measure each way as often as asked, in turn, and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    source = next(each for each in registry.built_in() if Path(each.path).stem == "hidden_mapping")
    (recipe,) = registry.load(source)
    film = recipe.film(max_epochs=options.frames - 1, target_loss=None)
    slow, fast = [], []
    with tempfile.TemporaryDirectory() as folder, Workers(options.jobs) as workers:
        for number in range(options.rounds):
            slow.append(sources_way(film, Path(folder) / "source.gif"))
            fast.append(vizpipes_way(source, recipe, workers, Path(folder) / str(number), options.frames))
            print(f"round {number + 1}: the source's way {slow[-1]:.0f} ms a frame, vizpipe {fast[-1]:.1f} ms a frame")
    ratio = min(slow) / min(fast)
    print(f"vizpipe is {ratio:.0f} times as fast a frame ({options.frames} frames, {options.jobs} workers; wanted: 25)")


def sources_way(film: Film[Any], target: Path) -> float:
    """Milliseconds a frame: grid and samples as seaborn scatterplots, all frames kept by celluloid until the save."""
    begun = time.perf_counter()
    palette = sns.diverging_palette(220, 20, as_cmap=True)
    classes = sns.diverging_palette(220, 20, n=2)
    points = film[0].samples
    low, high = points.min() - 0.35, points.max() + 0.35
    grid = np.stack(np.meshgrid(*[np.linspace(low, high, GRID)] * 2), axis=-1).reshape(-1, 2)
    figure, panels = plt.subplots(1, 3, figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100)
    camera = Camera(figure)
    for frame in film:
        field = frame.predict(grid)[:, 0]
        passed_grid, passed = frame.forward(grid)[0], frame.forward(frame.samples)[0]
        for axes, where, dots in zip(panels, (grid, *passed_grid), (points, *passed), strict=True):
            sns.scatterplot(
                x=where[:, 0], y=where[:, 1], hue=field, hue_norm=(0, 1), palette=palette, linewidth=0, s=15,
                legend=False, ax=axes,
            )  # fmt: skip
            sns.scatterplot(
                x=dots[:, 0], y=dots[:, 1], hue=frame.labels, palette=classes, edgecolor="white", legend=False, ax=axes
            )
        panels[1].text(0.5, 1.1, f"Epoch {frame.epoch}", transform=panels[1].transAxes, ha="center")
        camera.snap()
    camera.animate().save(target, writer=PillowWriter(fps=10))
    plt.close(figure)
    return 1000.0 * (time.perf_counter() - begun) / len(film)


def vizpipes_way(source: registry.Source, recipe: Recipe[..., Any], workers: Workers, place: Path, count: int) -> float:
    """Milliseconds a frame: stage, palette, drawing, encoding; the film is trained and the workers are up."""
    card = registry.read_cards(registry.make_cards(source))[0]
    values = parameters.complete(card.parameters, {"max_epochs": count - 1, "target_loss": None}, "")
    wanted = project.asset("frames", card, values, size=f"{SIZE[0]}x{SIZE[1]}", frames="all")
    train = project.asset("film", card, values, formats=["npz"], size="64x64")
    shop = pipeline.open_shop(workers, Cache(place / "cache"), place, Manifest(), lambda _: None)
    pipeline.make(train, shop, source)
    workers.warm()
    del recipe
    begun = time.perf_counter()
    pipeline.make(wanted, shop, source)
    return 1000.0 * (time.perf_counter() - begun) / count


if __name__ == "__main__":
    main()
