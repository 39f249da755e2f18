"""``vizpipe run RECIPE``: one recipe, here and now."""

import hashlib
from pathlib import Path
from typing import Any

import click

from vizpipe import assets
from vizpipe.assets import Asset, slug
from vizpipe.cli import report
from vizpipe.cli.house import House, opened, working_options
from vizpipe.errors import UsageError
from vizpipe.manifest import Manifest
from vizpipe.options import option
from vizpipe.parameters import Value, complete
from vizpipe.registry import Card

_NAME_LENGTH = 99
_DIGITS = 18


def _choice(value: str) -> int | str:
    return int(value) if value.isascii() and value.isdigit() and len(value) < _DIGITS else value


_OPTIONS = (
    click.Option(["-o", "--output"], type=click.Path(path_type=Path), help="The folder to write to. [default: here]"),
    click.Option(
        ["-f", "--format", "format"], help="gif, png, svg, pdf, csv, npz, or several: gif,png. [default: gif or png]"
    ),
    click.Option(["--size"], help="Pixels, as WIDTHxHEIGHT. A picture taller than wide stacks its panels."),
    click.Option(["--theme"], type=click.Choice(assets.THEMES), default="light", help="Colours. [default: light]"),
    click.Option(["--seeds"], type=int, default=1, help="So many seeds side by side, from --seed on. [default: 1]"),
    click.Option(["--fps"], type=float, default=10.0, help="Frames a second. [default: 10]"),
    click.Option(["--loop"], type=int, default=0, help="How often it plays, 0 for ever. [default: 0]"),
    click.Option(["--hold"], type=float, help="Seconds for which the last frame stands. [default: 2]"),
    click.Option(["--frames"], default="60", help="How many frames to draw at most, or all. [default: 60]"),
    click.Option(["--name"], help="The file's name without its ending. [default: the recipe and its parameters]"),
)


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

    return [*_OPTIONS, *reversed(holder.__click_params__)]


def _make(house: House, card: Card, parameters: dict[str, Value], given: dict[str, Any]) -> int:
    """Make the one asset and say what came out."""
    from vizpipe import pipeline  # noqa: PLC0415 - only to make something

    values = complete(card.parameters, parameters, f"{card.name}: ")
    formats = None if given["format"] is None else [each.strip() for each in given["format"].split(",")]
    name = given["name"] if given["name"] is not None else default_name(card, values, given["seeds"])
    if not assets.is_file_name(name):
        raise UsageError(f"--name {name[:60]!r} can't name a file here; use letters, digits, . _ and -")
    asset: Asset = assets.asset(
        name,
        card,
        values,
        formats=formats,
        size=given["size"],
        theme=given["theme"],
        seeds=given["seeds"],
        frames=_choice(given["frames"]),
        fps=given["fps"],
        loop=given["loop"],
        hold=given["hold"],
    )._replace(root=str(Path.cwd()))
    output = given["output"] if given["output"] is not None else Path.cwd()
    far = house.hands(given["cluster"], remote=given["cluster_remote"])
    with far as hands, report.progress() as told:
        shop = pipeline.open_shop(hands, house.cache, output, Manifest(), told)
        outcome = pipeline.make(asset, shop, house.source(card.path))
    report.table([outcome], shop.entries, output, kept=False)
    return 0


def default_name(card: Card, values: dict[str, Value], seeds: int = 1) -> str:
    """The recipe and the parameters that are not default: choices by value, others by name and value."""
    parts = [card.name]
    for parameter in card.parameters:
        value = values[parameter.name]
        if value != parameter.default:
            shown = slug("none" if value is None else value)
            parts.append(shown if parameter.kind == "choice" else f"{parameter.name.replace('_', '-')}-{shown}")
    if seeds != 1:
        parts.append(f"{seeds}-seeds")
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
