"""A recipe's parameters → click options: names, defaults, limits and help come from the signature alone."""

from typing import Any

import click
from click.shell_completion import CompletionItem

from vizpipe.parameters.parameter import Parameter, Value
from vizpipe.parameters.parsing import parse


class ParameterType(click.ParamType[Value]):
    """Reads and checks one parameter's value as ``parameters`` does, and completes choices."""

    name = "value"

    def __init__(self, parameter: Parameter) -> None:
        """Keep what is allowed."""
        self._parameter = parameter

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """Name the choices, or the kind of value."""
        del param, ctx
        if self._parameter.kind == "samples":
            return "NAME|FILE"
        if self._parameter.choices:
            return "[" + "|".join(map(str, self._parameter.choices)) + "]"
        return self._parameter.kind.upper()

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Value:
        """Parse a word; a value that is no text is a default, checked long ago."""
        del param, ctx
        return parse(self._parameter, value) if isinstance(value, str) else value  # type: ignore[return-value]

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the choices."""
        del ctx, param
        choices = [str(choice) for choice in self._parameter.choices]
        if self._parameter.kind == "flag":
            choices = ["true", "false"]
        if self._parameter.optional:
            choices.append("none")
        return [CompletionItem(choice) for choice in choices if choice.startswith(incomplete)]


def option(parameter: Parameter) -> click.Option:
    """One parameter as an option; a flag takes true or false, and is true if it takes nothing."""
    limits = parameter.limits
    default = "none" if parameter.default is None else parameter.default
    default_text = (
        str(default).lower() if isinstance(default, bool) else f"{default:g}" if isinstance(default, float) else default
    )
    is_plain = parameter.kind in ("text", "flag") or (parameter.choices and parameter.kind != "samples")
    said = "" if is_plain and not parameter.optional else limits[0].upper() + limits[1:]  # the kind stands beside it
    words = ". ".join(part for part in (parameter.help.rstrip("."), said) if part)
    bare: dict[str, Any] = {"is_flag": False, "flag_value": "true"} if parameter.kind == "flag" else {}
    return click.Option(
        [f"--{parameter.name.replace('_', '-')}", parameter.name],
        type=ParameterType(parameter),
        default=None,
        help=f"{words}{'.' if words else ''} [default: {default_text}]",
        **bare,
    )
