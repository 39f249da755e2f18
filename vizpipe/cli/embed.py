"""``vizpipe embed``: what to paste into a page, a post, a paper."""

import re
from collections.abc import Container, Sequence
from pathlib import Path

import click

from vizpipe import __version__
from vizpipe.cli import colours, completion
from vizpipe.cli.plan import place_options
from vizpipe.cli.working import overwrite_option
from vizpipe.errors import UsageError, nearest
from vizpipe.manifest import manifest
from vizpipe.manifest.manifest import Entry
from vizpipe.project import file
from vizpipe.project.plan import required
from vizpipe.publishing.embed import PLACES, snippet
from vizpipe.publishing.shown import shown


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="ASSET...", shell_complete=completion.assets)
@place_options
@click.option("--for", "place", type=click.Choice(tuple(PLACES)), default="html", help="Where it goes. [default: html]")
@click.option("--base-url", default="", help="What the files' addresses begin with there: https://example.org/pictures")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="With --for html: a folder for players inside the page, with one script for all.",
)
@overwrite_option
def embed(  # noqa: PLR0913 - an option each
    names: tuple[str, ...],
    *,
    gallery: bool,
    directory: Path | None,
    place: str,
    base_url: str,
    output: Path | None,
    overwrite: bool,
) -> None:
    """Print what to paste into a page, a post, a paper, a deck.

    It shows built assets; a deck here is one in HTML.
    """
    here = (directory or Path.cwd()).resolve()
    project = None if gallery else file.find(here)
    named = next((Path(name) for name in names if _is_file(name)), None)
    if project is None and not gallery and named is not None:
        raise UsageError(_of_file(named, ()))
    outputs = here / "outputs" if gallery else required(project, here, "embed").outputs
    built, problem, is_merge = manifest.look(outputs)
    assets = built.assets
    for asset in names:
        if asset not in assets and is_merge:
            raise UsageError(f"{asset[:60]}: {problem}")
        if asset not in assets and _is_file(asset):
            raise UsageError(_of_file(Path(asset), assets))
        if asset not in assets:
            hint = nearest(asset, assets) or f" (vizpipe build {asset[:60]} makes it, if the project file names it)"
            raise UsageError(f"{asset[:60]} was never built in {outputs}{hint}")
    if is_merge:
        colours.warning(problem)
    if overwrite and output is None:
        raise UsageError("--overwrite goes with -o")
    if output is None:
        click.echo("\n\n".join(snippet(shown(asset, assets, base_url), place) for asset in names))
    elif place != "html":
        raise UsageError(f"-o is for players inside a page: --for html, not {place}")
    else:
        entries = [(asset, assets[asset]) for asset in dict.fromkeys(names)]
        click.echo(_inside(entries, outputs, output, base_url, overwrite=overwrite))


def _is_file(name: str) -> bool:
    return bool(Path(name).suffix) and Path(name).is_file()


def _of_file(path: Path, assets: Container[str]) -> str:
    """How a file comes to have a snippet: by its asset's name, if need be of one that is to be written."""
    from vizpipe.encoding.provenance import read  # noqa: PLC0415 - Pillow, only here

    asset, told = path.name.partition(".")[0], f"{str(path)[:60]} is a file, and embed takes an asset's name"
    if asset in assets:
        return f"{told}: vizpipe embed {asset}"
    line = re.search(r"vizpipe run ([\w-]+)", read(path) or "")
    recipe = line[1] if line else "…"
    return (
        f'{told}: write [assets.{asset}] with recipe = "{recipe}" into vizpipe.toml, then vizpipe build, and '
        f"vizpipe embed {asset}"
    )


def _inside(entries: Sequence[tuple[str, Entry]], outputs: Path, output: Path, base: str, *, overwrite: bool) -> str:
    """Write the folder of players that stand inside a page, and give what to paste."""
    from vizpipe.publishing import inline, site_folder  # noqa: PLC0415 - only here

    players = [inline.player(name, entry, outputs) for name, entry in entries]
    text = inline.snippet(players, base or output.name)
    origin = f"vizpipe {__version__}: embed {' '.join(name for name, _ in entries)}"
    site_folder.write(inline.files(players), output, origin, overwrite=overwrite)
    return text
