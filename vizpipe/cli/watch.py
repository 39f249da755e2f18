"""``vizpipe watch RECIPE``: its newest picture in a page, as long as somebody works on it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vizpipe.cli import colours, opening
from vizpipe.cli.run import OTHER_WORDS, RecipeCommand, Recipes, setting_option
from vizpipe.cli.working import timeout_option, traceback_option
from vizpipe.errors import RecipeError
from vizpipe.parameters.parameter import Value
from vizpipe.parameters.settings import SETTINGS

if TYPE_CHECKING:
    from vizpipe.cli.workspace import Workspace
    from vizpipe.pipeline.watching import Drawn
    from vizpipe.workers.pool import Workers

_WORKSPACE = "vizpipe.watched"
"""The workspace's name among what the contexts of the command line share."""
_NOT_FOR_ONE_LOOK = ("first_frame", "max_bytes")
"""Settings of files."""
_HIGHEST_PORT = 65_535


def _own_options() -> list[click.Parameter]:
    """Options beside the recipe's parameters, new ones each time, since click keeps state in them."""
    carried: Any = timeout_option(traceback_option(lambda: None))
    port = click.IntRange(0, _HIGHEST_PORT)
    own = [
        click.Option(["--frame"], type=click.IntRange(0), help="The frame to show. [default: the last]"),
        OTHER_WORDS,
        click.Option(["--port"], type=port, help="Where the page is. [default: 8620, or a free one]"),
        click.Option(["--open", "opens"], is_flag=True, help="Open the page in a browser."),
        click.Option(["-j", "--jobs"], type=click.IntRange(1, 256), default=1, help="Worker processes. [default: 1]"),
    ]
    settings = [setting_option(each) for key, each in SETTINGS.items() if key not in _NOT_FOR_ONE_LOOK]
    return [*settings, *own, *reversed(carried.__click_params__)]


class _Watched(Recipes):
    """Every recipe is a command of its own; also one that can't be read yet, without its parameters."""

    def own(self) -> list[click.Parameter]:
        """The options that every recipe takes beside its parameters."""
        return _own_options()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of one recipe; raises UsageError with the nearest name."""
        if ctx.resilient_parsing:  # a shell that completes
            found = super().get_command(ctx, cmd_name)
            return _WatchCommand(found.card, found.workspace) if isinstance(found, RecipeCommand) else None
        workspace = _opened(ctx)
        try:
            return _WatchCommand(workspace.registry.find(cmd_name), workspace)
        except RecipeError:
            paths = [each.path for each in workspace.sources if Path(each.path).stem.replace("_", "-") == cmd_name]
            if len(paths) != 1:
                raise
            return _BrokenCommand(cmd_name, paths[0], workspace)


class _WatchCommand(RecipeCommand):
    """``watch`` for one recipe."""

    def other(self) -> list[click.Parameter]:
        """The verb's own options."""
        return _own_options()

    def makes(self, values: dict[str, Value], options: dict[str, Any]) -> int:
        """Watch, until somebody interrupts."""
        return _watch(self.workspace, self.card.name, self.card.path, values, options)


class _BrokenCommand(click.Command):
    """``watch`` for a recipe that somebody is about to mend."""

    def __init__(self, name: str, path: str, workspace: "Workspace") -> None:
        """Take the verb's own options alone."""
        super().__init__(
            name, params=_own_options(), callback=lambda **options: _watch(workspace, name, path, {}, options)
        )


watch = _Watched(
    "watch",
    help="Show a recipe in a page, and draw it anew at each save.\n\nThe page is on this machine alone.",
    subcommand_metavar="RECIPE [--PARAMETER VALUE]…",
    no_args_is_help=True,
)


def _opened(context: click.Context) -> "Workspace":
    """A workspace with a worker that has drawn before; gone when the command ends."""
    from vizpipe.cli.workspace import Workspace  # noqa: PLC0415 - workers, which no list of recipes needs
    from vizpipe.store.cache import Cache  # noqa: PLC0415 - as above

    root = context.find_root()
    if _WORKSPACE not in root.meta:
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"  # it is told by seconds and sizes, and a save may change neither
        workers = root.with_resource(_workers(1, None))
        root.meta[_WORKSPACE] = Workspace(workers, Cache(), Path.cwd())
    workspace: Workspace = root.meta[_WORKSPACE]
    return workspace


def _workers(jobs: int, timeout: float | None) -> "Workers":
    from vizpipe.workers.pool import Workers  # noqa: PLC0415 - as above

    return Workers(jobs, timeout, rehearsed=True)


def _watch(workspace: "Workspace", name: str, path: str, values: dict[str, Value], options: dict[str, Any]) -> int:
    """Show the page, and draw at every save."""
    from vizpipe.cli.sight import Sight  # noqa: PLC0415 - only to draw
    from vizpipe.pipeline.watching import Watching  # noqa: PLC0415 - as above
    from vizpipe.publishing.viewer import Viewer  # noqa: PLC0415 - as above
    from vizpipe.store import temporary  # noqa: PLC0415 - as above

    workers, (jobs, timeout) = workspace.workers, (options["jobs"], options["timeout"])
    workers.resize(jobs, timeout)
    with temporary.scratch_folder() as scratch:
        viewer = Viewer(name, options["port"])
        sight = Sight(name, path, values, options, scratch)
        files = [path] if workspace.project is None else [path, str(workspace.project.file)]
        click.echo(f"{viewer.address}  shows {name}, drawn again whenever {path} is saved; Ctrl-C ends")
        if options["opens"]:
            opening.show([viewer.address])

        def anew() -> "Workers":
            return _workers(jobs, timeout)

        def report(drawn: "Drawn", seconds: float) -> None:
            _report(drawn, seconds, traceback=options["traceback"])

        try:
            Watching(viewer, files, sight.draw, anew, report).watch(workers)
        except KeyboardInterrupt:
            pass  # the only end that there is
        finally:
            viewer.close()
            workspace.cache.trim()
    return 0


def _report(drawn: "Drawn", seconds: float, *, traceback: bool) -> None:
    """Say what came of a save."""
    if drawn.error is None:
        click.echo(f"drawn in {seconds:.2f} s")
        return
    if traceback and drawn.error.details:
        click.echo(drawn.error.details, err=True)
    colours.error(str(drawn.error))
