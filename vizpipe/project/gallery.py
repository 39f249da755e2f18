"""The gallery_assets of the built-in recipes: which assets, in which chapters."""

from vizpipe.parameters.parameter import complete
from vizpipe.project.asset import Asset, new_asset
from vizpipe.registry.card import Card
from vizpipe.registry.registry import Registry


def gallery_assets(registry: Registry[Card]) -> list[Asset]:
    """Every recipe with its defaults, and each variant that differs from them."""
    made = []
    for card in registry.cards.values():
        formats = ["gif", "png"] if card.kind == "animation" else ["png"]
        defaults = complete(card.parameters, {}, "")
        made.append(new_asset(card.name, card, defaults, formats=formats))
        for variant, given in card.variants.items():
            values = complete(card.parameters, given, "")
            if values != defaults:
                made.append(new_asset(f"{card.name}-{variant}", card, values, formats=formats))
    return made
