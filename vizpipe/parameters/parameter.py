"""What can be said of a recipe or of an asset: a name, a kind, a default, limits; and values checked against them.

A ``Parameter`` is plain data: it travels in cards and over the command line without the recipe's code. Recipes' are
read off their signatures, those of assets are the table in ``settings``.
"""

import math
import typing
from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

from vizpipe.errors import UsageError, nearest
from vizpipe.parameters import headlines
from vizpipe.parameters.pauses import read
from vizpipe.parameters.wording import NOUNS, is_misquoted, literal, within

Value = bool | int | float | str | None
"""What a parameter can be: plain values that JSON, a command line and a project file can carry."""

# fmt: off
Kind = Literal["number", "integer", "choice", "flag", "text", "path", "samples", "line", "frames", "bytes", "pauses",
               "films", "headlines"]
# fmt: on
"""The last six are kinds of settings; files of films, and headlines, have bars between them."""
_LONGEST_SHOWN = 80


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
            words += f", or {NOUNS[self.kind]}" if self.kind == "samples" else ""
        else:
            words = NOUNS.get(self.kind, "text")
            words += within(self.minimum, self.maximum, above=self.above, below=self.below)
        return words + (", or none" if self.optional else "")

    @property
    def label(self) -> str:
        """The name with dashes."""
        return self.name.replace("_", "-")

    @property
    def option(self) -> str:
        """Its name on the command line."""
        return f"--{self.label}"

    def is_file(self, value: object) -> bool:
        """Whether a value names files."""
        return self.kind == "path" or (self.kind == "samples" and value not in self.choices)

    def shown(self, value: object) -> str:
        """A value that won't do, as the line that refuses it shows it."""
        if not isinstance(value, str) or is_misquoted(value, self.kind, self.choices):
            return literal(value)[:_LONGEST_SHOWN]
        return value.encode("utf-8", "backslashreplace").decode()[:_LONGEST_SHOWN]

    def refusal(self, value: object, whose: str = "") -> UsageError:
        """What is raised for a value that won't do."""
        hint = nearest(str(value), map(str, self.choices)) if self.choices else ""
        return UsageError(f"{whose}{self.label} is {self.shown(value)}, but must be {self.limits}{hint}")

    @property
    def meaning(self) -> str:
        """What it does, and its limits."""
        return f"{self.help}: {self.limits}" if self.help else self.limits

    def as_json(self) -> dict[str, Any]:
        """What ``list --json`` says of it."""
        card: dict[str, Any] = {"type": self.kind, "default": self.default, "help": self.help}
        card |= {"choices": list(self.choices)} if self.choices else {}
        for limit, exclusive in (("minimum", self.above), ("maximum", self.below)):
            if (value := getattr(self, limit)) is not None:
                card[limit] = int(value) if self.kind == "integer" else value
                if exclusive:
                    card[f"exclusive_{limit}"] = True
        return card


def typed(value: Value) -> str:
    """A value as the command line takes it, with every digit."""
    return "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def in_words(value: Value) -> str:
    """A value for people: six digits are enough."""
    return f"{value:g}" if isinstance(value, float) else typed(value)


def check(parameter: Parameter, value: object, whose: str = "") -> Value:
    """Give ``value`` as the parameter's type, or raise UsageError with the name, the value and what is allowed.

    A project file has no word of its own for nothing: there it is ``"none"``, as on the command line.
    """
    if parameter.optional and (value is None or (isinstance(value, str) and value.lower() == "none")):
        return None
    try:
        return _CHECKS[parameter.kind](parameter, value)
    except (ValueError, OverflowError):
        raise parameter.refusal(value, whose) from None


def _choice(parameter: Parameter, value: object) -> Value:
    if isinstance(value, bool) or value not in parameter.choices:
        raise ValueError
    return typing.cast("Value", value)


def _flag(_parameter: Parameter, value: object) -> Value:
    if not isinstance(value, bool):
        raise ValueError  # noqa: TRY004 - as all others
    return value


def _text(_parameter: Parameter, value: object) -> Value:
    if not isinstance(value, str) or "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ValueError
    return value


def _line(parameter: Parameter, value: object) -> Value:
    """Check a text that is drawn; what is wrong with it is said in words of its own."""
    if not isinstance(value, str):
        raise UsageError(f"{parameter.label} must be a text, not {parameter.shown(value)}")
    if len(value) > _LONGEST_LINE:
        raise UsageError(f"{parameter.label} has {len(value):,} letters; {_LONGEST_LINE:,} is the most")
    for letter in value:
        if not letter.isprintable():
            raise UsageError(f"{parameter.label} holds {letter!a}, which can't be drawn")
    return value


def _number(parameter: Parameter, value: object) -> Value:
    """Check a number; true and false are none."""
    whole = parameter.kind == "integer"
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        raise ValueError  # noqa: TRY004 - as all others
    number: int | float = value if whole else float(value)
    low, high = parameter.minimum, parameter.maximum
    if not math.isfinite(number) or (whole and abs(number) >= 2**63):
        raise ValueError
    if low is not None and (number < low or (parameter.above and number == low)):
        raise ValueError
    if high is not None and (number > high or (parameter.below and number == high)):
        raise ValueError
    return number


def _frames(parameter: Parameter, value: object) -> Value:
    """Check how many frames: a whole number, also as a text, or all."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < _DIGITS:
        value = int(value)
    if value == "all" or (isinstance(value, int) and not isinstance(value, bool) and value >= 1):
        return typing.cast("Value", value)
    raise parameter.refusal(value)  # of a number, the number


def _bytes(_parameter: Parameter, value: object) -> Value:
    """Read ``800kB`` as 800,000; a plain number counts bytes."""
    size = value if isinstance(value, int) and not isinstance(value, bool) else 0
    if isinstance(value, str) and len(value) < _DIGITS:
        text = value.strip().lower().replace(" ", "")
        number = text.rstrip("abcdefghijklmnopqrstuvwxyz")
        if number.replace(".", "", 1).isdigit() and number.isascii():
            size = int(float(number) * _UNITS.get(text[len(number) :] or "b", 0))
    if size < 1:
        raise ValueError
    return size


def _headlines(parameter: Parameter, value: object) -> Value:
    """Check headlines by beats, each a text that can be drawn."""
    for text in headlines.read(str(value)).values():
        _line(parameter, text)
    return str(value)


def _pauses(_parameter: Parameter, value: object) -> Value:
    """Read ``12:2, 30:0.5`` as ``12:2,30:0.5``; so many seconds at so many frames."""
    if not isinstance(value, str):
        raise ValueError  # noqa: TRY004 - as all others
    return ",".join(f"{frame}:{seconds:g}" for frame, seconds in read(value))


_LONGEST_LINE = 1_000
_DIGITS = 18
_UNITS = {"kb": 1_000, "mb": 1_000_000, "kib": 1_024, "mib": 1_048_576, "b": 1}
_CHECKS: Mapping[Kind, Callable[[Parameter, object], Value]] = {
    "choice": _choice,
    "flag": _flag,
    "text": _text,
    "path": _text,
    "samples": _text,
    "line": _line,
    "number": _number,
    "integer": _number,
    "frames": _frames,
    "bytes": _bytes,
    "pauses": _pauses,
    "films": _text,
    "headlines": _headlines,
}
"""What gives a value as its kind, or raises ValueError or OverflowError."""


def complete(parameters: tuple[Parameter, ...], asked: Mapping[str, object], whose: str) -> dict[str, Value]:
    """All values by name: those given, checked, over the defaults. A dash in a name stands for an underscore.

    Raises UsageError for an unknown name, with the nearest one.
    """
    by_name = {parameter.name: parameter for parameter in parameters}
    values: dict[str, Value] = {name: parameter.default for name, parameter in by_name.items()}
    for name, value in asked.items():
        plain = name.replace("-", "_")
        if plain not in by_name:
            raise UsageError(f"{whose}no parameter {name}{nearest(plain, by_name)}")
        values[plain] = check(by_name[plain], value, whose)
    return values
