"""The verbs: where each stands, what it does in a line, and what becomes of a wrong one."""

import importlib
from collections.abc import Sequence
from typing import NamedTuple

import click

from vizpipe import __version__
from vizpipe.cli import colours
from vizpipe.errors import nearest


class Verb(NamedTuple):
    """Where a verb stands, and what the list of all verbs says of it."""

    place: str
    """Its module and its command."""
    help: str
    """The first sentence of its own help."""


GROUPS = {
    "Pictures": {
        "list": Verb("listing.list_recipes", "List the recipes, by chapter."),
        "run": Verb("run.run", "Run one recipe and write its picture here."),
        "info": Verb("info.info", "Show what a recipe takes, or which line made a file."),
    },
    "Your own": {
        "new": Verb("new.new", "Write a recipe of your own to begin with, and its test."),
        "watch": Verb("watch.watch", "Show a recipe in a page, and draw it anew at each save."),
        "film": Verb("film.film", "Make a film of training logs, for run RECIPE --film."),
    },
    "A project's assets": {
        "build": Verb("build.build", "Make the assets of vizpipe.toml that are stale."),
        "check": Verb("check.check", "Make them again, and compare with what is committed."),
        "clean": Verb("clean.clean", "Delete files of assets that are no longer named."),
        "doctor": Verb("doctor.doctor", "Check whether this machine has all that is needed."),
    },
    "Showing them": {
        "embed": Verb("embed.embed", "Print what to paste into a page, a post, a paper, a deck."),
        "deck": Verb("deck.deck", "Make slides for PowerPoint, one for each picture."),
        "gallery": Verb("gallery.gallery", "Write a site of static pages that play the films."),
    },
}
"""A verb's module is imported when the verb is asked for; to list them all, none is."""
VERBS = {name: verb for verbs in GROUPS.values() for name, verb in verbs.items()}


class Verbs(click.Group):
    """The verbs; a wrong one is answered with what may be meant."""

    context_class = colours.Context

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all verbs."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a verb."""
        del ctx
        if cmd_name not in VERBS:
            return None
        module, _, name = VERBS[cmd_name].place.partition(".")
        command: click.Command = getattr(importlib.import_module(f"vizpipe.cli.{module}"), name)
        command.context_class = colours.Context
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs in groups, by what the table says of them."""
        del ctx
        width = max(map(len, VERBS))
        for title, verbs in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(f"{name:{width}}", verb.help) for name, verb in verbs.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; ``help VERB`` is ``VERB --help``."""
        if args == ["version"]:
            click.echo(f"vizpipe {__version__}")
            ctx.exit()
        if args and args[0] == "help" and not ctx.resilient_parsing:
            if not args[1:]:
                click.echo(ctx.get_help())
                ctx.exit()
            args = [*args[1:], "--help"]
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in VERBS and not ctx.resilient_parsing:
            raise click.UsageError(f"unknown verb {name[:40]}{_meant(name)}")
        return super().resolve_command(ctx, args)


def _meant(name: str) -> str:
    """What may be meant by a word that is no verb: a recipe is one to run."""
    from vizpipe.cli import hints  # noqa: PLC0415 - only for those who mistype

    meant = hints.verb(name, VERBS)
    if meant:
        return meant
    from vizpipe.cli.recipes import seen  # noqa: PLC0415 - the same
    from vizpipe.registry.index import Summary  # noqa: PLC0415 - the same

    recipe = nearest(name, seen(Summary).cards)
    return recipe.replace(" mean ", " mean vizpipe run ") or f" (there are {', '.join(VERBS)})"


def command_of(words: Sequence[str]) -> str:
    """The command whose help belongs to a line that it was not read as: its verb, and its recipe if it has one."""
    known = [word for word in words[:1] if word in VERBS]
    if known and known[0] in {"run", "watch"}:
        known += [word for word in words[1:2] if not word.startswith("-")]
    return " ".join(["vizpipe", *known])
