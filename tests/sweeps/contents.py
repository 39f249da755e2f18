"""Changes of what pictures show, planted into built-in recipes, are found; other rendering is no change."""

import contextlib
import copy
from collections.abc import Iterator, Sequence
from typing import Any

import matplotlib as mpl

from sweeps import Count, alterations, altered
from vizpipe.camera.scene import Scene
from vizpipe.camera.shots import clear
from vizpipe.checking.shown import differences
from vizpipe.drawing.picture.parts import Picture
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.film.content import Content, of_film
from vizpipe.film.film import Film
from vizpipe.film.spread import spread
from vizpipe.recipe import Recipe
from vizpipe.registry import registry
from vizpipe.registry.loading import load

_FRAMES = 5
_NOTHING = "nothing"


def content(recipe: Recipe[..., Any], film: Film[Any], picture: Picture[Any] | None = None) -> Content:
    """What a few frames show, of the recipe's picture or another."""
    scene, sights = _scene(recipe, film, picture), []
    scene._laws = _Lawless()  # type: ignore[assignment]
    with scene.applied():
        for frame in spread(len(film), _FRAMES):
            shots = scene._shoot([frame])
            scene.contents.noted([frame], shots)
            clear(shots)
            sights.append(scene.contents.taken())
    return of_film(sights)


def _scene(recipe: Recipe[..., Any], film: Film[Any], picture: Picture[Any] | None) -> Scene[Any]:
    """The stage of a picture."""
    if picture is not None:
        recipe = copy.copy(recipe)
        recipe._pictures = [lambda _: picture]
    return Scene(recipe, film, Style(LIGHT, *recipe.size))


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
    """Each alteration that a recipe's picture has room for is told; one that alters nothing is not."""
    tried, failures = 0, []
    for recipe in recipes:
        film = recipe.film()
        picture, before = recipe.pictured(film), content(recipe, film)
        for what, told in _told(recipe, film, picture, before):
            tried += what != _NOTHING
            if what != _NOTHING and not all(told or [""]):
                failures.append(f"{recipe.name}: {what} is not found")
            elif what == _NOTHING and told:
                failures.append(f"{recipe.name}: nothing altered, and told {told}")
    return Count(tried, failures)


def _told(
    recipe: Recipe[..., Any], film: Film[Any], picture: Picture[Any], before: Content
) -> Iterator[tuple[str, list[str]]]:
    """What is said of each altered picture beside the one that is not."""
    staged: Any = _scene(recipe, film, picture).built[0]
    first = next(mark for each in staged.placed for mark in each.panel.marks)
    views = frozenset(cue.view or "" for cue in recipe.cues(film))
    nothing = alterations.Plant(_NOTHING, alterations.with_mark(picture, first, altered.unaltered))
    for what, other in (nothing, *alterations.plants(picture, staged, views)):
        yield what, differences(before, content(recipe, film, other))


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
            if found := differences(before, after):
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
