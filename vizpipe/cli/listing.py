"""``vizpipe list``: the recipes that there are."""

import shutil
import sys
import textwrap
from collections.abc import Sequence

import click

from vizpipe.cli import colours
from vizpipe.cli.recipes import seen
from vizpipe.errors import UsageError
from vizpipe.registry.index import Summary, by_chapter, lines

_NARROWEST = 40


@click.command("list")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--json", "as_json", is_flag=True, help="For machines: an array of cards.")
def list_recipes(words: Sequence[str], as_json: bool) -> int:  # noqa: FBT001 - click gives it by name
    """List the recipes, by chapter.

    Built in, the project's own, and those of installed packages. With WORDs, those whose name, claim or chapter holds
    them all. Written to a file or a pipe, each has one line.
    """
    cards, problems = _chosen(words)
    if as_json:
        _print_json(cards)
    elif sys.stdout.isatty():
        _print_chapters(cards)
    else:
        click.echo("".join(f"{line}\n" for line in lines(cards)), nl=False)
    for problem in problems:
        colours.error(problem)
    return 1 if problems else 0


def _chosen(words: Sequence[str]) -> tuple[list[Summary], list[str]]:
    """The recipes that are asked for, and what is wrong with those that can't be used. Raises UsageError."""
    cards, problems, _ = seen(Summary)
    chosen = [card for card in cards.values() if all(word.casefold() in _about(card) for word in words)]
    if words and not chosen:
        raise UsageError(f"no recipe is about {' '.join(words)[:100]}; vizpipe list names them all")
    return chosen, list(problems.values())


def _about(card: Summary) -> str:
    return f"{card.name} {card.claim} {card.heading}".casefold()


def _print_chapters(cards: Sequence[Summary]) -> None:
    """Headings, and the recipes below them, claims wrapped at the width of the terminal."""
    columns = max(shutil.get_terminal_size().columns, _NARROWEST)
    width = max((len(card.name) for card in cards), default=0) + 2
    for chapter, members in by_chapter(cards).items():
        click.echo(click.style(chapter, bold=True))
        for card in members:
            claim = textwrap.wrap(card.claim, max(columns - width - 3, _NARROWEST // 2), break_on_hyphens=False) or [""]
            click.echo(f"  {click.style(card.name, fg='cyan')}{'':{width - len(card.name)}}{claim[0]}")
            for line in claim[1:]:
                click.echo(f"  {'':{width}}{line}")
        click.echo()
    click.echo("vizpipe run RECIPE makes one; vizpipe info RECIPE says what it takes.")


def _print_json(cards: Sequence[Summary]) -> None:
    """All about these recipes, as one array."""
    import json  # noqa: PLC0415 - not for people

    from vizpipe.registry.card import Card  # noqa: PLC0415 - all about a recipe, which lines leave out

    whole = seen(Card).cards
    array = [whole[card.name].as_json() for card in cards]
    click.echo(json.dumps(array, ensure_ascii=False, allow_nan=False, indent=1))
