"""Pictures that are values beside the stages that they were before.

``python benchmarks/same_pixels.py COMMIT RECIPE…`` draws each recipe as it was at that commit and as it is now, the new
one's panels in the places of the old one's, at two sizes and in three themes, and counts the pixels that differ there.
"""

import functools
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from vizpipe.camera.scene import Scene
from vizpipe.drawing import layout
from vizpipe.drawing.canvas import Canvas
from vizpipe.drawing.layout import Box
from vizpipe.drawing.picture import compose, staging
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import THEMES
from vizpipe.film.film import Film
from vizpipe.recipe.recipe import Recipe, Stage
from vizpipe.registry.loading import load
from vizpipe.registry.source import Source

TALL = (720, 1800)
LOOKS = ("light", "dark", "print")
FRAMES = 5
Way = tuple[int, ...]
WAYS: dict[str, Sequence[Way]] = {
    "hidden-mapping": [(0,), (1,), (2,), (compose.ASIDE, 1), (compose.ASIDE, 0)],
    "gates": [way for case in range(5) for way in ((case, 1), (case, compose.TITLE), (case, 0))],
}
"""Which panel stands in the place of each of the old stage's axes, where they were not made in the same order."""


Places = dict[Way, tuple[Bbox, Box]]
"""Where the old stage's axes stand, as shares of the figure and in pixels."""


def recipe_of(text: str, name: str, path: str) -> Recipe[Any, Any]:
    """The recipe of that name in a file."""
    return next(each for each in load(Source(path, text)) if each.name == name)


def compared(old: Recipe[Any, Any], new: Recipe[Any, Any], values: Mapping[str, Any]) -> tuple[int, int]:
    """How many pixels differ, and in how many pictures."""
    film, again = old.film(**values), new.film(**values)
    assert film.digest == again.digest  # noqa: S101 - or pictures could not be compared
    frames = sorted(set(np.linspace(0, len(film) - 1, FRAMES).round().astype(int).tolist()))
    differing, count = 0, 0
    for size in (old.size, TALL):
        for look in LOOKS:
            style = Style(THEMES[look], *size)
            before = Scene(old, film, style)
            places = places_of(before, new, again)
            with mock.patch.object(Recipe, "staged", Stage(functools.partial(placed, new, places))):
                after = Scene(new, again, style)
            where = mask(places, size)
            for one, two in zip(before.pictures(frames), after.pictures(frames), strict=True):
                differing += int((one != two).any(axis=-1)[where].sum())
                count += 1
    return differing, count


def places_of(scene: Scene[Any], recipe: Recipe[Any, Any], film: Film[Any]) -> Places:
    """Where the old stage's axes stand; the first is the header."""
    ways = WAYS.get(recipe.name) or [way for way, _ in compose.panels_with_paths(recipe.pictured(film))]
    old = [(axes.get_position(original=True), Box(*axes.bbox.bounds)) for axes in scene.figure.axes[1:]]
    return dict(zip(ways, old, strict=False))


def placed(recipe: Recipe[Any, Any], places: Places, canvas: Canvas, film: Film[Any]) -> staging.Staged:
    """The new stage in the old one's places."""
    exact = {way: box for way, (_, box) in places.items()}
    by_box = {box: place for place, box in places.values()}
    plot, page_of = layout.plot, compose.page_of

    def exactly(canvas: Canvas, box: Box) -> Axes:
        """Where the old axes stood to the last bit, which a box in pixels doesn't say."""
        return canvas.figure.add_axes(by_box[box].bounds) if box in by_box else plot(canvas, box)

    def composed(*words: Any) -> compose.Composed:
        page = page_of(*words)
        return page._replace(boxes=page.boxes | exact)

    with (
        mock.patch.object(layout, "plot", exactly),
        mock.patch.object(staging, "plot", exactly),
        mock.patch.object(compose, "page_of", composed),
    ):
        return staging.Staged(recipe.pictured(film), film, canvas)


def mask(places: Places, size: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """The pixels that are compared: all, or, where not every panel has an old place, those of the places."""
    where = np.zeros(size[::-1], dtype=bool)
    for place, _ in places.values():
        left, right = int(place.x0 * size[0]), int(place.x1 * size[0])
        where[int((1.0 - place.y1) * size[1]) : int((1.0 - place.y0) * size[1]), left:right] = True
    return where


def main(commit: str, names: Sequence[str]) -> None:
    """Compare."""
    for name in names:
        path = f"recipes/{name.replace('-', '_')}.py"
        text = subprocess.run(["git", "show", f"{commit}:{path}"], capture_output=True, text=True, check=True).stdout
        old, new = (recipe_of(each, name, path) for each in (text, Path(path).read_text(encoding="utf-8")))
        for variant, values in {"": {}, **new.variants}.items():
            differing, count = compared(old, new, values)
            print(f"{f'{name} {variant}'.strip()}: {differing} pixels differ in {count} pictures", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
