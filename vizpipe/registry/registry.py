"""Names → recipes. One loader, by path; and an index of cards, so that looking around imports no recipe.

A card holds what ``list``, ``info``, completion and a build with nothing to do need to know. Cards lie in the cache,
keyed by the content of the recipe's file and of vizpipe itself; a worker process makes those that are missing.
"""

import hashlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from vizpipe.errors import MachineError, RecipeError, UsageError, nearest
from vizpipe.registry import code
from vizpipe.registry.card import Card
from vizpipe.registry.loading import Index
from vizpipe.registry.source import Source
from vizpipe.store.cache import Cache
from vizpipe.store.signs import Known, digest_of, sign

_SCHEMA = 5


class Registry(NamedTuple):
    """Every recipe by name, and what is wrong with the others, by name or file."""

    cards: Mapping[str, Card]
    problems: dict[str, str]
    files: Mapping[str, tuple[Known, ...]] = MappingProxyType({})
    """By recipe file: all that its cards were made from, as it was then."""

    def find(self, name: str) -> Card:
        """The card of this name; raises UsageError with the nearest name, RecipeError if its file is broken."""
        if name in self.cards:
            return self.cards[name]
        for place, problem in self.problems.items():
            if name == place or Path(place).stem.replace("_", "-") == name:
                raise RecipeError(problem)
        raise UsageError(f"unknown recipe {name[:60]}{nearest(name, self.cards)} (vizpipe list shows all)")


# ---------------------------------------------------------------- in a worker: files → recipes


# ---------------------------------------------------------------- in the command: folders → cards


def built_in() -> list[Source]:
    """The recipe files that come with vizpipe: installed they lie inside the package, in a checkout beside it."""
    package = Path(__file__).parents[1]
    places = (package / "recipes", package.parent / "recipes")
    return folder_sources(next((place for place in places if place.is_dir()), places[0]), "vizpipe.recipes.")


def folder_sources(folder: Path, module: str = "", root: Path | None = None) -> list[Source]:
    """The recipe files of one folder; names that begin with _ are helpers."""
    if folder.is_dir() and not os.access(folder, os.R_OK | os.X_OK):
        raise MachineError(f"{folder}: the folder of recipes can't be read")
    folders = () if module else tuple(dict.fromkeys((str(folder), str(root or folder))))
    return [
        Source(str(path), _text(path), folders, module and module + path.stem)
        for path in sorted(folder.glob("*.py"))
        if not path.name.startswith(("_", ".")) and path.is_file()
    ]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None


def survey(
    sources: Sequence[Source], cache: Cache, refresh: Callable[[Sequence[Source]], Sequence[bytes | str]]
) -> Registry:
    """The cards of all ``sources``: from the cache where they are current, from ``refresh`` where not.

    ``refresh`` gives, for each source, what ``make_cards`` gave, or a text that says why it gave nothing.
    """
    indexes: dict[str, Index] = {}
    files: dict[str, tuple[Known, ...]] = {}
    stale: list[Source] = []
    for source in sources:
        index = _read(cache.read("cards", _key(source)))
        if index is not None:
            files[source.path] = _known(index)  # before they are read: what happens from now on shows
        if index is not None and _current(index):
            indexes[source.path] = index
        else:
            stale.append(source)
    for source, made in zip(stale, refresh(stale) if stale else [], strict=True):
        if isinstance(made, str):
            indexes[source.path] = Index(problem=f"{source.path}: {made}")
            continue
        cache.write("cards", _key(source), made)
        indexes[source.path] = _read(made) or Index(problem=f"{source.path}: its card can't be read")
        files[source.path] = _known(indexes[source.path])
    merged = _merge([indexes[source.path] for source in sources], [source.path for source in sources])
    return merged._replace(files=files)


def _known(index: Index) -> tuple[Known, ...]:
    return tuple(Known(path, digest, sign(path)) for path, digest in index.code.items())


def _key(source: Source) -> str:
    installed = Path(msgspec.__file__).parents[1].stat().st_mtime_ns  # what an import finds may be another now
    about = f"{_SCHEMA} {sys.version_info[:2]} {installed} {code.house_bytes()}"
    parts = f"{about} {source.path} {source.folders} {source.text}"
    try:
        return hashlib.sha256(parts.encode()).hexdigest()
    except UnicodeEncodeError:
        raise UsageError(f"{source.path}: the name of a folder in it is no UTF-8; rename it") from None


def read_cards(data: bytes) -> tuple[Card, ...]:
    """The cards in what ``make_cards`` gave."""
    index = _read(data)
    return index.cards if index is not None else ()


def _read(data: bytes | None) -> Index | None:
    try:
        return msgspec.json.decode(data, type=Index) if data is not None else None
    except (msgspec.DecodeError, RecursionError):
        return None


def _current(index: Index) -> bool:
    """Whether the helpers are still what they were when the card was made; a problem is always looked at again."""
    return not index.problem and all(digest_of(path) == digest for path, digest in index.code.items())


def _merge(indexes: Sequence[Index], paths: Sequence[str]) -> Registry:
    """All cards by name; a name that two files claim belongs to neither."""
    cards: dict[str, Card] = {}
    problems: dict[str, str] = {}
    for index, path in zip(indexes, paths, strict=True):
        if index.problem:
            problems[path] = index.problem
        for card in index.cards:
            if card.name in cards:
                first = cards[card.name].path
                problems[card.name] = f"two recipes are called {card.name}: {first} and {path}"
            else:
                cards[card.name] = card
    for name in problems:
        cards.pop(name, None)
    return Registry(dict(sorted(cards.items())), problems)
