"""``vizpipe.film``: a recipe's frames, trained now or taken from the cache."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from vizpipe.errors import VizpipeError
from vizpipe.library import surroundings
from vizpipe.library.rows import kept
from vizpipe.library.words import known
from vizpipe.manifest.manifest import Manifest
from vizpipe.parameters.parameter import complete
from vizpipe.pipeline.build import open_build
from vizpipe.pipeline.films import film_step, in_cache
from vizpipe.pipeline.job import begin
from vizpipe.pipeline.step import step
from vizpipe.project.asset import new_asset
from vizpipe.registry.source import Source
from vizpipe.store import temporary
from vizpipe.workers.here import Here
from vizpipe.workers.kept import film_of, recipe_of

if TYPE_CHECKING:
    from vizpipe.film.film import Film
    from vizpipe.recipe.recipe import Recipe


def film(recipe: "str | Recipe[..., Any]", /, *, jobs: int | None = None, **parameters: object) -> "Film[Any]":
    """Train a recipe, or take it from the cache, and give its film: all frames, as the recipe made them.

    ``film[0]`` is the first frame, ``film.column(name)`` a field through all frames, an array (frames, …), and
    ``film.table()`` everything as a DataFrame; ``film.save()`` gives the bytes of an ``.npz`` file. The keywords are
    the recipe's parameters, and ``jobs`` trains in a process of its own. Raises UsageError and RecipeError as ``make``
    does.
    """
    try:
        with surroundings.opened(recipe, jobs) as (around, card):
            values = complete(
                card.parameters, known(card, kept(card, parameters, around.cache), ("jobs",)), f"{card.name}: "
            )
            asset = new_asset(card.name, card, values, formats=["npz"], root=str(Path.cwd()))
            source = around.source(card)
            with temporary.scratch_folder() as folder:
                build = open_build(around.executor, around.cache, folder, Manifest(), lambda _: None)
                with begin(asset, build, source, None) as job:
                    (place,) = in_cache(job, step(job, film_step(job)).made()).places
                    return Here().submit(_loaded, source, card.name, place).result()
    except VizpipeError as error:
        raise error.with_traceback(None) from None


def _loaded(source: Source, name: str, place: Path) -> "Film[Any]":
    """The film that lies there. Raises GoneError, RecipeError."""
    return film_of(place, recipe_of(source, name))
