"""The renditions of an asset that pages show: a still and its numbers for the page, and small for the contact sheet."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from vizpipe.errors import UsageError
from vizpipe.project.asset import Asset, twins

_WIDEST = 1280
"""Pixels of a picture on a page; more would be seen by few and loaded by all."""
_THUMB = 560
_TYPE, _SEVERAL_TYPE = 1.1, 1.4
"""How large type is, and where two pictures stand side by side."""
_MOST_FRAMES, _FEW_FRAMES = 32, 16
"""Of a film on a page, and of one that plays on the contact sheet: what lies between two is drawn between them."""


class Renditions(NamedTuple):
    """An asset, the names under which it is made for its page and for the contact sheet, and as assets."""

    asset: Asset
    page: str
    thumb: str
    """Empty where another of its recipe has one."""
    assets: list[Asset]


def without_twins(assets: Sequence[Asset]) -> list[Asset]:
    """Of twins for dark pages and phones only the first, since pages have their own."""
    by_name = {asset.name: asset for asset in assets}
    endings = [ending for ending, _ in twins({"layout": "auto", "theme": "auto"})[1:]]

    def is_twin(asset: Asset) -> bool:
        firsts = [by_name.get(asset.name.removesuffix(ending), asset) for ending in endings]
        content = asset.card, asset.parameters
        return any(first is not asset and (first.card, first.parameters) == content for first in firsts)

    return [asset for asset in assets if not is_twin(asset)]


def renditions(assets: Sequence[Asset]) -> list[Renditions]:
    """Those of every asset, a recipe's first with a thumbnail. Raises UsageError where two would be one file."""
    count = Counter(asset.card.name for asset in assets)
    recipes: set[str] = set()
    all_renditions = []
    for asset in assets:
        recipe = asset.card.name
        all_renditions.append(_renditions(asset, thumb=recipe not in recipes, several=count[recipe] > 1))
        recipes.add(recipe)
    names = Counter(asset.name.lower() for each in all_renditions for asset in each.assets)
    for name, times in names.items():
        if times > 1:
            raise UsageError(f"two pictures of the site would be called {name}; rename one of the assets")
    return all_renditions


def _renditions(asset: Asset, *, thumb: bool, several: bool) -> Renditions:
    """Everything that pages show of an asset."""
    share = min(_WIDEST / asset.look.width, 1.0)
    moves, settings = asset.card.kind == "animation", asset.settings.having(max_bytes=None)
    if moves:
        settings = settings.having(frames=min(asset.frames or _MOST_FRAMES, _MOST_FRAMES), first_frame="start")
    row = asset.look._replace(width=round(asset.look.width * share), height=round(asset.look.height * share))
    row = row._replace(title="", caption=False, type=_SEVERAL_TYPE if several else _TYPE)  # the page says both
    plain = asset._replace(look=row, settings=settings, compared=False)
    # numbers are drawn for any reader: light or dark, wide or on a phone
    formats = ("png", "html") if moves else ("png", "html", "svg")
    assets, name = [plain._replace(formats=formats)], ""
    if thumb:
        height = round(row.height * _THUMB / row.width)
        look = row._replace(width=_THUMB, height=height, type=1.0, layout="row")
        look = look if height < _THUMB else look._replace(layout="")
        name = f"{asset.name}--thumb"
        few = settings.having(frames=_FEW_FRAMES) if moves else settings
        assets.append(plain._replace(name=name, look=look, settings=few, formats=("png", "html")))
    return Renditions(asset, asset.name, name, assets)
