"""Which top-level statements change an object that another one made, by syntax alone.

``READY = configure()`` belongs to ``CONF`` too if ``configure`` stores into it, and so does what is done to another
name of the same object.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence

from vizpipe.registry import syntax

Bound = Mapping[str, Sequence[ast.stmt]]
"""The statements that bind each name."""


def elsewhere(tree: ast.Module, bound: Bound) -> Iterator[tuple[str, ast.stmt]]:
    """Names and statements that don't bind them, but may change what they are bound to."""
    changing = {name for name, nodes in bound.items() if any(is_object(node) for node in nodes)}
    same = _aliases(tree, changing)
    changing |= same.keys()
    functions = {each.name: each for each in tree.body if isinstance(each, syntax.FUNCTIONS)}
    classes = {each.name for each in tree.body if isinstance(each, ast.ClassDef)}
    for node in dict.fromkeys(each for nodes in bound.values() for each in nodes):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            given = handed_over(node.value) & changing
            for called in reached(node.value, functions):
                given |= changes(functions[called]) & (changing | classes)
            for name in sorted(given.union(*(same.get(each, set()) for each in given))):
                yield name, node
        elif isinstance(node, ast.ClassDef):  # a base may keep its classes
            for base in map(syntax.last_word, node.bases):
                if any(isinstance(each, ast.ClassDef) for each in bound.get(base, [])):
                    yield base, node


def rebinding(tree: ast.Module, bound: Bound) -> Iterator[ast.stmt]:
    """Statements that name a function which binds top-level names: they may do anything."""
    shared = {
        node.name
        for node in tree.body
        if isinstance(node, syntax.FUNCTIONS) and any(isinstance(each, ast.Global) for each in ast.walk(node))
    }
    for node in dict.fromkeys(each for nodes in bound.values() for each in nodes):
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        if value is not None and syntax.words(value) & shared:
            yield node


def _aliases(tree: ast.Module, changing: set[str]) -> dict[str, set[str]]:
    """All names of an object that has several: ``CONF = BASE``, ``FIRST = TABLE[0]``."""
    same: dict[str, set[str]] = {}
    for node in tree.body:
        source = root(node.value) if isinstance(node, ast.Assign | ast.AnnAssign) else ""
        if source in changing or source in same:
            names = same.setdefault(source, {source})
            for name in syntax.binds(node):
                names |= same.get(name, {name})
            same |= dict.fromkeys(names, names)
    return same


def is_object(node: ast.stmt) -> bool:
    """Whether a statement binds something that can change."""
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    kinds = (ast.Call, ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
    return value is not None and any(isinstance(each, kinds) for each in ast.walk(value))


def root(value: ast.AST | None) -> str:
    """The name at the beginning of a chain of attributes and subscripts; nothing for other code."""
    while isinstance(value, ast.Attribute | ast.Subscript | ast.Starred):
        value = value.value
    return value.id if isinstance(value, ast.Name) else ""


def changes(function: ast.stmt) -> set[str]:
    """The names from outside whose objects a function may change: it stores into them, or hands them to a call."""
    found: set[str] = set()
    for each in ast.walk(function):
        if isinstance(each, ast.Attribute | ast.Subscript) and not isinstance(each.ctx, ast.Load):
            found.add(root(each))
    return (found | handed_over(function)) & syntax.free(function)


def handed_over(value: ast.AST) -> set[str]:
    """The names whose objects a call in an expression may change: its receiver and its arguments."""
    found: set[str] = set()
    for call in (each for each in ast.walk(value) if isinstance(each, ast.Call)):
        receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
        given = [*call.args, *(each.value for each in call.keywords)] + ([receiver] if receiver is not None else [])
        found |= {each.id for part_ in given for each in ast.walk(part_) if isinstance(each, ast.Name)}
    return found


def reached(value: ast.AST, functions: Mapping[str, ast.AST]) -> set[str]:
    """Which of a module's functions an expression names, or one of these does."""
    found: set[str] = set()
    waiting = syntax.free(value) & functions.keys()
    while waiting:
        found |= waiting
        waiting = set().union(*(syntax.free(functions[each]) for each in waiting)) & functions.keys() - found
    return found
