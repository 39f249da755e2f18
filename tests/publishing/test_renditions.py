"""What a page shows of an asset: wide and tall, light and dark, small on the contact sheet."""

from pathlib import Path

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


def test_every_picture_of_the_gallery_fits_the_pages(recipes: Recipes, tmp_path: Path) -> None:
    """No size that the site shows of a recipe's first asset is refused; samples as in the gallery, fewer epochs."""
    fewer = {name: value for name, value in SMALL.items() if name.endswith("epochs")}
    cards = registry.survey(registry.built_in(), Cache(tmp_path), Card, lambda all_: [make_cards(one) for one in all_])
    tried = 0
    for rendition in renditions(without_twins(gallery_assets(cards))):
        asset, recipe = rendition.asset, recipes[rendition.asset.card.name]
        if not recipe.is_pictured or not rendition.thumbs:
            continue
        film = recipe.film(**dict(asset.parameters) | {key: fewer[key] for key in fewer if key in asset.parameters})
        said = recipe.say_words(film, Say())
        for look in {asset.look._replace(theme="light") for asset in rendition.assets}:
            drawn = Words("" if look.title == "" else said.title, said.alternative, said.caption * look.caption)
            style = Style(LIGHT, look.width, look.height, look.compact, look.type, look.layout)
            Scene(recipe, film, style, words=drawn)
            tried += 1
    assert tried >= 3 * 11
