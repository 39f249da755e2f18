"""In a worker: a recipe's file → recipes, and their cards."""

import ast
import hashlib
import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from vizpipe.errors import RecipeError, VizpipeError, told, trace
from vizpipe.registry import channel_names, code, sources
from vizpipe.registry.bases import BASES
from vizpipe.registry.card import Card
from vizpipe.registry.index import Index, decoded
from vizpipe.registry.source import Source, place

if TYPE_CHECKING:
    from vizpipe.recipe.recipe import Recipe


def load(source: Source) -> list["Recipe[..., Any]"]:
    """Run a recipe file and give the recipes it makes. Raises RecipeError naming the file, and nothing else."""
    from vizpipe.recipe.recipe import Recipe  # noqa: PLC0415 - numpy, which no card needs

    name = source.module or "vizpipe_recipe_" + hashlib.sha256(source.path.encode()).hexdigest()[:12]
    for folder in () if source.package else source.folders:
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
        raise RecipeError(f"{source.path}: {error}{place(source, error)}", error.details) from None
    except BaseException as error:  # noqa: BLE001 - a recipe may raise anything
        where = "" if isinstance(error, SyntaxError) else place(source, error)  # which says its line itself
        raise RecipeError(f"{source.path}: {type(error).__name__}: {told(error)}{where}", trace(error)) from None
    # by identity: a second name is no second recipe, nor is one that was imported from another file
    unique = {id(value): value for value in vars(module).values() if isinstance(value, Recipe)}
    recipes = [recipe for recipe in unique.values() if recipe.function.__module__ == name]
    if not recipes:
        raise RecipeError(
            f"{source.path}: no recipe in it; put @recipe() above a function, or _ before the file's name"
        )
    for recipe in recipes:
        try:
            recipe.is_pictured or recipe.staged  # noqa: B018 - raises if there is neither
        except RecipeError as error:
            raise RecipeError(f"{source.path}: {error}") from None
    if problem := channel_names.unknown(source.text, vars(module), [recipe.frame_type for recipe in recipes]):
        raise RecipeError(f"{source.path}: {problem}")
    return recipes


def make_cards(source: Source) -> bytes:
    """Load a recipe file and write its cards, or its problem, as JSON."""
    data = sources.data_files(source)
    files = sources.fingerprint(source) | data | dict.fromkeys(sources.absent(source), "")
    try:
        recipes = load(source)
    except RecipeError as error:
        return msgspec.json.encode(Index[Card](problem=str(error), code=files))
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
            origin=source.origin,
            loops=recipe.loops,
            chaotic=recipe.chaotic,
            size=recipe.size,
            chapter=recipe.chapter,
            ideas=recipe.ideas,
            film=code.training(source, recipe.function.__name__, data),
            is_told=recipe.is_told,
            pictures=code.drawing(source, recipe.function.__name__, data),
            shown=code.shown(source, recipe.function.__name__, data) if recipe.is_told else "",
            files=code.house(*BASES["files"]),
            lines=lines,
            pictured=code.pictured(source, recipe.function.__name__),
        )
        for recipe in recipes
    ]
    return msgspec.json.encode(Index(cards=tuple(cards), code=files))


def read_cards(data: bytes) -> tuple[Card, ...]:
    """The cards in what ``make_cards`` gave."""
    index = decoded(data, Card)
    return index.cards if index is not None else ()
