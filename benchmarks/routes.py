"""Ways to draw hidden-mapping: the source's, the gif package's, a careful matplotlib user's, and the floor.

Each draws its own picture of the same network's same epochs at 1800 × 600, as its own best user would write it.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import numpy.typing as npt

mpl.use("Agg")

import seaborn as sns
from celluloid import Camera
from matplotlib import pyplot as plt
from matplotlib.animation import FuncAnimation, PillowWriter
from PIL import Image

from vizpipe.encoding.palette import Palette, Seen
from vizpipe.film.film import Film

Array = npt.NDArray[np.float64]
Route = Callable[[Film[Any], Sequence[int], Path], None]

SIZE = (1800, 600)
GRID = 200


def _grid(film: Film[Any]) -> Array:
    points = film[0].samples
    low, high = points.min() - 0.35, points.max() + 0.35
    return np.stack(np.meshgrid(*[np.linspace(low, high, GRID)] * 2), axis=-1)


def _panels() -> tuple[Any, Any]:
    return plt.subplots(1, 3, figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100)


def source(film: Film[Any], frames: Sequence[int], target: Path) -> None:
    """As the project's source drew it: seaborn's scatterplot of the whole grid, celluloid, Pillow's writer."""
    palette, classes = sns.diverging_palette(220, 20, as_cmap=True), sns.diverging_palette(220, 20, n=2)
    grid = _grid(film).reshape(-1, 2)
    figure, panels = _panels()
    camera = Camera(figure)
    for index in frames:
        frame = film[index]
        field = frame.predict(grid)[:, 0]
        where, dots = (grid, *frame.forward(grid)[0]), (frame.samples, *frame.forward(frame.samples)[0])
        for axes, mesh, samples in zip(panels, where, dots, strict=True):
            sns.scatterplot(
                x=mesh[:, 0], y=mesh[:, 1], hue=field, hue_norm=(0, 1), palette=palette, linewidth=0, s=15,
                legend=False, ax=axes,
            )  # fmt: skip
            sns.scatterplot(
                x=samples[:, 0], y=samples[:, 1], hue=frame.labels, palette=classes, edgecolor="white", legend=False,
                ax=axes,
            )  # fmt: skip
        panels[1].text(0.5, 1.1, f"Epoch {frame.epoch}", transform=panels[1].transAxes, ha="center")
        camera.snap()
    camera.animate().save(target, writer=PillowWriter(fps=10))
    plt.close(figure)


def gif_package(film: Film[Any], frames: Sequence[int], target: Path) -> None:
    """The gif package, whose decorator makes a picture of each figure: one mesh and one scatter a panel."""
    import gif

    grid = _grid(film)

    @gif.frame  # type: ignore[untyped-decorator]  # the package has no types
    def plot(index: int) -> None:
        frame = film[index]
        figure, panels = _panels()
        flat = grid.reshape(-1, 2)
        field = frame.predict(flat).reshape(GRID, GRID)
        for axes, mesh, dots in zip(
            panels, (flat, *frame.forward(flat)[0]), (frame.samples, *frame.forward(frame.samples)[0]), strict=True
        ):
            warped = mesh.reshape(GRID, GRID, 2)
            axes.pcolormesh(warped[..., 0], warped[..., 1], field, cmap="RdBu_r", vmin=0, vmax=1, shading="nearest")
            axes.scatter(*dots.T, c=frame.labels, cmap="RdBu_r", edgecolors="white", s=30)
        figure.suptitle(f"Epoch {frame.epoch}")

    gif.save([plot(index) for index in frames], str(target), duration=100)
    plt.close("all")


def careful(film: Film[Any], frames: Sequence[int], target: Path) -> None:
    """A careful matplotlib user: everything made once and updated in place, FuncAnimation, PillowWriter."""
    grid = _grid(film)
    flat = grid.reshape(-1, 2)
    figure, panels = _panels()
    first = film[frames[0]]
    meshes, dots = [], []
    for axes, samples in zip(panels, (first.samples, *first.forward(first.samples)[0]), strict=True):
        values = np.zeros((GRID - 1, GRID - 1))  # flat shading is three times as fast as gouraud
        mesh = axes.pcolormesh(grid[..., 0], grid[..., 1], values, cmap="RdBu_r", vmin=0, vmax=1, shading="flat")
        meshes.append(mesh)
        dots.append(axes.scatter(*samples.T, c=first.labels, cmap="RdBu_r", edgecolors="white", s=30))
    for number in (1, 2):
        ends = [film[index].forward(flat)[0][number - 1] for index in (frames[0], frames[-1])]
        low, high = np.min([end.min(axis=0) for end in ends], axis=0), np.max([end.max(axis=0) for end in ends], axis=0)
        panels[number].set_xlim(low[0], high[0])
        panels[number].set_ylim(low[1], high[1])
    title = figure.suptitle("")

    def update(index: int) -> list[Any]:
        frame = film[index]
        field = frame.predict(flat)[:, 0]
        for mesh, scatter, where, samples in zip(
            meshes,
            dots,
            (flat, *frame.forward(flat)[0]),
            (frame.samples, *frame.forward(frame.samples)[0]),
            strict=True,
        ):
            mesh._coordinates = where.reshape(GRID, GRID, 2)  # noqa: SLF001 - the only way to move a mesh in place
            mesh.set_array(field.reshape(GRID, GRID)[:-1, :-1])
            scatter.set_offsets(samples)
        title.set_text(f"Epoch {frame.epoch}")
        return [*meshes, *dots, title]

    FuncAnimation(figure, update, frames=list(frames), cache_frame_data=False).save(target, writer=PillowWriter(fps=10))
    plt.close(figure)


def ready_frames(pictures: Sequence[npt.NDArray[np.uint8]]) -> list[Image.Image]:
    """Pictures as palettised images, ready to be saved: what the floor starts from."""
    palette = Palette.chosen(Seen.merged([Seen.of(pictures[0]), Seen.of(pictures[-1])]))
    table = palette.colours.tobytes()
    ready = []
    for picture in pictures:
        image = Image.fromarray(palette.apply(picture), mode="P")
        image.putpalette(table)
        ready.append(image)
    return ready


def floor(ready: Sequence[Image.Image], target: Path) -> None:
    """Pillow saving frames that are ready in memory: nobody is faster without another encoder."""
    ready[0].save(target, save_all=True, append_images=ready[1:], duration=100, loop=0)


def seconds(action: Callable[[], object]) -> float:
    """How long something takes, by the wall clock."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


@contextmanager
def quiet() -> Iterator[None]:
    """Without the warnings that peers give."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
