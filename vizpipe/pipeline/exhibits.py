"""Assets whose renditions were made → what pages show and say of them."""

from collections.abc import Callable, Collection, Sequence

from vizpipe.pipeline.build import Build
from vizpipe.pipeline.make import words
from vizpipe.project.line import line
from vizpipe.publishing.exhibits import Exhibit
from vizpipe.publishing.renditions import Renditions
from vizpipe.registry.source import Source


def exhibits(
    all_renditions: Sequence[Renditions], failed: Collection[str], work: Build, source_of: Callable[[str], Source]
) -> list[Exhibit]:
    """Those of which nothing failed. A recipe whose first asset, which has the thumbnail, failed has no page."""
    made: list[Exhibit] = []
    recipes: set[str] = set()
    for each in all_renditions:
        asset, card = each.asset, each.asset.card
        if any(rendition.name in failed for rendition in each.assets) or (card.name not in recipes and not each.thumb):
            continue
        recipes.add(card.name)
        _, caption, _ = words(asset, work, source_of(card.path))
        made.append(Exhibit(asset.name, card, asset.parameters, each.page, each.thumb, caption, line(asset)))
    return made
