"""``vizpipe run RECIPE``: one recipe, here and now."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from vizpipe.assets import asset, is_file_name, slug, twins
from vizpipe.cli import report
from vizpipe.cli.house import House, opened, working_options
from vizpipe.encoding import FORMATS
from vizpipe.errors import UsageError
from vizpipe.manifest import Manifest
from vizpipe.options import option
from vizpipe.parameters import Value, complete
from vizpipe.registry import Card
from vizpipe.settings import SETTINGS, Setting

_NAME_LENGTH = 99


_KINDS: dict[str, click.ParamType[Any]] = {"number": click.FLOAT, "whole": click.INT}
_OPTIONS = (
    click.Option(["-o", "--output"], type=click.Path(path_type=Path), help="The folder to write to. [default: here]"),
    click.Option(
        ["-f", "--format", "format"], help=f"{', '.join(FORMATS)}, or several: gif,png. [default: gif or png]"
    ),
    click.Option(["--name"], help="The file's name without its ending. [default: the recipe and its parameters]"),
    click.Option(["--label"], multiple=True, metavar="OLD=NEW", help="Other words than those that are drawn."),
)


def _setting(setting: Setting) -> click.Option:
    """A setting as an option."""
    usual = "" if setting.default in (None, False) else f" [default: {setting.default}]"
    if setting.kind == "flag":
        return click.Option([f"--{setting.name}", setting.key], is_flag=True, default=False, help=setting.help)
    kind: click.ParamType[Any] = (
        click.Choice(setting.choices) if setting.choices else _KINDS.get(setting.kind, click.STRING)
    )
    return click.Option([f"--{setting.name}", setting.key], type=kind, default=None, help=f"{setting.help}{usual}")


class _Recipes(click.Group):
    """Every recipe is a command of its own, made from its card."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All recipes' names."""
        del ctx
        with opened(jobs=1) as house:
            return list(house.registry.cards)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of one recipe; raises UsageError with the nearest name."""
        with opened(jobs=1) as house:
            if ctx.resilient_parsing and cmd_name not in house.registry.cards:
                return None
            card = house.registry.find(cmd_name)
        return _RecipeCommand(card)


class _RecipeCommand(click.Command):
    """``run`` for one recipe."""

    def __init__(self, card: Card) -> None:
        """Take the recipe's parameters as options, then run's own."""
        self._card = card
        super().__init__(
            card.name,
            params=[*(option(parameter) for parameter in card.parameters), *_own_options()],
            help=card.claim,
            short_help=card.claim,
            callback=self._run,
        )

    def _run(self, **given: Any) -> int:  # noqa: ANN401 - the values of all options
        own = {each.name for each in _own_options()}
        parameters = {name: value for name, value in given.items() if name not in own and value is not None}
        names = {parameter.name: parameter for parameter in self._card.parameters}
        context = click.get_current_context()
        for name, parameter in names.items():
            source = context.get_parameter_source(name)
            if source is click.core.ParameterSource.COMMANDLINE and parameter.optional and given[name] is None:
                parameters[name] = None
        with opened(jobs=given["jobs"], timeout=given["timeout"]) as house:
            return _make(house, self._card, parameters, given)


def _own_options() -> list[click.Parameter]:
    """Run's own options, new ones each time, since click keeps state in them."""

    @working_options
    def holder() -> None:
        """Carry the shared options."""

    return [*_OPTIONS, *map(_setting, SETTINGS.values()), *reversed(holder.__click_params__)]


def _make(house: House, card: Card, parameters: dict[str, Value], given: dict[str, Any]) -> int:
    """Make the one asset and say what came out."""
    from vizpipe import pipeline  # noqa: PLC0415 - only to make something

    values = complete(card.parameters, parameters, f"{card.name}: ")
    formats = None if given["format"] is None else [each.strip() for each in given["format"].split(",")]
    said = {key: given[key] for key in SETTINGS if given[key] is not None}
    name = given["name"] if given["name"] is not None else default_name(card, values, said)
    if not is_file_name(name):
        raise UsageError(f"--name {name[:60]!r} can't name a file here; use letters, digits, . _ and -")
    wanted = [
        asset(
            name + ending,
            card,
            values,
            formats=formats,
            labels=dict(map(_label, given["label"])),
            root=str(Path.cwd()),
            **each,
        )
        for ending, each in twins(said)
    ]
    output = given["output"] if given["output"] is not None else Path.cwd()
    far = house.hands(given["cluster"], remote=given["cluster_remote"])
    with far as hands, report.progress() as told:
        shop = pipeline.open_shop(hands, house.cache, output, Manifest(), told)
        outcomes = [pipeline.make(each, shop, house.source(card.path)) for each in wanted]
    report.table(outcomes, shop.entries, output, kept=False)
    return 0


def _label(text: str) -> tuple[str, str]:
    old, equals, new = text.partition("=")
    if not equals or not old or not new.isprintable():
        raise UsageError(f"--label {text[:60]!r} must be OLD=NEW, such as 'Loss=Fehler'")
    return old, new


def default_name(card: Card, values: dict[str, Value], said: Mapping[str, Any] | None = None) -> str:
    """The recipe and the parameters that are not default: choices by value, others by name and value."""
    seeds, compare = (said or {}).get("seeds", 1), (said or {}).get("compare")
    parts = [card.name]
    for parameter in card.parameters:
        value = values[parameter.name]
        if value != parameter.default:
            shown = slug("none" if value is None else value)
            parts.append(shown if parameter.kind == "choice" else f"{parameter.name.replace('_', '-')}-{shown}")
    if seeds != 1:
        parts.append(f"{seeds}-seeds")
    if compare is not None:
        parts.append("by-" + slug(compare.partition("=")[0].replace("_", "-").replace(",", "-and-")))
    name = "-".join(parts)
    if len(name) > _NAME_LENGTH:
        name = f"{name[: _NAME_LENGTH - 7].strip('-.')}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
    return name


run = _Recipes(
    "run",
    help="Run one recipe and write its picture here: vizpipe run RECIPE [--PARAMETER VALUE]…",
    subcommand_metavar="RECIPE [--PARAMETER VALUE]…",
    no_args_is_help=True,
)
