"""``vizpipe info``: all about one recipe."""

import json

import click
from click.shell_completion import CompletionItem

from vizpipe.cli.house import opened
from vizpipe.registry import Card


def complete_recipes(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the names of recipes to the shell."""
    del ctx, param
    with opened(jobs=1) as house:
        cards = house.registry.cards.values()
        return [CompletionItem(card.name, help=card.claim) for card in cards if card.name.startswith(incomplete)]


@click.command()
@click.argument("recipe", shell_complete=complete_recipes)
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def info(recipe: str, as_json: bool) -> None:  # noqa: FBT001 - click gives it by name
    """Show a recipe's claim, its parameters with their limits, its variants, and an example."""
    with opened(jobs=1) as house:
        card = house.registry.find(recipe)
        if as_json:
            click.echo(json.dumps(card.as_json(), ensure_ascii=False, allow_nan=False, indent=1))
        else:
            click.echo(_describe(card))


def _describe(card: Card) -> str:
    """A card as text."""
    lines = [f"{card.title} ({card.kind})", "", card.claim, ""]
    for parameter in card.parameters:
        default = "none" if parameter.default is None else parameter.default
        lines.append(f"  --{parameter.name.replace('_', '-')} {default}")
        about = f"{parameter.help}: {parameter.limits}" if parameter.help else parameter.limits
        lines.append(f"      {about}")
    for name, values in card.variants.items():
        given = " ".join(f"--{key.replace('_', '-')} {value}" for key, value in values.items())
        lines += ["", f"{name}: vizpipe run {card.name} {given}"]
    suffix = "gif" if card.kind == "animation" else "png"
    lines += ["", f"vizpipe run {card.name}  writes {card.name}.{suffix} here ({card.size[0]}x{card.size[1]} pixels)"]
    return "\n".join(lines)
