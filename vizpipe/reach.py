"""What of a recipe's file each step uses, by its syntax alone: nothing is run.

The film depends on what its generator reaches, the pictures on what its stage, draw and words reach, and on the frame's
type. Reached is every top-level name that stands in reached code. A name that is bound twice counts with all its
bindings, and with the statements that hand its object to a call, in their order; a method of the frame only if its name
occurs; a statement that may do more than bind a name always. Where code asks for names that it works out while it
runs, or reads its own docstrings, the whole file counts.
"""

import ast
import contextlib
import copy
import functools
import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_SHOWN = 40
_HASH = 12
_NAME = 200
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_OUTSIDE = {"globals", "locals", "vars", "eval", "exec", "__import__", "run_path", "run_module"}
"""Functions by which code can reach names that don't stand in it."""
_ASIDE = {"__dict__", "__doc__", "__subclasses__", "getsource", "getdoc", "importlib"}
"""Words by which it can do that, or read what is left out here."""
_BY_NAME = {"getattr", "attrgetter", "methodcaller"}
_PURE = {"cache", "lru_cache", "cached_property", "dataclass", "property", "wraps", "contextmanager", "singledispatch"}
"""Decorators that only change the function they stand on."""
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SCOPES = (*_FUNCTIONS, ast.Lambda)
_PARTS = {"stage", "draw", "words"}
_PLAIN_BASES = {"NamedTuple", "object", "Generic", "Protocol", "Enum", "IntEnum", "StrEnum", "TypedDict", "ABC"}
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
LOOSE, _IMPORTS, _ORDER = "its top level", "its imports", "its order"


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
    is_dynamic: bool = False
    """Whether it reaches names that it works out."""


def bare(data: bytes | str) -> ast.Module:
    """The syntax tree without docstrings. Raises SyntaxError, ValueError, RecursionError or MemoryError."""
    tree = ast.parse(data)
    if any(isinstance(node, ast.Name | ast.Attribute) and _last_word(node) in _ASIDE for node in ast.walk(tree)):
        return tree  # docstrings may be read
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
        elif isinstance(node, ast.Call) and _last_word(node.func) in ("import_module", "__import__"):
            names = [each.value for each in node.args[:1] if isinstance(each, ast.Constant)]
            found += [Import(0, name, "") for name in names if isinstance(name, str)]
    return found


def texts_of(tree: ast.AST) -> set[str]:
    """Every text that stands in a tree and could be a file's name."""
    found = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {each for each in found if isinstance(each, str) and 0 < len(each) <= _NAME and each.isprintable()}


def training(data: bytes | str, function: str, words: frozenset[str] | None = frozenset()) -> Use:
    """What the generator of this name uses of its file.

    ``words`` occur in other files that it uses; None if these may use any. Raises as ``bare`` does.
    """
    module = _module(data)
    return module.whole() if module.is_dynamic else module.reach(module.generator(function), words, function)


def drawing(data: bytes | str, function: str, words: frozenset[str] | None = frozenset()) -> Use:
    """What the stage, draw and words of this recipe use of its file. Raises as ``bare`` does."""
    module = _module(data)
    return module.whole() if module.is_dynamic else module.reach(module.drawers(function), words, function)


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
        self._parts: list[tuple[str, str, ast.stmt]] = []
        self._generators: dict[str, list[ast.stmt]] = {}
        self.is_dynamic = self._asks_by_name()
        owners: set[str] = set()
        spoken = _words(tree)
        for node in (each for statement in tree.body for each in _one_by_one(statement)):
            is_part = self._register(node, owners)
            for name in dict.fromkeys(_binds(node)):
                self.bound.setdefault(name, []).append(node)
            names = set(_binds(node))
            unused_import = isinstance(node, ast.Import | ast.ImportFrom) and not names & spoken
            if not is_part and (unused_import or not _only_binds(node)):  # an import that nobody names has its reasons
                self._loose.append(node)
        self._follow_changes(tree)

    def _register(self, node: ast.stmt, owners: set[str]) -> bool:
        """Keep what is a recipe or a part of one, by decorator or by call; give whether it is."""
        value = node.value if isinstance(node, ast.Assign | ast.Expr) else None
        if isinstance(value, ast.Call) and (owner := _owner(value.func, owners)) and _last_word(value.func) in _PARTS:
            for name in _binds(node):
                owners.add(name)
            self._parts.append((owner, next(_binds(node), ""), node))
            return True
        if not isinstance(node, ast.FunctionDef):
            return False
        asked = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
        if any(_last_word(each) == "recipe" for each in asked):
            self._generators.setdefault(node.name, []).append(_generator(node))
            owners.add(node.name)
            return True
        found = [owner for each in asked if (owner := _owner(each, owners))]
        if found:
            node.decorator_list = [
                each for each, name in zip(node.decorator_list, asked, strict=True) if not _owner(name, owners)
            ]
            owners.add(node.name)
            self._parts += [(owner, node.name, node) for owner in found]
        return bool(found)

    def _follow_changes(self, tree: ast.Module) -> None:
        """A statement that hands a module's own object to a call may change it: it belongs to that name too."""
        changing = {name for name, nodes in self.bound.items() if any(_is_object(node) for node in nodes)}
        shared = {
            node.name
            for node in tree.body
            if isinstance(node, _FUNCTIONS) and any(isinstance(n, ast.Global) for n in ast.walk(node))
        }
        for node in [each for nodes in self.bound.values() for each in nodes]:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                given = _handed_over(node.value)
                for name in sorted(given & changing):
                    if node not in self.bound[name]:
                        self.bound[name].append(node)
                if _words(node.value) & shared and node not in self._loose:
                    self._loose.append(node)
            elif isinstance(node, ast.ClassDef):  # a base may keep its classes
                for base in node.bases:
                    for each in self.bound.get(_last_word(base), []):
                        if isinstance(each, ast.ClassDef) and node not in self.bound[_last_word(base)]:
                            self.bound[_last_word(base)].append(node)

    def _asks_by_name(self) -> bool:
        """Whether code here may reach names that don't stand in it."""
        called = {id(node.func) for node in ast.walk(self._tree) if isinstance(node, ast.Call)}
        return any(_works_out(node, called) for node in ast.walk(self._tree))

    def generator(self, function: str) -> list[ast.stmt]:
        """The function that a recipe was made of, without its types and defaults."""
        return self._generators.get(function) or self.bound.get(function, [])

    def drawers(self, function: str) -> list[ast.stmt]:
        """What sets the stage of a recipe, draws on it, and says its words; and the type of its frames."""
        found: list[ast.stmt] = []
        owners = {function}
        for owner, name, node in self._parts:  # a stage stands above its draw
            if owner in owners:
                found.append(node)
                owners.add(name)
        returned = [node.returns for node in self.generator(function) if isinstance(node, ast.FunctionDef)]
        found += [ast.Expr(each, lineno=0) for each in returned if each is not None]
        return found

    def _frames(self, function: str) -> set[str]:
        """The classes that a recipe's return type names."""
        nodes = [node for node in self.generator(function) if isinstance(node, ast.FunctionDef) and node.returns]
        return set().union(*(_words(node.returns) for node in nodes if node.returns is not None))

    def whole(self) -> Use:
        """Everything."""
        use = self._use([*self._loose, *(node for nodes in self.bound.values() for node in nodes)], None, set())
        return use._replace(is_dynamic=self.is_dynamic)

    def reach(
        self, roots: Iterable[ast.stmt], elsewhere: frozenset[str] | None = frozenset(), function: str = ""
    ) -> Use:
        """All that these statements use, and those that always count. ``elsewhere`` are words of other files."""
        found = [*roots, *self._loose]
        frames = self._frames(function) if elsewhere is not None else set()
        words = set(elsewhere or ())
        while True:
            before = len(words), len(found)
            for node in found:
                words |= _words(node, words, frames)
            names = set().union(*(_free(each) for node in found for each in _counted(node, words, frames)))
            added = [node for name in sorted(names & self.bound.keys()) for node in self.bound[name]]
            found += [node for node in dict.fromkeys(added) if node not in found]
            if (len(words), len(found)) == before:
                return self._use(found, words, frames)

    def _use(self, found: list[ast.stmt], words: set[str] | None, frames: set[str]) -> Use:
        """Hash by name what was found; of frames, with the methods whose names are among ``words``."""
        texts: dict[str, list[str]] = {}
        order: list[str] = []
        for node in sorted(dict.fromkeys(found), key=lambda each: each.lineno):
            head, *methods = _counted(node, words, frames)
            imported = isinstance(node, ast.Import | ast.ImportFrom)
            names = list(_binds(node))
            label = LOOSE if node in self._loose else _IMPORTS if imported else names[0] if names else LOOSE
            texts.setdefault(label, []).append(_shown(head))
            for method in methods:
                texts.setdefault(f"{label}.{getattr(method, 'name', '')}", []).append(ast.dump(method))
            again = any(len(self.bound.get(name, [])) > 1 for name in names)
            if again or node in self._loose or _is_object(node):
                order.append(" ".join(names) or label)
        texts |= {_IMPORTS: sorted(texts[_IMPORTS])} if _IMPORTS in texts else {}
        parts = {
            label: text[0] if len(text) == 1 and len(text[0]) <= _SHOWN else _hash("\n".join(text))
            for label, text in sorted(texts.items())
        }
        if len(order) > 1:
            parts[_ORDER] = _hash(" ".join(order))
        counted = [each for node in found for each in _counted(node, words, frames)]
        imports = dict.fromkeys(each for node in counted for each in imports_of(node))
        return Use(parts, tuple(imports), frozenset(words if words is not None else _words(self._tree)))


def _works_out(node: ast.AST, called: set[int]) -> bool:
    """Whether a piece of code works out names; ``called`` are the functions of all calls."""
    word = _last_word(node)
    if isinstance(node, ast.ImportFrom):
        return any(alias.name == "*" for alias in node.names)
    if isinstance(node, ast.Import):
        return any(alias.name.startswith("importlib") for alias in node.names)
    if isinstance(node, ast.Call):
        word = _last_word(node.func)
        asked = node.args[1:2] if word == "getattr" else node.args
        by_name = word in _BY_NAME and not all(isinstance(each, ast.Constant) for each in asked)
        return by_name or word in _OUTSIDE
    if isinstance(node, ast.Attribute) and word == "modules":
        return _last_word(node.value) == "sys"
    return word in _ASIDE or (isinstance(node, ast.Name) and word in _BY_NAME and id(node) not in called)


def _owner(node: ast.AST, owners: set[str]) -> str:
    """The recipe or stage whose method this is, or nothing."""
    name = node.value.id if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) else ""
    return name if name in owners else ""


def _generator(node: ast.FunctionDef) -> ast.FunctionDef:
    """A recipe's function by itself: keys hold the values of all its parameters, so types and defaults don't count."""
    plain = copy.deepcopy(node)
    asked = [each.func if isinstance(each, ast.Call) else each for each in plain.decorator_list]
    plain.decorator_list = [
        each for each, name in zip(plain.decorator_list, asked, strict=True) if _last_word(name) != "recipe"
    ]
    for each in (*plain.args.args, *plain.args.kwonlyargs):
        each.annotation = None
    plain.args.defaults, plain.args.kw_defaults = [], [None for _ in plain.args.kwonlyargs]
    return plain


def _is_object(node: ast.stmt) -> bool:
    """Whether a statement binds something that can change."""
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    kinds = (ast.Call, ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
    return isinstance(value, kinds) or (
        value is not None and any(isinstance(each, ast.Call) for each in ast.walk(value))
    )


def _handed_over(value: ast.AST) -> set[str]:
    """The names whose objects a call in an expression may change: its receiver and its arguments."""
    found: set[str] = set()
    for call in (each for each in ast.walk(value) if isinstance(each, ast.Call)):
        receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
        given = [*call.args, *(each.value for each in call.keywords)] + ([receiver] if receiver is not None else [])
        found |= {each.id for part_ in given for each in ast.walk(part_) if isinstance(each, ast.Name)}
    return found


def _one_by_one(node: ast.stmt) -> list[ast.stmt]:
    """An import as one statement for each name; what only type checkers or the command line see is left out."""
    elsewhere = ("TYPE_CHECKING", "typing.TYPE_CHECKING", "__name__ == '__main__'", "'__main__' == __name__")
    if isinstance(node, ast.If) and ast.unparse(node.test) in elsewhere:
        return [each for inner in node.orelse for each in _one_by_one(inner)]
    if isinstance(node, ast.ImportFrom) and node.module == "__future__":
        return []
    if isinstance(node, ast.Import):
        return [ast.Import([alias], lineno=node.lineno) for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        ordered = sorted(node.names, key=lambda alias: alias.name)
        return [ast.ImportFrom(node.module, [alias], node.level, lineno=node.lineno) for alias in ordered]
    return [node]


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
        strange = isinstance(node, ast.ClassDef) and (
            node.keywords
            or any(isinstance(each, ast.Attribute) for each in node.bases if _last_word(each) not in _PLAIN_BASES)
        )
        return not strange and all(_last_word(each) in _PURE for each in asked)
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


def _counted(node: ast.stmt, words: set[str] | None, frames: set[str]) -> list[ast.stmt]:
    """A statement; a frame's class without its methods, then those of them whose names are among ``words``."""
    if not isinstance(node, ast.ClassDef) or [_last_word(base) for base in node.bases] != ["NamedTuple"]:
        return [node]
    if words is None or node.name not in frames:
        return [node]
    methods = _methods(node)
    fields = [each for each in node.body if each not in methods]
    head = ast.ClassDef(**{**dict(ast.iter_fields(node)), "body": fields})
    return [head, *(each for each in methods if each.name in words or each.name.startswith("__"))]


def _words(node: ast.AST, words: Iterable[str] = (), frames: Iterable[str] = ()) -> set[str]:
    """Every word that occurs: names, attributes, texts; of frames, in what counts of them."""
    found: set[str] = set()
    parts = _counted(node, set(words), set(frames)) if isinstance(node, ast.stmt) else [node]
    for each in (inner for part in parts for inner in ast.walk(part)):
        if isinstance(each, ast.Name | ast.Attribute):
            found.add(_last_word(each))
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            found |= set(_IDENTIFIER.findall(each.value))
        elif isinstance(each, ast.MatchClass):
            found |= set(each.kwd_attrs)
    return found


def _free(node: ast.AST) -> set[str]:
    """The names that a piece of code reads from outside: its own variables are not among them."""
    if isinstance(node, ast.Name):
        return {node.id}
    if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
        return _named(node.annotation).union(*(_free(each) for each in ast.iter_child_nodes(node)))
    if isinstance(node, _COMPREHENSIONS):
        inside = set().union(*(_free(each) for each in ast.iter_child_nodes(node)))
        own = {name for each in node.generators for name in _stored(each.target)}
        return (inside - own) | _free(node.generators[0].iter)  # which is read before the others are bound
    if not isinstance(node, _SCOPES):
        return set().union(*(_free(each) for each in ast.iter_child_nodes(node)))
    # annotations, defaults and decorators stand outside of the function's own scope
    returns = getattr(node, "returns", None)
    shell = [*getattr(node, "decorator_list", []), node.args, *([returns] if returns is not None else [])]
    outside = set().union(*(_free(each) for each in shell))
    if returns is not None:
        outside |= _named(returns)
    body = node.body if isinstance(node.body, list) else [node.body]
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
    own = {each.arg for each in given if each is not None}
    shared: set[str] = set()
    for each in body:
        own |= _stored(each)
        shared |= {name for inner in ast.walk(each) if isinstance(inner, ast.Global) for name in inner.names}
    read = set().union(*(_free(each) for each in body))
    return outside | (read - (own - shared))


def _named(annotation: ast.AST) -> set[str]:
    """The names in the texts of an annotation: ``"Film[Step]"``, ``Film["Step"]``."""
    texts = (each.value for each in ast.walk(annotation) if isinstance(each, ast.Constant))
    return {name for text in texts if isinstance(text, str) for name in _IDENTIFIER.findall(text)}


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
