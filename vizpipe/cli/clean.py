"""``vizpipe clean``: what is no longer named, and the cache."""

from pathlib import Path

import click

from vizpipe.cli.plan import place_options, plan
from vizpipe.cli.workspace import opened
from vizpipe.manifest.sweep import sweep
from vizpipe.store.cache import Cache


@click.command()
@place_options
@click.option("--cache", "empty_cache", is_flag=True, help="Empty the cache; all it costs is time.")
def clean(gallery: bool, directory: Path | None, empty_cache: bool) -> None:  # noqa: FBT001 - click gives them by name
    """Delete files of assets that are no longer named.

    Files that were changed after they were built stay.
    """
    if empty_cache:
        cache = Cache()
        click.echo(f"emptied {cache.folder}: {cache.clear() / 1e6:.1f} MB")
        return
    place = (directory or Path.cwd()).resolve()
    with opened(place, 1, own=not gallery) as workspace:
        wanted = plan(workspace, place, gallery=gallery, verb="clean")
    for path, kept in sweep(wanted):
        click.echo(f"kept {path}: {kept}" if kept else f"deleted {path}")
