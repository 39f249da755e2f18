"""``vizpipe run RECIPE``: one recipe, here and now."""

import contextlib
import textwrap
from typing import TYPE_CHECKING, Any

import click

from vizpipe.cli import completion
from vizpipe.cli.colours import Context
from vizpipe.cli.grouped import Grouped
from vizpipe.cli.options import option
from vizpipe.cli.recipes import seen
from vizpipe.cli.working import jobs_default, overwrite_option, working_options
from vizpipe.encoding.formats import FORMATS
from vizpipe.errors import VizpipeError
from vizpipe.parameters.parameter import Value
from vizpipe.parameters.parsing import parse
from vizpipe.parameters.settings import SETTINGS, Setting
from vizpipe.registry.card import Card
from vizpipe.registry.index import Summary, by_chapter

if TYPE_CHECKING:
    from vizpipe.cli.workspace import Workspace

_KINDS: dict[str, click.ParamType[Any]] = {"number": click.FLOAT, "integer": click.INT}
OTHER_WORDS = click.Option(
    ["--label"],
    multiple=True,
    metavar="OLD=NEW|COLUMN",
    help="Other words than those that are drawn; with --data, the column of the classes.",
)
_OPTIONS = (
    click.Option(
        ["-o", "--output"],
        type=click.Path(),
        help="The folder to write to, or the file if it ends like one: picture.gif. [default: here]",
    ),
    click.Option(
        ["-f", "--format", "format"],
        shell_complete=completion.formats,
        help=f"{', '.join(FORMATS)}, or several: gif,png. [default: gif or png]",
    ),
    click.Option(["--open", "opens"], is_flag=True, default=False, help="Show what was made in the system's viewer."),
    click.Option(["--name"], help="The file's name without its ending. [default: the recipe and what is not default]"),
    OTHER_WORDS,
)
_COLUMN = "label"
"""The parameter that shares an option with other words: a name without = is a column's."""


def setting_option(setting: Setting) -> click.Option:
    """A setting as an option."""
    usual = "" if setting.default in (None, False) else f" [default: {setting.default}]"
    if setting.kind == "flag":
        return click.Option([f"--{setting.name}", setting.key], is_flag=True, default=False, help=setting.help)
    kind: click.ParamType[Any] = (
        click.Choice(setting.choices) if setting.choices else _KINDS.get(setting.kind, click.STRING)
    )
    words, more = f"{setting.help}{usual}", setting.kind in {"pauses", "films", "headlines"}
    return click.Option(
        [f"--{setting.name}", setting.key],
        type=kind,
        default=None,
        help=words,
        multiple=more,
        shell_complete=completion.OF_SETTINGS.get(setting.name),
    )


class Recipes(click.Group):
    """Every recipe is a command of its own, made from its card."""

    context_class = Context

    def own(self) -> list[click.Parameter]:
        """The options that every recipe takes beside its parameters."""
        return _own_options()

    def knows(self, option: str) -> bool:
        """Whether some recipe takes an option."""
        known = {word for each in self.own() for word in (*each.opts, *each.secondary_opts)}
        with contextlib.suppress(VizpipeError):  # recipes that can't be read are told of when one is asked for
            known |= {each.option for card in seen(Card).cards.values() for each in card.parameters}
        return option in known

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All recipes' names."""
        del ctx
        return list(seen(Summary).cards)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of one recipe; raises UsageError with the nearest name."""
        from vizpipe.cli.workspace import opened_once  # noqa: PLC0415 - workers, which no list of recipes needs

        workspace = opened_once(ctx)
        if ctx.resilient_parsing and cmd_name not in workspace.registry.cards:
            return None
        return RecipeCommand(workspace.registry.find(cmd_name), workspace)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Name the recipes by chapter; ``list`` says what each is about."""
        del ctx
        with formatter.section("Recipes"):
            for name, cards in by_chapter(seen(Summary).cards.values()).items():
                names = textwrap.wrap(
                    ", ".join(card.name for card in cards), formatter.width - 4, break_on_hyphens=False
                )
                formatter.write("".join(f"  {line}\n" for line in (name, *(f"  {each}" for each in names))))
        formatter.write("\nvizpipe list says what each shows, vizpipe run RECIPE --help what it takes.\n")


class RecipeCommand(Grouped):
    """``run`` for one recipe; another verb has options of its ``own``, and ``makes`` something else of them."""

    own = "What it shows"

    def __init__(self, card: Card, workspace: "Workspace") -> None:
        """Take the recipe's parameters as options, then run's own."""
        self.card, self.workspace = card, workspace
        super().__init__(
            card.name,
            params=[*(option(each) for each in card.parameters if each.name != _COLUMN), *self.other()],
            help=card.claim,
            short_help=card.claim,
            callback=self._run,
        )

    def other(self) -> list[click.Parameter]:
        """The verb's own options."""
        return _own_options()

    def makes(self, values: dict[str, Value], options: dict[str, Any]) -> int:
        """Make what is asked for, with the recipe's own parameters and the verb's options, and give the exit code."""
        from vizpipe.cli.making import make_one  # noqa: PLC0415 - only to make something

        self.workspace.workers.resize(options["jobs"] or jobs_default(), options["timeout"])
        return make_one(self.workspace, self.card, values, options)

    def _run(self, **options: Any) -> int:  # noqa: ANN401 - the values of all options
        own = {parameter.name for parameter in self.other()}
        values = {name: value for name, value in options.items() if name not in own and value is not None}
        column = next((parameter for parameter in self.card.parameters if parameter.name == _COLUMN), None)
        if column is not None and (named := [text for text in options["label"] if "=" not in text]):
            values[_COLUMN] = parse(column, named[0])
            options["label"] = [text for text in options["label"] if "=" in text] + named[1:]
        context = click.get_current_context()
        for parameter in self.card.parameters:
            source = context.get_parameter_source(parameter.name)
            if source is click.core.ParameterSource.COMMANDLINE and parameter.optional:
                values.setdefault(parameter.name, None)
        return self.makes(values, options)


def _own_options() -> list[click.Parameter]:
    """Run's own options, new ones each time, since click keeps state in them."""

    @overwrite_option
    @working_options
    def holder() -> None:
        """Carry the shared options."""

    return [*_OPTIONS, *map(setting_option, SETTINGS.values()), *reversed(holder.__click_params__)]


run = Recipes(
    "run",
    help="Run one recipe and write its picture here.",
    subcommand_metavar="RECIPE [--PARAMETER VALUE]…",
    no_args_is_help=True,
)
