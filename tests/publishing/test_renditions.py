"""What a page shows of an asset: wide and tall, light and dark, small on the contact sheet."""

from pathlib import Path

import pytest

from films import SMALL, Recipes
from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.project.gallery import gallery_assets
from vizpipe.publishing.renditions import renditions, without_twins
from vizpipe.recipe import Say, Words
from vizpipe.registry import registry
from vizpipe.registry.card import Card
from vizpipe.registry.loading import make_cards
from vizpipe.store.cache import Cache


@pytest.mark.parametrize("turn", [0, *(pytest.param(turn, marks=pytest.mark.soak) for turn in range(1, 4))])
def test_every_picture_of_the_gallery_fits_the_pages(recipes: Recipes, tmp_path: Path, turn: int) -> None:
    """No size that the site shows of a told recipe is refused; samples as in the gallery, fewer epochs.

    Every fourth recipe, loss-curves among them, whose wall of digits needs the most room; make soak tries all.
    """
    fewer = {name: value for name, value in SMALL.items() if name.endswith("epochs")}
    cards = registry.survey(registry.built_in(), Cache(tmp_path), Card, lambda all_: [make_cards(one) for one in all_])
    firsts = [each for each in renditions(without_twins(gallery_assets(cards))) if each.thumbs]
    told = [each for each in firsts if recipes[each.asset.card.name].is_pictured]
    at = [each.asset.card.name for each in told].index("loss-curves")
    tried = 0
    for rendition in told[(at + turn) % 4 :: 4]:
        asset, recipe = rendition.asset, recipes[rendition.asset.card.name]
        film = recipe.film(**dict(asset.parameters) | {key: fewer[key] for key in fewer if key in asset.parameters})
        said = recipe.say_words(film, Say())
        for look in {asset.look._replace(theme="light") for asset in rendition.assets}:
            drawn = Words("" if look.title == "" else said.title, said.alternative, said.caption * look.caption)
            style = Style(LIGHT, look.width, look.height, look.compact, look.type, look.layout)
            Scene(recipe, film, style, words=drawn)
            tried += 1
    assert tried >= 3 * (len(told) // 4)
