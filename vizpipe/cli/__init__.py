"""The runner: verbs, messages, exit codes. No other logic lives here; what a verb needs is imported when it runs."""

import signal
import sys
from types import FrameType

import click

from vizpipe import __version__
from vizpipe.cli.build import build
from vizpipe.cli.clean import clean
from vizpipe.cli.info import info
from vizpipe.cli.listing import list_recipes
from vizpipe.cli.run import run
from vizpipe.errors import VizpipeError, nearest

INTERRUPTED = 130


class _Verbs(click.Group):
    """The verbs; a wrong one is answered with the nearest."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in self.commands and not ctx.resilient_parsing:
            verbs = ", ".join(self.commands)
            raise click.UsageError(f"unknown verb {name[:40]}{nearest(name, self.commands)} (there are {verbs})")
        return super().resolve_command(ctx, args)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="vizpipe")
def vizpipe() -> None:
    """Train small networks and turn them into figures and animations.

    \b
    vizpipe list                      what there is
    vizpipe run hidden-mapping        one recipe, here and now
    vizpipe build                     a project's assets, what is stale
    """  # noqa: D301 - click's mark for a block that keeps its lines


for _command in (list_recipes, info, run, build, clean):
    vizpipe.add_command(_command)


def main(arguments: list[str] | None = None) -> None:
    """Run a command line, and end the process with the exit code of what came out."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)
    words = sys.argv[1:] if arguments is None else arguments
    try:
        code = vizpipe.main(args=words, prog_name="vizpipe", standalone_mode=False)
    except VizpipeError as error:
        if error.details and "--traceback" in words:
            click.echo(error.details, err=True)
        click.echo(f"vizpipe: {error}", err=True)
        code = error.exit_code
    except click.UsageError as error:
        usage = error.ctx.command_path if error.ctx else "vizpipe"
        click.echo(f"vizpipe: {error.format_message()} (see {usage} --help)", err=True)
        code = 2
    except click.ClickException as error:
        click.echo(f"vizpipe: {error.format_message()}", err=True)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("vizpipe: interrupted; nothing is half-written", err=True)
        code = INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Treat a request to end like Ctrl-C."""
    del number, frame
    raise KeyboardInterrupt
