"""``vizpipe check``: whether what is committed still comes out."""

import json
import os
from functools import partial
from pathlib import Path
from typing import Any

import click

from vizpipe import __version__, checking
from vizpipe.checking import accept, announce, baseline, differences, pixels
from vizpipe.checking.announce import Verdict
from vizpipe.checking.losses import losses
from vizpipe.cli import colours, completion, report
from vizpipe.cli.plan import place_options, plan
from vizpipe.cli.working import overwrite_option, working_options
from vizpipe.cli.workspace import Workspace, opened
from vizpipe.errors import UsageError
from vizpipe.manifest.manifest import Entry, Manifest
from vizpipe.manifest.ownership import Guard
from vizpipe.parameters.settings import SIZES
from vizpipe.project.plan import Plan
from vizpipe.store import atomic, folders, git, ours, temporary
from vizpipe.store.cache import Cache
from vizpipe.store.folders import keep_inside

DRIFT = 4
"""The exit code where something differs that must not."""
_PAGE = "index.html"
_MARK = f"<!-- vizpipe {__version__}: vizpipe check -->\n".encode()
"""At the end of reports, so that the next may take their place."""


@click.command()
@click.argument("assets", nargs=-1, metavar="[ASSET|GLOB]...", shell_complete=completion.assets)
@place_options
@click.option("--against", metavar="REVISION|FILE", help="Compare with this. [default: HEAD, without git the manifest]")
@click.option("--accept", type=click.Choice(["drawing", "training"]), help="Take what differs as the new state.")
@click.option("--no-exec", is_flag=True, help="Run no recipe: compare what files are made from.")
@click.option("--trust-cache", is_flag=True, help="Take films whose key agrees from the cache; draw all anew.")
@click.option("--pictures", is_flag=True, help="Measure how pictures look and move.")
@click.option(
    "--theme",
    "themes",
    multiple=True,
    help="With --pictures: look at this theme. [default: the asset's; all for --gallery]",
)
@click.option(
    "--preset",
    "presets",
    multiple=True,
    type=click.Choice([*SIZES, "column", "all"]),
    help="With --pictures: look at this size. [default: the asset's]",
)
@click.option("--seeds", type=int, help="With --pictures: look at so many seeds side by side.")
@click.option("--compare", metavar="NAME", help="With --pictures: look at the values of a parameter side by side.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option("--junit", type=click.Path(dir_okay=False, path_type=Path), help="Write JUnit's XML to this file.")
@click.option(
    "--report", "page", type=click.Path(file_okay=False, path_type=Path), help="Write a page with old and new."
)
@overwrite_option
@working_options
def check(assets: tuple[str, ...], gallery: bool, directory: Path | None, **options: Any) -> int:  # noqa: ANN401, FBT001
    """Make them again, and compare with what is committed.

    Trains and draws everything, and ends with 4 if something comes out differently.
    """
    place = (directory or Path.cwd()).resolve()
    guard = Guard(Cache(), overwrite=options["overwrite"], repairs=True)
    for path in _reports(options):
        keep_inside(path, path.parent, Path.cwd())
        guard.claim(path)
    if options["pictures"]:
        return _measure(place, assets, gallery=gallery, options=options)
    for option, name in (("themes", "theme"), ("presets", "preset"), ("seeds", "seeds"), ("compare", "compare")):
        if options[option]:
            raise UsageError(f"--{name} says how to look at pictures; it goes with --pictures")
    if options["no_exec"]:
        for option in ("accept", "page", "trust_cache"):
            if options[option]:
                name = {"accept": "--accept", "page": "--report", "trust_cache": "--trust-cache"}[option]
                raise UsageError(f"{name} takes what a run gives; leave it out with --no-exec")
        from vizpipe.pipeline import forecast  # noqa: PLC0415 - only here

        return _tell(*forecast.check(place, assets, gallery=gallery, against=options["against"]), options)
    with opened(place, options["jobs"], own=not gallery, timeout=options["timeout"]) as workspace:
        wanted = plan(workspace, place, gallery=gallery, verb="check").chosen(assets)
        table, toml = (workspace.project.table, workspace.project.file) if workspace.project else ({}, None)
        fail_on = checking.parse_fail_on(table.get("fail-on"), toml)
        options["trust_cache"] |= checking.parse_reuse(table.get("reuse-films"), toml)
        base = baseline.find(wanted.outputs, options["against"])
        with temporary.scratch_folder() as scratch:
            made, failed = _run(workspace, wanted, scratch, options)
            findings = differences.of_run(wanted, base, made, everything=not assets)
            outputs, files = scratch / "outputs", {asset.name: asset.files for asset in wanted.assets}
            pair = partial(baseline.content, base, wanted.outputs), lambda file: baseline.bytes_of(outputs / file)
            findings = pixels.measured(findings, files, *pair)
            names = tuple(sorted({asset.name for asset in wanted.assets} | failed.keys() | wanted.broken.keys()))
            verdict = Verdict(base.name, names, wanted.broken | failed, tuple(findings), fail_on)
            kind = options["accept"]
            left = _accept(verdict, wanted, made, outputs, kind, guard) if kind else verdict
            code = _tell(left, wanted, options)
            if options["page"] is not None:
                old = base.manifest.assets
                curves = {name: list(losses(old.get(name), entry)) for name, entry in made.items()}
                from vizpipe.checking.report import page  # noqa: PLC0415 - Pillow, only for those who want to look

                _write_page(options["page"], page(verdict, files, *pair, curves))
        return code


def _measure(place: Path, patterns: tuple[str, ...], *, gallery: bool, options: dict[str, Any]) -> int:
    """Look at pictures instead of comparing them."""
    from vizpipe.cli.check_pictures import THEMES, look_at  # noqa: PLC0415 - only here

    for option in ("accept", "against", "junit", "no_exec", "page", "trust_cache"):
        if options[option]:
            name = {"page": "--report"}.get(option, f"--{option.replace('_', '-')}")
            raise UsageError(f"{name} is about differences; leave it out with --pictures")
    with opened(place, options["jobs"], own=not gallery, timeout=options["timeout"]) as workspace:
        wanted = plan(workspace, place, gallery=gallery, verb="check").chosen(patterns)
        if wanted.lack:
            colours.warning(wanted.lack)
        for name, problem in wanted.broken.items():
            colours.error(f"{name}: {problem}")
        themes = options["themes"] or (THEMES if gallery else ())
        root = workspace.project.root if workspace.project else place
        code = look_at(workspace, wanted.assets, themes, str(root), options)
        return 1 if wanted.broken else code


def _run(
    workspace: Workspace, wanted: Plan, scratch: Path, options: dict[str, Any]
) -> tuple[dict[str, Entry], dict[str, str]]:
    """Make every asset anew, beside what is there; give the new lines, and what failed.

    No cache is trusted, unless somebody says that its films may be: then they are lent, and new ones given back.
    """
    from vizpipe.pipeline import batch, films  # noqa: PLC0415 - only to make something
    from vizpipe.pipeline.build import open_build  # noqa: PLC0415 - as above

    cache, lender = Cache(scratch / "cache"), Cache()
    if options["trust_cache"] and films.lend(wanted.assets, lender, cache):
        click.echo("films are taken from the cache where their key agrees; pictures are drawn anew", err=True)
    workers = workspace.executor(options["cluster"], remote=options["cluster_remote"])
    with workers as executor, report.progress(quiet=options["as_json"]) as progress:
        work = open_build(executor, cache, scratch / "outputs", Manifest(), progress)
        made = batch.make_all(wanted.assets, work, workspace.source)
    if options["trust_cache"]:
        films.lend(wanted.assets, cache, lender)
    failed = {each.name: each.why[0] for each in made if each.status == "failed"}
    if options["traceback"]:
        for each in made:
            if each.details:
                click.echo(each.details, err=True)
    return work.entries, failed


def _accept(
    verdict: Verdict, wanted: Plan, made: dict[str, Entry], folder: Path, kind: accept.Kind, guard: Guard
) -> Verdict:
    """Publish what differs, and give what is left to say."""
    accepted = []
    for name in accept.accept(verdict, wanted, made, folder, kind, guard):
        accepted.append(name)
        click.echo(f"accepted {name}; commit {wanted.outputs.name}/{ours.NAME} to make it last", err=True)
    return accept.without(verdict, accepted, made)


def _write_page(folder: Path, page: bytes) -> None:
    """The page with old and new."""
    folders.make_folder(folder)
    atomic.write(folder / _PAGE, page + _MARK)


def _reports(options: dict[str, Any]) -> list[Path]:
    """The files that are asked for."""
    page = [options["page"] / _PAGE] if options["page"] is not None else []
    return [*page, *([options["junit"]] if options["junit"] is not None else [])]


def _print(verdict: Verdict, wanted: Plan, options: dict[str, Any]) -> None:
    """Say it to people, or to machines."""
    if wanted.lack:
        colours.warning(wanted.lack)
    if options["as_json"]:
        click.echo(json.dumps(announce.as_json(verdict), ensure_ascii=False, indent=1))
    elif verdict.findings or not wanted.lack:
        for line in announce.lines(verdict, options["no_exec"]):
            click.echo(line)


def _tell(verdict: Verdict, wanted: Plan, options: dict[str, Any]) -> int:
    """Say it to people and machines, and give the exit code."""
    _print(verdict, wanted, options)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        if not options["as_json"]:
            places = git.prefix(wanted.outputs), git.prefix(wanted.root)
            for line in announce.annotations(verdict, *places, wanted.root.resolve(), wanted.file):
                click.echo(line)
        if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
            atomic.append(Path(summary), announce.summary(verdict).encode(errors="replace"))
    for name, problem in verdict.failed.items():
        colours.error(announce.one_line(f"{name}: {problem}"))
    if options["junit"] is not None:
        folders.make_folder(options["junit"].parent)
        atomic.write(options["junit"], announce.junit(verdict) + _MARK)
    if verdict.failed:
        return 1
    return 0 if verdict.ok else DRIFT
