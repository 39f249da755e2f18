"""``vizpipe run RECIPE``: one recipe, here and now."""

from pathlib import Path
from typing import Any

import click

from vizpipe.cli import report
from vizpipe.cli.options import option
from vizpipe.cli.workspace import Workspace, jobs_default, opened_once, overwrite_option, working_options
from vizpipe.encoding.formats import FORMATS
from vizpipe.errors import UsageError
from vizpipe.manifest.manifest import Manifest
from vizpipe.manifest.ownership import Guard
from vizpipe.parameters.parameter import Value, complete
from vizpipe.parameters.settings import SETTINGS, Setting
from vizpipe.project import destination
from vizpipe.project.asset import new_asset, twins
from vizpipe.project.destination import Destination
from vizpipe.project.names import default_name, is_file_name
from vizpipe.registry.card import Card

_KINDS: dict[str, click.ParamType[Any]] = {"number": click.FLOAT, "integer": click.INT}
_OPTIONS = (
    click.Option(
        ["-o", "--output"],
        type=click.Path(),
        help="The folder to write to, or the file if it ends like one: picture.gif. [default: here]",
    ),
    click.Option(
        ["-f", "--format", "format"], help=f"{', '.join(FORMATS)}, or several: gif,png. [default: gif or png]"
    ),
    click.Option(["--name"], help="The file's name without its ending. [default: the recipe and what is not default]"),
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
        return list(opened_once(ctx).registry.cards)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of one recipe; raises UsageError with the nearest name."""
        workspace = opened_once(ctx)
        if ctx.resilient_parsing and cmd_name not in workspace.registry.cards:
            return None
        return _RecipeCommand(workspace.registry.find(cmd_name))


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

    def _run(self, **options: Any) -> int:  # noqa: ANN401 - the values of all options
        own = {parameter.name for parameter in _own_options()}
        values = {name: value for name, value in options.items() if name not in own and value is not None}
        context = click.get_current_context()
        for parameter in self._card.parameters:
            source = context.get_parameter_source(parameter.name)
            if source is click.core.ParameterSource.COMMANDLINE and parameter.optional:
                values.setdefault(parameter.name, None)
        workspace = opened_once(context)
        workspace.workers.resize(options["jobs"] or jobs_default(), options["timeout"])
        return _make(workspace, self._card, values, options)


def _own_options() -> list[click.Parameter]:
    """Run's own options, new ones each time, since click keeps state in them."""

    @overwrite_option
    @working_options
    def holder() -> None:
        """Carry the shared options."""

    return [*_OPTIONS, *map(_setting, SETTINGS.values()), *reversed(holder.__click_params__)]


def _make(workspace: Workspace, card: Card, parameters: dict[str, Value], options: dict[str, Any]) -> int:
    """Make the one asset and say what came out."""
    from vizpipe.pipeline.build import open_build  # noqa: PLC0415 - only to make something
    from vizpipe.pipeline.make import make  # noqa: PLC0415 - only to make something

    values = complete(card.parameters, parameters, f"{card.name}: ")
    formats = None if options["format"] is None else [name.strip() for name in options["format"].split(",")]
    settings = {key: options[key] for key in SETTINGS if options[key] is not None}
    where = destination.find(options["output"], formats)
    assets = [
        new_asset(
            name,
            card,
            values,
            formats=[where.format] if where.file else formats,
            labels=dict(map(_label, options["label"])),
            root=str(Path.cwd()),
            **each,
        )._replace(file=where.file)
        for name, each in _names(card, values, settings, options, where)
    ]
    workers = workspace.executor(options["cluster"], remote=options["cluster_remote"])
    with workers as executor, report.progress() as progress:
        guard = Guard(workspace.cache, overwrite=options["overwrite"])
        build = open_build(executor, workspace.cache, where.folder, Manifest(), progress, guard=guard)
        made = [make(asset, build, workspace.source(card.path)) for asset in assets]
    report.table(made, build.entries, where.folder, kept=False)
    return 0


def _names(
    card: Card, values: dict[str, Value], settings: dict[str, Any], options: dict[str, Any], where: Destination
) -> list[tuple[str, dict[str, Any]]]:
    """What is made is called, with its settings. Raises UsageError where two would have one name."""
    assets = twins(settings)
    if where.file:
        if options["name"] is not None:
            raise UsageError(f"-o {where.file} names the file already; leave --name out, or name a folder with -o")
        if len(assets) > 1:
            raise UsageError(f"-o {where.file} names one file, but auto asks for {len(assets)}; name a folder with -o")
        return [(where.stem, each) for _, each in assets]
    name = options["name"] if options["name"] is not None else default_name(card, values, settings, options["label"])
    if not is_file_name(name):
        raise UsageError(f"--name {name[:60]!r} can't name a file here; use letters, digits, . _ and -")
    return [(name + ending, each) for ending, each in assets]


def _label(text: str) -> tuple[str, str]:
    old, equals, new = text.partition("=")
    if not equals or not old or not new.isprintable():
        raise UsageError(f"--label {text[:60]!r} must be OLD=NEW, such as 'Loss=Fehler'")
    return old, new


run = _Recipes(
    "run",
    help="Run one recipe and write its picture here: vizpipe run RECIPE [--PARAMETER VALUE]…",
    subcommand_metavar="RECIPE [--PARAMETER VALUE]…",
    no_args_is_help=True,
)
