"""``vizpipe check``: whether what is committed still comes out."""

import contextlib
import json
import os
from pathlib import Path
from typing import Any

import click
import msgspec

from vizpipe import __version__, checking
from vizpipe.checking import Finding, announce, baseline, compare
from vizpipe.checking.announce import Verdict
from vizpipe.checking.baseline import Baseline
from vizpipe.cli import report
from vizpipe.cli.differences import differences
from vizpipe.cli.plan import Plan, place_options, plan
from vizpipe.cli.workspace import Workspace, opened, overwrite_option, working_options
from vizpipe.errors import UsageError
from vizpipe.manifest import manifest
from vizpipe.manifest.manifest import Entry, Manifest
from vizpipe.manifest.ownership import Guard
from vizpipe.project.asset import Asset
from vizpipe.store import atomic, folders, git, hashes, ours
from vizpipe.store.cache import Cache
from vizpipe.store.folders import keep_inside

DRIFT = 4
"""The exit code where something differs that must not."""
_PAGE = "index.html"
_MARK = f"<!-- vizpipe {__version__}: vizpipe check -->\n".encode()
"""At the end of reports, so that the next may take their place."""


@click.command()
@click.argument("assets", nargs=-1, metavar="[ASSET|GLOB]...")
@place_options
@click.option("--against", metavar="REVISION|FILE", help="Compare with this. [default: HEAD, without git the manifest]")
@click.option("--accept", type=click.Choice(["drawing", "training"]), help="Take what differs as the new state.")
@click.option("--no-exec", is_flag=True, help="Run no recipe: compare what files are made from.")
@click.option("--pictures", is_flag=True, help="Measure how pictures look: texts, colours, flashes, weight.")
@click.option(
    "--theme",
    "themes",
    multiple=True,
    help="With --pictures: look at this theme. [default: the asset's; all for --gallery]",
)
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option("--junit", type=click.Path(dir_okay=False, path_type=Path), help="Write JUnit's XML to this file.")
@click.option(
    "--report", "page", type=click.Path(file_okay=False, path_type=Path), help="Write a page with old and new."
)
@overwrite_option
@working_options
def check(assets: tuple[str, ...], gallery: bool, directory: Path | None, **given: Any) -> int:  # noqa: ANN401, FBT001
    """Train and draw again, and compare with what is committed; end with 4 if it drifted."""
    place = (directory or Path.cwd()).resolve()
    guard = Guard(Cache(), overwrite=given["overwrite"], repairs=True)
    for path in _reports(given):
        keep_inside(path, path.parent, Path.cwd())
        guard.claim(path)
    if given["pictures"]:
        return _measure(place, assets, gallery=gallery, given=given)
    if given["themes"]:
        raise UsageError("--theme says in which theme to look at pictures; it goes with --pictures")
    if given["no_exec"]:
        for option in ("accept", "page"):
            if given[option]:
                name = {"accept": "--accept", "page": "--report"}[option]
                raise UsageError(f"{name} takes what a run gives; leave it out with --no-exec")
        from vizpipe.cli.no_exec import look  # noqa: PLC0415 - only here

        return _tell(*look(place, assets, gallery=gallery, against=given["against"]), given)
    with opened(place, given["jobs"], own=not gallery, timeout=given["timeout"]) as house:
        wanted = plan(house, place, gallery=gallery, verb="check").chosen(assets)
        fail_on = checking.parse_fail_on(house.project.table.get("fail-on") if house.project else None)
        base = baseline.find(wanted.outputs, given["against"])
        with folders.scratch_folder() as scratch:
            made, failed = _run(house, wanted, scratch, given)
            findings = _findings(wanted, base, made, everything=not assets)
            names = tuple(sorted({asset.name for asset in wanted.assets} | failed.keys() | wanted.broken.keys()))
            verdict = Verdict(base.name, names, wanted.broken | failed, tuple(findings), fail_on)
            kind, outputs = given["accept"], scratch / "outputs"
            left = _accept(verdict, wanted, made, outputs, kind, guard) if kind else verdict
            code = _tell(left, wanted.outputs, given)
            if given["page"] is not None:
                _write_page(given["page"], verdict, wanted, base, outputs)
        return code


def _measure(place: Path, patterns: tuple[str, ...], *, gallery: bool, given: dict[str, Any]) -> int:
    """Look at pictures instead of comparing them."""
    from vizpipe.cli.pictures import THEMES, look_at  # noqa: PLC0415 - only here

    for option in ("accept", "against", "junit", "no_exec", "page"):
        if given[option]:
            name = {"page": "--report"}.get(option, f"--{option.replace('_', '-')}")
            raise UsageError(f"{name} is about differences; leave it out with --pictures")
    with opened(place, given["jobs"], own=not gallery, timeout=given["timeout"]) as house:
        wanted = plan(house, place, gallery=gallery, verb="check").chosen(patterns)
        for name, problem in wanted.broken.items():
            click.echo(f"vizpipe: {name}: {problem}", err=True)
        themes = given["themes"] or (THEMES if gallery else ())
        code = look_at(house, wanted.assets, themes, str(house.project.root if house.project else place), given)
        return 1 if wanted.broken else code


def _run(
    house: Workspace, wanted: Plan, scratch: Path, given: dict[str, Any]
) -> tuple[dict[str, Entry], dict[str, str]]:
    """Make every asset anew, beside what is there, trusting no cache; give the new lines, and what failed."""
    from vizpipe.pipeline import batch, build  # noqa: PLC0415 - only to make something

    cache = Cache(scratch / "cache")
    far = house.executor(given["cluster"], remote=given["cluster_remote"])
    with far as hands, report.progress(quiet=given["as_json"]) as told:
        shop = build.open_build(hands, cache, scratch / "outputs", Manifest(), told)
        made = batch.make_all(wanted.assets, shop, house.source)
    failed = {each.name: each.why[0] for each in made if each.status == "failed"}
    if given["traceback"]:
        for each in made:
            if each.details:
                click.echo(each.details, err=True)
    return shop.entries, failed


def _findings(wanted: Plan, base: Baseline, made: dict[str, Entry], *, everything: bool) -> list[Finding]:
    """All that differs."""

    def look(asset: Asset, old: Entry) -> list[Finding]:
        new, card = made.get(asset.name), asset.card
        return compare.compare(asset.name, old, new, card.lines, chaotic=card.chaotic) if new is not None else []

    steps, now = (
        {name: entry.keys.ingredients for name, entry in each.items()} for each in (base.manifest.assets, made)
    )
    return compare.environment(steps, now) + differences(wanted, base, look, made, everything=everything)


def _accept(verdict: Verdict, wanted: Plan, made: dict[str, Entry], scratch: Path, kind: str, guard: Guard) -> Verdict:
    """Publish what differs by drawing alone, or by training too, and drop these findings; an asset at a time."""
    accepted = []
    outputs = wanted.outputs
    elsewhere = kind == "training" and any(finding.kind == "environment" for finding in verdict.findings)
    for asset in wanted.assets:
        kinds = {finding.kind for finding in verdict.of(asset.name)}
        if asset.name not in made or not (kinds or elsewhere) or (kind == "drawing" and "training" in kinds):
            continue
        new = made[asset.name]
        folders.ready(outputs)
        folders.make_folder(outputs)
        lines = manifest.read(outputs).assets
        published = {file for entry in lines.values() for file in entry.files}
        for file, facts in new.files.items():
            keep_inside(outputs / file, outputs, wanted.root)
            if file not in published:
                guard.claim(outputs / file)
                guard.admit(outputs / file, facts.sha256)
        for file in new.files:
            atomic.write(outputs / file, (scratch / file).read_bytes())
        known = lines.get(asset.name)
        dropped = {k: v for k, v in (known.files if known else {}).items() if (outputs / k).exists()}
        manifest.enter(outputs, {asset.name: msgspec.structs.replace(new, files=dropped | new.files)}, root=wanted.root)
        accepted.append(asset.name)
        click.echo(f"accepted {asset.name}; commit {outputs.name}/{ours.NAME} to make it last", err=True)
    every = not verdict.failed and set(accepted) >= made.keys()
    left = [each for each in verdict.findings if each.asset not in accepted]
    return verdict._replace(findings=tuple(each for each in left if not (every and each.kind == "environment")))


def _write_page(folder: Path, verdict: Verdict, wanted: Plan, base: Baseline, scratch: Path) -> None:
    """The page with old and new side by side."""
    from vizpipe.checking.report import page  # noqa: PLC0415 - Pillow, only for those who want to look

    old = base.manifest.assets
    facts = {file: facts for entry in old.values() for file, facts in entry.files.items()}

    def committed(file: str) -> bytes | None:
        stored = None
        with contextlib.suppress(git.Unreadable):
            stored = git.show(wanted.outputs, base.revision, file) if base.revision else None
        if stored is None and file in facts:
            data = _bytes(wanted.outputs / file)
            stored = data if data is not None and hashes.sha256_of(data) == facts[file].sha256 else None
        return stored

    files = {asset.name: asset.files for asset in wanted.assets}
    data = page(verdict, files, committed, lambda file: _bytes(scratch / file))
    folders.make_folder(folder)
    atomic.write(folder / _PAGE, data + _MARK)


def _reports(given: dict[str, Any]) -> list[Path]:
    """The files that are asked for."""
    page = [given["page"] / _PAGE] if given["page"] is not None else []
    return [*page, *([given["junit"]] if given["junit"] is not None else [])]


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _tell(verdict: Verdict, outputs: Path, given: dict[str, Any]) -> int:
    """Say it to people and machines, and give the exit code."""
    if given["as_json"]:
        click.echo(json.dumps(announce.as_json(verdict), ensure_ascii=False, indent=1))
    else:
        for line in announce.lines(verdict, given["no_exec"]):
            click.echo(line)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        if not given["as_json"]:
            for line in announce.annotations(verdict, git.prefix(outputs)):
                click.echo(line)
        if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
            atomic.append(Path(summary), announce.summary(verdict).encode(errors="replace"))
    for name, problem in verdict.failed.items():
        click.echo(f"vizpipe: {announce.one_line(f'{name}: {problem}')}", err=True)
    if given["junit"] is not None:
        folders.make_folder(given["junit"].parent)
        atomic.write(given["junit"], announce.junit(verdict) + _MARK)
    if verdict.failed:
        return 1
    return 0 if verdict.ok else DRIFT
