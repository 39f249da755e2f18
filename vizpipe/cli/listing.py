"""``vizpipe list``: the recipes that there are."""

import click

from vizpipe.cli.recipes import seen
from vizpipe.registry.index import Summary


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="For machines: an array of cards.")
def list_recipes(as_json: bool) -> int:  # noqa: FBT001 - click gives it by name
    """List the recipes: built in, the project's own, and those of installed packages."""
    problems = _print_json() if as_json else _print_lines()
    for problem in problems:
        click.echo(f"vizpipe: {problem}", err=True)
    return 1 if problems else 0


def _print_lines() -> list[str]:
    """A line for each recipe; give what is wrong with those that can't be used."""
    cards, problems, _ = seen(Summary)
    width = max(map(len, cards), default=0)
    for card in cards.values():
        origin = f" ({card.origin})" if card.origin else ""
        click.echo(f"{card.name:{width}}  {card.kind:9}  {card.claim}{origin}")
    return list(problems.values())


def _print_json() -> list[str]:
    """All cards as one array; give what is wrong with the recipes that can't be used."""
    import json  # noqa: PLC0415 - not for people

    from vizpipe.registry.card import Card  # noqa: PLC0415 - all about a recipe, which lines leave out

    cards, problems, _ = seen(Card)
    array = [card.as_json() for card in cards.values()]
    click.echo(json.dumps(array, ensure_ascii=False, allow_nan=False, indent=1))
    return list(problems.values())
