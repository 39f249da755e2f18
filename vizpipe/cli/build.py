"""``vizpipe build``: a project's assets, what is stale."""

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vizpipe.cli import colours, completion, report
from vizpipe.cli.plan import place_options, plan
from vizpipe.cli.working import overwrite_option, working_options
from vizpipe.cli.workspace import Workspace, opened
from vizpipe.errors import RecipeError, UsageError
from vizpipe.manifest import manifest, sweep
from vizpipe.manifest.manifest import Entry
from vizpipe.manifest.ownership import Guard
from vizpipe.project.plan import Plan
from vizpipe.store import ours

if TYPE_CHECKING:
    from vizpipe.pipeline.job import Made

STALE = 4
"""The exit code of ``--locked`` where something is stale."""


@click.command()
@click.argument("assets", nargs=-1, metavar="[ASSET|GLOB]...", shell_complete=completion.assets)
@place_options
@click.option("--force", is_flag=True, help="Make everything again.")
@click.option("--dry-run", is_flag=True, help="Say what is stale, and make nothing.")
@click.option("--why", is_flag=True, help="Say all reasons, old → new, and make nothing.")
@click.option("--locked", is_flag=True, help="Make nothing; end with 4 if anything is stale. For CI and hooks.")
@click.option(
    "--stamp",
    type=click.Path(dir_okay=False, path_type=Path),
    help="When all is up to date, write this file: a rule for make that names what the assets are made from.",
)
@overwrite_option
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@working_options
def build(assets: tuple[str, ...], gallery: bool, directory: Path | None, **options: Any) -> int:  # noqa: ANN401, FBT001
    """Make the assets of vizpipe.toml that are stale.

    All of them, or those that are named.
    """
    place = (directory or Path.cwd()).resolve()
    with opened(place, options["jobs"], own=not gallery, timeout=options["timeout"]) as workspace:
        whole = plan(workspace, place, gallery=gallery, verb="build")
        return _build(workspace, whole, whole.chosen(assets), options | {"gallery": gallery})


def _build(workspace: Workspace, whole: Plan, wanted: Plan, options: dict[str, Any]) -> int:
    """Make the assets and report."""
    from vizpipe.pipeline import batch, remarks, stamp  # noqa: PLC0415 - only to make something
    from vizpipe.pipeline.build import open_build  # noqa: PLC0415 - as above
    from vizpipe.pipeline.state import State  # noqa: PLC0415 - as above

    dry = _is_dry(options)
    outputs, begun = wanted.outputs, time.time_ns()
    last, problem, is_merge = manifest.look(outputs)
    if is_merge:
        colours.warning(problem)
    elif problem:
        what = f"{outputs.name}/{ours.NAME} can't be read ({problem})"
        colours.warning(f"{what}; what it doesn't say is made again")
    workers = workspace.executor(options["cluster"], remote=options["cluster_remote"])
    with workers as executor, report.progress(quiet=options["as_json"]) as progress:
        guard = Guard(workspace.cache, overwrite=options["overwrite"], repairs=True)
        if options["stamp"]:
            stamp.claim(options["stamp"], guard)
        work = open_build(
            executor,
            workspace.cache,
            outputs,
            last,
            progress,
            root=whole.root,
            guard=guard,
            force=options["force"],
            dry=dry,
        )
        made = batch.make_all(wanted.assets, work, workspace.source)
        if not (options["gallery"] or options["as_json"]):
            named = {each.name: each for each in made}
            remarks.glances([(asset, named[asset.name]) for asset in wanted.assets], work, workspace.source)
    made += [batch.failed(name, RecipeError(problem)) for name, problem in wanted.broken.items()]
    made.sort(key=lambda each: each.name)
    unclaimed = sweep.unclaimed(whole, last)
    _tell(whole, made, unclaimed, work.entries, options)
    report.failures(made, traceback=options["traceback"])
    if not dry:
        _settle(workspace, wanted, made, begun, options["stamp"])
    if failed := max((each.exit_code for each in made), default=0):
        return failed
    return STALE if options["locked"] and any(each.status is State.STALE for each in made) else 0


def _tell(
    whole: Plan, made: "Sequence[Made]", unclaimed: list[str], entries: dict[str, Entry], options: dict[str, Any]
) -> None:
    """Say what became of each asset, and which are no longer asked for."""
    if whole.lack:
        colours.warning(whole.lack)
    if options["as_json"]:
        summary = report.as_json(made, whole.outputs) | {"unclaimed": unclaimed}
        click.echo(json.dumps(summary, ensure_ascii=False, indent=1))
        return
    if not whole.lack:
        report.table(made, entries, whole.outputs, kept=True, reasons=options["why"])
    if unclaimed:
        click.echo(f"no longer asked for: {', '.join(unclaimed)} (vizpipe clean deletes them)")


def _is_dry(options: dict[str, Any]) -> bool:
    """Whether nothing is made. Raises UsageError for options that ask for more then."""
    dry = bool(options["dry_run"] or options["why"] or options["locked"])
    told = {"force": "--force makes everything again", "stamp": "--stamp says that all is up to date"}
    for name, words in told.items():
        if dry and options[name]:
            raise UsageError(f"{words}; leave it out with --dry-run, --why or --locked")
    return dry


def _settle(workspace: Workspace, wanted: Plan, made: "Sequence[Made]", begun: int, mark: Path | None) -> None:
    """Leave no file older than what it is made from, and the stamp if everything is up to date."""
    from vizpipe.pipeline import stamp  # noqa: PLC0415 - as above

    project = (
        workspace.project.file if workspace.project is not None and wanted.root == workspace.project.root else None
    )
    known = workspace.registry.files
    sources = {asset.name: stamp.sources(asset, known, project) for asset in wanted.assets}
    for each in made:
        stamp.settle(each.files, sources.get(each.name, ()), begun)
    if mark is not None and not any(each.exit_code for each in made):
        targets = [path for each in made for path in each.files]
        stamp.write(mark, targets, {path for paths in sources.values() for path in paths}, begun)
