"""A recipe's file → its card by syntax alone, for code that must not run.

What a file works out while it runs can't be read off it; a sketch names that instead of guessing.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from vizpipe.errors import RecipeError
from vizpipe.parameters.brought import with_rows
from vizpipe.parameters.parameter import Parameter
from vizpipe.parameters.types import DEFAULT_SIZE
from vizpipe.registry import code, reach, syntax
from vizpipe.registry.bases import BASES
from vizpipe.registry.card import Card
from vizpipe.registry.literals import Literals, Unread
from vizpipe.registry.loading import make_cards, read_cards
from vizpipe.registry.source import Source
from vizpipe.registry.sources import data_files


class Sketch(NamedTuple):
    """A card, and what in it had to be left open."""

    card: Card
    defaults: tuple[str, ...]
    """Parameters whose default the file works out; it stands in the card as None."""
    options: tuple[str, ...]
    """The same of the options of ``@recipe``; in the card they are as usual."""


class Sketches(Mapping[str, Card]):
    """The cards of all recipes, each made when it is asked for; and what is wrong with files that can't be parsed."""

    def __init__(self, sources: Iterable[Source]) -> None:
        """Find the recipes' names."""
        self.problems: dict[str, str] = {}
        self._places: dict[str, tuple[Source, ast.FunctionDef]] = {}
        self._made: dict[str, Sketch] = {}
        self.unread: set[str] = set()
        """Why a recipe could not be sketched."""
        self._dynamic = False
        for source in sources:
            try:
                tree = ast.parse(source.text, Path(source.path).name)
            except reach.UNREADABLE as error:
                self.problems[source.path] = f"{source.path}: {type(error).__name__}: {error}"
                continue
            self._survey(source, tree)
        for name in self.problems.keys() & self._places.keys():
            del self._places[name]

    def _survey(self, source: Source, tree: ast.Module) -> None:
        """Keep the recipes of one file."""
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and _decorator(node) is not None]
        if not source.module:  # vizpipe's own make none while they run
            calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
            spoken = sum(syntax.last_word(each) == "recipe" for each in calls)
            self._dynamic |= spoken > len(functions) or not functions
        for node in functions:
            name = node.name.strip("_").replace("_", "-")
            if name in self._places and source.origin and not self._places[name][0].origin:
                continue
            if name in self._places:
                self.problems[name] = f"two recipes are called {name}: {self._places[name][0].path} and {source.path}"
            self._places[name] = source, node

    def __getitem__(self, name: str) -> Card:
        """Give a card. Raises Unread, RecipeError for a signature that won't do, KeyError."""
        return self.sketch(name).card

    def __contains__(self, name: object) -> bool:
        """Whether there is such a recipe, or may be."""
        return name in self._places or (self._dynamic and isinstance(name, str) and name not in self.problems)

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter(sorted(self._places))

    def __len__(self) -> int:
        """Count the recipes."""
        return len(self._places)

    def sketch(self, name: str) -> Sketch:
        """Give a sketch; raises as for its card."""
        if name not in self._places:
            reason = f"only running the project's recipes shows whether there is one called {name[:60]}"
            self.unread.add(reason)
            raise Unread(reason)
        if name not in self._made:
            source, node = self._places[name]
            made = _sketch(name, source, node)
            if source.module and (made.defaults or made.options):  # vizpipe's own may run
                cards = read_cards(make_cards(source))
                made = Sketch(next(each for each in cards if each.name == name), (), ())
            self._made[name] = made
        return self._made[name]


def _decorator(node: ast.FunctionDef) -> ast.Call | None:
    """The call that makes a recipe of a function."""
    calls = [each for each in node.decorator_list if isinstance(each, ast.Call)]
    return next((each for each in calls if syntax.last_word(each.func) == "recipe"), None)


def _is_told(tree: ast.Module, function: str) -> bool:
    """Whether a recipe has a story."""
    asked = [each for node in tree.body if isinstance(node, ast.FunctionDef) for each in node.decorator_list]
    return any(
        isinstance(each, ast.Attribute) and each.attr == "story" and syntax.last_word(each.value) == function
        for each in asked
    )


def _sketch(name: str, source: Source, node: ast.FunctionDef) -> Sketch:
    reader, data = Literals(ast.parse(source.text)), data_files(source)
    call = _decorator(node)
    options_read: dict[str, Any] = {}
    options = []
    for keyword in call.keywords if call is not None else []:
        try:
            options_read[str(keyword.arg)] = reader.value(keyword.value)
        except Unread:
            options.append(str(keyword.arg))
    parameters, defaults = list[Parameter](), list[str]()
    if node.args.posonlyargs or node.args.args or node.args.vararg or node.args.kwarg:
        raise RecipeError(f"{source.path}: {node.name}: its parameters must be keyword-only: put a * before them")
    for each, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
        try:
            parameter, is_known = reader.parameter(each, default, f"{node.name}: parameter {each.arg}")
        except RecipeError as error:
            raise RecipeError(f"{source.path}: {error}") from None
        parameters += with_rows(parameter)
        defaults += [] if is_known else [each.arg]
    is_told = _is_told(ast.parse(source.text), node.name)
    card = Card(
        name=name,
        title=options_read.get("title") or name.replace("-", " ").capitalize(),
        claim="",
        kind="animation" if reader.moves(node.returns) else "figure",
        parameters=tuple(parameters),
        variants=options_read.get("variants") or {},
        module=source.module or Path(source.path).stem,
        path=source.path,
        origin=source.origin,
        loops=bool(options_read.get("loops", False)),
        chaotic=bool(options_read.get("chaotic", False)),
        size=options_read.get("size", DEFAULT_SIZE),
        chapter="",
        ideas=(),
        film=code.training(source, node.name, data),
        pictures=code.drawing(source, node.name, data),
        files=code.house(*BASES["files"]),
        lines=code.lines(source),
        is_told=is_told,
        shown=code.shown(source, node.name, data) if is_told else "",
        pictured=code.pictured(source, node.name),
    )
    return Sketch(card, tuple(defaults), tuple(options))
