"""What a call from Python finds: the project around the working folder, recipes, the cache, and who does the work."""

import inspect
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from vizpipe.errors import RecipeError, UsageError, VizpipeError
from vizpipe.project import file
from vizpipe.registry import registry
from vizpipe.registry.card import Card
from vizpipe.registry.index import Kept
from vizpipe.registry.registry import Registry
from vizpipe.registry.source import Source
from vizpipe.store.cache import Cache
from vizpipe.store.entries import Entries
from vizpipe.workers import PATIENCE, tasks

if TYPE_CHECKING:
    from vizpipe.recipe.recipe import Recipe
    from vizpipe.workers.pool import Executor


class Surroundings(NamedTuple):
    """The recipes that can be used here, and who does the work."""

    sources: Sequence[Source]
    registry: Registry[Card]
    cache: Cache
    executor: "Executor"

    def source(self, card: Card) -> Source:
        """The source that a card was made from, with all its files as they were then."""
        source = next(each for each in self.sources if each.path == card.path)
        return source._replace(files=self.registry.files.get(card.path, ()))


@contextmanager
def opened(recipe: "str | Recipe[..., Any]", jobs: int | None) -> Iterator[tuple[Surroundings, Card]]:
    """Where a recipe is found, and its card; worker processes, if there are ``jobs``, are gone when the block ends.

    Raises UsageError for an unknown name, RecipeError for a recipe that no file holds.
    """
    cache, sources = Cache(), file.sources(file.find(Path.cwd()))
    name = recipe if isinstance(recipe, str) else recipe.name
    if not isinstance(recipe, str):
        sources = _having(sources, recipe)
    with _executor(jobs) as executor:
        found = registry.survey(sources, cache, Card, lambda stale: [_read(executor, each) for each in stale])
        yield Surroundings(sources, found, cache, executor), found.find(name)
    if cache.written:
        cache.trim()


def seen(form: type[Kept]) -> Registry[Kept] | Registry[Card]:
    """As much of every card as ``form`` holds, or more; recipe files are read whose cards are missing."""
    sources = file.sources(file.find(Path.cwd()))
    found = registry.summaries(sources, Entries(), form)
    if found is not None:
        return found
    with _executor(None) as executor:
        return registry.survey(sources, Cache(), form, lambda stale: [_read(executor, each) for each in stale])


@contextmanager
def _executor(jobs: int | None) -> Iterator["Executor"]:
    """What does the work: this very process, or so many others."""
    if jobs is None:
        from vizpipe.workers.here import Here  # noqa: PLC0415 - numpy and matplotlib, which looking around can spare

        yield Here()
        return
    if type(jobs) is not int or not 1 <= jobs <= _MOST_JOBS:
        raise UsageError(f"jobs is {jobs!r:.60}, but must be a whole number from 1 to {_MOST_JOBS}")
    from vizpipe.workers.pool import Workers  # noqa: PLC0415 - only for those who ask for it

    with Workers(jobs, PATIENCE, alone=True) as workers:
        yield workers


_MOST_JOBS = 256


def _read(executor: "Executor", source: Source) -> bytes | str:
    """The cards of a recipe's file, or why there are none."""
    try:
        return executor.submit(tasks.cards, source).result()
    except VizpipeError as error:
        return str(error)


def _having(sources: list[Source], recipe: "Recipe[..., Any]") -> list[Source]:
    """The sources, with the file of a recipe of which only the object is at hand. Raises RecipeError."""
    function = recipe.function
    path = Path(inspect.unwrap(function).__code__.co_filename)
    if function.__module__ == "__main__" or not path.is_file():
        raise RecipeError(
            f"{recipe.name}: it stands in no file of its own, and its code tells what has to be made again: "
            "save it as a file of a project's recipes, or import it"
        )
    if any(Path(each.path).samefile(path) for each in sources):
        return sources
    own = [each for each in registry.folder_sources(path.parent) if Path(each.path).name == path.name]
    if not own:
        raise RecipeError(f"{path}: a recipe's file has no _ before its name")
    others = [each for each in sources if Path(each.path).stem != path.stem]
    return others + own
