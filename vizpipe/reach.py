"""What of a recipe's file each step uses, by its syntax alone: nothing is run.

The film depends on what its generator reaches, the pictures on what its stage, draw and words reach. Reached is every
top-level name that stands in reached code. A name that is bound twice counts with all its bindings, a method only if
its name occurs; a statement that may do more than bind a name always counts. Where code asks for names that it works
out while it runs, the whole file counts.
"""

import ast
import contextlib
import functools
import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_SHOWN = 40
_HASH = 12
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_OUTSIDE = {"globals", "locals", "vars", "eval", "exec", "__import__", "importlib", "__dict__", "modules"}
"""Words by which code can reach names that don't stand in it."""
_BY_NAME = {"getattr", "attrgetter", "methodcaller"}
_PURE = {"cache", "lru_cache", "cached_property", "dataclass", "property", "wraps", "contextmanager", "singledispatch"}
"""Decorators that only change the function they stand on."""
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SCOPES = (*_FUNCTIONS, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_LOOSE, _IMPORTS = "its top level", "its imports"


class Import(NamedTuple):
    """One name that an import statement brings: ``from .module import name`` has level 1."""

    level: int
    module: str
    name: str


class Use(NamedTuple):
    """What a step uses of a file."""

    parts: dict[str, str]
    """By name: a short constant as its text, anything else as a hash."""
    imports: tuple[Import, ...]
    words: frozenset[str]
    """All names, attributes and words of texts in it."""


def bare(data: bytes | str) -> ast.Module:
    """The syntax tree without docstrings. Raises SyntaxError, ValueError, RecursionError or MemoryError."""
    tree = ast.parse(data)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [each for each in node.body if not _is_text(each)]
    return tree


def imports_of(tree: ast.AST) -> list[Import]:
    """All that a tree imports, anywhere in it."""
    found: list[Import] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [Import(0, alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [Import(node.level, node.module or "", alias.name) for alias in node.names]
    return found


def training(data: bytes | str, function: str, words: frozenset[str] = frozenset()) -> Use:
    """What the generator of this name uses of its file. ``words`` occur in other files that it uses.

    Raises as ``bare`` does.
    """
    module = _module(data)
    return module.whole() if module.is_dynamic else module.reach(module.bound.get(function, []), words)


def drawing(data: bytes | str, function: str, words: frozenset[str] = frozenset()) -> Use:
    """What the stage, draw and words of this recipe use of its file. Raises as ``bare`` does."""
    module = _module(data)
    return module.whole() if module.is_dynamic else module.reach(module.drawers(function), words)


def defaults(data: bytes | str, function: str) -> dict[str, object]:
    """The defaults of a function's keyword arguments, as far as they stand there as plain values.

    Nothing if the file can't be read.
    """
    try:
        nodes = [node for node in ast.parse(data).body if isinstance(node, ast.FunctionDef) and node.name == function]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, object] = {}
    for node in nodes:
        for each, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
            with contextlib.suppress(ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                found[each.arg] = ast.literal_eval(default) if default is not None else None
    return found


def whole(data: bytes | str) -> Use:
    """All of a file, name by name. Raises as ``bare`` does."""
    return _module(data).whole()


def part(data: bytes | str, functions: Iterable[str]) -> Use:
    """What these top-level functions use of their file. Raises as ``bare`` does."""
    module = _module(data)
    return module.reach([node for function in functions for node in module.bound[function]])


def lines(data: bytes | str) -> dict[str, int]:
    """The line of each top-level name's last binding, and of each method. Raises as ``bare`` does."""
    found: dict[str, int] = {}
    for name, nodes in _module(data).bound.items():
        found[name] = nodes[-1].lineno
        for node in nodes:
            found |= {f"{name}.{method.name}": method.lineno for method in _methods(node)}
    return found


@functools.lru_cache(maxsize=64)
def _module(data: bytes | str) -> "_Module":
    return _Module(bare(data))


class _Module:
    """A file's top-level statements: what binds names and does no more, and all others."""

    def __init__(self, tree: ast.Module) -> None:
        """Sort the statements, and take off the decorators that make a recipe or a part of one."""
        self._tree = tree
        self.bound: dict[str, list[ast.stmt]] = {}
        self._loose: list[ast.stmt] = []
        self._parts: list[tuple[str, ast.stmt]] = []
        self.is_dynamic = self._asks_by_name()
        owners: set[str] = set()
        spoken = _words(tree)
        for node in (each for statement in tree.body for each in _one_by_one(statement)):
            if isinstance(node, ast.If) and _words(node.test) & {"TYPE_CHECKING"}:
                continue
            if isinstance(node, ast.FunctionDef):
                owner = self._take_off(node, owners)
                if owner is not None:
                    owners.add(node.name)
                    self._parts.append((owner, node))
            names = set(_binds(node))
            for name in names:
                self.bound.setdefault(name, []).append(node)
            unused_import = isinstance(node, ast.Import | ast.ImportFrom) and not names & spoken
            if unused_import or not _only_binds(node):  # an import that nobody names is there for what it does
                self._loose.append(node)

    @staticmethod
    def _take_off(node: ast.FunctionDef, owners: set[str]) -> str | None:
        """The recipe or stage that a function belongs to, "" for a recipe itself; its decorator goes."""
        for decorator in node.decorator_list:
            inner = decorator.func if isinstance(decorator, ast.Call) else decorator
            name = inner.value.id if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name) else None
            if isinstance(decorator, ast.Call) and _last_word(inner) == "recipe":
                owner = ""
                _forget_types(node)
            elif name in owners and name is not None:
                owner = name
            else:
                continue
            node.decorator_list = [each for each in node.decorator_list if each is not decorator]
            return owner
        return None

    def _asks_by_name(self) -> bool:
        """Whether code here may reach names that don't stand in it."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
                return True
            if isinstance(node, ast.Import) and any(alias.name.startswith("importlib") for alias in node.names):
                return True
            if isinstance(node, ast.Name | ast.Attribute) and _last_word(node) in _OUTSIDE:
                return True
            if isinstance(node, ast.Call) and _last_word(node.func) in _BY_NAME:
                asked = node.args[1:2] if _last_word(node.func) == "getattr" else node.args
                if not all(isinstance(each, ast.Constant) for each in asked):
                    return True
        return False

    def drawers(self, function: str) -> list[ast.stmt]:
        """The functions that set the stage of a recipe, draw on it, and say its words."""
        found: list[ast.stmt] = []
        owners = {function}
        for owner, node in self._parts:  # a stage stands above its draw
            if owner in owners and isinstance(node, ast.FunctionDef):
                found.append(node)
                owners.add(node.name)
        return found

    def whole(self) -> Use:
        """Everything."""
        return self._use([*self._loose, *(node for nodes in self.bound.values() for node in nodes)], None)

    def reach(self, roots: Iterable[ast.stmt], elsewhere: frozenset[str] = frozenset()) -> Use:
        """All that these statements use, and those that always count. ``elsewhere`` are words of other files."""
        found = [*roots, *self._loose]
        words = set(elsewhere)
        while True:
            before = len(words), len(found)
            for node in found:
                words |= _words(node, words)
            names = set().union(*(_free(each) for node in found for each in _counted(node, words)))
            added = [node for name in sorted(names & self.bound.keys()) for node in self.bound[name]]
            found += [node for node in dict.fromkeys(added) if node not in found]
            if (len(words), len(found)) == before:
                return self._use(found, words)

    def _use(self, found: list[ast.stmt], words: set[str] | None) -> Use:
        """Hash by name what was found; of classes, with the methods whose names are among ``words``, or all."""
        texts: dict[str, list[str]] = {}
        for node in sorted(dict.fromkeys(found), key=lambda each: each.lineno):
            head, *methods = _counted(node, words)
            imported = isinstance(node, ast.Import | ast.ImportFrom)
            label = _LOOSE if node in self._loose else _IMPORTS if imported else next(iter(_binds(node)))
            texts.setdefault(label, []).append(_shown(head))
            for method in methods:
                texts.setdefault(f"{label}.{getattr(method, 'name', '')}", []).append(ast.dump(method))
        parts = {
            label: text[0] if len(text) == 1 and len(text[0]) <= _SHOWN else _hash("\n".join(text))
            for label, text in sorted(texts.items())
        }
        counted = [each for node in found for each in _counted(node, words)]
        imports = dict.fromkeys(each for node in counted for each in imports_of(node))
        return Use(parts, tuple(imports), frozenset(words if words is not None else _words(self._tree)))


def _one_by_one(node: ast.stmt) -> list[ast.stmt]:
    """An import statement as one statement for each name, anything else as it is."""
    if isinstance(node, ast.Import):
        return [ast.Import([alias], lineno=node.lineno) for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        ordered = sorted(node.names, key=lambda alias: alias.name)
        return [ast.ImportFrom(node.module, [alias], node.level, lineno=node.lineno) for alias in ordered]
    return [node]


def _forget_types(node: ast.FunctionDef) -> None:
    """Leave out a recipe's types, help texts and defaults: keys hold the values of all its parameters."""
    for each in (*node.args.args, *node.args.kwonlyargs):
        each.annotation = None
    node.args.defaults, node.args.kw_defaults = [], []


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:_HASH]


def _shown(node: ast.AST) -> str:
    """A short constant or import as it is written, anything else as its tree."""
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        text = ast.unparse(node.value)
        plain = isinstance(node, ast.AnnAssign) or isinstance(node.targets[0], ast.Name)
        if plain and len(text) <= _SHOWN and "\n" not in text:
            return text
    return ast.dump(node)


def _is_text(statement: ast.stmt) -> bool:
    """Whether a statement is a bare text: a docstring, or one that documents an attribute."""
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _last_word(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _binds(node: ast.stmt) -> Iterator[str]:
    """The top-level names that a statement binds, also inside of ``if``, ``try`` and the like."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
        return
    if isinstance(node, ast.Import | ast.ImportFrom):
        for alias in node.names:
            yield alias.asname or alias.name.partition(".")[0]
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
            yield child.id
        elif not isinstance(child, _SCOPES):
            yield from _binds(child)  # type: ignore[arg-type]
        elif isinstance(child, _FUNCTIONS):
            yield child.name


def _only_binds(node: ast.stmt) -> bool:
    """Whether a top-level statement binds names and can do nothing else that matters."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        asked = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
        return all(_last_word(each) in _PURE for each in asked)
    if isinstance(node, ast.Assign):
        return all(isinstance(each, ast.Name | ast.Tuple) and not _stores_into(each) for each in node.targets)
    if isinstance(node, ast.AnnAssign):
        return isinstance(node.target, ast.Name)
    return isinstance(node, ast.Import | ast.ImportFrom)


def _stores_into(target: ast.AST) -> bool:
    """Whether an assignment changes something that is there: ``X[0] = …``, ``x.y = …``."""
    return any(isinstance(each, ast.Subscript | ast.Attribute) for each in ast.walk(target))


def _methods(node: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [each for each in node.body if isinstance(each, _FUNCTIONS)] if isinstance(node, ast.ClassDef) else []


def _counted(node: ast.stmt, words: set[str] | None) -> list[ast.stmt]:
    """A statement; a NamedTuple without its methods, then those of them whose names are among ``words``, or all."""
    if not isinstance(node, ast.ClassDef) or [_last_word(base) for base in node.bases] != ["NamedTuple"]:
        return [node]
    methods = _methods(node)
    fields = [each for each in node.body if each not in methods]
    head = ast.ClassDef(**{**dict(ast.iter_fields(node)), "body": fields})
    return [head, *(each for each in methods if words is None or each.name in words or each.name.startswith("__"))]


def _words(node: ast.AST, words: set[str] = frozenset()) -> set[str]:  # type: ignore[assignment]
    """Every word that occurs: names, attributes, texts; of classes, in what counts of them."""
    found: set[str] = set()
    parts = _counted(node, words) if isinstance(node, ast.stmt) else [node]
    for each in (inner for part in parts for inner in ast.walk(part)):
        if isinstance(each, ast.Name | ast.Attribute):
            found.add(_last_word(each))
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            found |= set(_IDENTIFIER.findall(each.value[:200]))
    return found


def _free(node: ast.AST) -> set[str]:
    """The names that a piece of code reads from outside: its own variables are not among them."""
    if isinstance(node, ast.Name):
        return {node.id}
    if isinstance(node, ast.arg | ast.AnnAssign) and isinstance(node.annotation, ast.Constant):
        names = set(_IDENTIFIER.findall(str(node.annotation.value)))
        return names | set().union(*(_free(each) for each in ast.iter_child_nodes(node)))
    inside = set().union(*(_free(each) for each in ast.iter_child_nodes(node)))
    if isinstance(node, _COMPREHENSIONS):
        return inside - {name for each in node.generators for name in _stored(each.target)}
    if not isinstance(node, _SCOPES):
        return inside
    # annotations, defaults and decorators stand outside of the function's own scope
    shell = [*getattr(node, "decorator_list", []), node.args, getattr(node, "returns", None)]
    outside = set().union(*(_free(each) for each in shell if each is not None))
    body = node.body if isinstance(node.body, list) else [node.body]
    own = {each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg)}
    shared: set[str] = set()
    for each in body:
        own |= _stored(each)
        shared |= {name for inner in ast.walk(each) if isinstance(inner, ast.Global) for name in inner.names}
    read = set().union(*(_free(each) for each in body))
    returns = getattr(node, "returns", None)
    if isinstance(returns, ast.Constant):
        outside |= set(_IDENTIFIER.findall(str(returns.value)))
    return outside | (read - (own - shared))


def _stored(node: ast.AST) -> set[str]:
    """The names that code binds in its own scope: not those of functions inside it."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        return set()
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name.partition(".")[0] for alias in node.names}
    found = {node.id} if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del) else set()
    return found.union(*(_stored(each) for each in ast.iter_child_nodes(node)))
