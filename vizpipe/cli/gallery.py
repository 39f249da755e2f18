"""``vizpipe gallery``: pages to look through."""

import importlib.util
import shlex
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vizpipe import __version__
from vizpipe.cli import colours, completion, report
from vizpipe.cli.plan import place_options
from vizpipe.cli.working import overwrite_option, working_options
from vizpipe.cli.workspace import Workspace, opened
from vizpipe.errors import MachineError, RecipeError, UsageError
from vizpipe.project.asset import Asset
from vizpipe.project.plan import assets_to_show, expect, expect_any, is_named
from vizpipe.registry.index import CHAPTERS
from vizpipe.store import temporary

if TYPE_CHECKING:
    from vizpipe.publishing.site_folder import Written


@click.command()
@click.argument("names", nargs=-1, metavar="[ASSET|GLOB]...", shell_complete=completion.assets)
@place_options
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("site"),
    help="The folder to write. [default: site]",
)
@click.option("--title", default="", help="What stands above the contact sheet.")
@overwrite_option
@click.option("--base-url", default="", help="Where it will stand, for snippets that need whole addresses.")
@working_options
def gallery(names: tuple[str, ...], gallery: bool, directory: Path | None, output: Path, **options: Any) -> int:  # noqa: ANN401, FBT001
    """Write a site of static pages that play the films.

    A contact sheet, and a page for each recipe: its films under one slider, snippets and code.

    Shows the project's assets, or the built-in recipes where there is no project.
    """
    if importlib.util.find_spec("pygments") is None:
        raise MachineError("gallery needs pygments: pip install 'vizpipe[gallery]'")
    from vizpipe.publishing import site_folder  # noqa: PLC0415 - only here
    from vizpipe.publishing.renditions import without_twins  # noqa: PLC0415 - only here
    from vizpipe.publishing.shown import checked_base  # noqa: PLC0415 - only here

    checked_base(options["base_url"])
    if not options["title"].isprintable():
        raise UsageError("--title holds a character that can't be shown")
    place = (directory or Path.cwd()).resolve()
    site_folder.listing(output)  # refuses a folder of somebody else's before anything is made
    temporary.ready(output)
    with opened(place, options["jobs"], own=not gallery, timeout=options["timeout"]) as workspace:
        assets, broken = assets_to_show(workspace.registry, workspace.project)
        expect_any(workspace.project, assets, broken)
        assets = without_twins(assets) if workspace.project is not None else assets
        expect([*(asset.name for asset in assets), *broken], names)
        wanted = [asset for asset in assets if is_named(asset.name, names)]
        broken = {name: problem for name, problem in broken.items() if is_named(name, names)}
        for problem in broken.values():
            colours.error(problem)
        written, failed = _make(workspace, wanted, output, options, shlex.join(names))
    total = sum(file.size for file in written.values())
    click.echo(f"{output / 'index.html'}  {len(written)} files, {total / 1e6:.1f} MB")
    return 1 if failed or broken else 0


def _make(
    workspace: Workspace, wanted: Sequence[Asset], output: Path, options: dict[str, Any], named: str
) -> "tuple[dict[str, Written], bool]":
    """Make all pictures in a folder of their own, then the pages; give what was written and whether anything failed."""
    from vizpipe.pipeline import batch  # noqa: PLC0415 - only to make something
    from vizpipe.pipeline.exhibits import exhibits  # noqa: PLC0415 - an extra
    from vizpipe.publishing import site_folder  # noqa: PLC0415 - only here
    from vizpipe.publishing.renditions import renditions  # noqa: PLC0415 - only here
    from vizpipe.publishing.site import Site, code_of  # noqa: PLC0415 - an extra

    all_renditions = renditions(wanted)
    ahead = ThreadPoolExecutor(1)  # while workers wake up there is time to spare
    ahead.map(code_of, {asset.card.path for asset in wanted})
    ahead.shutdown(wait=False)
    with workspace.scratch_build(options) as work:
        made = batch.make_all([asset for each in all_renditions for asset in each.assets], work, workspace.source)
        report.failures(made, traceback=options["traceback"])
        failed = {each.name for each in made if each.status == "failed"}
        all_exhibits = exhibits(all_renditions, failed, work, workspace.source)
        if not all_exhibits:
            raise RecipeError("there is nothing to show: no asset could be made")
        recipes = {exhibit.card.name for exhibit in all_exhibits}
        claim = f"{len(recipes)} recipes, {len(all_exhibits)} variants" if len(all_exhibits) > len(recipes) else ""
        parts = ["vizpipe gallery", *([named] if named else []), *(["--gallery"] if workspace.project is None else [])]
        origin = f"vizpipe {__version__}: {' '.join(parts)}"
        site = Site(work.outputs, work.entries, options["base_url"])
        pages = site.files(all_exhibits, CHAPTERS, options["title"] or "Small networks, seen", claim, origin)
        return site_folder.write(pages, output, origin, overwrite=options["overwrite"]), bool(failed)
