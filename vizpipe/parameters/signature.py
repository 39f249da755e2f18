"""A signature → parameters."""

import inspect
import types
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from vizpipe.errors import RecipeError, UsageError
from vizpipe.parameters import brought
from vizpipe.parameters.parameter import Kind, Parameter, Value, check
from vizpipe.parameters.settings import SETTINGS

# fmt: off
RESERVED = frozenset(SETTINGS) | {
    "cluster", "cluster_remote", "data", "format", "formats", "frame", "help", "jobs", "label", "labels", "name",
    "open", "output", "overwrite", "port", "recording", "timeout", "traceback",
}
# fmt: on
"""Names of the settings and of other options of ``run`` and its like, which no parameter may take."""


def from_signature(function: Callable[..., Any]) -> tuple[Parameter, ...]:
    """Read the parameters off ``function``: keyword-only, annotated, with defaults.

    Raises RecipeError naming the parameter that is not.
    """
    hints = typing.get_type_hints(function, include_extras=True)
    parameters: list[Parameter] = []
    for name, declared in inspect.signature(function).parameters.items():
        where = f"{function.__name__}: parameter {name}"
        if declared.kind is not inspect.Parameter.KEYWORD_ONLY:
            raise RecipeError(f"{where} must be keyword-only: put a * before it")
        if name not in hints:
            raise RecipeError(f"{where} has no type; annotate it, for example {name}: Rate = 0.1")
        if declared.default is inspect.Parameter.empty:
            raise RecipeError(f"{where} needs a default")
        parameters += brought.with_rows(declare(name, hints[name], declared.default, where))
    names = [parameter.name for parameter in parameters]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise RecipeError(f"{function.__name__}: parameter {twice}: the name belongs to data; choose another")
    return tuple(parameters)


def declare(name: str, hint: object, default: object, where: str) -> Parameter:
    """One parameter from its type and default. Raises RecipeError, which begins with ``where``."""
    parameter = _read(name, hint, default, where)
    if parameter.kind == "samples" and name != brought.NAME:
        raise RecipeError(f"{where}: samples are called {brought.NAME}, so that --{brought.NAME} brings others")
    if name in RESERVED and parameter.kind != "samples":
        raise RecipeError(f"{where}: the name is one of run's own options; choose another")
    try:
        check(parameter, parameter.default)
    except UsageError as error:
        raise RecipeError(f"{where}: its default is outside its own limits: {error}") from None
    return parameter


_OTHER_LIMITS = ("multiple_of", "pattern", "min_length", "max_length", "tz")


_KINDS: dict[object, Kind] = {bool: "flag", int: "integer", float: "number", str: "text", Path: "path"}


def _read(name: str, hint: object, default: object, where: str) -> Parameter:
    """Make one parameter from its annotation."""
    details: dict[str, Any] = {}
    hint = _unwrap(hint, details, where)
    while isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        members = [each for each in typing.get_args(hint) if each is not type(None)]
        if len(members) != 1:
            raise RecipeError(f"{where}: {hint} is not a type that a parameter can have")
        details["optional"] = details.get("optional", False) or len(members) < len(typing.get_args(hint))
        hint = _unwrap(members[0], details, where)
    if typing.get_origin(hint) is Literal:
        choices = tuple(choice for choice in typing.get_args(hint) if choice is not None)
        details["optional"] = details.get("optional", False) or len(choices) < len(typing.get_args(hint))
        if any(type(choice) not in (str, int) for choice in choices):
            raise RecipeError(f"{where}: choices must be texts or whole numbers, not {hint}")
        return Parameter(name, "choice", typing.cast("Value", default), choices=choices, **details)
    if brought.is_samples(hint):
        return brought.read(name, hint, default, details, where)
    if hint not in _KINDS:
        allowed = (
            "bool, int, float, str, Path, Samples, Pairs, ImageSet, Literal[…], Annotated of these, or with | None"
        )
        raise RecipeError(f"{where}: {hint!r} is not a type that a parameter can have ({allowed})")
    if isinstance(default, Path):
        default = str(default)
    if hint is float and type(default) is int:
        default = float(default)
    return Parameter(name, _KINDS[hint], typing.cast("Value", default), **details)


def _unwrap(hint: object, details: dict[str, Any], where: str) -> object:
    """Take ``Annotated`` apart: a text is help, a msgspec.Meta gives limits."""
    if typing.get_origin(hint) is not Annotated:
        return hint
    inner, *extras = typing.get_args(hint)
    for extra in extras:
        if isinstance(extra, str):
            details["help"] = extra
        elif isinstance(extra, msgspec.Meta):
            unchecked = {name for name in _OTHER_LIMITS if getattr(extra, name) is not None}
            if unchecked:
                raise RecipeError(f"{where}: {min(unchecked)} is not a limit that is checked; use ge, gt, le or lt")
            for attribute, key, exclusive in (
                ("ge", "minimum", None),
                ("gt", "minimum", "above"),
                ("le", "maximum", None),
                ("lt", "maximum", "below"),
            ):
                limit = getattr(extra, attribute)
                if limit is not None:
                    details[key] = limit
                    if exclusive:
                        details[exclusive] = True
            if extra.description and "help" not in details:
                details["help"] = extra.description
    return inner
