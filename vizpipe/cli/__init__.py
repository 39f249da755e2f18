"""The runner: verbs, messages, exit codes. No other logic lives here; what a verb needs is imported when it runs."""

import os
import re
import signal
import sys
import threading
from types import FrameType

import click

from vizpipe import __version__
from vizpipe.cli import colours, streams
from vizpipe.cli.verbs import Verbs, command_of
from vizpipe.errors import MachineError, UsageError, VizpipeError

INTERRUPTED = 130
_SECONDS = re.compile(r"[0-9]{1,12}")
_LATEST = 253_402_300_799
"""The last second of the year 9999."""


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="vizpipe", message="%(prog)s %(version)s")
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
        code = vizpipe.main(args=words, prog_name="vizpipe", standalone_mode=False, color=colours.wanted())
    except (VizpipeError, click.ClickException, click.Abort, KeyboardInterrupt, OSError) as error:
        if "_VIZPIPE_COMPLETE" in os.environ:
            sys.exit(0)  # a shell that completes wants words or nothing
        code = _tell(error, words)
        exec("")  # noqa: S102 - else Python ends by SIGINT, whatever the code, if the interrupt hit a dataclass' exec
    for number in _endings():
        signal.signal(number, signal.SIG_IGN)  # there is nothing left to interrupt, and the code is known
    sys.exit(code if isinstance(code, int) else 0)


def _tell(error: BaseException, words: list[str]) -> int:
    """Say in one line what went wrong with the command line of these words, and give the exit code."""
    if isinstance(error, VizpipeError):
        if error.details and "--traceback" in words:
            click.echo(error.details, err=True)
        colours.error(str(error))
        return error.exit_code
    if isinstance(error, OSError):  # the machine refused something that nobody foresaw
        place = str(error.filename or "")
        colours.error(f"{place[:200] or 'this machine'}: {error.strerror or error}")
        return MachineError.exit_code
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), color=colours.wanted())
        return error.exit_code if error.ctx.parent else 0  # the bare command asks what there is
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        where = context.command_path if context else command_of(words)
        line = f"{error.format_message()} (see {where} --help)"
        if isinstance(error, click.NoSuchOption):
            from vizpipe.cli import hints  # noqa: PLC0415 - only for those who mistype

            line = hints.too_early(error, words) or f"{hints.unknown(error)} (see {where} --help)"
        colours.error(line)
        return error.exit_code
    colours.error("interrupted; nothing is half-written")
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
