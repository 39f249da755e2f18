"""``vizpipe info``: all about one recipe, or which line made a file."""

import json
import shutil
import sys
import textwrap
from pathlib import Path

import click

from vizpipe.cli import completion
from vizpipe.cli.recipes import seen
from vizpipe.errors import UsageError
from vizpipe.parameters.parameter import complete, typed
from vizpipe.parameters.settings import LANGUAGES
from vizpipe.project.line import run_line
from vizpipe.registry.card import Card
from vizpipe.store import pointers

_NARROWEST = 40


@click.command()
@click.argument("recipe", metavar="RECIPE|FILE", shell_complete=completion.recipes)
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option("--texts", "as_texts", is_flag=True, help="Every text that is drawn or said, as a file to change.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="With --texts: as this language's catalogues have them.")
def info(recipe: str, as_json: bool, as_texts: bool, lang: str | None) -> None:  # noqa: FBT001 - click gives it by name
    """Show what a recipe takes, or which line made a file.

    Of a recipe: its claim, its parameters with their limits, its variants, and an example. A file that vizpipe made
    holds the line that made it.
    """
    if lang is not None and not as_texts:
        raise UsageError("--lang is for --texts: vizpipe info RECIPE --texts --lang LANG")
    if as_json and as_texts:
        raise UsageError("--texts prints a file to change, and --json a card for machines; leave one out")
    if Path(recipe).suffix and Path(recipe).is_file():
        version, line = _made_by(Path(recipe))
        click.echo(json.dumps({"file": recipe, "made_by": version, "line": line}) if as_json else f"{version}\n{line}")
        return
    card = seen(Card).find(recipe)
    if as_texts:
        click.echo(_texts(card, lang or "en"))
    elif as_json:
        click.echo(json.dumps(card.as_json(), ensure_ascii=False, allow_nan=False, indent=1))
    else:
        click.echo(_wrapped(_describe(card)))


def _texts(card: Card, lang: str) -> str:
    """A recipe's texts, with what a language's catalogues say; it is trained for that, if it never was."""
    from vizpipe.cli.workspace import opened  # noqa: PLC0415 - workers, which no description needs
    from vizpipe.pipeline.make import texts  # noqa: PLC0415 - as above
    from vizpipe.project.asset import new_asset  # noqa: PLC0415 - as above
    from vizpipe.project.catalogues import written  # noqa: PLC0415 - as above

    asset = new_asset(card.name, card, complete(card.parameters, {}, ""), root=str(Path.cwd()), lang=lang)
    with opened(jobs=1) as workspace, workspace.scratch_build({"cluster": None, "cluster_remote": False}) as build:
        found = texts(asset, build, workspace.source(card.path))
    return written(card.name, [each[:3] for each in found], dict(asset.look.catalogue))


def _made_by(path: Path) -> tuple[str, str]:
    """The version and the line that made a file. Raises UsageError."""
    from vizpipe.encoding.provenance import read  # noqa: PLC0415 - Pillow, which no recipe's description needs

    try:
        origin = read(path)
    except OSError as error:
        raise UsageError(f"{path}: it can't be read: {error.strerror or error}") from None
    pointers.refuse(path)
    if origin is None:
        raise UsageError(f"{path}: it does not say what made it; the pictures, films and decks of vizpipe do")
    version, _, line = origin.partition(": ")
    return version, line


def _describe(card: Card) -> str:
    """A card as text."""
    lines = [f"{card.title} ({card.kind})", "", card.claim, ""]
    if not card.is_built_in:
        lines += [f"  from {card.origin or 'this project'}: {card.path}", ""]
    for parameter in card.parameters:
        lines += [f"  {parameter.option} {typed(parameter.default)}", f"      {parameter.meaning}"]
    lines += ["", "Variants:", ""] if card.variants else []
    for name, values in card.variants.items():
        lines += [f"  {name}", f"      {run_line(card.name, values)}"]
    suffix, line = "gif" if card.kind == "animation" else "png", run_line(card.name, {})
    lines += ["", f"{line}  writes {card.name}.{suffix} here ({card.size[0]}x{card.size[1]} pixels)"]
    lines += [f"{line} --help  also lists what all recipes take: --size, --theme, --font, --lang, --title, …"]
    lines += [f"vizpipe info {card.name} --texts  prints every text in it, as a file to change"]
    return "\n".join(lines)


def _wrapped(text: str) -> str:
    """For a terminal: lines broken between words, and begun where they begin; a pipe gets them whole."""
    if not sys.stdout.isatty():
        return text
    columns = max(shutil.get_terminal_size().columns, _NARROWEST)
    lines = []
    for line in text.splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        more = f"{indent}  " if line.lstrip().startswith("vizpipe ") else indent
        lines += textwrap.wrap(line, columns, subsequent_indent=more, break_on_hyphens=False) or [""]
    return "\n".join(lines)
