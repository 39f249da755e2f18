"""``vizpipe list``: the recipes that there are."""

import json

import click

from vizpipe.cli.workspace import opened


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="For machines: an array of cards.")
def list_recipes(as_json: bool) -> int:  # noqa: FBT001 - click gives it by name
    """List the recipes, the built-in ones and the project's own."""
    with opened(jobs=1) as workspace:
        cards = list(workspace.registry.cards.values())
        if as_json:
            click.echo(json.dumps([card.as_json() for card in cards], ensure_ascii=False, allow_nan=False, indent=1))
        else:
            width = max((len(card.name) for card in cards), default=0)
            for card in cards:
                click.echo(f"{card.name:{width}}  {card.kind:9}  {card.claim}")
        return 1 if workspace.warn() else 0
