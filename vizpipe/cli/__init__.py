"""The runner: verbs, messages, exit codes. No other logic lives here; what a verb needs is imported when it runs."""

import importlib
import os
import re
import signal
import sys
import threading
from types import FrameType
from typing import NamedTuple

import click

from vizpipe import __version__
from vizpipe.cli import streams
from vizpipe.errors import MachineError, UsageError, VizpipeError, nearest


class Verb(NamedTuple):
    """Where a verb stands, and what the list of all verbs says of it."""

    place: str
    """Its module and its command."""
    help: str
    """The first sentence of its own help."""


VERBS = {
    "list": Verb(
        "listing.list_recipes", "List the recipes: built in, the project's own, and those of installed packages."
    ),
    "info": Verb(
        "info.info",
        "Show a recipe's claim, its parameters with their limits, its variants, and an example; or what made a file.",
    ),
    "new": Verb("new.new", "Write a recipe of one's own to begin with, and the test of its claim beside it."),
    "run": Verb("run.run", "Run one recipe and write its picture here: vizpipe run RECIPE [--PARAMETER VALUE]…"),
    "build": Verb(
        "build.build", "Build the assets of vizpipe.toml, or those that are named, as far as they are stale."
    ),
    "check": Verb("check.check", "Train and draw again, and compare with what is committed; end with 4 if it drifted."),
    "deck": Verb(
        "deck.deck",
        "Make a .pptx of recipes or of the project's assets: a slide each, with alternative text, caption and notes.",
    ),
    "embed": Verb(
        "embed.embed", "Print what to paste to show built assets: in a page, a post, a paper, a deck in HTML."
    ),
    "film": Verb("film.film", "Make a film of logs, CSV or TensorBoard's, that run learning-curves --film draws."),
    "gallery": Verb(
        "gallery.gallery",
        "Write static pages: a contact sheet, and for each recipe its films under one slider, snippets and code.",
    ),
    "watch": Verb(
        "watch.watch", "Show one recipe in a page on this machine, and draw it again whenever its file is saved."
    ),
    "clean": Verb(
        "clean.clean",
        "Delete files of assets that are no longer named, unless they were changed after they were built.",
    ),
}
"""A verb's module is imported when the verb is asked for; to list them all, none is."""
INTERRUPTED = 130
_SECONDS = re.compile(r"[0-9]{1,12}")
_LATEST = 253_402_300_799
"""The last second of the year 9999."""


class _Verbs(click.Group):
    """The verbs; a wrong one is answered with the nearest."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all verbs."""
        del ctx
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a verb."""
        del ctx
        if cmd_name not in VERBS:
            return None
        module, _, name = VERBS[cmd_name].place.partition(".")
        command: click.Command = getattr(importlib.import_module(f"vizpipe.cli.{module}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs as click does, by what the table says of them."""
        listed = {name: click.Command(name, help=verb.help) for name, verb in VERBS.items()}
        click.Group(commands=listed).format_commands(ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in VERBS and not ctx.resilient_parsing:
            verbs = ", ".join(VERBS)
            raise click.UsageError(f"unknown verb {name[:40]}{nearest(name, VERBS)} (there are {verbs})")
        return super().resolve_command(ctx, args)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="vizpipe")
def vizpipe() -> None:
    """Train small networks and turn them into figures and animations.

    \b
    vizpipe list                      what there is
    vizpipe run hidden-mapping        one recipe, here and now
    vizpipe build                     a project's assets, what is stale
    vizpipe check                     does what is committed still come out?
    """  # noqa: D301 - click's mark for a block that keeps its lines


def main(arguments: list[str] | None = None) -> None:
    """Run a command line, and end the process with the exit code of what came out."""
    _prepare()
    words = sys.argv[1:] if arguments is None else arguments
    try:
        _check_moment()
        code = vizpipe.main(args=words, prog_name="vizpipe", standalone_mode=False)
    except (VizpipeError, click.ClickException, click.Abort, KeyboardInterrupt, OSError) as error:
        if "_VIZPIPE_COMPLETE" in os.environ:
            sys.exit(0)  # a shell that completes wants words or nothing
        code = _tell(error, traceback="--traceback" in words)
        exec("")  # noqa: S102 - else Python ends by SIGINT, whatever the code, if the interrupt hit a dataclass' exec
    for number in _endings():
        signal.signal(number, signal.SIG_IGN)  # there is nothing left to interrupt, and the code is known
    sys.exit(code if isinstance(code, int) else 0)


def _tell(error: BaseException, *, traceback: bool) -> int:
    """Say in one line what went wrong, and give the exit code."""
    if isinstance(error, VizpipeError):
        if error.details and traceback:
            click.echo(error.details, err=True)
        click.echo(f"vizpipe: {error}", err=True)
        return error.exit_code
    if isinstance(error, OSError):  # the machine refused something that nobody foresaw
        place = str(error.filename or "")
        click.echo(f"vizpipe: {place[:200] or 'this machine'}: {error.strerror or error}", err=True)
        return MachineError.exit_code
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message())
        return error.exit_code
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        where = context.command_path if context else "vizpipe"
        click.echo(f"vizpipe: {error.format_message()} (see {where} --help)", err=True)
        return error.exit_code
    click.echo("vizpipe: interrupted; nothing is half-written", err=True)
    return INTERRUPTED


def _prepare() -> None:
    """Treat requests to end like Ctrl-C, and write to wherever words go."""
    for number in _endings():
        if signal.getsignal(number) != signal.SIG_IGN:  # nohup has a reason
            signal.signal(number, _interrupt)
    sys.unraisablehook = _not_lost
    streams.prepare()


def _check_moment() -> None:
    """Refuse a SOURCE_DATE_EPOCH that libraries would stumble over while they are imported. Raises UsageError."""
    moment = os.environ.get("SOURCE_DATE_EPOCH")
    if moment == "":
        del os.environ["SOURCE_DATE_EPOCH"]
    elif moment is not None and not (_SECONDS.fullmatch(moment) and int(moment) <= _LATEST):
        raise UsageError(f"SOURCE_DATE_EPOCH is {moment[:40]}, but must be seconds since 1970, as a whole number")


def _not_lost(unraisable: "sys.UnraisableHookArgs") -> None:
    """Interrupt again where the first time hit code that can't be interrupted, such as a finalizer."""
    if not issubclass(unraisable.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(unraisable)
        return
    again = threading.Timer(0.05, signal.raise_signal, [signal.SIGINT])
    again.daemon = True
    again.start()


def _endings() -> list[signal.Signals]:
    """The requests to end that this system knows."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Treat a request to end like Ctrl-C."""
    del number, frame
    raise KeyboardInterrupt
