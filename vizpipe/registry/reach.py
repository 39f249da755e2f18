"""What of a recipe's file each step uses, by its syntax alone: nothing is run.

The film depends on what its generator reaches, the pictures on what its stage, draw and words reach, and on the frame's
type. Reached is every top-level name that stands in reached code. A name that is bound twice counts with all its
bindings, in their order; a method of the frame only if its name occurs; a statement that may do more than bind a name
always. The whole file counts where code asks for names that it works out while it runs, or reads its own docstrings,
and where a top-level statement calls or changes what the file itself defines.
"""

import ast
import functools
from collections.abc import Iterable

from vizpipe.registry import syntax
from vizpipe.registry.module import Module, Use

UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What parsing a file may raise."""
_NAME = 200


def bare(data: bytes | str) -> ast.Module:
    """The syntax tree without docstrings. Raises SyntaxError, ValueError, RecursionError or MemoryError."""
    tree = ast.parse(data)
    nodes = list(ast.walk(tree))
    if any(syntax.last_word(node) in syntax.ASIDE for node in nodes):
        return tree  # docstrings may be read
    for node in nodes:
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [each for each in node.body if not syntax.is_text(each)]
    return tree


@functools.lru_cache(maxsize=64)
def texts_of(data: bytes) -> frozenset[str]:
    """Every text that stands in a file and could be a file's name. Raises as ``bare`` does."""
    texts = (node.value for node in ast.walk(ast.parse(data)) if isinstance(node, ast.Constant))
    return frozenset(each for each in texts if isinstance(each, str) and 0 < len(each) <= _NAME and each.isprintable())


def training(data: bytes | str, function: str, words: frozenset[str] | None = frozenset()) -> Use:
    """What the generator of this name uses of its file.

    ``words`` occur in other files that it uses; None if these may use any. Raises as ``bare`` does.
    """
    module = _module(data)
    return module.whole() if module.counts_whole else module.reach(module.generator(function), words, function)


def drawing(
    data: bytes | str, function: str, words: frozenset[str] | None = frozenset(), *, and_tells: bool = True
) -> Use:
    """What the stage, draw and words of this recipe use of its file, and its story. Raises as ``bare`` does."""
    module = _module(data)
    if module.counts_whole:
        return module.whole()
    return module.reach(module.drawers(function, and_tells=and_tells), words, function)


def pictured(data: bytes | str, function: str) -> tuple[str, ...]:
    """The parameters that the generator of this name only deletes: its pictures alone depend on them."""
    names: list[str] = []
    for node in _module(data).generator(function):
        if isinstance(node, ast.FunctionDef):
            said = [each for each in ast.walk(node) if isinstance(each, ast.Name)]
            used = {each.id for each in said if not isinstance(each.ctx, ast.Del)}
            gone = {each.id for each in said if isinstance(each.ctx, ast.Del)}
            names += [each.arg for each in node.args.kwonlyargs if each.arg in gone - used]
    return tuple(names)


def recipes(data: bytes | str) -> list[str]:
    """The functions that become recipes; an empty list if the file can't be read."""
    try:
        return _module(data).recipes
    except UNREADABLE:
        return []


def whole(data: bytes | str) -> Use:
    """All of a file, name by name. Raises as ``bare`` does."""
    return _module(data).whole()


def part(data: bytes | str, functions: Iterable[str]) -> Use:
    """What these top-level functions use of their file. Raises as ``bare`` does."""
    module = _module(data)
    nodes = [node for function in functions for node in module.bound[function]]
    return module.whole() if module.acts_on_itself else module.reach(nodes)


def lines(data: bytes | str) -> dict[str, int]:
    """The line of each top-level name's last binding, and of each method. Raises as ``bare`` does."""
    numbers: dict[str, int] = {}
    for name, nodes in _module(data).bound.items():
        numbers[name] = nodes[-1].lineno
        for node in nodes:
            numbers |= {f"{name}.{method.name}": method.lineno for method in syntax.methods(node)}
    return numbers


@functools.lru_cache(maxsize=64)
def _module(data: bytes | str) -> "Module":
    return Module(bare(data))
