"""What a page shows of an asset: wide and tall, light and dark, small on the contact sheet."""

from pathlib import Path

import pytest

from films import SMALL, Recipes
from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.project.gallery import gallery_assets
from vizpipe.project.looks import COLUMN
from vizpipe.publishing.renditions import renditions, without_twins
from vizpipe.recipe import Say, Words
from vizpipe.registry import registry
from vizpipe.registry.card import Card
from vizpipe.registry.loading import make_cards
from vizpipe.store.cache import Cache

WIDE = 1000
"""Columns and thumbnails have fewer pixels from left to right, pages more."""
TURNS = 3


@pytest.mark.parametrize(
    ("are_wide", "turn"),
    [
        pytest.param(wide, turn, marks=[] if (wide, turn) == (False, 0) else pytest.mark.soak)
        for wide in (False, True)
        for turn in range(TURNS)
    ],
)
def test_every_picture_of_the_gallery_fits_the_pages(
    recipes: Recipes, shared_cache: Path, *, are_wide: bool, turn: int
) -> None:
    """No size that the site shows of a told recipe is refused; samples as in the gallery, fewer epochs.

    Columns for phones and thumbnails, which have the least room, of every third; make soak tries all, wide pages too.
    """
    fewer = {name: value for name, value in SMALL.items() if name.endswith("epochs")}
    known = Cache(shared_cache)
    cards = registry.survey(registry.built_in(), known, Card, lambda all_: [make_cards(one) for one in all_])
    firsts = [each for each in renditions(without_twins(gallery_assets(cards))) if each.thumb]
    told = [each for each in firsts if recipes[each.asset.card.name].is_pictured][turn::TURNS]
    tried = 0
    for rendition in told:
        asset, recipe = rendition.asset, recipes[rendition.asset.card.name]
        film = recipe.film(**dict(asset.parameters) | {key: fewer[key] for key in fewer if key in asset.parameters})
        said = recipe.say_words(film, Say())
        looks = {asset.look._replace(theme="light") for asset in rendition.assets}
        wide = [look for look in looks if look.width > max(look.height, WIDE)]  # whose player has a page for phones
        looks |= {look._replace(width=COLUMN[0], height=COLUMN[1], type=1.0) for look in wide}
        for look in (each for each in looks if (each.width > WIDE) == are_wide):
            drawn = Words("" if look.title == "" else said.title, said.alternative, said.caption * look.caption)
            style = Style(LIGHT, look.width, look.height, look.compact, look.type, look.layout)
            Scene(recipe, film, style, words=drawn)
            tried += 1
    assert tried >= len(told) * (1 if are_wide else 2)


def test_pages_of_a_still_ask_for_nothing_that_only_moves(shared_cache: Path) -> None:
    """A figure of one frame is given no frames to choose, of which it would be said that they change nothing."""
    known = Cache(shared_cache)
    cards = registry.survey(registry.built_in(), known, Card, lambda all_: [make_cards(one) for one in all_])
    found = renditions(without_twins(gallery_assets(cards)))
    stills = [asset for each in found for asset in each.assets if asset.card.kind != "animation"]
    assert len(stills) > 1
    assert not any(asset.idle for asset in stills)
