"""Which assets a deck shows, and as what each stands on its slide."""

from collections.abc import Sequence
from typing import Literal

from vizpipe.encoding.formats import Format
from vizpipe.encoding.formats import find as find_format
from vizpipe.errors import UsageError, nearest
from vizpipe.parameters.parameter import complete
from vizpipe.project.asset import Asset, new_asset
from vizpipe.project.file import Project
from vizpipe.project.plan import assets_to_show, is_named
from vizpipe.registry.card import Card
from vizpipe.registry.registry import Registry

Motion = Literal["gif", "mp4", "stills"]
_SIZE = "1920x880"
_TYPE = 1.3
"""Of a recipe's picture on a slide, between title and caption; and how much larger type is, seen from afar."""


def chosen(registry: Registry[Card], project: Project | None, names: Sequence[str], *, gallery: bool) -> list[Asset]:
    """The assets to show, in the order asked for. Raises UsageError for a name that is none."""
    assets, _ = assets_to_show(registry, project)
    if not names and project is None and not gallery:
        raise UsageError("name a recipe, such as vizpipe deck hidden-mapping; vizpipe list shows all")
    wanted: list[Asset] = []
    for name in names or ("*",):
        card = registry.cards.get(name)
        matches = [asset for asset in assets if is_named(asset.name, (name,))]
        if matches and (project is not None or card is None):
            wanted += matches
        elif card is not None:
            asset = new_asset(card.name, card, complete(card.parameters, {}, ""), size=_SIZE)
            wanted.append(asset._replace(look=asset.look._replace(type=_TYPE)))
        else:
            hint = nearest(name, [*registry.cards, *(asset.name for asset in assets)])
            raise UsageError(f"no recipe or asset {name[:60]}{hint}")
    return list({asset.name: asset for asset in wanted}.values())


def on_a_slide(asset: Asset, motion: Motion, steps: int) -> tuple[Asset, Format]:
    """The asset as a slide shows it, and the format that moves there: a still stays one."""
    formats = [find_format(name) for name in asset.formats]
    png = asset._replace(formats=("png",)), find_format("png")
    if asset.card.kind != "animation" or all(form.takes in ("rgb", "figure", "strip") for form in formats):
        return png
    if steps:
        settings = asset.settings.having(
            frames=steps, timing="by-change", hold=0.0, first_frame="start", max_bytes=None
        )
        return asset._replace(formats=("gif", "png"), settings=settings), find_format("gif")
    if motion == "stills":
        return png
    # on paper and among small slides a GIF is its first frame; a video has the still as its poster
    settings = asset.settings.having(first_frame="result" if motion == "gif" else "start")
    return asset._replace(formats=(motion, "png"), settings=settings), find_format(motion)
