"""A recipe's signature → its parameters, and values checked against them.

A ``Parameter`` is plain data: it travels in cards and over the command line without the recipe's code. Only
``from_signature`` looks at functions.
"""

import math
import typing
from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

from vizpipe.errors import UsageError, nearest

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
