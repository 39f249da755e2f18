"""A recipe's signature → its parameters, and values checked against them.

A ``Parameter`` is plain data: it travels in cards and over the command line without the recipe's code. Only
``from_signature`` looks at functions.
"""

import inspect
import math
import types
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from vizpipe.errors import RecipeError, UsageError, nearest

Value = bool | int | float | str | None
"""What a parameter can be: plain values that JSON, a command line and a project file can carry."""

# fmt: off
RESERVED = frozenset(
    {
        "size", "theme", "fps", "lang", "frames", "frame", "recording", "film", "data", "label", "compare",
        "name", "output", "format", "loop", "hold", "timing", "max_bytes", "jobs", "cluster",
        "cluster_remote", "timeout", "title", "no_title", "caption", "no_caption", "layout", "background",
        "first_frame", "open", "overwrite", "seeds", "traceback", "help",
    }
)
# fmt: on
"""Names of ``run``'s own options, now or later, which no parameter may take."""

Kind = Literal["number", "integer", "choice", "flag", "text", "path"]


class Parameter(msgspec.Struct, frozen=True, omit_defaults=True):
    """One parameter: its name, kind, default and limits."""

    name: str
    kind: Kind
    default: Value
    help: str = ""
    choices: tuple[str | int, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    above: bool = False
    """The minimum itself is not allowed."""
    below: bool = False
    """The maximum itself is not allowed."""
    optional: bool = False
    """``none`` is allowed."""

    @property
    def limits(self) -> str:
        """The allowed values in words."""
        if self.choices:
            words = "one of " + ", ".join(map(str, self.choices))
        else:
            parts = []
            if self.minimum is not None:
                parts.append(f"{'greater than' if self.above else 'at least'} {self.minimum:g}")
            if self.maximum is not None:
                parts.append(f"{'less than' if self.below else 'at most'} {self.maximum:g}")
            noun = {"number": "a finite number", "integer": "a whole number", "flag": "true or false"}
            words = " ".join((noun.get(self.kind, "text"), " and ".join(parts))).strip()
        return words + (", or none" if self.optional else "")

    @property
    def option(self) -> str:
        """Its name on the command line."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def about(self) -> str:
        """What it does, and its limits."""
        return f"{self.help}: {self.limits}" if self.help else self.limits

    def as_json(self) -> dict[str, Any]:
        """What ``list --json`` says of it."""
        shown: dict[str, Any] = {"type": self.kind, "default": self.default, "help": self.help}
        if self.choices:
            shown["choices"] = list(self.choices)
        for limit, exclusive in (("minimum", self.above), ("maximum", self.below)):
            value = getattr(self, limit)
            if value is not None:
                shown[limit] = int(value) if self.kind == "integer" else value
                if exclusive:
                    shown[f"exclusive_{limit}"] = True
        return shown


def typed(value: Value) -> str:
    """A value as the command line takes it, with every digit."""
    return "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def in_words(value: Value) -> str:
    """A value for people: six digits are enough."""
    return f"{value:g}" if isinstance(value, float) else typed(value)


def from_signature(function: Callable[..., Any]) -> tuple[Parameter, ...]:
    """Read the parameters off ``function``: keyword-only, annotated, with defaults.

    Raises RecipeError naming the parameter that is not.
    """
    hints = typing.get_type_hints(function, include_extras=True)
    parameters = []
    for name, declared in inspect.signature(function).parameters.items():
        where = f"{function.__name__}: parameter {name}"
        if declared.kind is not inspect.Parameter.KEYWORD_ONLY:
            raise RecipeError(f"{where} must be keyword-only: put a * before it")
        if name not in hints:
            raise RecipeError(f"{where} has no type; annotate it, for example {name}: Rate = 0.1")
        if declared.default is inspect.Parameter.empty:
            raise RecipeError(f"{where} needs a default")
        parameters.append(declare(name, hints[name], declared.default, where))
    return tuple(parameters)


def declare(name: str, hint: object, default: object, where: str) -> Parameter:
    """One parameter from its type and default. Raises RecipeError, which begins with ``where``."""
    if name in RESERVED:
        raise RecipeError(f"{where}: the name is one of run's own options; choose another")
    parameter = _read(name, hint, default, where)
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
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        members = [each for each in typing.get_args(hint) if each is not type(None)]
        if len(members) != 1:
            raise RecipeError(f"{where}: {hint} is not a type that a parameter can have")
        details["optional"] = len(members) < len(typing.get_args(hint))
        hint = _unwrap(members[0], details, where)
    if typing.get_origin(hint) is Literal:
        choices = tuple(choice for choice in typing.get_args(hint) if choice is not None)
        details["optional"] = details.get("optional", False) or len(choices) < len(typing.get_args(hint))
        if any(type(choice) not in (str, int) for choice in choices):
            raise RecipeError(f"{where}: choices must be texts or whole numbers, not {hint}")
        return Parameter(name, "choice", typing.cast("Value", default), choices=choices, **details)
    if hint not in _KINDS:
        known = "bool, int, float, str, Path, Literal[…], Annotated forms of these, or one of them | None"
        raise RecipeError(f"{where}: {hint!r} is not a type that a parameter can have ({known})")
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
            others = {name for name in _OTHER_LIMITS if getattr(extra, name) is not None}
            if others:
                raise RecipeError(f"{where}: {min(others)} is not a limit that is checked; use ge, gt, le or lt")
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


def check(parameter: Parameter, value: object, whose: str = "") -> Value:
    """Give ``value`` as the parameter's type, or raise UsageError with the name, the value and what is allowed."""

    def refuse() -> UsageError:
        shown = value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else repr(value)
        name = parameter.name.replace("_", "-")
        text = f"{whose}{name} is {str(shown)[:80]}, but must be {parameter.limits}"
        hint = nearest(str(value), map(str, parameter.choices)) if parameter.choices else ""
        return UsageError(text + hint)

    if value is None:
        if parameter.optional:
            return None
        raise refuse()
    if parameter.kind == "choice":
        if isinstance(value, bool) or value not in parameter.choices:
            raise refuse()
        return typing.cast("Value", value)
    if parameter.kind in ("text", "path"):
        if not isinstance(value, str) or "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise refuse()
        return value
    if parameter.kind == "flag":
        if not isinstance(value, bool):
            raise refuse()
        return value
    return _number(parameter, value, refuse)


def _number(parameter: Parameter, value: object, refuse: Callable[[], UsageError]) -> Value:
    """Check a number; true and false are none."""
    whole = parameter.kind == "integer"
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        raise refuse()
    try:
        number: int | float = value if whole else float(value)
    except OverflowError:
        raise refuse() from None
    low, high = parameter.minimum, parameter.maximum
    if not math.isfinite(number) or (whole and abs(number) >= 2**63):
        raise refuse()
    if low is not None and (number < low or (parameter.above and number == low)):
        raise refuse()
    if high is not None and (number > high or (parameter.below and number == high)):
        raise refuse()
    return number


def parse(parameter: Parameter, text: str, whose: str = "") -> Value:
    """Read a command line's word as the parameter's type, then check it."""
    value: object = text
    if parameter.optional and text.lower() == "none":
        value = None
    elif parameter.kind == "flag":
        value = {"true": True, "yes": True, "false": False, "no": False}.get(text.lower(), text)
    elif parameter.kind == "choice":
        value = {str(choice): choice for choice in parameter.choices}.get(text, text)
    elif parameter.kind in ("number", "integer"):
        try:
            value = int(text) if parameter.kind == "integer" else float(text)
        except ValueError:
            value = text
    return check(parameter, value, whose)


def complete(parameters: tuple[Parameter, ...], given: Mapping[str, object], whose: str) -> dict[str, Value]:
    """All values by name: those given, checked, over the defaults. A dash in a name stands for an underscore.

    Raises UsageError for an unknown name, with the nearest one.
    """
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, Value] = {name: parameter.default for name, parameter in known.items()}
    for name, value in given.items():
        plain = name.replace("-", "_")
        if plain not in known:
            raise UsageError(f"{whose}no parameter {name}{nearest(plain, known)}")
        values[plain] = check(known[plain], value, whose)
    return values
