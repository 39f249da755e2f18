"""Python's syntax trees: what a piece of code binds, what it reads from outside, which words occur in it."""

import ast
import copy
import re
from collections.abc import Iterable, Iterator
from typing import TypeGuard

_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_OUTSIDE = {"globals", "locals", "vars", "eval", "exec", "__import__", "run_path", "run_module"}
"""Functions by which code can reach names that don't stand in it."""
ASIDE = {"__dict__", "__doc__", "__subclasses__", "getsource", "getdoc", "importlib"}
"""Words by which it can do that, or read what is left out here."""
_BY_NAME = {"getattr", "attrgetter", "methodcaller"}
_PURE = {"cache", "lru_cache", "cached_property", "dataclass", "property", "wraps", "contextmanager", "singledispatch"}
"""Decorators that only change the function they stand on."""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SCOPES = (*FUNCTIONS, ast.Lambda)
_PLAIN_BASES = {"NamedTuple", "object", "Generic", "Protocol", "Enum", "IntEnum", "StrEnum", "TypedDict", "ABC"}
_PLAIN = (ast.Constant, ast.Tuple, ast.UnaryOp, ast.BinOp, ast.operator, ast.unaryop, ast.expr_context)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def works_out(node: ast.AST, called: set[int]) -> bool:
    """Whether a piece of code works out names; ``called`` are the functions of all calls."""
    word = last_word(node)
    if isinstance(node, ast.ImportFrom):
        return any(alias.name == "*" for alias in node.names)
    if isinstance(node, ast.Import):
        return any(alias.name.startswith("importlib") for alias in node.names)
    if isinstance(node, ast.Call):
        word = last_word(node.func)
        asked = node.args[1:2] if word == "getattr" else node.args
        by_name = word in _BY_NAME and not all(isinstance(each, ast.Constant) for each in asked)
        return by_name or word in _OUTSIDE
    if isinstance(node, ast.Attribute) and word == "modules":
        return last_word(node.value) == "sys"
    return word in ASIDE or (isinstance(node, ast.Name) and word in _BY_NAME and id(node) not in called)


def owner(node: ast.AST, owners: set[str]) -> str:
    """The recipe or stage whose method this is, or nothing."""
    name = node.value.id if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) else ""
    return name if name in owners else ""


def decorators(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> list[ast.expr]:
    """What stands behind each @, without the call: ``recipe`` for ``@recipe(title="…")``."""
    return [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]


def generator(node: ast.FunctionDef) -> ast.FunctionDef:
    """A recipe's function by itself: keys hold the values of all its parameters, so types and defaults don't count."""
    plain = copy.deepcopy(node)
    asked = zip(plain.decorator_list, decorators(plain), strict=True)
    plain.decorator_list = [each for each, name in asked if last_word(name) != "recipe"]
    for each in (*plain.args.args, *plain.args.kwonlyargs):
        each.annotation = None
    plain.args.defaults, plain.args.kw_defaults = [], [None for _ in plain.args.kwonlyargs]
    return plain


def one_by_one(node: ast.stmt) -> list[ast.stmt]:
    """An import as one statement for each name; what only type checkers or the command line see is left out."""
    elsewhere = ("TYPE_CHECKING", "typing.TYPE_CHECKING", "__name__ == '__main__'", "'__main__' == __name__")
    if isinstance(node, ast.If) and ast.unparse(node.test) in elsewhere:
        return [each for inner in node.orelse for each in one_by_one(inner)]
    if isinstance(node, ast.ImportFrom) and node.module == "__future__":
        return []
    if isinstance(node, ast.Import):
        return [ast.Import([alias], lineno=node.lineno) for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        ordered = sorted(node.names, key=lambda alias: alias.name)
        return [ast.ImportFrom(node.module, [alias], node.level, lineno=node.lineno) for alias in ordered]
    return [node]


def is_text(statement: ast.stmt) -> bool:
    """Whether a statement is a bare text: a docstring, or one that documents an attribute."""
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def last_word(node: ast.AST) -> str:
    """The name, or the attribute at the end of a dotted one; nothing for other code."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def binds(node: ast.stmt) -> Iterator[str]:
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
            yield from binds(child)  # type: ignore[arg-type]
        elif isinstance(child, FUNCTIONS):
            yield child.name


def only_binds(node: ast.stmt) -> bool:
    """Whether a top-level statement binds names and can do nothing else that matters."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        strange = isinstance(node, ast.ClassDef) and (
            node.keywords
            or any(isinstance(each, ast.Attribute) for each in node.bases if last_word(each) not in _PLAIN_BASES)
            or any(isinstance(each, ast.Expr) and isinstance(each.value, ast.Call) for each in node.body)
        )
        return not strange and all(last_word(each) in _PURE for each in decorators(node))
    if isinstance(node, ast.Assign):
        return all(isinstance(each, ast.Name | ast.Tuple) and not stores_into(each) for each in node.targets)
    if isinstance(node, ast.AnnAssign):
        return isinstance(node.target, ast.Name)
    return isinstance(node, ast.Import | ast.ImportFrom)


def makes_object(node: ast.stmt) -> bool:
    """Whether a statement binds something that can change, or that a call gave."""
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    kinds = (ast.Call, ast.List, ast.Dict, ast.Set, *_COMPREHENSIONS)
    return value is not None and any(isinstance(each, kinds) for each in ast.walk(value))


def is_read(node: ast.AST) -> TypeGuard[ast.Name]:
    """Whether a node is a name that is read, or deleted: not one that is bound."""
    return isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store)


def is_plain(node: ast.stmt, plain: set[str]) -> bool:
    """Whether a statement binds what can't change: a number, a text, a tuple of ``plain`` names; or a frame's class."""
    if isinstance(node, ast.ClassDef):
        return [last_word(base) for base in node.bases] == ["NamedTuple"] and not node.decorator_list
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    return value is not None and all(
        each.id in plain if isinstance(each, ast.Name) else isinstance(each, _PLAIN) for each in ast.walk(value)
    )


def acts_on(node: ast.stmt, own: set[str]) -> bool:
    """Whether a statement, as it runs, calls something and names one of these, or is a class made from one."""
    if isinstance(node, ast.ClassDef) and own & {last_word(base) for base in node.bases}:
        return True
    running = list(_running(node))
    named = {each.id for each in running if is_read(each)}
    return bool(named & own) and any(isinstance(each, ast.Call) for each in running)


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """What runs as a statement runs, but for types, and for arithmetic without calls, which changes nothing."""
    yield node
    if isinstance(node, FUNCTIONS):
        inside: list[ast.AST] = [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
    else:
        inside = [each for each in ast.iter_child_nodes(node) if each is not getattr(node, "annotation", None)]
    for each in inside:
        if not isinstance(node, ast.BinOp) or any(isinstance(inner, ast.Call) for inner in ast.walk(each)):
            yield from _running(each)


def stores_into(target: ast.AST) -> bool:
    """Whether an assignment changes something that is there: ``X[0] = …``, ``x.y = …``."""
    return any(isinstance(each, ast.Subscript | ast.Attribute) for each in ast.walk(target))


def methods(node: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The methods of a class; none of anything else."""
    return [each for each in node.body if isinstance(each, FUNCTIONS)] if isinstance(node, ast.ClassDef) else []


def counted(node: ast.stmt, words: set[str] | None, frames: set[str]) -> list[ast.stmt]:
    """A statement; a frame's class without its methods, then those of them whose names are among ``words``."""
    if not isinstance(node, ast.ClassDef) or [last_word(base) for base in node.bases] != ["NamedTuple"]:
        return [node]
    if words is None or node.name not in frames:
        return [node]
    own = methods(node)
    fields = [each for each in node.body if each not in own]
    head = ast.ClassDef(**{**dict(ast.iter_fields(node)), "body": fields})
    return [head, *(each for each in own if each.name in words or each.name.startswith("__"))]


def words(node: ast.AST, words: Iterable[str] = (), frames: Iterable[str] = ()) -> set[str]:
    """Every word that occurs: names, attributes, texts; of frames, in what counts of them."""
    spoken: set[str] = set()
    parts = counted(node, set(words), set(frames)) if isinstance(node, ast.stmt) else [node]
    for each in (inner for part in parts for inner in ast.walk(part)):
        if isinstance(each, ast.Name | ast.Attribute):
            spoken.add(last_word(each))
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            spoken |= set(_IDENTIFIER.findall(each.value))
        elif isinstance(each, ast.MatchClass):
            spoken |= set(each.kwd_attrs)
    return spoken


def free(node: ast.AST) -> set[str]:
    """The names that a piece of code reads from outside: its own variables are not among them."""
    if isinstance(node, ast.Name):
        return {node.id}
    if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
        return named(node.annotation).union(*(free(each) for each in ast.iter_child_nodes(node)))
    if isinstance(node, _COMPREHENSIONS):
        inside = set().union(*(free(each) for each in ast.iter_child_nodes(node)))
        own = {name for each in node.generators for name in stored(each.target)}
        return (inside - own) | free(node.generators[0].iter)  # which is read before the others are bound
    if not isinstance(node, _SCOPES):
        return set().union(*(free(each) for each in ast.iter_child_nodes(node)))
    # annotations, defaults and decorators stand outside of the function's own scope
    returns = getattr(node, "returns", None)
    shell = [*getattr(node, "decorator_list", []), node.args, *([returns] if returns is not None else [])]
    outside = set().union(*(free(each) for each in shell))
    if returns is not None:
        outside |= named(returns)
    body = node.body if isinstance(node.body, list) else [node.body]
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
    own = {each.arg for each in arguments if each is not None}
    shared: set[str] = set()
    for each in body:
        own |= stored(each)
        shared |= {name for inner in ast.walk(each) if isinstance(inner, ast.Global) for name in inner.names}
    read = set().union(*(free(each) for each in body))
    return outside | (read - (own - shared))


def named(annotation: ast.AST) -> set[str]:
    """The names in the texts of an annotation: ``"Film[Step]"``, ``Film["Step"]``."""
    texts = (each.value for each in ast.walk(annotation) if isinstance(each, ast.Constant))
    return {name for text in texts if isinstance(text, str) for name in _IDENTIFIER.findall(text)}


def stored(node: ast.AST) -> set[str]:
    """The names that code binds in its own scope: not those of functions inside it."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        return set()
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name.partition(".")[0] for alias in node.names}
    names = {node.id} if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del) else set()
    return names.union(*(stored(each) for each in ast.iter_child_nodes(node)))
