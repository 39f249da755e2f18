"""Names of fields in the marks of a recipe's file, held against its frames before anything is trained."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from types import ModuleType
from typing import Any


def unknown(text: str, names: Mapping[str, Any], frame_types: Sequence[type[Any]]) -> str:
    """What is wrong with the first channel that names nothing, with its line and mark; empty if none is.

    ``names`` are the file's own. Marks that stand under a lens see something else than frames, and are left out.
    """
    from vizpipe.drawing.picture.channels import unknown_name  # noqa: PLC0415 - matplotlib, which no card needs

    for line, mark, channel, value in _channels(ast.parse(text), names):
        problems = [unknown_name(value, frame_type) for frame_type in frame_types]
        if problems and all(problems):
            return f"line {line}: {mark}: {channel}: {problems[0]}"
    return ""


def _channels(tree: ast.AST, names: Mapping[str, Any]) -> Iterator[tuple[int, str, str, str]]:
    """Line, mark, channel and value of every channel that is a text."""
    from vizpipe.drawing.picture.mark import Mark  # noqa: PLC0415 - as above

    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call):
            kind = _called(node.func, names)
            is_mark = isinstance(kind, type) and issubclass(kind, Mark)
            has_lens = any(each.arg == "of" and not isinstance(each.value, ast.Constant) for each in node.keywords)
            if has_lens and not is_mark:
                continue
            if is_mark:
                yield from _of_mark(node, kind)
        yield from _channels(node, names)


def _called(function: ast.expr, names: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever has that name
    """What a call calls, where it is a name of the file's own, ``Trail``, or of a module, ``vp.Trail``."""
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        module = names.get(function.value.id)
        return vars(module).get(function.attr) if isinstance(module, ModuleType) else None
    return names.get(function.id) if isinstance(function, ast.Name) else None


def _of_mark(call: ast.Call, kind: type[Any]) -> Iterator[tuple[int, str, str, str]]:
    accepted = [each for each in fields(kind) if each.init]
    given = [(each.name, value) for each, value in zip(accepted, call.args, strict=False)]
    given += [(str(keyword.arg), keyword.value) for keyword in call.keywords]
    channels = {each.name for each in accepted if each.metadata.get("channel")}
    for name, value in given:
        if name in channels and isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.lineno, kind.__name__, name, value.value
