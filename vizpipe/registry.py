"""Names → recipes. One loader, by path; and an index of cards, so that looking around imports no recipe.

A card holds what ``list``, ``info``, completion and a build with nothing to do need to know. Cards lie in the cache,
keyed by the content of the recipe's file and of vizpipe itself; a worker process makes those that are missing.
"""

import ast
import hashlib
import importlib.util
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from vizpipe import code, sources
from vizpipe.cache import Cache
from vizpipe.code import Code
from vizpipe.errors import MachineError, RecipeError, UsageError, VizpipeError, nearest, told, trace
from vizpipe.parameters import Parameter, Value
from vizpipe.sources import Known, Source, digest_of, sign

if TYPE_CHECKING:
    from vizpipe.recipe import Recipe

_SCHEMA = 5


class Card(msgspec.Struct, frozen=True):
    """All about a recipe that can be known without running it."""

    name: str
    title: str
    claim: str
    kind: Literal["figure", "animation"]
    parameters: tuple[Parameter, ...]
    variants: dict[str, dict[str, Value]]
    module: str
    path: str
    loops: bool
    chaotic: bool
    """Rounding decides how its training ends."""
    size: tuple[int, int]
    chapter: str
    ideas: tuple[str, ...]
    """The questions that it answers, in words."""
    film: Code
    """What it is trained with."""
    pictures: Code
    """What it is drawn with."""
    files: str
    """The hash of what encodes its files."""
    lines: dict[str, int]
    """Where each name stands, by file and name."""

    def as_json(self) -> dict[str, Any]:
        """What ``list --json`` says of it."""
        return {
            "name": self.name,
            "title": self.title,
            "claim": self.claim,
            "kind": self.kind,
            "parameters": {parameter.name: parameter.as_json() for parameter in self.parameters},
            "variants": self.variants,
            "module": self.module,
        }


class _Index(msgspec.Struct, frozen=True):
    """What one recipe file holds: its cards, or why it holds none."""

    cards: tuple[Card, ...] = ()
    problem: str = ""
    code: dict[str, str] = {}


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


def load(source: Source) -> list["Recipe[..., Any]"]:
    """Run a recipe file and give the recipes it makes. Raises RecipeError naming the file, and nothing else."""
    from vizpipe.recipe import Recipe  # noqa: PLC0415 - numpy, which no card needs

    name = source.module or "vizpipe_recipe_" + hashlib.sha256(source.path.encode()).hexdigest()[:12]
    for folder in source.folders:
        if folder not in sys.path:
            sys.path.append(folder)  # last, so that a helper called like a library doesn't replace it
    specification = importlib.util.spec_from_loader(name, loader=None, origin=source.path)
    assert specification is not None  # noqa: S101 - spec_from_loader without a loader always gives one
    module = importlib.util.module_from_spec(specification)
    module.__file__ = source.path
    sys.modules[name] = module
    try:
        exec(compile(source.text, source.path, "exec"), module.__dict__)  # noqa: S102 - recipes are code and trusted
    except VizpipeError as error:
        raise RecipeError(f"{source.path}: {error}", error.details) from None
    except BaseException as error:  # noqa: BLE001 - a recipe may raise anything
        raise RecipeError(f"{source.path}: {type(error).__name__}: {told(error)}", trace(error)) from None
    # by identity: a second name is no second recipe, nor is one that was imported from another file
    unique = {id(value): value for value in vars(module).values() if isinstance(value, Recipe)}
    found = [recipe for recipe in unique.values() if recipe.function.__module__ == name]
    if not found:
        raise RecipeError(
            f"{source.path}: no recipe in it; put @recipe() above a function, or _ before the file's name"
        )
    for recipe in found:
        try:
            recipe.staged  # noqa: B018 - raises if there is none
        except RecipeError as error:
            raise RecipeError(f"{source.path}: {error}") from None
    return found


def make_cards(source: Source) -> bytes:
    """Load a recipe file and write its cards, or its problem, as JSON."""
    files = sources.fingerprint(source) | sources.data_files(source) | dict.fromkeys(sources.absent(source), "")
    try:
        recipes = load(source)
    except RecipeError as error:
        return msgspec.json.encode(_Index(problem=str(error), code=files))
    document = ast.get_docstring(ast.parse(source.text)) or ""
    claim = " ".join(document.split("\n\n")[0].split())
    lines = code.lines(source)
    cards = [
        Card(
            name=recipe.name,
            title=recipe.title,
            claim=claim,
            kind=recipe.kind,
            parameters=recipe.parameters,
            variants=recipe.variants,
            module=source.module or Path(source.path).stem,
            path=source.path,
            loops=recipe.loops,
            chaotic=recipe.chaotic,
            size=recipe.size,
            chapter=recipe.chapter,
            ideas=recipe.ideas,
            film=code.training(source, recipe.function.__name__),
            pictures=code.drawing(source, recipe.function.__name__),
            files=code.house(*code.BASES["files"]),
            lines=lines,
        )
        for recipe in recipes
    ]
    return msgspec.json.encode(_Index(cards=tuple(cards), code=files))


# ---------------------------------------------------------------- in the command: folders → cards


def built_in() -> list[Source]:
    """The recipe files that come with vizpipe: installed they lie inside the package, in a checkout beside it."""
    package = Path(__file__).parent
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
    indexes: dict[str, _Index] = {}
    known: dict[str, tuple[Known, ...]] = {}
    stale: list[Source] = []
    for source in sources:
        index = _read(cache.read("cards", _key(source)))
        if index is not None:
            known[source.path] = _known(index)  # before they are read: what happens from now on shows
        if index is not None and _current(index):
            indexes[source.path] = index
        else:
            stale.append(source)
    for source, made in zip(stale, refresh(stale) if stale else [], strict=True):
        if isinstance(made, str):
            indexes[source.path] = _Index(problem=f"{source.path}: {made}")
            continue
        cache.write("cards", _key(source), made)
        indexes[source.path] = _read(made) or _Index(problem=f"{source.path}: its card can't be read")
        known[source.path] = _known(indexes[source.path])
    found = _merge([indexes[source.path] for source in sources], [source.path for source in sources])
    return found._replace(files=known)


def _known(index: _Index) -> tuple[Known, ...]:
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


def _read(data: bytes | None) -> _Index | None:
    try:
        return msgspec.json.decode(data, type=_Index) if data is not None else None
    except (msgspec.DecodeError, RecursionError):
        return None


def _current(index: _Index) -> bool:
    """Whether the helpers are still what they were when the card was made; a problem is always looked at again."""
    return not index.problem and all(digest_of(path) == digest for path, digest in index.code.items())


def _merge(indexes: Sequence[_Index], paths: Sequence[str]) -> Registry:
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
