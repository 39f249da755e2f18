"""Names → recipes. One loader, by path; and an index of cards, so that looking around imports no recipe.

A card holds what ``list``, ``info``, completion and a build with nothing to do need to know. Cards lie in the cache,
keyed by the content of the recipe's file and of vizpipe itself; a worker process makes those that are missing.
"""

import hashlib
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import msgspec

from vizpipe.errors import MachineError, RecipeError, UsageError, nearest
from vizpipe.registry import house
from vizpipe.registry.index import Index, Kept, Summary, decoded
from vizpipe.registry.source import Source
from vizpipe.store.entries import Entries
from vizpipe.store.signs import Known, digest_of, sign

if TYPE_CHECKING:
    from vizpipe.store.cache import Cache

_SCHEMA = 7
_RECIPE = re.compile(r"^@.*\brecipe\b", re.MULTILINE)
"""What stands above the function of every recipe."""
_Kept_co = TypeVar("_Kept_co", bound=Summary, covariant=True)


class Registry(NamedTuple, Generic[_Kept_co]):
    """Every recipe by name, and what is wrong with the others, by name or file."""

    cards: Mapping[str, _Kept_co]
    problems: dict[str, str]
    files: Mapping[str, tuple[Known, ...]] = MappingProxyType({})
    """By recipe file: all that its cards were made from, as it was then."""

    def find(self, name: str) -> _Kept_co:
        """The card of this name; raises UsageError with the nearest name, RecipeError if its file is broken."""
        if name in self.cards:
            return self.cards[name]
        if problem := self.problem(name):
            raise RecipeError(problem)
        raise UsageError(f"unknown recipe {name[:60]}{nearest(name, self.cards)} (vizpipe list shows all)")

    def problem(self, name: str) -> str:
        """What is wrong with the recipe, or the recipe's file, of this name; nothing if there is no such problem."""
        places = (place for place in self.problems if name in (place, Path(place).stem.replace("_", "-")))
        return next((self.problems[place] for place in places), "")


def built_in() -> list[Source]:
    """The recipe files that come with vizpipe: installed they lie inside the package, in a checkout beside it."""
    package = Path(__file__).parents[1]
    places = (package / "recipes", package.parent / "recipes")
    return folder_sources(next((place for place in places if place.is_dir()), places[0]), "vizpipe.recipes.")


def folder_sources(folder: Path, module: str = "", root: Path | None = None) -> list[Source]:
    """The recipe files of one folder; names that begin with _ are helpers, and a file of tests is no recipe."""
    if folder.is_dir() and not os.access(folder, os.R_OK | os.X_OK):
        raise MachineError(f"{folder}: the folder of recipes can't be read")
    folders = () if module else tuple(dict.fromkeys((str(folder), str(root or folder))))
    return [
        Source(str(path), text, folders, module and module + path.stem)
        for path in sorted(folder.glob("*.py"))
        if not path.name.startswith(("_", ".")) and path.is_file() and not _is_test(path, text := read_text(path))
    ]


def _is_test(path: Path, text: str) -> bool:
    """Whether pytest reads a file that stands among recipes, as a claim's test does beside its recipe."""
    return path.name.startswith(("test_", "conftest.")) and not _RECIPE.search(text)


def read_text(path: Path) -> str:
    """The text of a recipe's file. Raises UsageError."""
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None


class _Looked(NamedTuple, Generic[_Kept_co]):
    """What the cache tells of recipe files, by their paths, and those of which it tells nothing that is current."""

    indexes: dict[str, Index[_Kept_co]]
    files: dict[str, tuple[Known, ...]]
    stale: list[Source]


def summaries(sources: Sequence[Source], entries: Entries, form: type[Kept]) -> Registry[Kept] | None:
    """As much of the cards of all ``sources`` as ``form`` holds, or None unless the cache has every one."""
    looked = _look(sources, entries, form)
    return None if looked.stale else _merge(sources, looked.indexes, looked.files)


def survey(
    sources: Sequence[Source],
    cache: "Cache",
    form: type[Kept],
    refresh: Callable[[Sequence[Source]], Sequence[bytes | str]],
) -> Registry[Kept]:
    """The cards of all ``sources``: from the cache where they are current, from ``refresh`` where not.

    ``refresh`` gives, for each source, what ``make_cards`` gave, or a text that says why it gave nothing.
    """
    indexes, files, stale = _look(sources, cache, form)
    about = _about()
    for source, made in zip(stale, refresh(stale) if stale else [], strict=True):
        if isinstance(made, str):
            indexes[source.path] = Index(problem=f"{source.path}: {made}")
            continue
        cache.write("cards", _key(source, about), made)
        indexes[source.path] = decoded(made, form) or Index(problem=f"{source.path}: its card can't be read")
        files[source.path] = _known(indexes[source.path])
    return _merge(sources, indexes, files)


def _look(sources: Sequence[Source], entries: Entries, form: type[Kept]) -> _Looked[Kept]:
    looked: _Looked[Kept] = _Looked({}, {}, [])
    about = _about()
    for source in sources:
        if source.problem:
            looked.indexes[source.path] = Index(problem=source.problem)
            continue
        index = decoded(entries.read("cards", _key(source, about)), form)
        if index is not None:
            looked.files[source.path] = _known(index)  # before they are read: what happens from now on shows
        if index is not None and _current(index):
            looked.indexes[source.path] = index
        else:
            looked.stale.append(source)
    return looked


def _known(index: Index[Kept]) -> tuple[Known, ...]:
    return tuple(Known(path, digest, sign(path)) for path, digest in index.code.items())


def _about() -> str:
    """What every card is made with."""
    installed = Path(msgspec.__file__).parents[1].stat().st_mtime_ns  # what an import finds may be another now
    return f"{_SCHEMA} {sys.version_info[:2]} {installed} {house.digest()}"


def _key(source: Source, about: str) -> str:
    parts = f"{about} {source.path} {source.folders} {source.package} {source.origin} {source.text}"
    try:
        return hashlib.sha256(parts.encode()).hexdigest()
    except UnicodeEncodeError:
        raise UsageError(f"{source.path}: the name of a folder in it is no UTF-8; rename it") from None


def _current(index: Index[Kept]) -> bool:
    """Whether the helpers are still what they were when the card was made; a problem is always looked at again."""
    return not index.problem and all(digest_of(path) == digest for path, digest in index.code.items())


def _merge(
    sources: Sequence[Source], indexes: Mapping[str, Index[Kept]], files: Mapping[str, tuple[Known, ...]]
) -> Registry[Kept]:
    """All cards by name; a name that two files claim belongs to neither, unless only one of them is installed."""
    cards: dict[str, Kept] = {}
    problems: dict[str, str] = {}
    for source in sources:
        index = indexes[source.path]
        if index.problem:
            problems[source.path] = index.problem
        for card in index.cards:
            first = cards[card.name].path if card.name in cards else ""
            if first and card.origin and not cards[card.name].origin:  # who installs something loses nothing
                told = f"its recipe {card.name} is left out, for another is called so: {first}"
                problems[f"{source.path} {card.name}"] = f"{card.origin}: {told}"
            elif first:
                problems[card.name] = f"two recipes are called {card.name}: {first} and {source.path}"
            else:
                cards[card.name] = card
    for name in problems:
        cards.pop(name, None)
    return Registry(dict(sorted(cards.items())), problems, files)
