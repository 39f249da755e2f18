"""``vizpipe build``: a project's assets, what is stale."""

import fnmatch
import json
from pathlib import Path
from typing import Any

import click

from vizpipe import manifest, project
from vizpipe.cli import report
from vizpipe.cli.house import House, opened, working_options
from vizpipe.errors import UsageError, nearest
from vizpipe.project import Asset

STALE = 4
"""The exit code of ``--locked`` where something is stale."""


@click.command()
@click.argument("assets", nargs=-1, metavar="[ASSET|GLOB]...")
@click.option("--gallery", is_flag=True, help="Every built-in recipe with its variants, into outputs/.")
@click.option(
    "-C", "--directory", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Work in this folder."
)
@click.option("--force", is_flag=True, help="Make everything again.")
@click.option("--dry-run", is_flag=True, help="Say what is stale, and make nothing.")
@click.option("--why", is_flag=True, help="Say all reasons, old → new, and make nothing.")
@click.option("--locked", is_flag=True, help="Make nothing; end with 4 if anything is stale. For CI and hooks.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@working_options
def build(assets: tuple[str, ...], gallery: bool, directory: Path | None, **given: Any) -> int:  # noqa: ANN401, FBT001
    """Build the assets of vizpipe.toml, or those that are named, as far as they are stale."""
    place = (directory or Path.cwd()).resolve()
    with opened(place, given["jobs"], own=not gallery, timeout=given["timeout"]) as house:
        outputs, wanted, broken = _plan(house, place, gallery=gallery)
        chosen = _choose(wanted, assets, broken)
        return _build(house, outputs, chosen, {name: broken[name] for name in broken if _named(name, assets)}, given)


def _plan(house: House, place: Path, *, gallery: bool) -> tuple[Path, list[Asset], dict[str, str]]:
    """The outputs folder, the assets, and what is wrong with those that can't be made."""
    if gallery:
        return place / "outputs", project.gallery(house.registry), dict(house.registry.problems)
    if house.project is None:
        raise UsageError(f"{place}: no vizpipe.toml here or above; vizpipe build --gallery builds the built-in recipes")
    wanted, broken = project.assets(house.project, house.registry)
    return house.project.outputs, wanted, broken


def _named(name: str, patterns: tuple[str, ...]) -> bool:
    return not patterns or any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def _choose(wanted: list[Asset], patterns: tuple[str, ...], broken: dict[str, str]) -> list[Asset]:
    """The assets that any pattern names; raises UsageError for a pattern that names none."""
    names = [asset.name for asset in wanted] + list(broken)
    for pattern in patterns:
        if not any(fnmatch.fnmatchcase(name, pattern) for name in names):
            raise UsageError(f"no asset {pattern[:60]}{nearest(pattern, names)}")
    return [asset for asset in wanted if _named(asset.name, patterns)]


def _build(house: House, outputs: Path, chosen: list[Asset], broken: dict[str, str], given: dict[str, Any]) -> int:
    """Make the assets and report."""
    from vizpipe import pipeline  # noqa: PLC0415 - after all that a help text needs

    dry = given["dry_run"] or given["why"] or given["locked"]
    if dry and given["force"]:
        raise UsageError("--force makes everything again; leave it out with --dry-run, --why or --locked")
    known = manifest.read(outputs)
    far = house.hands(given["cluster"], remote=given["cluster_remote"])
    with far as hands, report.progress(quiet=given["as_json"]) as told:
        shop = pipeline.open_shop(hands, house.cache, outputs, known, told, force=given["force"], dry=dry)
        made = pipeline.make_all(chosen, shop, house.source)
    made += [pipeline.failed(name, problem) for name, problem in broken.items()]
    made.sort(key=lambda each: each.name)
    if given["as_json"]:
        click.echo(json.dumps(report.as_json(made, outputs), ensure_ascii=False, indent=1))
    else:
        report.table(made, shop.entries, outputs, kept=True, reasons=given["why"])
    for each in made:
        if each.status == "failed":
            if given["traceback"] and each.details:
                click.echo(each.details, err=True)
            click.echo(f"vizpipe: {each.name}: {each.why[0]}", err=True)
    if failed := max((each.exit_code for each in made), default=0):
        return failed
    return STALE if given["locked"] and any(each.status == "stale" for each in made) else 0
