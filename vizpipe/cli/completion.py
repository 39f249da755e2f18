"""What a shell completes: recipes, assets, formats, themes, sizes, parameters."""

from collections.abc import Callable, Iterable
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from vizpipe.cli.recipes import seen
from vizpipe.encoding.formats import FORMATS
from vizpipe.parameters.settings import SIZES, THEMES
from vizpipe.project import file
from vizpipe.registry.card import Card
from vizpipe.registry.index import Summary

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def recipes(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names of recipes, with their claims."""
    del ctx, param
    cards = seen(Summary).cards.values()
    return [CompletionItem(card.name, help=card.claim) for card in cards if card.name.startswith(incomplete)]


def assets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The assets of the project file, or those of the gallery if it is asked for."""
    del param
    if ctx.params.get("gallery"):
        cards = seen(Card).cards.values()
        return _items([name for card in cards for name in (card.name, *_variants(card))], incomplete)
    project = file.find((ctx.params.get("directory") or Path.cwd()).resolve())
    return _items(file.table_in(project, project.table, "assets", "assets") if project else (), incomplete)


def recipes_or_assets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Both: what a deck is made of."""
    return [*assets(ctx, param, incomplete), *recipes(ctx, param, incomplete)]


def formats(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The formats, also after a comma."""
    del ctx, param
    before, comma, last = incomplete.rpartition(",")
    return [CompletionItem(f"{before}{comma}{name}") for name in FORMATS if name.startswith(last)]


def themes(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The built-in themes; else files."""
    del ctx, param
    return _items([*THEMES, "auto"], incomplete) or [CompletionItem(incomplete, type="file")]


def sizes(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The sizes that have names."""
    del ctx, param
    return _items(SIZES, incomplete)


def parameters(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The parameters of the recipe at hand, to compare."""
    del param
    recipe = seen(Card).cards.get(ctx.info_name or "")
    before, comma, last = incomplete.rpartition(",")
    names = [each.name for each in recipe.parameters if each.name.startswith(last)] if recipe else []
    return [CompletionItem(f"{before}{comma}{name}") for name in names]


OF_SETTINGS: dict[str, Completer] = {"theme": themes, "size": sizes, "compare": parameters}


def _items(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(word) for word in words if word.startswith(incomplete)]


def _variants(card: Card) -> list[str]:
    return [f"{card.name}-{variant}" for variant in card.variants]
