"""A recipe's file under another name: its function, and what is decorated with it."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from vizpipe.errors import UsageError

_OF_THE_GALLERY = ("title", "chapter", "ideas")
"""What ``recipe`` is told of a recipe that is one of a collection, under its own name."""
_WIDTH = 120


class Original(NamedTuple):
    """What a new recipe begins as."""

    text: str
    function: str
    test: str
    """The test that goes with it, of a recipe called ``starter``."""

    @property
    def claim(self) -> str:
        """The first sentence of the file."""
        return " ".join((ast.get_docstring(ast.parse(self.text)) or "").split("\n\n")[0].split())


def function_of(text: str, name: str) -> str:
    """The function that a file's recipe of this name is made of. Raises UsageError where a copy would not work."""
    tree = ast.parse(text)
    functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and _registers(node)]
    if any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree)):
        raise UsageError(f"--from {name}: its file imports modules beside it, so that a copy elsewhere would not run")
    if len(functions) != 1:
        raise UsageError(f"--from {name}: its file has {len(functions)} recipes, and only a file of one can be copied")
    return functions[0]


def words_of(original: Original) -> set[str]:
    """The names that a file's code reads or binds, its recipe's own apart, which no other function there may take."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(original.text)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(each.asname or each.name).partition(".")[0] for each in node.names}
    return found - {original.function}


def renamed(text: str, old: str, new: str) -> str:
    """The same code with another name for the function ``old``, wherever that is what the name means."""
    lines = text.encode().splitlines(keepends=True)
    for line, column in sorted(_places(ast.parse(text), old), reverse=True):
        found = lines[line - 1]
        lines[line - 1] = found[:column] + new.encode() + found[column + len(old.encode()) :]
    return _plain(b"".join(lines).decode())


def _places(tree: ast.Module, name: str) -> Iterator[tuple[int, int]]:
    """Line and column, in bytes, of each use of a function of the module."""
    for node in tree.body:
        yield from _uses(node, name)
        if isinstance(node, ast.FunctionDef) and node.name == name:
            yield node.lineno, node.col_offset + len("def ")
        elif isinstance(node, ast.ImportFrom):
            for each in node.names:
                if each.name == name:
                    yield each.lineno, each.col_offset
            if node.module == name:
                yield node.lineno, node.col_offset + len("from ")


def _uses(node: ast.AST, name: str) -> Iterator[tuple[int, int]]:
    """Where a name is read that no function around it binds."""
    if isinstance(node, ast.FunctionDef | ast.Lambda):
        outside = node.decorator_list if isinstance(node, ast.FunctionDef) else []
        for each in outside:
            yield from _uses(each, name)
        if name in _bound(node):
            return
        for child in ast.iter_child_nodes(node):
            if child not in outside:
                yield from _uses(child, name)
        return
    if isinstance(node, ast.Name) and node.id == name:
        yield node.lineno, node.col_offset
    for child in ast.iter_child_nodes(node):
        yield from _uses(child, name)


def _bound(function: ast.FunctionDef | ast.Lambda) -> set[str]:
    """The names that are local to a function, or to one in it."""
    nodes = [each for child in ast.iter_child_nodes(function) for each in ast.walk(child)]
    stored = {each.id for each in nodes if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    return stored | {each.arg for each in nodes if isinstance(each, ast.arg)}


def _registers(node: ast.FunctionDef) -> bool:
    """Whether a function is made a recipe."""
    calls = [each.func for each in node.decorator_list if isinstance(each, ast.Call)]
    return any(isinstance(each, ast.Name) and each.id == "recipe" for each in calls)


def _plain(text: str) -> str:
    """The code without what its ``@recipe(…)`` says of the collection that the original belongs to."""
    for node in ast.parse(text).body:
        if not (isinstance(node, ast.FunctionDef) and _registers(node)):
            continue
        (call,) = (each for each in node.decorator_list if isinstance(each, ast.Call))
        kept = [each for each in call.keywords if each.arg not in _OF_THE_GALLERY]
        if len(kept) == len(call.keywords):
            return text
        words = [f"{each.arg}={ast.get_source_segment(text, each.value)}" for each in kept]
        line = f"@recipe({', '.join(words)})"
        if "\n" in line or len(line) > _WIDTH:
            line = "@recipe(\n" + "".join(f"    {each},\n" for each in words) + ")"
        assert call.end_lineno is not None  # noqa: S101 - what was parsed from a text has places
        lines = text.splitlines()
        return "\n".join([*lines[: call.lineno - 1], line, *lines[call.end_lineno :]]) + "\n"
    return text
