"""Changes of what pictures show, planted into built-in recipes, are found; other rendering is no change."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from sweeps import Count
from vizpipe.camera.scene import Scene
from vizpipe.camera.shots import clear
from vizpipe.checking.shown import differences
from vizpipe.drawing.marks.tint import Tint
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.film.content import Content, of_film
from vizpipe.film.film import Film
from vizpipe.film.spread import spread
from vizpipe.recipe import Recipe
from vizpipe.registry import registry
from vizpipe.registry.loading import load

Change = Callable[[Figure, list[list[Artist]]], bool]
"""Plants a change into a figure and what frames have gained; whether there was anything to change."""
_FRAMES = 5
_LETTERS = 4
_MARKS = (Line2D, Collection, Tint, AxesImage)


def content(recipe: Recipe[..., Any], film: Film[Any], change: Change | None = None, **look: Any) -> Content | None:
    """What a few frames show, with a change if there is one; None if there is nothing to change."""
    scene = Scene(recipe, film, replace(Style(LIGHT, *recipe.size), **look))
    scene._laws = _Lawless()  # type: ignore[assignment]
    changed, sights = change is None, []
    with scene.applied():
        for frame in spread(len(film), _FRAMES):
            shots = scene._shoot([frame])
            if change is not None:
                changed |= change(scene.figure, shots)
            scene.contents.noted([frame], shots)
            clear(shots)
            sights.append(scene.contents.taken())
    return of_film(sights) if changed else None


class _Lawless:
    """Laws that allow everything."""

    def begin(self) -> None:
        """Nothing is written down."""

    def after(self, *_: object) -> None:
        """Nothing is compared."""

    def end(self, *_: object) -> None:
        """Nothing is compared."""


def gallery(*names: str) -> list[Recipe[..., Any]]:
    """The built-in recipes of these names, or all."""
    every = [recipe for source in registry.built_in() for recipe in load(source)]
    return [recipe for recipe in every if not names or recipe.name in names]


def planted(recipes: Sequence[Recipe[..., Any]]) -> Count:
    """Each kind of change in each recipe that has room for it is told."""
    tried, failures = 0, []
    for recipe in recipes:
        film = recipe.film()
        before = content(recipe, film)
        for change in (mark_lost, colour_swapped, limit_moved, word_changed):
            after = content(recipe, film, change)
            if before is None or after is None:
                continue
            tried += 1
            if not differences(before, after):
                failures.append(f"{recipe.name}: {change.__name__} is not found")
    return Count(tried, failures)


def rendered(recipes: Sequence[Recipe[..., Any]]) -> Count:
    """Other antialiasing, hinting and simplification change nothing that is shown."""
    tried, failures = 0, []
    for recipe in recipes:
        film = recipe.film()
        before = content(recipe, film)
        for name, settings in RENDERINGS.items():
            with _rendering(settings):
                after = content(recipe, film)
            tried += 1
            if before is not None and after is not None and (found := differences(before, after)):
                failures.append(f"{recipe.name}: {name}: {found}")
    return Count(tried, failures)


RENDERINGS: dict[str, Any] = {
    "hinting": {"text.hinting": "no_autohint"},
    "antialiasing": {"lines.antialiased": False, "patch.antialiased": False, "text.antialiased": False},
    "simplified paths": {"path.simplify_threshold": 1.0, "path.snap": False, "agg.path.chunksize": 100},
}


@contextlib.contextmanager
def _rendering(settings: Any) -> Iterator[None]:
    """Styles with these settings over their own."""
    plain = Style.applied

    @contextlib.contextmanager
    def applied(self: Style) -> Iterator[None]:
        with plain(self), mpl.rc_context(settings):
            yield

    Style.applied = applied  # type: ignore[method-assign]  # as long as the block lasts
    try:
        yield
    finally:
        Style.applied = plain  # type: ignore[method-assign]


def mark_lost(figure: Figure, shots: list[list[Artist]]) -> bool:
    """One mark is gone from all frames."""
    chosen = _chosen(figure, shots)
    for each in chosen:
        each.set_visible(False)
    return bool(chosen)


def colour_swapped(figure: Figure, shots: list[list[Artist]]) -> bool:
    """One mark has another colour; of one that has several, the first two change places."""
    chosen = [each for each in _chosen(figure, shots) if isinstance(each, Line2D | Collection)]
    for each in chosen:
        if isinstance(each, Line2D):
            each.set_color("#12ab34")
            each.set_markerfacecolor("#12ab34")
            continue
        colours: Any = np.array(each.get_facecolor() if len(each.get_facecolor()) else each.get_edgecolor())
        distinct = np.unique(colours, axis=0)
        if len(distinct) > 1:
            one, other = ((colours == which).all(axis=1) for which in distinct[:2])
            colours[one], colours[other] = distinct[1], distinct[0]
        else:
            colours[:] = (0.07, 0.67, 0.2, 1.0)
        (each.set_facecolor if len(each.get_facecolor()) else each.set_edgecolor)(colours)
    return bool(chosen)


def limit_moved(figure: Figure, shots: list[list[Artist]]) -> bool:
    """One axis reaches one twentieth further."""
    del shots
    axes = next((each for each in figure.axes if each.axison and each.get_xlim() != (0.0, 1.0)), None)
    if axes is None or getattr(axes, "was_moved", False):
        return axes is not None
    low, high = axes.get_xlim()
    axes.set_xlim(low, high + 0.05 * (high - low))
    axes.was_moved = True  # type: ignore[attr-defined]  # once for all frames
    return True


def word_changed(figure: Figure, shots: list[list[Artist]]) -> bool:
    """One text has one letter less."""
    gained = [each for shot in shots for each in shot]
    texts = [each for each in (*gained, *figure.findobj(Text)) if isinstance(each, Text) and each.get_visible()]
    chosen = next((each for each in texts if sum(map(str.isalpha, each.get_text())) >= _LETTERS), None)
    if chosen is None:
        return False
    if not getattr(chosen, "was_changed", False):
        chosen.set_text(chosen.get_text()[:-1])
        chosen.was_changed = True  # type: ignore[attr-defined]  # once for all frames
    return True


def _chosen(figure: Figure, shots: list[list[Artist]]) -> list[Artist]:
    """The first mark of each frame with all that look like it; of the stage where frames gain none."""
    gained = [each for shot in shots for each in shot if isinstance(each, _MARKS) and _shows(each)]
    stand = [each for axes in figure.axes for each in axes.get_children() if isinstance(each, _MARKS) and _shows(each)]
    first = next(iter(gained or stand), None)
    return [each for each in (gained or stand) if first is not None and _alike(each, first)]


def _shows(artist: Artist) -> bool:
    if isinstance(artist, Line2D):
        return bool(np.isfinite(np.asarray(artist.get_xydata(), dtype=float)).all(axis=1).any())
    if isinstance(artist, Collection):
        return bool(artist.get_paths()) and bool(len(artist.get_facecolor()) or len(artist.get_edgecolor()))
    return not isinstance(artist, Patch) and artist.get_visible()


def _alike(one: Artist, other: Artist) -> bool:
    """Whether a person would call two marks one: their axes, kind and colour are the same."""
    if type(one) is not type(other) or one.axes is not other.axes or not isinstance(one.axes, Axes):
        return False
    if isinstance(one, Line2D) and isinstance(other, Line2D):
        return to_hex(one.get_color()) == to_hex(other.get_color())
    return True
