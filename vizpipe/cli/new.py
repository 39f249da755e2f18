"""``vizpipe new``: a recipe of one's own to begin with, and its test."""

import os
from pathlib import Path

import click

from vizpipe.cli import completion
from vizpipe.cli.recipes import seen
from vizpipe.errors import RecipeError
from vizpipe.project import file, scaffold
from vizpipe.project.renaming import Original, function_of
from vizpipe.registry.card import Card
from vizpipe.registry.index import Summary
from vizpipe.registry.registry import Registry


@click.command()
@click.argument("name")
@click.option(
    "--from",
    "origin",
    metavar="RECIPE",
    shell_complete=completion.recipes,
    help="A recipe to begin with. [default: a small one that trains two networks]",
)
def new(name: str, origin: str | None) -> None:
    """Write a recipe of your own to begin with, and its test.

    Both pass as they stand: vizpipe run draws the recipe, pytest asks whether its claim is true.
    """
    scaffold.check_spelling(name)
    here = Path.cwd()
    project = file.find(here)
    folder, known = scaffold.folder(project, here), seen(Summary)
    original = scaffold.starter() if origin is None else _original(origin, known)
    scaffold.check_free(name, known, original)
    files = scaffold.drafts(name, original, folder, here / "vizpipe.toml" if project is None else None)
    scaffold.write(files)
    shown = [os.path.relpath(each.path, here) for each in files]
    width = max(map(len, shown))
    for path, each in zip(shown, files, strict=True):
        click.echo(f"{path:{width}}  {each.what}")
    steps = {f"vizpipe watch {name}": "shows it in a page, anew whenever it is saved"}
    steps |= {f"vizpipe run {name}": "draws it, here", f"pytest {shown[1]}": "asks whether its claim is true"}
    if project is None:
        steps["vizpipe build"] = "makes the project's assets, where they are stale"
    width = max(map(len, steps))
    click.echo("\nNext:")
    for line, what in steps.items():
        click.echo(f"  {line:{width}}  {what}")


def _original(origin: str, known: "Registry[Summary] | Registry[Card]") -> Original:
    """A recipe that there is. Raises UsageError or RecipeError."""
    path = known.find(origin).path
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise RecipeError(f"{path}: it can't be read") from None
    return scaffold.copied(text, function_of(text, origin))
