"""Values and types as they stand in a Python file, by syntax alone."""

import ast
import functools
import operator
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from vizpipe.errors import RecipeError
from vizpipe.parameters import brought
from vizpipe.parameters.parameter import Parameter
from vizpipe.parameters.signature import declare
from vizpipe.parameters.types import Count, Probability, Rate, Seed
from vizpipe.registry import reach, syntax

_TYPES: dict[str, Any] = {
    **{each.__name__: each for each in (bool, int, float, str, Path)},
    "Count": Count,
    "ImageSet": brought.NamedImages,
    "Pairs": brought.NamedPairs,
    "Probability": Probability,
    "Rate": Rate,
    "Samples": brought.Named,
    "Seed": Seed,
}
"""What a parameter's type is made of, by name."""
_MOVING = ("Iterator", "Generator")
_SUMS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
_DEEP = 20


class Unread(RecipeError):  # noqa: N818 - what a value can be
    """Something that only running the file shows."""


class Literals:
    """Values and types as they stand in a file."""

    def __init__(self, tree: ast.Module) -> None:
        """Find the constants: names that are bound once, to what stands there."""
        bound: dict[str, list[ast.expr | None]] = {}
        for node in tree.body:
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            plain = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
            parts = _parted(plain, value)
            for name in syntax.binds(node):
                bound.setdefault(name, []).append(parts.get(name))
        self._constants = {name: nodes[0] for name, nodes in bound.items() if len(nodes) == 1}

    def parameter(self, each: ast.arg, default: ast.expr | None, where: str) -> tuple[Parameter, bool]:
        """A parameter, and whether its default is known. Raises RecipeError for one that won't do."""
        if each.annotation is None:
            raise RecipeError(f"{where} has no type; annotate it, for example {each.arg}: Rate = 0.1")
        if default is None:
            raise RecipeError(f"{where} needs a default")
        try:
            value, is_known = self.value(default), True
        except Unread:
            value, is_known = None, False
        try:
            hint = self.hint(each.annotation)
        except Unread:  # then what is given is not judged
            hint = brought.named(value) if each.arg == brought.NAME else type(value) if value is not None else str
            return declare(each.arg, hint | None, value, where), is_known
        return declare(each.arg, hint if is_known else hint | None, value, where), is_known

    def moves(self, returned: ast.expr | None) -> bool:
        """Whether a function with this return type gives many frames."""
        node = self._meant(returned)
        return isinstance(node, ast.Subscript) and syntax.last_word(node.value) in _MOVING

    def value(self, node: ast.expr | None, depth: int = 0) -> Any:  # noqa: ANN401, PLR0911 - whatever stands there
        """A plain value. Raises Unread."""
        again = functools.partial(self.value, depth=depth + 1)
        match self._meant(node) if depth < _DEEP else None:
            case ast.Constant(value=value):
                return value
            case ast.Tuple(elts=parts):
                return tuple(map(again, parts))
            case ast.List(elts=parts):
                return list(map(again, parts))
            case ast.Dict(keys=names, values=parts):
                return dict(zip(map(again, names), map(again, parts), strict=True))
            case ast.UnaryOp(op=ast.USub(), operand=part) if isinstance(number := again(part), int | float):
                return -number
            case ast.Subscript(value=table, slice=part) if syntax.last_word(table) in ("SETS", "CURVES", "IMAGE_SETS"):
                return again(part)
            case ast.Call(func=function, args=[part], keywords=[]) if syntax.last_word(function) == "Path":
                return str(again(part))
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _SUMS:
                pair = again(left), again(right)
                if all(isinstance(each, int | float) for each in pair) and pair[1] != 0:
                    return _SUMS[type(sign)](*pair)
        raise Unread(_shown(node))

    def hint(self, node: ast.expr | None, depth: int = 0) -> Any:  # noqa: ANN401 - a type
        """A type. Raises Unread."""
        again = functools.partial(self.hint, depth=depth + 1)
        match self._meant(node) if depth < _DEEP else None:
            case ast.Constant(value=None):
                return None
            case ast.Constant(value=str(text)):
                try:
                    return again(ast.parse(text, mode="eval").body)
                except reach.UNREADABLE:
                    raise Unread(_shown(node)) from None
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return _either([again(left), again(right)], node)
            case ast.Subscript(value=base, slice=inner):
                return self._subscript(syntax.last_word(base), inner, again, node)
            case ast.Name() | ast.Attribute() as named if syntax.last_word(named) in _TYPES:
                return _TYPES[syntax.last_word(named)]
        raise Unread(_shown(node))

    def _subscript(self, word: str, inner: ast.expr, again: Any, node: ast.expr | None) -> Any:  # noqa: ANN401 - types
        parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        if word == "Annotated":
            return Annotated[(again(parts[0]), *map(self._extra, parts[1:]))]
        if word == "Literal":
            return Literal[tuple(self.value(each) for each in parts)]
        if word in ("Optional", "Union"):
            return _either([*map(again, parts), *([None] if word == "Optional" else [])], node)
        raise Unread(_shown(node))

    def _extra(self, node: ast.expr) -> Any:  # noqa: ANN401 - whatever stands in Annotated
        meant = self._meant(node)
        if isinstance(meant, ast.Call) and syntax.last_word(meant.func) == "Meta":
            return msgspec.Meta(**{str(each.arg): self.value(each.value) for each in meant.keywords})
        return self.value(node)

    def _meant(self, node: ast.expr | None) -> ast.expr | None:
        """What stands behind a name."""
        for _ in range(_DEEP):
            if not isinstance(node, ast.Name) or self._constants.get(node.id) is None:
                return node
            node = self._constants[node.id]
        return node


def _parted(targets: Sequence[ast.expr], value: ast.expr | None) -> dict[str, ast.expr | None]:
    """What each name is bound to, where that stands beside it: ``a = 1``, or ``a, b = 1, 2``."""
    match targets, value:
        case [[ast.Name(id=name)], _]:
            return {name: value}
        case [[ast.Tuple(elts=names)], ast.Tuple(elts=values)] if len(names) == len(values):
            return {name.id: part for name, part in zip(names, values, strict=True) if isinstance(name, ast.Name)}
    return {}


def _either(kinds: Sequence[Any], node: ast.expr | None) -> Any:  # noqa: ANN401 - types
    try:
        return functools.reduce(operator.or_, kinds)
    except TypeError:
        raise Unread(_shown(node)) from None


def _shown(node: ast.expr | None) -> str:
    return ast.unparse(node)[:60] if node is not None else "nothing"
