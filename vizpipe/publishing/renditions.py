"""The renditions of an asset that pages show: light and dark, wide and for phones, and small for the contact sheet."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vizpipe.errors import UsageError
from vizpipe.project.asset import Asset, twins
from vizpipe.project.looks import COLUMN, Look

_WIDEST = 1280
"""Pixels of a picture on a page; more would be seen by few and loaded by all."""
_THUMB = 560
_TYPE, _SEVERAL_TYPE = 1.1, 1.4
"""How large type is, and where two pictures stand side by side."""
_MOST_FRAMES, _FEW_FRAMES = 40, 20
"""Of a film on a page, and of one that plays on the contact sheet."""


class Renditions(NamedTuple):
    """An asset, the names under which it is made for pages, by media (the usual one is empty), and as assets."""

    asset: Asset
    pages: dict[str, str]
    thumbs: dict[str, str]
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
    settings = asset.settings.having(frames=min(asset.frames or _MOST_FRAMES, _MOST_FRAMES), first_frame="start")
    row = asset.look._replace(width=round(asset.look.width * share), height=round(asset.look.height * share))
    row = row._replace(title="", caption=False, type=_SEVERAL_TYPE if several else _TYPE)  # the page says both
    plain = asset._replace(look=row, settings=settings.having(max_bytes=None))
    moves = asset.card.kind == "animation"
    assets: list[Asset] = []
    pages, thumbs = {}, {}
    for media, look in [("", plain.look)] if moves else _pages(plain):  # a film's page is drawn for any reader
        pages[media] = f"{asset.name}--{media}" if media else asset.name
        formats = ["png", *(["html"] if moves else ["svg"] if not media else [])]
        assets.append(plain._replace(name=pages[media], look=look, formats=tuple(formats)))
    if thumb:
        few = plain.settings.having(frames=_FEW_FRAMES)
        for media in ("", *(("dark",) if row.theme == "light" else ())):
            height = round(row.height * _THUMB / row.width)
            look = row._replace(width=_THUMB, height=height, theme=media or row.theme, type=1.0, layout="row")
            look = look if height < _THUMB else look._replace(layout="")
            thumbs[media] = f"{asset.name}--thumb{f'-{media}' if media else ''}"
            formats = ["png", *(["html"] if moves and not media else [])]
            assets.append(plain._replace(name=thumbs[media], look=look, settings=few, formats=tuple(formats)))
    return Renditions(asset, pages, thumbs, assets)


def _pages(asset: Asset) -> Iterator[tuple[str, Look]]:
    """The looks of an asset by media; a theme that the user chose is kept on dark pages too."""
    look = asset.look
    column = look._replace(width=COLUMN[0], height=COLUMN[1], layout="")
    dark = look.theme == "light"
    tall = look.width > look.height and not asset.multiples
    yield "", look
    if dark:
        yield "dark", look._replace(theme="dark")
    if tall:
        yield "column", column
    if dark and tall:
        yield "column-dark", column._replace(theme="dark")
