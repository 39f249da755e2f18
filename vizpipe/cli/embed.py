"""``vizpipe embed``: what to paste into a page, a post, a paper."""

from pathlib import Path

import click

from vizpipe.cli.plan import place_options
from vizpipe.errors import UsageError, nearest
from vizpipe.manifest import manifest
from vizpipe.project import file
from vizpipe.project.plan import required
from vizpipe.publishing.embed import PLACES, snippet
from vizpipe.publishing.shown import shown


@click.command()
@click.argument("asset")
@place_options
@click.option("--for", "place", type=click.Choice(tuple(PLACES)), default="html", help="Where it goes. [default: html]")
@click.option("--base-url", default="", help="What the files' addresses begin with there: https://example.org/pictures")
def embed(asset: str, gallery: bool, directory: Path | None, place: str, base_url: str) -> None:  # noqa: FBT001
    """Print what to paste to show a built asset: in a page, a post, a paper, a deck in HTML."""
    here = (directory or Path.cwd()).resolve()
    outputs = here / "outputs" if gallery else required(file.find(here), here, "embed").outputs
    assets = manifest.read(outputs).assets
    if asset not in assets:
        built = nearest(asset, assets) or f" (vizpipe build {asset[:60]} makes it, if the project file names it)"
        raise UsageError(f"{asset[:60]} was never built in {outputs}{built}")
    click.echo(snippet(shown(asset, assets, base_url), place))
